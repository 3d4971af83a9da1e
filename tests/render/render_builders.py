"""Reports and findings built by hand, with the real form and the real rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from gkrules.model.cells import Cell, CellState
from gkrules.model.edition import Edition
from gkrules.model.findings import Equation, Finding, Outcome, ReportFindings, RosterFindings, Suspect
from gkrules.model.places import Place
from gkrules.model.report import Report
from gkrules.render.messages import messages
from gkrules.rulefiles.location import rules_folder
from gkrules.rulefiles.rulebook import Rulebook, load_folder


@cache
def ruleset() -> Rulebook:
    return load_folder(rules_folder())


def edition() -> Edition:
    return ruleset().editions["2021"]


def make_finding(code: str, **parts: Any) -> Finding:
    """A finding of a rule, with its message."""
    rule = ruleset().rule(code)
    source = tuple(each for each in rule.source if "2021" in (each.editions or ("2021",)))
    outcome = parts.pop("outcome", Outcome.FAIL)
    found = Finding(
        code,
        rule.name,
        rule.severity,
        outcome,
        source=source,
        **parts,
    )
    return replace(found, message=messages(found, ruleset(), "2021"))


def review_finding() -> Finding:
    """行政复议: 10 + 1 + 0 + 0, 总计 0."""
    outcomes = ("upheld", "corrected", "other", "pending")
    key = "review_litigation.review.{}".format
    numbers = dict(zip(map(key, (*outcomes, "total")), (10, 1, 0, 0, 0), strict=True))
    return make_finding(
        "GK404",
        scope={"table": "review_litigation", "row": "review"},
        cells=tuple(numbers),
        values=numbers,
        left=0,
        right=11,
        difference=-11,
        equation=Equation(((1, key("total")),), tuple((1, key(each)) for each in outcomes)),
        suspects=(Suspect(key("total"), 0, 11, "likely"),),
        place=Place("docx", table=3, row=4, column=5),
    )


def blank_finding(rows: list[str], columns: list[str]) -> Finding:
    cells = tuple(f"applications.{row}.{column}" for row in rows for column in columns)
    return make_finding("GK301", cells=cells, values=dict.fromkeys(cells))


def make_report(cells: Mapping[str, Cell] | None = None, **parts: Any) -> Report:
    """A report with 0 in every cell but these."""
    filled = {key: Cell(0, CellState.NUMBER, "0") for key in edition().cells}
    return Report(edition(), **{"unit": "某县人民政府", "year": 2024, "file": "a.docx", "cells": {**filled, **(cells or {})}, **parts})


@dataclass
class FakeResult:
    """What a check returns, without a check."""

    reports: tuple[ReportFindings, ...]
    waiver_files: tuple[ReportFindings, ...] = ()
    unmatched: tuple[ReportFindings, ...] = ()
    nothing_compared: bool = False
    rosters: tuple[RosterFindings, ...] = ()
    ruleset: Rulebook = field(default_factory=ruleset)

    @property
    def outcomes(self) -> Counter[Outcome]:
        return sum((report.outcomes for report in self.reports), Counter())


def make_result(*findings: Finding, report: Report | None = None, outcomes: dict[Outcome, int] | None = None) -> FakeResult:
    counts = Counter(outcomes or {Outcome.PASS: 200, Outcome.FAIL: len(findings)})
    return FakeResult((ReportFindings(report or make_report(), tuple(findings), counts),))
