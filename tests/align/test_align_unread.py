"""A table whose labels stand there, and whose numbers were torn off, is unread; one that is not there at all is missing."""

from __future__ import annotations

import gkrules
from gkrules.model.cells import CellState
from gkrules.model.report import Report

REPORT = """东湖镇2021年政府信息公开工作年度报告
第二十条第（一）项
信息内容\t本年制发件数\t本年废止件数\t现行有效件数
规章\t0\t0\t0
行政规范性文件\t3\t1\t9
"""
TORN = """行政复议
行政诉讼
结果 结果 其他 尚未 总计
未经复议直接起诉
复议后起诉
维持 纠正 结果 审结
615 820 680 515 771 947
5 4 4 3 5 7
"""
KEYS = [f"review_litigation.review.{column}" for column in ("upheld", "corrected", "other", "pending", "total")]


def read(text: str) -> Report:
    return gkrules.read(text.encode(), name="dump.txt")


def codes(report: Report) -> set[str]:
    found = gkrules.check(report, select=["GK201", "GK203"]).findings
    return {finding.code for finding in found if set(KEYS) & set(finding.cells)}


def test_labels_without_certain_numbers_are_an_unread_table() -> None:
    report = read(REPORT + TORN)
    assert {report.cell(key).state for key in KEYS} == {CellState.TEXT}
    assert codes(report) == {"GK203"}
    (note,) = [note for note in report.notes if note.table == "review_litigation"]
    assert note.kind == "unread_row"
    assert note.place
    assert note.place.line == 6
    assert report.cell("regulations.normative_documents.in_force").value == 9


def test_a_sentence_that_names_the_things_is_no_table() -> None:
    report = read(REPORT + "本年没有行政复议、行政诉讼，没有复议后起诉的。\n行政复议\n行政诉讼\n")
    assert {report.cell(key).state for key in KEYS} == {CellState.ABSENT}
    assert codes(report) == {"GK201"}
