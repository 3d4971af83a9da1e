"""What stands on a page of fixed layout (PDF, OFD): characters and ruling lines, and how much of it a document may hold.

Coordinates are points from the upper left corner of a page whose text stands upright, downwards.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from gkrules.reading.faults import over_limit, too_many_characters
from gkrules.reading.limits import Limits
from gkrules.reading.pages.lattice import Box, RulingLine
from gkrules.reading.pages.text import Char


@dataclass(slots=True)
class Budget:
    """What a document may still hold."""

    limits: Limits
    characters: int = 0
    objects: int = 0
    slots: int = 0

    def add_characters(self, count: int) -> None:
        """Count characters.

        Raises:
            DocumentError: ``limit_characters``.
        """
        self.characters += count
        if self.characters > self.limits.max_characters:
            raise too_many_characters(self.limits.max_characters)

    def add_objects(self, count: int) -> None:
        """Count drawn objects and the pieces of their paths.

        Raises:
            DocumentError: ``limit_objects``.
        """
        self.objects += count
        limit = self.limits.max_objects
        if self.objects > limit:
            raise over_limit("reading/objects.drawn", most=limit)

    def add_slots(self, count: int) -> None:
        """Count the slots of tables.

        Raises:
            DocumentError: ``limit_objects``.
        """
        self.slots += count
        limit = self.limits.max_objects
        if self.slots > limit:
            raise over_limit("reading/objects.slots", most=limit)


@dataclass(slots=True)
class PageContent:
    """What stands on a page.

    `hidden` are characters that are not drawn, as recognition puts them behind a picture; `pictured` is how much of the page
    pictures cover, as a share of its area; `fills` are filled rectangles that are no lines. Where the characters were `recognised`
    in a picture, `confidences` say for spots among them how certain they are, and whether a number was read there.
    """

    width: float
    height: float
    pictured: float = 0.0
    chars: list[Char] = field(default_factory=list)
    hidden: list[Char] = field(default_factory=list)
    horizontal: list[RulingLine] = field(default_factory=list)
    vertical: list[RulingLine] = field(default_factory=list)
    fills: list[Box] = field(default_factory=list)
    recognised: bool = False
    confidences: list[tuple[tuple[float, float], float, bool]] = field(default_factory=list)

    def add_char(self, text: str, box: Box, *, hidden: bool) -> None:
        """Take a character whose centre lies on the page."""
        x0, y0, x1, y1 = box
        if 0 <= (x0 + x1) / 2 <= self.width and 0 <= (y0 + y1) / 2 <= self.height:
            (self.hidden if hidden else self.chars).append(Char(text, x0, y0, x1, y1))

    def add_picture(self, box: Box) -> None:
        """Take the box of a picture."""
        wide = min(box[2], self.width) - max(box[0], 0)
        high = min(box[3], self.height) - max(box[1], 0)
        if wide > 0 and high > 0:
            self.pictured += wide * high / (self.width * self.height)

    def add_rule(self, box: Box) -> None:
        """Take the box of a ruling line, unless it lies off the page."""
        x0, y0, x1, y1 = box
        if x1 < 0 or y1 < 0 or x0 > self.width or y0 > self.height:
            return
        if x1 - x0 >= y1 - y0:
            self.horizontal.append(RulingLine((y0 + y1) / 2, x0, x1))
        if y1 - y0 >= x1 - x0:
            self.vertical.append(RulingLine((x0 + x1) / 2, y0, y1))
