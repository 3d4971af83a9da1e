"""Rows of a grid → lines: a label, the groups it stands in, and the numbers right of it, column by column."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from gkrules.align.assign import Assigned, Entry, assign_rows
from gkrules.align.cell_rows import CellRows, filled, is_words
from gkrules.align.headers import Plan
from gkrules.align.labels import Label, parse_label
from gkrules.align.numbers import is_blank
from gkrules.align.vocabulary import SURE, TableNames
from gkrules.model.document import GridCell

_LEAST = 0.55


@dataclass(frozen=True, slots=True)
class TableLine:
    """A row of a table as the document has it.

    Attributes:
        label: the row's label; ``None`` where no label stands left of the numbers.
        cell: the cell of the label.
        groups: the labels of the groups that the row stands in, outermost first.
        values: the cells right of the label.
        by_column: the cells by column key, more than one where two headers say the same; ``None``
            where it is not certain which cell belongs to which column.
    """

    label: Label | None
    cell: GridCell | None
    groups: tuple[Label, ...]
    values: tuple[GridCell, ...]
    by_column: dict[str, tuple[GridCell, ...]] | None

    @property
    def has_content(self) -> bool:
        """Whether any of its value cells is not blank."""
        return bool(filled(self.values))


@dataclass(slots=True)
class _Levels:
    """Group labels that go on below: a dump leaves blanks where a merged cell continues."""

    labels: list[Label | None] = field(default_factory=list)

    def enter(self, cells: Sequence[GridCell]) -> tuple[Label, ...]:
        for level, cell in enumerate(cells):
            if is_words(cell):
                self.labels[level:] = [None] * max(0, level - len(self.labels)) + [parse_label(cell.text)]
        del self.labels[len(cells) :]
        return tuple(label for label in self.labels if label)


def read_lines(cell_rows: CellRows, rows: Iterable[int], plan: Plan | None, names: TableNames) -> list[TableLine]:
    """Read the rows of a table. Rows in which nothing stands are left out."""
    levels = _Levels()
    lines: list[TableLine | tuple[Entry, tuple[Label, ...]]] = []
    for row in rows:
        own = cell_rows.own[row]
        if not filled(own):
            continue
        above = [cell for cell in cell_rows.covering[row] if cell.row < row]
        position = _label_position(own, above, plan, names, ragged=cell_rows.ragged)
        if position is None:
            lines.append(TableLine(None, None, (), tuple(own), None))
            continue
        label_cell = own[position]
        if cell_rows.ragged or not above:
            groups = levels.enter(own[:position])
        else:
            left = sorted((cell for cell in (*above, *own[:position]) if cell.column < label_cell.column), key=lambda cell: cell.column)
            groups = tuple(parse_label(cell.text) for cell in left if is_words(cell))
            levels.labels = list(groups)
        reached = any(_reaches(cell, label_cell, plan) for cell in above)
        lines.append((Entry(tuple(own), position, parse_label(label_cell.text), reached, row in cell_rows.loose), groups))
    entries = [line[0] for line in lines if isinstance(line, tuple)]
    assigned = iter(assign_rows(entries, plan, names, ragged=cell_rows.ragged))
    return [line if isinstance(line, TableLine) else _labelled(*line, next(assigned)) for line in lines]


def _reaches(cell: GridCell, label: GridCell, plan: Plan | None) -> bool:
    """Whether a cell from above takes up the place of a number; a blank one beside the columns does not."""
    if plan and plan.positioned:
        start, end = min(slot.span[0] for slot in plan.slots), max(slot.span[1] for slot in plan.slots)
        return start < cell.column + cell.colspan and (cell.column < end or not is_blank(cell.text))
    return cell.column + cell.colspan > label.column + 1


def _labelled(entry: Entry, groups: tuple[Label, ...], by_column: Assigned | None) -> TableLine:
    return TableLine(entry.label, entry.own[entry.position], groups, entry.right, by_column)


def _label_position(
    own: Sequence[GridCell], above: Sequence[GridCell], plan: Plan | None, names: TableNames, *, ragged: bool
) -> int | None:
    """Which cell of a row is its label: the last of the words that stand left of the numbers."""
    positions: list[int] = []
    if plan and plan.positioned and not ragged:
        start = min(slot.span[0] for slot in plan.slots)
        for position, cell in enumerate(own):
            if is_blank(cell.text):
                continue
            if not is_words(cell):
                break
            if cell.column < start or _continues_label(cell, own, positions, names):
                positions.append(position)
            else:
                break
        return positions[-1] if positions else None
    count = len(plan.slots) if plan else None
    leading = _leading_words(own)
    if not leading:
        return None
    if count is not None and len(own) - count - 1 in leading:
        expected = len(own) - count - 1
        others = [parse_label(own[at].text) for at in leading if at != expected]
        if names.row_likeness(parse_label(own[expected].text)) >= _LEAST or not any(_is_row_only(label, names) for label in others):
            return expected
    return max(
        leading,
        key=lambda at: (
            names.row_likeness(parse_label(own[at].text)) >= SURE,
            at if names.row_likeness(parse_label(own[at].text)) >= _LEAST else -1,
            -at,
        ),
    )


def _leading_words(own: Sequence[GridCell]) -> list[int]:
    leading = []
    for position, cell in enumerate(own):
        if is_words(cell):
            leading.append(position)
        elif not is_blank(cell.text):
            break
    return leading


def _continues_label(cell: GridCell, own: Sequence[GridCell], before: Sequence[int], names: TableNames) -> bool:
    """Whether words in the area of the numbers are a label that was pushed there, and not a remark in place of a number."""
    if names.row_likeness(parse_label(cell.text)) < _LEAST:
        return False
    return all(names.group(parse_label(own[position].text)) >= SURE for position in before)


def _is_row_only(label: Label, names: TableNames) -> bool:
    best = names.row(label)
    return best is not None and best[1] >= SURE and best[1] > names.group(label)
