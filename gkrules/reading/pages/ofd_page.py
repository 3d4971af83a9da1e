"""Layers of an OFD page → its characters and ruling lines, from the upper left corner, with the text upright, in points."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from gkrules.reading.faults import too_deep
from gkrules.reading.pages.lattice import Box
from gkrules.reading.pages.lines import IDENTITY, Matrix, Point, applied, box_around, if_thin, rules_of_outline, times
from gkrules.reading.pages.ofd_text import Glyph, glyphs_of
from gkrules.reading.pages.ofd_xml import child, numbers
from gkrules.reading.pages.page import Budget, PageContent

if TYPE_CHECKING:
    from lxml import etree

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
        self.width, self.height = width * _POINTS, height * _POINTS
        self.pictured = False
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
