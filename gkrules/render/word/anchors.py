"""The marks of a comment in the text: where they may stand, and runs that are split so that they stand just around a sentence."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gkrules.reading.word.spots import Bit

if TYPE_CHECKING:
    from lxml import etree

_NO_COMMENTS = frozenset({"txbxContent", "AlternateContent"})
"""Word refuses comments in text boxes, and of two forms of one content it reads only one: there the paragraph around gets the comment."""
_HOLDING = frozenset({"p", "ins", "hyperlink"})
"""What may hold the marks; anything else (controls, fields, formulas) is inside or outside as a whole."""
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def name_of(element: etree._Element) -> str:
    """The name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def paragraphs_in(cell: etree._Element) -> list[etree._Element]:
    """The paragraphs of a cell that may hold a comment; where it cannot be there itself, the paragraph around it."""
    around = _paragraph_outside(cell)
    if around is not None:
        return [around]
    found = [element for element in cell.iter(f"{_space(cell)}p") if _paragraph_outside(element) is None]
    return [element for element in found if _cell_around(element) is cell] or found


def commentable(paragraph: etree._Element) -> etree._Element:
    """The paragraph, or the one around its text box."""
    around = _paragraph_outside(paragraph)
    return paragraph if around is None else around


def _paragraph_outside(element: etree._Element) -> etree._Element | None:
    """The paragraph around all that holds no comments and `element`; ``None`` if nothing of the kind is around it."""
    outermost = None
    for ancestor in element.iterancestors():
        if name_of(ancestor) in _NO_COMMENTS:
            outermost = ancestor
    if outermost is None:
        return None
    return next((ancestor for ancestor in outermost.iterancestors() if name_of(ancestor) == "p"), None)


def _cell_around(paragraph: etree._Element) -> etree._Element | None:
    return next((ancestor for ancestor in paragraph.iterancestors() if name_of(ancestor) == "tc"), None)


