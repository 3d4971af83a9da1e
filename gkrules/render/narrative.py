"""The text of a report with the sentences that problems are about marked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from gkrules.model.findings import Severity
from gkrules.model.report import Report
from gkrules.narrate.sentences import Paragraph, paragraphs_of
from gkrules.render.problems import GRAVITY, Problem


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence as printed, and the numbers of the problems that are about it, with the gravest severity of these."""

    text: str
    problems: tuple[int, ...] = ()
    severity: Severity | None = None


def marked_text(report: Report, problems: Sequence[Problem]) -> dict[str, list[list[Piece]]]:
    """The paragraphs of each section (and of ``preamble``), each as its sentences."""
    by_number: dict[int, list[Problem]] = {}
    quotes: list[tuple[str, Problem]] = []
    for problem in problems:
        for finding in problem.findings:
            if finding.sentence >= 0:
                by_number.setdefault(finding.sentence, []).append(problem)
            elif finding.quote.strip("… "):
                quotes.append((_dense(finding.quote.strip("… ")), problem))
    sections: dict[str, list[list[Piece]]] = {}
    number = 0
    for paragraph in paragraphs_of(report):
        sections.setdefault(paragraph.section, []).append(_pieces(paragraph, number, by_number, quotes))
        number += len(paragraph.sentences)
    return sections


def has_marks(paragraph: Iterable[Piece]) -> bool:
    """Whether a problem is about one of the sentences."""
    return any(piece.problems for piece in paragraph)


def _pieces(paragraph: Paragraph, first: int, by_number: Mapping[int, list[Problem]], quotes: Iterable[tuple[str, Problem]]) -> list[Piece]:
    pieces = []
    for number, sentence in enumerate(paragraph.sentences, first):
        mine = list(by_number.get(number, ()))
        mine += [problem for quote, problem in quotes if problem not in mine and quote in _dense(sentence.original)]
        severity = min((each.severity for each in mine), key=GRAVITY.index) if mine else None
        pieces.append(Piece(sentence.original, tuple(dict.fromkeys(each.number for each in mine)), severity))
    return pieces


def _dense(text: str) -> str:
    """Without the white space, which a quote has evened out."""
    return "".join(text.split())
