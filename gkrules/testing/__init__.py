"""Helpers for tests: reports to test with, slips put into them, assertions, cases of reports and of rules, coverage of rules.

Everything here is loaded on first use. `reports` and `broken_reports` need hypothesis (``pip install 'gkrules[testing]'``).
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gkrules.testing.asserts import assert_finding, assert_report_ok
    from gkrules.testing.cases import Case, Expected, check_example, load_case, load_cases, run_case
    from gkrules.testing.coverage import RuleCoverage, format_coverage, rule_coverage
    from gkrules.testing.generate import SIZES, previous_report, valid_report
    from gkrules.testing.slips import SLIPS, Broken, Slipped, make_slip
    from gkrules.testing.small import related_reports, small_report
    from gkrules.testing.strategies import broken_reports, reports

_HOMES = {
    "Broken": "slips",
    "Case": "cases",
    "Expected": "cases",
    "RuleCoverage": "coverage",
    "SIZES": "generate",
    "SLIPS": "slips",
    "Slipped": "slips",
    "assert_finding": "asserts",
    "assert_report_ok": "asserts",
    "broken_reports": "strategies",
    "check_example": "cases",
    "format_coverage": "coverage",
    "load_case": "cases",
    "load_cases": "cases",
    "make_slip": "slips",
    "previous_report": "generate",
    "related_reports": "small",
    "reports": "strategies",
    "rule_coverage": "coverage",
    "run_case": "cases",
    "small_report": "small",
    "valid_report": "generate",
}

__all__ = [
    "SIZES",
    "SLIPS",
    "Broken",
    "Case",
    "Expected",
    "RuleCoverage",
    "Slipped",
    "assert_finding",
    "assert_report_ok",
    "broken_reports",
    "check_example",
    "format_coverage",
    "load_case",
    "load_cases",
    "make_slip",
    "previous_report",
    "related_reports",
    "reports",
    "rule_coverage",
    "run_case",
    "small_report",
    "valid_report",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
