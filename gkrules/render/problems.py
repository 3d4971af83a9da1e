"""What there is to mend in a report, in words: findings with one cause are one problem. Pages, workbooks and notices are made of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from gkrules.model.edition import Edition
from gkrules.model.findings import Cause, Finding, Outcome, ReportFindings, Severity, Suspect
from gkrules.model.report import Report
from gkrules.render.causes import cause_words, is_shared, raw_of, repair_words
from gkrules.render.told import ToldFinding, told_finding
from gkrules.render.words import outcome_word, severity_word
from gkrules.rulefiles.labels import Labels

GRAVITY = tuple(Severity)
"""The severities, the gravest first."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Findings that have one cause, or one finding that has none of its own.

    Attributes:
        number: from 1, in the order of the form.
        cause: what they have in common; ``None`` where nothing was looked for.
    """

    number: int
    findings: tuple[Finding, ...]
    cause: Cause | None = None

    @property
    def severity(self) -> Severity:
        """The gravest of its findings."""
        return min((finding.severity for finding in self.findings), key=GRAVITY.index)

    @property
    def broken(self) -> bool:
        """Whether a rule broke; the report is not to blame."""
        return any(finding.outcome is Outcome.ERROR for finding in self.findings)

    @property
    def codes(self) -> tuple[str, ...]:
        """The rules that found it, each once."""
        return tuple(dict.fromkeys(finding.code for finding in self.findings))

    @property
    def cells(self) -> tuple[str, ...]:
        """Every cell and fact that its findings are about, each once."""
        return tuple(dict.fromkeys(key for finding in self.findings for key in finding.cells))

    @property
    def changes(self) -> tuple[Suspect, ...]:
        """The cells that the likeliest repair changes; of a finding without a cause its first suspect, and all values that follow."""
        if self.cause is not None and self.cause.repairs:
            return self.cause.repairs[0].cells
        suspects = self.findings[0].suspects
        return tuple(each for number, each in enumerate(suspects) if not number or each.value is None)


@dataclass(frozen=True, slots=True)
class ToldProblem:
    """A problem in words.

    Attributes:
        head: what is most likely wrong where several findings have one cause; else what is wrong.
        advice: why, what else it could be, and what should stand there.
        place: where the cell stands that is most likely wrong, if that is known and one; else where the first finding stands.
        findings: its findings. Those of a problem of one finding repeat none of `advice`.
    """

    head: str
    advice: tuple[str, ...]
    place: str
    findings: tuple[ToldFinding, ...]

    @property
    def sources(self) -> tuple[str, ...]:
        """On what legal ground, each once."""
        return tuple(dict.fromkeys(each.source for each in self.findings if each.source))

    @property
    def details(self) -> tuple[str, ...]:
        """All there is to say beside the head, the place and the sources: what was found, its equations, then the advice; each once."""
        found = (words for each in self.findings for words in (each.message, each.terms, *each.suspicions))
        return tuple(dict.fromkeys(words for words in (*found, *self.advice) if words and words != self.head))


@dataclass(frozen=True, slots=True)
class Mark:
    """What is to be seen at a cell of the form.

    Attributes:
        problems: the numbers of the problems that it belongs to.
        severity: the gravest of these.
        change: what the likeliest repair makes of the cell; ``None`` if it only belongs to what is broken.
    """

    problems: tuple[int, ...]
    severity: Severity
    change: Suspect | None = None


def problems_of(found: ReportFindings) -> list[Problem]:
    """The problems of a report in the order of the form."""
    together: dict[tuple[str, int], list[Finding]] = {}
    for position, finding in enumerate(found.findings):
        key = ("cause", finding.cause.number) if finding.cause else ("finding", position)
        together.setdefault(key, []).append(finding)
    return [Problem(number, tuple(each), each[0].cause) for number, each in enumerate(together.values(), 1)]


def told_problem(problem: Problem, report: Report, edition: Edition, labels: Labels, lang: str) -> ToldProblem:
    """A problem in words."""
    cause, findings = problem.cause, problem.findings
    if cause is not None and is_shared(cause, findings):
        words = cause_words(cause, findings, report, edition, lang, labels)
        advice = (*words.cells, *((words.check,) if words.check else ()), *words.others)
        told = tuple(told_finding(each, edition, labels, lang, repairs=()) for each in findings)
        return ToldProblem(words.head, advice, words.place or told[0].place, told)
    repairs = tuple(repair_words(cause, edition, lang, labels, raw_of(findings))) if cause is not None else ()
    told = tuple(told_finding(each, edition, labels, lang, repairs=repairs or None) for each in findings)
    bare = tuple(replace(each, suspicions=()) for each in told)
    return ToldProblem(told[0].message, tuple(dict.fromkeys(words for each in told for words in each.suspicions)), told[0].place, bare)


def level_word(problem: Problem, lang: str) -> str:
    """How grave a problem is; of a rule that broke, that it did."""
    return outcome_word(Outcome.ERROR, lang) if problem.broken else severity_word(problem.severity, lang)


def marks_of(problems: Sequence[Problem], edition: Edition) -> dict[str, Mark]:
    """What is to be seen at the cells of a report, by key."""
    belong: dict[str, list[Problem]] = {}
    changes: dict[str, Suspect] = {}
    for problem in problems:
        for change in problem.changes:
            changes.setdefault(change.cell, change)
        for key in (*problem.cells, *(change.cell for change in problem.changes)):
            if key in edition.cell_by_key and problem not in belong.setdefault(key, []):
                belong[key].append(problem)
    return {
        key: Mark(
            tuple(each.number for each in mine),
            min((each.severity for each in mine), key=GRAVITY.index),
            changes.get(key),
        )
        for key, mine in belong.items()
    }
