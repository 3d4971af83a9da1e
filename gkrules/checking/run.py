"""Checking reports: one frame per edition, one pass of the compiled rules over it, findings per report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from gkrules.checking.attribution import with_causes
from gkrules.checking.makers import FindingMaker, by_sentence, count, maker_of
from gkrules.compile.batch import frame_of
from gkrules.compile.kernel import NOT_APPLICABLE, PASS, UNKNOWN
from gkrules.compile.ruleset import Ruleset
from gkrules.locate.causes import Located, Locator
from gkrules.model.cells import CellState
from gkrules.model.findings import Finding, Outcome, ReportFindings, Slip, Suspect
from gkrules.model.relations import CLAIM, Related, beside_statements, relate
from gkrules.model.report import ALIKE_TEXT, Report
from gkrules.narrate.statements import statements_of

if TYPE_CHECKING:
    from gkrules.compile.schema import Pass, ReportSchema
    from gkrules.model.claims import Claims

_TWO = 2
Say = Callable[[Finding, Ruleset, str], Mapping[str, str]]
"""Words a finding in every language: itself, the rules, and the key of the edition of its report."""


def check_reports(
    reports: Sequence[Report],
    ruleset: Ruleset,
    say: Say,
    *,
    previous: Sequence[Report] = (),
    below: Sequence[Report] = (),
) -> list[ReportFindings]:
    """Check reports, each with the rules of its edition; the results are in the order of the reports.

    `say` words the findings: what checks knows no words. A report's own report of the year before is looked for among
    `reports` and `previous`; `below` are the reports of the organs below.
    """
    related = _with_alike(reports, relate(reports, previous, below), previous, ruleset)
    results: dict[int, ReportFindings] = {}
    for edition in ruleset.editions.values():
        numbers = [number for number, report in enumerate(reports) if report.edition.key == edition.key]
        if not numbers:
            continue
        schema = ruleset.schema_for(edition.key)
        mine, beside = [reports[number] for number in numbers], [related[number] for number in numbers]
        if any(key.startswith(CLAIM) for key in schema.columns_of_cells.related):
            beside = [_with_statements(report, each, ruleset.claims_of(edition.key)) for report, each in zip(mine, beside, strict=True)]
        # A report has one row, and more where its text states more than one thing of a claim.
        further = [(row, each) for row, first in enumerate(beside) for each in first.further]
        rows = [*mine, *(mine[row] for row, _ in further)]
        found = schema.run(frame_of(rows, schema.columns_of_cells, states=True, related=[*beside, *(each for _, each in further)]))
        more: dict[int, list[tuple[int, Related]]] = {}
        for position, (row, each) in enumerate(further, len(mine)):
            more.setdefault(row, []).append((position, each))
        located = Locator.of(schema).locate(found, beside)
        makers = [maker_of(kernel) for kernel in schema.kernels.values()]
        for row, number in enumerate(numbers):
            rows_of_it = [(row, beside[row]), *more.get(row, [])]
            results[number] = _worded(_of_report(mine[row], rows_of_it, found, makers, schema, located.get(row, ())), ruleset, say)
    return [results[number] for number in range(len(reports))]


def _worded(found: ReportFindings, ruleset: Ruleset, say: Say) -> ReportFindings:
    edition = found.report.edition.key
    return replace(found, findings=tuple(replace(finding, message=say(finding, ruleset, edition)) for finding in found.findings))


def _with_alike(reports: Sequence[Report], related: list[Related], previous: Sequence[Report], ruleset: Ruleset) -> list[Related]:
    """What stands beside the reports, with remarks about texts that are alike; they are looked for only if a rule speaks of them."""
    rule = ruleset.for_note(ALIKE_TEXT)
    if rule is None or not ruleset.runs(rule.code) or len(reports) + len(previous) < _TWO:
        return related
    from gkrules.collection.alike import alike_notes

    notes = alike_notes(reports, previous)
    return [replace(each, remarks=(*each.remarks, *more)) if more else each for each, more in zip(related, notes, strict=True)]


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
    schema: ReportSchema,
    located: Sequence[Located],
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
    explained = tuple(_with_implied(report, with_causes(findings, located, schema), found, rows[0][0]))
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
    """Findings about blank cells, with the values that follow for them from the equations."""
    blanks = found.schema.evaluator.blanks
    if not blanks.members or not any(_about_blanks(report, finding) for finding in findings):
        return list(findings)
    (values,) = blanks.certain(found.batch.take(np.array([row])))
    suspects = {
        key: Suspect(key, None, int(value) if value.is_integer() else value, "certain", None if value else Slip.BLANK_FOR_ZERO)
        for key, value in values.items()
    }
    return [
        replace(finding, suspects=tuple(suspects[key] for key in finding.cells if key in suspects))
        if _about_blanks(report, finding)
        else finding
        for finding in findings
    ]


def _about_blanks(report: Report, finding: Finding) -> bool:
    cells = [report.cells.get(key) for key in finding.cells]
    return bool(cells) and all(cell is not None and cell.state is CellState.BLANK for cell in cells)
