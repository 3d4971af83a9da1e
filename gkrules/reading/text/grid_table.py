"""Grid tables in text: cells drawn with ``+---+`` and ``|``, as pandoc and reStructuredText write them.

Programs align them by the width that is shown, where a Chinese character takes two columns. Cells are traced along their borders;
where a column too narrow for a wide character pushes the bars, they are counted instead.
"""

from __future__ import annotations

import re
from itertools import pairwise

from gkrules.reading.text.grid_trace import Spot, traced
from gkrules.reading.text.inline import plain_cell
from gkrules.reading.text.shown import AMBIGUOUS_TOO, columns

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
