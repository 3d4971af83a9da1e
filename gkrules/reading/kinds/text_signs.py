"""What tells the kinds of text and of unpacked bytes apart, where it takes more than a magic."""

from __future__ import annotations

import re

from gkrules.reading.kinds.signs import Head

HEAD = 4096
_LOOKED_AT = 256 * 1024
_HTML_START = re.compile(
    r"<(?:!doctype\s+html|html|head|body|title|meta|link|style|script|table|div|p|span|h[1-6]|article|section|center|font|ul|ol|br|strong|b|a)\b",
    re.IGNORECASE,
)
_HTML_LATER = re.compile(r"<!doctype\s+html|<html\b[^>]*>\s*<head\b", re.IGNORECASE)
# An element, alone in its line or lines, and a blank line: what follows is Markdown again.
_MARKDOWN_START = re.compile(
    r"\s*(?:</?(?:div|article|section|center|span|p|a)\b[^<>]{0,1000}>[ \t]*\r?\n){1,20}[ \t]*\r?\n", re.IGNORECASE
)
_PIPE_TABLE = re.compile(r"^[ ]{0,3}\|[^\n]{0,10000}\|[ \t]*\r?\n[ ]{0,3}\|[ \t]{0,9}:?-+:?[ \t]{0,9}\|[-:| \t]{0,9999}\r?$", re.MULTILINE)
_PAGE = re.compile(r"<(?:!doctype|html|head|body|script|style|textarea|pre|iframe|template|noscript)\b", re.IGNORECASE)
_XML_DECLARATION = re.compile(r"\s*<\?xml[^>]*>")
_JSON_START = re.compile(r"(?:```[^\n`]{0,20}\n\s*)?(?:\{\s*[\"}]|\[\s*[\[{\"\]])")
# ASCII, but not 0, N and g: U+3000, U+4E00 (一) and U+6700 (最) are their mirror images, and frequent.
_TELLING = frozenset(b"\t\n\r") | frozenset(range(0x20, 0x7F)) - frozenset(b"0Ng")
_MAIL_HEADER = re.compile(r"(?:[A-Za-z][A-Za-z0-9-]{1,40}:[^\n]*\n(?:[ \t][^\n]*\n)*){0,30}mime-version:", re.IGNORECASE)
_MAIL_WEB = re.compile(r"^content-type:\s*(?:multipart/(?:related|alternative|mixed)|text/html)", re.IGNORECASE | re.MULTILINE)
_FLAT = b"<office:document"
_FLAT_TEXT = re.compile(rb"<office:document\s[^>]*office:mimetype\s*=\s*[\"']application/vnd\.oasis\.opendocument\.text(?!-master)")
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r\x07\x1a\x1b"))


def utf16_order(data: bytes) -> str:
    """``utf-16-le`` or ``utf-16-be`` when a byte order mark or a clear pattern of NUL bytes says so, else an empty string."""
    if data.startswith(b"\xff\xfe"):
        return "utf-16-le"
    if data.startswith(b"\xfe\xff"):
        return "utf-16-be"
    head = data[: 4 * HEAD]
    if head.count(0) * 100 < len(head):
        return ""
    # Characters of ASCII (digits, line ends, tags) have a NUL each, always on the same side.
    little = sum(1 for low, high in zip(head[0::2], head[1::2], strict=False) if high == 0 and low in _TELLING)
    big = sum(1 for high, low in zip(head[0::2], head[1::2], strict=False) if high == 0 and low in _TELLING)
    if max(little, big) < 2 * min(little, big) + 2:
        return ""
    return "utf-16-le" if little > big else "utf-16-be"


def is_tar(data: bytes, _start: bytes) -> bool:
    """Whether it is a tar, which has its magic at the end of the first header."""
    return data.startswith(b"ustar", 257)


def is_webp(data: bytes, _start: bytes) -> bool:
    """Whether it is an image of this kind."""
    return data[:4] == b"RIFF" and data[8:12] == b"WEBP"


def is_bitmap(data: bytes, start: bytes) -> bool:
    """Whether it is an image of this kind."""
    return start.startswith(b"BM") and int.from_bytes(data[2:6], "little") == len(data)


def is_flat_text(data: bytes, start: bytes) -> bool:
    """Whether it is OpenDocument text in flat XML."""
    return is_flat(data, start) and _FLAT_TEXT.search(data[: 16 * HEAD]) is not None


def is_flat(data: bytes, start: bytes) -> bool:
    """Whether it is any OpenDocument in flat XML: told before what is named in it, as its first element alone may fill the head."""
    return _FLAT in start and start.startswith(b"<") and not utf16_order(data)


def is_binary(data: bytes, _start: bytes) -> bool:
    """Whether it is no text."""
    head = data[: 16 * HEAD]
    controls = len(head) - len(head.translate(None, _CONTROLS))
    return controls * 20 > len(head) and not utf16_order(data)


def is_saved_page(head: Head) -> bool:
    """Whether it begins like a web page in a single file; so do mails, which are told before."""
    return bool(_MAIL_HEADER.match(head.text) and _MAIL_WEB.search(head.text))


def is_markdown(head: Head) -> bool:
    """Whether a text that begins with an element is Markdown, as pandoc has pages: a blank line ends the markup; pipes make tables."""
    if head.order or not is_page(head):
        return False
    text = head.data[:_LOOKED_AT].decode("latin-1")
    return _MARKDOWN_START.match(text) is not None and _PIPE_TABLE.search(text) is not None and _PAGE.search(text) is None


def is_page(head: Head) -> bool:
    """Whether it begins like a web page, or the page begins within the head."""
    declared = _XML_DECLARATION.match(head.text)
    body = head.text[declared.end() :].lstrip() if declared else head.text
    while body.startswith("<!--") and "-->" in body:
        body = body.split("-->", 1)[1].lstrip()
    return bool(_HTML_START.match(body) or _HTML_LATER.search(head.text))


def is_xml(head: Head) -> bool:
    """Whether it begins with a declaration of XML."""
    return _XML_DECLARATION.match(head.text) is not None


def is_json(head: Head) -> bool:
    """Whether it begins like an object or a list, also behind the fence in which language models answer."""
    return _JSON_START.match(head.text) is not None


def is_text(_head: Head) -> bool:
    """Whatever is left of what is no binary."""
    return True
