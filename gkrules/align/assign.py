"""Rows of a table → which of their cells stands in which column of the form.

A cell is taken only if its column is certain: by its place under a header cell, where every number of the row stands under
exactly one; else by its order, where the row has exactly as many cells as the table has columns. All else is left unread.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from gkrules.align.cell_rows import filled, is_words
from gkrules.align.headers import Plan, Slot
from gkrules.align.labels import Label, parse_label
from gkrules.align.numbers import is_blank
from gkrules.align.vocabulary import TableNames
from gkrules.model.document import GridCell

_LEAST = 0.55
_RUN_IN = re.compile(r"(?<![0-9])(?!(?:19|20)[0-9]{2}$)[0-9]+$")

Assigned = dict[str, tuple[GridCell, ...]]


@dataclass(frozen=True, slots=True)
class Entry:
    """A row that has a label.

    Attributes:
        own: the cells that start in the row.
        position: which of them is the label.
        label: what it says.
        reached: whether a merged cell from above reaches into the area of the numbers.
        loose: whether the columns of its cells say nothing.
    """

    own: tuple[GridCell, ...]
    position: int
    label: Label
    reached: bool = False
    loose: bool = False

    @property
    def right(self) -> tuple[GridCell, ...]:
        """The cells right of the label."""
        return self.own[self.position + 1 :]

    @property
    def has_content(self) -> bool:
        """Whether any of them is not blank."""
        return bool(filled(self.right))


def assign_rows(entries: Sequence[Entry], plan: Plan | None, names: TableNames, *, ragged: bool) -> list[Assigned | None]:
    """The cells of each row by column key; ``None`` for a row in which that is not certain."""
    if plan is None or not plan.proven:
        return [None] * len(entries)
    readable = [_is_readable(entry, names) for entry in entries]
    chosen = _under_header(entries, readable, plan) if plan.positioned and not ragged else None
    if chosen is None:
        ordered = iter(_by_order([entry for entry, fit in zip(entries, readable, strict=True) if fit], plan, names))
        chosen = [next(ordered) if fit else None for fit in readable]
    if any(values and _contradicts(values, plan) for values in chosen) or _was_pushed(chosen, plan):
        return [None] * len(entries)
    return [_collect(values, plan) for values in chosen]


def _under_header(entries: Sequence[Entry], readable: Sequence[bool], plan: Plan) -> list[Sequence[GridCell] | None] | None:
    """The cells of each row by their place, else by their number; ``None`` where most do not stand under the header: it was moved."""
    placed = _placed(entries, readable, plan)
    told = [values is not None for entry, values in zip(entries, placed, strict=True) if entry.has_content and not entry.loose]
    if told and 2 * sum(told) < len(told):
        return None
    return [values or (_counted(entry, plan) if fit else None) for entry, values, fit in zip(entries, placed, readable, strict=True)]


def _contradicts(values: Sequence[GridCell], plan: Plan) -> bool:
    """Whether the label of a column is there twice with two numbers below, one of which is not its own."""
    pairs = zip(pairwise(plan.slots), pairwise(values), strict=True)
    return any(
        one.column and one.column is two.column and len({cell.text.strip() for cell in filled(cells)}) > 1 for (one, two), cells in pairs
    )


def _was_pushed(chosen: Sequence[Sequence[GridCell] | None], plan: Plan) -> bool:
    """Whether the label of a column is there twice, and below the last one stands nothing: the second pushed those behind it off."""
    said_again = [one.column is not None and one.column is two.column for one, two in pairwise(plan.slots)]
    return any(said_again) and not said_again[-1] and all(is_blank(values[-1].text) for values in chosen if values)


def _is_readable(entry: Entry, names: TableNames) -> bool:
    """Whether a row can hold numbers for its label alone: no merged cell reaches in, and no second label or number is part of it."""
    return not (
        entry.reached
        or entry.own[entry.position].rowspan > 1  # the label of a group, whose own are lost
        or any(is_words(cell) and names.row_likeness(parse_label(cell.text)) >= _LEAST for cell in entry.right)
        or ends_with_number(entry.label)
        or _goes_on(entry, names)
    )


def ends_with_number(label: Label) -> bool:
    """行政强制0: a number that ran into the label is missing further right."""
    return _RUN_IN.search(label.core) is not None


def _goes_on(entry: Entry, names: TableNames) -> bool:
    """Whether the cell beside the label is the rest of it: it stands where the first number was."""
    beside = entry.right[0] if entry.right else None
    if beside is None or not is_words(beside):
        return False
    whole = parse_label(entry.own[entry.position].text + beside.text)
    return names.row_likeness(whole) > names.row_likeness(entry.label)


def _placed(entries: Sequence[Entry], readable: Sequence[bool], plan: Plan) -> list[list[GridCell] | None]:
    """The cells of each row by their place.

    None where a header cell stands over two numbers of a row, for it is the label of both, or where a number stands in a gap of the
    header: then labels were moved.
    """
    under = [_cells_under(entry, plan) for entry in entries]
    gaps = [(one.span[1], two.span[0]) for one, two in pairwise(plan.slots) if one.span[1] < two.span[0]]
    if gaps and any(
        start <= cell.column < end for entry in entries if not entry.loose for cell in filled(entry.right) for start, end in gaps
    ):
        return [None] * len(entries)
    for entry, columns in zip(entries, under, strict=True):
        if not entry.loose and any(len(cells) > 1 and len({cell.text.strip() for cell in filled(cells)}) > 1 for cells in columns):
            return [None] * len(entries)
    overhangs = [_overhang(entry, plan) for entry in entries]
    firm = [overhang for entry, overhang in zip(entries, overhangs, strict=True) if not entry.loose]
    usual = [2 * sum(overhang[kind] for overhang in firm) > len(firm) for kind in (0, 1)]
    return [
        _by_position(entry, plan, columns)
        if fit and not entry.loose and all(own <= all_ for own, all_ in zip(overhang, usual, strict=True))
        else None
        for entry, columns, overhang, fit in zip(entries, under, overhangs, readable, strict=True)
    ]


def _overhang(entry: Entry, plan: Plan) -> tuple[bool, bool]:
    """Whether blanks stand right of the header, and whether any was written out: what pushed them there moved the numbers as well."""
    end = max(slot.span[1] for slot in plan.slots)
    beyond = [cell for cell in entry.right if cell.column >= end]
    return bool(beyond), any(cell.text for cell in beyond)


def _cells_under(entry: Entry, plan: Plan) -> list[list[GridCell]]:
    """The cells of a row under each header cell."""
    edges = [(cell, cell.column, cell.column + cell.colspan) for cell in entry.right]
    return [[cell for cell, left, right in edges if left < end and start < right] for start, end in (slot.span for slot in plan.slots)]


def _by_position(entry: Entry, plan: Plan, under: Sequence[Sequence[GridCell]]) -> list[GridCell] | None:
    """The cell under each header cell, where every number of the row stands under exactly one."""
    start = min(slot.span[0] for slot in plan.slots)
    label = entry.own[entry.position]
    if label.column + label.colspan > start:
        return None
    end = max(slot.span[1] for slot in plan.slots)
    if any(cell.column < end < cell.column + cell.colspan for cell in entry.right):
        return None  # it stood further left before another cell came in
    claimed = {id(cell) for cells in under for cell in cells}
    if len(claimed) != sum(map(len, under)):
        return None
    values: list[GridCell] = []
    for cells in under:
        # Where a merged cell went on, a dump has blanks, or the same text again.
        texts = {cell.text.strip() for cell in filled(cells)} if len(cells) > 1 else ()
        if not cells or len(texts) > 1 or any(cell.rowspan > 1 for cell in cells):
            return None
        values.append(filled(cells)[0] if texts else cells[0])
    return values if all(id(cell) in claimed for cell in filled(entry.right)) else None


def _counted(entry: Entry, plan: Plan) -> Sequence[GridCell] | None:
    """The cells of a row that does not stand under the header, where they are exactly as many.

    A blank beside the label may belong to it as well as be a blank number; one beside the header fills up the row, and a cell under
    two columns may hold the numbers of both.
    """
    right = entry.right
    if len(right) != len(plan.slots) or is_blank(right[0].text) or any(cell.rowspan > 1 for cell in right):
        return None
    over = [sum(_overlap(cell, slot) for slot in plan.slots) for cell in right]
    doubtful = any(count > 1 or (not count and is_blank(cell.text)) for cell, count in zip(right, over, strict=True))
    return None if (is_blank(right[-1].text) if entry.loose else doubtful) else right


def _by_order(entries: Sequence[Entry], plan: Plan, names: TableNames) -> list[Sequence[GridCell] | None]:
    """The cells by their order: as many as columns, or with the blanks around them that the header has, too."""
    ways = [[_plain(entry, plan, names) for entry in entries]]
    # Where only the rows do not stand under their header, blanks around them are none that the header has.
    where = "" if plan.positioned else plan.fillers.where
    if where == "in_place":
        ways.append([_after_fillers(entry, plan, names) for entry in entries])
    elif where == "at_end":
        ways.append([_before_fillers(entry, plan) for entry in entries])
    found = max(ways, key=lambda way: sum(1 for entry, cells in zip(entries, way, strict=True) if cells and entry.has_content))
    fitting = sum(1 for entry, cells in zip(entries, found, strict=True) if cells and entry.has_content)
    if 2 * sum(len(filled(entry.right)) > len(plan.slots) for entry in entries) > len(entries):
        return [None] * len(entries)  # a row that has not more numbers than the header has columns lacks one
    if len(plan.slots) == len(plan.columns) == len(names.columns) and found is ways[0]:
        return found
    # Where the header is not the form's, what fits a few rows only fits them by accident.
    return found if 2 * fitting >= sum(entry.has_content for entry in entries) else [None] * len(entries)


def _plain(entry: Entry, plan: Plan, names: TableNames) -> Sequence[GridCell] | None:
    """As many cells as columns, and nothing else."""
    right = entry.right
    best = names.row(entry.label)
    if best and best[0].replaces and len(entry.own) == names.depth + len(plan.slots) > len(right) + entry.position:
        # Beside a row that stands for several, the empty cell of the level of these is drawn.
        spare = len(right) - len(plan.slots)
        right = right[spare:] if all(is_blank(cell.text) for cell in right[:spare]) else right
    # A cell over two columns may hold the numbers of both, beside a blank that fills up the row.
    doubtful = any(cell.colspan > 1 for cell in right) and any(is_blank(cell.text) for cell in right)
    return right if len(right) == len(plan.slots) and all(cell.rowspan == 1 for cell in right) and not doubtful else None


def _after_fillers(entry: Entry, plan: Plan, names: TableNames) -> Sequence[GridCell] | None:
    """Behind one blank for each further column that the label is merged over: （一）予以公开 stands over two."""
    best = names.row(entry.label)
    spare = names.depth - 1 - len(best[0].under) if best else 0
    right, count = entry.right, len(plan.slots)
    if len(right) == count and not is_blank(right[0].text):
        return right  # without its fillers: a lost number would have left one of them here
    return right[spare:] if len(right) == count + spare and all(is_blank(cell.text) for cell in right[:spare]) else None


def _before_fillers(entry: Entry, plan: Plan) -> Sequence[GridCell] | None:
    """Before blanks that fill up every row to the same length."""
    right, count = entry.right, len(plan.slots)
    if len(right) == count and not is_blank(right[-1].text):
        return right
    fits = len(entry.own) == plan.fillers.length and len(right) >= count and all(is_blank(cell.text) for cell in right[count:])
    return right[:count] if fits else None


def _collect(values: Sequence[GridCell] | None, plan: Plan) -> Assigned | None:
    if values is None:
        return None
    cells: Assigned = {}
    before: Slot | None = None
    for cell, slot in zip(values, plan.slots, strict=True):
        if slot.column:
            known = cells.get(slot.column.key, ())
            repeats = before is not None and before.column is slot.column and before.cell.text.strip() == slot.cell.text.strip()
            # A dump says a merged header cell again, and beside the number leaves blanks or says it again.
            if not (known and repeats and cell.text.strip() in {"", known[0].text.strip()}):
                cells[slot.column.key] = (*known, cell)
        before = slot
    return cells


def _overlap(cell: GridCell, slot: Slot) -> bool:
    return cell.column < slot.span[1] and slot.span[0] < cell.column + cell.colspan
