"""Merged cells that a program writes again: in each of their places, or in each of their rows."""

from __future__ import annotations

import pytest

import gkrules
from gkrules.align.broken_header import said_once
from gkrules.align.tokens import Token
from gkrules.model.places import Place

HEAD = "某县水利局2023年政府信息公开工作年度报告\n三、收到和处理政府信息公开申请情况\n"
TAIL = "\n四、政府信息公开行政复议、行政诉讼情况\n"
CORNER = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
KINDS = ["商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"]
COLUMNS = ("natural_person", "business", "research", "public_welfare", "legal_service", "other_organisation", "total")
FIRST = ["23", "2", "5", "7", "12", "10", "59"]
SECOND = ["1", "", "4", "0", "6", "8", "19"]
ONCE = [
    [CORNER, "申请人情况"],
    [CORNER, "自然人", "法人或其他组织", "总计"],
    [CORNER, "自然人", *KINDS, "总计"],
    ["一、本年新收政府信息公开申请数量", *FIRST],
    ["三、本年度办理结果", "（一）予以公开", *FIRST],
]
PLACES = [
    [CORNER] * 3 + ["申请人情况"] * 7,
    [CORNER] * 3 + ["自然人"] + ["法人或其他组织"] * 5 + ["总计"],
    [CORNER] * 3 + ["自然人", *KINDS, "总计"],
    ["一、本年新收政府信息公开申请数量"] * 3 + FIRST,
    ["二、上年结转政府信息公开申请数量"] * 3 + SECOND,
    ["三、本年度办理结果"] + ["（一）予以公开"] * 2 + FIRST,
]


def read(rows: list[list[str]], mark: str) -> gkrules.Report:
    return gkrules.read((HEAD + "\n".join(mark.join(row) for row in rows) + TAIL).encode(), name="dump.txt")


def values(report: gkrules.Report, row: str) -> list[object]:
    return [report.cell(f"applications.{row}.{column}").value for column in COLUMNS]


@pytest.mark.parametrize("mark", [" | ", "|", "\t"])
def test_a_merged_cell_in_each_of_its_places(mark: str) -> None:
    report = read(PLACES, mark)
    assert values(report, "new") == values(report, "granted") == [int(text) for text in FIRST]
    assert values(report, "carried_in") == [int(text) if text else None for text in SECOND]
    assert report.cell("applications.carried_in.business").state == "blank"


@pytest.mark.parametrize("mark", [" | ", "\t"])
def test_a_merged_cell_once_in_each_of_its_rows(mark: str) -> None:
    report = read(ONCE, mark)
    assert values(report, "new") == values(report, "granted") == [int(text) for text in FIRST]


@pytest.mark.parametrize("mark", [" | ", "\t"])
def test_columns_in_another_order_stay_unread(mark: str) -> None:
    rows = [ONCE[0], [CORNER, "总计", "法人或其他组织", "自然人"], [CORNER, "总计", *KINDS, "自然人"], *ONCE[3:]]
    assert all(value is None for value in values(read(rows, mark), "new"))


def test_bars_of_a_menu_are_no_table() -> None:
    menu = "首页 | 政务公开 | 年报\n机构 | 政策 | 数据\n"
    report = gkrules.read((menu + HEAD + "\n".join(" | ".join(row) for row in PLACES) + TAIL).encode(), name="dump.txt")
    assert report.unit == "某县水利局"
    assert values(report, "new") == [int(text) for text in FIRST]


def test_only_what_stands_at_the_same_edge_is_said_again() -> None:
    lines = [["A", "B", "C"], ["A", "B1", "B2", "C"], ["B1", "D", "C"]]
    tokens = [Token("words", text, Place(kind="text"), 0, starts=at == 0) for line in lines for at, text in enumerate(line)]
    assert said_once(tokens) == ["A", "B", "C", "B1", "B2", "B1", "D"]
