"""A report's narrative → paragraphs of sentences, in a form that patterns can be written for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from gkrules.model.places import Place
from gkrules.model.report import PREAMBLE, Report
from gkrules.rulefiles.patterns import plain

MAX_SENTENCE = 500
"""A sentence is cut here: nothing that is longer states anything that could be told apart."""
MAX_SECTION = 60_000
"""So many characters of a section, white space included, are split into sentences; `statements_of` says so of the rest."""
MAX_QUOTE = 60

_END = re.compile(r"(?<=[。！？!?])")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence. `text` is without white space and names of documents, in half width, its marks Chinese; `original` is as printed."""

    text: str
    original: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of the text of a section. Where it is `cut`, what follows in the section is not looked at."""

    section: str
    sentences: tuple[Sentence, ...]
    place: Place | None
    cut: bool = False

    @property
    def is_heading(self) -> bool:
        """Whether it is short and ends in no full stop."""
        return (
            not self.cut
            and len(self.sentences) == 1
            and len(self.sentences[0].text) <= 30
            and self.sentences[0].text[-1:] not in "。；！？，"
        )


def paragraphs_of(report: Report) -> Iterator[Paragraph]:
    """The paragraphs before the first heading, then those of each section."""
    if report.preamble:
        yield from _paragraphs(PREAMBLE, report.preamble.split("\n"), ())
    for section in report.sections:
        lines = section.text.split("\n")
        places = section.places if len(section.places) == len(lines) else (section.place,) * len(lines)
        yield from _paragraphs(section.key, lines, places)


def _paragraphs(section: str, lines: Sequence[str], places: Sequence[Place | None]) -> Iterator[Paragraph]:
    left = MAX_SECTION
    for line, place in zip_longest(lines, places):
        left -= len(line) + 1
        if left < 0:
            line = line[: left + len(line) + 1]  # noqa: PLW2901 - cut where the limit is reached
        sentences = tuple(Sentence(plain(part), part.strip()) for part in _parts(line) if part.strip())
        if sentences or left < 0:
            yield Paragraph(section, sentences or (Sentence("", ""),), place, cut=left < 0)
        if left < 0:
            return


def _parts(line: str) -> Iterator[str]:
    for part in _END.split(line):
        for start in range(0, len(part), MAX_SENTENCE):
            yield part[start : start + MAX_SENTENCE]


def short(text: str, start: float = 0.0) -> str:
    """A sentence to quote, cut to `MAX_QUOTE` characters around the share `start` of its length."""
    text = " ".join(text.split())
    if len(text) <= MAX_QUOTE:
        return text
    first = max(0, min(int(len(text) * start) - MAX_QUOTE // 2, len(text) - MAX_QUOTE))
    return f"{'…' if first else ''}{text[first : first + MAX_QUOTE]}{'…' if first + MAX_QUOTE < len(text) else ''}"
