"""What programs do to tables that they write or guess: marks, an index, numbers that fall out of their cells."""

from __future__ import annotations

import re
from dataclasses import replace

from gkrules.align.cell_rows import is_words
from gkrules.align.numbers import is_amount, is_blank
from gkrules.model.document import Block, Document, Grid, GridCell

_NOTHING = re.compile(r"\s*(?:NaN|nan|<NA>|NaT|None|Unnamed: [0-9]{1,4}(?:_level_[0-9]{1,2})?)\s*")
_BLANK = " "  # a blank that was written out, and not only room beside other cells
_FEWEST = 3
_UNKNOWN = "\ufffd"
_GUESSED = ("text", "csv")
_LONG = re.compile(r"\s*[0-9]{4,}\s*")


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


def with_doubtful_blanks(document: Document) -> Document:
    """`document`, where what may have lost a number, or a part of one, is no blank and no number.

    That are the blanks of a table right beside a line of nothing but numbers, and the cells right beside one that holds two numbers.
    """
    if document.kind not in _GUESSED:
        return document
    blocks = tuple(_without_halves(block) if isinstance(block, Grid) else block for block in document.blocks)
    doubtful = {
        index
        for index, block in enumerate(blocks)
        if isinstance(block, Grid) and any(map(_is_numbers, blocks[max(0, index - 1) : index + 2]))
    }
    return replace(document, blocks=tuple(_doubted(block) if index in doubtful else block for index, block in enumerate(blocks)))


def _is_numbers(block: Block) -> bool:
    if isinstance(block, Grid):
        return False
    words = block.text.split()
    return bool(words) and all(map(is_amount, words))


def _doubted(block: Block) -> Block:
    if not isinstance(block, Grid):
        return block
    return replace(block, cells=tuple(replace(cell, text=_UNKNOWN) if is_blank(cell.text) else cell for cell in block.cells))


def _without_halves(grid: Grid) -> Grid:
    """Without the numbers and blanks beside a cell with two of them: ``1867 4`` and ``480`` were 1867 and 4480, and nothing tells."""
    # 12 345 is one number where all long ones are grouped so; beside 6789 it is 12 and the begin of another.
    grouped = not any(_LONG.fullmatch(cell.text) for cell in grid.cells)
    numbers = {
        (cell.row, column)
        for cell in grid.cells
        if is_amount(cell.text) or is_blank(cell.text)
        for column in range(cell.column, cell.column + cell.colspan)
    }
    places = {
        (cell.row, column)
        for cell in grid.cells
        if _holds_two(cell.text) and not (is_amount(cell.text) and (grouped or not _beside(cell, numbers)))
        for column in range(cell.column - 1, cell.column + cell.colspan + 1)
    }
    if not places:
        return grid
    cells = (
        replace(cell, text=f"{cell.text} / {_UNKNOWN}")
        if not places.isdisjoint((cell.row, column) for column in (cell.column, cell.column + cell.colspan - 1))
        and (is_amount(cell.text) or is_blank(cell.text))
        else cell
        for cell in grid.cells
    )
    return replace(grid, cells=tuple(cells))


def _beside(cell: GridCell, numbers: set[tuple[int, int]]) -> bool:
    """Whether a number, or a blank that may have lost one, stands right beside a cell: alone in its row it is nobody else's."""
    return bool({(cell.row, cell.column - 1), (cell.row, cell.column + cell.colspan)} & numbers)


def _holds_two(text: str) -> bool:
    words = text.split(" ")
    return len(words) > 1 and all(map(is_amount, words))
