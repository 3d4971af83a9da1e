"""What was read is said before what is wrong, and rows that could not be read are one finding per table."""

from __future__ import annotations

from dataclasses import replace

import gkrules
from gkrules import Edition
from gkrules.model.report import Note
from gkrules.render.data.json_output import result_dict
from gkrules.render.notes import cell_counts
from gkrules.render.text.findings import findings_text
from gkrules.testing import small_report

A = "applications"


def unread(edition: Edition, *rows: str) -> gkrules.Report:
    report = small_report(edition, {"licensing.licences.decisions": None, "enforcement.penalties.decisions": "/"})
    table = edition.table_by_key[A]
    notes = [Note("unread_row", A, row, cells=tuple(table.cell(row, column.key) for column in table.columns)) for row in rows]
    return replace(report, notes=(*report.notes, *notes))


def test_every_cell_of_the_form_is_counted_once(edition: Edition) -> None:
    counts = cell_counts(unread(edition, "granted", "new"))
    assert counts.as_dict() == {"read": len(edition.cells) - 16, "unread": 14, "blank": 1, "not_applicable": 1, "absent": 0}


def test_a_table_that_is_not_there_is_absent_and_a_missing_row_unread(edition: Edition) -> None:
    missing = {f"review_litigation.{key.split('.', 1)[1]}": "absent" for key in edition.cells if key.startswith("review_litigation.")}
    report = small_report(edition, {**missing, **{key: "absent" for key in edition.cells if key.startswith(f"{A}.granted.")}})
    counts = cell_counts(report)
    assert (counts.absent, counts.unread) == (15, 7)
    assert sum(counts.as_dict().values()) == len(edition.cells)


def test_rows_of_one_table_are_one_finding_that_lists_them(edition: Edition) -> None:
    result = gkrules.check(unread(edition, "granted", "new", "carried_in"), select=["GK203"])
    (finding,) = result.reports[0].findings
    assert (finding.code, len(finding.notes), len(finding.cells)) == ("GK203", 3, 21)
    assert "“granted”、“new”、“carried_in”" in finding.message["zh"]
    assert "“granted”, “new”, “carried_in”" in finding.message["en"]


def test_the_counts_stand_before_the_findings(edition: Edition) -> None:
    result = gkrules.check(unread(edition, "granted"))
    zh, en = (findings_text(result, [], lang).splitlines() for lang in ("zh", "en"))
    assert zh[1] == f"单元格：读出 {len(edition.cells) - 9}，未读出 7，空白 1，“/” 1。"
    assert en[1] == f'Cells: {len(edition.cells) - 9} read, 7 unread, 1 blank, 1 "/".'
    assert result_dict(result)["reports"][0]["cells"]["unread"] == 7


def test_the_implied_value_is_said_to_be_no_printed_one(edition: Edition) -> None:
    cells = {f"{A}.granted.natural_person": 3, f"{A}.granted.total": None, f"{A}.handled_total.natural_person": 3}
    text = findings_text(gkrules.check(small_report(edition, {**cells, f"{A}.handled_total.total": 4}), select=["GK402"]), [], "zh")
    assert "（一）予以公开 3" in text
    assert "空白按推算值计，原件未印：（一）予以公开" in text
