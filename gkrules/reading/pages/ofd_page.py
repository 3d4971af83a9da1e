"""Layers of an OFD page and their text objects → characters with boxes, and ruling lines, from the upper left corner, the text upright.

Parts have no namespaces, which producers write in several ways. Fonts are not opened: how wide a character is follows from where the next
one stands, and its text is that of the ``TextCode``, whatever glyphs ``CGTransform`` draws for it.
"""

from __future__ import annotations

import math
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from itertools import repeat
from typing import TYPE_CHECKING, NamedTuple

from gkrules.reading.containers.package import Package
from gkrules.reading.faults import too_deep
from gkrules.reading.pages.lattice import Box
from gkrules.reading.pages.lines import IDENTITY, Matrix, Point, applied, box_around, if_thin, rules_of_outline, times
from gkrules.reading.pages.page import Budget, PageContent

if TYPE_CHECKING:
    from lxml import etree

_FARTHEST = 1e7  # no coordinate on a page is larger


def read_xml(package: Package, name: str) -> etree._Element | None:
    """The root of a part, all names without their namespace; ``None`` if there is no such part.

    Raises:
        DocumentError: ``damaged``, ``unsafe`` or ``limit_…``.
    """
    root = package.xml(name)
    if root is not None:
        for element in root.iter("{*}*"):
            element.tag = str(element.tag).rpartition("}")[2]
    return root


def child(element: etree._Element | None, name: str) -> etree._Element | None:
    """The first child of a name."""
    return None if element is None else element.find(name)


def children(element: etree._Element | None, name: str) -> list[etree._Element]:
    """The children of a name."""
    return [] if element is None else element.findall(name)


def path_of(element: etree._Element | None) -> str:
    """The text of an element, which names a part or holds numbers."""
    return "" if element is None else (element.text or "").strip().replace("\\", "/")


def number(text: str | None, default: float = 0.0) -> float:
    """A number, or `default` where there is none or none that can stand on a page."""
    try:
        value = float(text) if text else default
    except ValueError:
        return default
    return value if math.isfinite(value) and abs(value) < _FARTHEST else default


def numbers(text: str | None) -> list[float]:
    """Numbers apart by blanks; empty if one of them is none."""
    found = [number(word, math.nan) for word in (text or "").replace(",", " ").split()]
    return [] if any(math.isnan(each) for each in found) else found


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


_POINTS = 72 / 25.4
_DEEPEST = 16
_WHOLE_PAGE = 0.8  # of its area: a picture as large as that is one of the page itself
_TAKEN = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}
_CURVES = {"Q", "B", "A"}


