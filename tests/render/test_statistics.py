"""The counts add up, to each other and to the summary."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from hostile_texts import HOSTILE
from render_builders import FakeResult, blank_finding, make_finding, make_report, review_finding

from gkrules.model.findings import Cause, Finding, Outcome, Repair, ReportFindings, RosterFindings, Slip, Suspect, Waived, Waiver
from gkrules.render.data.statistics_json import statistics_dict
from gkrules.render.inputs import WIDTH
from gkrules.render.lines import plain, width_of
from gkrules.render.statistics import statistics_of, total
from gkrules.render.summary import summarise
from gkrules.render.text.statistics import statistics_lines

A, B = "review_litigation.review.total", "review_litigation.review.upheld"


def caused(number: int, status: str, *slips: Slip | None, more: int = 0) -> Finding:
    repairs = tuple(Repair((Suspect(A, 0, 11, "likely", slip),), slip, "likely", 1.0) for slip in slips)
    return replace(review_finding(), cause=Cause(number, status, repairs, more=more))


def found(unit: str, year: int | None, *findings: Finding) -> ReportFindings:
    return ReportFindings(make_report(unit=unit, year=year), findings, Counter({Outcome.FAIL: len(findings)}))


RESULT = FakeResult(
    reports=(
        found(
            "甲县人民政府",
            2024,
            caused(1, "found", Slip.TOTAL_EMPTY),
            caused(1, "found", Slip.TOTAL_EMPTY),
            blank_finding(["new"], ["total"]),
        ),
        found("甲县人民政府", 2023, caused(1, "tied", Slip.SIGN, None), caused(2, "found", None), caused(3, "found", None, more=2)),
        found("乙县人民政府", 2024, caused(1, "unknown"), make_finding("GK404", outcome=Outcome.ERROR)),
        replace(
            found("丙县人民政府", None),
            waived=(Waived(review_finding(), Waiver("GK404", "x")),),
            outcomes=Counter({Outcome.PASS: 1}),
        ),
    ),
    unmatched=(found("", 2022, review_finding()),),
    rosters=(RosterFindings(make_report(unit="", year=None, file="名单.txt"), (blank_finding(["new"], ["total"]),), Counter()),),
)


def test_all_of_them_add_up_to_the_summary() -> None:
    counts, summary = statistics_of(RESULT), summarise(RESULT, [])
    count = len(summary.findings)
    assert count == 10
    assert total(counts.rules.values()).findings == count
    assert total(counts.organs.values()).findings + counts.rosters.findings == count
    assert total(counts.years.values()).findings + counts.rosters.findings == count
    assert sum(each.findings for each in counts.causes.values()) == count
    assert sum(each.causes for each in counts.causes.values()) == summary.causes
    by_code: Counter[str] = Counter()
    for (code, _), each in counts.rules.items():
        by_code[code] += each.findings
    assert sorted(by_code.items()) == sorted(summary.rules)
    reports = len(RESULT.reports) + len(RESULT.unmatched)
    assert total(counts.organs.values()).reports == total(counts.years.values()).reports == reports


def test_each_is_counted_where_it_belongs() -> None:
    counts = statistics_of(RESULT)
    assert (counts.rules["GK404", "error"].findings, counts.rules["GK404", "error"].reports) == (7, 4)
    assert counts.rules["GK404", "broken"].findings == 1
    assert [(unit, each.reports, each.findings) for unit, each in counts.organs.items()] == [
        ("甲县人民政府", 2, 6),
        ("乙县人民政府", 1, 2),
        ("", 1, 1),
        ("丙县人民政府", 1, 0),
    ]
    assert list(counts.years) == [2022, 2023, 2024, None]
    assert {cause: (each.causes, each.findings) for cause, each in counts.causes.items()} == {
        "total_empty": (1, 2),
        "not_explained": (1, 1),
        "tied": (2, 2),
        "unknown": (1, 1),
        "no_equation": (4, 4),
    }
    assert counts.waived == 1


def test_programs_get_the_same() -> None:
    data = statistics_dict(RESULT)
    assert data["rules"][0] == {"code": "GK404", "severity": "error", "findings": 7, "reports": 4}
    assert data["organs"][1] == {
        "unit": "乙县人民政府",
        "reports": 1,
        "findings": 2,
        "errors": 1,
        "warnings": 0,
        "infos": 0,
        "broken": 1,
    }
    assert data["years"][-1]["year"] is None
    assert data["causes"][0] == {"cause": "total_empty", "causes": 1, "findings": 2}
    assert (data["rosters"], data["waived"]) == (1, 1)


def test_the_tables_fit_a_terminal() -> None:
    for lang in ("zh", "en"):
        lines = plain(statistics_lines(RESULT, lang)).splitlines()
        assert max(map(width_of, lines)) <= WIDTH
    zh = plain(statistics_lines(RESULT, "zh"))
    assert "规则出错" in zh
    assert "没有发现问题的机关（1 个）" in zh
    assert "单位不详" in zh
    assert "机关名单" in zh
    assert "另有 1 处已豁免，不在以上各表。" in zh


def test_without_findings_there_are_tables_all_the_same() -> None:
    words = plain(statistics_lines(FakeResult((found("甲县人民政府", 2024),)), "zh"))
    assert "没有发现问题的机关（1 个）" in words
    assert words.count("无\n") == 2


def test_names_of_organs_do_not_act() -> None:
    result = FakeResult(tuple(found(text, 2024, review_finding()) for text in HOSTILE))
    words = plain(statistics_lines(result, "zh"))
    assert all(char == "\n" or char.isprintable() or ord(char) > 0x2FFF for char in words)
    assert "\x1b" not in words
    assert "\u202e" not in words
    assert sum(line.lstrip().startswith("::error") for line in words.splitlines()) == 0
