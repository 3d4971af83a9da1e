"""Tables whose numbers all stand in one row: which header cell stands over which of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from gkrules.align.cell_rows import CellRows, filled, is_words
from gkrules.align.labels import parse_label
from gkrules.align.segments import Segment
from gkrules.align.vocabulary import TableNames
from gkrules.model.document import GridCell
from gkrules.model.edition import Column, Row

_LEAST = 0.6
_SENTENCE = 8  # characters: what is as long stands for no number


@dataclass(frozen=True, slots=True)
class AcrossSlot:
    """A header cell over one number: its row and column of the form, ``None`` where it is foreign."""

    row: Row | None
    column: Column | None
    cell: GridCell


@dataclass(frozen=True, slots=True)
class AcrossPlan:
    """The header cells over the numbers from left to right.

    `proven` is whether it is certain which of them stands for which cell of the form. `width` is where the header ends, its blanks
    included, where its cells are `positioned`.
    """

    slots: tuple[AcrossSlot, ...]
    positioned: bool
    proven: bool = True
    width: int = 0

    @property
    def known(self) -> int:
        """How many header cells have the label of a column of the form."""
        return sum(1 for slot in self.slots if slot.column)


def plan_across(segment: Segment, names: TableNames) -> AcrossPlan | None:
    """Match the header of a segment with a table that is laid out across; ``None`` if it is not its header."""
    cells = segment.header_cells()
    leaves = [(cell, column) for cell in cells if (column := names.only_column(parse_label(cell.text))) is not None]
    if len(leaves) * 2 < len(names.rows) * len(names.columns):
        return None
    if not segment.cell_rows.ragged:
        single = [leaf for leaf in leaves if not any(_repeats(other, leaf[0]) for other, _ in leaves)]
        # Rows that lost their spans stand under each other without meaning the same: then it is all labels that are complete.
        leaves = leaves if len(leaves) == len(names.rows) * len(names.columns) else single
    if len(leaves) * 2 < len(names.rows) * len(names.columns):
        return None
    if not segment.cell_rows.ragged:
        leaves.sort(key=lambda leaf: leaf[0].column)
        width = max(cell.column + cell.colspan for row in segment.header for cell in segment.cell_rows.own[row])
        apart = all(one.column + one.colspan <= two.column for (one, _), (two, _) in pairwise(leaves))
        if apart:
            slots = tuple(AcrossSlot(_row_over(cell, cells, names), column, cell) for cell, column in leaves)
            foreign = [AcrossSlot(None, None, cell) for cell in _foreign(cells, leaves, names)]
            slots = tuple(sorted((*slots, *foreign), key=lambda slot: slot.cell.column))
            told = [(slot.row.key, slot.column.key) for slot in slots if slot.row and slot.column]
            if len(told) == len(set(told)) == len(leaves):
                return AcrossPlan(slots, positioned=True, width=width)
            if not foreign and _row_by_row([column for _, column in leaves], names) and _rows_in_order(cells, names):
                ordered = _in_rows(leaves, names)
                # A row label that stands over a number of another row was moved, and so may the labels of the columns be.
                if all(one.row in {None, two.row} for one, two in zip(slots, ordered, strict=True)):
                    return AcrossPlan(ordered, positioned=True, width=width)
            return AcrossPlan(slots, positioned=True, proven=False)
        leaves.sort(key=lambda leaf: (leaf[0].row, leaf[0].column))
    # Without positions only the full set of labels, row by row, proves which number is which.
    if not _row_by_row([column for _, column in leaves], names) or not _rows_in_order(cells, names):
        return AcrossPlan(tuple(AcrossSlot(None, column, cell) for cell, column in leaves), positioned=False, proven=False)
    return AcrossPlan(_in_rows(leaves, names), positioned=False)


def value_rows(cell_rows: CellRows, rows: Sequence[int]) -> list[list[GridCell]]:
    """The rows of a segment that can hold its numbers: the filled ones, else the first blank one."""
    candidates = [cell_rows.own[row] for row in rows if len(cell_rows.own[row]) > 1]
    return [row for row in candidates if filled(row) and not _is_prose(row)] or candidates[:1]


def assign_across(row: Sequence[GridCell], plan: AcrossPlan) -> list[tuple[AcrossSlot, GridCell]] | None:
    """The numbers of a row with their header cells; ``None`` where the one does not fit the other."""
    if plan.positioned:
        if any(cell.column >= plan.width for cell in row):
            return None  # what pushed a blank beyond the header moved the numbers as well
        pairs = [(slot, [cell for cell in row if _overlap(cell, slot.cell)]) for slot in plan.slots]
        cells = [found[0] for _, found in pairs if len(found) == 1]
        if len(cells) == len(pairs) == len({cell.column for cell in cells}) and all(cell in cells for cell in filled(row)):
            return [(slot, found[0]) for slot, found in pairs]
        if not all(slot.column for slot in plan.slots):
            return None  # a header cell that is no column's may be those of two
    return list(zip(plan.slots, row, strict=True)) if len(row) == len(plan.slots) else None


def _row_over(cell: GridCell, cells: Sequence[GridCell], names: TableNames) -> Row | None:
    """The row whose label stands over a header cell, the nearest one."""
    above = [other for other in cells if other.row < cell.row and _overlap(other, cell)]
    for other in sorted(above, key=lambda entry: -entry.row):
        label = parse_label(other.text)
        scored = [(name.similarity(label), row) for row, name in names.rows]
        score, row = max(scored, key=lambda entry: entry[0])
        if score >= _LEAST and score > names.group(label):
            return row
    return None


def _foreign(cells: Sequence[GridCell], leaves: Sequence[tuple[GridCell, Column]], names: TableNames) -> list[GridCell]:
    """Lowest header cells that no column of the form is like, and that stand under or over none that is."""
    known = [cell for cell, _ in leaves]
    left = min(cell.column for cell in known)
    loose = [cell for cell in cells if cell not in known and cell.column >= left and not any(_overlap(cell, leaf) for leaf in known)]
    return [cell for cell in loose if not any(other.row > cell.row and _overlap(cell, other) for other in loose)]


def _rows_in_order(cells: Sequence[GridCell], names: TableNames) -> bool:
    """Whether the labels of the rows that a header holds stand in the form's order."""
    labels = [parse_label(cell.text) for cell in cells]
    found = [
        [index for index, label in enumerate(labels) if name.similarity(label) >= _LEAST and name.similarity(label) > names.group(label)]
        for _, name in names.rows
    ]
    firsts = [indexes[0] for indexes in found if indexes]
    return firsts == sorted(firsts)


