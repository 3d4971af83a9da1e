"""Lists of indicators (edition 2014): one number a row, a unit beside it and perhaps a serial number before it. Numbers are invented."""

from __future__ import annotations

from pathlib import Path

import pytest

import gkrules
from gkrules import CellState, Report
from gkrules.testing import valid_report

SHARED = Path(__file__).resolve().parents[3] / "shared" / "cases" / "form2014"
HEAD = "甲县2016年政府信息公开工作年度报告\n\n一、概述\n全年工作正常开展。\n\n附件：政府信息公开情况统计表\n"
ROWS = [
    ("一、主动公开情况", "——", "——"),
    ("（一）主动公开政府信息数（不同渠道和方式公开相同信息计1条）", "条", "126"),
    ("其中：主动公开规范性文件数", "条", "2"),
    ("制发规范性文件总数", "件", "3"),
    ("（二）通过不同渠道和方式公开政府信息的情况", "——", "——"),
    ("1.政府公报公开政府信息数", "条", "14"),
    ("2.政府网站公开政府信息数", "条", "112"),
]
VALUES = {
    "disclosure.total.number": 126,
    "disclosure.normative_documents.number": 2,
    "disclosure.normative_documents_issued.number": 3,
    "disclosure.via_gazette.number": 14,
    "disclosure.via_website.number": 112,
}


def page(rows: list[tuple[str, ...]], head: tuple[str, ...] = ("统计指标", "单位", "统计数")) -> bytes:
    lines = "".join("<tr>" + "".join(f"<td>{text}</td>" for text in row) + "</tr>" for row in (head, *rows))
    paragraphs = "".join(f"<p>{line}</p>" for line in HEAD.splitlines() if line)
    return f"<html><body>{paragraphs}<table>{lines}</table></body></html>".encode()


def read(rows: list[tuple[str, ...]], head: tuple[str, ...] = ("统计指标", "单位", "统计数")) -> Report:
    return gkrules.read(page(rows, head), name="a.html")


def values(report: Report) -> dict[str, int | float | None]:
    return {key: cell.value for key, cell in report.cells.items()}


def kinds(report: Report) -> list[tuple[str, str]]:
    return [(note.kind, note.label) for note in report.notes if note.kind != "remark"]


def test_a_row_is_one_number() -> None:
    report = read(ROWS)
    assert (report.edition.key, report.year, values(report), kinds(report)) == ("2014", 2016, VALUES, [])
    assert report.cells["disclosure.total.number"].place is not None


@pytest.mark.parametrize("head", [("指标名称", "计量单位", "数量"), ("统 计 指 标", "单位", "数据统计数"), ("指标", "单位", "数据")])
def test_heads_in_other_words(head: tuple[str, ...]) -> None:
    assert values(read(ROWS, head)) == VALUES


def test_serial_numbers_are_no_counts_however_damaged() -> None:
    numbered = [(serial, *row) for serial, row in zip(("1", "2", "3", "4", "5", "9", "73"), ROWS, strict=True)]
    assert values(read(numbered, ("序号", "统计指标", "单位", "统计数"))) == VALUES


def test_a_list_in_lines_between_bars() -> None:
    lines = [f"{number} | {' | '.join(row)} |" for number, row in enumerate(ROWS, 1)]
    text = HEAD + "\n".join(["序号 | 统计指标 | 单位 | 统计数 |", *lines])
    assert values(gkrules.read(text.encode(), name="a.txt")) == VALUES


def test_a_list_with_a_cell_on_each_line() -> None:
    lines = [f"\t{one}\n\t{two}\n\t{three}\n" for one, two, three in (("统计指标", "单位", "统计数"), *ROWS)]
    assert values(gkrules.read((HEAD + "\n".join(lines)).encode(), name="a.txt")) == VALUES


