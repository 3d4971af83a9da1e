"""Which tables of a web page hold data, which lay the page out, and which only hold text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby, islice
from operator import attrgetter
from typing import TYPE_CHECKING

from gkrules.model.document import Block, Grid, GridCell
from gkrules.reading.faults import too_many_cells
from gkrules.reading.limits import Limits
from gkrules.reading.web.markup import CELLS, walk

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_LONGEST_IN_COLUMN = 30  # characters of a cell, where a table of one column may still be data
_NUMBER = re.compile(r"[0-9０-９][0-9０-９,，.．]{0,20}")
_DASHES = frozenset("/-－—–―")
_LABEL = re.compile("[\u4e00-\u9fff].*[\u4e00-\u9fff]", re.DOTALL)
_ROWS_OF_USE = 3
_BLANKS_OF_USE = 3


def data_tables(body: LexborNode, limits: Limits, *, many: bool) -> frozenset[int]:
    """The tables that hold data. `many`: the page has more elements than it may have cells.

    Raises:
        DocumentError: ``limit_…``.
    """
    nested = many or body.css_first("table table") is not None
    return (_innermost_tables if nested else _separate_tables)(body, limits)


def _separate_tables(body: LexborNode, limits: Limits) -> frozenset[int]:
    """The tables that hold data: with two cells or more. None is inside another."""
    return frozenset(
        table.mem_id
        for table in body.css("table")
        if sum(1 for _ in islice((True for _, tag, entering in walk(table, limits) if entering and tag in CELLS), 2)) == 2
    )


def _innermost_tables(body: LexborNode, limits: Limits) -> frozenset[int]:
    """The tables that hold data: with two cells or more, and no such table inside. The others only lay the page out."""
    open_tables: list[int] = []
    cells: Counter[int] = Counter()
    parents: dict[int, int] = {}
    for node, tag, entering in walk(body, limits):
        if tag == "table":
            if entering:
                if open_tables:
                    parents[node.mem_id] = open_tables[-1]
                open_tables.append(node.mem_id)
            else:
                open_tables.pop()
        elif entering and tag in CELLS and open_tables:
            cells[open_tables[-1]] += 1
    if cells.total() > limits.max_cells:
        raise too_many_cells(limits.max_cells)
    data = {table for table, count in cells.items() if count > 1}
    layout: set[int] = set()
    for table in data:
        outer = parents.get(table)
        while outer is not None and outer not in layout:
            layout.add(outer)
            outer = parents.get(outer)
    return frozenset(data - layout)


def only_text(cells: Sequence[GridCell]) -> bool:
    """Whether a table only lays text out: never two texts in a row, and sentences among them, or no number at all in its one column."""
    filled: set[int] = set()
    sentence = number = wide = False
    for cell in cells:
        wide = wide or cell.column > 0
        text = cell.text
        if not text or text.isspace():
            continue
        if cell.row in filled or cell.rowspan > 1:
            return False
        filled.add(cell.row)
        if len(text) > _LONGEST_IN_COLUMN and "。" in text:
            sentence = True
        elif _NUMBER.fullmatch(text):
            number = True
    return sentence or (not wide and not number)


def of_use(blocks: Iterable[Block]) -> bool:
    """Whether a table is there that may be one of figures: with rows of a label and numbers, or of a label and several blanks."""
    return any(_is_of_use(block) for block in blocks if isinstance(block, Grid))


def _is_of_use(grid: Grid) -> bool:
    found = 0
    for _, row in groupby(grid.cells, key=attrgetter("row")):
        found += _is_row_of_use(row)
        if found == _ROWS_OF_USE:  # mostly among the first rows
            return True
    return False


def _is_row_of_use(row: Iterable[GridCell]) -> bool:
    """Whether labels stand before figures, or before several blanks, and nothing else."""
    labels = numbers = blanks = 0
    for cell in row:
        text = cell.text.strip()
        if not text or _DASHES.issuperset(text):
            blanks += 1
        elif _NUMBER.fullmatch(text):
            numbers += 1
        elif not numbers and not blanks and _LABEL.search(text):
            labels += 1
        else:
            return False
    return bool(labels and (numbers or blanks >= _BLANKS_OF_USE))
