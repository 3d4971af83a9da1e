"""What programs are given: findings line by line and as CSV, and the schemas of the JSON documents."""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from gold import check_gold
from hostile_texts import HOSTILE
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError
from render_builders import FakeResult, edition, make_report, review_finding
from small_set import hostile_checked, small_checked

from gkrules.collection.rollup import rollup
from gkrules.collection.series import all_series
from gkrules.model.cells import Cell, CellState
from gkrules.model.findings import ReportFindings
from gkrules.render.data.findings_csv import FINDINGS_HEADER, checked_csv
from gkrules.render.data.jsonl_output import checked_jsonl
from gkrules.render.data.rollup_data import rollup_json
from gkrules.render.data.series_data import series_json
from gkrules.render.formats import reporter
from gkrules.render.inputs import Checked
from gkrules.render.lines import plain, write
from gkrules.rulefiles.location import rules_folder

hostile = pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))


def validate(name: str, data: Any) -> None:
    schema = json.loads((rules_folder() / "schemas" / f"{name}.schema.json").read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(data)


def test_the_small_set() -> None:
    check_gold("small.jsonl", plain(checked_jsonl(small_checked(), "zh")))
    check_gold("small.zh.csv", checked_csv(small_checked(), "zh"))
    check_gold("small.en.csv", checked_csv(small_checked(), "en"))


def test_every_line_is_of_its_type() -> None:
    lines = [json.loads(each.text) for each in checked_jsonl(small_checked(), "zh")]
    assert [each["type"] for each in lines] == ["failed", *["finding"] * 4, "waived", "finding"]
    for each in lines:
        validate("finding-line", each)
    assert lines[0]["error"] == "没有文字层，是扫描件"
    assert [each["cause"] for each in lines[1:]] == [1, 1, None, None, None, None]
    assert lines[5]["waiver"]["until"] == "2027-03-31"
    with pytest.raises(ValidationError):
        validate("finding-line", {**lines[1], "type": "summary"})
    with pytest.raises(ValidationError):
        validate("finding-line", {name: value for name, value in lines[1].items() if name != "code"})


def test_a_line_is_there_before_the_next_is_made() -> None:
    result = FakeResult((ReportFindings(make_report(), (review_finding(),), Counter()),))
    checked = Checked(result, small_checked().failed)
    lines = checked_jsonl(checked, "zh")
    stream = io.StringIO()
    seen: list[int] = []

    def watched() -> Iterator[Any]:
        for each in lines:
            seen.append(len(stream.getvalue().splitlines()))
            yield each

    write(watched(), stream=stream)
    assert seen == [0, 1]


def test_a_terminal_breaks_no_line() -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    stream = Terminal()
    write(checked_jsonl(small_checked(), "zh"), color="auto", stream=stream)
    lines = stream.getvalue().splitlines()
    assert [json.loads(each) for each in lines] == [json.loads(each.text) for each in checked_jsonl(small_checked(), "zh")]


@hostile
def test_hostile_text_stays_in_its_line(text: str) -> None:
    checked = hostile_checked(text)
    written = plain(checked_jsonl(checked, "zh"))
    lines = [json.loads(each) for each in written.split("\n")[:-1]]
    assert lines[0]["file"] == text
    assert len(lines) == 1 + 6 + 1 + 1 + 1
    assert not [char for char in written if char != "\n" and unicodedata.category(char) in {"Cc", "Cs", "Zl", "Zp"}]


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_csv_has_a_row_for_each() -> None:
    found = rows(checked_csv(small_checked(), "zh"))
    assert tuple(found[0]) == FINDINGS_HEADER
    assert [(each["type"], each["code"]) for each in found] == [
        ("failed", ""),
        ("finding", "GK403"),
        ("finding", "GK404"),
        ("finding", "GK501"),
        ("finding", "GK301"),
        ("waived", "GK404"),
        ("finding", "GK901"),
    ]
    assert (found[1]["left"], found[1]["right"], found[1]["difference"]) == ("10", "13", "-3")
    assert found[1]["suggested"] == "applications.carried_out.total=0"
    assert found[3]["section"] == "overview"
    assert found[5]["waived"] == "已报上级，三月补正"


def test_only_a_file_has_the_mark_for_spreadsheets() -> None:
    row = reporter("result", "csv")
    assert row.encoding == "utf-8-sig"
    assert checked_csv(small_checked(), "zh").startswith("type,")


@hostile
def test_no_cell_of_a_csv_is_a_formula(text: str) -> None:
    found = list(csv.reader(io.StringIO(checked_csv(hostile_checked(text), "zh"))))
    assert {len(row) for row in found} == {len(FINDINGS_HEADER)}
    assert len(found) == 1 + 1 + 6 + 1 + 1 + 1
    for cell in (cell for row in found for cell in row):
        seen = [char for char in cell if not char.isspace() and unicodedata.category(char) not in {"Cc", "Cf", "Mn"}]
        number = cell.removeprefix("-").replace(".", "", 1).isdecimal()
        assert number or unicodedata.normalize("NFKC", "".join(seen[:1])) not in {"=", "+", "-", "@"}


def test_series_are_as_declared() -> None:
    key = "applications.{}.total".format
    cells = {key("carried_out"): Cell(3, CellState.NUMBER, "3"), key("carried_in"): Cell(None, CellState.BLANK, "")}
    years = [make_report(cells, year=year, file=f"{year}.docx") for year in (2021, 2022, 2024)]
    other = make_report({key("new"): Cell(9, CellState.NUMBER, "9")}, year=2024, file="again.docx")
    data = json.loads(series_json(all_series([*years, other, make_report(unit="", year=None)]), "zh"))
    validate("series-result", data)
    assert {each["kind"] for each in data["series"][0]["breaks"]} >= {"missing", "different"}
    assert data["unplaced"]
    with pytest.raises(ValidationError):
        validate("series-result", {**data, "series": [{**data["series"][0], "breaks": [{"kind": "other"}]}]})


def test_a_sum_is_as_declared_and_a_report() -> None:
    key = next(iter(edition().cell_by_key))
    reports = [
        make_report(unit="某市甲县人民政府"),
        make_report({key: Cell(None, CellState.BLANK, "")}, unit="某市乙县人民政府"),
        make_report(unit="某市人民政府", file="own.docx"),
    ]
    data = json.loads(rollup_json(rollup(reports, unit="某市人民政府"), "zh"))
    validate("rollup-result", data)
    validate("report", data)
    assert [each["reason"] for each in data["rollup"]["left_out"]] == ["own"]
    assert data["rollup"]["gaps"][0]["cells"] == [key]
    with pytest.raises(ValidationError):
        validate("rollup-result", {**data, "rollup": {**data["rollup"], "gaps": [{}]}})
