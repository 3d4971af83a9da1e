"""The head of a block of findings with one cause."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gkrules.model.edition import Edition
from gkrules.model.findings import Cause, Finding
from gkrules.model.report import Report
from gkrules.render.causes import cause_words, count_of
from gkrules.render.lines import Line, line
from gkrules.render.words import say
from gkrules.rulefiles.labels import Labels

_INDENT = 6


def cause_lines(cause: Cause, findings: Sequence[Finding], report: Report, edition: Edition, lang: str, labels: Labels) -> Iterator[Line]:
    """The head of a block of findings with one cause."""
    words = cause_words(cause, findings, report, edition, lang, labels)
    yield Line(((say("render/cause", lang, count=count_of(cause, findings)), "bold"), (words.head, "")), hang=_INDENT)
    yield from (line(each, indent=_INDENT, hang=2) for each in words.cells)
    if words.check:
        yield line(words.check, indent=_INDENT, hang=2)
    if words.place:
        yield line(say("render/finding-place", lang, place=words.place), "dim", indent=_INDENT, hang=2)
    yield from (line(each, indent=_INDENT, hang=2) for each in words.others)
