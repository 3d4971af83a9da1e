"""What kind of file some bytes are, by content and the table: names lie (a ``.doc`` may hold HTML, RTF or docx)."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from io import BytesIO
from typing import Any, TypeVar

from gkrules.reading.kinds import table
from gkrules.reading.kinds.ole_names import names_among
from gkrules.reading.kinds.signs import Bytes, ContentType, CutZip, Element, Head, Magic, MimeType, OleName, Sign, Text, ZipFile, ZipFolder
from gkrules.reading.kinds.text_signs import HEAD, utf16_order

_BEFORE_MAGIC = b"\xef\xbb\xbf \t\r\n"
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_LOOKED_AT = 256 * 1024
_TYPES = "[Content_Types].xml"
_S = TypeVar("_S", bound=Sign[Any])


def sniff(data: bytes) -> str:
    """The kind of `data`: a name in the table of kinds. Never raises."""
    if not _without_mark(data).strip(b" \t\r\n\x00"):
        return "empty"
    # Some producers put a byte order mark or blank lines before the magic.
    start = data[:HEAD].lstrip(_BEFORE_MAGIC)
    if start.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_kind(data) or "zip"
    found = _told((Magic, Bytes), lambda sign: start.startswith(sign.what) if isinstance(sign, Magic) else sign.what(data, start))
    if found:
        return (_ole_kind(data) if found == "ole" else "") or found
    order = utf16_order(data)
    text = data[: 2 * HEAD].decode(order, "replace").lstrip("\ufeff") if order else start.decode("latin-1")
    head = Head(text.lstrip(), data, order)
    return _told(Text, lambda sign: sign.what(head))


def without_blanks(data: bytes) -> bytes:
    """`data` from its magic on."""
    return data[len(data[:HEAD]) - len(data[:HEAD].lstrip(_BEFORE_MAGIC)) :]


def _told(sorts: type[_S] | tuple[type[_S], ...], fits: Callable[[_S], bool]) -> str:
    """The name of the first kind with a sign of a sort that fits; empty for none."""
    signs = [(sign, kind.name) for kind in table.KINDS for sign in kind.told if isinstance(sign, sorts)]
    return next((name for sign, name in sorted(signs, key=lambda each: each[0].rank) if fits(sign)), "")


def _without_mark(data: bytes) -> bytes:
    return next((data[len(mark) :] for mark in _MARKS if data.startswith(mark)), data)


def _ole_kind(data: bytes) -> str:
    names = names_among(without_blanks(data), [sign.what for kind in table.KINDS for sign in kind.told if isinstance(sign, OleName)])
    return _told(OleName, lambda sign: sign.what in names)


def _zip_kind(data: bytes) -> str:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = [name.replace("\\", "/").lower().lstrip("/") for name in archive.namelist()]
    except Exception:  # noqa: BLE001, RUF100 - zipfile raises many things on damaged input; the reader says what is wrong
        declared = _told(MimeType, lambda sign: b"mimetype" + sign.what in data[:HEAD])
        return declared or _told(CutZip, lambda sign: sign.what in data)
    # An archive of reports may have folders of these names, too, but no parts in XML there.
    typed = _TYPES.lower() in names
    parts = [name for name in names if typed or name.endswith((".xml", ".bin"))]
    return (
        _told(ZipFile, lambda sign: sign.what in names)
        or _declared_kind(data, names)
        or _told(ZipFolder, lambda sign: any(name.startswith(sign.what) for name in parts))
        or _told(ContentType, lambda sign: sign.what in _member(data, _TYPES))
    )


def _declared_kind(data: bytes, names: list[str]) -> str:
    """The kind that a container names itself, as OpenDocument does; where it has lost that, by the element of its content."""
    if "mimetype" in names:
        declared = _member(data, "mimetype").strip()
        return _told(MimeType, lambda sign: declared.startswith(sign.what))
    if "content.xml" not in names:
        return ""
    content = _member(data, "content.xml")
    return _told(Element, lambda sign: sign.what in content)


def _member(data: bytes, name: str) -> bytes:
    """The start of a member; nothing where it cannot be read."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive, archive.open(name) as member:
            return member.read(_LOOKED_AT)
    except Exception:  # noqa: BLE001, RUF100 - as above
        return b""
