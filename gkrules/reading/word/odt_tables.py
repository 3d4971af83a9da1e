"""The tables of an OpenDocument text as rows of slots: what is repeated is written out, what is merged stands once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

from gkrules.reading.containers.odf import COLUMN_GROUPS, ROW_GROUPS, TABLE, inside, repeated
from gkrules.reading.faults import too_many_cells
from gkrules.reading.limits import Limits

if TYPE_CHECKING:
    from lxml import etree

_CELL = f"{TABLE}table-cell"
_COVERED = f"{TABLE}covered-table-cell"
# A grid may have more slots than cells, because spans cover several; beyond this factor it is a span bomb.
_SLOTS_PER_CELL = 10


@dataclass(slots=True)
class Slot:
    """A cell in a row; without `cell` it is the next row of a cell above that reaches down, or holds nothing.

    Attributes:
        merge: ``restart`` for the first row of a cell that reaches down, ``continue`` for the others, else empty.
    """

    colspan: int
    merge: str = ""
    cell: etree._Element | None = None


class Budget:
    """How many cells the tables of a document may still have."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._cells = limits.max_cells
        self._slots = limits.max_cells * _SLOTS_PER_CELL

    def spend(self, slots: int) -> None:
        """Count a cell that covers so many slots of its row.

        Raises:
            DocumentError: ``limit_cells``.
        """
        self._cells -= 1
        self._slots -= slots
        if self._cells < 0 or self._slots < 0:
            raise too_many_cells(self._limits.max_cells)


def rows_of(table: etree._Element, limits: Limits, budget: Budget) -> tuple[list[list[Slot]], bool]:
    """The rows of a table, and whether they fit together. Where they do not, they only hold their cells in their order.

    Raises:
        DocumentError: ``limit_cells``, or ``damaged`` where a count is no number.
    """
    layout = _Layout(table, limits, budget)
    rows = [layout.row(row) for row in _written_out(table)]
    if layout.fits:
        return rows, True
    return [[Slot(1, "", slot.cell) for slot in row if slot.cell is not None] for row in rows], False


def is_collapsed(table: etree._Element) -> bool:
    """Whether a table marks rows or columns as hidden."""
    parts = (*inside(table, f"{TABLE}table-row", ROW_GROUPS), *inside(table, f"{TABLE}table-column", COLUMN_GROUPS))
    return any(part.get(f"{TABLE}visibility") in {"collapse", "filter"} for part in parts)


def _written_out(table: etree._Element) -> Iterator[etree._Element]:
    """The rows, repeated ones as often as they stand there: those without text only if one with text follows."""
    blank: list[etree._Element] = []
    for row in inside(table, f"{TABLE}table-row", ROW_GROUPS):
        count = repeated(row, "number-rows-repeated")
        if count > 1 and not "".join(map(str, row.itertext())).strip():
            blank.append(row)
            continue
        for each in (*blank, row):
            for _ in range(repeated(each, "number-rows-repeated")):
                yield each
        blank.clear()


class _Layout:
    """Gives the cells of a table their columns, row by row.

    Attributes:
        fits: whether no cell stands where another one reaches, and nothing else stands where none does.
    """

    def __init__(self, table: etree._Element, limits: Limits, budget: Budget) -> None:
        self.fits = True
        self._limits = limits
        self._budget = budget
        columns = inside(table, f"{TABLE}table-column", COLUMN_GROUPS)
        self._width = sum(repeated(column, "number-columns-repeated") for column in columns)
        # Every program should write down the covered cells; some do not.
        self._explicit = any(next(row.iterchildren(_COVERED), None) is not None for row in inside(table, f"{TABLE}table-row", ROW_GROUPS))
        self._reaching: dict[int, tuple[int, int]] = {}  # by first column: width and rows that are left of cells from above

    def row(self, row: etree._Element) -> list[Slot]:
        """The next row."""
        self._budget.spend(1)  # one without cells counts, too
        found = self._continued()
        taken = {column for first, slot in found.items() for column in range(first, first + slot.colspan)}
        column = 0
        for cell in row.iterchildren(_CELL, _COVERED):
            for _ in range(self._count(cell, column)):
                if cell.tag == _COVERED:
                    self._budget.spend(1)
                    self.fits = self.fits and column in taken
                else:
                    while column in taken and not self._explicit:
                        column += 1
                    self._place(cell, column, found, taken)
                column += 1
        slots = [slot for _, slot in sorted(found.items())]
        ends = accumulate(slot.colspan for slot in slots)
        self.fits = self.fits and sorted(found) == [0, *ends][: len(slots)]
        return slots

    def _continued(self) -> dict[int, Slot]:
        """The cells from above that reach into the next row."""
        found: dict[int, Slot] = {}
        for first, (wide, rows) in list(self._reaching.items()):
            self._budget.spend(wide)
            found[first] = Slot(wide, "continue")
            if rows > 1:
                self._reaching[first] = (wide, rows - 1)
            else:
                del self._reaching[first]
        return found

    def _place(self, cell: etree._Element, column: int, found: dict[int, Slot], taken: set[int]) -> None:
        wide = min(repeated(cell, "number-columns-spanned"), self._limits.max_span)
        high = min(repeated(cell, "number-rows-spanned"), self._limits.max_span)
        self._budget.spend(wide)
        covers = range(column, column + wide)
        self.fits = self.fits and taken.isdisjoint(covers)
        found[column] = Slot(wide, "restart" if high > 1 else "", cell)
        taken.update(covers)
        if high > 1:
            self._reaching[column] = (wide, high - 1)

    def _count(self, cell: etree._Element, column: int) -> int:
        """How often a cell stands there. Empty ones beyond the columns of the table fill up the page, not the table."""
        count = repeated(cell, "number-columns-repeated")
        if count > 1 and self._width and not "".join(map(str, cell.itertext())).strip():
            return min(count, max(self._width - column, 0))
        return count
