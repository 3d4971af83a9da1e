"""Statements that the order of a text makes by itself: the numbers of its headings, and sentences that stand there twice."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from gkrules.model.places import Place
from gkrules.model.report import Report
from gkrules.narrate.numerals import number
from gkrules.narrate.sentences import PREAMBLE, Paragraph, plain, short

Found = tuple[dict[str, float], str, Place | None]

_PART = re.compile(r"([一二三四五六七八九十]{1,3})、")
_SUB = re.compile(r"（([一二三四五六七八九十]{1,3})）")
_MARKS = re.compile(r"[\W_]")


def headings(report: Report, paragraphs: Sequence[Paragraph]) -> Iterator[Found]:
    """The number of each heading (``stated``) and what it should be (``expected``): one more than the one before.

    Sub-headings ``（一）`` count from the one that a section, or a list in it, starts with.
    """
    official = {section.key: place for place, section in enumerate(report.edition.sections, 1)}
    for section in report.sections:
        match = _PART.match(plain(section.heading))
        value = number(match[1]) if match else None
        if value is not None:
            yield {"stated": value, "expected": official[section.key]}, short(section.heading), section.place
    last: dict[str, int | float] = {}
    for paragraph in paragraphs:
        match = _SUB.match(paragraph.sentences[0].text) if paragraph.section != PREAMBLE else None
        value = number(match[1]) if match else None
        if value is not None:
            before = last.get(paragraph.section)
            if before is not None and value != 1:
                yield {"stated": value, "expected": before + 1}, short(paragraph.sentences[0].original), paragraph.place
            last[paragraph.section] = value


def repetitions(paragraphs: Sequence[Paragraph]) -> Iterator[Found]:
    """Whole sentences that occur before, with the number of their letters (``stated``)."""
    seen: set[str] = set()
    for paragraph in paragraphs:
        if paragraph.section == PREAMBLE:
            continue
        for sentence in paragraph.sentences:
            if not sentence.text.endswith("。"):
                continue
            letters = _MARKS.sub("", sentence.text)
            if letters in seen:
                yield {"stated": len(letters)}, short(sentence.original), paragraph.place
            seen.add(letters)
