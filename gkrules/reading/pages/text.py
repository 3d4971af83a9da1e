"""Characters with boxes → lines of text, and the text of a cell."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from gkrules.reading.pages.lattice import Box
from gkrules.reading.raised import raised

_WIDE_GAP = 0.6  # of the height of a character: a gap that separates words also between Chinese characters
_GAP = 0.15


class Char(NamedTuple):
    """A visible character and its box, from the upper left corner of the page."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def middle(self) -> float:
        """The height of its centre."""
        return (self.y0 + self.y1) / 2


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of text; `size` is the height of its tallest character."""

    text: str
    box: Box
    size: float


def lines_of(chars: Iterable[Char]) -> list[TextLine]:
    """Lines from top to bottom, each read from left to right."""
    rows: list[list[Char]] = []
    middle = size = 0.0
    for char in sorted(chars, key=lambda each: (each[2] + each[4], each[1])):
        _, _, top, _, bottom = char
        height, centre = bottom - top, (top + bottom) / 2
        if rows and centre - middle <= (height if height > size else size) / 2:
            rows[-1].append(char)
            middle += (centre - middle) / len(rows[-1])
            size = max(size, height)
        else:
            rows.append([char])
            middle, size = centre, height
    return [_line(row) for row in rows]


def cell_text(chars: Sequence[Char]) -> str:
    """The text of a cell, line by line; a label set vertically, one character a line, becomes one line."""
    if len(chars) < 2:
        return chars[0].text if chars else ""
    texts = [line.text for line in lines_of(chars)]
    if len(texts) > 2 and all(len(text) == 1 for text in texts) and not any("0" <= text <= "9" for text in texts):
        return "".join(texts)
    return "\n".join(texts)


def _line(chars: list[Char]) -> TextLine:
    chars.sort(key=lambda char: char.x0)
    size = max(char.y1 - char.y0 for char in chars)
    box = (chars[0].x0, min(char.y0 for char in chars), max(char.x1 for char in chars), max(char.y1 for char in chars))
    shown: list[Char] = []
    clash = False
    for char in chars:
        left = shown[-1] if shown else None
        if left is not None and char.x0 - left.x0 < 0.3 * min(char.x1 - char.x0, left.x1 - left.x0):
            if char.text == left.text:
                continue  # drawn twice, to look bold
            clash = True
        shown.append(char)
    if clash:
        # One text lies over another: which of them counts nobody can say, so that it must not read as one number.
        return TextLine(" / ".join(char.text for char in shown), box, size)
    tall = [char.middle for char in chars if char.y1 - char.y0 > 0.9 * size]
    middle = sum(tall) / len(tall)
    pieces: list[str] = []
    for index, char in enumerate(shown):
        if index and _apart(shown[index - 1], char, size):
            pieces.append(" ")
        high = char.y1 - char.y0 < 0.8 * size and char.middle < middle - 0.08 * size
        pieces.append(raised(char.text) if high and index else char.text)
    return TextLine("".join(pieces), box, size)


def _apart(left: Char, right: Char, size: float) -> bool:
    gap = right.x0 - left.x1
    narrow = left.text.isascii() and right.text.isascii()
    return gap > (_GAP if narrow else _WIDE_GAP) * size
