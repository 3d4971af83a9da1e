"""The table model of web pages: cells with spans to grid coordinates, within bounds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from gkrules.model.document import GridCell
from gkrules.model.places import Place
from gkrules.reading.faults import too_many_cells
from gkrules.reading.limits import Limits

# A grid may have more slots than cells, because spans cover several; beyond this factor it is a span bomb.
_SLOTS_PER_CELL = 10


@dataclass(slots=True)
class SpanCell:
    """A cell as the source writes it. A `rowspan` of 0 reaches to the end of the section."""

    text: str
    rowspan: int = 1
    colspan: int = 1


@dataclass(slots=True)
class RowGroup:
    """A group of rows (``thead``, ``tbody``, ``tfoot``) that no cell reaches out of."""

    rank: int
    rows: list[list[SpanCell]] = field(default_factory=list)


def lay_out(sections: Iterable[RowGroup], *, kind: str, table: int, limits: Limits) -> tuple[GridCell, ...]:
    """Give every cell its grid coordinates, as a browser does; head first and foot last, wherever the source has them.

    Raises:
        DocumentError: ``limit_…`` if spans blow the grid up.
    """
    cells: list[GridCell] = []
    first = 0
    budget = limits.max_cells * _SLOTS_PER_CELL
    for section in sorted(sections, key=lambda section: section.rank):
        height = len(section.rows)
        taken: list[int] = []  # for every column the row (within the section) from which on it is free
        for index, row in enumerate(section.rows):
            column = 0
            for cell in row:
                while column < len(taken) and taken[column] > index:
                    column += 1
                rowspan, colspan = cell.rowspan, cell.colspan
                if rowspan == 1 and colspan == 1:  # most cells
                    if column == len(taken):
                        taken.append(index + 1)
                    else:
                        taken[column] = index + 1
                else:
                    colspan = min(max(colspan, 1), limits.max_span)
                    left = height - index
                    rowspan = left if rowspan == 0 else min(max(rowspan, 1), left)
                    if column + colspan > len(taken):
                        taken.extend([0] * (column + colspan - len(taken)))
                    for covered in range(column, column + colspan):
                        taken[covered] = max(taken[covered], index + rowspan)
                place = Place(kind, None, None, table, first + index + 1, column + 1)
                cells.append(GridCell(cell.text, first + index, column, rowspan, colspan, place))
                column += colspan
            budget -= len(taken)
            if budget < 0:
                raise too_many_cells(limits.max_cells)
        first += height
    return tuple(cells)


def bounded_span(value: str | None, limits: Limits, *, zero: bool = False) -> int:
    """A span attribute as a number: 1 where it is missing or nonsense, clamped to `Limits.max_span`."""
    if value is None:
        return 1
    digits = value.strip()
    end = 0
    while end < len(digits) and digits[end] in "0123456789":
        end += 1
    if not end:
        return 1
    number = limits.max_span if end > 9 else min(int(digits[:end]), limits.max_span)
    return number if number or zero else 1
