"""Automatic numbers of an OpenDocument text: lists count by themselves, headings by the outline of the document."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from gkrules.reading.containers.odf import OFFICE, STYLE, TEXT
from gkrules.reading.word.numbering import formatted

if TYPE_CHECKING:
    from lxml import etree

_LEVELS = 10
_MOST_DIGITS = 6
_ID = "{http://www.w3.org/XML/1998/namespace}id"
_FORMAT = "{urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0}num-list-format"
_REFERENCE = re.compile(r"%([0-9]{1,2})%")
_LEVEL_STYLES = (f"{TEXT}list-level-style-number", f"{TEXT}outline-level-style", f"{TEXT}list-level-style-bullet")


def _number_format(name: str) -> str:
    """The name that Word has for a form of numbers: programs give the first numbers as its name (``一, 二, 三, ...``)."""
    if name == "1":
        return "decimal"
    return {"一": "chineseCounting", "①": "decimalEnclosedCircle", "\uff11": "decimalFullWidth"}.get(name[:1], name)


class Counter:
    """One list, or the outline: how far each of its levels has come."""

    def __init__(self, style: str) -> None:
        self.style = style
        self._counts: list[int | None] = [None] * _LEVELS

    def step(self, levels: dict[int, etree._Element], level: int, start: str | None) -> str:
        """Count an entry of `level` (from 0), and give what is printed before it: nothing where that is not read."""
        if not 0 <= level < _LEVELS:
            return ""
        for index in range(level):
            if self._counts[index] is None:
                self._counts[index] = _start(levels.get(index))
        before = self._counts[level]
        self._counts[level] = _whole(start, 1) if start is not None else _start(levels.get(level)) if before is None else before + 1
        self._counts[level + 1 :] = [None] * (_LEVELS - level - 1)
        return self._text(levels, level)

    def _text(self, levels: dict[int, etree._Element], level: int) -> str:
        style = levels.get(level)
        if style is None or style.tag == f"{TEXT}list-level-style-bullet" or not style.get(f"{STYLE}num-format"):
            return ""
        text = style.get(_FORMAT)
        if text is None:
            shown = min(max(_whole(style.get(f"{TEXT}display-levels"), 1), 1), level + 1)
            references = ".".join(f"%{index + 1}%" for index in range(level + 1 - shown, level + 1))
            text = f"{style.get(f'{STYLE}num-prefix') or ''}{references}{style.get(f'{STYLE}num-suffix') or ''}"
        for reference in set(_REFERENCE.findall(text)):
            index = int(reference) - 1
            count = self._counts[index] if 0 <= index < _LEVELS else None
            name = _number_format((levels[index].get(f"{STYLE}num-format") if index in levels else None) or "1")
            number = None if count is None else formatted(count, name)
            if number is None:
                return ""
            text = text.replace(f"%{reference}%", number)
        return text


class Lists:
    """The lists of a document, counted along while its paragraphs are read in order. For the arguments see `Styles`."""

    def __init__(self, content: etree._Element, common: etree._Element | None) -> None:
        self._styles: dict[str, dict[int, etree._Element]] = {}
        self._by_id: dict[str, Counter] = {}
        self._last: dict[str, Counter] = {}
        self._outline = Counter("")
        named = None if common is None else common.find(f"{OFFICE}styles")
        for group in (named, content.find(f"{OFFICE}automatic-styles")):
            for style in group.iterchildren(f"{TEXT}list-style") if group is not None else ():
                self._styles[style.get(f"{STYLE}name") or ""] = dict(_levels(style))
        outline = None if named is None else named.find(f"{TEXT}outline-style")
        self._outline_levels = {} if outline is None else dict(_levels(outline))

    def open(self, element: etree._Element, outer: Counter | None) -> Counter:
        """The counter of a list that begins. A list in a list counts in that of the outer one, on a deeper level."""
        style = element.get(f"{TEXT}style-name") or (outer.style if outer else "")
        if outer is not None:
            return outer
        before = self._by_id.get(element.get(f"{TEXT}continue-list") or "")
        if before is None and element.get(f"{TEXT}continue-numbering") == "true":
            before = self._last.get(style)
        counter = before or Counter(style)
        self._last[style] = counter
        name = element.get(_ID)
        if name:
            self._by_id[name] = counter
        return counter

    def number(self, counter: Counter, style: str, level: int, item: etree._Element) -> str:
        """What is printed before the first paragraph of an item."""
        return counter.step(self._styles.get(style, {}), level, item.get(f"{TEXT}start-value"))

    def outline(self, heading: etree._Element) -> str:
        """What is printed before a heading. Only the levels with numbers count."""
        level = _whole(heading.get(f"{TEXT}outline-level"), 1) - 1
        if level not in self._outline_levels or not self._outline_levels[level].get(f"{STYLE}num-format"):
            return ""
        restart = heading.get(f"{TEXT}start-value") if heading.get(f"{TEXT}restart-numbering") == "true" else None
        return self._outline.step(self._outline_levels, level, restart)


def _levels(style: etree._Element) -> Iterator[tuple[int, etree._Element]]:
    for level in style.iterchildren(*_LEVEL_STYLES):
        yield _whole(level.get(f"{TEXT}level"), 1) - 1, level


def _start(level: etree._Element | None) -> int:
    return 1 if level is None else _whole(level.get(f"{TEXT}start-value"), 1)


def _whole(text: str | None, default: int) -> int:
    return int(text) if text is not None and text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS else default