def test_rows_of_a_local_form_are_foreign_and_shift_nothing() -> None:
    report = read([*ROWS[:4], ("主动公开政府文件数", "条", "33"), *ROWS[4:]])
    assert values(report) == VALUES
    assert kinds(report) == [("extra_row", "主动公开政府文件数")]
    found = gkrules.check(report).findings
    assert [(each.code, each.severity.value) for each in found] == [("GK202", "warning")]
    assert "格式之外的行“主动公开政府文件数”" in found[0].message["zh"]


@pytest.mark.parametrize("heads", [("区政府统计数", "区直单位统计数", "乡镇街道统计数"), ("本期实际", "本年累计", "历年累计")])
def test_of_several_columns_of_numbers_none_is_taken(heads: tuple[str, ...]) -> None:
    rows = [(*row[:2], row[2], "7", "8") for row in ROWS]
    report = read(rows, ("统计指标", "单位", *heads))
    assert not any(cell.state is CellState.NUMBER for cell in report.cells.values())
    assert {"unread_row"} <= {kind for kind, _ in kinds(report)}


def test_of_several_columns_the_one_that_says_no_more_is_taken() -> None:
    rows = [(*row, "7") for row in ROWS]
    report = read(rows, ("统计指标", "单位", "统计数", "备注"))
    assert values(report) == VALUES


def test_blanks_strokes_and_words_are_no_zero() -> None:
    shown = {"disclosure.total.number": "", "disclosure.normative_documents.number": "/", "disclosure.via_gazette.number": "无"}
    texts = iter(shown.values())
    rows = [(*row[:2], next(texts) if number in (1, 2, 5) else row[2]) for number, row in enumerate(ROWS)]
    report = read(rows)
    states = [report.cells[key].state for key in shown]
    assert states == [CellState.BLANK, CellState.NOT_APPLICABLE, CellState.TEXT]


def test_a_number_among_the_units_is_not_lost() -> None:
    for damaged in (("2.政府网站公开政府信息数", "条112", ""), ("2.政府网站公开政府信息数", "112", "条")):
        report = read([*ROWS[:6], damaged])
        cell = report.cells["disclosure.via_website.number"]
        assert (cell.state, cell.value) in {(CellState.TEXT, None), (CellState.NUMBER, 112)}
        assert values(report) == {**VALUES, "disclosure.via_website.number": cell.value}


def test_a_blank_behind_a_heading_in_the_line_of_its_row_is_the_number_of_the_row() -> None:
    lines = [
        " | ".join((*row[:2], "" if row[0].startswith(("（一）", "1.")) else row[2])) + " |"
        for row in (("统计指标", "单位", "统计数"), *ROWS)
    ]
    report = gkrules.read((HEAD + "\n".join(lines)).encode(), name="a.txt")
    blank = {key for key, cell in report.cells.items() if cell.state is CellState.BLANK}
    assert blank == {"disclosure.total.number", "disclosure.via_gazette.number"}
    assert kinds(report) == []


TWICE = [
    ("四、行政复议数量", "件", "5"),
    ("（一）维持具体行政行为数", "件", ""),
    ("（三）其他情形数", "件", ""),
    ("五、行政诉讼数量", "件", ""),
    ("（三）其他情形数", "件", "2"),
]


def in_lines(rows: list[tuple[str, ...]]) -> bytes:
    """A cell a line, and nothing where a cell is empty."""
    return (HEAD + "\n".join(text for row in (("统计指标", "单位", "统计数"), *ROWS, *rows) for text in row if text)).encode()


def test_where_empty_cells_vanish_labels_alone_tell_which_of_two_rows_is_meant() -> None:
    report = gkrules.read(in_lines(TWICE), name="a.txt")
    assert values(report) == {**VALUES, "review.total.number": 5, "litigation.other.number": 2}


