"""What a check finds out, as plain data. Words are made from it by `render`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from gkrules.model.edition import Source
from gkrules.model.places import Place
from gkrules.model.report import Note, Report
from gkrules.model.waiver import Waived


class Outcome(StrEnum):
    """What a rule says of a place. `UNKNOWN` and `ERROR` never count as `PASS`."""

    PASS = "pass"  # noqa: S105
    FAIL = "fail"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"
    ERROR = "error"


class Severity(StrEnum):
    """How grave a finding is, the gravest first."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Suspect:
    """A cell that is likely wrong. `suggested` mends the finding; `confidence` is ``certain``, ``likely`` or ``possible``."""

    cell: str
    value: int | float | None
    suggested: int | float | None
    confidence: str


@dataclass(frozen=True, slots=True)
class Equation:
    """The two sides of a broken equation: coefficient and cell, in the order of the rule."""

    left: tuple[tuple[int | float, str], ...]
    right: tuple[tuple[int | float, str], ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault.

    Attributes:
        code, name, severity, source: of the rule.
        outcome: ``fail``, or ``error`` when the rule itself broke.
        scope: what the rule looked at: ``table``, ``row``, ``column``, ``section`` by key.
        cells: keys of the cells (or names of facts) concerned, in the order of the form.
        values: their numbers; ``None`` where there is none.
        raw: the document's text of those that are not a number.
        left, right, difference: the two sides of an equation, and left − right.
        equation: its terms.
        assumed: the blank cells that were counted as zero.
        suspects: the cells most likely wrong, the likeliest first.
        note: the remark of the alignment that the finding is about.
        place: where in the document; ``None`` when unknown.
        quote: the sentence of the text that the finding is about, shortened.
        message: one sentence in each language.
    """

    code: str
    name: str
    severity: Severity
    outcome: Outcome
    scope: Mapping[str, str] = field(default_factory=dict)
    cells: tuple[str, ...] = ()
    values: Mapping[str, int | float | None] = field(default_factory=dict)
    raw: Mapping[str, str] = field(default_factory=dict)
    left: int | float | None = None
    right: int | float | None = None
    difference: int | float | None = None
    equation: Equation | None = None
    assumed: tuple[str, ...] = ()
    suspects: tuple[Suspect, ...] = ()
    note: Note | None = None
    source: tuple[Source, ...] = ()
    place: Place | None = None
    message: Mapping[str, str] = field(default_factory=dict)
    quote: str = ""


@dataclass(frozen=True, slots=True)
class ReportFindings:
    """What was found out about one report.

    Attributes:
        findings: in the order of the form, then of the codes.
        outcomes: how often each outcome occurred.
        undecided: the places that could not be assessed: code of the rule, and what it looked at.
        passed: the places that were found right, likewise.
        waived: the findings that a waiver accepts; they are not among `findings`, but count among `outcomes`.
    """

    report: Report
    findings: tuple[Finding, ...]
    outcomes: Counter[Outcome]
    undecided: tuple[tuple[str, Mapping[str, str]], ...] = ()
    passed: tuple[tuple[str, Mapping[str, str]], ...] = ()
    waived: tuple[Waived, ...] = ()
