"""The comments part of a Word file: what is there stays, and new comments follow."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml import etree

AUTHOR = "gkrules"
_INITIALS = "gk"
_MARKS = ("comment", "commentRangeStart", "commentRangeEnd", "commentReference")
_MOST_ID = 2**31 - 1


def comments_root(namespace: str) -> etree._Element:
    """A part without comments."""
    from lxml import etree

    return etree.Element(f"{{{namespace}}}comments", nsmap={"w": namespace})


def free_numbers(roots: Iterable[etree._Element], namespace: str, count: int) -> list[int]:
    """Numbers for so many comments behind those that are taken; gaps where there are none behind."""
    taken = {
        int(text)
        for root in roots
        for element in root.iter(*(f"{{{namespace}}}{name}" for name in _MARKS))
        if (text := (element.get(f"{{{namespace}}}id") or "").strip()).isascii() and text.isdigit() and len(text) <= 10
    }
    first = max(taken, default=-1) + 1
    if first + count <= _MOST_ID:
        return list(range(first, first + count))
    free = (number for number in range(_MOST_ID) if number not in taken)
    return [next(free) for _ in range(count)]


def add_comment(root: etree._Element, namespace: str, number: int, lines: Sequence[str], when: datetime.datetime) -> None:
    """A comment of some paragraphs, the first of them bold."""
    from lxml import etree

    def made(parent: etree._Element, name: str, **values: str) -> etree._Element:
        element = etree.SubElement(parent, f"{{{namespace}}}{name}")
        for key, value in values.items():
            element.set(f"{{{namespace}}}{key}", value)
        return element

    comment = made(root, "comment", id=str(number), author=AUTHOR, date=when.strftime("%Y-%m-%dT%H:%M:%SZ"), initials=_INITIALS)
    for at, line in enumerate(lines):
        paragraph = made(comment, "p")
        # The body text of an office has a first line set in, and lines of 28 points: a comment must not inherit them.
        properties = made(paragraph, "pPr")
        made(properties, "spacing", before="0", after="0", line="240", lineRule="auto")
        made(properties, "ind", left="0", firstLine="0", firstLineChars="0")
        made(properties, "jc", val="left")
        if not at:
            made(made(paragraph, "r"), "annotationRef")
        run = made(paragraph, "r")
        shape = made(run, "rPr")
        if not at:
            made(shape, "b")
        made(shape, "sz", val="20")
        text = made(run, "t")
        text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        text.text = line
