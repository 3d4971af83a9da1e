"""What kind of file some bytes are, by content: names lie (a ``.doc`` may hold HTML, RTF or docx)."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

from gkrules.reading.kinds.mail_names import is_mail
from gkrules.reading.kinds.ole_names import MAGIC, ole_kind

_HEAD = 4096
_BEFORE_MAGIC = b"\xef\xbb\xbf \t\r\n"
_LOOKED_AT = 256 * 1024
# What the member "mimetype" says, the longer names first.
_MIME_TYPES: tuple[tuple[bytes, str], ...] = (
    (b"application/vnd.oasis.opendocument.text-master", "odm"),
    (b"application/vnd.oasis.opendocument.text", "odt"),
    (b"application/vnd.oasis.opendocument.spreadsheet", "ods"),
    (b"application/vnd.oasis.opendocument.presentation", "odp"),
    (b"application/vnd.oasis.opendocument.", "odg"),
    (b"application/vnd.sun.xml.", "sxw"),
    (b"application/epub+zip", "epub"),
)
_BODIES = ((b"<office:text", "odt"), (b"<office:spreadsheet", "ods"), (b"<office:presentation", "odp"), (b"<office:drawing", "odg"))
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "pdf"),
    (MAGIC, "ole"),
    (b"{\\rtf", "rtf"),
    (b"\x89PNG\r\n\x1a\n", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF87a", "image"),
    (b"GIF89a", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
    (b"\x7fELF", "binary"),
    (b"\x1f\x8b", "gzip"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"Rar!\x1a\x07", "rar"),
    (b"\xfd7zXZ\x00", "packed"),
    (b"BZh91AY&SY", "packed"),
)
_TAR = (257, b"ustar")  # where a tar has its magic
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
_JSON_START = re.compile(r"\{\s*[\"}]|\[\s*[\[{\"\]]")
# ASCII, but not 0, N and g: U+3000, U+4E00 (一) and U+6700 (最) are their mirror images, and frequent.
_TELLING = frozenset(b"\t\n\r") | frozenset(range(0x20, 0x7F)) - frozenset(b"0Ng")
_MAIL_HEADER = re.compile(r"(?:[A-Za-z][A-Za-z0-9-]{1,40}:[^\n]*\n(?:[ \t][^\n]*\n)*){0,30}mime-version:", re.IGNORECASE)
_MAIL_WEB = re.compile(r"^content-type:\s*(?:multipart/(?:related|alternative|mixed)|text/html)", re.IGNORECASE | re.MULTILINE)
_FLAT = b"<office:document"
_FLAT_TEXT = re.compile(rb"<office:document\s[^>]*office:mimetype\s*=\s*[\"']application/vnd\.oasis\.opendocument\.text(?!-master)")
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r\x07\x1a\x1b"))


def sniff(data: bytes) -> str:
    """The kind of `data`.

    Returns:
        ``docx``, ``html``, ``text``, ``json``, ``pdf``, ``doc``, ``xls``, ``encrypted``, ``ole`` (another such container), ``xlsx``,
        ``ods``, ``odt``, ``fodt``, ``ofd``, ``rtf``, ``mhtml``, the archives ``zip``, ``gzip``, ``tar``, ``7z`` and ``eml`` (a mail),
        ``empty``, or what is not read: ``rar``, ``packed``, ``pptx``, ``ppt``, ``msg``, ``epub``, ``odp``, ``odg`` (and other kinds of
        OpenDocument), ``odm``, ``sxw``, ``flat`` (OpenDocument in flat XML, but no text), ``xml``, ``image`` or ``binary``. Never raises.
    """
    if not _without_mark(data).strip(b" \t\r\n\x00"):
        return "empty"
    # Some producers put a byte order mark or blank lines before the magic.
    start = data[:_HEAD].lstrip(_BEFORE_MAGIC)
    if start.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_kind(data)
    if data[_TAR[0] : _TAR[0] + len(_TAR[1])] == _TAR[1]:
        return "tar"
    return _magic_kind(data, start) or _text_or_binary(data, start)


def _magic_kind(data: bytes, start: bytes) -> str:
    for magic, kind in _MAGIC:
        if start.startswith(magic):
            return ole_kind(without_blanks(data)) if kind == "ole" else kind
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image"
    return "image" if start.startswith(b"BM") and int.from_bytes(data[2:6], "little") == len(data) else ""


def _text_or_binary(data: bytes, start: bytes) -> str:
    order = utf16_order(data)
    if order:
        return _text_kind(data[: 2 * _HEAD].decode(order, "replace").lstrip("\ufeff"))
    head = data[: 16 * _HEAD]
    if _FLAT in start and start.startswith(b"<"):  # before what is named in it: its first element alone may fill the head
        return "fodt" if _FLAT_TEXT.search(head) else "flat"
    controls = len(head) - len(head.translate(None, _CONTROLS))
    if controls * 20 > len(head):
        return "binary"
    kind = _text_kind(start.decode("latin-1"))
    return "text" if kind == "html" and _is_markdown(data[:_LOOKED_AT].decode("latin-1")) else kind


def without_blanks(data: bytes) -> bytes:
    """`data` from its magic on."""
    return data[len(data[:_HEAD]) - len(data[:_HEAD].lstrip(_BEFORE_MAGIC)) :]


def utf16_order(data: bytes) -> str:
    """``utf-16-le`` or ``utf-16-be`` when a byte order mark or a clear pattern of NUL bytes says so, else an empty string."""
    if data.startswith(b"\xff\xfe"):
        return "utf-16-le"
    if data.startswith(b"\xfe\xff"):
        return "utf-16-be"
    head = data[: 4 * _HEAD]
    if head.count(0) * 100 < len(head):
        return ""
    # Characters of ASCII (digits, line ends, tags) have a NUL each, always on the same side.
    little = sum(1 for low, high in zip(head[0::2], head[1::2], strict=False) if high == 0 and low in _TELLING)
    big = sum(1 for high, low in zip(head[0::2], head[1::2], strict=False) if high == 0 and low in _TELLING)
    if max(little, big) < 2 * min(little, big) + 2:
        return ""
    return "utf-16-le" if little > big else "utf-16-be"


def _without_mark(data: bytes) -> bytes:
    for mark in (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"):
        if data.startswith(mark):
            return data[len(mark) :]
    return data


def _zip_kind(data: bytes) -> str:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = [name.replace("\\", "/").lower() for name in archive.namelist()]
    except Exception:  # noqa: BLE001, RUF100 - zipfile raises many things on damaged input; the reader says what is wrong
        return _broken_zip_kind(data)
    names = [name.lstrip("/") for name in names]
    if "ofd.xml" in names:
        return "ofd"
    declared = _declared_kind(data, names)
    if declared:
        return declared
    # An archive of reports may have folders of these names, too, but no parts in XML there.
    for prefix, kind in (("word/", "docx"), ("xl/", "xlsx"), ("ppt/", "pptx")):
        if any(name.startswith(prefix) and (name.endswith((".xml", ".bin")) or "[content_types].xml" in names) for name in names):
            return kind
    return "docx" if _member_holds(data, "[Content_Types].xml", b"wordprocessingml") else "zip"


def _declared_kind(data: bytes, names: list[str]) -> str:
    """The kind that a container names itself, as OpenDocument does; where it has lost that, by the element of its content."""
    if "mimetype" in names:
        declared = _member(data, "mimetype").strip()
        return next((kind for mime_type, kind in _MIME_TYPES if declared.startswith(mime_type)), "")
    if "content.xml" not in names:
        return ""
    content = _member(data, "content.xml")
    return next((kind for body, kind in _BODIES if body in content), "")


def _member_holds(data: bytes, name: str, word: bytes) -> bool:
    return word in _member(data, name)


def _member(data: bytes, name: str) -> bytes:
    """The start of a member; nothing where it cannot be read."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive, archive.open(name) as member:
            return member.read(_LOOKED_AT)
    except Exception:  # noqa: BLE001, RUF100 - as above
        return b""


