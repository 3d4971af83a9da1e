"""The record of the rules of the last release, and what has happened to the rules since.

``python tests/released.py`` writes the record; do so in the commit of a release.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from gkrules.model.rule import Rule
from gkrules.rulefiles.location import rules_folder
from gkrules.rulefiles.rulebook import Rulebook, load_folder
from gkrules.rulefiles.yaml_file import read_yaml

FILE = "released.yaml"
_HEADER = """\
# The rules of the last release, as a record to compare with. Written by `python tests/released.py`, not by hand.
"""

Record = dict[str, dict[str, str]]


def recorded(rule: Rule) -> dict[str, str]:
    """What of a rule makes an event for its users when it changes."""
    return {
        "name": rule.name,
        "status": rule.status,
        "severity": rule.severity.value,
        "editions": " ".join(rule.editions),
        "for_each": rule.for_each.text,
        "when": rule.when.text if rule.when else "",
        "assert": rule.condition.text,
        "blank": " ".join(f"{name or 'others'}={policy}" for name, policy in sorted(rule.blank.items())),
        "tolerance": f"{rule.tolerance:g}",
        "finding_per": rule.finding_per,
    }


def last_release(folder: Path) -> tuple[str, Record]:
    """Version and rules of the last release; ``none`` and nothing before the first.

    Raises:
        RuleError: the record is missing or malformed.
    """
    root = read_yaml(folder / FILE).mapping(required=("version", "rules"))
    return root["version"].text(), {
        code: {key: value.text() for key, value in node.entries().items()} for code, node in root["rules"].entries().items()
    }


def events(rules: Mapping[str, Rule], before: Record) -> list[tuple[str, str]]:
    """What has happened since: pairs of the event (``Added``, ``Changed``, ``Deprecated``, ``Removed``) and the code."""
    found = [("Removed", code) for code in before if code not in rules]
    for code, rule in rules.items():
        now, then = recorded(rule), before.get(code)
        if then is None:
            found.append(("Added", code))
        elif now["status"] != then["status"] and now["status"] in ("deprecated", "removed"):
            found.append((now["status"].capitalize(), code))
        elif now != then:
            found.append(("Changed", code))
    return sorted(found, key=lambda event: event[1])


def written(ruleset: Rulebook) -> str:
    """The record as YAML."""
    lines = [_HEADER, f"version: {ruleset.version}\n", "rules:\n"]
    for rule in ruleset.rules:
        lines.append(f"  {rule.code}:\n")
        lines += [f"    {key}: {_quoted(value)}\n" for key, value in recorded(rule).items()]
    return "".join(lines)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


if __name__ == "__main__":
    (rules_folder() / FILE).write_text(written(load_folder(rules_folder())), encoding="utf-8")
