"""``*.gk.yaml``: a report, how to check it, and what must be read from it and found in it."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gkrules import api
from gkrules.api import Result
from gkrules.model.edition import Edition
from gkrules.model.errors import GkrulesError, UsageError
from gkrules.model.relations import split
from gkrules.rulefiles.shapes import report_cases as shapes
from gkrules.rulefiles.shapes.declaring import keys
from gkrules.rulefiles.yaml_file import Node, read_yaml

if TYPE_CHECKING:
    from gkrules.model.findings import Finding
    from gkrules.model.report import Report

Content = int | float | str | None
_NUMBERS = ("left", "right", "difference", "suggested")
_MAX_DEPTH = 8


@dataclass(frozen=True)
class ExpectedFinding:
    """A finding that is expected; what is not stated is not looked at. `cells` are keys or patterns (``table.row.*``)."""

    code: str
    cells: tuple[str, ...] = ()
    values: Mapping[str, Content] = field(default_factory=dict)
    numbers: Mapping[str, Content] = field(default_factory=dict)
    line: int = 1


@dataclass(frozen=True)
class ReportCase:
    """What a ``*.gk.yaml`` file says.

    Attributes:
        file: the file.
        options: `document`, `edition`, `year`, `previous`, `below`, `rules`, `preview`, `select`, `ignore`, as far as given.
        cells, facts: what is different from the document, or from a report of all zeros.
        expected: ``error``, ``unit``, ``year``, ``edition``: what the report must be.
        expected_cells: by key or pattern; a number, ``None`` for a blank, ``absent``, or the text of the document.
        expected_findings: all that must be found; ``None`` if nothing is said of findings.
        lines: line of each expectation, by its name.
    """

    file: Path
    options: Mapping[str, Any]
    cells: Mapping[str, Content]
    facts: Mapping[str, float | None]
    expected: Mapping[str, str | int]
    expected_cells: Mapping[str, Content]
    expected_findings: tuple[ExpectedFinding, ...] | None
    lines: Mapping[str, int]


def load_report_case(file: Path, _depth: int = 0) -> ReportCase:
    """Read a ``*.gk.yaml`` file.

    Raises:
        RuleError: it is malformed; the message names line and column, and the nearest valid key.
    """
    root = read_yaml(file)
    # One that another extends may do without `expect`.
    entry = root.mapping(optional=keys(shapes.ReportCaseFile))
    if _depth > _MAX_DEPTH:
        root.fail("testing/bad_rule_file.extends-too-deep")
    base = load_report_case(file.parent / entry["extends"].text(), _depth + 1) if "extends" in entry else None
    options: dict[str, Any] = dict(base.options) if base else {}
    for key in ("document", "previous", "below", "rules"):
        if key in entry:
            paths = [entry[key]] if key == "document" or not _is_list(entry[key]) else entry[key].items()
            found = [file.parent / node.text() for node in paths]
            options[key] = found[0] if key == "document" else found
    for key in ("select", "ignore"):
        if key in entry:
            options[key] = entry[key].texts() if _is_list(entry[key]) else (entry[key].text(),)
    if "edition" in entry:
        options["edition"] = entry["edition"].text()
    if "year" in entry:
        options["year"] = entry["year"].integer()
    if "preview" in entry:
        options["preview"] = entry["preview"].choice("true", "false") == "true"
    expect = entry["expect"].shaped(shapes.Expectation) if "expect" in entry else {}
    if not expect and _depth == 0:
        root.fail("testing/bad_rule_file.nothing-expected")
    expected: dict[str, str | int] = {key: expect[key].text() for key in ("error", "unit", "edition") if key in expect}
    if "year" in expect:
        expected["year"] = expect["year"].integer()
    lines = {key: node.line for key, node in expect.items()}
    cells = expect["cells"].entries() if "cells" in expect else {}
    lines |= {f"cells[{key}]": node.line for key, node in cells.items()}
    facts = {key: node.scalar() for key, node in entry["facts"].entries().items()} if "facts" in entry else {}
    return ReportCase(
        file=file,
        options=options,
        cells={**(base.cells if base else {}), **_contents(entry.get("cells"))},
        facts={**(base.facts if base else {}), **{key: each if isinstance(each, int | float) else None for key, each in facts.items()}},
        expected=expected,
        expected_cells={key: node.scalar() for key, node in cells.items()},
        expected_findings=tuple(_finding(node) for node in expect["findings"].items()) if "findings" in expect else None,
        lines=lines,
    )


def _is_list(node: Node) -> bool:
    try:
        node.items()
    except GkrulesError:
        return False
    return True


def _contents(node: Node | None) -> dict[str, Content]:
    return {key: each.scalar() for key, each in node.entries().items()} if node else {}


def _finding(node: Node) -> ExpectedFinding:
    entry = node.shaped(shapes.ExpectedFinding)
    return ExpectedFinding(
        code=entry["code"].text().upper(),
        cells=entry["cells"].texts() if "cells" in entry else (),
        values=_contents(entry.get("values")),
        numbers={key: entry[key].scalar() for key in _NUMBERS if key in entry},
        line=node.line,
    )


@dataclass(frozen=True)
class CaseRun:
    """What came of a case: the result, or the error that kept the document from being read."""

    result: Result | None
    error: GkrulesError | None = None

    @property
    def report(self) -> Report:
        """The report that was checked."""
        if self.result is None:
            raise self.error or ValueError("there is no report")
        return self.result.reports[0].report

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What was found in it."""
        if self.result is None:
            raise self.error or ValueError("there is no report")
        return self.result.reports[0].findings


