"""The streams of a Word file and its file information block (FIB, [MS-DOC] 2.5), and numbers and slices out of bytes that may lie."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from gkrules.model.errors import DocumentError
from gkrules.reading.containers.ole import opened, stream_in
from gkrules.reading.faults import damaged, encrypted, missing_extra, word_too_old
from gkrules.words import Phrase

if TYPE_CHECKING:
    from olefile import OleFileIO

_U16, _I16, _U32 = struct.Struct("<H"), struct.Struct("<h"), struct.Struct("<I")


def beyond_the_end(what: str) -> DocumentError:
    """A structure points to where there is nothing; `what` it is, of the catalogue of words."""
    return damaged("reading/broken.beyond-end", what=Phrase(what))


def u8(data: bytes, at: int) -> int:
    """An unsigned byte."""
    if not 0 <= at < len(data):
        raise beyond_the_end("reading/inside.data")
    return data[at]


def u16(data: bytes, at: int) -> int:
    """An unsigned number of two bytes."""
    return int(_unpacked(_U16, data, at))


def i16(data: bytes, at: int) -> int:
    """A signed number of two bytes."""
    return int(_unpacked(_I16, data, at))


def u32(data: bytes, at: int) -> int:
    """An unsigned number of four bytes."""
    return int(_unpacked(_U32, data, at))


def part(data: bytes, at: int, size: int, what: str = "reading/inside.data") -> bytes:
    """Exactly `size` bytes."""
    if at < 0 or size < 0 or at + size > len(data):
        raise beyond_the_end(what)
    return data[at : at + size]


def plc(data: bytes, size: int) -> tuple[list[int], list[bytes]]:
    """A PLC: one position more than there are entries of `size` bytes ([MS-DOC] 2.2.2).

    Raises:
        DocumentError: ``damaged``, also when the positions run backwards.
    """
    if not data:
        return [], []
    count = (len(data) - 4) // (4 + size)
    if count < 0:
        raise beyond_the_end("reading/inside.index-table")
    positions = list(struct.unpack_from(f"<{count + 1}I", data))
    if any(after < before for before, after in pairwise(positions)):
        raise damaged("reading/broken.index-order")
    first = 4 * (count + 1)
    return positions, [data[first + size * index : first + size * (index + 1)] for index in range(count)]


def _unpacked(form: struct.Struct, data: bytes, at: int) -> int:
    if at < 0 or at + form.size > len(data):
        raise beyond_the_end("reading/inside.data")
    return int(form.unpack_from(data, at)[0])


_WORD_97 = 0x00C1
_IDENT = 0xA5EC
_OLDER = frozenset([0xA5DB, 0xA5DC, 0xA697, 0xA699, 0xA59B, 0xA59C])  # Word 2 to 95, and their far eastern editions
_ENCRYPTED, _TABLE_1 = 0x0100, 0x0200
_STORIES = ("main", "footnotes", "headers", "macros", "annotations", "endnotes", "boxes", "header_boxes")
_TITLE, _CODEPAGE = 2, 1
_OBJECTS = "ObjectPool"


@dataclass(slots=True)
class WordFile:
    """The streams of a file and where its FIB says that things are.

    Attributes:
        main, table, data: the streams ``WordDocument``, ``0Table`` or ``1Table``, and ``Data`` (may be empty).
        stories: by name, the first character position of a story and the one after its last.
        title: what the properties of the file name as its title.
        objects: whether other documents (sheets, pictures of formulas) are embedded.
    """

    main: bytes
    table: bytes
    data: bytes = b""
    stories: dict[str, tuple[int, int]] = field(default_factory=dict)
    title: str = ""
    objects: bool = False

    @property
    def language(self) -> int:
        """The language of the program's far eastern text, as a Windows language identifier (LID)."""
        return u16(self.main, 60) or u16(self.main, 6)

    def table_part(self, index: int, what: str = "reading/inside.table") -> bytes:
        """The part of the table stream that pair `index` of the FIB describes; empty where there is none."""
        if index >= u16(self.main, 152):
            return b""
        offset, size = self.table_place(index)
        return part(self.table, offset, size, what) if size else b""

    def table_place(self, index: int) -> tuple[int, int]:
        """Offset and size that pair `index` of the FIB gives."""
        return u32(self.main, 154 + 8 * index), u32(self.main, 158 + 8 * index)


def open_word(data: bytes, name: str) -> WordFile:
    """Open a Word file.

    Raises:
        DocumentError: ``damaged``, ``encrypted``, ``too_old`` or ``missing_extra``.
    """
    try:
        with opened(data) as ole:
            return _word(ole, data, name)
    except ImportError:
        raise missing_extra("doc", "reading/needs.doc") from None


def _word(ole: OleFileIO, data: bytes, name: str) -> WordFile:
    main = stream_in(ole, "WordDocument", len(data))
    if main is None:
        raise damaged("reading/broken.no-main-stream")
    _check_fib(main, name)
    first = u16(main, 10) & _TABLE_1
    table = stream_in(ole, "1Table" if first else "0Table", len(data))
    if table is None:
        raise damaged("reading/broken.no-1table" if first else "reading/broken.no-0table")
    rest = stream_in(ole, "Data", len(data)) or b""
    return WordFile(main, table, rest, _stories(main), _title(ole), any(path[0] == _OBJECTS for path in ole.listdir()))


def _check_fib(main: bytes, name: str) -> None:
    ident, version = u16(main, 0), u16(main, 2)
    if ident != _IDENT:
        raise word_too_old(name) if ident in _OLDER else damaged("reading/broken.header")
    if version < _WORD_97:
        raise word_too_old(name)
    if u16(main, 10) & _ENCRYPTED:
        raise encrypted(name)
    if u16(main, 32) != 14 or u16(main, 62) < 22:
        raise damaged("reading/broken.header")


def _stories(main: bytes) -> dict[str, tuple[int, int]]:
    stories: dict[str, tuple[int, int]] = {}
    start = 0
    for index, story in enumerate(_STORIES):
        end = start + u32(main, 76 + 4 * index)
        stories[story] = (start, end)
        start = end
    return stories


def _title(ole: OleFileIO) -> str:
    """The title among the properties. It is a help only, so whatever is wrong with it costs nothing but itself."""
    try:
        if ole.get_size("\x05SummaryInformation") > 1 << 20:
            return ""
        properties = ole.getproperties("\x05SummaryInformation", no_conversion=[10])
    except Exception:  # noqa: BLE001, RUF100 - as above
        return ""
    raw, page = properties.get(_TITLE), properties.get(_CODEPAGE)
    if not isinstance(raw, bytes):
        return ""
    encoding = {65001: "utf-8", -535: "utf-8", 1200: "utf-16-le"}.get(page if isinstance(page, int) else 936, f"cp{page}")
    try:
        text = raw.decode(encoding)
    except (LookupError, UnicodeDecodeError):
        return ""
    return " ".join(text.replace("\x00", " ").split())
