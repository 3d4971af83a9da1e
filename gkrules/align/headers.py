"""Headers: which column of a table stands where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import dropwhile, pairwise

from gkrules.align.broken_header import Header, header_of
from gkrules.align.cell_rows import filled
from gkrules.align.labels import parse_label
from gkrules.align.numbers import is_blank
from gkrules.align.segments import Segment
from gkrules.align.vocabulary import Likeness, TableNames
from gkrules.model.document import GridCell
from gkrules.model.edition import Column

_LEAST = 0.6  # headers are few and different, so that less than for a row is enough
_OUT_OF_ORDER = 0.95


@dataclass(frozen=True, slots=True)
class Slot:
    """A column of the document: the column of the form (``None`` for a foreign one) and its header cell."""

    column: Column | None
    cell: GridCell
    span: tuple[int, int] = field(init=False, compare=False, repr=False)
    """The grid columns that it takes up, the second excluded: every cell of a table is compared with it."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "span", (self.cell.column, self.cell.column + self.cell.colspan))


@dataclass(frozen=True, slots=True)
class Fillers:
    """Where a dump put blanks for the further columns of a merged cell: ``in_place`` beside it, or ``at_end`` of rows of one `length`."""

    where: str = ""
    length: int = 0


NO_FILLERS = Fillers()


@dataclass(frozen=True, slots=True)
class Plan:
    """The columns of a table in a document from left to right.

    Attributes:
        slots: header cells over numbers.
        positioned: whether their grid columns can be relied on.
        proven: whether their order is certain.
        fillers: where rows have blanks beside a merged cell, as the header shows.
    """

    slots: tuple[Slot, ...]
    positioned: bool
    proven: bool = True
    fillers: Fillers = field(default_factory=lambda: NO_FILLERS)

    @property
    def columns(self) -> list[Column]:
        """The columns of the form that the document has."""
        return list({slot.column.key: slot.column for slot in self.slots if slot.column}.values())


def most_columns(segment: Segment, names: TableNames) -> int:
    """How many columns of a table the labels of a header can be at most: its plan has no more."""
    return len({at for _, label in segment.labelled for at, _ in names.likeness(label).columns})


def plan_columns(segment: Segment, names: TableNames) -> Plan | None:
    """Match the header of a segment with the columns of a table; ``None`` if none of them stands there."""
    alike = [(cell, names.likeness(label)) for cell, label in segment.labelled]
    cells = [cell for cell, likeness in alike if not likeness.frame]
    if not any(likeness.columns for _, likeness in alike if not likeness.frame):
        return None
    order = _in_order(segment, names)
    fillers = _fillers(segment, names)
    if segment.cell_rows.ragged or not segment.cell_rows.loose.isdisjoint(segment.header):
        return _plan_in_order(order, cells, names, fillers)
    leaves = sorted((cell for cell in cells if not _stands_over(cell, cells)), key=lambda cell: cell.column)
    slots = _match(leaves, names)
    known = [slot for slot in slots if slot.column]
    if not known:
        return None
    slots = _twice(_from_first_known(slots), names)
    overlap = any(one.span[1] > two.span[0] for one, two in pairwise(slots))
    complete = len(known) >= len({slot.column.key for slot in _match(order, names) if slot.column})
    if _is_cut(slots, names):
        return Plan(slots, positioned=True, proven=False)
    if complete and not overlap and (_is_sorted(slots, names) or _is_nested(slots, cells, segment, names)):
        return Plan(slots, positioned=True, fillers=fillers)
    # Header cells that lost their spans lie over each other, or beside their group; their nesting still proves the order.
    return _plan_in_order(order, cells, names, fillers)


def _plan_in_order(cells: Sequence[GridCell], groups: Sequence[GridCell], names: TableNames, fillers: Fillers) -> Plan | None:
    """A plan from the order of header cells alone. Cells of several header rows were put in order by
    the groups they stand in; the form's order must confirm it, for a damaged group label breaks it."""
    slots = _twice(_from_first_known(_match(cells, names)), names)
    if not slots:
        return None
    if not _is_sorted(slots, names) and header_of([cell.text for cell in groups], names) is Header.OFFICIAL:
        # Where rows of the header were cut or glued, the order in which its words are read is still the form's.
        slots = tuple(sorted(slots, key=lambda slot: names.table.columns.index(slot.column) if slot.column else -1))
        return Plan(slots, positioned=False, proven=all(slot.column for slot in slots), fillers=fillers)
    proven = _is_sorted(slots, names) or (_is_exact(slots, groups, names) and _is_stepped(slots, groups, names))
    return Plan(slots, positioned=False, proven=proven and not _is_cut(slots, names), fillers=fillers)


