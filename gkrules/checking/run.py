"""Checking reports: one frame per edition, one pass of the compiled rules over it, findings per report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from gkrules.checking.attribution import with_causes, with_sentences
from gkrules.checking.makers import FindingMaker, by_sentence, count, maker_of
from gkrules.compile.batch import StateCode, Subset
from gkrules.compile.kernel import FAIL, NOT_APPLICABLE, PASS, UNKNOWN, Kernel
from gkrules.compile.ruleset import Ruleset
from gkrules.locate.causes import Located, Locator
from gkrules.locate.slips import mistyped
from gkrules.model.cells import Cell, CellState
from gkrules.model.findings import Finding, Outcome, ReportFindings, Severity, Slip, Suspect
from gkrules.model.relations import BELOW, CLAIM, LAST_YEAR, Related, beside_statements
from gkrules.model.report import Report
from gkrules.narrate.statements import statements_of

if TYPE_CHECKING:
    from gkrules.compile.compiled import CompiledRules, Pass
    from gkrules.model.claims import Claims

Say = Callable[[Finding, Ruleset, str], Mapping[str, str]]
"""Words a finding in every language: itself, the rules, and the key of the edition of its report."""


def check_reports(
    reports: Sequence[Report], ruleset: Ruleset, say: Say, related: Sequence[Related] = (), *, whole: Ruleset | None = None
) -> list[ReportFindings]:
    """Check reports, each with the rules of its edition; the results are in the order of the reports.

    Args:
        reports: the reports.
        ruleset: the rules to use.
        say: words the findings: what checks knows no words.
        related: what stands beside each report; nothing if it is empty.
        whole: all rules that are in force, by which causes are told; by default those of `ruleset` with what was not selected of them.
    """
    related = related or [Related()] * len(reports)
    results: dict[int, ReportFindings] = {}
    for edition in ruleset.editions.values():
        numbers = [number for number, report in enumerate(reports) if report.edition.key == edition.key]
        if not numbers:
            continue
        rules = ruleset.compiled(edition.key)
        mine = [reports[number] for number in numbers]
        batch = _run(mine, [related[number] for number in numbers], rules, ruleset)
        located = _located(batch, rules, whole or ruleset.whole)
        makers = [maker_of(kernel) for kernel in rules.kernels.values()]
        for row, number in enumerate(numbers):
            explained = _of_report(mine[row], batch.rows(row), batch.found, makers, located.get(row))
            results[number] = replace(_worded(explained, ruleset, say), related=_compared(related[number], rules))
    return [results[number] for number in range(len(reports))]


@dataclass(frozen=True)
class _Batch:
    """Reports of one edition after a pass of the rules over them.

    Attributes:
        reports, beside: the reports, and what stands beside each.
        further: the rows after those of the reports that hold what else the text of a report states, by the report's.
        found: what the rules said.
    """

    reports: Sequence[Report]
    beside: Sequence[Related]
    further: Mapping[int, Sequence[tuple[int, Related]]]
    found: Pass

    def rows(self, row: int) -> list[tuple[int, Related]]:
        """The rows of a report, each with what stands beside it."""
        return [(row, self.beside[row]), *self.further.get(row, ())]


def _run(reports: Sequence[Report], related: Sequence[Related], rules: CompiledRules, ruleset: Ruleset) -> _Batch:
    """Run the rules over reports. A report has one row, and more where its text states more than one thing of a claim."""
    beside = list(related)
    if rules.reads(CLAIM):
        claims = ruleset.claims_of(rules.edition.key)
        beside = [_with_statements(report, each, claims) for report, each in zip(reports, beside, strict=True)]
    layers = [(row, each) for row, first in enumerate(beside) for each in first.further]
    rows = [*reports, *(reports[row] for row, _ in layers)]
    found = rules.run(rows, [*beside, *(each for _, each in layers)])
    further: dict[int, list[tuple[int, Related]]] = {}
    for position, (row, each) in enumerate(layers, len(reports)):
        further.setdefault(row, []).append((position, each))
    return _Batch(reports, beside, further, found)


def _located(batch: _Batch, rules: CompiledRules, whole: Ruleset) -> dict[int, tuple[Locator, Sequence[Located]]]:
    """The causes of what is broken, by the row of the report.

    What is suggested must be right by all rules that are in force. Where not all of them were run, the reports that the others find
    broken are looked at again.
    """
    if not any(_fails(kernel, batch) for kernel in rules.kernels.values() if kernel.bound.rule.severity is Severity.ERROR):
        return {}
    every = whole.compiled(rules.edition.key) if rules.leaves_out else rules
    locator = Locator.of(every)
    if every is rules:
        asked, rows = batch, list(range(len(batch.reports)))
    else:
        rows = locator.broken(batch.found, len(batch.reports)).tolist()
        asked = _run([batch.reports[row] for row in rows], [batch.beside[row] for row in rows], every, whole)
    further = {row: [position for position, _ in layers] for row, layers in asked.further.items()}
    found = locator.locate(asked.found, asked.beside, further)
    return {rows[number]: (locator, causes) for number, causes in found.items()}


def _fails(kernel: Kernel, batch: _Batch) -> bool:
    result = batch.found.results[kernel.code]
    return not isinstance(result, Exception) and bool((result.outcomes == FAIL).any())


def _worded(found: ReportFindings, ruleset: Ruleset, say: Say) -> ReportFindings:
    edition = found.report.edition.key
    return replace(found, findings=tuple(replace(finding, message=say(finding, ruleset, edition)) for finding in found.findings))


def _compared(related: Related, rules: CompiledRules) -> Related:
    """Of what stands beside a report that which the rules look at."""
    previous, below = (rules.reads(prefix) for prefix in (LAST_YEAR, BELOW))
    return replace(related, previous=related.previous if previous else None, below=related.below if below else ())


def _with_statements(report: Report, related: Related, claims: Claims) -> Related:
    """What stands beside a report, with the statements of its text by the claims of the ruleset, which the report need not know."""
    if not report.has_text:
        return related
    return beside_statements(related, statements_of(report, claims))


def _of_report(
    report: Report,
    rows: Sequence[tuple[int, Related]],
    found: Pass,
    makers: Sequence[FindingMaker],
    located: tuple[Locator, Sequence[Located]] | None,
) -> ReportFindings:
    findings: list[Finding] = []
    outcomes: Counter[Outcome] = Counter(dict.fromkeys(Outcome, 0))
    places: dict[int, list[tuple[str, Mapping[str, str]]]] = {PASS: [], UNKNOWN: []}
    for maker in makers:
        result = found.results[maker.rule.code]
        if isinstance(result, Exception):
            findings.append(maker.broken(result))
            outcomes[Outcome.ERROR] += 1
            continue
        used = [(row, each) for row, each in rows if row == rows[0][0] or maker.is_about(each)]
        pairs = [
            (group, outcome)
            for row, each in used
            for group, outcome in zip(maker.groups, maker.outcomes(result, row), strict=True)
            if row == rows[0][0] or group.scope.get("claim") in each.statements
        ]
        if maker.of_claims:
            # What the text does not state is no place that was looked at.
            pairs = [pair for pair in pairs if pair[1] != NOT_APPLICABLE] or pairs[:1]
        outcomes.update(count([outcome for _, outcome in pairs]))
        for group, outcome in pairs:
            if outcome in places:
                places[outcome].append((maker.rule.code, group.scope))
        for row, related in used:
            findings.extend(maker.findings(report, related, result, row))
    findings = list(by_sentence(findings, {maker.rule.code: maker.rule for maker in makers}))
    order = _Order(report)
    findings.sort(key=lambda finding: (order(finding), finding.code))
    if located is not None:
        findings = with_causes(findings, *located)
    findings = with_sentences(findings)
    explained = tuple(_with_implied(report, findings, found, rows[0][0]))
    return ReportFindings(report, explained, outcomes, undecided=tuple(places[UNKNOWN]), passed=tuple(places[PASS]))


class _Order:
    """The place of a finding in the form: what concerns the whole document first, then cell by cell."""

    def __init__(self, report: Report) -> None:
        self._cells = {key: number for number, key in enumerate(report.edition.cell_by_key)}
        self._tables = {
            key: self._cells[table.cell(table.rows[0].key, table.columns[0].key)] for key, table in report.edition.table_by_key.items()
        }

    def __call__(self, finding: Finding) -> int:
        for key in finding.cells:
            if key in self._cells:
                return self._cells[key]
        return self._tables.get(finding.scope.get("table", ""), -1)


def _with_implied(report: Report, findings: Sequence[Finding], found: Pass, row: int) -> list[Finding]:
    """Findings about cells without a number, blank or not to be read, with the values that follow for them from the equations."""
    states = [_state_of_all(report, finding) for finding in findings]
    blanks = found.rules.evaluator.blanks
    if not blanks.members or not any(states):
        return list(findings)
    subset = found.batch.take(np.array([row]))
    if CellState.TEXT in states:
        # What cannot be read is as unknown as what is blank; where it stands with blanks, what follows is said of neither.
        subset = Subset(subset.values, np.where(subset.states == StateCode.TEXT, StateCode.BLANK, subset.states).astype(np.int8))
    (values,) = blanks.certain(subset)
    suspects = {key: _implied(report.cells[key], key, value) for key, value in values.items() if key in report.cells}
    return [
        replace(finding, suspects=tuple(suspects[key] for key in finding.cells if key in suspects)) if state else finding
        for finding, state in zip(findings, states, strict=True)
    ]


def _implied(cell: Cell, key: str, value: float) -> Suspect:
    """A cell without a number, with the value that follows for it."""
    wanted = int(value) if value.is_integer() else value
    if cell.state is CellState.TEXT:
        confirmed = mistyped(cell.raw) == wanted
        return Suspect(key, None, wanted, "certain" if confirmed else "likely", Slip.MISTYPED if confirmed else None)
    return Suspect(key, None, wanted, "certain", None if value else Slip.BLANK_FOR_ZERO)


def _state_of_all(report: Report, finding: Finding) -> CellState | None:
    """The state of all cells of a finding, if that is blank or text."""
    states = {cell.state if (cell := report.cells.get(key)) is not None else None for key in finding.cells}
    (state,) = states if len(states) == 1 else (None,)
    return state if state in (CellState.BLANK, CellState.TEXT) else None
