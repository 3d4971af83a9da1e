"""What the outputs are given: a result, reports, a diagnosis, a rule; and a file without a report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from gkrules.model.document import Document
from gkrules.model.findings import Outcome, ReportFindings, RosterFindings
from gkrules.model.report import Report
from gkrules.model.rule import Rule
from gkrules.rulefiles.rulebook import Rulebook

WIDTH = 80
"""Columns of a terminal, where nothing is known of one."""


class ResultLike(Protocol):
    """What a check returns."""

    @property
    def reports(self) -> Sequence[ReportFindings]:
        """The findings of each report."""

    @property
    def waiver_files(self) -> Sequence[ReportFindings]:
        """The findings about files of waivers."""

    @property
    def unmatched(self) -> Sequence[ReportFindings]:
        """The findings about reports that were given to compare with and fit none of those checked."""

    @property
    def nothing_compared(self) -> bool:
        """Whether reports were given to compare with and nothing could be compared."""

    @property
    def rosters(self) -> Sequence[RosterFindings]:
        """The findings about rosters."""

    @property
    def outcomes(self) -> Counter[Outcome]:
        """How often each outcome occurred, over all reports."""

    @property
    def ruleset(self) -> Rulebook:
        """The rules that were used."""


@dataclass(frozen=True, slots=True)
class FailedFile:
    """A file that could not be checked, and why."""

    file: str
    kind: str
    zh: str
    en: str

    def text(self, lang: str) -> str:
        """The reason in `lang`."""
        return self.zh if lang == "zh" else self.en


@dataclass(frozen=True, slots=True)
class Detail:
    """How much is shown.

    Attributes:
        quiet: only what is wrong, a line each.
        verbose: every suspect, how to mend each kind of fault, and what could not be decided.
        passed: what was found right, too.
        group: what the findings stand under: ``file``, ``rule`` or ``organ``.
        statistics: tables of counts in place of the findings; JSON has them beside.
        fixes: a table of the suggested values in place of the findings.
    """

    quiet: bool = False
    verbose: bool = False
    passed: bool = False
    group: str = "file"
    statistics: bool = False
    fixes: bool = False


@dataclass(frozen=True, slots=True)
class Checked:
    """What was checked: the result, the files that could not be, and how much of it to show."""

    result: ResultLike
    failed: Sequence[FailedFile] = ()
    detail: Detail = Detail()


@dataclass(frozen=True, slots=True)
class Extracted:
    """What was read.

    Attributes:
        reports: the reports.
        ruleset: the rules, whose digest says by which forms they were read.
        several: whether more than one document was asked for, so that a list is written also of one report.
        places: show where everything stands, too.
        width: columns of the terminal.
    """

    reports: Sequence[Report]
    ruleset: Rulebook
    several: bool = False
    places: bool = False
    width: int = WIDTH


@dataclass(frozen=True, slots=True)
class Diagnosed:
    """How a document was read.

    Attributes:
        data: the diagnosis as `Diagnosis.to_dict` gives it; with ``sentences``, how the sentences of the text were read.
        document, report: what was made of it.
        source: the bytes of the file.
        rulebook: whose claims read the sentences.
    """

    data: Mapping[str, Any]
    document: Document | None = None
    report: Report | None = None
    source: bytes = b""
    rulebook: Rulebook | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """A setting that holds, and where it comes from.

    Attributes:
        value: a text, a truth value, texts, or texts by name; ``None`` for an edition that is chosen by the year.
        file: empty for a default; of what the command line says, the option.
        line: 0 for both.
    """

    name: str
    value: Any
    file: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Configured:
    """The configuration of a run.

    Attributes:
        file: where its settings stand; empty if there are none.
        above: whether that is in a folder above.
        passed_over: a file beside it that does not count.
        settings: all of them.
        limits: those that are not as by default, likewise.
        waivers: by place that was asked about, the file whose waivers count there; empty for none.
    """

    file: str
    above: bool
    passed_over: str
    settings: Sequence[Held]
    limits: Sequence[Held]
    waivers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class OfRules:
    """A rule and its rulebook."""

    rule: Rule
    rulebook: Rulebook


def every_subject(result: ResultLike) -> tuple[ReportFindings, ...]:
    """All that something can be found about: reports, those that were only given to compare with, files of waivers, rosters."""
    return (*result.reports, *result.unmatched, *result.waiver_files, *result.rosters)


def counted_subjects(result: ResultLike) -> tuple[ReportFindings, ...]:
    """Those whose findings a summary counts: not the files of waivers, which are no work of an organ."""
    return (*result.reports, *result.unmatched, *result.rosters)
