"""Grid tables in text: cells drawn with ``+---+`` and ``|``, as pandoc and reStructuredText write them.

Programs align them by the width that is shown, where a Chinese character takes two columns. Cells are traced along their borders: right,
down, left and up from each corner; where a column too narrow for a wide character pushes the bars, they are counted instead.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from gkrules.reading.text.inline import plain_cell
from gkrules.reading.text.shown import AMBIGUOUS_TOO, columns

Spot = tuple[int, int, int, int, int, str]
"""Row, column, rowspan, colspan, index of the line, text."""

_Box = tuple[int, int, int, int]
"""Top, left, bottom, right: lines and columns of the borders."""

_MOST_STEPS = 4_000_000
_ACROSS = frozenset("-=+:")
_DOWN = frozenset("|+")


def traced(shown: Sequence[dict[int, str]]) -> list[Spot] | None:
    """The cells of a table from the characters of its lines by the column in which they are shown; ``None`` where borders are open."""
    width = max((max(columns, default=-1) for columns in shown), default=-1)
    if width < 1 or any(max(columns, default=-1) != width for columns in shown):
        return None
    tracer = _Tracer(shown, width)
    boxes = tracer.boxes()
    if boxes is None:
        return None
    tops, lefts = (
        sorted({box[0] for box in boxes} | {box[2] for box in boxes}),
        sorted({box[1] for box in boxes} | {box[3] for box in boxes}),
    )
    spots = []
    for top, left, bottom, right in boxes:
        row, column = tops.index(top), lefts.index(left)
        lines = ("".join(columns[at] for at in range(left + 1, right) if at in columns).strip() for columns in shown[top + 1 : bottom])
        text = "\n".join(filter(None, lines))
        spots.append((row, column, tops.index(bottom) - row, lefts.index(right) - column, min(top + 1, len(shown) - 1), text))
    return sorted(spots)


class _Tracer:
    def __init__(self, shown: Sequence[dict[int, str]], width: int) -> None:
        self._shown, self._width = shown, width
        self._steps = 0

    def boxes(self) -> list[_Box] | None:
        """All cells, which together cover the table; ``None`` where they do not, or where it takes too long to find them."""
        corners, found = {(0, 0)}, set()
        area = 0
        while corners:
            corner = min(corners)
            corners.remove(corner)
            box = self._box(*corner)
            if self._steps > _MOST_STEPS:
                return None
            if box is None or box in found:
                continue
            found.add(box)
            top, left, bottom, right = box
            area += (bottom - top) * (right - left)
            if bottom < len(self._shown) - 1:
                corners.add((bottom, left))
            if right < self._width:
                corners.add((top, right))
        return sorted(found) if area == (len(self._shown) - 1) * self._width else None

    def _at(self, line: int, column: int) -> str:
        self._steps += 1
        return self._shown[line].get(column, " ")

    def _box(self, top: int, left: int) -> _Box | None:
        """The smallest cell whose upper left corner is here."""
        if self._at(top, left) != "+":
            return None
        for right in range(left + 1, self._width + 1):
            char = self._at(top, right)
            if char not in _ACROSS:
                return None
            if char == "+":
                for bottom in range(top + 1, len(self._shown)):
                    side = self._at(bottom, right)
                    if side not in _DOWN:
                        break
                    if side == "+" and self._closes(top, left, bottom, right):
                        return top, left, bottom, right
        return None

    def _closes(self, top: int, left: int, bottom: int, right: int) -> bool:
        return (
            self._at(bottom, left) == "+"
            and all(self._at(bottom, column) in _ACROSS for column in range(left + 1, right))
            and all(self._at(line, left) in _DOWN for line in range(top + 1, bottom))
        )


_RULE = re.compile(r"\s*\+(?:[-=: ]*\+)+\s*")
_DRAWN = re.compile(r"[-=]")


def is_rule(line: str) -> bool:
    """Whether a line is the rule above, between or below rows."""
    return _RULE.fullmatch(line) is not None and _DRAWN.search(line) is not None


class GridTable:
    """Successive lines of a grid table, the first of them a rule."""

    def __init__(self) -> None:
        self._lines: list[tuple[int, str]] = []

    def takes(self, line: str) -> bool:
        """Whether a line goes on with the table."""
        return line.lstrip().startswith(("|", "+")) and line.rstrip().endswith(("|", "+"))

    def add(self, line: str, number: int) -> None:
        """Take the next line."""
        self._lines.append((number, line))

    def texts(self) -> list[tuple[int, str]]:
        """The lines as they stand, with their numbers."""
        return self._lines

    def cells(self) -> list[Spot] | None:
        """The cells; ``None`` where the lines do not stand under each other."""
        width = max(columns(self._lines[0][1]), default=0)
        shown = [_fitting(line, width) for _, line in self._lines]
        spots = traced(shown)
        if spots is None:
            spots = self._counted(shown)
        if spots is None:
            return None
        return [(row, column, height, width, self._lines[line][0], plain_cell(text)) for row, column, height, width, line, text in spots]

    def _counted(self, shown: list[dict[int, str]]) -> list[Spot] | None:
        """The cells between the bars of each line, where every line has as many as the table has borders."""
        rules = [index for index, (_, line) in enumerate(self._lines) if is_rule(line)]
        if len(rules) < 2 or rules[-1] != len(self._lines) - 1:
            return None
        borders = {sum(char == "+" for char in shown[index].values()) for index in rules}
        if len(borders) != 1:
            return None
        found: list[Spot] = []
        for row, (start, end) in enumerate(pairwise(rules)):
            lines = ["".join(columns.values()).strip().split("|") for columns in shown[start + 1 : end]]
            if not lines or {len(pieces) for pieces in lines} != {next(iter(borders)) + 1}:
                return None
            for column, pieces in enumerate(zip(*(line[1:-1] for line in lines), strict=True)):
                text = "\n".join(filter(None, (piece.strip() for piece in pieces)))
                found.append((row, column, 1, 1, start + 1, text))
        return found


def _fitting(line: str, width: int) -> dict[int, str]:
    """The characters of a line by column; programs take quotes and the like for as wide as Chinese characters, or do not."""
    narrow = columns(line)
    if max(narrow, default=0) == width:
        return narrow
    wide = columns(line, AMBIGUOUS_TOO)
    return wide if max(wide, default=0) == width else narrow
