"""The empty form: read back, it is a report of which nothing is filled in, and nothing of it is unread."""

from __future__ import annotations

import io
from collections import Counter
from dataclasses import replace

import docx
import openpyxl
import pytest
from book_builders import empty_form, parts
from hostile_texts import HOSTILE
from lxml import etree

from gkrules.api import check, load_ruleset, read
from gkrules.model.cells import Cell, CellState
from gkrules.model.report import Report
from gkrules.render.book.empty_form import EmptyForm, carried
from gkrules.render.book.form_word import word_form
from gkrules.render.book.form_workbook import _FormWorkbook, workbook_form
from gkrules.render.book.live_checks import live_checks
from gkrules.render.form_grid import form_sheets
from gkrules.testing import valid_report

MAKERS = {"docx": word_form, "xlsx": workbook_form}
EDITIONS = [("2014", 2017), ("2019", 2020), ("2021", 2025)]


def last_year(form: EmptyForm, **cells: Cell) -> Report:
    report = valid_report("2021", size="medium", seed=7, year=form.year - 1)
    return replace(report, unit=form.unit, cells=report.cells | cells)


@pytest.mark.parametrize("kind", MAKERS)
@pytest.mark.parametrize(("edition", "year"), EDITIONS)
def test_it_is_read_as_the_form_with_nothing_filled_in(kind: str, edition: str, year: int) -> None:
    form = empty_form(edition, year)
    report = read(MAKERS[kind](form, "zh"), name=f"form.{kind}")
    assert (report.unit, report.year, report.edition.key, report.year_certain) == (form.unit, year, edition, True)
    assert Counter(cell.state for cell in report.cells.values()) == {CellState.BLANK: len(form.edition.cells)}
    assert report.absent == []
    assert [note.kind for note in report.notes] == (["remark"] if edition == "2014" else [])  # that this form is provisional
    assert [(section.key, section.text) for section in report.sections] == [(section.key, "") for section in form.edition.sections]
    assert report.period_years == (year, year)
    assert report.period_days == (101, 1231)


@pytest.mark.parametrize("kind", MAKERS)
def test_what_last_years_report_decides_stands_in_it(kind: str) -> None:
    form = empty_form()
    before = last_year(form)
    form = replace(form, previous=before)
    columns = form.edition.table_by_key["applications"].column_by_key
    expected = {f"applications.carried_in.{column}": before.cells[f"applications.carried_out.{column}"].value for column in columns}
    assert any(expected.values())
    report = read(MAKERS[kind](form, "zh"), name=f"form.{kind}")
    assert {key: cell.value for key, cell in report.cells.items() if cell.state is not CellState.BLANK} == expected
    found = check(report, previous=before, select=["GK6"])
    assert found.ok


def test_what_is_carried_is_told_by_the_rules_alone() -> None:
    form = empty_form()
    form = replace(form, previous=last_year(form))
    assert len(carried(form).values) == 7
    without = replace(form, ruleset=load_ruleset().selected(ignore=["GK601"]))
    assert carried(without).values == {}


def test_a_blank_of_last_years_report_is_no_zero() -> None:
    form = empty_form()
    blank = {"applications.carried_out.total": Cell(None, CellState.BLANK)}
    found = carried(replace(form, previous=last_year(form, **blank)))
    assert len(found.values) == 6
    assert found.unknown == ("applications.carried_in.total",)
    assert carried(form).unknown == ()


def test_every_sum_of_the_rules_is_checked_and_nothing_else() -> None:
    form = empty_form()
    checks = Counter(each.code for each in live_checks(form, "zh"))
    equations = load_ruleset().schema_for("2021").equations
    printed = [each for each in equations if not any(form.edition.cell_by_key[key].optional for key in each.left.coefficients())]
    assert sum(checks.values()) == len(printed) == 42
    with_last_year = Counter(each.code for each in live_checks(replace(form, previous=last_year(form)), "zh"))
    assert with_last_year - checks == {"GK601": 7, "GK602": 2}


def test_the_message_of_a_check_is_that_of_the_rule() -> None:
    check_of_row = next(each for each in live_checks(empty_form(), "zh") if each.code == "GK404")
    assert check_of_row.message[0][1] == "行政复议：四类结果合计 "
    assert [kind for kind, _ in check_of_row.message] == ["text", "right", "text", "left", "text", "difference", "text"]
    assert check_of_row.where == "行政复议"
    english = next(each for each in live_checks(empty_form(), "en") if each.code == "GK404")
    assert "administrative review" in "".join(text for _, text in english.message)


