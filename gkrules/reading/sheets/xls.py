"""The sheets of an ``.xls`` file of Excel 5.0 and later (BIFF5 and BIFF8): records of a stream, read once each."""

from __future__ import annotations

import codecs
import struct
from collections.abc import Iterator
from importlib.util import find_spec
from itertools import pairwise

from gkrules.model.document import Document
from gkrules.reading.containers.ole import stream_of
from gkrules.reading.context import Context
from gkrules.reading.faults import damaged, encrypted, missing_extra
from gkrules.reading.limits import Limits
from gkrules.reading.sheets.bounds import Bounds
from gkrules.reading.sheets.sheet import Sheet
from gkrules.reading.sheets.spreadsheet import document_of
from gkrules.reading.sheets.values import dated, text_of, time_format

_BOF, _EOF, _LOCKED, _SHEET, _STRINGS = 0x0809, 0x000A, 0x002F, 0x0085, 0x00FC
_CONTINUED = struct.pack("<H", 0x003C)
_CODE_PAGE, _FIRST_DAY, _FORMAT, _STYLE = 0x0042, 0x0022, 0x041E, 0x00E0
_NUMBER, _SHORT_NUMBER, _SHORT_NUMBERS, _SHARED_TEXT, _FORMULA, _FORMULA_TEXT = 0x0203, 0x027E, 0x00BD, 0x00FD, 0x0006, 0x0207
_TEXTS = frozenset({0x0204, 0x00D6})  # without and with formatting
_BOOLEAN_OR_ERROR, _ROW, _COLUMNS, _MERGES = 0x0205, 0x0208, 0x007D, 0x00E5
_CELLS = frozenset({_NUMBER, _SHORT_NUMBER, _SHARED_TEXT, _FORMULA, _BOOLEAN_OR_ERROR, *_TEXTS})
_A_BOOLEAN, _AN_ERROR = 1, 2  # as results of formulas
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
_NO_NUMBER = b"\xff\xff"
_ENCODINGS = {936: "gb18030", 10008: "gb18030", 32768: "mac-roman", 32769: "cp1252"}


def read(data: bytes, limits: Limits, context: Context) -> Document:
    """Read a workbook.

    Raises:
        DocumentError: ``missing_extra`` (olefile is not installed), ``damaged``, ``encrypted`` or ``limit_…``.
    """
    return document_of(context.kind, sheets_of(data, limits), limits)


def sheets_of(data: bytes, limits: Limits) -> list[Sheet]:
    """The sheets in the order of their tabs; raises what `read` does."""
    if find_spec("olefile") is None:
        raise missing_extra("excel", "reading/needs.xls")
    bounds = Bounds(limits)
    bounds.size("reading/sheet_bytes.xls", len(data))
    stream = stream_of(data, "Workbook", "Book")
    if not stream:
        raise damaged("reading/broken.no-xls-workbook")
    try:
        return _Workbook(stream, bounds).sheets
    except (struct.error, IndexError) as error:
        raise damaged("reading/broken.record-incomplete") from error


