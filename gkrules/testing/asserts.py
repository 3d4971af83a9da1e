"""Assertions whose failures can be read: what differs first, then the findings explained, then the tables with the cells marked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import NoneType

from gkrules.api import Result, check
from gkrules.model.arguments import language_of, require, several, shown
from gkrules.model.errors import UsageError
from gkrules.model.findings import Finding, Severity
from gkrules.model.report import Report
from gkrules.testing.difference import explained, marked_tables, paired, side_by_side, text_of
from gkrules.testing.expectations import Content, ExpectedFinding
from gkrules.words import phrase

_NUMBERS = ("left", "right", "difference", "suggested")
_WIDTH = 76
"""What pytest leaves of 80 columns beside its ``E   ``."""


def assert_report_ok(
    report: Report | Result, *, ignore: Iterable[str] = (), fail_on: str = "error", previous: Report | None = None, lang: str = "zh"
) -> None:
    """Assert that no rule finds fault with a report.

    Args:
        report: a report, which is then checked, or the result of a check.
        ignore: codes or prefixes of codes that do not count.
        fail_on: ``error``, ``warning`` or ``info``: findings below it do not count. A rule that broke always does.
        previous: last year's report, to check against; not with a result.
        lang: ``zh`` or ``en``.

    Raises:
        AssertionError: with the findings explained and the cells marked.
    """
    __tracebackhide__ = True
    require("report", report, (Report, Result), "report-or-result")
    require("previous", previous, (Report, NoneType), "report")
    lang = language_of(lang)
    result = check(report, previous=previous) if isinstance(report, Report) else report
    levels = [severity.value for severity in Severity]
    if not isinstance(fail_on, str) or fail_on not in levels:
        raise UsageError("testing/unknown_severity", value=shown(fail_on), valid=levels)
    counted = levels[: levels.index(fail_on) + 1]
    refused = tuple(code.upper() for code in several("ignore", ignore, str, "codes"))

    def counts(finding: Finding) -> bool:
        grave = finding.severity.value in counted or finding.outcome.value == "error"
        return grave and not (refused and finding.code.startswith(refused))

    parts = findings_told(result, lang, counts)
    if parts:
        raise AssertionError("\n\n".join(parts))


def findings_told(result: Result, lang: str, counts: Callable[[Finding], bool] = lambda _: True, *, most: int | None = None) -> list[str]:
    """For each report of a result with findings that count: how many, the first `most` explained, and its tables with the cells marked."""
    parts = []
    for about in result.reports:
        found = [finding for finding in about.findings if counts(finding)]
        if found:
            codes = list(dict.fromkeys(finding.code for finding in found))
            head = phrase("testing/findings", name=about.report.unit or about.report.file, count=len(found), codes=codes)
            parts.append("\n\n".join([head.text(lang), *_details(found[:most], result, about.report, lang)]))
    return parts


def assert_finding(
    result: Result,
    code: str,
    *,
    cells: Iterable[str] | None = None,
    values: Mapping[str, Content] | None = None,
    lang: str = "zh",
    **numbers: int | float | None,
) -> Finding:
    """Assert that a finding is among those of a check, and return it.

    Args:
        result: the result of a check.
        code: the code of the rule.
        cells: keys or patterns (``table.row.*``) of exactly its cells; not looked at if not given.
        values: numbers of some of its cells.
        lang: ``zh`` or ``en``.
        numbers: `left`, `right`, `difference` or `suggested`.

    Raises:
        AssertionError: there is none; with what was found instead.
        UsageError: a number has another name (``unknown_number``), or an argument is of another type (``wrong_type``).
    """
    __tracebackhide__ = True
    require("result", result, Result, "result")
    require("code", code, str, "code")
    require("values", values, (Mapping, NoneType), "cells")
    lang = language_of(lang)
    unknown = sorted(set(numbers) - set(_NUMBERS))
    if unknown:
        raise UsageError("testing/unknown_number", value=unknown, valid=_NUMBERS)
    for name, number in numbers.items():
        require(name, number, (int, float, NoneType), "number")
    wanted = ExpectedFinding(code.upper(), tuple(several("cells", cells, str, "keys")), dict(values or {}), dict(numbers))
    parts = []
    for about in result.reports:
        pairs = paired([wanted], about.report, about.findings)
        if pairs[0].same and pairs[0].found:
            return pairs[0].found
        near = [pair.found for pair in pairs if pair.found and pair.found.code == wanted.code]
        parts += [text_of(side_by_side(pairs, about.report, lang, _WIDTH), _WIDTH), *_details(near, result, about.report, lang)]
    raise AssertionError("\n\n".join([phrase("testing/not-found", code=wanted.code).text(lang), *parts]))


def _details(found: list[Finding], result: Result, report: Report, lang: str) -> list[str]:
    marked = {key: "" for finding in found for key in finding.cells}
    texts = [
        text_of(explained(found, report, result.ruleset, lang), _WIDTH),
        text_of(marked_tables(report, marked, lang, _WIDTH, hint=False), _WIDTH),
    ]
    return [text for text in texts if text]