class PageReader:
    """Collects what the layers of a page show.

    Args:
        box: left, top, width and height of the page in millimetres.
        budget: what the document may still hold.
        composites: gives the drawings that are used by reference.
    """

    def __init__(
        self, box: tuple[float, float, float, float], budget: Budget, composites: Callable[[], Mapping[str, etree._Element]]
    ) -> None:
        left, top, width, height = box
        self.width: float = width * _POINTS
        self.height: float = height * _POINTS
        self.pictured: bool = False
        self._outer: Matrix = (_POINTS, 0, 0, _POINTS, -left * _POINTS, -top * _POINTS)
        self._budget = budget
        self._composites = composites
        self._units: Mapping[str, etree._Element] | None = None
        self._glyphs: list[Glyph] = []
        self._rules: list[Box] = []

    def add(self, layer: etree._Element) -> None:
        """Take the objects of a layer.

        Raises:
            DocumentError: ``limit_…``.
        """
        self._add(layer, self._outer, shown=_shown(layer), depth=0)

    def content(self) -> PageContent:
        """What was taken, turned so that most of its text stands upright."""
        quarters = Counter(glyph.quarters for glyph in self._glyphs)
        turn = quarters.most_common(1)[0][0] if quarters else 0
        wide, high = (self.height, self.width) if turn % 2 else (self.width, self.height)
        page = PageContent(wide, high)
        for glyph in self._glyphs:
            page.add_char(glyph.text, self._turned(glyph.box, turn), hidden=glyph.hidden)
        for rule in self._rules:
            page.add_rule(self._turned(rule, turn))
        return page

    def _turned(self, box: Box, turn: int) -> Box:
        x0, y0, x1, y1 = box
        if turn == 1:  # the text runs down the page
            return y0, self.width - x1, y1, self.width - x0
        if turn == 2:
            return self.width - x1, self.height - y1, self.width - x0, self.height - y0
        if turn == 3:
            return self.height - y1, x0, self.height - y0, x1
        return box

    def _add(self, container: etree._Element, outer: Matrix, *, shown: bool, depth: int) -> None:
        if depth > _DEEPEST:
            raise too_deep("depth", _DEEPEST)
        self._budget.add_objects(len(container))
        for element in container:
            if element.tag == "PageBlock":
                self._add(element, outer, shown=shown and _shown(element), depth=depth + 1)
            elif element.tag == "TextObject":
                glyphs = glyphs_of(element, times(_matrix(element), outer), self._budget.add_characters, shown=shown and _shown(element))
                self._glyphs.extend(glyphs)
            elif not (shown and _shown(element)):
                continue
            elif element.tag == "PathObject":
                self._rules.extend(self._drawn(element, times(_matrix(element), outer)))
            elif element.tag == "ImageObject":
                self._picture(element, outer)
            elif element.tag == "CompositeObject":
                if self._units is None:
                    self._units = self._composites()
                unit = self._units.get(element.get("ResourceID", ""))
                if unit is not None:
                    self._add(unit, times(_matrix(element), outer), shown=shown, depth=depth + 1)

    def _picture(self, element: etree._Element, outer: Matrix) -> None:
        boundary = numbers(element.get("Boundary"))
        if len(boundary) != 4:
            return
        left, top, width, height = boundary
        corners = [applied(outer, left, top), applied(outer, left + width, top + height)]
        x0, y0, x1, y1 = box_around(corners)
        if (x1 - x0) * (y1 - y0) > _WHOLE_PAGE * self.width * self.height:
            self.pictured = True
        self._rules.extend(if_thin(corners))

    def _drawn(self, element: etree._Element, matrix: Matrix) -> Iterator[Box]:
        """The ruling lines of a path."""
        stroked, filled = element.get("Stroke", "true").strip() != "false", element.get("Fill", "false").strip() == "true"
        data = child(element, "AbbreviatedData")
        if data is None or not (stroked or filled):
            return
        words = (data.text or "").replace(",", " ").split()
        self._budget.add_objects(len(words) // 3)
        for points, curved in _outlines(words):
            yield from rules_of_outline([applied(matrix, x, y) for x, y in points], curved=curved, stroked=stroked)


def _outlines(words: list[str]) -> Iterator[tuple[list[Point], bool]]:
    """The outlines of a path, each with whether it has a curve. What comes after a word of no meaning is not drawn."""
    points: list[Point] = []
    curved = False
    at = 0
    while at < len(words):
        command = words[at]
        count = _TAKEN.get(command)
        operands = numbers(" ".join(words[at + 1 : at + 1 + count])) if count else []
        if count is None or len(operands) != count:
            break
        at += 1 + count
        if command in {"S", "M"}:
            yield points, curved
            points, curved = [], False
        if command == "C":
            if points and points[0] != points[-1]:
                points.append(points[0])
            continue
        curved = curved or command in _CURVES
        points.append((operands[-2], operands[-1]))
    yield points, curved


def _shown(element: etree._Element) -> bool:
    return element.get("Visible", "true").strip() != "false" and element.get("Alpha", "255").strip() != "0"


def _matrix(element: etree._Element) -> Matrix:
    """From the space of an object to that around it: its own matrix, then the corner of its boundary."""
    boundary = numbers(element.get("Boundary"))
    left, top = boundary[:2] if len(boundary) == 4 else (0.0, 0.0)
    own = numbers(element.get("CTM"))
    inner: Matrix = (own[0], own[1], own[2], own[3], own[4], own[5]) if len(own) == 6 else IDENTITY
    return times(inner, (1, 0, 0, 1, left, top))
