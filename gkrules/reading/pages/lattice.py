"""Ruling lines → tables: clusters of lines, the walls between slots, and the cells that the walls leave.

Coordinates are points from the upper left corner of a page, downwards, so that any page of fixed layout can be read.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

NEAR = 3.0  # lines of double and triple borders lie this close together
_SAME = 1.0
_LEAST_RULES = 4
_LEAST_WIDTH = 20.0
_LEAST_HEIGHT = 8.0

Box = tuple[float, float, float, float]


class RulingLine(NamedTuple):
    """A straight line along an axis: where it lies across the axis, and from where to where it runs."""

    position: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class TableCell:
    """A cell: grid coordinates of its upper left corner, spans, and its box on the page."""

    row: int
    column: int
    rowspan: int
    colspan: int
    box: Box


@dataclass(frozen=True, slots=True)
class DrawnTable:
    """A table on a page.

    `owners` says for each slot between two neighbouring lines which of `cells` covers it; -1 if none does.
    """

    cells: tuple[TableCell, ...]
    xs: tuple[float, ...]
    ys: tuple[float, ...]
    owners: tuple[tuple[int, ...], ...]

    @property
    def box(self) -> Box:
        """The outer edges."""
        return self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]

    @property
    def area(self) -> float:
        """Points squared; of two tables that hold a spot, the smaller one lies inside the other."""
        return (self.xs[-1] - self.xs[0]) * (self.ys[-1] - self.ys[0])

    def cell_at(self, x: float, y: float) -> int | None:
        """Index of the cell that holds a spot, ``None`` outside the table."""
        column, row = bisect_right(self.xs, x) - 1, bisect_right(self.ys, y) - 1
        inside = 0 <= row < len(self.owners) and 0 <= column < len(self.owners[0])
        owner = self.owners[row][column] if inside else -1
        return owner if owner >= 0 else None


def find_tables(horizontal: Iterable[RulingLine], vertical: Iterable[RulingLine], spend: Callable[[int], None]) -> list[DrawnTable]:
    """The tables that ruling lines draw, from top to bottom.

    A box of one cell is no table. `spend` is told how much work is to come and may refuse it by raising.
    """
    across, down = _merged(horizontal), _merged(vertical)
    tables = []
    for rows, columns in _components(across, down, spend):
        for part in _stacked(rows, columns):
            table = _table(*part, spend)
            if table is not None:
                tables.append(table)
    return sorted(tables, key=lambda table: (table.ys[0], table.xs[0]))


def _merged(rules: Iterable[RulingLine]) -> list[RulingLine]:
    """Rules on one line that touch (a dashed line, borders drawn cell by cell) as one, sorted by position."""
    merged: list[RulingLine] = []
    cluster: list[RulingLine] = []
    for rule in [*sorted(rules), RulingLine(float("inf"), 0, 0)]:
        if cluster and rule.position - cluster[0].position > _SAME:
            position = sum(each.position for each in cluster) / len(cluster)
            start, end = None, 0.0
            for each in sorted(cluster, key=lambda each: each.start):
                if start is not None and each.start > end + NEAR:
                    merged.append(RulingLine(position, start, end))
                    start = None
                start, end = (each.start, each.end) if start is None else (start, max(end, each.end))
            if start is not None:
                merged.append(RulingLine(position, start, end))
            cluster = []
        cluster.append(rule)
    return merged


def _components(
    across: Sequence[RulingLine], down: Sequence[RulingLine], spend: Callable[[int], None]
) -> list[tuple[list[RulingLine], list[RulingLine]]]:
    """Rules that hang together by crossing or touching."""
    parents = list(range(len(across) + len(down)))

    def root(node: int) -> int:
        while parents[node] != node:
            parents[node] = parents[parents[node]]
            node = parents[node]
        return node

    positions = [rule.position for rule in down]
    for index, rule in enumerate(across):
        first, last = bisect_left(positions, rule.start - NEAR), bisect_right(positions, rule.end + NEAR)
        spend(last - first)
        for other in range(first, last):
            if down[other].start - NEAR <= rule.position <= down[other].end + NEAR:
                parents[root(index)] = root(len(across) + other)
    found: dict[int, tuple[list[RulingLine], list[RulingLine]]] = {}
    for node in range(len(parents)):
        rows, columns = found.setdefault(root(node), ([], []))
        if node < len(across):
            rows.append(across[node])
        else:
            columns.append(down[node - len(across)])
    return list(found.values())


def _stacked(rows: Sequence[RulingLine], columns: Sequence[RulingLine]) -> list[tuple[Sequence[RulingLine], Sequence[RulingLine]]]:
    """Tables that stand directly below each other, told by their right edges; rules that make one table come back as they are.

    Where a table ends, the rule below it is as long as the wider of the two; a wall must close both at their own right edge.
    Left edges tell nothing: after a page break a merged label at the left is often drawn without its border.
    """
    whole = [(rows, columns)]
    if len(rows) < 3 or len(columns) < 3:
        return whole
    lines = lines_at([rule.position for rule in rows], rows[0].position, rows[-1].position)
    if len(lines) < 2:
        return whole  # rules so near each other that they are one
    walls = [float("-inf")] * (len(lines) - 1)
    for rule in columns:  # from left to right
        first, last = bisect_left(lines, rule.start - NEAR), bisect_right(lines, rule.end + NEAR) - 1
        if last > first:
            walls[first:last] = [rule.position] * (last - first)
    ends = [float("-inf")] * len(lines)
    for rule in rows:
        at = nearest(lines, rule.position)
        ends[at] = max(ends[at], rule.end)
    starts = [0, *(band for band in range(1, len(walls)) if abs(walls[band] - walls[band - 1]) > NEAR)]
    groups = list(zip(starts, [*starts[1:], len(walls)], strict=True))
    for first, last in groups:
        right = walls[first]
        above = max(right, walls[first - 1] if first else right)
        below = max(right, walls[last] if last < len(walls) else right)
        # A rule that runs on past the wall belongs to a cell without one, and an inner one can be no end of a table.
        longer = any(ends[line] > right + NEAR for line in range(first + 1, last))
        if longer or abs(ends[first] - above) > NEAR or abs(ends[last] - below) > NEAR:
            return whole
    if len(groups) < 2:
        return whole
    return [_cut(rows, columns, lines[first], lines[last], walls[first]) for first, last in groups]


def _cut(
    rows: Sequence[RulingLine], columns: Sequence[RulingLine], top: float, bottom: float, right: float
) -> tuple[list[RulingLine], list[RulingLine]]:
    """What of rules lies between two heights and left of an edge."""
    down = [
        rule._replace(start=max(rule.start, top), end=min(rule.end, bottom))
        for rule in columns
        if min(rule.end, bottom) - max(rule.start, top) > NEAR and rule.position < right + NEAR
    ]
    inner = [rule.start for rule in rows if top + NEAR < rule.position < bottom - NEAR]
    left = min([*inner, *(rule.position for rule in down)])
    across = [
        rule._replace(start=max(rule.start, left), end=min(rule.end, right))
        for rule in rows
        if top - NEAR <= rule.position <= bottom + NEAR and min(rule.end, right) > max(rule.start, left)
    ]
    return across, down


def nearest(lines: Sequence[float], position: float) -> int:
    """Index of the line next to a position."""
    after = min(bisect_left(lines, position), len(lines) - 1)
    return after - 1 if after and position - lines[after - 1] < lines[after] - position else after


def _table(rows: Sequence[RulingLine], columns: Sequence[RulingLine], spend: Callable[[int], None]) -> DrawnTable | None:
    if not rows or not columns or len(rows) + len(columns) < _LEAST_RULES:
        return None
    # The outer frame is closed whether it is drawn or not: at a page break the top rule is often missing over some cells.
    tops = [rule.position for rule in rows] + [edge for rule in columns for edge in (rule.start, rule.end)]
    sides = [rule.position for rule in columns] + [edge for rule in rows for edge in (rule.start, rule.end)]
    ys = lines_at([rule.position for rule in rows], min(tops), max(tops))
    xs = lines_at([rule.position for rule in columns], min(sides), max(sides))
    height, width = len(ys) - 1, len(xs) - 1
    if height * width < 2 or xs[-1] - xs[0] < _LEAST_WIDTH or ys[-1] - ys[0] < _LEAST_HEIGHT:
        return None
    spend((height + 1) * (width + 1) + len(rows) * width + len(columns) * height)
    floors = _walls(rows, ys, xs)
    sides_of = _walls(columns, xs, ys)
    spans, owners = _cells(floors, sides_of, height, width)
    if len(spans) < 2:
        return None
    cells = [
        TableCell(row, column, rowspan, colspan, (xs[column], ys[row], xs[column + colspan], ys[row + rowspan]))
        for row, column, rowspan, colspan in spans
    ]
    return DrawnTable(without_empty_lines(cells), xs, ys, tuple(tuple(row) for row in owners))


def without_empty_lines(cells: Sequence[TableCell]) -> tuple[TableCell, ...]:
    """Cells counted without the lines at which none begins: those are remains of borders."""
    rows, columns = sorted({cell.row for cell in cells}), sorted({cell.column for cell in cells})
    counted = []
    for cell in cells:
        top, left = bisect_left(rows, cell.row), bisect_left(columns, cell.column)
        bottom, right = bisect_left(rows, cell.row + cell.rowspan), bisect_left(columns, cell.column + cell.colspan)
        counted.append(TableCell(top, left, bottom - top, right - left, cell.box))
    return tuple(counted)


def lines_at(positions: Sequence[float], low: float, high: float, near: float = NEAR) -> tuple[float, ...]:
    """Positions, those near each other as one line, with the outer edges."""
    clusters: list[list[float]] = []
    for position in sorted([*positions, low, high]):
        if clusters and position - clusters[-1][-1] <= near:
            clusters[-1].append(position)
        else:
            clusters.append([position])
    return tuple((cluster[0] + cluster[-1]) / 2 for cluster in clusters)


def _walls(rules: Sequence[RulingLine], lines: Sequence[float], slots: Sequence[float]) -> list[list[bool]]:
    """For each line and each slot along it, whether rules cover at least half of the slot's edge; always at the outer lines."""
    covered = [[0.0] * (len(slots) - 1) for _ in lines]
    for rule in rules:
        line = nearest(lines, rule.position)
        first = max(0, bisect_right(slots, rule.start) - 1)
        for slot in range(first, len(slots) - 1):
            if slots[slot] >= rule.end:
                break
            covered[line][slot] += min(rule.end, slots[slot + 1]) - max(rule.start, slots[slot])
    outer = (0, len(lines) - 1)
    return [
        [at in outer or share >= (slots[slot + 1] - slots[slot]) / 2 for slot, share in enumerate(shares)]
        for at, shares in enumerate(covered)
    ]