def test_only_numbers_and_texts_can_be_typed() -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook_form(empty_form(), "zh")))
    sheet = book["填报"]
    unlocked = {cell.coordinate for row in sheet.iter_rows() for cell in row if not cell.protection.locked}
    covered = {str(each).partition(":")[0] for each in sheet.merged_cells.ranges}
    inside = {cell.coordinate for each in sheet.merged_cells.ranges for row in sheet[str(each)] for cell in row} - covered
    # Three sections have no table, but text.
    assert len(unlocked - inside) == 200 + 3
    assert sheet.protection.sheet
    assert not sheet.protection.password
    assert book["核对"].protection.sheet
    rules = {(each.type, each.operator, each.formula1): len(str(each.sqref).split()) for each in sheet.data_validations.dataValidation}
    assert rules == {("whole", "greaterThanOrEqual", "0"): 199, ("decimal", "greaterThanOrEqual", "0"): 1}
    assert all(each.promptTitle and each.prompt and each.error for each in sheet.data_validations.dataValidation)


def test_a_change_may_be_negative() -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook_form(empty_form("2019", 2020), "en")))
    rules = {(each.type, each.formula1, each.formula2) for each in book["Form"].data_validations.dataValidation}
    assert ("whole", "-999999999999", "999999999999") in rules


@pytest.mark.parametrize("kind", MAKERS)
def test_the_tables_are_merged_as_the_form_has_them(kind: str) -> None:
    made = MAKERS[kind](empty_form(), "zh")
    if kind == "docx":
        tables = docx.Document(io.BytesIO(made)).tables
        assert [(len(table.rows), len(table.columns)) for table in tables] == [(14, 4), (28, 10), (4, 15)]
        assert tables[1].cell(0, 0)._tc is tables[1].cell(2, 2)._tc
    else:
        sheet = openpyxl.load_workbook(io.BytesIO(made))["填报"]
        boxes = {
            sheet.cell(each.min_row, each.min_col).value: (each.size["rows"], each.size["columns"]) for each in sheet.merged_cells.ranges
        }
        assert (boxes["申请人情况"], boxes["法人或其他组织"], boxes["三、本年度办理结果"]) == ((1, 7), (1, 5), (22, 1))


def test_the_same_numbers_give_the_same_findings_in_both() -> None:
    made = _FormWorkbook(empty_form("2021", 2024), "zh")
    values = {key: cell.value for key, cell in valid_report("2021", size="medium", seed=4, year=2024).cells.items()}
    values |= {"applications.granted.total": 999, "review_litigation.review.total": None, "fees.administrative_fees.amount": 1.5}
    book = openpyxl.load_workbook(io.BytesIO(made.made()))
    for key, placed in made.placed.items():
        book["填报"].cell(placed.top + 1, placed.left + 1).value = values[key]
    del book["核对"]  # its formulas are worked out where a spreadsheet is at hand: see test_template_formulas.py
    for cell in (cell for row in book["填报"].iter_rows() for cell in row if cell.data_type == "f"):
        cell.value = None
    document = docx.Document(io.BytesIO(word_form(empty_form("2021", 2024), "zh")))
    sheets = [sheet for section in made.form.edition.sections for sheet in form_sheets(made.form.edition, section.key)]
    for table, sheet in zip(document.tables, sheets, strict=True):
        for box in (box for box in sheet.boxes if box.key):
            table.cell(box.row, box.column).text = "" if values[box.key] is None else str(values[box.key])
    saved = io.BytesIO(), io.BytesIO()
    document.save(saved[0])
    book.save(saved[1])
    found = [check(read(each.getvalue(), name=f"form.{kind}")).findings for each, kind in zip(saved, MAKERS, strict=True)]
    told = [[(each.code, each.cells, each.message) for each in findings] for findings in found]
    assert told[0] == told[1]
    assert {"GK401", "GK402", "GK301"} <= {code for code, _, _ in told[0]}


@pytest.mark.parametrize("kind", MAKERS)
def test_it_is_made_again_the_same(kind: str) -> None:
    first, second = (parts(MAKERS[kind](empty_form(), "zh")) for _ in range(2))
    assert first == second


@pytest.mark.parametrize("kind", MAKERS)
@pytest.mark.parametrize("text", ["".join(HOSTILE[at::6]) for at in range(6)] + HOSTILE[:3], ids=range(9))
def test_a_name_of_an_organ_acts_nowhere(kind: str, text: str) -> None:
    form = replace(empty_form(), unit=text)
    plain = parts(MAKERS[kind](empty_form(), "zh"))
    for name, part in parts(MAKERS[kind](form, "zh")).items():
        root = etree.fromstring(part.encode("utf-8"), etree.XMLParser(resolve_entities=False, no_network=True))
        tags = Counter(str(each.tag) for each in root.iter())
        if not name.endswith("sharedStrings.xml"):
            assert tags == Counter(str(each.tag) for each in etree.fromstring(plain[name].encode("utf-8")).iter()), name
