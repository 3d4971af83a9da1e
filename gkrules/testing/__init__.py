"""Helpers for testing rules: small reports, cases that say what a rule must find in them, and how well cases test a rule."""

from typing import TYPE_CHECKING, Any

from gkrules.testing.cases import Case, Expected, check_example, load_case, load_cases, run_case
from gkrules.testing.reports import related_reports, small_report

if TYPE_CHECKING:
    from gkrules.testing.coverage import RuleCoverage, format_coverage, rule_coverage

__all__ = [
    "Case",
    "Expected",
    "RuleCoverage",
    "check_example",
    "format_coverage",
    "load_case",
    "load_cases",
    "related_reports",
    "rule_coverage",
    "run_case",
    "small_report",
]


def __getattr__(name: str) -> Any:
    """What needs pandera is loaded when it is asked for."""
    if name in ("RuleCoverage", "format_coverage", "rule_coverage"):
        from gkrules.testing import coverage

        return getattr(coverage, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
