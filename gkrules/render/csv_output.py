"""The cells of reports as CSV, one line a cell, with labels for people beside the keys for programs."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from gkrules.model.cells import CellState
from gkrules.model.report import Report
from gkrules.render.safe import spreadsheet_text
from gkrules.render.words import number, pick

HEADER = ("file", "unit", "year", "edition", "cell", "table", "row", "column", "value", "state", "raw")


def cells_csv(reports: Iterable[Report], lang: str) -> str:
    """Every cell of the form in every report, in the form's order; a row that replaces others only where a report has it."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(HEADER)
    for report in reports:
        file, unit = spreadsheet_text(report.file), spreadsheet_text(report.unit)
        year = "" if report.year is None else report.year
        for key, ref in report.edition.cell_by_key.items():
            cell = report.cell(key)
            if ref.optional and cell.state is CellState.ABSENT:
                continue
            labels = [pick(lang, part.label, part.en) for part in (ref.table, ref.row, ref.column)]
            value = "" if cell.value is None else number(cell.value, lang)
            texts = (spreadsheet_text(text) for text in labels)
            writer.writerow((file, unit, year, report.edition.key, key, *texts, value, cell.state.value, spreadsheet_text(cell.raw)))
    return stream.getvalue()
