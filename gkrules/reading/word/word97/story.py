"""From the stories of a Word file to the ``body`` that the walk over WordprocessingML reads."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lxml import etree

from gkrules.reading.word.word97.container import WordFile, plc, u32
from gkrules.reading.word.word97.lists import number_properties
from gkrules.reading.word.word97.paragraphs import Paragraph, Reader
from gkrules.reading.word.word97.tables import Builder
from gkrules.reading.word.word97.text import Text, whole_characters
from gkrules.reading.word.word97.visible import Spans, Visible

if TYPE_CHECKING:
    from gkrules.reading.limits import Limits
    from gkrules.reading.word.word97.formatting import Styles

_SHAPES, _BOXES = 40, 56
_SHAPE_SIZE, _BOX_SIZE = 26, 22
_DRAWN = "\x08"
_SAID = str.maketrans({"\x0b": "\n", "\x0c": "\n", "\x0e": "\n", "\x1e": "-", "\xad": None})
_UNSAID = re.compile("[\x00-\x08\x0f-\x1f\ufffe\uffff]")


@dataclass(slots=True)
class Found:
    """What was met on the way that the tree does not show."""

    irregular: int = 0
    covered: int = 0
    lost_boxes: int = 0
    broken_fields: bool = False
    deleted: bool = False


@dataclass(slots=True)
class Stories:
    """Builds the tree of the main story, with the text boxes behind the paragraphs that they hang on."""

    word: WordFile
    text: Text
    reader: Reader
    spans: Spans
    styles: Styles
    limits: Limits
    found: Found = field(default_factory=Found)

    def body(self) -> etree._Element:
        """The ``body`` of the file.

        Raises:
            DocumentError: ``damaged`` or ``limit_…``.
        """
        boxes = self._boxes()
        anchors = self._anchors()
        by_position = {anchors[shape]: shape for shape in boxes if shape in anchors}
        body = etree.Element("body")
        taken = self._story("main", self.word.stories["main"], body, boxes, by_position)
        left = [shape for shape in boxes if shape not in taken]
        self.found.lost_boxes = len(left)
        for shape in left:
            holder = etree.SubElement(body, "p")
            holder.append(self._box(boxes[shape]))
        return body

    def _story(
        self, name: str, extent: tuple[int, int], body: etree._Element, boxes: dict[int, tuple[int, int]], anchors: dict[int, int]
    ) -> set[int]:
        visible = Visible(self.text, self.word.stories[name], self.spans, self.styles, self.limits.max_depth)
        builder = Builder(body, self.limits)
        taken: set[int] = set()
        for paragraph in self.reader.paragraphs(*extent):
            look = visible.look(paragraph.mark) if paragraph.mark < extent[1] else None
            element = self._paragraph(paragraph, visible, deleted=look is not None and look.deleted)
            if anchors:
                for shape in self._hanging(paragraph, anchors):
                    taken.add(shape)
                    element.append(self._box(boxes[shape]))
            gone = look is not None and (look.deleted or visible.hidden(paragraph.mark, paragraph.properties.style))
            builder.add(paragraph, element, row_deleted=gone)
        builder.end()
        self.found.irregular += builder.irregular
        self.found.covered += builder.covered
        self.found.broken_fields |= visible.broken_fields
        self.found.deleted |= visible.deleted
        return taken

    def _paragraph(self, paragraph: Paragraph, visible: Visible, *, deleted: bool) -> etree._Element:
        properties = paragraph.properties
        element = etree.Element("p")
        holder = etree.SubElement(element, "pPr")
        etree.SubElement(holder, "pStyle", val=str(properties.style))
        if properties.list_ is not None or properties.level is not None:
            number_properties(holder, properties.list_, properties.level)
        if deleted and not paragraph.by_cell_mark:
            etree.SubElement(etree.SubElement(holder, "rPr"), "del")
        text = visible.text(paragraph.start, paragraph.mark, properties.style)
        if text:
            run = etree.SubElement(element, "t")
            run.text = _UNSAID.sub("", whole_characters(text).translate(_SAID))
        return element

    def _hanging(self, paragraph: Paragraph, anchors: dict[int, int]) -> list[int]:
        characters = self.text.characters
        shapes: list[int] = []
        at = characters.find(_DRAWN, paragraph.start, paragraph.mark)
        while at >= 0:
            if at in anchors:
                shapes.append(anchors[at])
            at = characters.find(_DRAWN, at + 1, paragraph.mark)
        return shapes

    def _box(self, extent: tuple[int, int]) -> etree._Element:
        content = etree.Element("txbxContent")
        self._story("boxes", extent, content, {}, {})
        return content

    def _boxes(self) -> dict[int, tuple[int, int]]:
        """By shape, where the text of its box stands."""
        first, end = self.word.stories["boxes"]
        if first == end:
            return {}
        positions, entries = plc(self.word.table_part(_BOXES, "reading/inside.box-index"), _BOX_SIZE)
        extents: dict[int, tuple[int, int]] = {}
        for index, entry in enumerate(entries):
            start, stop = first + positions[index], min(first + positions[index + 1], end)
            shape = u32(entry, 14)
            if start < stop and shape and self.text.characters[start:stop].strip("\r"):
                extents[shape] = start, stop
        return extents

    def _anchors(self) -> dict[int, int]:
        """By shape, the position of the character that it hangs on."""
        positions, entries = plc(self.word.table_part(_SHAPES, "reading/inside.shape-index"), _SHAPE_SIZE)
        return {u32(entry, 0): positions[index] for index, entry in enumerate(entries)}
