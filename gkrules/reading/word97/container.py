"""The streams of a Word file and its file information block (FIB, [MS-DOC] 2.5)."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from io import BytesIO
from typing import TYPE_CHECKING

from gkrules.model.errors import DocumentError
from gkrules.reading.faults import damaged, encrypted, missing_extra, word_too_old
from gkrules.reading.word97.binary import beyond_the_end, part, u16, u32

if TYPE_CHECKING:
    from olefile import OleFileIO

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

    def table_part(self, index: int, zh: str = "内部表", en: str = "inner table") -> bytes:
        """The part of the table stream that pair `index` of the FIB describes; empty where there is none."""
        if index >= u16(self.main, 152):
            return b""
        offset, size = self.table_place(index)
        return part(self.table, offset, size, zh, en) if size else b""

    def table_place(self, index: int) -> tuple[int, int]:
        """Offset and size that pair `index` of the FIB gives."""
        return u32(self.main, 154 + 8 * index), u32(self.main, 158 + 8 * index)


def open_word(data: bytes, name: str) -> WordFile:
    """Open a Word file.

    Raises:
        DocumentError: ``damaged``, ``encrypted``, ``too_old`` or ``missing_extra``.
    """
    _check_header(data)
    ole = _open(data)
    try:
        main = _stream(ole, "WordDocument", len(data))
        if main is None:
            raise damaged("缺少正文", "its main stream is missing")
        _check_fib(main, name)
        wanted = "1Table" if u16(main, 10) & _TABLE_1 else "0Table"
        table = _stream(ole, wanted, len(data))
        if table is None:
            raise damaged("缺少内部表", f"its stream {wanted} is missing")
        word = WordFile(
            main,
            table,
            _stream(ole, "Data", len(data)) or b"",
            _stories(main),
            _title(ole),
            any(path[0] == _OBJECTS for path in ole.listdir()),
        )
    except DocumentError:
        raise
    except Exception as error:  # noqa: BLE001, RUF100 - olefile raises many things on damaged input
        raise damaged("复合文档结构错误", f"its container is broken ({type(error).__name__})") from None
    finally:
        ole.close()
    return word


def _open(data: bytes) -> OleFileIO:
    try:
        import olefile
    except ImportError:
        raise missing_extra("doc", "旧版 Word 文件（.doc、.wps）", "old Word files (.doc, .wps)") from None
    logging.getLogger("olefile").setLevel(logging.CRITICAL)  # what it logs we say as errors
    try:
        return olefile.OleFileIO(BytesIO(data))
    except Exception as error:  # noqa: BLE001, RUF100 - as above
        raise damaged("复合文档结构错误", f"its container is broken ({type(error).__name__})") from None


def _check_header(data: bytes) -> None:
    """Refuse a container whose header claims more sectors than the file has: olefile would read on and on."""
    shift = u16(data, 30)
    if shift not in {9, 12}:
        raise damaged("扇区大小错误", "its sectors have an impossible size")
    sectors = (len(data) >> shift) + 1
    # Sectors of the FAT, of the mini FAT and of the DIFAT.
    if any(u32(data, at) > sectors for at in (44, 64, 72)):
        raise beyond_the_end("扇区表", "table of sectors")


def _stream(ole: OleFileIO, name: str, most: int) -> bytes | None:
    """A stream in full; ``None`` if there is none."""
    if not ole.exists(name) or ole.get_type(name) != 2:
        return None
    size = ole.get_size(name)
    # A chain of sectors may be a circle; then only the declared size ends it.
    if size > most or ole.root.size > most:
        raise beyond_the_end("数据流", "stream")
    content = bytes(ole.openstream(name).read())
    if len(content) < size:
        raise damaged("内容不完整", "it was cut short")
    return content


def _check_fib(main: bytes, name: str) -> None:
    ident, version = u16(main, 0), u16(main, 2)
    if ident != _IDENT:
        raise word_too_old(name) if ident in _OLDER else damaged("文件头错误", "its header is wrong")
    if version < _WORD_97:
        raise word_too_old(name)
    if u16(main, 10) & _ENCRYPTED:
        raise encrypted(name)
    if u16(main, 32) != 14 or u16(main, 62) < 22:
        raise damaged("文件头错误", "its header is wrong")


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
