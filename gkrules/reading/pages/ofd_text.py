"""A text object of an OFD page → its characters, each with its box.

Fonts are not opened: how wide a character is follows from where the next one stands, and its text is that of the ``TextCode``,
whatever glyphs ``CGTransform`` draws for it.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Callable, Iterator
from itertools import repeat
from typing import TYPE_CHECKING, NamedTuple

from gkrules.reading.pages.lattice import Box
from gkrules.reading.pages.lines import Matrix, applied, box_around, times
from gkrules.reading.pages.ofd_xml import child, children, number

if TYPE_CHECKING:
    from lxml import etree

_ASCENT, _DESCENT = 0.88, 0.12  # of the size of a font of Chinese characters
_NARROW = 0.5  # of its size: the width of digits and marks of ASCII


class Glyph(NamedTuple):
    """A character on the page as it is stored; its text runs to the right, turned clockwise by `quarters`."""

    text: str
    box: Box
    quarters: int
    hidden: bool


def glyphs_of(element: etree._Element, matrix: Matrix, spend: Callable[[int], None], *, shown: bool) -> Iterator[Glyph]:
    """The characters of a text object. `matrix` leads from its space to the page; `spend` counts characters and may raise."""
    size = number(element.get("Size"))
    if size <= 0:
        return
    hidden = not shown or not _drawn(element)
    stretch = number(element.get("HScale"), 1.0) or 1.0
    turned = round(number(element.get("CharDirection")) / 90) % 4
    quarters = (turned + round(math.atan2(matrix[1], matrix[0]) / (math.pi / 2))) % 4
    x = y = 0.0
    for code in children(element, "TextCode"):
        text = _text(code, element)
        spend(len(text))
        x, y = number(code.get("X"), x), number(code.get("Y"), y)
        across, down = _steps(code.get("DeltaX"), len(text)), _steps(code.get("DeltaY"), len(text))
        at_x, at_y = x, y
        for index, char in enumerate(text):
            width = _width(char, size, stretch)
            step_x = across[index] if index < len(across) else None
            step_y = down[index] if index < len(down) else None
            if step_x is None and step_y is None:
                step_x = width  # only the font knows
            if not _blank(char):
                room = abs(step_x) if step_x and not turned else width
                # Letters are as wide as the room they have; what stands apart is wide as such characters usually are.
                yield Glyph(char, _box(at_x, at_y, min(width, room), size, turned, matrix), quarters, hidden)
            at_x += step_x or 0.0
            at_y += step_y or 0.0


def _box(x: float, y: float, width: float, size: float, turned: int, matrix: Matrix) -> Box:
    cosine, sine = ((1, 0), (0, 1), (-1, 0), (0, -1))[turned]
    placed = times((cosine, sine, -sine, cosine, x, y), matrix)
    corners = ((0, -_ASCENT * size), (width, -_ASCENT * size), (0, _DESCENT * size), (width, _DESCENT * size))
    return box_around([applied(placed, *corner) for corner in corners])


def _width(char: str, size: float, stretch: float) -> float:
    if not char.isascii():
        return size * stretch
    return size * stretch * (0.9 if char.isalpha() or char in "%@&" else 0.56 if char.isdigit() else _NARROW)


def _text(code: etree._Element, element: etree._Element) -> str:
    text = code.text or ""
    if "\n" in text:
        text = text.strip()  # markup that was set out in lines
    if text:
        return text
    # Glyphs without characters still stand there: dropped out of a number they would leave another one.
    count = sum(int(number(each.get("CodeCount"), 1)) for each in children(element, "CGTransform"))
    return "\ufffd" * max(0, min(count, 1_000))


def _blank(char: str) -> bool:
    """Whether nothing is drawn: blanks are told by gaps, and marks of format have no width."""
    return char.isspace() or unicodedata.category(char) == "Cf"


def _steps(text: str | None, count: int) -> list[float]:
    """Distances from character to character: numbers, or ``g n v`` for `v`, repeated `n` times; no more than are needed."""
    found: list[float] = []
    words = iter((text or "").replace(",", " ").split())
    for word in words:
        if len(found) >= count:
            break
        if word.lower() != "g":
            found.append(number(word))
            continue
        times_given, step = next(words, ""), next(words, "")
        found.extend(repeat(number(step), max(0, min(int(number(times_given)), count - len(found)))))
    return found


def _drawn(element: etree._Element) -> bool:
    """Whether the characters have any colour."""
    filled = element.get("Fill", "true").strip() != "false" and not _clear(child(element, "FillColor"))
    stroked = element.get("Stroke", "false").strip() == "true" and not _clear(child(element, "StrokeColor"))
    return filled or stroked


def _clear(colour: etree._Element | None) -> bool:
    return colour is not None and colour.get("Alpha", "255").strip() == "0"
