"""The result of the linter as text and as JSON: the one place where its findings are put into words."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, cast

from gkrules.lint.findings import LintFinding, LintResult
from gkrules.render.data.json_output import SCHEMA_VERSION, dumps
from gkrules.render.lines import Line, line
from gkrules.render.safe import clean
from gkrules.words import Phrase, languages, phrase

if TYPE_CHECKING:
    from gkrules.lint import shapes
    from gkrules.render.data.json_shapes import Languages

_STYLE = {"error": "red", "warning": "yellow"}


def lint_dict(result: LintResult) -> shapes.LintOutput:
    """The result as plain data, in both languages."""
    return {
        "schema_version": SCHEMA_VERSION,
        "folders": [str(folder) for folder in result.folders],
        "findings": [_finding_dict(finding) for finding in result.findings],
        "skipped": [{"codes": [code.code for code in each.codes], "message": _messages(each.said)} for each in result.skipped],
    }


def lint_lines(result: LintResult, lang: str) -> Iterator[Line]:
    """``file:line:column: L0nn name: message`` per finding, the expression with a caret below, and a line that counts."""
    for finding in result.findings:
        where, code = finding.where, finding.code
        place = f"{_shown(where.file)}:{where.line}:{where.column}"
        sentence = clean(finding.said.text(lang))
        yield Line(((f"{place}: ", "bold"), (f"{code.code} {code.title}: ", _STYLE[code.severity]), (sentence, "")), hang=4)
        for detail in finding.detail:
            yield line(detail, indent=4, keep=True)
    for each in result.skipped:
        yield line(phrase("lint/skipped", reason=each.said).text(lang), "dim", hang=4)
    errors = sum(finding.code.severity == "error" for finding in result.findings)
    summary = phrase("lint/summary", errors=errors, warnings=len(result.findings) - errors)
    yield line((summary if result.findings else phrase("lint/summary.clean")).text(lang), "dim")


def _messages(said: Phrase) -> Languages:
    return cast("Languages", {lang: clean(said.text(lang)) for lang in languages()})


def _finding_dict(finding: LintFinding) -> shapes.LintFault:
    return {
        "code": finding.code.code,
        "name": finding.code.title,
        "severity": finding.code.severity,
        "file": str(finding.where.file),
        "line": finding.where.line,
        "column": finding.where.column,
        "rules": list(finding.rules),
        "message": _messages(finding.said),
    }


def _shown(file: Path) -> str:
    """A path as short as it can be said from here."""
    try:
        return str(file.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(file)


def lint_json(result: LintResult, _: str) -> str:
    """The format ``json`` of `gkrules lint`."""
    return dumps(lint_dict(result))
