"""Filled rectangles → tables: cells drawn by their background, with or without gaps between them.

Such a table is taken only where the rectangles account for all that stands in it; else it is no table at all.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence

from gkrules.reading.pages.lattice import Box, DrawnTable, TableCell, lines_at, nearest, without_empty_lines
from gkrules.reading.pages.text import Char
from gkrules.reading.pages.words import Word, word_rows

_GAP = 4.5  # between cells that belong together
_LEAST_WIDTH = 5.0
_LEAST_HEIGHT = 6.0
_SAME = 0.5
_LEAST_CELLS = 4
_VALUE = frozenset("0123456789.,，%/-—－")


def filled_tables(
    fills: Iterable[Box], chars: Sequence[Char], ruled: Sequence[DrawnTable], spend: Callable[[int], None]
) -> list[DrawnTable]:
    """The tables whose cells are filled rectangles, outside those that are ruled. `spend` is told of the work and may refuse it."""
    boxes = sorted({(y0, x0, x1, y1) for x0, y0, x1, y1 in fills if x1 - x0 >= _LEAST_WIDTH and y1 - y0 >= _LEAST_HEIGHT})
    if len(boxes) < _LEAST_CELLS:
        return []
    spend(len(boxes) * (1 + len(ruled)))
    free = [(x0, y0, x1, y1) for y0, x0, x1, y1 in boxes if not any(_holds(table.box, (x0, y0, x1, y1)) for table in ruled)]
    tables = [_table(group, spend) for group in _groups(_innermost(free, spend), spend)]
    found = [table for table in tables if table is not None and _explains(table, chars)]
    if not found:
        return []
    numbers = [word for row in word_rows(chars) for word in row if word.is_value]
    spend(len(found) * len(numbers))
    return [table for table in found if not any(_goes_on(table, word) for word in numbers)]


def _goes_on(table: DrawnTable, word: Word) -> bool:
    """Whether a number stands where the next row would be: then only every other row of a table is filled."""
    x0, y0, x1, y1 = table.box
    height = min(cell.box[3] - cell.box[1] for cell in table.cells)
    beside = x0 <= (word.box[0] + word.box[2]) / 2 <= x1
    return beside and (y0 - height < word.middle < y0 or y1 < word.middle < y1 + height)


def _holds(outer: Box, inner: Box) -> bool:
    x, y = (inner[0] + inner[2]) / 2, (inner[1] + inner[3]) / 2
    return outer[0] < x < outer[2] and outer[1] < y < outer[3]


def _innermost(boxes: Sequence[Box], spend: Callable[[int], None]) -> list[Box]:
    """Without the backgrounds of rows, tables and pages, and without what is filled twice. Boxes come from top to bottom."""
    tops = [box[1] for box in boxes]
    kept: list[Box] = []
    for index, box in enumerate(boxes):
        first, last = bisect_left(tops, box[1] - _SAME), bisect_right(tops, box[3])
        spend(last - first)
        near = ((at, boxes[at]) for at in range(first, last) if at != index)
        if not any(_lies_in(other, box) and not (_lies_in(box, other) and index < at) for at, other in near):
            kept.append(box)
    return kept


def _lies_in(inner: Box, outer: Box) -> bool:
    return inner[0] >= outer[0] - _SAME and inner[1] >= outer[1] - _SAME and inner[2] <= outer[2] + _SAME and inner[3] <= outer[3] + _SAME


def _groups(boxes: Sequence[Box], spend: Callable[[int], None]) -> list[list[Box]]:
    """Boxes that lie beside or below each other with at most a gap between them."""
    parents = list(range(len(boxes)))

    def root(node: int) -> int:
        while parents[node] != node:
            parents[node] = parents[parents[node]]
            node = parents[node]
        return node

    tops = [box[1] for box in boxes]
    for index, box in enumerate(boxes):
        last = bisect_right(tops, box[3] + _GAP)
        spend(last - index)
        for other in range(index + 1, last):
            if boxes[other][0] <= box[2] + _GAP and box[0] <= boxes[other][2] + _GAP:
                parents[root(other)] = root(index)
    found: dict[int, list[Box]] = {}
    for index, box in enumerate(boxes):
        found.setdefault(root(index), []).append(box)
    return [group for group in found.values() if len(group) >= _LEAST_CELLS]


def _table(boxes: Sequence[Box], spend: Callable[[int], None]) -> DrawnTable | None:
    """The table that boxes make as its cells, ``None`` if two of them claim one slot. What no box covers is no cell."""
    xs = _edges([box[0] for box in boxes], [box[2] for box in boxes])
    ys = _edges([box[1] for box in boxes], [box[3] for box in boxes])
    height, width = len(ys) - 1, len(xs) - 1
    spend(height * width)
    owners = [[-1] * width for _ in range(height)]
    cells: list[TableCell] = []
    for box in sorted(boxes, key=lambda box: (nearest(ys, box[1]), nearest(xs, box[0]))):
        left, right = nearest(xs, box[0]), nearest(xs, box[2])
        top, bottom = nearest(ys, box[1]), nearest(ys, box[3])
        if right <= left or bottom <= top or any(owner >= 0 for row in owners[top:bottom] for owner in row[left:right]):
            return None
        for row in owners[top:bottom]:
            row[left:right] = [len(cells)] * (right - left)
        cells.append(TableCell(top, left, bottom - top, right - left, box))
    beside = any(len({owner for owner in row if owner >= 0}) > 1 for row in owners)
    return DrawnTable(without_empty_lines(cells), xs, ys, tuple(map(tuple, owners))) if beside else None


def _edges(low: Sequence[float], high: Sequence[float]) -> tuple[float, ...]:
    return lines_at([*low, *high], min(low), max(high), near=_GAP)


def _explains(table: DrawnTable, chars: Sequence[Char]) -> bool:
    """Whether all that stands within the edges of a table stands in one of its cells, and numbers are among it."""
    texts: dict[int, list[str]] = {}
    x0, y0, x1, y1 = table.box
    for char in chars:
        x, y = (char.x0 + char.x1) / 2, char.middle
        if x0 <= x <= x1 and y0 <= y <= y1:
            cell = table.cell_at(x, y)
            if cell is None:
                return False
            texts.setdefault(cell, []).append(char.text)
    return any(_VALUE.issuperset(text) and any("0" <= char <= "9" for char in text) for text in texts.values())
