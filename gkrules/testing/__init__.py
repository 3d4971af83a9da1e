"""Helpers for testing rules: small reports, and cases that say what a rule must find in them."""

from gkrules.testing.cases import Case, Expected, check_example, load_case, run_case
from gkrules.testing.reports import related_reports, small_report

__all__ = ["Case", "Expected", "check_example", "load_case", "related_reports", "run_case", "small_report"]
