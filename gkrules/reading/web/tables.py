"""Which tables of a web page hold data, which lay the page out, and what stands in a cell beside its text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby, islice
from operator import attrgetter
from typing import TYPE_CHECKING

from gkrules.model.document import Block, Grid, GridCell
from gkrules.reading.faults import too_many_cells
from gkrules.reading.limits import Limits
from gkrules.reading.web.markup import CELLS, walk

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

STRUCK = frozenset({"del", "s", "strike"})
PICTURES = frozenset({"svg", "canvas", "object"})
PICTURE, STRUCK_TEXT = 1, 2
_TYPED = frozenset({"", "text", "number", "tel", "search", "email", "url"})
_PICTURE_TEXT = "[图片]"
_STRUCK_TEXT = "[已划去]"
_SPACER = 3  # a picture as small as this in pixels only keeps a distance


def shown_in(field: LexborNode, tag: str) -> str:
    """What a field of a form shows: its value, its text, or the choice that is made."""
    if tag == "input":
        attributes = field.attributes
        return (attributes.get("value") or "") if (attributes.get("type") or "").strip().lower() in _TYPED else ""
    if tag == "textarea":
        text = field.text() or ""
        return "" if "<" in text else text
    choice = field.css_first("option[selected]") or field.css_first("option")
    return (choice.text() or "") if choice is not None else ""


def is_picture(attributes: Mapping[str, str | None]) -> bool:
    """Whether an ``img`` with these attributes shows something."""
    return not any(_pixels(attributes.get(side)) <= _SPACER for side in ("width", "height"))


def _pixels(size: str | None) -> int:
    digits = (size or "").strip().removesuffix("px")
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 6 else _SPACER + 1


def with_marks(text: str, marks: int) -> str:
    """The text of a cell, and a word for what it shows beside: a picture may be its number, or a digit of it; so may struck text be."""
    if marks & PICTURE and not any(char.isalpha() for char in text):
        return f"{text}{_PICTURE_TEXT}"
    return _STRUCK_TEXT if marks & STRUCK_TEXT and not text.strip() else text


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