def _row_by_row(columns: Sequence[Column], names: TableNames) -> bool:
    """Whether the columns are there once for each row of the form, in the same order each time."""
    count = len(names.columns)
    first = list(columns[:count])
    return {column.key for column in first} == {column.key for column, _ in names.columns} and list(columns) == first * len(names.rows)


def _in_rows(leaves: Sequence[tuple[GridCell, Column]], names: TableNames) -> tuple[AcrossSlot, ...]:
    """The header cells, given row by row, with the rows of the form in its order."""
    count = len(names.columns)
    return tuple(AcrossSlot(names.rows[at // count][0], column, cell) for at, (cell, column) in enumerate(leaves))


def _repeats(upper: GridCell, cell: GridCell) -> bool:
    """Whether a cell repeats the one above it, as a dump does with a merged one."""
    return upper.row < cell.row and (upper.column, upper.colspan) == (cell.column, cell.colspan) and upper.text.strip() == cell.text.strip()


def _overlap(one: GridCell, two: GridCell) -> bool:
    return one.column < two.column + two.colspan and two.column < one.column + one.colspan


def _is_prose(row: Sequence[GridCell]) -> bool:
    """A row of words (a footnote, a second header) holds no numbers."""
    words = [cell for cell in filled(row) if is_words(cell)]
    if len(words) != len(filled(row)):
        return False
    return len(row) < 3 or (len(words) == 1 and len(words[0].text.strip()) >= _SENTENCE)
