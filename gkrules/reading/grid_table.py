"""Grid tables in text: cells drawn with ``+---+`` and ``|``, as pandoc and reStructuredText write them.

Programs align them by the width that is shown, where a Chinese character takes two columns.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

from gkrules.reading.inline import plain_cell

_RULE = re.compile(r"\s*\+(?:[-=: ]*\+)+\s*")
_DRAWN = re.compile(r"[-=]")

Spot = tuple[int, int, int, int, int, str]
"""Row, column, rowspan, colspan, line number, text."""


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
        rules = [(index, _columns(line)) for index, (_, line) in enumerate(self._lines) if is_rule(line)]
        if len(rules) < 2 or rules[-1][0] != len(self._lines) - 1:
            return None
        edges = sorted({at for _, columns in rules for at, char in columns.items() if char == "+"})
        below: dict[int, Spot] = {}  # the cell that each column stands in, by its left edge
        found: list[Spot] = []
        for row, ((start, above), (end, _)) in enumerate(pairwise(rules)):
            band = [(number, _columns(line)) for number, line in self._lines[start + 1 : end]]
            # A column too narrow for a wide character pushes the bars: as many as the table has edges still tell the cells.
            pushed = [_pushed(columns, edges) for _, columns in band]
            if band and None not in pushed:
                walls, band = edges, [(number, columns or {}) for (number, _), columns in zip(band, pushed, strict=True)]
            else:
                walls = [at for at in edges if band and all(columns.get(at) in {"|", "+"} for _, columns in band)]
            if (
                len(walls) < 2
                or walls[0] != edges[0]
                or walls[-1] != edges[-1]
                or any(max(columns, default=0) > edges[-1] for _, columns in band)
            ):
                return None
            for left, right in pairwise(walls):
                text = "\n".join(filter(None, ("".join(_between(columns, left, right)).strip() for _, columns in band)))
                column, width = edges.index(left), edges.index(right) - edges.index(left)
                drawn = all(above.get(at, " ") in "-=+:" for at in range(left, right + 1))
                if not drawn and left in below and below[left][3] == width:
                    old = below[left]
                    found.remove(old)
                    joined = "\n".join(filter(None, (old[5], text)))
                    below[left] = (old[0], column, old[2] + 1, width, old[4], joined)
                elif not drawn:
                    return None
                else:
                    below[left] = (row, column, 1, width, self._lines[start + 1][0], text)
                found.append(below[left])
        return [(*spot[:5], plain_cell(spot[5])) for spot in sorted(found)]


def _columns(line: str) -> dict[int, str]:
    """The characters of a line by the column in which they are shown."""
    shown: dict[int, str] = {}
    at = 0
    for char in line.rstrip("\n"):
        if unicodedata.combining(char):
            continue
        shown[at] = char
        at += 2 if unicodedata.east_asian_width(char) in "WF" else 1
    return shown


def _pushed(columns: dict[int, str], edges: list[int]) -> dict[int, str] | None:
    """A line whose bars do not stand at the edges, with its cells moved between these; ``None`` where it has more or fewer bars."""
    pieces = "".join(columns.values()).strip().split("|")
    if len(pieces) != len(edges) + 1 or pieces[0] or pieces[-1]:
        return None
    return {left + 1: piece for left, piece in zip(edges, pieces[1:-1], strict=False)}


def _between(columns: dict[int, str], left: int, right: int) -> list[str]:
    return [columns[at] for at in range(left + 1, right) if at in columns]