def _space(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[0] + "}"


@dataclass(slots=True)
class Marker:
    """Sets the marks of comments into one document; it remembers what it has split."""

    namespace: str
    _parts: dict[etree._Element, list[tuple[int, etree._Element]]]

    def __init__(self, namespace: str) -> None:
        self.namespace = namespace
        self._parts = {}

    def around_paragraphs(self, first: etree._Element, last: etree._Element, number: int) -> None:
        """Mark all of some paragraphs."""
        properties = next((each for each in first if name_of(each) == "pPr"), None)
        start = self._mark("commentRangeStart", number)
        if properties is None:
            first.insert(0, start)
        else:
            properties.addnext(start)
        last.append(self._mark("commentRangeEnd", number))
        last.append(self._reference(number))

    def around_text(self, first: Bit, last: Bit, number: int) -> bool:
        """Mark the text from one character to another; not where it stands in what holds no comments."""
        if any(_paragraph_outside(bit.element) is not None for bit in (first, last)):
            return False
        # The start first: what is split off behind the end leaves the run that begins there where it is.
        start = _outer(self._split(first, after=False), after=False)
        end = _outer(self._split(last, after=True), after=True)
        if end is None or start is None:
            return False
        start.addprevious(self._mark("commentRangeStart", number))
        reference = self._reference(number)
        end.addnext(reference)
        reference.addprevious(self._mark("commentRangeEnd", number))
        return True

    def _mark(self, name: str, number: int) -> etree._Element:
        from lxml import etree

        mark = etree.Element(f"{{{self.namespace}}}{name}")
        mark.set(f"{{{self.namespace}}}id", str(number))
        return mark

    def _reference(self, number: int) -> etree._Element:
        from lxml import etree

        run = etree.Element(f"{{{self.namespace}}}r")
        # As small as Word sets it, so that no line grows higher.
        size = etree.SubElement(etree.SubElement(run, f"{{{self.namespace}}}rPr"), f"{{{self.namespace}}}sz")
        size.set(f"{{{self.namespace}}}val", "16")
        run.append(self._mark("commentReference", number))
        return run

    def _split(self, bit: Bit, *, after: bool) -> etree._Element:
        """The run, or what else, that ends behind a character, or begins with it."""
        text, at = bit.element, bit.offset
        run = text.getparent()
        if run is None or run.tag != f"{{{self.namespace}}}r":
            return text  # of a formula
        if at is not None and name_of(text) == "t":
            text, at = self._part(bit.element, at)
            at += after
            if 0 < at < len(text.text or ""):
                return self._cut(bit.element, text, at, after=after)
            return self._parted(text, after=at > 0)
        return self._parted(text, after=after)

    def _part(self, text: etree._Element, at: int) -> tuple[etree._Element, int]:
        """The piece that a character stands in, of a text that may have been split."""
        start, piece = max(((start, piece) for start, piece in self._parts.get(text, [(0, text)]) if start <= at), key=lambda each: each[0])
        return piece, at - start

    def _cut(self, whole: etree._Element, text: etree._Element, at: int, *, after: bool) -> etree._Element:
        """Split a text, and its run there."""
        rest = deepcopy(text)
        rest.tail = None
        rest.text, text.text = (text.text or "")[at:], (text.text or "")[:at]
        for each in (text, rest):
            each.set(_SPACE, "preserve")
        text.addnext(rest)
        parts = self._parts.setdefault(whole, [(0, whole)])
        start = next(start for start, piece in parts if piece is text)
        parts.append((start + at, rest))
        return self._parted(text, after=True) if after else self._parted(rest, after=False)

    @staticmethod
    def _parted(content: etree._Element, *, after: bool) -> etree._Element:
        """The run that ends with a content, or begins with it: what stands on the other side goes into a run of its own."""
        run = content.getparent()
        assert run is not None  # noqa: S101 - the caller looked
        inner = [each for each in run if name_of(each) != "rPr"]
        at = inner.index(content) + after
        if at == 0 or at == len(inner):
            return run
        other = run.makeelement(run.tag, {str(name): str(value) for name, value in run.attrib.items()})
        properties = next((each for each in run if name_of(each) == "rPr"), None)
        if properties is not None:
            other.append(deepcopy(properties))
        other.extend(inner[at:])
        run.addnext(other)
        return run if after else other


def _outer(element: etree._Element, *, after: bool) -> etree._Element | None:
    """The element around that a mark may stand beside: outside of controls and formulas, and of fields that only start or end there."""
    held = _held(element)
    if held is None:
        return None
    paragraph = next((each for each in held.iterancestors() if name_of(each) == "p"), None)
    field = None if paragraph is None else _field_around(held, paragraph)
    if field is None:
        return held
    return _held(field[1 if after else 0])


def _held(element: etree._Element) -> etree._Element | None:
    """The element around that stands where a mark may stand."""
    parent = element.getparent()
    while parent is not None and name_of(parent) not in _HOLDING:
        element, parent = parent, parent.getparent()
    return None if parent is None else element


def _field_around(element: etree._Element, paragraph: etree._Element) -> tuple[etree._Element, etree._Element] | None:
    """The runs in which the outermost field that holds an element begins and ends, if both are in the paragraph."""
    space = _space(paragraph)
    marks = list(paragraph.iter(f"{space}fldChar"))
    if not marks:
        return None
    order = {each: number for number, each in enumerate(paragraph.iter())}
    waiting: list[etree._Element] = []
    for mark in marks:
        kind = mark.get(f"{space}fldCharType")
        if kind == "begin":
            waiting.append(mark)
        elif kind == "end" and waiting:
            begin = waiting.pop()
            if not waiting and order[begin] <= _last(element, order) and order[element] <= order[mark]:
                first, last = begin.getparent(), mark.getparent()
                return None if first is None or last is None else (first, last)
    return None


def _last(element: etree._Element, order: dict[etree._Element, int]) -> int:
    return max(order[each] for each in element.iter())
