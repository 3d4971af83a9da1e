"""Numbers of headings: what begins with （一） and is no heading is no fault, and hides none."""

from __future__ import annotations

import time

import pytest

from gkrules import Edition, Ruleset, check, load_ruleset
from gkrules.testing import small_report

FORM: Edition = load_ruleset().editions["2021"]
PROSE = "本年围绕群众关心的事项公开信息，逐项核对后发布，没有遗漏，也没有逾期更新的情形。"


def faults(text: str, section: str = "applications", edition: str = "2021") -> list[tuple[float | None, float | None]]:
    """The misnumbered headings of a section: what is stated, and what it should be."""
    ruleset: Ruleset = load_ruleset()
    report = small_report(ruleset.editions[edition], text={section: text})
    return [(each.left, each.right) for each in check(report, select=["GK108"]).findings]


LINES = [
    "（一）予以公开 12 0 0 12",
    "（二）部分公开（区分处理的，只计这一情形，不计其他情形） 3 0 3",
    "（三）不予公开 1.属于国家秘密 0 0 0",
    "2.其他法律行政法规禁止公开 0 0 0",
    "（四）无法提供\t1.本机关不掌握相关政府信息\t2\t0\t2",
    "（六）其他处理 1 0 1",
    "（七）总计 18 0 18",
]
# Each cell a line, and a label that is broken into two.
CELLS = [
    "（一）予以公开",
    "12",
    "0",
    "12",
    "（二）部分公开（区分处理的，只计这一情形，不",
    "计其他情形）",
    "3",
    "0",
    "3",
    "（四）无法提供",
    "2",
    "0",
    "2",
]
ELSEWHERE = {
    "pipes": ["| （一）组织领导 | 20 | 完成 |", "| （三）监督检查 | 30 | 完成 |"],
    "numbers": ["（一）行政许可 12 3", "（三）行政处罚 7 5"],
    "amounts": ["（一）网站发布 12条 3条", "（四）公众号发布 7条 5条"],
    "glued": ["（一）行政许可12", "（四）行政处罚7"],
    "a cell a line": ["（一）行政许可", "12", "（三）行政处罚", "7"],
    "dashes": ["（一）行政许可 —", "（三）行政处罚 /"],
}


@pytest.mark.parametrize("edition", ["2019", "2021"])
@pytest.mark.parametrize("lines", [LINES, LINES[::-1], LINES[4:], CELLS], ids=["rows", "backwards", "some", "cells"])
def test_rows_of_the_form_are_no_headings(lines: list[str], edition: str) -> None:
    assert faults("\n".join(lines), edition=edition) == []
    # Between headings they neither count nor hide what is wrong with these.
    around = ["（一）受理情况", PROSE, *lines, "（{}）答复情况", PROSE]
    assert faults("\n".join(around).format("二"), edition=edition) == []


@pytest.mark.parametrize("edition", ["2019", "2021"])
def test_a_heading_among_rows_is_judged(edition: str) -> None:
    around = ["（一）受理情况", PROSE, *LINES, "（三）答复情况", PROSE]
    assert faults("\n".join(around), edition=edition) == [(3, 2)]


@pytest.mark.parametrize("lines", ELSEWHERE.values(), ids=ELSEWHERE)
def test_rows_of_other_tables_are_no_headings(lines: list[str]) -> None:
    assert faults("\n".join(lines), "overview") == []
    # They count for nothing between headings, and a number that follows none of all these is wrong.
    before = ["（一）主动公开", PROSE, "（二）平台建设", PROSE]
    assert faults("\n".join([*before, *lines, "（三）监督保障", PROSE]), "overview") == []
    assert faults("\n".join([*before, *lines, "（八）监督保障", PROSE]), "overview") == [(8, 3)]


@pytest.mark.parametrize(
    "text",
    [
        # The list stands in a sentence and is broken into lines anywhere.
        "主要做法：（一）加强领导；\n（二）完善制度；（三）强化监督；\n（四）抓好培训。",
        "（一）制度建设\n主要做法：（一）加强领导，\n（三）强化监督，（四）抓好培训。\n（二）平台建设\n" + PROSE,
        "（一）主动公开\n公开《条例》第二十条第（五）项、第\n（八）项规定的信息12条。\n（二）依申请公开\n" + PROSE,
        "（一）主动公开\n" + PROSE[:-1] + "，依照第二十条第\n（六）款公开。\n（二）依申请公开\n" + PROSE,
        # A list in a part of a list.
        "（一）主动公开\n" + PROSE + "\n（二）存在的问题\n（一）更新不及时\n（二）栏目不全\n（三）监督保障\n" + PROSE,
        # No full stop where there should be one: what follows may be a heading.
        "（一）主动公开\n" + PROSE[:-1] + "\n（二）依申请公开\n" + PROSE[:-1] + "\n（三）监督保障\n" + PROSE,
    ],
)
def test_lists_are_no_misnumbered_headings(text: str) -> None:
    assert faults(text, "overview") == []
    assert faults(text, "overview", "2019") == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"（一）主动公开\n{PROSE}\n（三）平台建设\n{PROSE}", [(3, 2)]),
        (f"（一）主动公开\n{PROSE}\n（一）依申请公开\n{PROSE}\n（三）平台建设\n{PROSE}", [(3, 2)]),
        (f"（一）主动公开。{PROSE}\n（二）依申请公开。{PROSE}\n（二）平台建设。{PROSE}", [(2, 3)]),
        (f"（一）主动公开。{PROSE}\n（二）依申请公开。{PROSE}\n（五）平台建设。{PROSE}\n（六）监督保障。{PROSE}", [(5, 3)]),
        # A heading like a row of the form, with prose behind it, is a heading.
        (f"（一）予以公开12件，{PROSE}\n（三）不予公开的情况。{PROSE}", [(3, 2)]),
        # Numbers in sentences are none of headings.
        (f"（一）主动公开\n公开第二十条第（二）项的信息12条。\n（三）平台建设\n{PROSE}", [(3, 2)]),
    ],
)
def test_misnumbered_headings_are_found(text: str, found: list[tuple[float, float]]) -> None:
    assert faults(text, "overview") == found


@pytest.mark.parametrize("line", ["（一）某事\n", "（二）某事\n", "（一）予以公开 1 2\n", "（" * 50 + "\n", "（一）" + "1 " * 200 + "\n"])
def test_time_grows_with_the_text_and_no_faster(line: str) -> None:
    text = line * (40_000 // len(line))
    start = time.process_time()
    faults(text, "overview")
    assert time.process_time() - start < 3
