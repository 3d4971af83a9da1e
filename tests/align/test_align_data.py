"""Data whose names are keys or labels: nested, flat, as records; and what is not certain is refused."""

from __future__ import annotations

import json
from typing import Any

import pytest

from gkrules import DocumentError, Report, check, load_ruleset, read, read_all, to_frame
from gkrules.model.edition import CellRef, Edition
from gkrules.testing import small_report

NEW = "一、本年新收政府信息公开申请数量"
SECTION = "三、收到和处理政府信息公开申请情况"
EDITIONS = load_ruleset().editions


def report_of(data: Any, **options: Any) -> Report:
    (report,) = read_all(json.dumps(data, ensure_ascii=False).encode(), name="a.json", **options)
    return report


def numbered(edition: Edition) -> dict[str, int]:
    """Each official cell with a number of its own."""
    return {key: number for number, key in enumerate(edition.cells, 1)}


def values(report: Report) -> dict[str, Any]:
    return {key: cell.value for key, cell in report.cells.items()}


def nested(edition: Edition, names: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, number in numbered(edition).items():
        *outer, last = names(edition.cell_by_key[key])
        inner = found
        for name in outer:
            inner = inner.setdefault(name, {})
        inner[last] = number
    return found


def labels(ref: CellRef) -> list[str]:
    return [*ref.row.under, ref.row.label, *ref.column.under, ref.column.label]


def headings(ref: CellRef) -> list[str]:
    section = next(each for each in EDITIONS["2021"].sections if each.key == ref.table.section)
    return [section.heading, ref.table.label, ref.row.label, ref.column.label]


NAMINGS: dict[str, Any] = {
    "keys": lambda ref: [ref.table.key, ref.row.key, ref.column.key],
    "columns first": lambda ref: [ref.table.key, ref.column.key, ref.row.key],
    "labels": lambda ref: [ref.table.label, ref.row.label, ref.column.label],
    "labels with groups": labels,
    "labels without enumerators": lambda ref: [ref.table.key, ref.row.label.lstrip("（一二三四五六七）、1."), ref.column.label],
    "flat keys": lambda ref: [ref.key],
    "flat keys with lines": lambda ref: [ref.key.replace(".", "_")],
    "flat labels": lambda ref: ["-".join((ref.table.label, *labels(ref)))],
    "under wrappers": lambda ref: ["data", "tables", ref.table.key, ref.row.key, ref.column.key],
}


@pytest.mark.parametrize("naming", NAMINGS)
@pytest.mark.parametrize("key", EDITIONS)
def test_every_cell_by_any_way_of_naming(key: str, naming: str) -> None:
    edition = EDITIONS[key]
    if edition.indicators and naming == "labels with groups":
        pytest.skip("its tables have rows of the same label and no group: only with the table it is certain which")
    report = report_of({"unit": "某市", "year": edition.first_year, **nested(edition, NAMINGS[naming])})
    assert (report.edition.key, report.unit, report.year, report.notes) == (key, "某市", edition.first_year, ())
    assert values(report) == numbered(edition)


@pytest.mark.parametrize("key", EDITIONS)
def test_records_split_tables_and_tidy_rows(key: str) -> None:
    edition = EDITIONS[key]
    wanted = numbered(edition)
    records: dict[str, list[dict[str, Any]]] = {}
    split: dict[str, Any] = {}
    for table in edition.tables:
        rows = [row for row in table.rows if not row.replaces or table.cell(row.key, table.columns[0].key) in wanted]
        numbers = [[wanted[table.cell(row.key, column.key)] for column in table.columns_of(row)] for row in rows]
        heads = [column.label for column in table.columns_of(rows[0])]
        records[table.label] = [
            {"序号": place, "项目": row.label, **dict(zip(heads, line, strict=True))}
            for place, (row, line) in enumerate(zip(rows, numbers, strict=True), 1)
        ]
        split[table.key] = {"columns": heads, "index": [row.label for row in rows], "data": numbers}
    tidy = [
        {"table": cell.split(".")[0], "row": cell.split(".")[1], "column": cell.split(".")[2], "value": wanted[cell]} for cell in wanted
    ]
    for data in (records, split, tidy):
        assert values(report_of(data, edition=key)) == wanted


def test_frames_as_pandas_writes_them(edition: Edition) -> None:
    report = small_report(edition)
    wanted = {key: cell.value for key, cell in report.cells.items()}
    for orient in ("columns", "index", "split"):
        data = {key: json.loads(frame.to_json(orient=orient)) for key, frame in report.tables.items()}
        assert values(report_of(data)) == wanted, orient
    assert values(report_of(json.loads(to_frame([report]).to_json(orient="records")))) == wanted


def test_tables_line_by_line(edition: Edition) -> None:
    table = edition.table_by_key["regulations"]
    lines = [["信息内容", *(column.label for column in table.columns)], *([row.label, 1, "2", None] for row in table.rows)]
    report = report_of({"单位": "某市", "年度": "2024年", "tables": [lines]})
    assert (report.unit, report.year) == ("某市", 2024)
    assert [report.cell(f"regulations.rules.{key}").value for key in table.column_by_key] == [1, 2, None]


def test_cells_keep_their_states_and_places() -> None:
    report = report_of({SECTION: {NEW: {"自然人": "5件", "商业企业": "", "科研机构": None, "其他": "/", "总计": "约五"}}})
    found = {cell.state.value for cell in report.cells.values()}
    assert found == {"number", "blank", "not_applicable", "text"}
    cell = report.cell("applications.new.natural_person")
    assert (cell.value, cell.raw) == (5, "5件")
    assert cell.place is not None
    assert cell.place.path == f"/{SECTION}/{NEW}/自然人"


def test_text_of_sections_and_a_title() -> None:
    data = {"title": "某市某局2023年政府信息公开工作年度报告", "一、总体情况": "做了一些工作。", "applications": {"new": {"total": 5}}}
    report = report_of(data)
    assert (report.unit, report.year, report.title_year) == ("某市某局", 2023, 2023)
    assert [(section.key, section.text) for section in report.sections] == [("overview", "做了一些工作。")]
    assert not report.has_text
    assert not [finding for finding in check(report).findings if finding.code == "GK101"]


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ({"applications": {"new": {"totl": 5}}}, "total"),
        ({"applications": {"neww": {"total": 5}}}, "new"),
        ({"applications.new.totl": 5}, "applications.new.total"),
        ({"applications_new_totl": 5, "applications": {"new": {"total": 5}}}, "applications_new_totl"),
        ({SECTION: {"一、本年新收政府信息公开数量": {"总计": 5}}}, NEW),
        ({"applications": {"new": 5}}, "applications.new.business"),
        ({"自然人": 3}, "applications.new.natural_person"),
        ({"applications": {"new": {"total": 5}}, SECTION: {NEW: {"总计": 5}}}, "/applications/new/total"),
        ({"applications": {"new": {"upheld": 5}}}, "upheld"),
        ([{"项目": "本年新收的申请", "总计": 5}], "总计"),
        ({"year": 2023, "x": {"year": 2024}, "applications": {"new": {"total": 5}}}, "2024"),
        ({"year": "many", "applications": {"new": {"total": 5}}}, "many"),
        ({"edition": "1999", "applications": {"new": {"total": 5}}}, "1999"),
        ({"甲": {"乙": 1}}, "甲"),
        (["a"], "applications"),
        ({}, "applications"),
    ],
)
def test_what_is_not_certain_is_refused(data: Any, told: str) -> None:
    with pytest.raises(DocumentError) as caught:
        report_of(data)
    assert caught.value.kind == "bad_json"
    assert told in caught.value.zh
    assert told in caught.value.en


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ('{"a"}', "不是合法的 JSON：Expecting ':' delimiter: line 1 column 5 (char 4)"),
        ('{"a": 1}\n{', "第 2 行不是合法的 JSON：Expecting property name enclosed in double quotes: line 1 column 2 (char 1)"),
        ('{"a": 1, "a": 2}', "“a”在同一层出现两次，不能确定以哪一个为准"),
        ('{"unit": "甲局", "x": {"unit": "乙局"}}', "“/x/unit”：有两个不同的单位：“甲局”和“乙局”"),
        ('{"edition": "2019", "x": {"edition": "2021"}}', "“/x/edition”：有两个不同的格式版本：“2019”和“2021”"),
        (
            json.dumps({"applications": {"new": {f"x{n}": 5 for n in range(7)}}}),
            "；".join(f"“/applications/new/x{n}”：没有名为“x{n}”的行或列，或与其他名称不相配" for n in range(5)) + "；另有 2 处",
        ),
    ],
)
def test_what_is_wrong_is_said(data: str, told: str) -> None:
    with pytest.raises(DocumentError) as caught:
        read_all(data.encode(), name="a.json")
    assert caught.value.zh == f"JSON 数据有误。{told}"


