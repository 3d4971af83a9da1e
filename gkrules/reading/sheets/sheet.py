"""A sheet of cells → paragraphs and grids: rows with one text outside tables are text, the others are tables."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from gkrules.model.document import Block, Grid, GridCell, Paragraph
from gkrules.model.places import Place
from gkrules.reading.enumerators import ARTICLE, CHAPTER, PART, begins_remark
from gkrules.reading.faults import too_many_cells

_HEADING = re.compile(rf"\s*(?:{PART}|{CHAPTER})")
_TABLE_TITLE = re.compile(rf"\s*{ARTICLE}[^。]{{0,30}}")
_SENTENCE_END = ("。", "；", "：", "！", "？")
_LONG = 60
_NEAR = 100  # no table of the form has more rows

Spot = tuple[int, int]
Rect = tuple[int, int, int, int]
"""First row, first column, last row, last column; 0-based."""


@dataclass(slots=True)
class Sheet:
    """What a sheet holds. Rows and columns are 0-based.

    Attributes:
        texts: what its cells show, without blank ones.
        merges: merged cells.
        hidden_rows, hidden_columns: what is not shown.
        rows: rows of tables without doubt.
        name: as its tab shows it.
        hidden: whether the whole of it is not shown.
    """

    texts: dict[Spot, str] = field(default_factory=dict)
    merges: list[Rect] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    rows: frozenset[int] = frozenset()
    name: str = ""
    hidden: bool = False


@dataclass(slots=True)
class _Dense:
    """The visible part of a sheet without gaps; `rows` and `columns` give the numbers back that the sheet has."""

    rows: list[int]
    columns: list[int]
    by_row: dict[int, dict[int, str]] = field(default_factory=dict)
    merges: list[Rect] = field(default_factory=list)
    firm: frozenset[int] = frozenset()


def blocks_of(sheet: Sheet, place: Callable[[int, int], Place], max_cells: int) -> list[Block]:
    """The blocks of a sheet in reading order.

    Args:
        sheet: its cells.
        place: makes the place of a cell from its row and column, both counted from 1.
        max_cells: how many cells the tables may have, blank ones included.

    Raises:
        DocumentError: ``limit_…`` if they have more.
    """
    dense = _visible(sheet)
    layout = _Layout(dense, place)
    blocks: list[Block] = []
    cells = 0
    for first, last in layout.runs():
        for block in layout.blocks(first, last):
            cells += len(block.cells) if isinstance(block, Grid) else 0
            if cells > max_cells:
                raise too_many_cells(max_cells)
            blocks.append(block)
    return blocks


def hidden_texts(sheet: Sheet) -> int:
    """How many cells with text are not shown."""
    return sum(1 for row, column in sheet.texts if row in sheet.hidden_rows or column in sheet.hidden_columns)


def _visible(sheet: Sheet) -> _Dense:
    height = max((row for row, _ in sheet.texts), default=-1) + 1
    width = max((column for _, column in sheet.texts), default=-1) + 1
    rows = [row for row in range(height) if row not in sheet.hidden_rows]
    columns = [column for column in range(width) if column not in sheet.hidden_columns]
    dense = _Dense(rows, columns, firm=frozenset(index for index, row in enumerate(rows) if row in sheet.rows))
    moved: dict[Spot, Spot] = {}
    for top, left, bottom, right in sheet.merges:
        # A merged cell whose first row is hidden shows its text in the rows that are left.
        box = (bisect_left(rows, top), bisect_left(columns, left), bisect_right(rows, bottom) - 1, bisect_right(columns, right) - 1)
        if box[0] > box[2] or box[1] > box[3]:
            continue
        moved[(top, left)] = (box[0], box[1])
        if box[:2] != box[2:]:
            dense.merges.append(box)
    row_at = {row: index for index, row in enumerate(rows)}
    column_at = {column: index for index, column in enumerate(columns)}
    for (row, column), text in sheet.texts.items():
        spot = moved.get((row, column))
        if spot is None and row in row_at and column in column_at:
            spot = (row_at[row], column_at[column])
        if spot is not None:
            dense.by_row.setdefault(spot[0], {})[spot[1]] = text
    return dense


class _Layout:
    """Finds the tables of a sheet."""

    def __init__(self, dense: _Dense, place: Callable[[int, int], Place]) -> None:
        self._dense = dense
        self._place = place
        self._merge_at: dict[Spot, Rect] = {}
        self._covered: set[Spot] = set()
        self._left: dict[int, tuple[int, int]] = {}  # first and last column of the merged cell that a row begins with
        self._joined: set[int] = set()  # rows that a cell from above reaches into
        for box in dense.merges:
            spots = {(row, column) for row in range(box[0], box[2] + 1) for column in range(box[1], box[3] + 1)}
            if spots & self._covered or spots & self._merge_at.keys():
                continue  # merged cells never overlap in an honest file
            self._merge_at[box[:2]] = box
            self._covered |= spots - {box[:2]}
            if box[1] == min(dense.by_row.get(box[0], {}), default=-1):
                self._left[box[0]] = (box[1], box[3])
            if box[1] in dense.by_row.get(box[0], {}):
                self._joined.update(range(box[0] + 1, box[2] + 1))

    def runs(self) -> Iterator[tuple[int, int]]:
        """First and last row of every stretch without an empty row, cut before each heading."""
        start = None
        for row in range(len(self._dense.rows) + 1):
            filled = bool(self._texts(row)) or row in self._joined
            heading = self._is_heading(row)
            if start is not None and (not filled or heading):
                yield start, row - 1
                start = None
            if heading:
                yield row, row
            elif filled and start is None:
                start = row

    def blocks(self, first: int, last: int) -> Iterator[Block]:
        """The blocks of a run: lines above, a table, lines below."""
        start, end = first, last
        if not any(len(self._texts(row)) > 1 for row in range(first, last + 1)):
            start, end = last + 1, last
        else:
            while self._stands_above(start):
                start += 1
            while self._stands_below(end):
                end -= 1
        yield from self._lines(first, start - 1)
        if start <= end:
            yield self._grid(start, end)
        yield from self._lines(end + 1, last)

    def _texts(self, row: int) -> dict[int, str]:
        return self._dense.by_row.get(row, {})

    def _is_heading(self, row: int) -> bool:
        texts = self._texts(row)
        # A label of a table starts like a heading (一、本年新收…), but has numbers beside it, or stands beside a group.
        return (
            len(texts) == 1
            and row not in self._joined
            and row not in self._dense.firm
            and _HEADING.match(next(iter(texts.values()))) is not None
            and not self._labels_a_row(row, next(iter(texts)))
        )

    def _labels_a_row(self, row: int, column: int) -> bool:
        """Whether a lone text with the look of a heading is a label with blank values.

        It is where rows of the table stand on both sides of it, or where it is merged over the same columns as another label.
        """
        box = self._merge_at.get((row, column))
        above, below = self._beside(row, -1), self._beside(row, 1)
        if row == 0 or (box is not None and box[3] >= max((max(self._texts(other)) for other in self._around(row)), default=0)):
            return False
        if min(len(self._texts(above)), len(self._texts(below))) > 2:
            return True
        return box is not None and any(self._left.get(other) == (box[1], box[3]) for other in self._around(row))

    def _beside(self, row: int, step: int) -> int:
        """The next row, up or down, that is no lone text; an empty row is."""
        return next((other for other in range(row + step, row + _NEAR * step, step) if len(self._texts(other)) != 1), row)

    def _around(self, row: int) -> Iterator[int]:
        """The rows above and below, as far as none is empty, that have more than one text."""
        for step in (-1, 1):
            for other in range(row + step, row + _NEAR * step, step):
                if not self._texts(other) and other not in self._joined:
                    break
                if len(self._texts(other)) > 1:
                    yield other

    def _stands_above(self, row: int) -> bool:
        """Whether a row above a table is a line of text and not a part of it."""
        texts = self._texts(row)
        if len(texts) != 1 or row in self._dense.firm:
            return False
        column, text = next(iter(texts.items()))
        box = self._merge_at.get((row, column), (row, column, row, column))
        beside = any(self._texts(other) for other in range(row + 1, box[2] + 1))
        return not beside and not _TABLE_TITLE.fullmatch(text)

    def _stands_below(self, row: int) -> bool:
        texts = self._texts(row)
        if len(texts) > 1 or row in self._joined:
            return False
        text = next(iter(texts.values()), "").strip()
        return len(text) > _LONG or text.endswith(_SENTENCE_END) or begins_remark(text)

    def _lines(self, first: int, last: int) -> Iterator[Paragraph]:
        for row in range(first, last + 1):
            for column, text in sorted(self._texts(row).items()):
                yield Paragraph(text.strip(), self._where(row, column))

    def _grid(self, first: int, last: int) -> Grid:
        used = [column for row in range(first, last + 1) for column in self._texts(row)]
        left, right = min(used), max(used)
        cells: list[GridCell] = []
        for row in range(first, last + 1):
            for column in range(left, right + 1):
                if (row, column) in self._covered:
                    continue
                box = self._merge_at.get((row, column), (row, column, row, column))
                height, width = min(box[2], last) - row + 1, min(box[3], right) - column + 1
                text = self._texts(row).get(column, "")
                cells.append(GridCell(text, row - first, column - left, height, width, self._where(row, column)))
        return Grid(tuple(cells), self._where(first, left))

    def _where(self, row: int, column: int) -> Place:
        return self._place(self._dense.rows[row] + 1, self._dense.columns[column] + 1)
