"""The sum over organs: what is added up, what is not, and what is not known."""

from __future__ import annotations

import pytest
from collection_builders import BLANK, UNREAD, report

from gkrules import UsageError
from gkrules.collection.rollup import Gap, rollup
from gkrules.model.cells import ABSENT, CellState

NEW = "applications.new.total"
OTHER = "applications.{}.total".format


def test_every_cell_is_the_sum() -> None:
    made = rollup([report("甲局", 2024, {NEW: 3}), report("乙局", 2024, {NEW: 4})], unit="丙县人民政府")
    assert made.report.cell(NEW).value == 7
    assert (made.report.unit, made.report.year) == ("丙县人民政府", 2024)
    assert made.report.absent == []
    assert made.complete
    assert made.gaps == ()


def test_a_blank_cell_leaves_the_sum_blank_and_an_unread_one_leaves_it_unknown() -> None:
    parts = [report("甲局", 2024, {NEW: BLANK}), report("乙局", 2024, {NEW: 4, OTHER("granted"): UNREAD})]
    made = rollup(parts)
    assert made.report.cell(NEW).state is CellState.BLANK
    assert made.report.cell(OTHER("granted")).state is CellState.TEXT
    assert made.gaps == (Gap(parts[0], CellState.BLANK, (NEW,)), Gap(parts[1], CellState.TEXT, (OTHER("granted"),)))


def test_a_cell_that_one_report_lacks_is_unknown_and_not_the_sum_of_the_others() -> None:
    made = rollup([report("甲局", 2024, {NEW: ABSENT}), report("乙局", 2024, {NEW: 4})])
    assert made.report.cell(NEW).state is CellState.TEXT


def test_rows_that_one_report_prints_as_one_are_added_up_as_one() -> None:
    three = ("other_not_corrected", "other_fee_unpaid", "other_other")
    single = {f"applications.{row}.{column}": ABSENT for row in three for column in _columns()}
    one = report("甲局", 2024, {**single, **{f"applications.other.{column}": 5 for column in _columns()}})
    several = report("乙局", 2024, {OTHER(row): number for number, row in enumerate(three, 1)})
    made = rollup([one, several])
    assert made.report.cell(OTHER("other")).value == 11
    assert [made.report.cell(OTHER(row)).state for row in three] == [CellState.ABSENT] * 3
    assert made.gaps == ()


def test_the_same_organ_with_the_same_numbers_counts_once() -> None:
    made = rollup([report("甲县", 2024, {NEW: 3}), report("乙市甲县人民政府", 2024, {NEW: 3})])
    assert made.report.cell(NEW).value == 3
    assert [(each.report.unit, each.reason) for each in made.left_out] == [("乙市甲县人民政府", "same")]


def test_the_same_organ_with_different_numbers_is_refused() -> None:
    with pytest.raises(UsageError) as caught:
        rollup([report("甲县水利局", 2024, {NEW: 3}), report("甲县水利局", 2024, {NEW: 4}, file="b.docx")])
    assert caught.value.kind == "same_organ_differs"
    assert "甲县水利局-2024.docx、b.docx，1 格不同" in caught.value.zh


def test_years_are_not_mixed() -> None:
    parts = [report("甲局", 2023, {NEW: 3}), report("乙局", 2024, {NEW: 4}), report("丙局", 2024, {NEW: 5})]
    with pytest.raises(UsageError) as caught:
        rollup(parts)
    assert caught.value.kind == "several_years"
    made = rollup(parts, year=2024)
    assert made.report.cell(NEW).value == 9
    assert [(each.report.unit, each.reason) for each in made.left_out] == [("甲局", "year")]
    assert made.complete


def test_forms_are_not_mixed() -> None:
    with pytest.raises(UsageError) as caught:
        rollup([report("甲局", 2024), report("乙局", 2024, edition="2019")])
    assert caught.value.kind == "several_forms"


def test_a_report_without_a_year_is_left_out_and_the_sum_is_not_complete() -> None:
    made = rollup([report("甲局", None, {NEW: 3}), report("乙局", 2024, {NEW: 4})])
    assert made.report.cell(NEW).value == 4
    assert not made.complete


def test_the_higher_organs_own_report_is_left_out() -> None:
    made = rollup([report("乙市甲县人民政府", 2024, {NEW: 9}), report("甲县水利局", 2024, {NEW: 4})], unit="甲县人民政府")
    assert made.report.cell(NEW).value == 4
    assert [each.reason for each in made.left_out] == ["own"]


def test_nothing_to_add_up() -> None:
    with pytest.raises(UsageError) as caught:
        rollup([report("甲局", 2023)], year=2024)
    assert caught.value.kind == "nothing_to_sum"


def test_a_name_that_may_be_another_ones_is_said() -> None:
    made = rollup([report(unit, 2024, {NEW: 1}) for unit in ("甲市新华区", "乙市新华区", "新华区")])
    assert made.uncertain == ("新华区",)
    assert made.report.cell(NEW).value == 3


def _columns() -> list[str]:
    table = report("甲局", 2024).edition.table_by_key["applications"]
    return [column.key for column in table.columns]
