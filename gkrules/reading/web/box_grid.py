"""Where the children of a CSS grid stand: placed by lines and spans, or one after another, row by row."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from gkrules.reading.limits import Limits

_REPEAT = re.compile(r"repeat\(\s*([0-9]{1,3})\s*,((?:[^()]|\([^()]*+\)){1,300}+)\)")
_BRACKETS = re.compile(r"\[[^\]]{0,200}\]|\([^()]{0,200}\)")
_LONGEST = 2_000
_NOT_CERTAIN = ("grid-auto-flow", "grid-template-areas", "grid-auto-columns", "grid")
_INTEGER = re.compile(r"-?[0-9]{1,4}")
_SPAN = re.compile(r"span ([0-9]{1,4})")


class _Track(NamedTuple):
    """Where an item stands in one direction: its first line (0 where the grid chooses), and how many tracks it covers."""

    line: int
    span: int


def placed(grid: Mapping[str, str], items: Sequence[Mapping[str, str]], limits: Limits) -> list[tuple[int, int, int, int]] | None:
    """Row, column, rows and columns of every item; ``None`` where the styles do not tell it with certainty."""
    template = grid.get("grid-template-columns") or grid.get("grid-template", "").rpartition("/")[2]
    width = _count(template)
    if not 2 <= width <= limits.max_span or any(name in grid for name in _NOT_CERTAIN):
        return None
    wanted: list[tuple[_Track, _Track]] = []
    for item in items:
        row, column = _track(item, "row", 0), _track(item, "column", width)
        if row is None or column is None or "grid-area" in item or "order" in item or (row.line and not column.line):
            return None
        if column.span > width or column.line + column.span - 1 > width or row.span > limits.max_span or row.line > limits.max_cells:
            return None
        wanted.append((row, column))
    return _Placing(width, limits).all(wanted)


class _Placing:
    """The places that are taken: a set of bits for each row."""

    def __init__(self, width: int, limits: Limits) -> None:
        self._width = width
        self._limits = limits
        self._taken: dict[int, int] = {}
        self._slots = 10 * limits.max_cells  # to look at

    def all(self, wanted: Sequence[tuple[_Track, _Track]]) -> list[tuple[int, int, int, int]] | None:
        found: dict[int, tuple[int, int, int, int]] = {}
        for index, (row, column) in enumerate(wanted):
            if row.line:
                spot = (row.line - 1, column.line - 1, row.span, column.span)
                if not self._take(spot):
                    return None  # two in one place
                found[index] = spot
        at = (0, 0)
        for index, (row, column) in enumerate(wanted):
            if not row.line:
                free = self._next_free(at, row.span, column)
                if free is None:
                    return None
                found[index] = (*free, row.span, column.span)
                at = free
        return [found[index] for index in range(len(wanted))]

    def _next_free(self, at: tuple[int, int], rows: int, column: _Track) -> tuple[int, int] | None:
        """The next free place from `at` on, in the column that is asked for, if one is; and take it."""
        at_row, at_column = at
        if column.line:
            at_row += column.line - 1 < at_column
            at_column = column.line - 1
        while self._slots >= 0:
            if at_column + column.span > self._width:
                at_row, at_column = at_row + 1, 0
            if self._take((at_row, at_column, rows, column.span)):
                return at_row, at_column
            if column.line:
                at_row += 1
            else:
                at_column += 1
        return None

    def _take(self, spot: tuple[int, int, int, int]) -> bool:
        row, column, rows, columns = spot
        bits = ((1 << columns) - 1) << column
        self._slots -= rows
        if any(self._taken.get(each, 0) & bits for each in range(row, row + rows)):
            return False
        for each in range(row, row + rows):
            self._taken[each] = self._taken.get(each, 0) | bits
        return True


def _count(template: str) -> int:
    """How many columns a template has; 0 if that depends on anything else."""
    if len(template) > _LONGEST or "auto-f" in template or "subgrid" in template or "var(" in template:
        return 0
    total = 0
    for repeat in _REPEAT.finditer(template):
        total += int(repeat[1]) * len(_BRACKETS.sub(" ", repeat[2]).split())
    rest = _BRACKETS.sub("", _REPEAT.sub(" ", template))
    return 0 if rest.strip() == "none" else total + len(rest.split())


def _track(item: Mapping[str, str], name: str, count: int) -> _Track | None:
    """Where an item stands in one direction. `count` is how many tracks there are, 0 where that is open."""
    start, _, end = item.get(f"grid-{name}", "").partition("/")
    start, end = (item.get(f"grid-{name}-start") or start).strip(), (item.get(f"grid-{name}-end") or end).strip()
    first, last = _line(start, count), _line(end, count)
    spans = [int(span[1]) for span in (_SPAN.fullmatch(start), _SPAN.fullmatch(end)) if span]
    if first is None or last is None or any(span < 1 for span in spans):
        return None
    if first and last:
        return _Track(first, last - first) if last > first else None
    if last:
        span = spans[0] if spans else 1
        return _Track(last - span, span) if last > span else None
    return _Track(first, spans[0] if spans else 1)


def _line(text: str, count: int) -> int | None:
    """A numbered line, 0 where none is named; ``None`` where it cannot be told."""
    if text in {"", "auto"} or _SPAN.fullmatch(text):
        return 0
    if not _INTEGER.fullmatch(text):
        return None
    number = int(text)
    if number < 0:
        number = count + 2 + number if count else 0
    return number if number > 0 else None