class _Workbook:
    """A workbook: first what its sheets share, then each sheet where the list of sheets says."""

    def __init__(self, stream: bytes, bounds: Bounds) -> None:
        if stream[:2] != struct.pack("<H", _BOF):
            raise damaged("reading/broken.no-excel-5")
        self._bounds = bounds
        self._encoding = "" if struct.unpack_from("<H", stream, 4)[0] == 0x0600 else "cp1252"  # of BIFF5; BIFF8 has Unicode
        self._since_1904 = False
        self._strings: list[str] = []
        self._styles: list[int] = []
        codes: dict[int, str] = {}
        listed: list[tuple[int, int, int, str]] = []  # where it starts, state, type and name
        for kind, parts in _records(stream):
            body = parts[0]
            if kind == _LOCKED:
                raise encrypted("")
            if kind == _CODE_PAGE and self._encoding:
                self._encoding = _encoding(struct.unpack_from("<H", body)[0])
            elif kind == _FIRST_DAY:
                self._since_1904 = body[:1] == b"\x01"
            elif kind == _FORMAT:
                codes[struct.unpack_from("<H", body)[0]] = self._string(parts, 2, "<B" if self._encoding else "<H")
            elif kind == _STYLE:
                self._styles.append(struct.unpack_from("<H", body, 2)[0])
            elif kind == _STRINGS:
                self._strings = _shared(parts)
            elif kind == _SHEET:
                listed.append((*struct.unpack_from("<IBB", body), self._string(parts, 6, "<B")))
        self._times = {number: time_format(number, codes.get(number)) for number in set(self._styles)}
        sheets = [each for each in listed if each[2] == 0]  # charts and macros have no cells
        starts = sorted({each[0] for each in sheets})
        if len(starts) < len(sheets):
            raise damaged("reading/broken.sheets-same-place")
        # Each sheet ends before the next one starts, so that no record is read twice.
        ends = dict(pairwise([*starts, len(stream)]))
        self.sheets = [self._sheet(stream[at : ends[at]], Sheet(name=name, hidden=state & 3 != 0)) for at, state, _, name in sheets]

    def _sheet(self, stream: bytes, sheet: Sheet) -> Sheet:
        if stream[:2] != struct.pack("<H", _BOF):
            raise damaged("reading/broken.sheet-position")
        self._bounds.sheet()
        waiting = (0, 0)  # the last formula; where its result is a text, that follows
        for kind, parts in _records(stream):
            body = parts[0]
            if kind == _MERGES:
                count = min(struct.unpack_from("<H", body)[0], (len(body) - 2) // 8)
                boxes = struct.iter_unpack("<HHHH", body[2 : 2 + 8 * count])
                sheet.merges += self._bounds.merges((top, left, bottom, right) for top, bottom, left, right in boxes)
            elif kind == _ROW and body[12] & 0x20:
                sheet.hidden_rows.add(struct.unpack_from("<H", body)[0])
            elif kind == _COLUMNS and body[8] & 1:
                first, last = struct.unpack_from("<HH", body)
                sheet.hidden_columns.update(range(first, min(last, 255) + 1))
            elif kind == _FORMULA_TEXT:
                self._bounds.put(sheet, *waiting, self._string(parts, 0, "<H"))
            elif kind == _SHORT_NUMBERS:
                row, column = struct.unpack_from("<HH", body)
                for number, (style, value) in enumerate(struct.iter_unpack("<HI", body[4 : 4 + (len(body) - 6) // 6 * 6])):
                    self._bounds.put(sheet, row, column + number, self._number(_short(value), style))
            elif kind in _CELLS:
                row, column, style = struct.unpack_from("<HHH", body)
                waiting = (row, column)
                self._bounds.put(sheet, row, column, self._text(kind, parts, style))
        return sheet

    def _text(self, kind: int, parts: list[bytes], style: int) -> str:
        """What a cell shows; nothing if it is a formula whose text follows."""
        body = parts[0]
        if kind == _SHORT_NUMBER:
            return self._number(_short(struct.unpack_from("<I", body, 6)[0]), style)
        if kind == _SHARED_TEXT:
            index: int = struct.unpack_from("<I", body, 6)[0]
            if index >= len(self._strings):
                raise damaged("reading/broken.no-string")
            return self._strings[index]
        if kind == _BOOLEAN_OR_ERROR:
            return _error(body[6]) if body[7] else text_of(body[6] != 0)
        if kind == _FORMULA and body[12:14] == _NO_NUMBER:
            return _error(body[8]) if body[6] == _AN_ERROR else text_of(body[8] != 0) if body[6] == _A_BOOLEAN else ""
        if kind in _TEXTS:
            return self._string(parts, 6, "<H")
        return self._number(struct.unpack_from("<d", body, 6)[0], style)

    def _number(self, value: float, style: int) -> str:
        time = self._times[self._styles[style]] if style < len(self._styles) else ""
        return text_of(dated(value, time, since_1904=self._since_1904))

    def _string(self, parts: list[bytes], at: int, length: str) -> str:
        """A text behind its length."""
        count: int = struct.unpack_from(length, parts[0], at)[0]
        at += struct.calcsize(length)
        if self._encoding:
            return text_of(parts[0][at : at + count].decode(self._encoding, "replace"))
        reader = _Reader(parts, at)
        return reader.characters(count, reader.take(1)[0]) if count else ""


class _Reader:
    """Reads on from a record into those that continue it."""

    def __init__(self, parts: list[bytes], at: int = 0) -> None:
        self._part = parts[0]
        self._more = iter(parts[1:])
        self._at = at

    def take(self, count: int) -> bytes:
        """So many bytes.

        Raises:
            DocumentError: ``damaged`` if there are fewer.
        """
        taken = bytearray()
        while len(taken) < count:
            if self._at >= len(self._part):
                self._turn()
            piece = self._part[self._at : self._at + count - len(taken)]
            self._at += len(piece)
            taken += piece
        return bytes(taken)

    def characters(self, count: int, flags: int) -> str:
        """So many characters of one byte, or of two if the flags say so; where a record continues, it says anew."""
        found = bytearray()
        while count:
            if self._at >= len(self._part):
                self._turn()
                flags = self.take(1)[0]
            size = 1 + (flags & 1)
            here = min(count, max(1, (len(self._part) - self._at) // size))
            raw = self.take(here * size)
            found += raw if flags & 1 else raw.decode("latin-1").encode("utf-16-le")
            count -= here
        return text_of(found.decode("utf-16-le", "replace"))

    def _turn(self) -> None:
        part = next(self._more, None)
        if part is None:
            raise damaged("reading/broken.text-incomplete")
        self._part, self._at = part, 0


def _shared(parts: list[bytes]) -> list[str]:
    """The table of strings that cells refer to."""
    reader = _Reader(parts)
    strings: list[str] = []
    for _ in range(struct.unpack("<II", reader.take(8))[1]):
        count, flags = struct.unpack("<HB", reader.take(3))
        runs = struct.unpack("<H", reader.take(2))[0] if flags & 8 else 0
        more = struct.unpack("<I", reader.take(4))[0] if flags & 4 else 0  # how it is pronounced
        strings.append(reader.characters(count, flags))
        reader.take(4 * runs + more)
    return strings


def _records(stream: bytes) -> Iterator[tuple[int, list[bytes]]]:
    """Kind and content of each record up to the end of a substream; a chart within it is left out.

    The content is in several parts where records continue it.
    """
    at = depth = 0
    while at + 4 <= len(stream):
        kind, at, body = _record(stream, at)
        parts = [body]
        while stream[at : at + 2] == _CONTINUED and at + 4 <= len(stream):
            _, at, body = _record(stream, at)
            parts.append(body)
        if kind == _BOF:
            depth += 1
        elif kind == _EOF:
            depth -= 1
            if depth <= 0:
                return
        elif depth == 1:
            yield kind, parts
    raise damaged("reading/broken.sheet-without-end")


def _record(stream: bytes, at: int) -> tuple[int, int, bytes]:
    """Kind, end and content of a record."""
    kind, length = struct.unpack_from("<HH", stream, at)
    end = at + 4 + length
    if end > len(stream):
        raise damaged("reading/broken.sheet-incomplete")
    return kind, end, stream[at + 4 : end]


def _short(value: int) -> float:
    """A number in four bytes: thirty bits of an integer, or the upper ones of a float, and whether to divide by 100."""
    number = (
        float((value >> 2) - (1 << 30 if value >> 31 else 0))
        if value & 2
        else struct.unpack("<d", struct.pack("<Q", (value & ~3) << 32))[0]
    )
    return number / 100 if value & 1 else number


def _error(code: int) -> str:
    return _ERRORS.get(code, "#")


def _encoding(code_page: int) -> str:
    name = _ENCODINGS.get(code_page, f"cp{code_page}")
    try:
        return codecs.lookup(name).name
    except LookupError:
        return "cp1252"
