"""A rule file → `Rule`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from gkrules.language.parser import nearest
from gkrules.model.findings import Severity
from gkrules.model.rule import Example, Explanation, Expression, Rule
from gkrules.rulefiles.editions import sources
from gkrules.rulefiles.placeholders import templates
from gkrules.rulefiles.shapes import rules as shapes
from gkrules.rulefiles.yaml_file import Node, read_yaml

_OURS = re.compile(r"GK[0-9]{3}")
_CODE = re.compile(shapes.CODE)
_NAME = re.compile(shapes.NAME)


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
    entry = root.keyed(shapes.EXTENDS)
    origin = base.get(entry["extends"].text())
    if origin is None:
        wanted = entry["extends"].text()
        entry["extends"].fail("rulefiles/bad_rule_file.nothing-to-extend", code=wanted, hint=nearest(wanted, base))
    code = entry["code"].text() if "code" in entry else origin.code
    if code != origin.code and is_ours(code):
        entry["code"].fail("rulefiles/bad_rule_file.code-ours")
    if file.stem != code:
        root.fail("rulefiles/bad_rule_file.file-name", code=code)
    return replace(origin, **{"code": code, "file": file, **_read(entry)})


def load_rule(file: Path) -> Rule:
    """Read a rule from its YAML file.

    Raises:
        RuleError: the file is not a well-formed rule; the message names file, line and column.
    """
    root = read_yaml(file)
    entry = root.shaped(shapes.RuleFile)
    code = entry["code"].text()
    if file.stem != code:
        entry["code"].fail("rulefiles/bad_rule_file.code", code=code)
    return Rule(**{"when": None, "blank": {"": "unknown"}, "finding_per": "place", "file": file, **_read(entry)})


def _read(entry: Mapping[str, Node]) -> dict[str, Any]:
    """What the keys of a file say, by the names that they have in `Rule`."""
    said = {_FIELDS.get(key, key): _READ[key](node) for key, node in entry.items() if key in _READ}
    examples = entry["examples"].shaped(shapes.Examples) if "examples" in entry else {}
    return said | {name: example_of(node.shaped(shapes.Example)) for name, node in examples.items()}


def _code(node: Node) -> str:
    code = node.text()
    return code if _CODE.fullmatch(code) else node.fail("rulefiles/bad_rule_file.code", code=code)


def _name(node: Node) -> str:
    return node.text() if _NAME.fullmatch(node.text()) else node.fail("rulefiles/bad_rule_file.name")


def _bindings(node: Node) -> dict[str, dict[str, str]]:
    return {edition: {name: value.text() for name, value in names.entries().items()} for edition, names in node.entries().items()}


def _tolerance(node: Node) -> float:
    value = node.scalar()
    if isinstance(value, int | float) and value >= 0:
        return float(value)
    return node.fail("rulefiles/bad_rule_file.tolerance")


def _expression(node: Node) -> Expression:
    # The text of a block scalar starts on the line after its indicator; its indentation is not known.
    block = node.is_block_scalar
    return Expression(node.text(), node.file, node.line + (1 if block else 0), 1 if block else node.text_column)


def _blank(node: Node) -> dict[str, str]:
    if not node.is_mapping():
        return {"": node.one_of(shapes.Policy)}
    policies = {name: policy.one_of(shapes.Policy) for name, policy in node.entries().items()}
    return {"": policies.pop("others", "unknown"), **policies}


def _explain(node: Node) -> dict[str, Explanation]:
    return {
        lang: Explanation(**{key: text.text().strip() for key, text in each.shaped(shapes.Explanation).items()})
        for lang, each in node.shaped(shapes.Explanations).items()
    }


def example_of(entry: Mapping[str, Node]) -> Example:
    """The ``cells``, ``facts`` and ``text`` of a mapping."""
    cells = {key: value.scalar() for key, value in entry["cells"].entries().items()} if "cells" in entry else {}
    facts = {key: value.scalar() for key, value in entry["facts"].entries().items()} if "facts" in entry else {}
    text = {key: value.text() for key, value in entry["text"].entries().items()} if "text" in entry else None
    return Example(cells, {key: value if isinstance(value, int | float) else None for key, value in facts.items()}, text)


_FIELDS = {"assert": "condition"}
_READ: dict[str, Callable[[Node], Any]] = {
    "code": _code,
    "name": _name,
    "title": Node.in_languages,
    "status": lambda node: node.one_of(shapes.Status),
    "since": Node.text,
    "severity": lambda node: Severity(node.one_of(shapes.Gravity)),
    "editions": Node.texts,
    "source": sources,
    "message": partial(templates, key="message"),
    "explain": _explain,
    "tolerance": _tolerance,
    "finding_per": lambda node: node.one_of(shapes.FindingPer),
    "each": partial(templates, key="each"),
    "each_none": partial(templates, key="each_none"),
    "yields_to": Node.texts,
    "for_each": _expression,
    "when": _expression,
    "assert": _expression,
    "blank": _blank,
    "bindings": _bindings,
    "replaced_by": Node.text,
    "aliases": Node.texts,
}
