"""Cases: a few cells, and what a rule must say of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from pathlib import Path

from gkrules.checking.run import check_reports
from gkrules.model.findings import Finding, Outcome, ReportFindings
from gkrules.model.rule import Example
from gkrules.ruleset.ruleset import Ruleset
from gkrules.ruleset.yaml_file import Node, read_yaml
from gkrules.testing.small import related_reports, small_report

KINDS = ("pass", "fail", "unknown", "not_applicable")


@dataclass(frozen=True, slots=True)
class Expected:
    """A finding that a case expects; the numbers that are ``None`` are not looked at."""

    cells: tuple[str, ...]
    left: int | float | None = None
    right: int | float | None = None
    difference: int | float | None = None
    suggested: int | float | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """A case of a rule.

    Attributes:
        file: where it is written; ``code`` and ``kind`` are the names of its folders.
        code: code of the rule.
        kind: what the rule must do: ``pass``, ``fail``, ``unknown`` or ``not_applicable``.
        description: what the case shows.
        edition: key of the edition.
        example: cells, facts and texts that differ from a report of all zeros.
        expected: the findings of the rule, for ``fail``.
    """

    file: Path
    code: str
    kind: str
    description: str
    edition: str
    example: Example
    expected: tuple[Expected, ...]


def load_cases(file: Path) -> list[Case]:
    """Read ``CODE/KIND/NAME.yaml``: a case for each edition that it lists, so that editions share what they have in common.

    Raises:
        RuleError: the file is not a well-formed case.
    """
    case = load_case(file)
    entry = read_yaml(file).entries()
    return [replace(case, edition=edition) for edition in entry["editions"].texts()] if "editions" in entry else [case]


def load_case(file: Path) -> Case:
    """Read ``CODE/KIND/NAME.yaml``, for the first of its editions.

    Raises:
        RuleError: the file is not a well-formed case.
    """
    root = read_yaml(file)
    entry = root.mapping(required=("description",), optional=("edition", "editions", "cells", "facts", "text", "expect"))
    if {"edition", "editions"} <= set(entry) or ("editions" in entry and not entry["editions"].texts()):
        entry["editions"].fail(zh="只能写 edition 或 editions 之一，且不能为空", en="give either 'edition' or 'editions', and at least one")
    kind = file.parent.name
    if kind not in KINDS:
        root.fail(zh=f"文件夹“{kind}”应为以下之一：{'、'.join(KINDS)}", en=f"the folder '{kind}' must be one of: {', '.join(KINDS)}")
    cells = {key: node.scalar() for key, node in entry["cells"].entries().items()} if "cells" in entry else {}
    facts = {key: node.scalar() for key, node in entry["facts"].entries().items()} if "facts" in entry else {}
    text = {key: node.text() for key, node in entry["text"].entries().items()} if "text" in entry else None
    return Case(
        file=file,
        code=file.parent.parent.name,
        kind=kind,
        description=entry["description"].text(),
        edition=entry["edition"].text() if "edition" in entry else entry["editions"].texts()[0] if "editions" in entry else "2021",
        example=Example(cells, {key: value if isinstance(value, int | float) else None for key, value in facts.items()}, text),
        expected=tuple(_expected(node) for node in entry["expect"].items()) if "expect" in entry else (),
    )


def _expected(node: Node) -> Expected:
    entry = node.mapping(required=("cells",), optional=("left", "right", "difference", "suggested"))
    numbers = {
        key: value
        for key in ("left", "right", "difference", "suggested")
        if key in entry and not isinstance(value := entry[key].scalar(), str)
    }
    return Expected(entry["cells"].texts(), **numbers)


def run_case(case: Case, ruleset: Ruleset) -> list[str]:
    """What a case finds wrong with its rule, in words; empty if the rule does as it must.

    Only the rule of the case is run. Besides the findings, the outcome must occur: for ``unknown`` and
    ``not_applicable`` at one place at least, and for ``pass`` no other outcome than ``pass`` and ``not_applicable``.
    """
    edition = ruleset.editions[case.edition]
    cells = {key: content for pattern, content in case.example.cells.items() for key in _matching(pattern, edition.cell_by_key)}
    only = (ruleset if ruleset.preview else replace(ruleset, preview=True)).selected(select=[case.code])
    found = check_example(Example(cells, case.example.facts, case.example.text), case.edition, only)
    faults = []
    if case.kind != "fail":
        faults += [f"unexpected finding: {finding.cells}" for finding in found.findings]
    if case.kind == "pass" and found.outcomes[Outcome.UNKNOWN]:
        faults.append(f"undecided: {found.undecided}")
    if not found.outcomes[Outcome(case.kind)]:
        faults.append(f"no outcome '{case.kind}', but {dict(found.outcomes)}")
    if case.kind == "fail":
        wanted = [_described(each, edition.cell_by_key) for each in case.expected]
        got = [_seen(finding, each) for finding, each in zip(found.findings, case.expected, strict=False)]
        if len(found.findings) != len(wanted) or got != wanted:
            faults.append(f"expected {wanted}, found {got or [finding.cells for finding in found.findings]}")
    return faults


def check_example(example: Example, edition: str, ruleset: Ruleset) -> ReportFindings:
    """Check the report that an example describes, beside those of the year before and below that it describes."""
    report = small_report(ruleset.editions[edition], example.cells, example.facts, example.text)
    previous, below = related_reports(report, example.cells)
    return check_reports([report], ruleset, previous=previous, below=below)[0]


def _matching(pattern: str, keys: object) -> list[str]:
    assert isinstance(keys, dict)  # noqa: S101
    return [key for key in keys if fnmatchcase(key, pattern)] if "*" in pattern else [pattern]


def _described(expected: Expected, keys: object) -> dict[str, object]:
    cells = [key for pattern in expected.cells for key in _matching(pattern, keys)]
    return {"cells": cells, **_numbers(expected)}


def _numbers(expected: Expected) -> dict[str, object]:
    pairs = {"left": expected.left, "right": expected.right, "difference": expected.difference, "suggested": expected.suggested}
    return {name: value for name, value in pairs.items() if value is not None}


def _seen(finding: Finding, expected: Expected) -> dict[str, object]:
    suggested = finding.suspects[0].suggested if finding.suspects else None
    pairs = {"left": finding.left, "right": finding.right, "difference": finding.difference, "suggested": suggested}
    return {"cells": list(finding.cells), **{name: pairs[name] for name in _numbers(expected)}}
