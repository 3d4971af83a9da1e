"""A rule file → `Rule`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from gkrules.language.parser import nearest
from gkrules.model.findings import Severity
from gkrules.model.rule import STATUSES, Example, Explanation, Expression, Rule
from gkrules.rulefiles.editions import sources
from gkrules.rulefiles.yaml_file import Node, read_yaml

BLANK_POLICIES = ("zero", "unknown")
FINDING_PER = ("place", "row", "table", "report", "sentence")
_CODE = re.compile(r"[A-Z]{2,4}[0-9]{3}")
_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")

_REQUIRED = (
    "code",
    "name",
    "title",
    "status",
    "since",
    "severity",
    "editions",
    "source",
    "for_each",
    "assert",
    "message",
    "explain",
    "examples",
)
_OPTIONAL = ("when", "blank", "finding_per", "bindings", "tolerance", "replaced_by", "aliases", "each", "each_none", "yields_to")


_OURS = re.compile(r"GK[0-9]{3}")
_OVERRIDABLE = (
    "name",
    "title",
    "status",
    "since",
    "severity",
    "editions",
    "source",
    "message",
    "explain",
    "tolerance",
    "finding_per",
    "each",
    "each_none",
    "yields_to",
)


def is_ours(code: str) -> bool:
    """Whether a code belongs to this package: ``GK`` and three digits. All others are free for users."""
    return bool(_OURS.fullmatch(code))


def load_user_rule(file: Path, base: Mapping[str, Rule]) -> Rule:
    """Read a rule from a user's folder: a whole rule, or one that ``extends`` a rule of `base` and states what differs.

    An extension with the code of its base replaces it; with a code of its own it stands beside it.

    Raises:
        RuleError: the file is not well-formed, extends an unknown rule, or takes a code that is not free.
    """
    root = read_yaml(file)
    entries = root.entries()
    if "extends" not in entries:
        if "code" in entries and is_ours(entries["code"].text()):
            entries["code"].fail("rulefiles/bad_rule_file.code-ours-or-extends")
        return load_rule(file)
    entry = root.mapping(required=("extends",), optional=("code", *_OVERRIDABLE))
    origin = base.get(entry["extends"].text())
    if origin is None:
        wanted = entry["extends"].text()
        entry["extends"].fail("rulefiles/bad_rule_file.nothing-to-extend", code=wanted, hint=nearest(wanted, base))
    code = entry["code"].text() if "code" in entry else origin.code
    if code != origin.code and is_ours(code):
        entry["code"].fail("rulefiles/bad_rule_file.code-ours")
    if file.stem != code:
        root.fail("rulefiles/bad_rule_file.file-name", code=code)
    return replace(origin, code=code, file=file, **{key: _READ[key](entry[key]) for key in _OVERRIDABLE if key in entry})


def load_rule(file: Path) -> Rule:
    """Read a rule from its YAML file.

    Raises:
        RuleError: the file is not a well-formed rule; the message names file, line and column.
    """
    root = read_yaml(file)
    entry = root.mapping(required=_REQUIRED, optional=_OPTIONAL)
    code = entry["code"].text()
    if not _CODE.fullmatch(code) or file.stem != code:
        entry["code"].fail("rulefiles/bad_rule_file.code", code=code)
    if not _NAME.fullmatch(entry["name"].text()):
        entry["name"].fail("rulefiles/bad_rule_file.name")
    examples = entry["examples"].mapping(required=("fails", "passes"))
    return Rule(
        code=code,
        name=entry["name"].text(),
        title=entry["title"].in_languages(),
        status=entry["status"].choice(*STATUSES),
        since=entry["since"].text(),
        severity=Severity(entry["severity"].choice(*Severity)),
        editions=entry["editions"].texts(),
        source=sources(entry["source"]),
        for_each=_expression(entry["for_each"]),
        when=_expression(entry["when"]) if "when" in entry else None,
        condition=_expression(entry["assert"]),
        blank=_blank(entry.get("blank")),
        finding_per=entry["finding_per"].choice(*FINDING_PER) if "finding_per" in entry else "place",
        message=entry["message"].in_languages(),
        explain=_explanations(entry["explain"]),
        fails=_example(examples["fails"]),
        passes=_example(examples["passes"]),
        file=file,
        bindings={edition: _names(node) for edition, node in entry["bindings"].entries().items()} if "bindings" in entry else {},
        tolerance=_tolerance(entry.get("tolerance")),
        replaced_by=entry["replaced_by"].text() if "replaced_by" in entry else "",
        aliases=entry["aliases"].texts() if "aliases" in entry else (),
        each=entry["each"].in_languages() if "each" in entry else {},
        each_none=entry["each_none"].in_languages() if "each_none" in entry else {},
        yields_to=entry["yields_to"].texts() if "yields_to" in entry else (),
    )


def _names(node: Node) -> dict[str, str]:
    return {name: value.text() for name, value in node.entries().items()}


def _tolerance(node: Node | None) -> float:
    if node is None:
        return 0.0
    value = node.scalar()
    if isinstance(value, int | float) and value >= 0:
        return float(value)
    return node.fail("rulefiles/bad_rule_file.tolerance")


def _explanations(node: Node) -> dict[str, Explanation]:
    return {lang: _explanation(each) for lang, each in node.mapping(required=("zh", "en")).items()}


_READ: dict[str, Callable[[Node], Any]] = {
    "name": Node.text,
    "title": Node.in_languages,
    "status": lambda node: node.choice(*STATUSES),
    "since": Node.text,
    "severity": lambda node: Severity(node.choice(*Severity)),
    "editions": Node.texts,
    "source": sources,
    "message": Node.in_languages,
    "explain": _explanations,
    "tolerance": lambda node: _tolerance(node),  # noqa: PLW0108 - defined below
    "finding_per": lambda node: node.choice(*FINDING_PER),
    "each": Node.in_languages,
    "each_none": Node.in_languages,
    "yields_to": Node.texts,
}


def _expression(node: Node) -> Expression:
    # The text of a block scalar starts on the line after its indicator; its indentation is not known.
    block = node.is_block_scalar
    return Expression(node.text(), node.file, node.line + (1 if block else 0), 1 if block else node.text_column)


def _blank(node: Node | None) -> dict[str, str]:
    if node is None:
        return {"": "unknown"}
    if not node.is_mapping():
        return {"": node.choice(*BLANK_POLICIES)}
    entries = node.entries()
    policies = {name: policy.choice(*BLANK_POLICIES) for name, policy in entries.items() if name != "others"}
    return {"": entries["others"].choice(*BLANK_POLICIES) if "others" in entries else "unknown", **policies}


def _explanation(node: Node) -> Explanation:
    entry = node.mapping(required=("checks", "why", "mend"))
    return Explanation(entry["checks"].text().strip(), entry["why"].text().strip(), entry["mend"].text().strip())


def _example(node: Node) -> Example:
    entry = node.mapping(optional=("cells", "facts", "text"))
    cells = {key: value.scalar() for key, value in entry["cells"].entries().items()} if "cells" in entry else {}
    facts = {key: value.scalar() for key, value in entry["facts"].entries().items()} if "facts" in entry else {}
    text = {key: value.text() for key, value in entry["text"].entries().items()} if "text" in entry else None
    return Example(cells, {key: value if isinstance(value, int | float) else None for key, value in facts.items()}, text)
