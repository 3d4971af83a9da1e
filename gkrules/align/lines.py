"""Rows of a grid → lines: a label, the groups it stands in, and the numbers right of it, column by column."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from gkrules.align.headers import Plan, Slot
from gkrules.align.labels import Label, parse_label
from gkrules.align.lattice import Lattice, filled, is_words
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


def read_lines(lattice: Lattice, rows: Iterable[int], plan: Plan | None, names: TableNames) -> list[TableLine]:
    """Read the rows of a table. Rows in which nothing stands are left out."""
    levels = _Levels()
    lines = []
    for row in rows:
        own = lattice.own[row]
        if not filled(own):
            continue
        above = [cell for cell in lattice.covering[row] if cell.row < row]
        position = _label_position(own, above, plan, names, ragged=lattice.ragged)
        if position is None:
            lines.append(TableLine(None, None, (), tuple(own), None))
            continue
        label_cell, right = own[position], tuple(own[position + 1 :])
        if lattice.ragged or not above:
            groups = levels.enter(own[:position])
        else:
            left = sorted((cell for cell in (*above, *own[:position]) if cell.column < label_cell.column), key=lambda cell: cell.column)
            groups = tuple(parse_label(cell.text) for cell in left if is_words(cell))
            levels.labels = list(groups)
        start = min((slot.span[0] for slot in plan.slots), default=0) if plan and plan.positioned else label_cell.column + 1
        merged = [cell for cell in above if cell.column + cell.colspan > start]
        by_column = None if plan is None or merged else _assign(own, position, plan, names, lattice)
        lines.append(TableLine(parse_label(label_cell.text), label_cell, groups, right, by_column))
    return lines


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
        if _row_score(own[expected], names) >= _LEAST or not any(_is_row_only(label, names) for label in others):
            return expected
    return max(leading, key=lambda at: (_row_score(own[at], names) >= SURE, at if _row_score(own[at], names) >= _LEAST else -1, -at))


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
    if _row_score(cell, names) < _LEAST:
        return False
    return all(names.group(parse_label(own[position].text)) >= SURE for position in before)


def _is_row_only(label: Label, names: TableNames) -> bool:
    best = names.row(label)
    return best is not None and best[1] >= SURE and best[1] > names.group(label)


def _row_score(cell: GridCell, names: TableNames) -> float:
    label = parse_label(cell.text)
    best = names.row(label)
    return best[1] if best and (best[1] == 1 or best[1] >= names.group(label)) else 0.0


def _assign(
    own: Sequence[GridCell], position: int, plan: Plan, names: TableNames, lattice: Lattice
) -> dict[str, tuple[GridCell, ...]] | None:
    """The cells right of the label by column, or ``None``: a wrong number is worse than none."""
    right = own[position + 1 :]
    if not plan.proven or any(is_words(cell) and _row_score(cell, names) >= _LEAST for cell in right):
        return None
    if plan.positioned and not lattice.ragged:
        placed = _by_position(right, own[position], plan)
        if placed is not None:
            return _collect(placed, plan)
        if right and is_blank(right[0].text):
            return None  # it may be a blank beside the label as well as a blank number
    values = list(right)
    if lattice.ragged or not plan.positioned:
        # An empty cell of the level below may be drawn beside a label; the row is then as long as the form's longest.
        spare = len(values) - len(plan.slots)
        if spare > 0 and len(own) == names.depth + len(plan.slots) and all(is_blank(cell.text) for cell in values[:spare]):
            values = values[spare:]
    return _collect(values, plan) if len(values) == len(plan.slots) and all(cell.rowspan == 1 for cell in values) else None


def _by_position(right: Sequence[GridCell], label: GridCell, plan: Plan) -> list[GridCell] | None:
    """Exactly one cell under each header cell and none beside them."""
    start = min(slot.span[0] for slot in plan.slots)
    if label.column + label.colspan > start:
        return None
    values = [
        cell
        for cell in right
        if (not is_blank(cell.text) and cell.column + cell.colspan > start)
        # Where a merged cell went on, a dump has blanks, under no header.
        or any(cell.column < slot.span[1] and slot.span[0] < cell.column + cell.colspan for slot in plan.slots)
    ]
    if len(values) != len(plan.slots) or any(cell.rowspan > 1 or cell.column < start for cell in values):
        return None
    for cell, slot in zip(values, plan.slots, strict=True):
        if cell.column + cell.colspan <= slot.span[0] or slot.span[1] <= cell.column:
            return None
    return values


def _collect(values: Sequence[GridCell], plan: Plan) -> dict[str, tuple[GridCell, ...]]:
    cells: dict[str, tuple[GridCell, ...]] = {}
    before: Slot | None = None
    for cell, slot in zip(values, plan.slots, strict=True):
        if slot.column:
            known = cells.get(slot.column.key, ())
            if before and before.column is slot.column and before.cell.text == slot.cell.text and is_blank(cell.text):
                continue  # a dump repeats the label of a merged header cell, and leaves blanks beside the number
            cells[slot.column.key] = (*known, cell)
        before = slot
    return cells
