"""What is written beside a document: a remark for each problem, where its likeliest wrong cell or its sentence stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from gkrules.model.findings import ReportFindings
from gkrules.model.places import Place
from gkrules.narrate.sentences import paragraphs_of
from gkrules.render.problems import Problem, ToldProblem, level_word, problems_of, told_problem
from gkrules.render.safe import clean, xml_text
from gkrules.render.words import listing, say
from gkrules.rulefiles.rulebook import Rulebook

MOST_CELLS = 12
"""A repair of more cells is told at its first one only: a page full of comments hides the text."""
_MOST_TEXT = 2000
_SECTION = re.compile(r"section\.(\w+)\.")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the text as it is printed, and how often it stands at its place before."""

    text: str
    nth: int = 0


@dataclass(frozen=True, slots=True)
class Remark:
    """What is written at one place.

    Attributes:
        lines: what is said, a paragraph each.
        place: where; ``None`` if it is not known.
        sentence: the sentence there that it is about, if it is about one.
        where: the place in words, for where it cannot be found.
        problem: the number of its problem.
        again: it only points to the remark that tells the problem.
    """

    lines: tuple[str, ...]
    place: Place | None
    sentence: Sentence | None
    where: str
    problem: int
    again: bool = False


def remarks_of(reports: Iterable[ReportFindings], ruleset: Rulebook, lang: str) -> list[Remark]:
    """The remarks about the reports of a document, numbered through. A repair of several cells has one at each of them."""
    told = [(found, problem) for found in reports for problem in problems_of(found)]
    return [
        remark
        for number, (found, problem) in enumerate(told, 1)
        for remark in _of_problem(problem, found, ruleset, lang, number, len(told))
    ]


def _of_problem(problem: Problem, found: ReportFindings, ruleset: Rulebook, lang: str, number: int, count: int) -> Iterator[Remark]:
    report = found.report
    edition = ruleset.editions[report.edition.key]
    words = told_problem(problem, report, edition, ruleset.labels(edition.key), lang)
    lines = tuple(_lines(problem, words, lang, number, count))
    place, sentence, further = _spot(problem, found)
    where = say("render/finding-place", lang, place=words.place) if words.place else ""
    yield Remark(lines, place, sentence, where, number)
    again = plain_text(say("render/remark.again", lang, number=number))
    for each in further:
        yield Remark((again,), each, None, "", number, again=True)


def _lines(problem: Problem, words: ToldProblem, lang: str, number: int, count: int) -> Iterator[str]:
    codes = listing(problem.codes, lang)
    yield say("render/remark.head", lang, number=number, count=count, severity=level_word(problem, lang), codes=codes)
    sources = say("render/clauses", lang).join(words.sources)
    parts = (words.head, *words.details, say("render/finding-source", lang, sources=sources) if sources else "")
    yield from dict.fromkeys(text for part in parts if (text := plain_text(part)))


def plain_text(text: str) -> str:
    """A line that any XML can hold, and no longer than anyone reads."""
    text = xml_text(clean(text))
    return text if len(text) <= _MOST_TEXT else text[: _MOST_TEXT - 1] + "…"


def _spot(problem: Problem, found: ReportFindings) -> tuple[Place | None, Sentence | None, Sequence[Place]]:
    """Where a problem is told: at the cells of its likeliest repair, else in its sentence, else at what may be wrong, or where it is."""
    report, first = found.report, problem.findings[0]
    repaired = problem.cause is not None and bool(problem.cause.repairs)
    if not repaired and first.sentence >= 0:
        place, sentence = _sentence(found, first.sentence)
        if sentence is not None:
            return place or first.place, sentence, ()
    cells = [report.cells[change.cell] for change in problem.changes if change.cell in report.cells]
    places = list(dict.fromkeys(cell.place for cell in cells if cell.place is not None))
    if places:
        return places[0], None, places[1:] if len(places) <= MOST_CELLS else ()
    return _elsewhere(problem, found), None, ()


def _elsewhere(problem: Problem, found: ReportFindings) -> Place | None:
    """The place of a finding, else that of a cell, else that of the heading that it is about, or under which its table stands."""
    report = found.report
    placed = [finding.place for finding in problem.findings if finding.place is not None]
    cells = (report.cells[key].place for key in problem.cells if key in report.cells)
    named = {match.group(1) for key in problem.cells if (match := _SECTION.match(key))}
    named.update(scope["section"] for finding in problem.findings if "section" in (scope := finding.scope))
    by_key = report.edition.cell_by_key
    named.update(by_key[key].table.section for key in problem.cells if key in by_key)
    headings = (section.place for section in report.sections if section.key in named)
    return next((place for place in chain(placed, cells, headings) if place is not None), None)


def _sentence(found: ReportFindings, index: int) -> tuple[Place | None, Sentence | None]:
    """Where a sentence of the text stands, by its number."""
    printed = [(paragraph.place, sentence.original) for paragraph in paragraphs_of(found.report) for sentence in paragraph.sentences]
    if index >= len(printed):
        return None, None
    place, text = printed[index]
    return place, Sentence(text, sum(each == (place, text) for each in printed[:index]))
