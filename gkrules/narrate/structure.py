"""Statements that the order of a text makes by itself: the numbers of its headings, and sentences that stand there twice.

Sub-headings are paragraphs that begin with ``（一）``. So do rows of tables that a reader left in the text, and lines at which a list
inside a sentence was broken: these are told apart here, and what could be either is no fault and excuses what comes after it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from gkrules.model.edition import Edition
from gkrules.model.numerals import number
from gkrules.model.places import Place
from gkrules.model.report import PREAMBLE, Report
from gkrules.narrate.sentences import Paragraph, short
from gkrules.rulefiles.patterns import plain

Found = tuple[dict[str, float], str, Place | None]

_PART = re.compile(r"([一二三四五六七八九十]{1,3})、")
_SUB = re.compile(r"（([一二三四五六七八九十]{1,3})）(?![项款目])")
_INSIDE = re.compile(rf"(?<!第){_SUB.pattern}")
_MARKS = re.compile(r"[\W_]")
_FULL_STOPS = tuple("。！？；：…”’）》】")
# What a paragraph ends with that goes on in the next one.
_OPEN = tuple("第、，和及或与按")
_REMARK = re.compile(r"（[^（）]*）")
_GAP = re.compile(r"[\s|]+")
_BARE = re.compile(r"[-+]?[0-9][0-9,，.]*%?|[/\\—–-]+")
_BARE_RUN = re.compile(r"[0-9,，.%/\\—–|+-]+")
_AMOUNT = re.compile(rf"(?:{_BARE.pattern})(?:[件条个项次份宗起元]|万元)?")
_COLUMNS = 3
_DEPTH = 3


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
    labels = _labels(report.edition)
    outlines: dict[str, _Outline] = {}
    for before, paragraph, after in _with_neighbours(paragraphs):
        if paragraph.section == PREAMBLE:
            continue
        outline = outlines.setdefault(paragraph.section, _Outline())
        first = paragraph.sentences[0]
        match = _SUB.match(first.text)
        value = number(match[1]) if match else None
        if value is not None:
            numbers_follow = after is not None and _BARE_RUN.fullmatch(after.sentences[0].text) is not None
            of_form = _rest_of_label(first.text, labels)
            if of_form is not None and (of_form or numbers_follow):
                continue  # a row of the form: no heading is like it
            if of_form is None and not numbers_follow and not _is_row(first.original) and _starts(first.text, before):
                expected = outline.take(int(value))
                if expected is not None:
                    yield {"stated": value, "expected": expected}, short(first.original), paragraph.place
            else:
                outline.mention(int(value))
        for order, sentence in enumerate(paragraph.sentences):
            for inside in _INSIDE.finditer(sentence.text, match.end() if match and not order else 0):
                outline.mention(int(number(inside[1]) or 0))


class _Outline:
    """The sub-headings of a section so far: the last number of each list that is open, and the numbers that may be of headings."""

    def __init__(self) -> None:
        self.open: list[int] = []
        self.mentioned: set[int] = set()

    def mention(self, value: int) -> None:
        """Note a number that may be that of a heading, or of anything else."""
        self.mentioned.add(value)

    def take(self, value: int) -> int | None:
        """Count a heading; the number that it should have where it can be none of a list that is open."""
        expected = None
        depth = next((depth for depth in reversed(range(len(self.open))) if self.open[depth] + 1 == value), None)
        if depth is not None and value != 1:
            self.open = [*self.open[:depth], value]
        elif value == 1 or value - 1 in self.mentioned:
            # A list inside a list; those around it may go on.
            self.open = [*self.open[1 - _DEPTH :], value]
        else:
            expected = self.open[-1] + 1 if self.open else None
            self.open = [*self.open[:-1], value]
        self.mentioned.clear()
        return expected


def _with_neighbours(paragraphs: Sequence[Paragraph]) -> Iterator[tuple[Paragraph | None, Paragraph, Paragraph | None]]:
    """Each paragraph with those before and after it in its section."""
    for (before, paragraph), (_, after) in pairwise(pairwise((None, *paragraphs, None))):
        if paragraph is not None:
            section = paragraph.section
            yield (
                before if before is not None and before.section == section else None,
                paragraph,
                after if after is not None and after.section == section else None,
            )


@lru_cache(maxsize=16)
def _labels(edition: Edition) -> tuple[str, ...]:
    """The labels of rows that begin like a sub-heading, the longest first."""
    rows = [row for table in edition.tables for row in table.rows]
    labels = {plain(label) for row in rows for label in (row.label, *row.variants, *row.under)}
    return tuple(sorted((label for label in labels if _SUB.match(label)), key=len, reverse=True))


def _rest_of_label(text: str, labels: Sequence[str]) -> str | None:
    """What stands behind the label of a row of the form if the text is nothing but such a row; ``None`` if it is something else.

    Behind it stand numbers, or the label of the row inside the group: （三）不予公开 1.属于国家秘密.
    """
    for label in labels:
        if text.startswith(label):
            rest = text[len(label) :]
            remark = _REMARK.match(rest)
            rest = rest[remark.end() :] if remark else rest
            if not rest or _BARE_RUN.fullmatch(rest) or re.match(r"[0-9]\.[^0-9]", rest):
                return rest
        if label.startswith(text) and len(text) > len("（一）某"):
            return ""  # broken off: the rest stands on the next line
    return None


def _is_row(original: str) -> bool:
    """Whether a paragraph looks like a row of a table: it ends in a number, or in several amounts, or has columns."""
    text = unicodedata.normalize("NFKC", original.strip())
    if len(re.findall(r"[|\t]", text.strip("|"))) >= _COLUMNS - 1:
        return True
    cells = [cell for cell in _GAP.split(text) if cell]
    amounts = 0
    for cell in reversed(cells[1:]):
        if not _AMOUNT.fullmatch(cell):
            break
        amounts += 1
    return amounts > 1 or bool(cells and (_BARE.fullmatch(cells[-1]) or cells[-1][-1:].isdigit()))


def _starts(text: str, before: Paragraph | None) -> bool:
    """Whether a paragraph starts something new: the one before is a heading, or its sentence is complete."""
    if before is None or not before.sentences[-1].text:
        return True
    last = before.sentences[-1].text
    return not last.endswith(_OPEN) and (last.endswith(_FULL_STOPS) or before.is_heading or _BARE_RUN.fullmatch(last[-1:]) is not None)


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
