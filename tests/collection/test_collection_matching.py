"""What was given to compare with and could not be compared is said, once, and where it belongs."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gkrules import Report, check, load_ruleset
from gkrules.collection.matching import relate
from gkrules.testing import small_report

RULES = load_ruleset()
EDITION = RULES.editions["2021"]
COUNTY = "南州市东台区人民政府"


def report(
    year: int | None, received: int = 0, unit: str = COUNTY, file: str = "", edition: str = "2021", part: int | None = None
) -> Report:
    cells = {"applications.new.total": received} if edition != "2014" else {}
    return replace(small_report(RULES.editions[edition], cells), unit=unit, year=year, file=file, part=part)


def said(of: Report, previous: list[Report] | None = None, below: list[Report] | None = None) -> list[tuple[str, str]]:
    (related,) = relate([of], previous or [], below or []).related
    return [(note.kind, note.zh) for note in related.remarks]


@pytest.mark.parametrize(
    ("mine", "given", "reason"),
    [
        (report(2024), report(2023, unit="西台县人民政府", file="b"), "“b”的单位是“西台县人民政府”，本报告的单位是“南州市东台区人民政府”"),
        (report(2024), report(2022, file="b"), "“b”是 2022 年度的报告，与本报告的 2024 年度不相连"),
        (report(2023), report(2024, file="b"), "“b”是 2024 年度的报告，晚于本报告的 2023 年度"),
        (report(2024), report(2024, file="b"), "“b”也是 2024 年度的报告，不是上年的"),
        (report(2024), report(None, file="b"), "“b”年度不详"),
        (report(2024), report(2023, unit="", file="b"), "“b”单位不详"),
        (report(None), report(2023, file="b"), "本报告年度不详"),
        (report(2024, unit=""), report(2023, file="b"), "本报告单位不详"),
        (report(2019, edition="2019"), report(2018, file="b", edition="2014"), "“b”用的是2014年统计表（暂定），两份报告没有相同的单元格"),
    ],
)
def test_why_a_report_is_not_that_of_the_year_before(mine: Report, given: Report, reason: str) -> None:
    assert said(mine, previous=[given]) == [("no_previous", reason)]


def test_two_reports_of_the_year_before_that_differ() -> None:
    found = said(report(2024), previous=[report(2023, 3, file="a"), report(2023, 4, file="b")])
    assert found == [("no_previous", "“a、b”是同一机关上年的报告，但数字不同，不知以哪份为准".replace("“a、b”", "a、b"))]


def test_two_that_are_alike_are_one() -> None:
    first, second = report(2023, 3, file="a"), report(2023, 3, file="b")
    (related,) = relate([report(2024)], [first, second]).related
    assert (related.previous, related.remarks) == (first, ())


def test_nothing_is_said_where_nothing_was_given_or_all_fits() -> None:
    assert said(report(2024)) == []
    assert said(report(2024), previous=[report(2023)]) == []
    assert said(report(2024), below=[report(2024, unit="南州市东台区教育局"), report(2024, unit="教育局"), report(2024, unit="")]) == []


def test_a_given_report_that_fits_none_of_several_is_told_once() -> None:
    checked = [report(2024), report(2024, unit="西台县人民政府"), report(2024, unit="北台县人民政府")]
    given = [
        report(2023),
        report(2023, unit="西台县人民政府"),
        report(2022, unit="北台县人民政府", file="old"),
        report(2023, unit="中台县人民政府"),
    ]
    matching = relate(checked, given)
    assert [each.previous for each in matching.related] == [given[0], given[1], None]
    assert [[note.kind for note in each.remarks] for each in matching.related] == [[], [], ["no_previous"]]
    # What the report without one has named is not told again.
    assert [(each.unit, [note.kind for note in related.remarks]) for each, related in matching.unmatched] == [
        ("中台县人民政府", ["unused_previous"])
    ]


def test_a_report_without_one_of_many_is_one_sentence() -> None:
    given = [report(2023, unit=f"{name}台县人民政府") for name in "甲乙丙丁"]
    matching = relate([report(2024), report(2024, unit="甲台县人民政府")], given)
    (note,) = matching.related[0].remarks
    assert note.zh == "给出的 4 份上年报告里没有“南州市东台区人民政府”的"


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (report(2023, unit="南州市东台区教育局", file="b"), "“b”是 2023 年度的报告，本报告是 2024 年度的"),
        (report(2024, unit="南州市人民政府", file="b"), "“b”的单位“南州市人民政府”不是“南州市东台区人民政府”的下级机关"),
        (report(2024, unit="南州市西台区教育局", file="b"), "“b”的单位“南州市西台区教育局”与“南州市东台区人民政府”不在同一地区"),
        (report(2024, file="b"), "“b”是受检机关自己的报告"),
        (report(None, unit="南州市东台区教育局", file="b"), "“b”年度不详"),
    ],
)
def test_why_a_report_is_not_summed(given: Report, reason: str) -> None:
    assert said(report(2024), below=[given]) == [("no_below", reason)]
    fitting = report(2024, unit="南州市东台区水利局")
    (related,) = relate([report(2024)], below=[given, fitting]).related
    assert related.below == (fitting,)
    assert [(note.kind, note.zh) for note in related.remarks] == [("unused_below", reason)]


def test_a_report_below_counts_once_and_two_that_differ_are_not_summed() -> None:
    one, same, other = (report(2024, count, "南州市东台区教育局", file) for count, file in ((3, "a"), (3, "b"), (4, "c")))
    (related,) = relate([report(2024)], below=[one, same]).related
    assert related.below == (one,)
    assert [(note.kind, note.zh) for note in related.remarks] == [("unused_below", "“b”与“a”是同一份报告，只计一次")]
    (related,) = relate([report(2024)], below=[one, other]).related
    assert related.below == ()
    assert [note.kind for note in related.remarks] == ["no_below"]


def test_a_form_without_rules_that_compare_is_said() -> None:
    result = check(report(2016, edition="2014"), previous=report(2015, edition="2014"), ruleset=RULES)
    assert result.nothing_compared
    (finding,) = [each for each in result.findings if each.note and each.note.kind == "no_previous"]
    assert finding.message["zh"] == "未能与上年核对：本报告的格式没有可以这样核对的规则。"


def copies(*reports: Report) -> list[tuple[str, str]]:
    return [(note.kind, note.zh) for each in relate(reports).related for note in each.remarks]


def test_the_same_organ_and_year_twice() -> None:
    assert copies(report(2024, 3, file="x/a.docx"), report(2024, 4, file="y/b.docx")) == [("differing_copy", "x/a.docx（1 格不同）")]
    assert copies(report(2024, 3, file="x/a.docx"), report(2024, 3, file="y/b.docx")) == [("same_copy", "x/a.docx")]


def test_what_is_no_copy() -> None:
    assert copies(report(2024, 3, file="a.docx"), report(2024, 3, file="a.json")) == []  # the same in another format
    assert copies(report(2024, 3, file="a.docx", part=1), report(2024, 4, file="a.docx", part=2)) == []
    assert copies(report(2024, 3), report(2024, 4)) == []  # of no file
    assert copies(report(2024, 3, "教育局", "x/a.docx"), report(2024, 4, "教育局", "y/a.docx")) == []
    assert copies(report(2024, 3, file="a.docx"), report(2023, 4, file="b.docx")) == []
    assert copies(report(2024, 3, "教育局", "x/a.docx"), report(2024, 4, "教育局", "x/b.docx")) == [
        ("differing_copy", "x/a.docx（1 格不同）")
    ]
