"""The cells of reports as CSV, one line a cell, with labels for people beside the keys for programs."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from gkrules.model.cells import UNIT_IN_CELL, CellState
from gkrules.model.report import Report
from gkrules.render.inputs import Extracted
from gkrules.render.safe import spreadsheet_text
from gkrules.render.words import number, pick
from gkrules.rulefiles.rulebook import Rulebook

HEADER = (
    *("file", "part", "unit", "year", "edition", "cell", "table", "row", "column", "value", "value_unit", "state", "raw", "ruleset"),
    "edition_status",
)
"""`edition_status` is ``preview`` where the form is known in part only."""


def extracted_csv(extracted: Extracted, lang: str) -> str:
    """The format ``csv`` of `gkrules extract`."""
    return cells_csv(extracted.reports, extracted.ruleset, lang)


def cells_csv(reports: Iterable[Report], ruleset: Rulebook, lang: str) -> str:
    """Every cell of the form in every report, in the form's order; a row that replaces others only where a report has it."""
    rules = f"{ruleset.name} {ruleset.version} {ruleset.digest}"
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(HEADER)
    for report in reports:
        file, unit = spreadsheet_text(report.file), spreadsheet_text(report.unit)
        part, year = ("" if each is None else each for each in (report.part, report.year))
        for key, ref in report.edition.cell_by_key.items():
            cell = report.cell(key)
            if ref.optional and cell.state is CellState.ABSENT:
                continue
            labels = [pick(lang, part.label, part.en) for part in (ref.table, ref.row, ref.column)]
            value = "" if cell.value is None else number(cell.value, lang)
            texts = (spreadsheet_text(text) for text in labels)
            measure = "" if cell.value is None else cell.unit or ref.column.unit.removeprefix(UNIT_IN_CELL)
            content = (value, spreadsheet_text(measure), cell.state.value, spreadsheet_text(cell.raw), rules, report.edition.status)
            writer.writerow((file, part, unit, year, report.edition.key, key, *texts, *content))
    return stream.getvalue()