def _broken_zip_kind(data: bytes) -> str:
    """A zip that was cut short has lost its directory, but its members still carry their names."""
    for mime_type, kind in _MIME_TYPES:
        if b"mimetype" + mime_type in data[:_HEAD]:
            return kind
    if b"xl/" in data:
        return "xlsx"
    if b"ppt/" in data:
        return "pptx"
    if b"OFD.xml" in data:
        return "ofd"
    return "docx" if b"word/" in data or b"[Content_Types].xml" in data else "zip"


def _is_markdown(text: str) -> bool:
    """Whether a text that begins with an element is Markdown, as pandoc has pages: a blank line ends the markup; pipes make tables."""
    return _MARKDOWN_START.match(text) is not None and _PIPE_TABLE.search(text) is not None and _PAGE.search(text) is None


def _text_kind(head: str) -> str:
    head = head.lstrip()
    # Before looking for markup: the page may begin within the head.
    if is_mail(head):
        return "eml"
    if _MAIL_HEADER.match(head) and _MAIL_WEB.search(head):
        return "mhtml"
    declared = _XML_DECLARATION.match(head)
    body = head[declared.end() :].lstrip() if declared else head
    while body.startswith("<!--") and "-->" in body:
        body = body.split("-->", 1)[1].lstrip()
    if _HTML_START.match(body) or _HTML_LATER.search(head):
        return "html"
    if declared:
        return "xml"
    return "json" if _JSON_START.match(head) else "text"