def _cells(
    floors: Sequence[Sequence[bool]], sides: Sequence[Sequence[bool]], height: int, width: int
) -> tuple[list[tuple[int, int, int, int]], list[list[int]]]:
    """Row, column, rowspan and colspan of each cell, and the owner of each slot.

    A region that is no rectangle, because a piece of a rule is missing, is cut into rectangles.
    """
    owners = [[-1] * width for _ in range(height)]
    spans: list[tuple[int, int, int, int]] = []
    for row in range(height):
        for column in range(width):
            if owners[row][column] >= 0:
                continue
            right = column + 1
            while right < width and not sides[right][row] and owners[row][right] < 0:
                right += 1
            bottom = row + 1
            while bottom < height and _goes_on(floors, sides, bottom, column, right):
                bottom += 1
            for taken in range(row, bottom):
                owners[taken][column:right] = [len(spans)] * (right - column)
            spans.append((row, column, bottom - row, right - column))
    return spans, owners


def _goes_on(floors: Sequence[Sequence[bool]], sides: Sequence[Sequence[bool]], row: int, left: int, right: int) -> bool:
    """Whether a cell from `left` to `right` reaches into `row`: no floor above it, no wall within, walls at both sides."""
    return (
        not any(floors[row][left:right])
        and not any(sides[line][row] for line in range(left + 1, right))
        and sides[left][row]
        and sides[right][row]
    )
