"""Tables whose labels are the keys of the form → a report: nothing has to be recognised."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence

from gkrules.align.editions import choose_edition
from gkrules.align.numbers import read_cell
from gkrules.model.cells import Cell
from gkrules.model.document import Document, Grid
from gkrules.model.edition import Edition, Table
from gkrules.model.errors import UsageError
from gkrules.model.report import Report


def by_keys(
    grids: Mapping[str, Grid], editions: Sequence[Edition], *, edition: str | None = None, year: int | None = None
) -> Report | None:
    """A report from a grid for each table by its key; ``None`` if its first row and column are not keys.

    Raises:
        UsageError: there is no such edition, or a grid has a key that its table has not.
    """
    form = _edition(grids, editions, edition, year)
    if form is None or not all(_is_keyed(grid, form.table_by_key[key]) for key, grid in grids.items()):
        return None
    cells: dict[str, Cell] = {}
    for key, grid in grids.items():
        cells |= _cells(grid, form.table_by_key[key])
    return Report(form, year=year, cells={key: cells[key] for key in form.cell_by_key if key in cells})


def _edition(tables: Iterable[str], editions: Sequence[Edition], key: str | None, year: int | None) -> Edition | None:
    """The edition that was asked for or serves the year, else the newest that has these tables; ``None`` if it has not."""
    if key is not None or year is not None:
        editions = [choose_edition(Document("", ()), editions, key=key, year=year)]
    fitting = [each for each in editions if set(tables) <= set(each.table_by_key)]
    return max(fitting, key=lambda each: each.first_year, default=None)


def _labels(grid: Grid) -> tuple[list[str], list[str]]:
    """Those of the rows and those of the columns."""
    rows = [cell.text for cell in grid.cells if cell.column == 0 and cell.row]
    return rows, [cell.text for cell in grid.cells if cell.row == 0 and cell.column]


def _is_keyed(grid: Grid, table: Table) -> bool:
    rows, columns = _labels(grid)
    return any(label in table.row_by_key for label in rows) and any(label in table.column_by_key for label in columns)


def _cells(grid: Grid, table: Table) -> dict[str, Cell]:
    rows, columns = _labels(grid)
    _require(rows, table.row_by_key, table)
    _require(columns, table.column_by_key, table)
    return {
        table.cell(rows[row - 1], columns[column - 1]): read_cell(cell.text, table.column_by_key[columns[column - 1]], cell.place)
        for cell in grid.cells
        if cell.row and cell.column
        for row in range(cell.row, cell.row + cell.rowspan)
        for column in range(cell.column, cell.column + cell.colspan)
    }


def _require(labels: Iterable[object], known: Mapping[str, object], table: Table) -> None:
    """Every label a key, and each once."""
    seen: set[object] = set()
    for label in labels:
        if label not in known:
            near = difflib.get_close_matches(str(label), known, 1)
            if near:
                raise UsageError("align/unknown_key.near", table=table.key, label=label, near=near[0])
            raise UsageError("align/unknown_key", table=table.key, label=label)
        if label in seen:
            raise UsageError("align/repeated_key", table=table.key, label=label)
        seen.add(label)
