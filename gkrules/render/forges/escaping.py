"""Text of documents made harmless where it would act: in Markdown, in XML, and in the messages of SARIF."""

from __future__ import annotations

import re

from gkrules.render.safe import clean, xml_text

_MARKDOWN = re.compile(r"[\\`*_{}\[\]()!|~:]|(?<=[Ww][Ww][Ww])\.|^[-+=]|^\d+(?=[.)])")
# What forges make a link or a formula of after the Markdown is read, so that no backslash keeps them from it.
_LINKING = re.compile(r"[@#$]|(?<=GH)-", re.IGNORECASE)
_HTML = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_MOST = 500


def shortened(text: str, most: int = _MOST) -> str:
    """A text that is not longer than this, with an ellipsis where it is cut."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def xml_lines(text: str) -> str:
    """A text as XML may hold it, on its lines."""
    return "\n".join(xml_text(clean(line)) for line in text.splitlines())


def markdown_text(text: str) -> str:
    """A text on one line, that means nothing in Markdown or HTML, and links to nothing."""
    escaped = _MARKDOWN.sub(_escaped, shortened(clean(text)))
    escaped = "".join(_HTML.get(char, char) for char in escaped)
    return _LINKING.sub(lambda match: f"<span>{match.group()}</span>", escaped)


def _escaped(match: re.Match[str]) -> str:
    found = match.group()
    # A number that would start a list is kept from it by what stands before its point.
    return f"{found}\\" if found.isdigit() else f"\\{found}"


def sarif_text(text: str) -> str:
    """A text on one line, in which no viewer of SARIF finds a link or an argument to fill in."""
    return clean(text).replace("](", "] (").replace("{", "{{").replace("}", "}}")
