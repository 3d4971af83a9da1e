"""The result of the linter as text and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from gkrules.lint.findings import LintFinding, LintResult
from gkrules.render.lines import Line, line
from gkrules.render.safe import clean
from gkrules.render.words import pick

SCHEMA_VERSION = "1"
_STYLE = {"error": "red", "warning": "yellow"}


def lint_dict(result: LintResult) -> dict[str, Any]:
    """The result as plain data, in both languages."""
    return {
        "schema_version": SCHEMA_VERSION,
        "folders": [str(folder) for folder in result.folders],
        "findings": [_finding_dict(finding) for finding in result.findings],
        "skipped": [{"codes": list(each.codes), "message": {"zh": each.zh, "en": each.en}} for each in result.skipped],
    }


def lint_lines(result: LintResult, lang: str) -> Iterator[Line]:
    """``file:line:column: L0nn name: message`` per finding, the expression with a caret below, and a line that counts."""
    for finding in result.findings:
        where = finding.where
        place = f"{_shown(where.file)}:{where.line}:{where.column}"
        sentence = clean(pick(lang, finding.zh, finding.en))
        yield Line(((f"{place}: ", "bold"), (f"{finding.code} {finding.name}: ", _STYLE[finding.severity]), (sentence, "")), hang=4)
        for detail in finding.detail:
            yield line(detail, indent=0 if detail.startswith("    ") else 4, keep=True)
    for each in result.skipped:
        yield line(pick(lang, f"未检查：{each.zh}", f"skipped: {each.en}"), "dim", hang=4)
    yield line(_summary(result, lang), "dim")


def _summary(result: LintResult, lang: str) -> str:
    errors = sum(finding.severity == "error" for finding in result.findings)
    warnings = len(result.findings) - errors
    if not result.findings:
        return pick(lang, "没有发现问题。", "No faults found.")
    return pick(
        lang, f"错误 {errors} 处，警告 {warnings} 处。说明见 docs/lint.md", f"{errors} errors, {warnings} warnings. See docs/lint.md"
    )


def _finding_dict(finding: LintFinding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "name": finding.name,
        "severity": finding.severity,
        "file": str(finding.where.file),
        "line": finding.where.line,
        "column": finding.where.column,
        "rules": list(finding.rules),
        "message": {"zh": clean(finding.zh), "en": clean(finding.en)},
    }


def _shown(file: Path) -> str:
    """A path as short as it can be said from here."""
    try:
        return str(file.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(file)
