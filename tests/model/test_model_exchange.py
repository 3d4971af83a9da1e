"""Nouns, and the exchange form of a report."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import ALL_CELLS, COLUMNS, Values, valid_values

from gkrules import Cell, CellState, DocumentError, Edition, GkrulesError, Place, Report, UsageError, load_ruleset
from gkrules.model.document import NOTICE_KINDS, Notice
from gkrules.model.report import NOTE_KINDS, Note, SectionText
from gkrules.testing import small_report
from gkrules.words import as_read

TOTAL = "applications.new.total"
BASE: dict[str, Any] = {"edition": "2021", "year": 2024, "cells": {TOTAL: 1}}


@pytest.mark.parametrize(
    ("value", "state"),
    [(None, CellState.NUMBER), (1, CellState.BLANK), (0, CellState.TEXT), (0, CellState.ABSENT), (2.5, CellState.NOT_APPLICABLE)],
)
def test_a_cell_has_a_value_exactly_when_it_is_a_number(value: float | None, state: CellState) -> None:
    with pytest.raises(ValueError, match=state.value):
        Cell(value, state)


@pytest.mark.parametrize(
    "place",
    [
        Place("text", line=3),
        Place("docx", table=1, row=2, column=3),
        Place("html", paragraph=7),
        Place("pdf", page=4, box=(70.1, 120.5, 520.3, 140.2)),
        Place("json", path="cells.x"),
    ],
)
def test_places_survive(place: Place) -> None:
    data = json.loads(json.dumps(place.to_dict()))
    assert Place.from_dict(data) == place
    assert None not in data.values()


@pytest.mark.parametrize("data", [None, {}, {"line": 3}, {"kind": 5}])
def test_no_place(data: dict[str, Any] | None) -> None:
    assert Place.from_dict(data) is None


def test_unknown_fields_of_a_place_are_ignored() -> None:
    assert Place.from_dict({"kind": "text", "line": 2, "drawing": "x"}) == Place("text", line=2)


@pytest.mark.parametrize(("year", "serves"), [(2020, False), (2021, True), (2024, True), (2099, True)])
def test_the_years_of_the_edition(year: int, serves: bool, edition: Edition) -> None:
    assert edition.serves(year) is serves


def test_the_cells_of_the_edition(edition: Edition) -> None:
    assert edition.cells == ALL_CELLS
    assert edition.optional_cells == tuple(f"applications.other.{column}" for column in COLUMNS)
    assert len(edition.cells) == 200
    assert set(edition.cell_by_key) == set(edition.cells) | set(edition.optional_cells)


def test_cells_and_tables_of_a_report(edition: Edition) -> None:
    report = small_report(edition, {TOTAL: 5, "applications.new.research": None, "licensing.licences.decisions": "absent"})
    assert report.cell(TOTAL).value == 5
    assert report.absent == ["licensing.licences.decisions"]
    assert report.cell("licensing.licences.decisions").state is CellState.ABSENT
    table = report.table("applications")
    assert table.shape == (25, 7)
    assert table.loc["new", "total"] == 5
    assert table["research"].isna().sum() == 1
    assert set(report.tables) == {"regulations", "licensing", "enforcement", "fees", "applications", "review_litigation"}
    assert small_report(edition, {f"applications.other.{column}": 1 for column in COLUMNS}).table("applications").shape == (26, 7)
    for unknown in ("applications.new.totals", "new"):
        with pytest.raises(UsageError, match="has no cell"):
            report.cell(unknown)
    with pytest.raises(UsageError, match="applications"):
        report.table("application")


def test_the_short_form() -> None:
    report = Report.from_json({"cells": {TOTAL: 5, "applications.new.research": None, "fees.administrative_fees.amount": 2.5}})
    assert report.edition.key == "2021"
    assert (report.unit, report.year, report.has_text, report.sections, report.notes) == ("", None, False, (), ())
    assert report.cells == {
        TOTAL: Cell(5, CellState.NUMBER),
        "applications.new.research": Cell(None, CellState.BLANK),
        "fees.administrative_fees.amount": Cell(2.5, CellState.NUMBER),
    }
    assert len(report.absent) == 197


@pytest.mark.parametrize("data", [json.dumps(BASE), json.dumps(BASE).encode(), BASE], ids=["text", "bytes", "mapping"])
def test_text_bytes_and_mappings(data: str | bytes | dict[str, Any]) -> None:
    assert Report.from_json(data).cells == {TOTAL: Cell(1, CellState.NUMBER)}


def test_arguments_take_precedence() -> None:
    report = Report.from_json({**BASE, "year": 2023}, edition="2021", year=2022)
    assert (report.year, report.edition.key) == (2022, "2021")


def test_an_unknown_edition_as_argument() -> None:
    with pytest.raises(UsageError) as caught:
        Report.from_json(BASE, edition="1999")
    assert caught.value.kind == "unknown_edition"


def test_cells_listed_as_absent_are_not_there() -> None:
    report = Report.from_json({**BASE, "cells": {TOTAL: {"value": None, "state": "absent"}}})
    assert report.cells == {}


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"cells": None}, "cells"),
        ({"cells": [1]}, "cells"),
        ({"cells": {"applications.new.totals": 1}}, "cells.applications.new.totals"),
        ({"cells": {TOTAL: {"value": "5", "state": "blank"}}}, f"cells.{TOTAL}"),
        ({"cells": {TOTAL: True}}, f"cells.{TOTAL}"),
        ({"cells": {TOTAL: [5]}}, f"cells.{TOTAL}"),
        ({"cells": {TOTAL: float("inf")}}, f"cells.{TOTAL}"),
        ({"cells": {TOTAL: 10**16}}, f"cells.{TOTAL}"),
        ({"cells": {TOTAL: {"value": 5, "state": "blank"}}}, f"cells.{TOTAL}"),
        ({"cells": {TOTAL: {"value": None, "state": "number"}}}, f"cells.{TOTAL}"),
        ({"cells": {TOTAL: {"value": 5, "state": "nummer"}}}, f"cells.{TOTAL}"),
        ({"cells": {TOTAL: {"value": 5, "raw": 5}}}, f"cells.{TOTAL}.raw"),
        ({"year": "二四年"}, "year"),
        ({"year": True}, "year"),
        ({"year": 2024.0}, "year"),
        ({"unit": 5}, "unit"),
        ({"edition": "1999"}, "edition"),
        ({"title_year": "2024"}, "title_year"),
        ({"period_years": [2024]}, "period_years"),
        ({"period_years": 2024}, "period_years"),
        ({"sections": {}, "notes": 5}, "notes"),
        ({"sections": [{"key": "overvew"}]}, "sections[0].key"),
        ({"sections": [{"key": "overview"}, "x"]}, "sections[1].key"),
        ({"sections": [{"key": "overview", "text": 5}]}, "sections[0].text"),
        ({"sections": [{"key": "overview", "position": "1"}]}, "sections[0].position"),
    ],
)
def test_what_is_wrong_is_named(change: dict[str, Any], path: str) -> None:
    with pytest.raises(DocumentError) as caught:
        Report.from_json({**BASE, **change})
    assert caught.value.kind == "bad_json"
    assert f"“{path}”" in caught.value.zh
    assert f"'{path}'" in caught.value.en


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"cells": {TOTAL: 1, "x": 1}}, "“cells.x”：2021年版格式没有这个单元格。"),
        ({"period_days": [1]}, "“period_days”：应为两个月日"),
        ({"period_years": [1]}, "“period_years”：应为两个年份"),
        ({"published": "1月"}, "“published”：应为日期，如 2025-01-31"),
        ({"cells": {TOTAL: {"value": 1, "place": {"kind": "pdf", "box": 1}}}}, "“place”：位置应由文字和数组成，box 为四个数"),
        ({"has_text": 1}, "“has_text”：应为 true 或 false"),
        ({"cells": {TOTAL: 1e16}}, f"“cells.{TOTAL}”：“1e+16”不是可用的数（绝对值不超过 10 的 15 次方）"),
    ],
)
def test_what_is_wrong_is_said(change: dict[str, Any], told: str) -> None:
    with pytest.raises(DocumentError) as caught:
        Report.from_json({**BASE, **change})
    assert caught.value.zh == f"JSON 数据有误。{told}"


def test_the_nearest_cell_is_hinted() -> None:
    with pytest.raises(DocumentError, match=r"Did you mean 'applications\.new\.total'"):
        Report.from_json({"cells": {"application.new.total": 1}})


@pytest.mark.parametrize("data", ["", "{", "[]", "5", "null", b"\xff\xfe\x00", '{"cells": ' + "[" * 5000, "{'cells': {}}"])
def test_what_is_no_json_object(data: str | bytes) -> None:
    with pytest.raises(DocumentError) as caught:
        Report.from_json(data)
    assert caught.value.kind == "bad_json"


def test_notes_that_are_only_words_are_left_out(edition: Edition) -> None:
    data = {**BASE, "notes": [{"code": "GK202", "text": "…"}, "x", {"kind": "extra_row", "table": "applications", "label": "小计"}]}
    assert Report.from_json(data).notes == (Note("extra_row", "applications", "小计"),)


def test_json_keeps_everything(edition: Edition) -> None:
    report = small_report(edition, {TOTAL: "5（约）", "applications.new.research": "/", "applications.new.business": "无"})
    report.cells["fees.administrative_fees.amount"] = Cell(
        7730.28, CellState.NUMBER, "７７３０．２８", Place("pdf", page=2, box=(1, 2, 3, 4))
    )
    report.sections = (
        SectionText("overview", "一、总体情况", '第一行\n第二行 "引" \u202e', 1, Place("text", line=4)),
        *report.sections[1:],
    )
    report.notes = (Note("moved_row", "applications", "四", "四、", (TOTAL,), Place("text", line=9)), Note("extra_row", "fees", "小计"))
    report.title_year, report.period_years, report.file = 2023, (2023, 2024), "某局\\a.docx"
    assert Report.from_json(report.to_json()) == report
    data = json.loads(report.to_json())
    assert data["schema_version"] == "1"
    assert data["cells"][TOTAL] == {"value": 5, "state": "number", "raw": "5（约）", "annotated": True}
    assert data["absent"] == []


_CONTENT = st.one_of(st.integers(-99, 10**14), st.none(), st.sampled_from(["/", "无", "absent", "3（约）", "2.5", "约5"]))


@settings(deadline=None, max_examples=50)
@given(
    valid_values(),
    st.dictionaries(st.sampled_from((*ALL_CELLS, *(f"applications.other.{column}" for column in COLUMNS))), _CONTENT, max_size=12),
    st.none() | st.integers(1990, 2100),
    st.text(max_size=20),
    st.lists(st.sampled_from(NOTE_KINDS), max_size=3),
)
def test_any_report_comes_back(values: Values, changes: dict[str, int | str | None], year: int | None, text: str, notes: list[str]) -> None:
    report = small_report(load_ruleset("2021").edition, {**values, **changes})
    report.year, report.unit = year, text
    report.notes = tuple(
        Note.of(Notice(kind, as_read("某事", text or "x"))) if kind in NOTICE_KINDS else Note(kind, "applications", text) for kind in notes
    )
    again = Report.from_json(report.to_json())
    assert again == report
    assert again.to_json() == report.to_json()


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers(-(10**9), 10**9) | st.floats() | st.text(max_size=5),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["value", "raw", "x", "label"]), inner, max_size=3),
        max_leaves=6,
    ),
    st.sampled_from(["cells", "year", "unit", "edition", "period_years", "title_year", "has_text"]),
)
def test_any_entry_gives_a_report_or_a_document_error(entry: object, name: str) -> None:
    try:
        report = Report.from_json({**BASE, name: entry})
    except GkrulesError as error:
        assert error.kind == "bad_json"  # noqa: PT017
    else:
        assert isinstance(report, Report)
