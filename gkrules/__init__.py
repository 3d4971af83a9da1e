"""gkrules: 政府信息公开工作年度报告的校验规则。 Validation rules for annual reports on government information disclosure.

Everything here is loaded on first use, so that importing the package costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from gkrules._version import __version__

if TYPE_CHECKING:
    from gkrules.api import Result, answer_schema, check, explain, load_ruleset, read, read_all
    from gkrules.compile.ruleset import Ruleset
    from gkrules.frames import from_frame, to_frame
    from gkrules.model.cells import Cell, CellState
    from gkrules.model.edition import Edition, Source
    from gkrules.model.errors import DocumentError, GkrulesError, RuleError, UsageError
    from gkrules.model.findings import Cause, Equation, Finding, Outcome, ReportFindings, Severity, Slip, Suspect, Waived
    from gkrules.model.places import Place
    from gkrules.model.report import Note, Report, SectionText
    from gkrules.model.rule import Rule
    from gkrules.reading.limits import Limits

_HOMES = {
    "Cause": "gkrules.model.findings",
    "Cell": "gkrules.model.cells",
    "CellState": "gkrules.model.cells",
    "DocumentError": "gkrules.model.errors",
    "Edition": "gkrules.model.edition",
    "Equation": "gkrules.model.findings",
    "Finding": "gkrules.model.findings",
    "GkrulesError": "gkrules.model.errors",
    "Limits": "gkrules.reading.limits",
    "Note": "gkrules.model.report",
    "Outcome": "gkrules.model.findings",
    "Place": "gkrules.model.places",
    "Report": "gkrules.api",
    "ReportFindings": "gkrules.model.findings",
    "Result": "gkrules.api",
    "Rule": "gkrules.model.rule",
    "RuleError": "gkrules.model.errors",
    "Ruleset": "gkrules.compile.ruleset",
    "SectionText": "gkrules.model.report",
    "Severity": "gkrules.model.findings",
    "Slip": "gkrules.model.findings",
    "Source": "gkrules.model.edition",
    "Suspect": "gkrules.model.findings",
    "UsageError": "gkrules.model.errors",
    "Waived": "gkrules.model.findings",
    "answer_schema": "gkrules.api",
    "check": "gkrules.api",
    "explain": "gkrules.api",
    "from_frame": "gkrules.frames",
    "load_ruleset": "gkrules.api",
    "read": "gkrules.api",
    "read_all": "gkrules.api",
    "to_frame": "gkrules.frames",
}

__all__ = [
    "Cause",
    "Cell",
    "CellState",
    "DocumentError",
    "Edition",
    "Equation",
    "Finding",
    "GkrulesError",
    "Limits",
    "Note",
    "Outcome",
    "Place",
    "Report",
    "ReportFindings",
    "Result",
    "Rule",
    "RuleError",
    "Ruleset",
    "SectionText",
    "Severity",
    "Slip",
    "Source",
    "Suspect",
    "UsageError",
    "Waived",
    "__version__",
    "answer_schema",
    "check",
    "explain",
    "from_frame",
    "load_ruleset",
    "read",
    "read_all",
    "to_frame",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'gkrules' has no attribute {name!r}")
    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
