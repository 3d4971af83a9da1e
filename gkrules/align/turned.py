"""Tables printed the other way: one row of the form as several, rows as columns."""

from __future__ import annotations

from dataclasses import dataclass, replace

from gkrules.align.lattice import is_words
from gkrules.align.numbers import has_number
from gkrules.model.document import Grid, GridCell
from gkrules.model.edition import Column, Row, Table


@dataclass(frozen=True)
class TurnedTable(Table):
    """A table whose rows are printed as columns. The keys of its cells are those of the form."""

    __hash__ = Table.__hash__

    def cell(self, row: str, column: str) -> str:
        """The key of the form's cell at a printed row and column."""
        return super().cell(column, row)


def other_layouts(table: Table) -> tuple[Table, ...]:
    """The other ways in which a table that is laid out across is printed; none for other tables."""
    if table.layout != "across":
        return ()
    upright = replace(table, layout="down")
    if len({(column.type, column.unit) for column in table.columns}) != 1:
        return (upright,)
    first = table.columns[0]
    rows = tuple(Row(column.key, column.label, column.en, column.variants, column.under) for column in table.columns)
    columns = tuple(Column(row.key, row.label, row.en, first.type, first.unit, row.variants, row.under) for row in table.rows)
    turned = TurnedTable(table.key, table.section, table.label, table.en, "down", rows, columns, table.title, table.corner)
    return (upright, turned)


def transposed(grid: Grid) -> Grid:
    """A grid with its rows as columns."""
    cells = (GridCell(cell.text, cell.column, cell.row, cell.colspan, cell.rowspan, cell.place) for cell in grid.cells)
    return replace(grid, cells=tuple(sorted(cells, key=lambda cell: (cell.row, cell.column))))


def is_flush(grid: Grid, depth: int) -> bool:
    """Whether all rows with numbers begin and end where the labels above do: one that lost or gained a cell would say nothing of it
    once it is turned. `depth` is how many rows of labels there are at most."""
    numbers = [cell for cell in grid.cells if has_number(cell.text)]
    if not numbers:
        return False
    first = min(cell.column for cell in numbers)
    above = min(cell.row for cell in numbers)
    labels = [cell for cell in grid.cells if cell.row < min(above, depth) and is_words(cell) and cell.column >= first]
    ends = {row: max(cell.column + cell.colspan for cell in grid.cells if cell.row == row) for row in {cell.row for cell in numbers}}
    beyond = max((cell.column + cell.colspan for cell in labels), default=0)
    return (
        bool(labels)
        and min(cell.column for cell in labels) == first
        and set(ends.values()) == {beyond}
        and all(cell.colspan == 1 for cell in numbers)
    )
