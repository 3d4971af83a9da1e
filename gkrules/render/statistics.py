"""What a check of several reports comes to in numbers: by rule, organ, year and cause. All of them add up to the summary."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from gkrules.model.findings import Cause, Finding, Outcome, ReportFindings, RosterFindings, Slip
from gkrules.render.inputs import ResultLike, counted_subjects

BROKEN = "broken"
"""The kind of the findings of a rule that broke; the others' is their severity."""
OTHER_CAUSES = ("not_explained", "tied", "unknown", "no_equation")
"""The causes that are no known slip: a repair that none explains, several repairs, none that was found, and nothing to look for."""


@dataclass(slots=True)
class Counts:
    """Findings by kind, and how many reports they are in.

    Attributes:
        kinds: how many findings of each severity, and of rules that broke (`BROKEN`).
        reports: the reports counted; of a rule those with a finding of it.
    """

    kinds: Counter[str] = field(default_factory=Counter)
    reports: int = 0

    @property
    def findings(self) -> int:
        """All of them."""
        return sum(self.kinds.values())


@dataclass(slots=True)
class CauseCounts:
    """Causes of one kind, and the findings that they have."""

    causes: int = 0
    findings: int = 0


@dataclass(frozen=True, slots=True)
class Statistics:
    """Counts over a result. The findings of each of the four add up to those of the summary, the causes to its causes.

    Attributes:
        rules: by code and kind of the findings, the most frequent first.
        organs: by the name of the organ, empty where it is unknown; those with the most findings first.
        years: by year, the unknown last.
        causes: by slip, then by `OTHER_CAUSES`; only those that there are.
        rosters: what was found about the rosters. It is among `rules` and `causes`, and of no organ or year.
        waived: the findings that waivers accept; they are none of the others.
    """

    rules: dict[tuple[str, str], Counts]
    organs: dict[str, Counts]
    years: dict[int | None, Counts]
    causes: dict[str, CauseCounts]
    rosters: Counts
    waived: int


def statistics_of(result: ResultLike) -> Statistics:
    """The counts over a result."""
    rules: dict[tuple[str, str], Counts] = {}
    organs: dict[str, Counts] = {}
    years: dict[int | None, Counts] = {}
    rosters = Counts()
    causes: dict[str, CauseCounts] = {}
    every = counted_subjects(result)
    for found in every:
        kinds = Counter(map(kind_of, found.findings))
        if isinstance(found, RosterFindings):
            rosters.kinds.update(kinds)
        else:
            for counts in (organs.setdefault(found.report.unit, Counts()), years.setdefault(found.report.year, Counts())):
                counts.kinds.update(kinds)
                counts.reports += 1
        for each, number in Counter((finding.code, kind_of(finding)) for finding in found.findings).items():
            of_rule = rules.setdefault(each, Counts())
            of_rule.kinds[each[1]] += number
            of_rule.reports += 1
        for cause, kind in _causes(found):
            of_cause = causes.setdefault(cause, CauseCounts())
            of_cause.causes += 1
            of_cause.findings += kind
    order = (*(slip.value for slip in Slip), *OTHER_CAUSES)
    return Statistics(
        dict(sorted(rules.items(), key=lambda each: (-each[1].findings, each[0]))),
        dict(sorted(organs.items(), key=lambda each: (-each[1].findings, not each[0], each[0]))),
        dict(sorted(years.items(), key=lambda each: (each[0] is None, each[0] or 0))),
        {cause: causes[cause] for cause in order if cause in causes},
        rosters,
        sum(len(found.waived) for found in every),
    )


def total(parts: Iterable[Counts]) -> Counts:
    """Their sum."""
    whole = Counts()
    for each in parts:
        whole.kinds.update(each.kinds)
        whole.reports += each.reports
    return whole


def kind_of(finding: Finding) -> str:
    """Its severity, or that the rule broke."""
    return BROKEN if finding.outcome is Outcome.ERROR else finding.severity.value


def _causes(found: ReportFindings) -> Iterator[tuple[str, int]]:
    """The causes of a report, each by its kind and with how many findings it has; a finding without a cause is one of its own."""
    for cause in found.causes:
        yield _cause_kind(cause), _findings_of(cause, found.findings)
    yield from (("no_equation", 1) for finding in found.findings if finding.cause is None)


def _cause_kind(cause: Cause) -> str:
    if not cause.repairs:
        return "unknown"
    if len(cause.repairs) > 1 or cause.more:
        return "tied"
    slip = cause.repairs[0].slip
    return slip.value if slip is not None else "not_explained"


def _findings_of(cause: Cause, findings: Sequence[Finding]) -> int:
    return sum(finding.cause is not None and finding.cause.number == cause.number for finding in findings)
