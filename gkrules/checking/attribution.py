"""Findings with the cause that they share, and the cells that are most likely wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from gkrules.locate.causes import Located, Locator
from gkrules.model.findings import Cause, Finding, Suspect

SENTENCE = "one_sentence"
"""Why nothing is suggested where several findings are about one sentence of the text."""


def with_causes(findings: Sequence[Finding], locator: Locator, located: Sequence[Located]) -> list[Finding]:
    """The findings of a report with their causes, which are numbered in the order of the findings."""
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


def with_sentences(findings: Sequence[Finding]) -> list[Finding]:
    """The findings with one cause for those that are about one sentence and have no other: it is the sentence that is to be mended."""
    alone = Counter(finding.sentence for finding in findings if finding.cause is None and finding.sentence >= 0)
    number = max((finding.cause.number for finding in findings if finding.cause), default=0)
    causes: dict[int, Cause] = {}
    result = []
    for finding in findings:
        if finding.cause is None and alone[finding.sentence] > 1:
            cause = causes.setdefault(finding.sentence, Cause(number + 1 + len(causes), "unknown", reason=SENTENCE))
            finding = replace(finding, cause=cause)  # noqa: PLW2901
        result.append(finding)
    return result


def _explains(locator: Locator, located: Located, finding: Finding) -> bool:
    broken = [number for number in located.equations if locator.system.equations[number].code == finding.code]
    if finding.equation is not None:
        cells = {key for side in (finding.equation.left, finding.equation.right) for _, key in side}
        if any(cells <= locator.keys(number) for number in broken):
            return True
    places = {place for code, place in located.mended if code == finding.code}
    # A finding about many places is explained if all of them are.
    explained = {key for place in places for key in locator.kernels[finding.code].bound.keys(place)}
    explained |= {key for number in broken for key in locator.keys(number)}
    return bool(explained) and set(finding.cells) <= explained


def _cause(located: Located, number: int) -> Cause:
    status = "unknown" if not located.repairs else "found" if len(located.repairs) == 1 else "tied"
    return Cause(number, status, located.repairs, located.reason, located.more)


def _suspects(finding: Finding, cause: Cause) -> tuple[Suspect, ...]:
    """The suspected cells that the finding names, each once; those of the likeliest repair first."""
    found: dict[str, Suspect] = {}
    for repair in cause.repairs:
        for suspect in repair.cells:
            if suspect.cell in finding.cells:
                found.setdefault(suspect.cell, suspect)
    return tuple(found.values())
