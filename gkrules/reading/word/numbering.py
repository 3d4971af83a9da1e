"""Automatic numbering of paragraphs: Word often holds the ``一、`` of a heading only as a list level."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gkrules.reading.word.wordml import Styles, child, children, is_on, number, value

if TYPE_CHECKING:
    from lxml import etree

_DIGITS = "〇一二三四五六七八九"
_COUNTING = frozenset(["chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting", "taiwaneseCountingThousand"])
_REFERENCE = re.compile(r"%([1-9])")
_LEVELS = 9


def counting(number_: int) -> str:
    """A number in Chinese, as lists count: 一, 十, 十一, 二十, 一百零五."""
    if not 0 < number_ < 1000:
        return str(number_)
    hundreds, rest = divmod(number_, 100)
    tens, ones = divmod(rest, 10)
    text = f"{_DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        text += ("" if tens == 1 and not hundreds else _DIGITS[tens]) + "十"
    elif hundreds and ones:
        text += "零"
    return text + (_DIGITS[ones] if ones else "")


def formatted(number_: int, number_format: str) -> str | None:
    """A number in a form that Word has a name for; ``None`` in one that is not read."""
    if number_format in _COUNTING:
        return counting(number_)
    if number_format == "decimal":
        return str(number_)
    if number_format == "decimalFullWidth":
        return "".join(chr(ord(digit) + 0xFEE0) for digit in str(number_))
    if number_format == "ideographDigital":
        return "".join(_DIGITS[int(digit)] for digit in str(number_))
    if number_format == "decimalEnclosedCircle" and 0 < number_ <= 20:
        return chr(0x2460 + number_ - 1)
    return None


class Numbering:
    """The lists of a document, counted along while its paragraphs are read in order."""

    def __init__(self, root: etree._Element | None, styles: Styles) -> None:
        self._styles = styles
        self._abstract: dict[str, etree._Element] = {}
        self._lists: dict[str, etree._Element] = {}
        self._counts: dict[str, list[int | None]] = {}
        self._restarted: set[tuple[str, int]] = set()
        for element in root if root is not None else ():
            if element.tag == "abstractNum":
                self._abstract[value(element, "abstractNumId") or ""] = element
            elif element.tag == "num":
                self._lists[value(element, "numId") or ""] = element

    def prefix(self, paragraph: etree._Element) -> str:
        """What Word prints before `paragraph`; empty if it is not numbered, or in a way that is not read. Counts it."""
        properties = child(paragraph, "pPr")
        if properties is None:
            return ""
        own = child(properties, "numPr")
        style = value(child(properties, "pStyle"))
        inherited = self._styles.numbering(style)
        list_id = value(child(own, "numId")) or value(child(inherited, "numId"))
        entry = self._lists.get(list_id or "")
        abstract_id = value(child(entry, "abstractNumId")) or ""
        abstract = self._abstract.get(abstract_id)
        if list_id is None or entry is None or abstract is None:
            return ""
        levels = self._levels(entry, abstract)
        given = child(own, "ilvl")
        if given is None:
            given = child(inherited, "ilvl")
        level = number(given, self._level_of_style(levels, style))
        if level not in levels or level >= _LEVELS:
            return ""
        self._count(list_id, abstract_id, entry, levels, level)
        return self._text(self._counts[abstract_id], levels, level)

    @staticmethod
    def _levels(entry: etree._Element, abstract: etree._Element) -> dict[int, etree._Element]:
        levels = {number(level, 0, "ilvl"): level for level in children(abstract, "lvl")}
        for override in children(entry, "lvlOverride"):
            replaced = child(override, "lvl")
            if replaced is not None:
                levels[number(override, 0, "ilvl")] = replaced
        return levels

    @staticmethod
    def _level_of_style(levels: dict[int, etree._Element], style: str | None) -> int:
        return next((index for index, level in levels.items() if style is not None and value(child(level, "pStyle")) == style), 0)

    def _count(self, list_id: str, abstract_id: str, entry: etree._Element, levels: dict[int, etree._Element], level: int) -> None:
        counts = self._counts.setdefault(abstract_id, [None] * _LEVELS)
        for override in children(entry, "lvlOverride"):
            index = number(override, 0, "ilvl")
            start = child(override, "startOverride")
            if start is not None and index == level and (list_id, index) not in self._restarted:
                self._restarted.add((list_id, index))
                counts[index] = number(start, 1) - 1
        for index in range(level):
            if counts[index] is None:
                counts[index] = number(child(levels.get(index), "start"), 1)
        before = counts[level]
        counts[level] = number(child(levels[level], "start"), 1) if before is None else before + 1
        counts[level + 1 :] = [None] * (_LEVELS - level - 1)

    @staticmethod
    def _text(counts: list[int | None], levels: dict[int, etree._Element], level: int) -> str:
        current = levels[level]
        legal = is_on(child(current, "isLgl"))
        text = value(child(current, "lvlText")) or ""
        if "%" not in text:
            return ""  # a bullet
        for reference in set(_REFERENCE.findall(text)):
            index = int(reference) - 1
            count = counts[index]
            number_format = value(child(levels.get(index), "numFmt")) or "decimal"
            shown = None if count is None else formatted(count, "decimal" if legal else number_format)
            if shown is None:
                return ""
            text = text.replace(f"%{reference}", shown)
        return text
