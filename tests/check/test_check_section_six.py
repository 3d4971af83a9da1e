"""What section six lacks is one finding: it is empty, or it does not speak of fees; until 2020 “无” was all that there was to say."""

from __future__ import annotations

import pytest

import gkrules
from gkrules import Ruleset
from gkrules.checking.examples import NARRATIVE
from gkrules.testing import small_report

ANSWERS = ["无", "无。", "没有", "没有。", "暂无。", "无其他", "（无）", "1.无。", "未发生。"]


def found(ruleset: Ruleset, edition: str, text: str | None, **others: str) -> list[str]:
    """The codes of the findings about a report with this text in section six; ``None`` where it has no such section."""
    form = ruleset.editions[edition]
    report = small_report(form, text={**NARRATIVE, "other_matters": text or "", **others})
    report.year = report.title_year = 2020 if edition == "2019" else 2024
    report.period_years = (report.year, report.year)
    if text is None:
        report.sections = report.sections[:-1]
    return [each.code for each in gkrules.check(report, select=["GK101", "GK104", "GK107"], ruleset=ruleset).findings]


@pytest.mark.parametrize("text", ANSWERS)
def test_none_is_an_answer_before_fees_had_to_be_stated(text: str, ruleset: Ruleset) -> None:
    assert found(ruleset, "2019", text) == []


@pytest.mark.parametrize("text", ANSWERS)
def test_none_says_nothing_of_fees(text: str, ruleset: Ruleset) -> None:
    assert found(ruleset, "2021", text) == ["GK104"]
    assert found(ruleset, "2021", text, overview="全年公开信息12条，没有收取信息处理费。") == []


@pytest.mark.parametrize("edition", ["2019", "2021"])
@pytest.mark.parametrize("text", ["", "\n", " 　", "。", "/", "——"])
def test_an_empty_section_is_one_finding(text: str, edition: str, ruleset: Ruleset) -> None:
    assert found(ruleset, edition, text) == ["GK107"]
    # It is empty, whatever other sections say.
    assert found(ruleset, edition, text, overview="全年公开信息12条，没有收取信息处理费。") == ["GK107"]


@pytest.mark.parametrize("edition", ["2019", "2021"])
def test_a_missing_section_is_one_finding(edition: str, ruleset: Ruleset) -> None:
    assert found(ruleset, edition, None) == ["GK101"]


@pytest.mark.parametrize("edition", ["2019", "2021"])
@pytest.mark.parametrize("section", ["overview", "problems"])
def test_none_is_no_answer_elsewhere(section: str, edition: str, ruleset: Ruleset) -> None:
    """Also where section six holds the same word."""
    report = small_report(ruleset.editions[edition], text={**NARRATIVE, "other_matters": "无。", section: "无。"})
    (finding,) = gkrules.check(report, select=["GK107"], ruleset=ruleset).findings
    assert finding.scope == {"section": section}
    heading = ruleset.editions[edition].section_by_key[section].heading
    assert heading in finding.message["zh"]