def test_lists_without_use_are_told() -> None:
    (note,) = report_of({"applications": {"new": {"total": 5}}, "附表": [["甲", "乙"], [1, 2]]}).notes
    assert (note.zh, note.en) == ("这些列表没有使用：/附表", "these lists were not used: /附表")


def test_names_without_use_are_told() -> None:
    report = report_of({"url": "http://x", "抓取批次": 7, "备注": "已核", "applications": {"new": {"total": 5, "说明": "略"}}})
    assert values(report) == {"applications.new.total": 5}
    (note,) = report.notes
    assert note.kind == "remark"
    assert all(name in note.zh for name in ("url", "抓取批次", "备注", "说明"))


def test_a_name_twice_in_one_object_is_refused() -> None:
    with pytest.raises(DocumentError, match="total"):
        read_all(b'{"applications": {"new": {"total": 5, "total": 6}}}', name="a.json")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_encodings(tmp_path: Any, encoding: str) -> None:
    file = tmp_path / "a.json"
    file.write_text(json.dumps({"年度": 2023, SECTION: {NEW: {"总计": 5}}}, ensure_ascii=False), encoding=encoding)
    assert values(read(file)) == {"applications.new.total": 5}


REPORTS = [{"unit": "甲局", "year": 2023, "applications.new.total": 5}, {"unit": "乙局", "year": 2023, "applications.new.total": 6}]


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(REPORTS),
        json.dumps({"reports": REPORTS}),
        "\n".join(map(json.dumps, REPORTS)),
        json.dumps([json.loads(Report.from_json(each).to_json()) for each in REPORTS]),
        json.dumps(
            [{"unit": each["unit"], "year": 2023, "table": "applications", "row": "new", "column": "total", "value": 5} for each in REPORTS]
        ),
    ],
    ids=["list", "wrapped", "lines", "exchange", "tidy"],
)
def test_several_reports(tmp_path: Any, text: str) -> None:
    file = tmp_path / "a.json"
    file.write_text(text, encoding="utf-8")
    reports = read_all(file)
    assert [(report.unit, report.year, report.part) for report in reports] == [("甲局", 2023, 1), ("乙局", 2023, 2)]
    assert reports[0].cell("applications.new.total").value == 5
    with pytest.raises(DocumentError, match="2 份报告"):
        read(file)


def test_years_as_names() -> None:
    data = {"单位": "甲局", "2022年": {"applications": {"new": {"total": 1}}}, "2023年": {"applications": {"new": {"total": 2}}}}
    reports = read_all(json.dumps(data).encode(), name="a.json")
    assert [(report.unit, report.year, values(report)) for report in reports] == [
        ("甲局", 2022, {"applications.new.total": 1}),
        ("甲局", 2023, {"applications.new.total": 2}),
    ]


def test_data_that_is_too_deep_or_too_much() -> None:
    with pytest.raises(DocumentError, match="depth") as caught:
        read_all(b'{"a":' * 500 + b"1" + b"}" * 500, name="a.json")
    assert caught.value.kind == "limit_depth"
    with pytest.raises(DocumentError) as caught:
        read_all(b'{"a": [' + b"1," * 300_000 + b"1]}", name="a.json")
    assert caught.value.kind == "limit_cells"
