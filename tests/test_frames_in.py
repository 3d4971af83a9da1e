"""Frames of pandas, polars and Arrow as reports: wide and tidy, by keys and by labels, with some of the columns."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import gkrules
from gkrules import CellState, DocumentError, Report, UsageError
from gkrules.align.data_frames import _STATES
from gkrules.compile.batch import StateCode
from gkrules.model.edition import Table
from gkrules.testing import reports, small_report

pl = pytest.importorskip("polars")
pa = pytest.importorskip("pyarrow")

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures" / "reports"
REPORT = gkrules.read(FIXTURES / "yongan_2024.docx")
FORM = REPORT.edition
LIBRARIES: dict[str, Callable[[pd.DataFrame], Any]] = {
    "pandas": lambda frame: frame,
    "polars": lambda frame: pl.DataFrame({str(name): frame[name].tolist() for name in frame}, strict=False),
    "pyarrow": lambda frame: pa.table({str(name): frame[name].tolist() for name in frame}),
}
EACH = pytest.mark.parametrize("library", LIBRARIES)


def values(report: Report) -> dict[str, float | None]:
    return {key: cell.value for key, cell in report.cells.items()}


def states(report: Report) -> dict[str, CellState]:
    return {key: cell.state for key, cell in report.cells.items()}


VALUES = values(REPORT)


def rows_of(table: Table) -> list[Any]:
    return [row for row in table.rows if not row.replaces]


def labelled(key: str, columns: list[str]) -> pd.DataFrame:
    """A table as a scraper has it that kept the labels of the rows and some of the columns."""
    table = FORM.table_by_key[key]
    frame = REPORT.table(key)
    shown = {column.key: column.label for column in table.columns if column.key in columns}
    labels = pd.DataFrame({"组": [" / ".join(row.under) for row in rows_of(table)], "项目": [row.label for row in rows_of(table)]})
    numbers = frame[list(shown)].rename(columns=shown).reset_index(drop=True)
    return pd.concat([labels, numbers], axis=1)


def among(chosen: Callable[[str, str], bool]) -> dict[str, float | None]:
    """The values of the cells whose table and column are chosen."""
    return {key: value for key, value in VALUES.items() if chosen(key.partition(".")[0], key.rpartition(".")[2])}


@EACH
def test_some_columns_by_their_labels(library: str) -> None:
    for columns in (["total"], ["natural_person"], ["natural_person", "total"], ["business", "other_organisation", "total"]):
        frame = LIBRARIES[library](labelled("applications", columns))
        report = Report.from_frames(frame, year=2024)
        assert values(report) == among(lambda table, column, columns=columns: table == "applications" and column in columns)  # type: ignore[misc]


def test_numbers_as_text_and_labels_as_index() -> None:
    frame = labelled("applications", ["total"]).set_index(["组", "项目"]).astype(int).astype(str)
    report = Report.from_frames([frame], unit="某县", year=2024)
    assert values(report) == among(lambda table, column: table == "applications" and column == "total")
    assert report.unit == "某县"


def test_a_table_in_part_beside_whole_ones() -> None:
    whole = pd.read_html(FIXTURES / "yongan_2024.html", encoding="utf-8")
    expected = values(Report.from_frames(whole, year=2024))
    wide = next(number for number, frame in enumerate(whole) if len(frame.columns) > 8 and len(frame) > 20)
    partial = [*whole[:wide], labelled("applications", ["total"]), *whole[wide + 1 :]]
    found = Report.from_frames(partial, year=2024)
    wanted = {key: value for key, value in expected.items() if not key.startswith("applications.") or key.endswith(".total")}
    assert values(found) == wanted
    assert found.notes == Report.from_frames(whole, year=2024).notes or len(found.notes) <= 1


def test_a_number_under_an_unknown_name_is_not_taken() -> None:
    frame = labelled("applications", ["total"]).rename(columns={"总计": "合计数（预估）"})
    found = Report.from_frames(frame, year=2024)
    assert {cell.state for cell in found.cells.values()} == {CellState.TEXT}


@EACH
def test_tables_by_keys_with_some_columns(library: str) -> None:
    frames = {key: LIBRARIES[library](table[table.columns[-1:]].reset_index()) for key, table in REPORT.tables.items()}
    if library == "pandas":
        frames = {key: table[table.columns[-1:]] for key, table in REPORT.tables.items()}
    report = Report.from_frames(frames, unit=REPORT.unit, year=2024)
    assert values(report) == among(lambda table, column: column == FORM.table_by_key[table].columns[-1].key)


@EACH
@pytest.mark.parametrize("layout", ["wide", "tidy"])
def test_one_report_in_a_frame_of_ours(library: str, layout: Any) -> None:
    frame = gkrules.to_frame(REPORT, layout=layout, backend=library)  # type: ignore[call-overload]
    assert values(Report.from_frames(frame, year=2024)) == VALUES


@given(st.lists(reports(edition="2021"), min_size=1, max_size=3))
def test_wide_there_and_back(several: list[Report]) -> None:
    back = gkrules.from_frame(gkrules.to_frame(several, states=True))
    assert [states(report) for report in back] == [states(report) for report in several]
    assert [values(report) for report in back] == [values(report) for report in several]
    assert [report.year for report in back] == [report.year for report in several]


@given(st.lists(reports(), min_size=1, max_size=3))
def test_tidy_there_and_back(several: list[Report]) -> None:
    back = gkrules.from_frame(gkrules.to_frame(several, layout="tidy"))
    assert [(report.unit, report.year, report.edition.key, values(report), states(report)) for report in back] == [
        (report.unit, report.year, report.edition.key, values(report), states(report)) for report in several
    ]


@EACH
def test_wide_and_tidy_of_other_programs(library: str) -> None:
    wide = pd.DataFrame(
        {"unit": ["甲县", "乙县"], "year": [2024, 2024], "applications.new.total": ["5", "7"], "applications.carried_in.total": ["0", "1"]}
    )
    by_label = wide.rename(columns={"unit": "单位", "year": "年度", "applications.new.total": "一、本年新收政府信息公开申请数量/总计"})
    by_label = by_label.rename(columns={"applications.carried_in.total": "二、上年结转政府信息公开申请数量/总计"})
    long = wide.melt(["unit", "year"], var_name="cell", value_name="value")
    parts = long["cell"].str.split(".", expand=True)
    three = long.drop(columns="cell").assign(table=parts[0], row=parts[1], column=parts[2])
    names = {
        "applications.new.total": "一、本年新收政府信息公开申请数量",
        "applications.carried_in.total": "二、上年结转政府信息公开申请数量",
    }
    labels = long.assign(项目=long["cell"].map(names), 申请人="总计", 数值=long["value"]).drop(columns=["cell", "value"])
    labels = labels.rename(columns={"unit": "单位", "year": "年度"})
    for frame in (wide, by_label, long, three, labels):
        found = gkrules.from_frame(LIBRARIES[library](frame))
        told = [(report.unit, report.year, *values(report).values()) for report in found]
        assert told == [("甲县", 2024, 5, 0), ("乙县", 2024, 7, 1)]


def test_what_is_no_cell_is_named() -> None:
    with pytest.raises(DocumentError, match=r"applications\.new\.total"):
        gkrules.from_frame(pd.DataFrame({"applications.new.totl": [1], "applications.new.natural_person": [1]}))
    with pytest.raises(UsageError) as caught:
        gkrules.from_frame(pd.DataFrame({"a": [1], "b": [2]}))
    assert caught.value.kind == "no_report_rows"


def test_two_values_for_a_cell_are_refused() -> None:
    frame = pd.DataFrame({"cell": ["applications.new.total"] * 2, "value": [1, 2]})
    with pytest.raises(DocumentError):
        gkrules.from_frame(frame)


def test_a_frame_that_is_not_collected_says_what_to_do() -> None:
    with pytest.raises(UsageError, match=r"collect\(\)"):
        gkrules.from_frame(pl.LazyFrame({"a": [1]}))  # type: ignore[arg-type]


def test_states_are_those_of_the_columns() -> None:
    assert [state.name for state in _STATES[:5]] == [code.name for code in list(StateCode)[:5]]
    assert len(_STATES) == len(StateCode)
    assert small_report(FORM).year


def test_the_frame_of_the_caller_stays_as_it_is() -> None:
    frame = labelled("applications", ["total"])
    before = frame.copy(deep=True)
    Report.from_frames(frame, year=2024)
    pd.testing.assert_frame_equal(frame, before)


def test_a_frame_may_hold_any_number_of_reports() -> None:
    several = gkrules.from_frame(pd.concat([gkrules.to_frame(REPORT)] * 1200, ignore_index=True))
    assert len(several) == 1200
    assert {report.part for report in several} == {None}
    assert values(several[-1]) == VALUES
