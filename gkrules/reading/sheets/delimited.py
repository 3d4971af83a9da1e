"""Tables with delimiters (``.csv``): laid out like a sheet."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from io import StringIO

from gkrules.model.document import Block, Document, Grid, GridCell
from gkrules.model.errors import DocumentError
from gkrules.model.places import Place, cell_name
from gkrules.reading.encoding import decode
from gkrules.reading.faults import damaged, too_many_cells
from gkrules.reading.limits import DEFAULT_LIMITS, Limits
from gkrules.reading.sheets.bounds import sheet_too_large
from gkrules.reading.sheets.sheet import Sheet, Spot, blocks_of
from gkrules.reading.text.row_lengths import looseness

_DELIMITERS = ",;\t"
_ENOUGH = 64 * 1024
_FEWEST_ROWS = 3
_FEWEST_FIELDS = 3
_VALUE = re.compile(r"[\d.,%/+\-—－]{1,20}|无")
_SEPARATOR_LINE = re.compile(r"sep=([,;\t])\r?\n", re.IGNORECASE)
_OTHER = re.compile(r"^\s*\||<table\b|<t[dr]\b", re.IGNORECASE | re.MULTILINE)


def delimiter_of(data: bytes) -> str:
    """The delimiter, if a text is clearly a table of delimiters; else an empty string. Never raises."""
    if not any(data.count(char.encode(), 0, _ENOUGH) >= _FEWEST_ROWS for char in _DELIMITERS):
        return ""
    try:
        head = decode(data[:_ENOUGH]).text
    except DocumentError:
        return ""
    named = _SEPARATOR_LINE.match(head)
    if named:
        return named[1]
    if _OTHER.search(head):
        return ""
    return next((char for char in _DELIMITERS if _is_table(head, char, whole=len(data) <= _ENOUGH)), "")


def read(data: bytes, delimiter: str, limits: Limits = DEFAULT_LIMITS) -> Document:
    """Read a table of delimiters.

    Raises:
        DocumentError: ``wrong_encoding``, ``damaged`` or ``limit_…``.
    """
    decoded = decode(data)
    texts: dict[Spot, str] = {}
    widths: dict[int, int] = {}
    area = 0
    try:
        for row, fields in enumerate(_rows(decoded.text, delimiter)):
            area += len(fields)
            if area > limits.max_cells:
                raise too_many_cells(limits.max_cells)
            widths[row] = len(fields)
            texts.update({(row, column): text for column, text in enumerate(fields) if text.strip()})
    except csv.Error as error:
        raise damaged("reading/broken.delimited") from error
    height, width = max(widths, default=-1) + 1, max(widths.values(), default=0)
    if height * width > limits.max_sheet_area:
        raise sheet_too_large(limits, cell_name(height, width))
    # Where lines of one field stand beside rows of several, a row with one text among blanks is no line.
    rows = frozenset(row for row, length in widths.items() if length > 1) if 1 in widths.values() else frozenset()
    blocks = (_as_long_as_rows(block, widths) for block in blocks_of(Sheet(texts, rows=rows), _place, limits.max_cells))
    return Document("csv", tuple(blocks), notices=decoded.notices)


def _as_long_as_rows(block: Block, widths: Mapping[int, int]) -> Block:
    """A table whose rows differ in length: those that are not as long as the others hold all their cells, and no blanks that are none."""
    if not isinstance(block, Grid):
        return block
    first, left = (block.place.row or 1) - 1, (block.place.column or 1) - 1
    ragged, loose = looseness({cell.row: widths[first + cell.row] for cell in block.cells})
    rows = {cell.row for cell in block.cells} if ragged else loose
    cells = [cell for cell in block.cells if cell.column + left < widths[first + cell.row]]
    ends: dict[int, int] = {}
    for cell in cells:
        ends[cell.row] = max(ends.get(cell.row, 0), cell.column + 1)
    spare = (
        GridCell("", row, column, place=_place(first + row + 1, left + column + 1))
        for row, end in sorted(ends.items())
        for column in range(end, widths[first + row] - left)
    )
    return Grid((*cells, *spare), block.place, ragged, loose) if rows else block


def _place(row: int, column: int) -> Place:
    return Place(kind="csv", row=row, column=column)


def _rows(text: str, delimiter: str) -> Iterator[list[str]]:
    named = _SEPARATOR_LINE.match(text)
    body = text[named.end() :] if named else text
    reader = csv.reader(StringIO(body.replace("\r\n", "\n").replace("\r", "\n")), delimiter=delimiter)
    if named:
        yield []
    yield from reader


def _is_table(head: str, delimiter: str, *, whole: bool) -> bool:
    """Whether several rows hold mostly numbers and blanks between delimiters, as no sentence does."""
    try:
        rows = list(_rows(head, delimiter))
    except csv.Error:
        return False
    if not whole:
        rows = rows[:-1]  # the last one is cut somewhere
    rows = [row for row in rows if any(text.strip() for text in row)]
    if sum(map(_is_value_row, rows)) < _FEWEST_ROWS:
        return False
    # Dumps of Word files start every cell with a tab, and have rows of any length; an export has one width throughout.
    led = sum(1 for row in rows if not row[0].strip())
    return delimiter != "\t" or (len(set(map(len, rows))) == 1 and led * 2 <= len(rows))


def _is_value_row(fields: list[str]) -> bool:
    values = sum(1 for text in fields if not text.strip() or _VALUE.fullmatch(text.strip()))
    return len(fields) >= _FEWEST_FIELDS and values * 2 >= len(fields) and values < len(fields)
