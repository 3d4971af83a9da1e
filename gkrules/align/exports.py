"""Marks that programs leave in the tables they write: an index, a header of numbers, ``NaN`` for a blank, ``Unnamed: 3``."""

from __future__ import annotations

import re
from dataclasses import replace

from gkrules.align.lattice import is_words
from gkrules.model.document import Grid, GridCell

_NOTHING = re.compile(r"\s*(?:NaN|nan|<NA>|NaT|None|Unnamed: [0-9]{1,4}(?:_level_[0-9]{1,2})?)\s*")
_BLANK = " "  # a blank that was written out, and not only room beside other cells
_FEWEST = 3


def without_marks(grid: Grid) -> Grid:
    """`grid` as it was before a program wrote it: blanks are blank, and a counted index and header are no part of it."""
    marked = any(_NOTHING.fullmatch(cell.text) for cell in grid.cells if cell.text)
    if marked:
        grid = replace(grid, cells=tuple(replace(cell, text=_BLANK) if _NOTHING.fullmatch(cell.text) else cell for cell in grid.cells))
    if grid.ragged or not grid.cells:
        return grid
    grid = _without_first(grid, down=True)
    return _without_first(grid, down=False)


def _without_first(grid: Grid, *, down: bool) -> Grid:
    """Without the first column (`down`) or row, where it only counts the others from 0 on."""
    first = [cell for cell in grid.cells if (cell.column if down else cell.row) == 0]
    first.sort(key=lambda cell: cell.row if down else cell.column)
    numbers = [cell.text.strip() for cell in first]
    for skip in (0, 1):
        counted = numbers[skip:]
        ahead = all(not text for text in numbers[:skip])
        if ahead and len(counted) >= _FEWEST and counted == [str(at) for at in range(len(counted))] and _is_beside_words(grid, down=down):
            cells = (cell for cell in grid.cells if (cell.column if down else cell.row) > 0)
            loose = grid.loose if down else frozenset(row - 1 for row in grid.loose)
            return replace(grid, cells=tuple(_moved(cell, down=down) for cell in cells), loose=loose)
    return grid


def _is_beside_words(grid: Grid, *, down: bool) -> bool:
    """Whether labels stand next to the first column or row: numbers of a table stand beside its labels, not before them."""
    beside = [cell for cell in grid.cells if (cell.column if down else cell.row) == 1]
    return any(map(is_words, beside)) and not any(is_words(cell) for cell in grid.cells if (cell.column if down else cell.row) == 0)


def _moved(cell: GridCell, *, down: bool) -> GridCell:
    return replace(cell, column=cell.column - 1) if down else replace(cell, row=cell.row - 1)
