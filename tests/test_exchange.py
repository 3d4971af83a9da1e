"""Reports from and to other programs' tables: frames by keys and by labels, tidy and wide, JSON Schemas."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner
from hypothesis import given
from jsonschema import Draft202012Validator

import gkrules
from gkrules import CellState, DocumentError, Report, Ruleset, UsageError
from gkrules.cli import cli
from gkrules.model.edition import Edition, Table
from gkrules.render.data.frame_output import TIDY_TYPES
from gkrules.render.data.report_schema import answer_schema
from gkrules.testing import reports, small_report

TOTAL = "applications.new.total"

KEY = "applications.new.natural_person"


def values(report: Report) -> dict[str, float | None]:
    return {key: cell.value for key, cell in report.cells.items()}


@given(reports(edition="2021"))
def test_frames_by_keys_there_and_back(report: Report) -> None:
    back = Report.from_frames(report.tables, unit=report.unit, year=report.year)
    assert values(back) == {key: cell.value for key, cell in report.cells.items() if not report.edition.cell_by_key[key].optional}
    assert (back.unit, back.year, back.edition.key) == (report.unit, report.year, "2021")


def test_blank_and_absent_stay_apart(ruleset: Ruleset) -> None:
    tables = dict(small_report(ruleset.editions["2021"]).tables)
    tables["applications"] = tables["applications"].drop(index="new")
    tables["applications"].loc["carried_in", "total"] = np.nan
    report = Report.from_frames(tables, year=2024)
    assert report.cell("applications.carried_in.total").state is CellState.BLANK
    assert report.cell(KEY).state is CellState.ABSENT
    assert len(report.absent) == 7


def test_equal_words_side_by_side_are_cells_of_their_own(ruleset: Ruleset) -> None:
    form = ruleset.editions["2021"]
    keyed = dict(small_report(form).tables)
    keyed["applications"] = keyed["applications"].astype(object)
    keyed["applications"].loc["new", ["natural_person", "business"]] = "不适用情形"
    table = form.table_by_key["regulations"]
    scraped = labelled(table, messy=False).astype(object)
    scraped.iloc[0, :2] = "无"
    for report, keys in (
        (Report.from_frames(keyed), [KEY, "applications.new.business"]),
        (Report.from_frames([scraped], year=2024), [table.cell(table.rows[0].key, column.key) for column in table.columns[:2]]),
    ):
        assert [report.cell(key).state for key in keys] == [CellState.TEXT, CellState.TEXT]


@pytest.mark.parametrize(("axis", "near"), [("index", "new"), ("columns", "natural_person")])
def test_a_wrong_key_names_the_nearest(ruleset: Ruleset, axis: str, near: str) -> None:
    tables = dict(small_report(ruleset.editions["2021"]).tables)
    tables["applications"] = tables["applications"].rename(**{axis: {near: f"{near}s"}})
    with pytest.raises(UsageError, match=near) as caught:
        Report.from_frames(tables)
    assert caught.value.kind == "unknown_key"


def labelled(table: Table, *, messy: bool) -> pd.DataFrame:
    """A frame as a scraper has it: its labels as index and columns, or inside the frame as text."""
    numbers = np.arange(len(table.rows) * len(table.columns)).reshape(len(table.rows), -1)
    frame = pd.DataFrame(numbers, index=[row.label for row in table.rows], columns=[column.label for column in table.columns])
    if not messy:
        return frame
    inside = frame.reset_index().T.reset_index().T.reset_index(drop=True)
    inside.columns = pd.RangeIndex(inside.shape[1])
    return inside.astype(object)


@pytest.mark.parametrize("messy", [False, True])
def test_frames_by_labels(ruleset: Ruleset, messy: bool) -> None:
    form = ruleset.editions["2021"]
    table = form.table_by_key["review_litigation"]
    regulations = form.table_by_key["regulations"]
    report = Report.from_frames([labelled(regulations, messy=messy)], year=2024, unit="某市")
    assert [report.cell(regulations.cell(row.key, column.key)).value for row in regulations.rows for column in regulations.columns] == list(
        range(len(regulations.rows) * len(regulations.columns))
    )
    assert report.unit == "某市"
    assert report.cell(table.cell("review", "total")).state is CellState.ABSENT
    place = report.cell(regulations.cell(regulations.rows[0].key, regulations.columns[0].key)).place
    assert place is not None
    assert (place.kind, place.table) == ("frame", 1)


@pytest.mark.parametrize("file", sorted((Path(__file__).parents[1] / "fixtures" / "reports").glob("*.html")), ids=lambda file: file.stem)
def test_html_tables_of_pandas(file: Path) -> None:
    """What `pandas.read_html` makes of a page: merged cells repeated, header rows as several levels."""
    wanted = gkrules.read(file)
    report = Report.from_frames(pd.read_html(file, encoding="utf-8"), year=wanted.year)
    assert values(report) == values(wanted)


def test_frames_without_a_report() -> None:
    with pytest.raises(DocumentError):
        Report.from_frames([pd.DataFrame({"甲": [1], "乙": [2]})])


def test_a_tidy_frame(ruleset: Ruleset) -> None:
    new, old = (small_report(ruleset.editions[key], {KEY: None}) for key in ("2021", "2019"))
    frame = gkrules.to_frame([new, old], layout="tidy")
    assert {name: str(kind) for name, kind in frame.dtypes.items()} == TIDY_TYPES
    assert len(frame) == len(new.cells) + len(old.cells)
    blank = frame[(frame["table"] == "applications") & (frame["row"] == "new") & (frame["column"] == "natural_person")]
    assert blank["state"].tolist() == ["blank", "blank"]
    assert blank["report"].tolist() == [0, 1]
    assert blank["value"].isna().all()
    assert gkrules.to_frame([], layout="tidy").dtypes.equals(frame.dtypes)


@pytest.mark.parametrize("layout", ["wide", "tidy"])
def test_other_backends_hold_the_same(ruleset: Ruleset, layout: Any) -> None:
    pytest.importorskip("pyarrow")
    pl = pytest.importorskip("polars")
    made = [small_report(ruleset.editions["2021"], {KEY: content}) for content in (3, None)]
    frame = gkrules.to_frame(made, layout=layout)
    table = gkrules.to_frame(made, layout=layout, backend="pyarrow")
    other = gkrules.to_frame(made, layout=layout, backend="polars")
    assert table.column_names == other.columns == list(frame.columns)
    assert isinstance(other, pl.DataFrame)
    name = KEY if layout == "wide" else "value"
    np.testing.assert_array_equal(np.array(table[name].to_pylist(), dtype=float), frame[name].to_numpy())
    np.testing.assert_array_equal(other[name].cast(pl.Float64).to_numpy(), frame[name].to_numpy())


def test_an_unknown_backend(ruleset: Ruleset) -> None:
    with pytest.raises(UsageError, match="polars"):
        gkrules.to_frame(small_report(ruleset.editions["2021"]), backend="spark")  # type: ignore[call-overload]


def schema_of(edition: Edition, **options: bool) -> Draft202012Validator:
    schema = answer_schema(edition, **options)
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


@pytest.mark.parametrize("key", ["2019", "2021"])
def test_the_schema_of_a_report_fits_what_is_accepted(ruleset: Ruleset, key: str) -> None:
    edition = ruleset.editions[key]
    cells: dict[str, Any] = dict.fromkeys(edition.cells, 0)
    cells[KEY], cells["applications.new.total"] = None, {"value": None, "state": "text", "raw": "无"}
    cells["applications.carried_in.total"] = {"value": None, "state": "absent", "raw": ""}
    data = {"schema_version": "1", "edition": key, "unit": "某市", "year": edition.first_year, "cells": cells}
    schema_of(edition).validate(data)
    report = Report.from_json(data)
    assert report.absent == ["applications.carried_in.total"]
    assert report.cell("applications.new.total").raw == "无"


def test_the_schema_refuses_what_is_missing_or_unknown(ruleset: Ruleset) -> None:
    edition = ruleset.editions["2021"]
    data: dict[str, Any] = {"schema_version": "1", "edition": "2021", "unit": "", "year": None, "cells": {KEY: 1}}
    assert not schema_of(edition).is_valid(data)
    assert schema_of(edition, partial=True).is_valid(data)
    data["cells"] = {"applications.new.person": 1}
    assert not schema_of(edition, partial=True).is_valid(data)


def test_every_object_is_closed_and_every_property_required(ruleset: Ruleset) -> None:
    """What language models ask of an output format."""
    seen = 0

    def walk(node: Any) -> None:
        nonlocal seen
        if isinstance(node, dict):
            if node.get("type") == "object":
                seen += 1
                assert node["additionalProperties"] is False
                assert set(node["required"]) == set(node["properties"])
            for each in node.values():
                walk(each)
        elif isinstance(node, list):
            for each in node:
                walk(each)

    walk(answer_schema(ruleset.editions["2021"]))
    assert seen == 3


@pytest.mark.parametrize("name", ["report", "check-result", "rule", "edition", "case"])
def test_the_command(name: str) -> None:
    result = CliRunner().invoke(cli, ["schema", name])
    assert result.exit_code == 0
    Draft202012Validator.check_schema(json.loads(result.stdout))


def test_the_command_for_an_edition() -> None:
    result = CliRunner().invoke(cli, ["schema", "report", "--edition", "2019"])
    assert json.loads(result.stdout)["properties"]["edition"] == {"const": "2019"}


@pytest.mark.parametrize(
    "change",
    [
        {"cells": {TOTAL: 10**400}},
        {"cells": {TOTAL: {"value": 1, "state": []}}},
        {"cells": {TOTAL: {"value": float("inf")}}},
        {"year": 10**400},
        {"sections": [{"key": []}]},
        {"sections": [{"key": "overview", "position": 10**400}]},
        {"has_text": "false"},
        {"cells": {TOTAL: {"value": 1, "place": {"kind": "pdf", "box": 5}}}},
        {"cells": {TOTAL: {"value": 1, "place": {"kind": "pdf", "box": ["a"]}}}},
    ],
    ids=lambda change: str(change)[:60],
)
def test_odd_exchange_files_are_refused(change: dict[str, object]) -> None:
    with pytest.raises(DocumentError):
        Report.from_json({"edition": "2021", "year": 2024, "cells": {TOTAL: 1}, **change})


def test_the_cells_of_an_exchange_file_tell_its_edition() -> None:
    assert Report.from_json({"cells": {"procurement.centralised_procurement.projects": 1}}).edition.key == "2019"
    assert Report.from_json({"cells": {TOTAL: 1}, "year": 2020}).edition.key == "2019"
    assert Report.from_json({"cells": {TOTAL: 1}}).edition.key == "2021"