def run_report_case(case: ReportCase, defaults: Mapping[str, Any] | None = None) -> CaseRun:
    """Read and check the report of a case; `defaults` are options that the case does not state itself.

    Raises:
        GkrulesError: an option is unusable. That the document itself is, is in `CaseRun.error`.
    """
    from gkrules.checking.examples import related_reports, with_changes
    from gkrules.model.errors import DocumentError

    options = {**(defaults or {}), **case.options}
    edition, year = options.get("edition"), options.get("year")
    rules = api.load_ruleset(rules=options.get("rules", ()), preview=options.get("preview", False))
    form = api.load_ruleset(edition, rules=options.get("rules", ())).edition
    try:
        report = api.read(options["document"], edition=edition, year=year) if "document" in options else None
    except DocumentError as error:
        return CaseRun(None, error)
    own = {key: content for key, content in case.cells.items() if not split(key)[0]}
    names = list((report.edition if report else form).cell_by_key)
    try:
        cells = {key: content for pattern, content in own.items() for key in matching(pattern, names)}
        subject = with_changes(report, form, cells, case.facts, year)
    except KeyError as error:
        raise _no_such_cell(case, str(error.args[0]), names) from None
    except UsageError as error:
        if error.kind != "unknown_fact":
            raise
        raise _no_such_cell(case, str(error.said.arguments["name"]), names) from None
    previous, below = related_reports(subject, case.cells)
    previous += [api.read(path, edition=edition) for path in options.get("previous", ())]
    below += [api.read(path, edition=edition) for path in options.get("below", ())]
    return CaseRun(
        api.check(
            subject, previous=previous, below=below, ruleset=rules, select=options.get("select", ()), ignore=options.get("ignore", ())
        )
    )


def matching(pattern: str, names: list[str]) -> list[str]:
    """The names that a pattern means; a name without a star means itself.

    Raises:
        KeyError: there is no such name.
    """
    found = [name for name in names if fnmatchcase(name, pattern)] if "*" in pattern else [name for name in names if name == pattern]
    if not found:
        raise KeyError(pattern)
    return found


def _no_such_cell(case: ReportCase, key: str, names: list[str]) -> UsageError:
    where = str(case.file)
    for near in difflib.get_close_matches(key, names, 1):
        return UsageError("testing/unknown_cell.in-case-near", file=where, name=key, near=near, where=where)
    return UsageError("testing/unknown_cell.in-case", file=where, name=key, where=where)


def known(edition: Edition, findings: tuple[Finding, ...]) -> list[str]:
    """What expectations can name: the cells of an edition, and whatever findings name."""
    return list(dict.fromkeys([*edition.cell_by_key, *(key for finding in findings for key in finding.cells)]))
