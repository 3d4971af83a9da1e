"""The formulas of the empty form, worked out by a spreadsheet: they find what the rules find."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path

import openpyxl
import pytest
from book_builders import converted, empty_form, needs_soffice

from gkrules.api import check, read
from gkrules.model.report import Report
from gkrules.render.book.form_workbook import _FormWorkbook
from gkrules.testing import make_slip, valid_report

pytestmark = needs_soffice


def filled(values: Mapping[str, int | float | None], folder: Path, name: str = "form") -> Path:
    """The form with these numbers in it, worked out by LibreOffice."""
    made = _FormWorkbook(empty_form("2021", 2024), "zh")
    book = openpyxl.load_workbook(io.BytesIO(made.made()))
    for key, placed in made.placed.items():
        book["填报"].cell(placed.top + 1, placed.left + 1).value = values[key]
    file = folder / f"{name}.xlsx"
    book.save(file)
    return converted(file, "xlsx", folder)


def values_of(report: Report) -> dict[str, int | float | None]:
    return {key: cell.value for key, cell in report.cells.items()}


def states(file: Path) -> list[tuple[str, str, str]]:
    """Code, state and message of every check."""
    rows = openpyxl.load_workbook(file, data_only=True)["核对"].iter_rows(min_row=6, values_only=True)
    return [(str(row[0]), str(row[1]), str(row[9] or "").strip()) for row in rows if row[0]]


def told(file: Path) -> str:
    """What the sheet of the form says above its tables."""
    sheet = openpyxl.load_workbook(file, data_only=True)["填报"]
    return "\n".join(str(row[2]) for row in sheet.iter_rows(values_only=True) if row[0] in ("提示", "现在"))


def test_an_empty_form_is_neither_right_nor_wrong(tmp_path: Path) -> None:
    made = _FormWorkbook(empty_form("2021", 2024), "zh")
    found = states(filled(dict.fromkeys(made.form.edition.cells), tmp_path))
    assert len(found) == 42
    assert {state for _, state, _ in found} == {"—"}
    assert {message for _, _, message in found} == {""}


def test_right_numbers_hold_everywhere(tmp_path: Path) -> None:
    file = filled(values_of(valid_report("2021", size="medium", seed=1, year=2024)), tmp_path)
    assert {state for _, state, _ in states(file)} == {"相符"}
    assert told(file) == "不符 0，相符 42，— 0"


def test_a_slip_is_told_in_the_words_of_the_check(tmp_path: Path) -> None:
    values = values_of(valid_report("2021", size="medium", seed=1, year=2024))
    values["applications.granted.natural_person"] = (values["applications.granted.natural_person"] or 0) + 10
    values["review_litigation.review.total"] = None
    file = filled(values, tmp_path)
    report = read(file)
    assert values_of(report) == {key: values[key] for key in report.cells}
    assert report.notes == ()
    result = check(report)
    found = [(each.code, each.message["zh"]) for each in result.findings if each.equation]
    wrong = [(code, message) for code, state, message in states(file) if state == "不符"]
    assert sorted(wrong) == sorted(found)
    assert len(wrong) == 2
    assert [code for code, state, _ in states(file) if state == "—"] == ["GK404"]
    assert all(message in told(file) for _, message in wrong)


@pytest.mark.parametrize("slip", ["total_wrong", "digits_transposed", "digit_dropped", "column_shifted", "neighbours_swapped"])
def test_what_the_formulas_find_is_what_the_rules_find(tmp_path: Path, slip: str) -> None:
    seed = len(slip)
    report = make_slip(valid_report("2021", size="medium", seed=seed, year=2024), slip, seed=seed).report
    found = {(each.code, each.message["zh"]) for each in check(report).findings if each.equation}
    assert found
    file = filled(values_of(report), tmp_path)
    assert {(code, message) for code, state, message in states(file) if state == "不符"} == found
    assert {(each.code, each.message["zh"]) for each in check(read(file)).findings if each.equation} == found
