"""Automatic numbers: the lists of a Word file ([MS-DOC] 2.9.150 LSTF, LVL, LFO) in the words of WordprocessingML."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from gkrules.model.errors import DocumentError
from gkrules.reading.faults import damaged
from gkrules.reading.word.word97.container import WordFile, part, u8, u16, u32
from gkrules.reading.word.word97.text import whole_characters

if TYPE_CHECKING:
    from gkrules.reading.word.word97.formatting import Styles

_LISTS, _OVERRIDES = 73, 74
_LIST_SIZE, _OVERRIDE_SIZE, _LEVEL_SIZE = 28, 16, 28
_LEVELS = 9
_MOST_TEXT = 255
_NOT_IN_XML = re.compile("[\x00-\x1f\ud800-\udfff\ufffe\uffff]")
# Numbers of formats (MSONFC) that `Numbering` knows; every other one is read as no number.
_FORMATS = {
    0x00: "decimal",
    0x0A: "ideographDigital",
    0x0B: "japaneseCounting",
    0x0E: "decimalFullWidth",
    0x12: "decimalEnclosedCircle",
    0x13: "decimalFullWidth",
    0x17: "bullet",
    0x1C: "decimalEnclosedCircle",
    0x21: "taiwaneseCounting",
    0x23: "taiwaneseCountingThousand",
    0x25: "chineseCounting",
    0x27: "chineseCountingThousand",
}


def numbering(word: WordFile) -> etree._Element | None:
    """The lists as a ``numbering`` element; ``None`` if there are none, or if they cannot be read.

    A list is named by its 1-based position among the overrides, which is what paragraphs refer to.
    """
    if not word.table_part(_OVERRIDES):
        return None
    root = etree.Element("numbering")
    _add_lists(root, word)
    _add_overrides(root, word.table_part(_OVERRIDES))
    return root


def style_sheet(styles: Styles) -> etree._Element:
    """The styles that number their paragraphs, as a ``styles`` element."""
    root = etree.Element("styles")
    for index, style in styles.by_index.items():
        element = etree.SubElement(root, "style", styleId=str(index))
        if style.base >= 0:
            etree.SubElement(element, "basedOn", val=str(style.base))
        if style.list_ is not None:
            number_properties(etree.SubElement(element, "pPr"), style.list_, style.level)
    return root


def number_properties(parent: etree._Element, list_: int | None, level: int | None) -> None:
    """Add the reference of a paragraph or of a style to a list."""
    element = etree.SubElement(parent, "numPr")
    if level is not None:
        etree.SubElement(element, "ilvl", val=str(level))
    if list_ is not None:
        etree.SubElement(element, "numId", val=str(list_))


def _add_lists(root: etree._Element, word: WordFile) -> None:
    lists = word.table_part(_LISTS, "reading/inside.lists")
    if not lists:
        return
    # The levels of all lists follow the lists, outside the size that the FIB gives.
    at = sum(word.table_place(_LISTS))
    for index in range(u16(lists, 0)):
        entry = part(lists, 2 + _LIST_SIZE * index, _LIST_SIZE, "reading/inside.lists")
        abstract = etree.SubElement(root, "abstractNum", abstractNumId=str(u32(entry, 0)))
        for level in range(1 if entry[26] & 1 else _LEVELS):
            element, at = _level(word.table, at, level)
            style = u16(entry, 8 + 2 * level)
            if style != 0xFFF:
                etree.SubElement(element, "pStyle", val=str(style))
            abstract.append(element)


def _level(table: bytes, at: int, level: int) -> tuple[etree._Element, int]:
    """One level, and where what follows it begins."""
    head = part(table, at, _LEVEL_SIZE, "reading/inside.list-level")
    at += _LEVEL_SIZE + head[24] + head[25]
    length = u16(table, at)
    if length > _MOST_TEXT:
        raise damaged("reading/broken.list-level")
    raw = part(table, at + 2, 2 * length, "reading/inside.list-level")
    units = [u16(raw, 2 * index) for index in range(length)]
    places = {place - 1 for place in head[6:15] if place}
    text = "".join(f"%{unit + 1}" if index in places and unit < _LEVELS else chr(unit) for index, unit in enumerate(units))
    element = etree.Element("lvl", ilvl=str(level))
    etree.SubElement(element, "start", val=str(min(u32(head, 0), 0x7FFF)))
    etree.SubElement(element, "numFmt", val=_FORMATS.get(head[4], "unknown"))
    etree.SubElement(element, "lvlText", val=clean(whole_characters(text)))
    if head[5] & 4:
        etree.SubElement(element, "isLgl")
    return element, at + 2 + 2 * length


def _add_overrides(root: etree._Element, overrides: bytes) -> None:
    count = u32(overrides, 0)
    at = 4 + _OVERRIDE_SIZE * count
    for index in range(count):
        entry = part(overrides, 4 + _OVERRIDE_SIZE * index, _OVERRIDE_SIZE, "reading/inside.lists")
        element = etree.SubElement(root, "num", numId=str(index + 1))
        etree.SubElement(element, "abstractNumId", val=str(u32(entry, 0)))
        try:
            at = _level_overrides(element, overrides, at, u8(entry, 12))
        except DocumentError:
            # Only the starts of this list and those after it are lost; where they begin is not known any more.
            at = len(overrides)


def _level_overrides(element: etree._Element, overrides: bytes, at: int, count: int) -> int:
    if at >= len(overrides):
        return at
    at += 4
    for _ in range(count):
        start, flags = u32(overrides, at), u32(overrides, at + 4)
        at += 8
        level = flags & 0xF
        override = etree.SubElement(element, "lvlOverride", ilvl=str(level))
        if flags & 0x20:
            replaced, at = _level(overrides, at, level)
            override.append(replaced)
        if flags & 0x10:
            etree.SubElement(override, "startOverride", val=str(min(start, 0x7FFF)))
    return at


def clean(text: str) -> str:
    """Without the characters that XML cannot hold."""
    return _NOT_IN_XML.sub("", text)
