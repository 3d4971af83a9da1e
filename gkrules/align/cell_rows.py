"""A grid by rows: the cells that start in a row, and those that reach into it from above; and a grid turned over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from operator import attrgetter

from gkrules.align.numbers import has_number, is_blank
from gkrules.model.document import Grid, GridCell

_COLUMN = attrgetter("column")
_KEPT = 8192  # most cells of most reports hold one of a few texts


class CellRows:
    """A grid made ready for reading. In a ragged grid only the order of the cells of a row means anything."""

    def __init__(self, grid: Grid, index: int) -> None:
        self.grid = grid
        self.index = index
        self.ragged: bool = grid.ragged
        self.loose: frozenset[int] = grid.loose
        height = max((cell.row for cell in grid.cells), default=-1) + 1
        self.own: list[list[GridCell]] = [[] for _ in range(height)]
        self.covering: list[list[GridCell]] = [[] for _ in range(height)]
        for cell in grid.cells:
            self.own[cell.row].append(cell)
            self.covering[cell.row].append(cell)
            if cell.rowspan > 1 and not grid.ragged:
                for row in range(cell.row + 1, min(cell.row + cell.rowspan, height)):
                    self.covering[row].append(cell)
        for row_cells in (*self.own, *self.covering):
            row_cells.sort(key=_COLUMN)
        self.width: int = max((cell.column + cell.colspan for cell in grid.cells), default=0)

    @property
    def height(self) -> int:
        """The number of rows."""
        return len(self.own)


def filled(cells: Sequence[GridCell]) -> list[GridCell]:
    """The cells that are not blank."""
    return [cell for cell in cells if not _is_blank(cell.text)]


def is_words(cell: GridCell) -> bool:
    """Whether a cell holds words: neither blank nor a number, and with a letter in it."""
    return _has_words(cell.text)


_is_blank = lru_cache(maxsize=_KEPT)(is_blank)


@lru_cache(maxsize=_KEPT)
def _has_words(text: str) -> bool:
    return not is_blank(text) and not has_number(text) and any(char.isalpha() for char in text)


def joined(cells: Sequence[GridCell]) -> str:
    """The texts of cells that cannot be told apart, for a person to judge."""
    return " / ".join(cell.text.strip() for cell in filled(cells))


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
