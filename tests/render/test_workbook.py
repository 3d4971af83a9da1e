"""The workbook of findings, as spreadsheets read it."""

from __future__ import annotations

import io
from collections import Counter
from pathlib import Path

import openpyxl
import pytest
from book_builders import broken_report, converted, dump, needs_soffice, parts, small_set
from gold import check_gold
from render_builders import FakeResult, make_report, make_result, review_finding

from gkrules.model.findings import Outcome, ReportFindings
from gkrules.render.book import problems_sheet, workbook
from gkrules.render.book.cell_text import cell_text, cut, sheet_name
from gkrules.render.book.workbook import checked_workbook
from gkrules.render.inputs import Checked
from gkrules.render.problems import problems_of
from gkrules.render.summary import summarise


def opened(book: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(book))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_whole_workbook(lang: str) -> None:
    check_gold(f"workbook.{lang}.txt", dump(checked_workbook(small_set(passed=True), lang)))


def test_the_same_findings_make_the_same_file() -> None:
    assert checked_workbook(small_set(), "zh") == checked_workbook(small_set(), "zh")


def test_counts_of_the_overview_add_up() -> None:
    checked = small_set()
    rows = list(opened(checked_workbook(checked, "zh"))["概览"].iter_rows(values_only=True))
    names = [row[0] for row in rows]
    kinds = rows[names.index("报告") + 1 : names.index("合计") + 1]
    assert sum(row[2] for row in kinds[:-1]) == kinds[-1][2] == 3
    rules = rows[names.index("规则") + 1 :]
    total = next(number for number, row in enumerate(rules) if row[0] == "合计")
    assert sum(row[2] for row in rules[:total]) == rules[total][2] == len(summarise(checked.result, checked.failed).findings)
    assert ("c.pdf", "没有文字层", None) in rows


def test_a_row_for_each_problem_of_everything_that_was_looked_at() -> None:
    checked = small_set()
    sheet = opened(checked_workbook(checked, "zh"))["问题"]
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    result = checked.result
    about = (*result.reports, *result.unmatched, *result.waiver_files, *result.rosters)
    assert len(rows) == sum(len(problems_of(each)) for each in about) == 6
    assert Counter(row[0] for row in rows) == {"a.docx": 3, "old.docx": 1, "gkrules.yaml": 1, "名单.txt": 1}
    assert sheet.auto_filter.ref == f"A1:K{len(rows) + 1}"
    assert sheet.freeze_panes == "A2"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize, sheet.page_setup.fitToHeight) == ("landscape", 9, 0)


def test_links_lead_to_the_cell_that_is_likely_wrong() -> None:
    book = opened(checked_workbook(small_set(), "zh"))
    links = {row[5].value: row[3].hyperlink for row in book["问题"].iter_rows(min_row=2)}
    name, _, cell = links["GK404"].location.rpartition("!")
    spot = book[name.strip("'")][cell]
    assert (spot.value, "11" in spot.comment.text, "行政复议" in spot.comment.text) == (0, True, True)
    below = links["GK104"].location.rpartition("!")[2]
    assert "GK104" in book[name.strip("'")][below].value
    assert links["GK902"] is None


def test_the_suspected_cell_is_seen_before_the_others() -> None:
    report = make_result(review_finding(), report=broken_report())
    sheet = opened(checked_workbook(Checked(report), "zh")).worksheets[2]
    fills = Counter(cell.fill.fgColor.rgb for row in sheet.iter_rows() for cell in row if cell.comment)
    assert fills == {"FFFFD9D9": 4, "FFFF8080": 1}


def test_numbers_are_numbers_and_the_rest_is_text() -> None:
    sheet = opened(checked_workbook(small_set(), "zh")).worksheets[2]
    values = {cell.value: cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None}
    assert (values[10], values[59237.2449], values["/"], values["=1+1"]) == ("n", "n", "s", "s")


def test_a_row_that_takes_the_place_of_others_is_drawn_in_their_place() -> None:
    report = make_report()
    form = report.edition.table_by_key["applications"]
    for row in form.row_by_key["other"].replaces:
        for column in form.columns:
            del report.cells[form.cell(row, column.key)]
    for column in form.columns:
        report.cells[form.cell("other", column.key)] = report.cells[form.cell("granted", column.key)]
    labels = {
        row[1] for row in opened(checked_workbook(Checked(make_result(report=report)), "zh")).worksheets[2].iter_rows(values_only=True)
    }
    assert form.row_by_key["other"].label in labels
    assert "（六）其他处理" in labels


def test_beyond_the_most_reports_only_the_first_with_findings_have_a_sheet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MOST_REPORTS", 2)
    found = ReportFindings(broken_report(), (review_finding(),), Counter({Outcome.FAIL: 1}))
    clean = ReportFindings(make_report(), (), Counter({Outcome.PASS: 1}))
    book = opened(checked_workbook(Checked(FakeResult((clean, found, clean, found, found))), "zh"))
    assert book.sheetnames == ["概览", "问题", "某县人民政府 2024", "某县人民政府 2024 (2)"]
    assert any("共 5 份，这里有最先发现问题的 2 份" in str(row[0]) for row in book["概览"].iter_rows(values_only=True))
    links = [row[3].hyperlink is not None for row in book["问题"].iter_rows(min_row=2)]
    assert links == [True, True, False]


def test_more_problems_than_rows_are_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(problems_sheet, "MOST_ROWS", 2)
    book = opened(checked_workbook(small_set(), "zh"))
    assert book["问题"].max_row == 3
    assert any("没有列出最后 4 个" in str(row[0]) for row in book["概览"].iter_rows(values_only=True))


def test_no_report_is_a_workbook_too() -> None:
    checked = Checked(FakeResult(()), small_set().failed)
    assert opened(checked_workbook(checked, "en")).sheetnames == ["Overview", "Problems"]


def test_names_of_sheets() -> None:
    taken: set[str] = set()
    for wanted in ("[a]:*?/\\b", "'a'", "", "History", "概览" * 30, "概览" * 30, "𠀀" * 40, "=1+1", "A1", "A1", "a1", "\ud800\x00"):
        name = sheet_name(wanted, taken)
        assert 0 < len(name.encode("utf-16-le")) // 2 <= 31
        assert not set(name) & set("[]:*?/\\'=")
        assert name.lower() not in taken
        assert name.lower() != "history"
        taken.add(name.lower())


def test_a_long_text_is_cut_where_a_cell_ends() -> None:
    assert cut("𠀀" * 20_000, 32_767).endswith("…")
    assert len(cell_text("𠀀" * 20_000).encode("utf-16-le")) // 2 <= 32_767
    assert cell_text("a" * 40_000) == "a" * 32_766 + "…"
    assert cell_text("a\r\nb\u2028c\x00\ufffe\ud800") == "a\nb\nc"


def test_every_part_is_xml_and_nothing_is_a_formula() -> None:
    assert not [name for name, text in parts(checked_workbook(small_set(), "zh")).items() if "<f>" in text or "<f " in text]


@needs_soffice
def test_it_opens_in_libreoffice(tmp_path: Path) -> None:
    file = tmp_path / "book.xlsx"
    file.write_bytes(checked_workbook(small_set(), "zh"))
    again = openpyxl.load_workbook(converted(file, "xlsx", tmp_path))
    assert again.sheetnames == openpyxl.load_workbook(file).sheetnames
    assert sum(cell.comment is not None for row in again.worksheets[2].iter_rows() for cell in row) == 6
