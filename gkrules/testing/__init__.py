"""Helpers for testing rules: small reports, and cases that say what a rule must find in them."""

from gkrules.testing.cases import Case, Expected, load_case, run_case
from gkrules.testing.reports import small_report

__all__ = ["Case", "Expected", "load_case", "run_case", "small_report"]