def _is_stepped(slots: Sequence[Slot], cells: Sequence[GridCell], names: TableNames) -> bool:
    """Whether the columns of each group stand in one row, the next one below its label."""
    rows = sorted({cell.row for cell in cells})
    for group in names.inner_groups:
        over = [cell.row for cell in cells if names.group_of(parse_label(cell.text)) == group and _is_group(cell, names)]
        below = {slot.cell.row for slot in slots if slot.column and slot.column.under[-1:] == (group,)}
        if len(over) != 1 or below != set([row for row in rows if row > over[0]][:1]):
            return False
    return True


def _is_sorted(slots: Sequence[Slot], names: TableNames) -> bool:
    """Whether the known columns stand in the form's order."""
    positions = [names.table.columns.index(slot.column) for slot in slots if slot.column]
    return positions == sorted(positions)


def _is_nested(slots: Sequence[Slot], cells: Sequence[GridCell], segment: Segment, names: TableNames) -> bool:
    """Whether exactly the columns of each group stand under its label: a group whose span is wrong moved those behind it."""
    rows = {slot.cell.row for slot in slots if slot.column}
    for group, name in zip(names.group_labels, names.column_groups, strict=True):
        spans = [_reach(cell, segment) for cell in cells if _is_group(cell, names) and name.similarity(parse_label(cell.text)) >= _LEAST]
        if not spans and len(rows) > 1 and group in names.inner_groups:
            return False  # its label is lost, and with it what moved the columns
        for slot in slots if spans else ():
            inside = any(left <= slot.span[0] and slot.span[1] <= right for left, right in spans)
            if slot.column and inside != (group in slot.column.under):
                return False
    return True


def _reach(cell: GridCell, segment: Segment) -> tuple[int, int]:
    """The grid columns of a header cell and of the blanks that a dump left beside it."""
    end = cell.column + cell.colspan
    for other in segment.cell_rows.covering[cell.row]:
        if other.column == end and is_blank(other.text):
            end += other.colspan
    return cell.column, end


def _twice(slots: tuple[Slot, ...], names: TableNames) -> tuple[Slot, ...]:
    """The columns of the form where all stand in its order, and one of them prints the label of its neighbour once more."""
    official = [column for column, _ in names.columns]
    if len(slots) != len(official):
        return slots
    other = [at for at, slot in enumerate(slots) if slot.column is not official[at]]
    if len(other) != 1 or official[other[0]] in [slot.column for slot in slots]:
        return slots
    slot, (column, name) = slots[other[0]], names.columns[other[0]]
    alike = slot.column is not None and name.similarity(parse_label(slot.cell.text)) >= _LEAST
    return (*slots[: other[0]], Slot(column, slot.cell), *slots[other[0] + 1 :]) if alike else slots


def _is_cut(slots: Sequence[Slot], names: TableNames) -> bool:
    """Whether a cell too many stands over the numbers: two hold the label of one column, or that of a group has nothing below it."""
    if any(slot.column is None and _is_group(slot.cell, names) for slot in slots):
        return True
    for one, two in pairwise(slots):
        if one.column is None or two.column is None:
            label = parse_label(one.cell.text + two.cell.text)
            if label.core not in {parse_label(one.cell.text).core, parse_label(two.cell.text).core} and any(
                name.similarity(label) == 1 for _, name in names.columns
            ):
                return True
    return False


def _fillers(segment: Segment, names: TableNames) -> Fillers:
    """Where the row of the corner has its blanks, right beside it, where it was merged, or behind all cells; and how long it is."""
    for row in segment.header:
        own = segment.cell_rows.own[row]
        at = next((at for at, cell in enumerate(own) if not is_blank(cell.text) and _likeness(cell, names).corner), None)
        if at is not None and at + 1 < len(own):
            return Fillers("in_place" if is_blank(own[at + 1].text) else "at_end", len(own))
    return NO_FILLERS


