"""Where the places of a Word file are in its XML, by the counting of its reader: a tree as it is stored, beside one that is read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gkrules.model.places import Place
from gkrules.reading.containers.package import Package
from gkrules.reading.faults import damaged
from gkrules.reading.limits import Limits
from gkrules.reading.word.docx import PREFIX, traced
from gkrules.reading.word.shown import SHOWN, inside, pieces

if TYPE_CHECKING:
    from lxml import etree

_NUMBERED = frozenset({"p", "tc", *(name.rpartition("}")[2] for name in SHOWN)})
_NUMBER = "stored"
"""The attribute that says which of the stored elements one of the plain tree was."""


@dataclass(frozen=True, slots=True)
class Bit:
    """A character that is shown and no blank: that at `offset` of `element`, or all of `element` where its text is shown otherwise."""

    char: str
    element: etree._Element
    offset: int | None


@dataclass(frozen=True, slots=True)
class Spots:
    """The main part of a Word file.

    Attributes:
        root: as it is stored.
        elements: by place, the paragraphs (several where a tracked change joins them) or the cell; of a table its first cell.
    """

    root: etree._Element
    elements: dict[Place, list[etree._Element]]
    _plain: dict[Place, list[etree._Element]]
    _stored: list[etree._Element]

    def paragraphs(self) -> Iterator[Place]:
        """The places of the paragraphs outside tables, in reading order."""
        return (place for place in self.elements if place.paragraph is not None)

    def bits(self, place: Place) -> list[Bit]:
        """The characters of the paragraphs at a place, without white space and without the numbers of lists."""
        return [bit for paragraph in self._plain.get(place, ()) for bit in self._bits(pieces(inside(paragraph, []), []))]

    def number(self, place: Place) -> str:
        """The number of a list that is printed before the paragraph."""
        return "".join(paragraph.get(PREFIX) or "" for paragraph in self._plain.get(place, ())[:1])

    def _bits(self, shown: Iterable[tuple[etree._Element, str]]) -> Iterator[Bit]:
        for plain, text in shown:
            number = plain.get(_NUMBER)
            if number is None:
                continue
            element = self._stored[int(number)]
            # Raised digits and formulas are written out: one character of them may be several, or none.
            as_stored = (element.text or "") == text
            for offset, char in enumerate(text):
                if not char.isspace():
                    yield Bit(char, element, offset if as_stored else None)


def spots_of(package: Package, limits: Limits, kind: str = "docx") -> Spots:
    """The spots of a Word file.

    Raises:
        DocumentError: see `gkrules.reading.word.docx.read`.
    """
    root = package.xml(package.main_name())
    if root is None:
        raise damaged("reading/broken.no-main-part")
    plain = deepcopy(root)
    stored: list[etree._Element] = []
    for mine, other in zip(root.iter(), plain.iter(), strict=True):
        if mine.tag.rpartition("}")[2] in _NUMBERED:
            other.set(_NUMBER, str(len(stored)))
            stored.append(mine)
    places = traced(package, plain, limits, kind)
    elements = {place: [stored[int(each.get(_NUMBER) or 0)] for each in found] for place, found in places.items()}
    return Spots(root, elements, places, stored)
