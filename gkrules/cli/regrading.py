"""Results with other severities.

What is found is graded anew, and not the rules before they run: an equation is as true when its faults are only warned of, so it
still serves for finding the cells that are wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from gkrules.model.findings import Finding, ReportFindings, Severity

if TYPE_CHECKING:
    from gkrules.api import Result

_Found = TypeVar("_Found", bound=ReportFindings)


def regraded(result: Result, severities: Mapping[str, str]) -> Result:
    """The result with severities by code of a rule, beginning of codes, or name. Its ruleset says by name and digest that it is another."""
    from gkrules.rulefiles.severities import with_severities

    rules = with_severities(result.ruleset, {text: Severity(value) for text, value in severities.items()})
    if rules is result.ruleset:
        return result
    wanted = {rule.code: rule.severity for rule in (*rules.rules, *rules.unselected)}

    def all_of(several: Iterable[_Found]) -> tuple[_Found, ...]:
        return tuple(_graded(each, wanted) for each in several)

    return replace(
        result,
        ruleset=rules,
        reports=all_of(result.reports),
        waiver_files=all_of(result.waiver_files),
        unmatched=all_of(result.unmatched),
        rosters=all_of(result.rosters),
    )


def _graded(found: _Found, wanted: Mapping[str, Severity]) -> _Found:
    findings = tuple(_finding(each, wanted) for each in found.findings)
    waived = tuple(replace(each, finding=_finding(each.finding, wanted)) for each in found.waived)
    return replace(found, findings=findings, waived=waived)


def _finding(finding: Finding, wanted: Mapping[str, Severity]) -> Finding:
    severity = wanted.get(finding.code, finding.severity)
    return replace(finding, severity=severity, also=tuple(_finding(each, wanted) for each in finding.also))
