"""写测试的人：自己的代码读年报时，用 gkrules 的夹具、断言和策略来试。

A test suite: fixtures, assertions and strategies of gkrules, for code of one's own that reads reports. Run it with pytest.
"""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import given, settings

import gkrules
from gkrules.testing import Slipped, assert_finding, broken_reports


def received(report: gkrules.Report) -> float:
    """Code of one's own: how many applications there were to handle."""
    return sum(report.cell(f"applications.{row}.total").value or 0 for row in ("new", "carried_in"))


def test_a_document(gk_report: Callable[..., gkrules.Report], gk_check: Callable[..., gkrules.Result]) -> None:
    report = gk_report(size="medium")
    assert gk_check(report).ok
    assert received(report) >= 0


def test_a_wrong_total_is_found(
    gk_report: Callable[..., gkrules.Report], gk_mutate: Callable[..., Slipped], gk_check: Callable[..., gkrules.Result]
) -> None:
    slipped = gk_mutate(gk_report(size="medium"), "total_wrong", cell="applications.new.total")
    assert_finding(gk_check(slipped.report), "GK401", difference=1)


@settings(max_examples=20, deadline=None)
@given(broken_reports(slips=["total_wrong"], max_cells=6))
def test_every_wrong_total_is_found(slipped: Slipped) -> None:
    assert not gkrules.check(slipped.report, select="GK4").ok