def _is_exact(slots: Sequence[Slot], groups: Sequence[GridCell], names: TableNames) -> bool:
    """Whether a header prints every group and every column once, as the form words them."""
    labels = [parse_label(cell.text) for cell in groups]
    return (
        len(slots) == len(names.columns) == len({slot.column.key for slot in slots if slot.column})
        and all(
            name.similarity(parse_label(slot.cell.text)) == 1 for slot in slots for column, name in names.columns if column is slot.column
        )
        and all([name.similarity(label) for label in labels].count(1.0) == 1 for name in names.column_groups)
    )


def _from_first_known(slots: Sequence[Slot]) -> tuple[Slot, ...]:
    """Foreign cells left of the first known column stand over the labels of the rows."""
    return tuple(dropwhile(lambda slot: slot.column is None, slots))


def _is_frame(cell: GridCell, names: TableNames) -> bool:
    """Whether a header cell is a title or a corner rather than over numbers."""
    return _likeness(cell, names).frame


def _is_group(cell: GridCell, names: TableNames) -> bool:
    return _likeness(cell, names).group


def _likeness(cell: GridCell, names: TableNames) -> Likeness:
    return names.likeness(parse_label(cell.text))


def _stands_over(cell: GridCell, cells: Sequence[GridCell]) -> bool:
    below, left, right = cell.row + cell.rowspan, cell.column, cell.column + cell.colspan
    return any(other.row >= below and other.column < right and left < other.column + other.colspan for other in cells)


def _in_order(segment: Segment, names: TableNames) -> list[GridCell]:
    """The header cells over numbers from left to right, by nesting alone: a group's cell is replaced by the cells of the next row."""
    order: list[GridCell] = []
    for row in segment.header:
        cells = [cell for cell in filled(segment.cell_rows.own[row]) if not _is_frame(cell, names)]
        for level in _levels(cells, names):
            group = next((position for position, cell in enumerate(order) if _is_group(cell, names)), None)
            if group is None:
                order.extend(level)
            elif level:
                order[group : group + 1] = level
    return [cell for cell in order if not _is_group(cell, names)]


def _levels(cells: list[GridCell], names: TableNames) -> list[list[GridCell]]:
    """The rows that a dump may have glued into one: cells of a group stand behind its label, or behind all cells of its row."""
    for at, cell in enumerate(cells):
        if not _is_group(cell, names):
            continue
        inside = [_is_inside(other, cell, names) for other in cells]
        first = next((position for position in range(at + 1, len(cells)) if inside[position]), None)
        if first == at + 1:
            return _levels([*cells[:at], *cells[first:]], names)
        if first is not None and all(inside[first:]):
            return [cells[:first], *_levels(cells[first:], names)]
    return [cells]


def _is_inside(cell: GridCell, group: GridCell, names: TableNames) -> bool:
    """Whether a header cell is the label of a column of a group, or of a group in it."""
    label, over = parse_label(cell.text), names.group_of(parse_label(group.text))
    best = max(names.columns, key=lambda entry: entry[1].similarity(label))
    if _is_group(cell, names):
        inner = names.group_of(label)
        return any(over in column.under and inner in column.under[column.under.index(over) + 1 :] for column, _ in names.columns)
    return best[1].similarity(label) >= _LEAST and over in best[0].under


def _match(cells: Sequence[GridCell], names: TableNames) -> tuple[Slot, ...]:
    """Header cells (in their order) → columns: first the certain ones, then the most alike that do not break the form's order."""
    labels = [parse_label(cell.text) for cell in cells]
    found: dict[int, int] = {}
    alike = [names.likeness(label).columns for label in labels]
    for index, label in enumerate(labels):
        for position, score in alike[index]:
            if not label.kind and score == 1:
                found[index] = position
    taken = set(found.values())
    pairs = sorted(
        (-score, index, position)
        for index, columns in enumerate(alike)
        if index not in found
        for position, score in columns
        if position not in taken
    )
    for negative, index, position in pairs:
        if index in found or position in found.values():
            continue
        ordered = all((other < index) == (at < position) for other, at in found.items())
        if ordered or -negative >= _OUT_OF_ORDER:
            found[index] = position
    return tuple(Slot(names.columns[found[index]][0] if index in found else None, cell) for index, cell in enumerate(cells))