def test_a_row_that_can_be_either_of_two_is_not_read() -> None:
    report = gkrules.read(in_lines([TWICE[0], TWICE[4]]), name="a.txt")
    either = ("review.other.number", "litigation.other.number")
    assert [report.cells[key].state for key in either] == [CellState.TEXT, CellState.TEXT]
    assert [note.cells for note in report.notes if note.kind == "unread_row"] == [either]


def test_rows_that_are_not_there_or_not_read_are_named() -> None:
    report = read([*ROWS[:6], ("2.政府网站公开政府信息数", "条", "约百条")])
    said = {note.zh: note.cells for note in report.notes if note.cells}
    assert said["这些行没有读出数字：“2.政府网站公开政府信息数”"] == ("disclosure.via_website.number",)
    (absent,) = (text for text in said if text.startswith("统计表里没有这些行：“3.政务微博公开政府信息数”"))
    assert absent.endswith("另有 48 行")
    assert len(said[absent]) == 53
    assert gkrules.check(report).findings == ()


def test_a_number_with_its_unit_or_grouped_is_one_number() -> None:
    rows = [*ROWS[:1], (ROWS[1][0], "条", "1 875条"), (ROWS[2][0], "条", "2093"), *ROWS[3:]]
    assert values(read(rows))["disclosure.total.number"] == 1875


def test_type_and_unit_are_those_of_the_row() -> None:
    edition = gkrules.load_ruleset().editions["2014"]
    found = {key: (ref.column.type, ref.column.unit) for key, ref in edition.cell_by_key.items()}
    assert len(found) == 58
    assert found["disclosure.total.number"] == ("count", "条")
    assert found["organisation.funds.amount"] == ("amount", "万元")
    assert found["organisation.staff.number"] == ("count", "人")
    assert "organisation.funds.number" not in found
    assert list(valid_report("2014").table("organisation").columns) == ["number", "amount"]


def test_a_report_without_a_table_says_its_year_and_where_its_numbers_stand() -> None:
    with pytest.raises(gkrules.DocumentError) as caught:
        gkrules.read((HEAD + "全年收到申请12件。").encode(), name="a.txt")
    assert caught.value.kind == "no_tables"
    assert "报告年度为 2016 年" in caught.value.zh
    assert "只在正文里写数字" in caught.value.zh
    assert "The reporting year is 2016" in caught.value.en


def test_the_organ_that_filled_in_the_table() -> None:
    text = HEAD.replace("附件：", "填报单位（盖章）：甲县人民政府\n附件：") + "\n".join(
        "\t".join(row) for row in (("统计指标", "单位", "统计数"), *ROWS)
    )
    assert gkrules.read(text.encode(), name="a.txt").unit == "甲县人民政府"


@pytest.mark.parametrize("seed", range(20))
def test_made_reports_have_no_findings(seed: int) -> None:
    ruleset = gkrules.load_ruleset(preview=True)
    report = valid_report("2014", seed=seed, size="medium")
    assert gkrules.check(report, ruleset=ruleset).findings == ()
    assert any(cell.value for cell in report.cells.values())


@pytest.mark.skipif(not SHARED.is_dir(), reason="the cases are not beside the project")
@pytest.mark.parametrize(("name", "codes"), [("made_county_2016.txt", ["GK411", "GK414"]), ("made_town_2017.html", [])])
def test_the_made_tables(name: str, codes: list[str]) -> None:
    import json

    expected = json.loads((SHARED / f"{Path(name).stem}.expected.json").read_text("utf-8"))
    report = gkrules.read(SHARED / name)
    assert (report.unit, report.year, report.edition.key) == (expected["unit"], expected["year"], "2014")
    assert {key: (cell.value, cell.state.value) for key, cell in report.cells.items()} == {
        key: (cell["value"], cell["state"]) for key, cell in expected["cells"].items()
    }
    found = gkrules.check(report, ruleset=gkrules.load_ruleset(preview=True)).findings
    assert [each.code for each in found] == codes
    assert all(each.severity.value == "warning" for each in found)
