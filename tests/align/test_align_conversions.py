"""Numbers that fell out of their cells are given to nobody."""

from __future__ import annotations

from gkrules.api import read
from gkrules.model.cells import CellState

TITLE = "某县水利局2020年政府信息公开工作年度报告\n"


def test_a_number_behind_the_titles_of_other_tables_is_not_that_of_the_row_before() -> None:
    text = (
        TITLE + "第二十条第（五）项\n信息内容\n上一年项目数量\n本年增/减\n处理决定数量\n行政许可\n71\n+25\n33\n其他对外管理服务事项\n"
        "第二十条第（六）项\n第二十条第（八）项\n+3733\n行政事业性收费\n"
    )
    report = read(text.encode(), name="dump.txt")
    assert report.cell("licensing.licences.decisions").value == 33
    for column in ("items_last_year", "change", "decisions"):
        assert report.cell(f"licensing.other_services.{column}").state not in {CellState.NUMBER, CellState.BLANK}


def test_the_numbers_beside_a_cell_that_holds_two_are_unread() -> None:
    rows = "第二十条第（五）项,,,\n信息内容,上一年项目数量,本年增/减,处理决定数量\n行政许可,71,25 4,480\n其他对外管理服务事项,5,6,7\n"
    report = read((TITLE + "\n" + rows).encode(), name="dump.csv")
    assert [report.cell(f"licensing.licences.{column}").state for column in ("items_last_year", "change", "decisions")] == [
        CellState.TEXT
    ] * 3
    assert "480" in report.cell("licensing.licences.decisions").raw
    assert [report.cell(f"licensing.other_services.{column}").value for column in ("items_last_year", "change", "decisions")] == [5, 6, 7]


def test_numbers_grouped_by_spaces_are_whole_where_all_long_ones_are_grouped() -> None:
    rows = "第二十条第（五）项,,,\n信息内容,上一年项目数量,本年增/减,处理决定数量\n行政许可,71,12 345,480\n其他对外管理服务事项,{},6,7\n"

    def licences(number: str) -> list[object]:
        report = read((TITLE + "\n" + rows.format(number)).encode(), name="dump.csv")
        return [report.cell(f"licensing.licences.{column}").value for column in ("items_last_year", "change", "decisions")]

    assert licences("1 234") == [71, 12345, 480]
    assert licences("1234") == [None, None, None]


def test_a_blank_beside_a_cell_that_holds_two_is_none() -> None:
    rows = "第二十条第（五）项,,,\n信息内容,上一年项目数量,本年增/减,处理决定数量\n行政许可,71,3 1,\n其他对外管理服务事项,5,6,\n"
    report = read((TITLE + "\n" + rows).encode(), name="dump.csv")
    assert report.cell("licensing.licences.decisions").state is CellState.TEXT
    assert report.cell("licensing.other_services.decisions").state is CellState.BLANK
