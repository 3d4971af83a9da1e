"""Findings with the cause that they share, and the cells that are most likely wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from gkrules.locate.causes import Located, Locator
from gkrules.model.findings import Cause, Finding, Suspect

if TYPE_CHECKING:
    from gkrules.compile.schema import ReportSchema


def with_causes(findings: Sequence[Finding], located: Sequence[Located], schema: ReportSchema) -> list[Finding]:
    """The findings of a report with their causes, which are numbered in the order of the findings."""
    if not located:
        return list(findings)
    locator = Locator.of(schema)
    numbers: dict[int, Cause] = {}
    result = []
    for finding in findings:
        which = next((number for number, each in enumerate(located) if _explains(locator, each, finding)), None)
        if which is not None:
            if which not in numbers:
                numbers[which] = _cause(located[which], len(numbers) + 1)
            finding = replace(finding, cause=numbers[which], suspects=_suspects(finding, numbers[which]))  # noqa: PLW2901
        result.append(finding)
    return result


def _explains(locator: Locator, located: Located, finding: Finding) -> bool:
    if finding.equation is not None:
        cells = {key for side in (finding.equation.left, finding.equation.right) for _, key in side}
        return any(locator.system.equations[number].code == finding.code and cells <= locator.keys(number) for number in located.equations)
    places = {place for code, place in located.mended if code == finding.code}
    # A finding about many places is explained if all of them are.
    kernel = locator.kernels[finding.code]
    explained = {key for place in places for key in kernel.bound.keys(place)}
    return bool(places) and set(finding.cells) <= explained


def _cause(located: Located, number: int) -> Cause:
    status = "unknown" if not located.repairs else "found" if len(located.repairs) == 1 else "tied"
    return Cause(number, status, located.repairs, located.reason)


def _suspects(finding: Finding, cause: Cause) -> tuple[Suspect, ...]:
    """The suspected cells that the finding names, each once; those of the likeliest repair first."""
    found: dict[str, Suspect] = {}
    for repair in cause.repairs:
        for suspect in repair.cells:
            if suspect.cell in finding.cells:
                found.setdefault(suspect.cell, suspect)
    return tuple(found.values())
