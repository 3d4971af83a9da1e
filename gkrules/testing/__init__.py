"""Helpers for tests: reports to test with, slips put into them, assertions, cases of reports and of rules, coverage of rules.

Everything here is loaded on first use. `reports` and `broken_reports` need hypothesis (``pip install 'gkrules[testing]'``).
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gkrules.checking.examples import check_example, example_faults, related_reports, run_case, small_report
    from gkrules.rulefiles.cases import Case, Expected, load_case, load_cases
    from gkrules.testing.asserts import assert_finding, assert_report_ok
    from gkrules.testing.coverage import RuleCoverage, format_coverage, rule_coverage
    from gkrules.testing.generate import SIZES, previous_report, valid_report
    from gkrules.testing.slips import SLIPS, Broken, Slipped, make_slip
    from gkrules.testing.strategies import broken_reports, reports

_HOMES = {
    "Broken": "gkrules.testing.slips",
    "Case": "gkrules.rulefiles.cases",
    "Expected": "gkrules.rulefiles.cases",
    "RuleCoverage": "gkrules.testing.coverage",
    "SIZES": "gkrules.testing.generate",
    "SLIPS": "gkrules.testing.slips",
    "Slipped": "gkrules.testing.slips",
    "assert_finding": "gkrules.testing.asserts",
    "assert_report_ok": "gkrules.testing.asserts",
    "broken_reports": "gkrules.testing.strategies",
    "check_example": "gkrules.checking.examples",
    "example_faults": "gkrules.checking.examples",
    "format_coverage": "gkrules.testing.coverage",
    "load_case": "gkrules.rulefiles.cases",
    "load_cases": "gkrules.rulefiles.cases",
    "make_slip": "gkrules.testing.slips",
    "previous_report": "gkrules.testing.generate",
    "related_reports": "gkrules.checking.examples",
    "reports": "gkrules.testing.strategies",
    "rule_coverage": "gkrules.testing.coverage",
    "run_case": "gkrules.checking.examples",
    "small_report": "gkrules.checking.examples",
    "valid_report": "gkrules.testing.generate",
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
    "example_faults",
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
    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
