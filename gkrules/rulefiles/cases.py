"""Cases: a few cells, and what a rule must say of them."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path

from gkrules.model.arguments import require
from gkrules.model.rule import Example
from gkrules.rulefiles.rules import example_of
from gkrules.rulefiles.shapes.rules import CaseFile, ExpectedFinding
from gkrules.rulefiles.yaml_file import Node, read_yaml

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


def load_cases(file: str | os.PathLike[str]) -> list[Case]:
    """Read ``CODE/KIND/NAME.yaml``: a case for each edition that it lists, so that editions share what they have in common.

    Raises:
        RuleError: the file is not a well-formed case.
    """
    case = load_case(file)
    entry = read_yaml(case.file).entries()
    return [replace(case, edition=edition) for edition in entry["editions"].texts()] if "editions" in entry else [case]


def load_case(file: str | os.PathLike[str]) -> Case:
    """Read ``CODE/KIND/NAME.yaml``, for the first of its editions.

    Raises:
        RuleError: the file is not a well-formed case.
    """
    require("file", file, (str, os.PathLike), "path")
    file = Path(file)
    root = read_yaml(file)
    entry = root.shaped(CaseFile)
    if {"edition", "editions"} <= set(entry) or ("editions" in entry and not entry["editions"].texts()):
        entry["editions"].fail("rulefiles/bad_rule_file.editions")
    kind = file.parent.name
    if kind not in KINDS:
        root.fail("rulefiles/bad_rule_file.folder", folder=kind, valid=KINDS)
    return Case(
        file=file,
        code=file.parent.parent.name,
        kind=kind,
        description=entry["description"].text(),
        edition=entry["edition"].text() if "edition" in entry else entry["editions"].texts()[0] if "editions" in entry else "2021",
        example=example_of(entry),
        expected=tuple(_expected(node) for node in entry["expect"].items()) if "expect" in entry else (),
    )


def _expected(node: Node) -> Expected:
    entry = node.shaped(ExpectedFinding)
    numbers = {key: value for key, each in entry.items() if key != "cells" and not isinstance(value := each.scalar(), str)}
    return Expected(entry["cells"].texts(), **numbers)
