"""Mails (``.eml``): the documents that are attached, and the text of the mail where that is a document itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage, Message
from functools import partial
from typing import cast

from gkrules.model.errors import DocumentError
from gkrules.reading.containers.members import Budget, Member, check_size
from gkrules.reading.encoding import decode
from gkrules.reading.faults import damaged, over_limit, too_deep, too_many_lines
from gkrules.reading.kinds.sniff import sniff
from gkrules.reading.limits import Limits

_HEADER = re.compile(rb"^content-[a-z-]+:[^\n]*(?:\n[ \t][^\n]*)*", re.IGNORECASE | re.MULTILINE)
_LONGEST_HEADER = 2000  # the time that the email package takes grows with the square of it
_SHORT_LINE = 40
_MAX_NESTING = 20
_RAW_NAME = re.compile(rb"name\s*=\s*\"?([^\";\r\n]{1,500})")
_CELL = re.compile(rb"<t[dh]\b", re.IGNORECASE)
_NUMBER = re.compile(rb"[0-9]+")
_CELLS_OF_A_TABLE = 20  # a signature laid out as a table has fewer; the form has four hundred
_NUMBERS_OF_A_TABLE = 60
_ENDINGS = {
    "application/pdf": ".pdf",
    "application/msword": ".doc",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.oasis.opendocument.text": ".odt",
    "application/vnd.ms-excel": ".xls",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/zip": ".zip",
}


@dataclass(frozen=True, slots=True)
class _Part:
    name: str
    load: Callable[[], bytes]


def entries(data: bytes, wanted: Callable[[str], bool], limits: Limits, budget: Budget, _archive: str) -> list[Member]:
    """The documents that are attached to a mail, and its text: where that holds a table, or where nothing is attached.

    Raises:
        DocumentError: ``damaged`` or ``limit_…``.
    """
    try:
        message = _parsed(data, limits)
        body = cast("Message | None", message.get_body(("html", "plain")))
        attached = _named(_attachments(message, body, 0))
        text = _text(body, limits) if body is not None else None
    except DocumentError:
        raise
    except RecursionError:
        raise too_deep("markup_depth", _MAX_NESTING) from None
    except Exception as error:  # the email package raises many things on headers that are odd enough
        raise damaged("reading/broken.mail-headers") from error
    budget.spend(len(attached) + 1, 0)
    found = [Member(part.name, partial(_bounded, part.load, budget, limits)) for part in attached if wanted(part.name)]
    if text is not None and (not found or _holds_a_table(text.content)):
        content = text.content
        found.append(Member(text.name, lambda: content))
    return found


def _parsed(data: bytes, limits: Limits) -> EmailMessage:
    if data.lower().count(b"content-type: multipart/") > _MAX_NESTING * 10 or data.lower().count(b"message/rfc822") > _MAX_NESTING * 10:
        raise too_deep("markup_depth", _MAX_NESTING)
    if data.count(b"\n--") > 2 * limits.max_members:
        raise over_limit("reading/members.parts", most=limits.max_members)
    lines = data.count(b"\n")
    if lines > limits.max_lines and lines * _SHORT_LINE > len(data):  # encoded attachments have longer ones
        raise too_many_lines(limits.max_lines)
    if any(match.end() - match.start() > _LONGEST_HEADER for match in _HEADER.finditer(data)):
        raise damaged("reading/broken.mail-header-long")
    return message_from_bytes(data.lstrip(b"\xef\xbb\xbf \t\r\n"), policy=policy.default)


def _attachments(message: Message, body: Message | None, depth: int) -> Iterator[_Part]:
    """The parts that are files. A forwarded mail is one, too."""
    if depth > _MAX_NESTING:
        raise too_deep("markup_depth", _MAX_NESTING)
    if message is body:
        return
    kind = message.get_content_type()
    name = _name(message)
    if kind == "message/rfc822":
        inner = message.get_payload(0) if message.is_multipart() else None
        if isinstance(inner, Message):
            yield _Part(name or "邮件.eml", inner.as_bytes)
    elif message.is_multipart():
        for part in cast("list[Message]", message.get_payload()):
            yield from _attachments(part, body, depth + 1)
    elif name or kind in _ENDINGS or message.get_content_disposition() == "attachment":
        yield _Part(name or f"附件{_ENDINGS.get(kind, '')}", partial(_content, message))


def _content(message: Message) -> bytes:
    content = message.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


@dataclass(frozen=True, slots=True)
class _Text:
    name: str
    content: bytes


def _text(body: Message, limits: Limits) -> _Text | None:
    """The text of the mail, in UTF-8."""
    content = _content(body)
    check_size(len(content), limits)
    if not content.strip():
        return None
    html = body.get_content_type() == "text/html"
    decoded = decode(content, body.get_content_charset() or "")
    return _Text("正文.html" if html else "正文.txt", decoded.text.encode("utf-8", "replace"))


def _holds_a_table(text: bytes) -> bool:
    """Whether the text of a mail with attachments may be a document, too. It is not parsed for that."""
    if sniff(text) == "html" or b"<table" in text.lower():
        return sum(1 for _ in _CELL.finditer(text)) >= _CELLS_OF_A_TABLE
    return sum(1 for _ in _NUMBER.finditer(text)) >= _NUMBERS_OF_A_TABLE


def _named(parts: Iterator[_Part]) -> list[_Part]:
    """The parts, each with a name of its own."""
    found: dict[str, _Part] = {}
    for part in parts:
        name, count = part.name, 1
        while name in found:
            count += 1
            stem, dot, ending = part.name.rpartition(".")
            name = f"{stem}（{count}）{dot}{ending}" if stem else f"{part.name}（{count}）"
        found[name] = _Part(name, part.load)
    return list(found.values())


def _name(message: Message) -> str:
    """The name of an attachment, without a path; empty if it has none."""
    name = message.get_filename() or ""
    if "\ufffd" in name:  # bytes that no header says the encoding of: old programs write GBK
        for header, value in message.raw_items():
            raw = str(value).encode("utf-8", "surrogateescape")
            found = _RAW_NAME.search(raw) if header.lower() in {"content-disposition", "content-type"} else None
            if found:
                name = found[1].decode("gb18030", "replace")
                break
    return " ".join(name.replace("\\", "/").rsplit("/", 1)[-1].split())


def _bounded(load: Callable[[], bytes], budget: Budget, limits: Limits) -> bytes:
    try:
        content = load()
    except Exception as error:  # noqa: BLE001, RUF100 - as above
        raise damaged("reading/broken.attachment") from error
    check_size(len(content), limits)
    budget.spend(0, len(content))
    return content
