"""Rules as JSON documents: the list of them, one with all that it states, and what differs between two editions."""

from __future__ import annotations

from typing import Any

from gkrules.model.rule import Example, Rule
from gkrules.render.data.json_output import SCHEMA_VERSION, dumps, ruleset_dict, source_list
from gkrules.render.inputs import OfRules
from gkrules.rulefiles.diff import EditionDiff
from gkrules.rulefiles.rulebook import Rulebook


def rules_json(ruleset: Rulebook, _: str) -> str:
    """The format ``json`` of `gkrules rules list`."""
    return dumps(rules_dict(ruleset))


def rule_json(of: OfRules, _: str) -> str:
    """The format ``json`` of `gkrules explain`."""
    return dumps({"schema_version": SCHEMA_VERSION, **rule_dict(of.rule)})


def diff_json(diff: EditionDiff, _: str) -> str:
    """The format ``json`` of `gkrules rules diff`."""
    return dumps({"schema_version": SCHEMA_VERSION, **diff.to_dict()})


def rules_dict(ruleset: Rulebook) -> dict[str, Any]:
    """All rules with their metadata."""
    return {"schema_version": SCHEMA_VERSION, "ruleset": ruleset_dict(ruleset), "rules": [rule_dict(rule) for rule in ruleset.rules]}


def rule_dict(rule: Rule) -> dict[str, Any]:
    """Everything that a rule states, and where it states it."""
    return {
        "code": rule.code,
        "name": rule.name,
        "title": dict(rule.title),
        "status": rule.status,
        "since": rule.since,
        "severity": rule.severity.value,
        "editions": list(rule.editions),
        "source": source_list(rule.source),
        "for_each": rule.for_each.text,
        "when": rule.when.text if rule.when else None,
        "assert": rule.condition.text,
        "blank": {name or "others": policy for name, policy in rule.blank.items()},
        "finding_per": rule.finding_per,
        "message": dict(rule.message),
        "explain": {lang: {"checks": each.checks, "why": each.why, "mend": each.mend} for lang, each in rule.explain.items()},
        "examples": {"fails": _example(rule.fails), "passes": _example(rule.passes)},
        "file": str(rule.file),
        "line": rule.condition.line,
    }


def _example(example: Example) -> dict[str, Any]:
    return {
        "cells": dict(example.cells),
        "facts": dict(example.facts),
        **({"text": dict(example.text)} if example.text is not None else {}),
    }
