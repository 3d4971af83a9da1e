"""Small reports for tests."""

from __future__ import annotations

import math
from collections.abc import Mapping

from gkrules.align.numbers import parse_cell
from gkrules.model.cells import Cell, CellState
from gkrules.model.edition import Edition
from gkrules.model.report import NOTE_KINDS, Note, Report, SectionText

YEAR = 2024
ABSENT = "absent"


def small_report(
    edition: Edition,
    cells: Mapping[str, int | float | str | None] | None = None,
    facts: Mapping[str, float | None] | None = None,
) -> Report:
    """A report of all zeros with every section in its place, except for what is given.

    Args:
        edition: the edition of the form.
        cells: a number; ``None`` for a blank cell; ``"absent"`` for one that the document does not have; other text as the
            document would print it (``"无"``, ``"/"``, ``"22（其中修订16件）"``).
        facts: what rules ask about the document, by name; ``None`` for "not stated". The year is 2024 unless given.

    Raises:
        KeyError: the edition has no such cell, or there is no such fact.
    """
    contents: dict[str, Cell] = {key: Cell(0, CellState.NUMBER, "0") for key in edition.cells}
    for key, content in (cells or {}).items():
        column = edition.cell_by_key[key].column
        if content == ABSENT:
            contents.pop(key, None)
        elif content is None or isinstance(content, str):
            state, value, annotated = parse_cell(content or "", column.type, column.unit)
            contents[key] = Cell(value, state, content or "", annotated=annotated)
        else:
            contents[key] = Cell(content, CellState.NUMBER, str(content))
    report = Report(
        edition=edition,
        unit="某市某局",
        year=YEAR,
        cells=contents,
        sections=tuple(SectionText(section.key, section.heading, "", number) for number, section in enumerate(edition.sections, 1)),
        has_text=True,
        title_year=YEAR,
        period_years=(YEAR, YEAR),
    )
    return _with_facts(report, facts) if facts else report


def _with_facts(report: Report, facts: Mapping[str, float | None]) -> Report:
    known = report.facts()
    for name in facts:
        if name not in known:
            raise KeyError(name)
    stated = {name: None if math.isnan(value) else value for name, value in known.items()} | dict(facts)

    def year(name: str) -> int | None:
        value = stated[name]
        return None if value is None else int(value)

    first, last = year("document.period_first_year"), year("document.period_last_year")
    report.year, report.title_year = year("report.year"), year("document.title_year")
    report.period_years = None if first is None or last is None else (first, last)
    report.has_text = bool(stated["document.has_text"])
    positions = {section.key: year(f"section.{section.key}.position") for section in report.edition.sections}
    report.sections = tuple(
        SectionText(section.key, section.heading, "", position)
        for section in report.edition.sections
        if (position := positions[section.key]) is not None
    )
    table = report.edition.tables[0]
    report.notes = tuple(
        Note(kind, table.key, "某行", cells=()) for kind in NOTE_KINDS for _ in range(int(stated[f"note.{kind}.count"] or 0))
    )
    return report
