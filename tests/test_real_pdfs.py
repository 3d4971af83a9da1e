"""Real PDFs, which are not part of the project: every cell, the sections, and what is found in them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from gkrules import Cell, CellState, Outcome, Severity, check, read

SECTIONS = ["overview", "proactive_disclosure", "applications", "review_litigation", "problems", "other_matters"]
YEARS = [2023, 2024]


@pytest.mark.parametrize("year", YEARS)
def test_every_cell(year: int, real_reports: Path) -> None:
    report = read(real_reports / f"hongze_{year}.pdf")
    expected = json.loads((real_reports / "expected" / f"hongze_{year}.json").read_text(encoding="utf-8"))
    assert {key: cell.value for key, cell in report.cells.items()} == expected["cells"]
    assert len(report.cells) == 186
    assert len(report.absent) == 21
    assert all(".other_" in key for key in report.absent)
    assert (report.year, report.edition.key) == (year, "2021")
    # The title of 2023 leaves out the city.
    assert report.unit.endswith("洪泽区人民政府")
    assert report.unit in expected["unit"]
    assert report.unit == expected["unit"] or year == 2023


@pytest.mark.parametrize("year", YEARS)
def test_sections(year: int, real_reports: Path) -> None:
    report = read(real_reports / f"hongze_{year}.pdf")
    assert [section.key for section in report.sections] == SECTIONS
    texts = {section.key: section.text for section in report.sections}
    assert texts["problems"].endswith("业务工作水平。")  # goes on on the next page
    assert texts["other_matters"].endswith("信息处理费0元。")
    assert not any("- 4 -" in text for text in texts.values())


@pytest.mark.parametrize("year", YEARS)
def test_every_place_is_a_box_on_a_page(year: int, real_reports: Path) -> None:
    report = read(real_reports / f"hongze_{year}.pdf")
    places = [cell.place for cell in report.cells.values()]
    assert all(place and place.kind == "pdf" and place.page in range(2, 5) and place.box for place in places)
    assert len(set(places)) == len(places)


def test_the_two_errors_of_2023(real_reports: Path) -> None:
    findings = check(read(real_reports / "hongze_2023.pdf")).findings
    assert sorted(each.code for each in findings if each.severity is Severity.ERROR) == ["GK201", "GK404", "GK404"]
    # The damaged label is a warning of its own.
    assert [each.code for each in findings if each.severity is not Severity.ERROR] == ["GK202"]
    wrong = {each.cells[0].split(".")[1]: (each.left, each.right) for each in findings if each.code == "GK404"}
    assert {frozenset(sides) for sides in wrong.values()} == {frozenset({0, 11}), frozenset({0, 5})}


def test_2024_is_consistent(real_reports: Path) -> None:
    findings = check(read(real_reports / "hongze_2024.pdf")).findings
    assert sorted(each.code for each in findings) == ["GK201", "GK202"]


def test_the_two_years_are_checked_against_each_other(real_reports: Path) -> None:
    before, after = (read(real_reports / f"hongze_{year}.pdf") for year in (2023, 2024))
    result = check(after, previous=before, select=["GK6"])
    assert result.findings == ()
    assert result.outcomes[Outcome.PASS] == 13
    after.cells["applications.carried_in.total"] = Cell(1, CellState.NUMBER, "1")
    (finding,) = check([after, before], select=["GK6"]).findings
    assert (finding.code, finding.left, finding.right) == ("GK601", 1, 0)
