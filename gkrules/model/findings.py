"""What a check finds out, as plain data. Words are made from it by `render`."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fnmatch import fnmatchcase
from pathlib import Path

from gkrules.model.drawing import drawn
from gkrules.model.edition import Source
from gkrules.model.places import Place
from gkrules.model.relations import Related
from gkrules.model.report import Note, Report
from gkrules.model.rosters import RosterComparison

_REPR_LETTERS = 80
_REPR_FINDINGS = 3


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


class Slip(StrEnum):
    """A slip by which right numbers become wrong ones. The first of each kind of likelihood is named."""

    COLUMN_SHIFTED = "column_shifted"
    ROW_SHIFTED = "row_shifted"
    COLUMNS_SWAPPED = "columns_swapped"
    ROWS_SWAPPED = "rows_swapped"
    NEIGHBOURS_SWAPPED = "neighbours_swapped"
    TOTAL_EMPTY = "total_empty"
    SIGN = "sign"
    DIGITS_TRANSPOSED = "digits_transposed"
    DIGIT_DOUBLED = "digit_doubled"
    DIGIT_DROPPED = "digit_dropped"
    LAST_YEARS_VALUE = "last_years_value"
    COPIED_FROM_NEIGHBOUR = "copied_from_neighbour"
    DIGIT_WRONG = "digit_wrong"
    TOTAL_NOT_UPDATED = "total_not_updated"
    BLANK_FOR_ZERO = "blank_for_zero"
    MISTYPED = "mistyped"


@dataclass(frozen=True, slots=True)
class Suspect:
    """A cell that is likely wrong.

    Attributes:
        value: what stands there; ``None`` if no number.
        suggested: what would mend the finding, together with the other cells of its `Repair`; never put in by itself.
        confidence: ``certain``, ``likely`` or ``possible``.
        slip: the slip that explains the number; ``None`` if none fits.
    """

    cell: str
    value: int | float | None
    suggested: int | float | None
    confidence: str
    slip: Slip | None = None


@dataclass(frozen=True, slots=True)
class Repair:
    """Cells that would mend a cause if they were changed together, in the order of the form.

    Attributes:
        slip: the one slip that explains all of them; ``None`` if there is none.
        confidence: ``likely`` or ``possible``.
        weight: how much there is to believe, by which repairs are ordered: about 1 for each cell, less where a slip explains it.
    """

    cells: tuple[Suspect, ...]
    slip: Slip | None
    confidence: str
    weight: float


@dataclass(frozen=True, slots=True)
class Cause:
    """What several findings may have in common.

    Attributes:
        number: from 1, in the order of the form.
        status: ``found`` (one repair), ``tied`` (several, all given) or ``unknown`` (the search met its limit).
        repairs: the smallest sets of cells that mend all findings of the cause and break no rule, and known slips that
            do; the likeliest first, then in the order of the form.
        reason: why it is unknown: ``too_many_cells`` (more than were looked for), ``limit`` (of the search, or values that the
            equations leave open), ``between_reports`` (the report holds by itself, and differs from another one: either may be wrong),
            ``one_sentence`` (they are about one sentence of the text).
        more: how many repairs there are beyond those listed.
    """

    number: int
    status: str
    repairs: tuple[Repair, ...] = ()
    reason: str = ""
    more: int = 0


@dataclass(frozen=True, slots=True)
class Equation:
    """The two sides of a broken equation: coefficient and cell, in the order of the rule."""

    left: tuple[tuple[int | float, str], ...]
    right: tuple[tuple[int | float, str], ...]


@dataclass(frozen=True, slots=True, repr=False)
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
        implied: the blank cells that were counted as what other numbers of the report imply for them; nothing of it is printed.
        suspects: those of its cells that are most likely wrong, the likeliest first.
        cause: what it has in common with other findings, and how all of them can be mended; ``None`` if it is no equation.
        note: the remark of the alignment that the finding is about, the first if it is about several.
        notes: all of them.
        place: where in the document; ``None`` when unknown.
        quote: the sentence of the text that the finding is about, shortened.
        sentence: which sentence of the text that is, from 0; -1 for none.
        cells_place: where the first of its cells stands, if `place` is that of a sentence.
        also: the faults of the same rule in the same sentence that it puts together, if they are several.
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
    implied: Mapping[str, int | float] = field(default_factory=dict)
    suspects: tuple[Suspect, ...] = ()
    cause: Cause | None = None
    note: Note | None = None
    notes: tuple[Note, ...] = ()
    source: tuple[Source, ...] = ()
    place: Place | None = None
    message: Mapping[str, str] = field(default_factory=dict)
    quote: str = ""
    sentence: int = -1
    cells_place: Place | None = None
    also: tuple[Finding, ...] = ()

    def __repr__(self) -> str:
        return f"<Finding {self.code} {self.severity.value}: {_short(self)}>"

    def _repr_html_(self) -> str | None:
        """What a notebook shows, with the extra ``html``."""
        return drawn(self)


@dataclass(frozen=True, slots=True)
class Waiver:
    """One entry of a ``gkrules.yaml``.

    Attributes:
        rule: code of the rule whose findings it accepts.
        reason: why.
        files: pattern of the files that it speaks of, relative to the folder of the ``gkrules.yaml``; empty for every file.
        unit: name of the organ that it speaks of; empty for every organ.
        cells: keys of cells, also with ``*``; empty for every cell.
        until: the last day on which it counts; ``None`` if it does not end.
        file, line: where it is written.
    """

    rule: str
    reason: str
    files: str = ""
    unit: str = ""
    cells: tuple[str, ...] = ()
    until: datetime.date | None = None
    file: Path = Path()
    line: int = 0

    def concerns(self, report: Report) -> bool:
        """Whether it speaks of this report."""
        return (not self.unit or self.unit == report.unit) and (not self.files or self._names(report.file))

    def covers(self, finding: Finding) -> bool:
        """Whether it accepts this finding.

        Of an equation any one of its cells is enough; where each cell is a fault of its own (blank ones), it must name all.
        """
        if finding.code != self.rule:
            return False
        named = [any(fnmatchcase(cell, pattern) for pattern in self.cells) for cell in finding.cells]
        return not self.cells or (any(named) if finding.equation is not None else bool(named) and all(named))

    def expired(self, today: datetime.date) -> bool:
        """Whether its last day is over."""
        return self.until is not None and today > self.until

    def _names(self, file: str) -> bool:
        if not file:
            return False
        path, folder = Path(file).resolve(), self.file.parent.resolve()
        return path.is_relative_to(folder) and fnmatchcase(path.relative_to(folder).as_posix(), self.files)


@dataclass(frozen=True, slots=True)
class Waived:
    """A finding that a waiver accepts."""

    finding: Finding
    waiver: Waiver


@dataclass(frozen=True, slots=True, repr=False)
class ReportFindings:
    """What was found out about one report.

    Attributes:
        findings: in the order of the form, then of the codes.
        outcomes: how often each outcome occurred.
        undecided: the places that could not be assessed: code of the rule, and what it looked at.
        passed: the places that were found right, likewise.
        waived: the findings that a waiver accepts; they are not among `findings`, but count among `outcomes`.
        related: the reports that it was compared with.
    """

    report: Report
    findings: tuple[Finding, ...]
    outcomes: Counter[Outcome]
    undecided: tuple[tuple[str, Mapping[str, str]], ...] = ()
    passed: tuple[tuple[str, Mapping[str, str]], ...] = ()
    waived: tuple[Waived, ...] = ()
    related: Related = field(default_factory=Related)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.report.unit or '?'} {self.report.year or '?'}: {told_findings(self.findings)}>"

    def _repr_html_(self) -> str | None:
        """What a notebook shows, with the extra ``html``."""
        return drawn(self)

    @property
    def cause_count(self) -> int:
        """How many things there are to mend: findings with one cause are one, a finding without a known cause is one."""
        return len(self.causes) + sum(finding.cause is None for finding in self.findings)

    @property
    def causes(self) -> tuple[Cause, ...]:
        """What findings have in common, each once."""
        found = {finding.cause.number: finding.cause for finding in self.findings if finding.cause}
        return tuple(found[number] for number in sorted(found))


@dataclass(frozen=True, slots=True)
class RosterFindings(ReportFindings):
    """What was found out about a roster, whose file `report` stands for.

    Attributes:
        comparison: what the reports are like beside it, of which the findings name the first.
    """

    comparison: RosterComparison = field(default_factory=RosterComparison)


def told_findings(findings: Sequence[Finding]) -> str:
    """How many findings of each severity, and the first of them, on one line: what a `repr` says."""
    counts = [(sum(each.severity is severity for each in findings), severity.value) for severity in Severity]
    told = ", ".join(f"{count} {name}{'s' * (count != 1 and name != 'info')}" for count, name in counts if count)
    first = "; ".join(f"{each.code} {_short(each)}" for each in findings[:_REPR_FINDINGS])
    more = "; …" if len(findings) > _REPR_FINDINGS else ""
    return f"{told}: {first}{more}" if told else "no findings"


def _short(finding: Finding) -> str:
    said = " ".join((finding.message.get("en") or finding.name).split())
    return said if len(said) <= _REPR_LETTERS else f"{said[:_REPR_LETTERS]}…"
