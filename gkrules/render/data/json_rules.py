"""Rules as JSON documents: the list of them, one with all that it states, and what differs between two editions."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from gkrules.model.rule import Example, Explanation, Rule
from gkrules.render.data.json_output import SCHEMA_VERSION, dumps, ruleset_dict, source_list
from gkrules.render.inputs import OfRules
from gkrules.rulefiles.diff import EditionDiff
from gkrules.rulefiles.rulebook import Rulebook

if TYPE_CHECKING:
    from gkrules.render.data import json_rules_shapes as shapes
    from gkrules.render.data.json_shapes import Languages


def rules_json(ruleset: Rulebook, _: str) -> str:
    """The format ``json`` of `gkrules rules list`."""
    return dumps(rules_dict(ruleset))


def rule_json(of: OfRules, _: str) -> str:
    """The format ``json`` of `gkrules explain`."""
    data: shapes.RuleResult = {"schema_version": SCHEMA_VERSION, **rule_dict(of.rule)}
    return dumps(data)


def diff_json(diff: EditionDiff, _: str) -> str:
    """The format ``json`` of `gkrules rules diff`."""
    return dumps({"schema_version": SCHEMA_VERSION, **diff.to_dict()})


def rules_dict(ruleset: Rulebook) -> shapes.RulesResult:
    """All rules with their metadata."""
    return {"schema_version": SCHEMA_VERSION, "ruleset": ruleset_dict(ruleset), "rules": [rule_dict(rule) for rule in ruleset.rules]}


def rule_dict(rule: Rule) -> shapes.RuleStated:
    """Everything that a rule states, and where it states it."""
    return {
        "code": rule.code,
        "name": rule.name,
        "title": cast("Languages", dict(rule.title)),
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
        "message": cast("Languages", dict(rule.message)),
        "explain": {"zh": _explanation(rule.explain["zh"]), "en": _explanation(rule.explain["en"])},
        "examples": {"fails": _example(rule.fails), "passes": _example(rule.passes)},
        "file": str(rule.file),
        "line": rule.condition.line,
    }


def _explanation(explanation: Explanation) -> shapes.ExplanationText:
    return {"checks": explanation.checks, "why": explanation.why, "mend": explanation.mend}


def _example(example: Example) -> shapes.RuleExample:
    data: shapes.RuleExample = {"cells": dict(example.cells), "facts": dict(example.facts)}
    if example.text is not None:
        data["text"] = dict(example.text)
    return data
