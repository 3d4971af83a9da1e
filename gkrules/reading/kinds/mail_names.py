"""Whether a text is a mail, by the names of its header fields: single-file web pages have some of them, too."""

from __future__ import annotations

import re

from gkrules.reading.kinds.signs import Head

_FIELD = re.compile(r"([!-9;-~]{1,76}):(.*)")
_MOST_LINES = 300
# Fields that a mail has and a saved web page has not.
_OF_MAIL = frozenset(
    {
        *("to", "cc", "bcc", "message-id", "received", "return-path", "delivered-to", "dkim-signature", "in-reply-to", "references"),
        *("x-unsent", "x-mailer", "reply-to", "sender", "arc-seal", "x-received", "authentication-results"),
    }
)
_OF_BOTH = frozenset({"from", "subject", "date", "mime-version", "content-type", "content-transfer-encoding"})
_OF_PAGES = "snapshot-content-location"


def is_mail(head: Head) -> bool:
    """Whether a text begins like a mail."""
    names: dict[str, str] = {}
    lines = [line.rstrip("\r") for line in head.text.removeprefix("\ufeff").split("\n")[:_MOST_LINES]]
    for index, line in enumerate(lines):
        if not line.strip():
            break
        if line[0] in " \t" and names:
            continue
        field = _FIELD.match(line)
        if field is None:
            if not names and line.startswith("From "):  # the first line of a message in an mbox
                continue
            if index + 1 == len(lines):  # the head was cut in the middle of it
                break
            return False
        names.setdefault(field[1].lower(), field[2].strip().lower())
    if _OF_PAGES in names or len(names.keys() & (_OF_MAIL | _OF_BOTH)) < 3:
        return False
    return bool(names.keys() & _OF_MAIL) or ("from" in names and names.get("content-type", "").startswith("multipart/mixed"))
