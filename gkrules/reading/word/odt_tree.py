"""The text of an OpenDocument file in the tree that the walk over ``.docx`` reads (see `gkrules.reading.word.docx.blocks_of_body`).

Hidden text, deletions that are tracked, notes and comments are left out, as they are there.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gkrules.reading.containers.odf import DRAW, OFFICE, TABLE, TEXT
from gkrules.reading.faults import too_many_characters
from gkrules.reading.limits import Limits
from gkrules.reading.raised import lowered, raised
from gkrules.reading.word.odt_lists import Counter, Lists
from gkrules.reading.word.odt_styles import Styles
from gkrules.reading.word.odt_tables import Budget, is_collapsed, rows_of

if TYPE_CHECKING:
    from lxml import etree

NUMBER = "number"
"""The attribute of a paragraph that holds its automatic number."""

_SPACE = re.compile("[ \t\r\n]+")
_MOST_SPACES = 100
_ID = "{http://www.w3.org/XML/1998/namespace}id"
_PARAGRAPHS = frozenset({f"{TEXT}p", f"{TEXT}h"})
_NOT_READ = frozenset(
    {
        *(f"{OFFICE}{name}" for name in ("annotation", "annotation-end", "forms", "event-listeners", "binary-data")),
        *(f"{TEXT}{name}" for name in ("tracked-changes", "note", "ruby-text", "placeholder", "number", "index-title-template")),
        *(f"{DRAW}{name}" for name in ("object", "object-ole", "control", "plugin", "applet", "floating-frame")),
    }
)
_CHANGES = frozenset({f"{TEXT}change-start", f"{TEXT}change-end"})
_ITEMS = frozenset({f"{TEXT}list-item", f"{TEXT}list-header"})


class Tree:
    """Writes the text of a document down as ``body``, ``p``, ``t``, ``tab``, ``br``, ``txbxContent`` and ``tbl``.

    Attributes:
        collapsed: whether a table marks rows or columns as hidden.
        irregular: how many tables have rows that do not fit together.
        deletes: whether changes that were tracked have deleted something.
    """

    def __init__(self, styles: Styles, lists: Lists, limits: Limits) -> None:
        from lxml import etree

        self._sub = etree.SubElement
        self.collapsed: bool = False
        self.irregular: int = 0
        self.deletes: bool = False
        self._styles = styles
        self._lists = lists
        self._limits = limits
        self._budget = Budget(limits)
        self._characters = 0
        self._deletions: set[str | None] = set()
        self._deleting: set[str | None] = set()  # deletions that have begun, for text that still stands where it stood
        self._after_space = True  # white space that follows here is none

    def body(self, text: etree._Element) -> etree._Element:
        """The text of a document.

        Raises:
            DocumentError: ``damaged`` or ``limit_…``.
        """
        from lxml import etree

        for region in text.iterfind(f"{TEXT}tracked-changes/{TEXT}changed-region"):
            if region.find(f"{TEXT}deletion") is not None:
                self._deletions.update(name for name in (region.get(_ID), region.get(f"{TEXT}id")) if name)
        self.deletes = bool(self._deletions)
        body = etree.Element("body")
        self._blocks(text, body)
        return body

    def _blocks(self, source: etree._Element, target: etree._Element) -> None:
        for element in source:
            self._block(element, target)

    def _block(self, element: etree._Element, target: etree._Element) -> None:
        tag = str(element.tag)
        if tag in _NOT_READ or _is_hidden_section(element):
            return
        if tag in _CHANGES:
            self._change(element)
            return
        if tag in _PARAGRAPHS:
            numbered = tag == f"{TEXT}h" and element.get(f"{TEXT}is-list-header") != "true"
            numbered = numbered and not self._styles.unlisted(element.get(f"{TEXT}style-name"))
            self._paragraph(element, target, self._lists.outline(element) if numbered else "")
        elif tag == f"{TEXT}list":
            self._list(element, target, None, 0, "")
        elif tag == f"{TABLE}table":
            self._table(element, target)
        elif target.tag != "txbxContent" and tag.startswith(DRAW):
            self._box(element, self._sub(target, "p"))
        else:
            self._blocks(element, target)

    def _list(self, element: etree._Element, target: etree._Element, outer: Counter | None, level: int, style: str) -> None:
        counter = self._lists.open(element, outer)
        style = element.get(f"{TEXT}style-name") or style
        for item in element.iterchildren(*_ITEMS):
            first = item.tag == f"{TEXT}list-item"
            for part in item:
                if part.tag in _PARAGRAPHS:
                    number = self._lists.number(counter, style, level, item) if first else ""
                    self._paragraph(part, target, number)
                    first = False
                elif part.tag == f"{TEXT}list":
                    self._list(part, target, counter, level + 1, style)
                else:
                    self._block(part, target)

    def _paragraph(self, element: etree._Element, target: etree._Element, number: str) -> None:
        paragraph = self._sub(target, "p")
        self._spend(1)
        if any(mark.get(f"{TEXT}is-hidden") == "true" for mark in element.iter(f"{TEXT}hidden-paragraph")):
            return
        if number:
            paragraph.set(NUMBER, number)
        style = element.get(f"{TEXT}style-name")
        self._after_space = True
        hidden = bool(self._styles.hidden("paragraph", style))
        self._inline(element, paragraph, hidden, self._styles.position("paragraph", style) or "")
        if self._deleting:  # its end is deleted, too: the next one continues it
            self._sub(self._sub(self._sub(paragraph, "pPr"), "rPr"), "del")

    def _inline(self, element: etree._Element, paragraph: etree._Element, hidden: bool, position: str) -> None:
        self._text(element.text, paragraph, hidden, position)
        for part in element:
            self._piece(part, paragraph, hidden, position)
            self._text(part.tail, paragraph, hidden, position)

    def _piece(self, part: etree._Element, paragraph: etree._Element, hidden: bool, position: str) -> None:
        tag = str(part.tag)
        if tag in _NOT_READ or part.get(f"{TEXT}display") == "none" or part.get(f"{TEXT}is-hidden") == "true":
            return
        if tag in _CHANGES:
            self._change(part)
        elif tag == f"{TEXT}span":
            style = part.get(f"{TEXT}style-name")
            own = self._styles.hidden("text", style)
            self._inline(part, paragraph, hidden if own is None else own, self._styles.position("text", style) or position)
        elif tag == f"{TEXT}s":
            count = part.get(f"{TEXT}c") or "1"
            spaces = _MOST_SPACES if not count.isdigit() or len(count) > 3 else min(int(count), _MOST_SPACES)
            self._put(" " * spaces, paragraph, hidden)
        elif tag in {f"{TEXT}tab", f"{TEXT}line-break"}:
            self._after_space = False
            self._spend(1)
            if not hidden and not self._deleting:
                self._sub(paragraph, "tab" if tag == f"{TEXT}tab" else "br")
        elif tag.startswith(DRAW) and tag != f"{DRAW}a":
            after_space = self._after_space
            if not hidden:
                self._box(part, paragraph)
            self._after_space = after_space
        else:
            self._inline(part, paragraph, hidden, position)

    def _text(self, text: str | None, paragraph: etree._Element, hidden: bool, position: str) -> None:
        shown = _SPACE.sub(" ", text or "")
        if self._after_space and shown.startswith(" "):
            shown = shown[1:]
        if not shown or hidden or self._deleting:
            return
        if position:
            shown = raised(shown) if position == "super" else lowered(shown) if position == "sub" else shown
        self._put(shown, paragraph, hidden)
        self._after_space = shown.endswith(" ")

    def _put(self, text: str, paragraph: etree._Element, hidden: bool) -> None:
        self._after_space = False
        self._spend(len(text))
        if not hidden and not self._deleting:
            self._sub(paragraph, "t").text = text

    def _box(self, shape: etree._Element, paragraph: etree._Element) -> None:
        """What stands in a frame or a shape: the walk reads it after the paragraph that it hangs on."""
        self._blocks(shape, self._sub(paragraph, "txbxContent"))

    def _table(self, table: etree._Element, target: etree._Element) -> None:
        self.collapsed = self.collapsed or is_collapsed(table)
        deleting = bool(self._deleting)
        made = self._sub(target, "tbl")
        rows, fits = rows_of(table, self._limits, self._budget)
        if not fits:
            self.irregular += 1
            made.set("ragged", "")
        for row in rows:
            line = self._sub(made, "tr")
            for slot in row:
                cell = self._sub(line, "tc")
                properties = self._sub(cell, "tcPr")
                if slot.colspan > 1:
                    self._sub(properties, "gridSpan").set("val", str(slot.colspan))
                if slot.merge:
                    self._sub(properties, "vMerge").set("val", slot.merge)
                if slot.cell is not None:
                    self._blocks(slot.cell, cell)
        if deleting and self._deleting:
            target.remove(made)

    def _change(self, mark: etree._Element) -> None:
        """The start or the end of a change that was tracked: only what is deleted matters, where it was not put away."""
        name = mark.get(f"{TEXT}change-id")
        if mark.tag == f"{TEXT}change-end":
            self._deleting.discard(name)
        elif name in self._deletions:
            self._deleting.add(name)

    def _spend(self, characters: int) -> None:
        """Count what is written: repeated cells could make much of little."""
        self._characters += characters
        if self._characters > self._limits.max_characters:
            raise too_many_characters(self._limits.max_characters)


def _is_hidden_section(element: etree._Element) -> bool:
    if element.tag != f"{TEXT}section":
        return False
    shown = element.get(f"{TEXT}display")
    return shown == "none" or (shown == "condition" and element.get(f"{TEXT}is-hidden") == "true")
