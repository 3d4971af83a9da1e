"""What stands beside a report: which report is that of the year before."""

from __future__ import annotations

from dataclasses import replace

from gkrules import Report, load_ruleset
from gkrules.collection.matching import relate
from gkrules.testing import small_report

EDITION = load_ruleset().editions["2021"]


def report(year: int, received: int, unit: str = "东台区人民政府") -> Report:
    return replace(small_report(EDITION, {"applications.new.total": received}), unit=unit, year=year)


def test_what_is_given_as_last_years_report_goes_before_what_is_among_those_to_be_checked() -> None:
    now, among, given = report(2024, 5), report(2023, 4), report(2023, 3)
    assert relate([now, among]).related[0].previous is among
    assert relate([now, among], [given]).related[0].previous is given


def test_of_two_that_differ_none_is_taken() -> None:
    now = report(2024, 5)
    assert relate([now], [report(2023, 3), report(2023, 4)]).related[0].previous is None
    assert relate([now, report(2023, 3), report(2023, 4)]).related[0].previous is None


def test_another_organs_or_years_report_given_leaves_the_one_among_them() -> None:
    now, among = report(2024, 5), report(2023, 4)
    assert relate([now, among], [report(2022, 3), report(2023, 3, "西台区人民政府")]).related[0].previous is among
