"""The records of an ``.xls`` file, checked before calamine sees them."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from gkrules.reading.containers.ole import container_of, stream_of
from gkrules.reading.faults import damaged, encrypted, in_megabytes, over_limit
from gkrules.reading.limits import Limits
from gkrules.reading.sheets.sheet import Rect
from gkrules.reading.sheets.workbook import Checked, Extent, SheetFacts, bounded_merges, too_many_sheets

_BOF, _EOF, _LOCKED, _BOUND_SHEET, _STRINGS = 0x0809, 0x000A, 0x002F, 0x0085, 0x00FC
_FORMULA, _BOOL_OR_ERROR, _MANY_NUMBERS, _MANY_BLANKS, _BLANK = 0x0006, 0x0205, 0x00BD, 0x00BE, 0x0201
_ROW, _COLUMNS, _MERGES = 0x0208, 0x007D, 0x00E5
# BLANK, NUMBER, LABEL, RK, LABELSST, RSTRING, FORMULA, BOOLERR: all start with row and column.
_CELLS = frozenset({_BLANK, 0x0203, 0x0204, 0x027E, 0x00FD, 0x00D6, _FORMULA, _BOOL_OR_ERROR})
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
_SHORTEST_STRING = 3
# What calamine is to see: ends, sheets, strings and their continuations, code page, date base, formats, cells and texts of formulas.
_NEEDED = _CELLS | {_BOF, _EOF, _BOUND_SHEET, _STRINGS, 0x003C, 0x0042, 0x0022, 0x00E0, 0x041E, _MANY_NUMBERS, _MANY_BLANKS, 0x0207}
_IGNORED = struct.pack("<H", 0xFFFF)


def check(data: bytes, limits: Limits) -> Checked:
    """Check a workbook; the stream with the tables is put into a container of its own, without macros and embedded files.

    Records that do not serve the values are made void: calamine makes room for the rows and columns that a sheet promises, for one.

    Raises:
        DocumentError: ``damaged``, ``encrypted`` or ``limit_…``.
    """
    if len(data) > limits.max_sheet_bytes:
        size = in_megabytes(limits.max_sheet_bytes)
        raise over_limit("sheet_bytes", f".xls 文件超过 {size} 的上限", f"the .xls file exceeds the limit of {size}")
    stream = stream_of(data, "Workbook", "Book")
    if not stream:
        raise damaged("缺少工作簿", "its workbook is missing")
    if stream[:2] != struct.pack("<H", _BOF):
        raise damaged("不是 Excel 5.0 以后的工作簿", "it is no workbook of Excel 5.0 or later")
    kept = bytearray(stream)
    sheets: list[SheetFacts] = []
    cells = 0
    for kind, body in _records(stream, 0, kept):
        if kind == _LOCKED:
            raise encrypted("")
        if kind == _STRINGS and len(body) >= 8 and struct.unpack_from("<I", body, 4)[0] * _SHORTEST_STRING > len(stream):
            # calamine makes room for as many strings as are promised.
            raise damaged("字符串表的数目不正确", "the number of its strings is wrong")
        if kind == _BOUND_SHEET and len(body) >= 6:
            if len(sheets) >= limits.max_sheets:
                raise too_many_sheets(limits)
            start, state = struct.unpack_from("<IB", body)
            extent = Extent(limits)
            extent.cells = cells
            sheets.append(_sheet(stream, start, kept, SheetFacts(hidden=state & 3 != 0), extent, limits))
            cells = extent.cells
    return Checked(container_of("Workbook", bytes(kept)), sheets)


def _records(stream: bytes, start: int, kept: bytearray) -> Iterator[tuple[int, bytes]]:
    """Kind and content of each record up to the end of a substream; what is not needed is made void in `kept`."""
    at = start
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        if at + 4 + length > len(stream):
            raise damaged("工作表没有传完", "a sheet was cut short")
        if kind not in _NEEDED:
            kept[at : at + 2] = _IGNORED
        yield kind, stream[at + 4 : at + 4 + length]
        if kind == _EOF:
            return
        at += 4 + length
    raise damaged("工作表没有结束标记", "a sheet has no end")


def _sheet(stream: bytes, start: int, kept: bytearray, facts: SheetFacts, extent: Extent, limits: Limits) -> SheetFacts:
    merges: list[Rect] = []
    if stream[start : start + 2] != struct.pack("<H", _BOF):
        raise damaged("工作表的位置不正确", "the position of a sheet is wrong")
    for kind, body in _records(stream, start, kept):
        size = len(body)
        if kind in _CELLS and size >= 4:
            row, column = struct.unpack_from("<HH", body)
            if kind != _BLANK:
                extent.add(row, column)
            error = _error(kind, body)
            if error:
                facts.texts[(row, column)] = error
        elif kind in {_MANY_NUMBERS, _MANY_BLANKS} and size >= 6:
            row, first = struct.unpack_from("<HH", body)
            last = max(struct.unpack_from("<H", body, size - 2)[0], first + (size - 6) // 6)
            for column in range(first, last + 1) if kind == _MANY_NUMBERS else ():
                extent.add(row, column)
        elif kind == _MERGES and size >= 2:
            count = min(struct.unpack_from("<H", body)[0], (size - 2) // 8)
            for number in range(count):
                top, bottom, left, right = struct.unpack_from("<HHHH", body, 2 + 8 * number)
                merges.append((top, left, bottom, right))
            if len(merges) > limits.max_cells:
                break
        elif kind == _ROW and size >= 14 and body[12] & 0x20:
            facts.hidden_rows.add(struct.unpack_from("<H", body)[0])
        elif kind == _COLUMNS and size >= 10 and body[8] & 1:
            first, last = struct.unpack_from("<HH", body)
            facts.hidden_columns.update(range(first, min(last, 255) + 1))
    facts.merges = bounded_merges(merges, limits)
    return facts


def _error(kind: int, body: bytes) -> str:
    """The text of an error, which calamine gives as blank."""
    if kind == _BOOL_OR_ERROR and len(body) >= 8 and body[7] == 1:
        return _ERRORS.get(body[6], "#")
    if kind == _FORMULA and len(body) >= 14 and body[12:14] == b"\xff\xff" and body[6] == 2:
        return _ERRORS.get(body[8], "#")
    return ""
