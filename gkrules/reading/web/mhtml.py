"""Single-file web pages (``.mht``, ``.mhtml``): the page inside goes to the reader of web pages, and the pages of its frames."""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from email.message import Message

from gkrules.model.document import Document, Notice
from gkrules.model.errors import DocumentError
from gkrules.reading.context import Context
from gkrules.reading.encoding import Decoded, decode
from gkrules.reading.faults import damaged, in_megabytes, over_limit, too_deep
from gkrules.reading.limits import Limits
from gkrules.reading.web import html
from gkrules.words import phrase

_META = re.compile(rb"charset\s*=\s*[\"']?([A-Za-z0-9_-]{2,20})", re.IGNORECASE)
_CONTENT_TYPE = re.compile(rb"^content-type:[^\n]*(?:\n[ \t][^\n]*)*", re.IGNORECASE | re.MULTILINE)
_LONGEST_HEADER = 2000  # the time that the email package takes grows with the square of it
_MAX_NESTING = 20
_MOST_FRAMES = 50
_ODD = (ArithmeticError, AssertionError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
_CUT = Notice("incomplete", phrase("reading/no-closing-boundary"))


def read(data: bytes, limits: Limits, _context: Context) -> Document:
    """Read a single-file web page.

    Raises:
        DocumentError: ``damaged`` (no page inside), ``wrong_encoding``, or ``limit_…``.
    """
    if data.lower().count(b"content-type: multipart/") > _MAX_NESTING:
        raise too_deep("markup_depth", _MAX_NESTING)
    if data.count(b"\n--") > 2 * limits.max_members:
        raise over_limit("reading/members.parts", most=limits.max_members)
    if any(match.end() - match.start() > _LONGEST_HEADER for match in _CONTENT_TYPE.finditer(data)):
        raise damaged("reading/broken.header-long")
    try:
        message = message_from_bytes(data.lstrip(b"\xef\xbb\xbf \t\r\n"), policy=policy.compat32)
        page = _page(message)
        content = page.get_payload(decode=True) if page is not None else None
        charset = (page.get_content_charset() or "") if page is not None else ""
    except RecursionError:
        raise too_deep("markup_depth", _MAX_NESTING) from None
    except Exception as error:  # the email package raises many things on headers that are odd enough
        raise damaged("reading/broken.headers") from error
    if page is None or not isinstance(content, bytes) or not content.strip():
        raise damaged("reading/broken.no-web-page")
    if len(content) > limits.max_part_bytes:
        size = in_megabytes(limits.max_part_bytes)
        raise over_limit("reading/part_bytes.page", most=size)
    decoded = _decoded(content, charset)
    document = html.read_markup(decoded.text, limits, _frames(message, page, limits))
    broken = (_CUT,) if _is_cut(message) else ()
    return Document("html", document.blocks, document.title, (*decoded.notices, *broken, *document.notices))


def _page(message: Message) -> Message | None:
    """The part that the container names as its start, else the first web page."""
    pages = _pages(message)
    start = message.get_param("start")
    if isinstance(start, str):
        for part in pages:
            if (part.get("Content-ID") or "").strip() == start.strip():
                return part
    return pages[0] if pages else None


def _decoded(content: bytes, charset: str) -> Decoded:
    named = _META.search(content[:8192])
    return decode(content, charset or (named[1].decode("ascii") if named else ""))


def _frames(message: Message, page: Message, limits: Limits) -> dict[str, str]:
    """The other pages that the file holds, by the addresses that frames of the page name them with."""
    frames: dict[str, str] = {}
    size = 0
    for part in _pages(message)[:_MOST_FRAMES]:
        addresses = (f"cid:{str(part.get('Content-ID') or '').strip().strip('<>')}", str(part.get("Content-Location") or "").strip())
        wanted = [address for address in addresses if address not in {"", "cid:"}]
        if part is page or not wanted:
            continue
        try:
            content = part.get_payload(decode=True)
            size += len(content) if isinstance(content, bytes) else 0
            if size > limits.max_part_bytes:
                break
            if isinstance(content, bytes) and b"<" in content:
                text = _decoded(content, part.get_content_charset() or "").text
                frames.update((address, text) for address in wanted)
        except (DocumentError, *_ODD):  # a frame that cannot be read is no reason to refuse the page
            continue
    return frames


def _pages(message: Message) -> list[Message]:
    return [part for part in message.walk() if part.get_content_type() in {"text/html", "application/xhtml+xml"}]


def _is_cut(message: Message) -> bool:
    return any("CloseBoundaryNotFoundDefect" in type(defect).__name__ for part in message.walk() for defect in part.defects)
