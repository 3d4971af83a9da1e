"""Examples: small reports that differ from a report of all zeros in a few cells, and what rules and claims must say of them."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from fnmatch import fnmatchcase
from types import NoneType

from gkrules.align.numbers import read_cell
from gkrules.checking.run import check_reports
from gkrules.collection.matching import relate
from gkrules.compile.ruleset import Ruleset
from gkrules.model.arguments import nearest, require, shown
from gkrules.model.cells import Cell, CellState
from gkrules.model.claims import Claim, ClaimExample, Claims
from gkrules.model.document import NOTICE_KINDS, Notice
from gkrules.model.edition import Edition
from gkrules.model.errors import UsageError
from gkrules.model.findings import Finding, Outcome, ReportFindings
from gkrules.model.relations import BELOW, LAST_YEAR, split
from gkrules.model.report import NOTE_KINDS, Note, Report, SectionText
from gkrules.model.rule import Example
from gkrules.model.units import Level
from gkrules.narrate.statements import statements_of
from gkrules.rulefiles.cases import Case, Expected
from gkrules.words import phrase

YEAR = 2024
UNIT = "某市某局"
ABSENT = "absent"
NARRATIVE = {
    "overview": "本机关按照规定开展政府信息公开工作，并列入年度考核。",
    "problems": "栏目更新偏慢，已经安排专人定期检查。",
    "other_matters": "本年度没有收取信息处理费。",
}
"""What a small report says unless it is told otherwise."""
_UNITS = {
    Level.NATIONAL: "国家某局",
    Level.PROVINCE: "某省人民政府",
    Level.CITY: "某市人民政府",
    Level.COUNTY: "某市某县人民政府",
    Level.TOWNSHIP: "某镇人民政府",
    Level.DEPARTMENT: UNIT,
}


def unit_of(level: Level) -> str:
    """The name of an invented organ of a level."""
    return _UNITS.get(level, UNIT)


def small_report(
    edition: Edition,
    cells: Mapping[str, int | float | str | None] | None = None,
    facts: Mapping[str, float | None] | None = None,
    text: Mapping[str, str] | None = None,
) -> Report:
    """A report of all zeros with every section in its place and a few words in it, except for what is given.

    Args:
        edition: the edition of the form.
        cells: a number; ``None`` for a blank cell; ``"absent"`` for one that the document does not have; other text as the
            document would print it (``"无"``, ``"/"``, ``"22（其中修订16件）"``). Those of ``last_year.`` and ``below.`` are
            left to `related_reports`.
        text: the text of sections by key, and of the ``preamble``; where any is given, all others are empty.
        facts: what rules ask about the document, by name; ``None`` for "not stated". The year is 2024 unless given.

    Raises:
        UsageError: the edition has no such cell (``unknown_cell``), there is no such fact (``unknown_fact``), or an argument is of
            another type (``wrong_type``).
    """
    require("edition", edition, Edition, "an-edition")
    for name, given in (("cells", cells), ("facts", facts), ("text", text)):
        require(name, given, (Mapping, NoneType), "cells")
    cells = {key: content for key, content in (cells or {}).items() if not split(str(key))[0]}
    contents: dict[str, Cell] = {key: Cell(0, CellState.NUMBER, "0") for key in edition.cells}
    for key, content in cells.items():
        if content == ABSENT:
            contents.pop(key, None)
        elif key not in edition.cell_by_key:
            raise edition.unknown_cell(key)
        elif content is None or isinstance(content, str):
            contents[key] = read_cell(content or "", edition.cell_by_key[key].column)
        else:
            require("cells", content, (int, float), "content")
            contents[key] = Cell(content, CellState.NUMBER, str(content))
    words = NARRATIVE if text is None else text
    report = Report(
        edition=edition,
        unit=UNIT,
        year=YEAR,
        cells=contents,
        sections=tuple(
            SectionText(section.key, section.heading, words.get(section.key, ""), number)
            for number, section in enumerate(edition.sections, 1)
        ),
        preamble=words.get("preamble", ""),
        has_text=True,
        title_year=YEAR,
        period_years=(YEAR, YEAR),
        period_days=(101, 1231),
    )
    return _with_facts(report, facts) if facts else report


def with_changes(
    report: Report | None,
    edition: Edition,
    cells: Mapping[str, int | float | str | None],
    facts: Mapping[str, float | None],
    year: int | None = None,
) -> Report:
    """A report with other cells and facts; where there is none, one of all zeros.

    Raises:
        UsageError: as `small_report`.
    """
    if report is None:
        report = small_report(edition, cells)
        if year is not None:
            report.year, report.title_year, report.period_years = year, year, (year, year)
    elif cells:
        other = small_report(report.edition, cells)
        changed = {key: other.cells[key] for key in cells if key in other.cells}
        report = replace(report, cells={key: cell for key, cell in report.cells.items() if key not in cells} | changed)
    return _with_facts(replace(report), facts) if facts else report


def related_reports(
    report: Report,
    cells: Mapping[str, int | float | str | None],
) -> tuple[list[Report], list[Report]]:
    """The report of the year before and that of an organ below, as the cells ``last_year.…`` and ``below.…`` say."""
    require("report", report, Report, "report")
    require("cells", cells, Mapping, "cells")
    found: dict[str, list[Report]] = {LAST_YEAR: [], BELOW: []}
    for prefix, reports in found.items():
        theirs = {split(key)[1]: content for key, content in cells.items() if str(key).startswith(prefix)}
        if theirs and report.year is not None:
            other = small_report(report.edition, theirs)
            other.unit = report.unit if prefix == LAST_YEAR else f"{report.unit}某处"
            other.year = report.year - 1 if prefix == LAST_YEAR else report.year
            reports.append(other)
    return found[LAST_YEAR], found[BELOW]


def _with_facts(report: Report, facts: Mapping[str, float | None]) -> Report:
    known = report.facts()
    for name in facts:
        if name not in known:
            raise UsageError("checking/unknown_fact", name=shown(name), hint=nearest(name, known))
    place = facts.get("unit.territory", facts.get("unit.level"))
    if place is not None:
        report.unit = _UNITS[Level(int(place))]
    stated = {name: None if math.isnan(value) else value for name, value in known.items()} | dict(facts)

    def year(name: str) -> int | None:
        value = stated[name]
        return None if value is None else int(value)

    first, last = year("document.period_first_year"), year("document.period_last_year")
    report.year, report.title_year = year("report.year"), year("document.title_year")
    report.year_certain = bool(stated["report.year_certain"])
    report.period_years = None if first is None or last is None else (first, last)
    first_day, last_day = year("document.period_first_day"), year("document.period_last_day")
    report.quoted_year = year("document.quoted_year")
    report.period_days = None if first_day is None or last_day is None else (first_day, last_day)
    report.has_text = bool(stated["document.has_text"])
    positions = {section.key: year(f"section.{section.key}.position") for section in report.edition.sections}
    before = {section.key: section.text for section in report.sections}
    lengths = {section.key: facts.get(f"section.{section.key}.length") for section in report.edition.sections}
    texts = {key: before.get(key, "") if length is None else "文" * int(length) for key, length in lengths.items()}
    report.sections = tuple(
        SectionText(section.key, section.heading, texts[section.key], position)
        for section in report.edition.sections
        if (position := positions[section.key]) is not None
    )
    published = year("document.published")
    report.published = None if published is None else date(published // 10000, published // 100 % 100, published % 100)
    table = report.edition.tables[0]
    report.notes = tuple(
        Note.of(Notice(kind, phrase("checking/something"))) if kind in NOTICE_KINDS else Note(kind, table.key, "某行")
        for kind in NOTE_KINDS
        for _ in range(int(stated[f"note.{kind}.count"] or 0))
    )
    return report


def run_case(case: Case, ruleset: Ruleset) -> list[str]:
    """What a case finds wrong with its rule, in words; empty if the rule does as it must.

    Only the rule of the case is run. Besides the findings, the outcome must occur: for ``unknown`` and
    ``not_applicable`` at one place at least, and for ``pass`` no other outcome than ``pass`` and ``not_applicable``.
    """
    require("case", case, Case, "case")
    require("ruleset", ruleset, Ruleset, "ruleset", "load")
    edition = ruleset.editions[case.edition]
    cells = {key: content for pattern, content in case.example.cells.items() for key in _matching(pattern, edition.cell_by_key)}
    only = (ruleset if ruleset.preview else replace(ruleset, preview=True)).selected(select=[case.code])
    found = check_example(Example(cells, case.example.facts, case.example.text), case.edition, only)
    faults = []
    if case.kind != "fail":
        faults += [f"unexpected finding: {finding.cells}" for finding in found.findings]
    if case.kind == "pass" and found.outcomes[Outcome.UNKNOWN]:
        faults.append(f"undecided: {found.undecided}")
    if not found.outcomes[Outcome(case.kind)]:
        faults.append(f"no outcome '{case.kind}', but {dict(found.outcomes)}")
    if case.kind == "fail":
        wanted = [_described(each, edition.cell_by_key) for each in case.expected]
        got = [_seen(finding, each) for finding, each in zip(found.findings, case.expected, strict=False)]
        if len(found.findings) != len(wanted) or got != wanted:
            faults.append(f"expected {wanted}, found {got or [finding.cells for finding in found.findings]}")
    return faults


def _without_words(finding: Finding, ruleset: Ruleset, edition: str) -> Mapping[str, str]:
    return {}


def check_example(example: Example, edition: str, ruleset: Ruleset) -> ReportFindings:
    """Check the report that an example describes, beside those of the year before and below that it describes."""
    require("example", example, Example, "example")
    require("ruleset", ruleset, Ruleset, "ruleset", "load")
    report = small_report(ruleset.for_use(edition, preview=ruleset.preview).edition, example.cells, example.facts, example.text)
    previous, below = related_reports(report, example.cells)
    return check_reports([report], ruleset, _without_words, relate([report], previous, below).related)[0]


def _matching(pattern: str, keys: object) -> list[str]:
    assert isinstance(keys, dict)  # noqa: S101
    return [key for key in keys if fnmatchcase(key, pattern)] if "*" in pattern else [pattern]


def _described(expected: Expected, keys: object) -> dict[str, object]:
    cells = [key for pattern in expected.cells for key in _matching(pattern, keys)]
    return {"cells": cells, **_numbers(expected)}


def _numbers(expected: Expected) -> dict[str, object]:
    pairs = {"left": expected.left, "right": expected.right, "difference": expected.difference, "suggested": expected.suggested}
    return {name: value for name, value in pairs.items() if value is not None}


def _seen(finding: Finding, expected: Expected) -> dict[str, object]:
    suggested = finding.suspects[0].suggested if finding.suspects else None
    pairs = {"left": finding.left, "right": finding.right, "difference": finding.difference, "suggested": suggested}
    return {"cells": list(finding.cells), **{name: pairs[name] for name in _numbers(expected)}}


def example_faults(claim: Claim, edition: Edition, claims: Claims) -> list[str]:
    """What is wrong with the examples of a claim, in words; empty if it finds what they say, and nothing where they say so.

    Every example stands alone in a report of 2024, in the first section where the claim is looked for.
    """
    require("claim", claim, Claim, "claim")
    require("edition", edition, Edition, "an-edition")
    require("claims", claims, Claims, "claims")
    return [f"{claim.key}: {each.text}: expected {each.value}, found {found}" for each, found in misunderstood(claim, edition, claims)]


def misunderstood(claim: Claim, edition: Edition, claims: Claims) -> Iterator[tuple[ClaimExample, list[float]]]:
    """The examples in which a claim does not find what they say, with what it finds."""
    for example in claim.examples:
        section = "overview" if "overview" in claim.sections else claim.sections[0]
        report = small_report(edition, text={section: example.text})
        found = [statement.values["stated"] for statement in statements_of(report, claims).get(claim.key, ())]
        if found != ([] if example.value is None else [example.value]):
            yield example, found
