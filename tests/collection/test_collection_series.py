"""The years of an organ: which reports are its own, what its numbers are, and where they break."""

from __future__ import annotations

from collection_builders import BLANK, UNREAD, report

from gkrules.collection.organs import distinct, full_names, organs
from gkrules.collection.series import Break, Measure, Series, all_series
from gkrules.model.cells import Cell, CellState
from gkrules.model.places import Place
from gkrules.model.relations import sum_of_cells
from gkrules.model.report import Report

IN, OUT = "applications.carried_in.total", "applications.carried_out.total"


def only(*reports: Report) -> Series:
    (series,) = all_series(reports).series
    return series


def test_the_years_stand_in_their_order_under_the_name_that_is_most_frequent() -> None:
    series = only(report("乙县教育局", 2024), report("乙县 教育局", 2022), report("乙县教育局", 2023))
    assert [year.year for year in series.years] == [2022, 2023, 2024]
    assert series.organ.name == "乙县教育局"
    assert series.breaks == ()


def test_a_name_with_the_higher_territory_in_front_means_the_same_organ() -> None:
    series = only(report("洪泽区人民政府", 2022), report("淮安市洪泽区人民政府办公室", 2023), report("江苏省淮安市洪泽区", 2024))
    assert [year.year for year in series.years] == [2022, 2023, 2024]


def test_a_name_that_two_organs_could_have_is_kept_apart_and_said_to_be_uncertain() -> None:
    found = organs([report("甲市新华区人民政府", 2023), report("新华区人民政府", 2024), report("乙市新华区人民政府", 2023)])
    assert [(each.name, each.perhaps) for each in found] == [
        ("甲市新华区人民政府", ()),
        ("新华区人民政府", ("甲市新华区人民政府", "乙市新华区人民政府")),
        ("乙市新华区人民政府", ()),
    ]


def test_ten_thousand_departments_are_not_compared_with_each_other() -> None:
    names = [f"第{number}县教育局" for number in range(10_000)]
    assert full_names([*names, "教育局"])["教育局"] == ("教育局",)


def test_the_numbers_are_those_of_the_form_of_each_year() -> None:
    old = report(
        "乙县教育局", 2018, {"requests.received.number": 7, "requests.completed.number": 6, "litigation.total.number": 2}, edition="2014"
    )
    lawsuits = {"review_litigation.direct_litigation.total": 3, "review_litigation.litigation_after_review.total": 4}
    of_2019 = {"applications.new.total": 9, "applications.handled_total.total": 8, **lawsuits}
    new = report("乙县教育局", 2019, of_2019, edition="2019")
    first, second = only(old, new).years
    assert {measure.value: cell and cell.value for measure, cell in first.values.items()} == {
        "received": 7,
        "carried_in": None,
        "handled": 6,
        "carried_out": None,
        "reviews": 0,
        "lawsuits": 2,
    }
    assert first.values[Measure.CARRIED_IN] is None
    assert [second.values[each].value for each in (Measure.RECEIVED, Measure.HANDLED, Measure.LAWSUITS)] == [9, 8, 7]  # type: ignore[union-attr]


def test_blank_and_unread_are_not_zero() -> None:
    direct = "review_litigation.direct_litigation.total"
    (year,) = only(report("乙县教育局", 2024, {"applications.new.total": BLANK, direct: UNREAD})).years
    assert [year.values[each].state for each in (Measure.RECEIVED, Measure.LAWSUITS)] == [CellState.BLANK, CellState.TEXT]  # type: ignore[union-attr]


def test_what_was_carried_in_is_compared_with_what_was_carried_out() -> None:
    series = only(report("乙县教育局", 2022, {OUT: 7}), report("乙县教育局", 2023, {IN: 7, OUT: 2}), report("乙县教育局", 2024, {IN: 5}))
    assert series.breaks == (Break("carried", 2024, 2024, 2, 5),)


def test_no_break_is_seen_where_one_of_the_numbers_is_not_known() -> None:
    assert only(report("乙县教育局", 2023, {OUT: BLANK}), report("乙县教育局", 2024, {IN: 5})).breaks == ()


def test_years_without_a_report_are_a_break_and_compared_with_nothing() -> None:
    series = only(report("乙县教育局", 2020, {OUT: 7}), report("乙县教育局", 2023, {IN: 5}))
    assert series.breaks == (Break("missing", 2021, 2022),)


def test_two_reports_of_one_year_with_different_numbers_are_not_used() -> None:
    one, other = report("乙县教育局", 2023, {OUT: 7}), report("乙县教育局", 2023, {OUT: 8}, file="b.docx")
    series = only(one, other, report("乙县教育局", 2024, {IN: 7}))
    assert [year.taken for year in series.years] == [False, True]
    assert series.years[0].different == (OUT,)
    assert not series.years[0].values
    assert series.breaks == (Break("different", 2023, 2023),)


def test_the_same_report_in_two_documents_counts_once() -> None:
    other = report("乙县教育局", 2023, {OUT: Cell(7, CellState.NUMBER, "7件", Place("text", line=3))}, file="b.txt")
    same = [report("乙县教育局", 2023, {OUT: 7}), other]
    assert distinct(same) == same[:1]
    (year,) = only(*same).years
    assert year.taken
    assert len(year.reports) == 2


def test_a_report_without_organ_or_year_is_in_no_series() -> None:
    found = all_series([report("", 2023), report("乙县教育局", None)])
    assert found.series == ()
    assert len(found.unplaced) == 2


def test_sums_keep_units_apart_and_decimals_exact() -> None:
    def amount(value: float, unit: str) -> Cell:
        return Cell(value, CellState.NUMBER, unit=unit)

    assert sum_of_cells([amount(1.1, "万元"), amount(2.2, "万元")]).value == 3.3
    assert sum_of_cells([amount(1.1, "万元"), amount(0, "")]).unit == "万元"
    mixed = sum_of_cells([amount(1.1, "万元"), amount(300, "元")])
    assert (mixed.value, mixed.state) == (None, CellState.TEXT)
