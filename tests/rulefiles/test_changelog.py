"""Every event in the life of a rule has an entry in the changelog."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from released import events, last_release, recorded, written

from gkrules import Ruleset
from gkrules.rulefiles.location import rules_folder

CHANGELOG = Path(__file__).resolve().parents[2] / "CHANGELOG.md"


def newest_section() -> str:
    """The part of the changelog about the release that is being made."""
    return CHANGELOG.read_text(encoding="utf-8").split("\n## ")[1]


def test_every_event_has_an_entry(ruleset: Ruleset) -> None:
    _, before = last_release(rules_folder())
    section = newest_section()
    missing = [
        event for event in events({rule.code: rule for rule in ruleset.rules}, before) if f"**{event[0]}** {event[1]} " not in section
    ]
    assert missing == []


def test_every_entry_is_about_a_rule(ruleset: Ruleset) -> None:
    entries = [line.split()[2] for line in newest_section().splitlines() if line.startswith("- **") and line.split()[2].startswith("GK")]
    assert entries
    assert set(entries) <= {rule.code for rule in ruleset.rules}
    assert len(entries) == len(set(entries))


@pytest.mark.parametrize(
    ("changes", "event"),
    [({"status": "deprecated"}, "Deprecated"), ({"status": "removed"}, "Removed"), ({"finding_per": "table"}, "Changed"), ({}, None)],
)
def test_events_are_seen(ruleset: Ruleset, changes: dict[str, str], event: str | None) -> None:
    rule = ruleset.rule("GK403")
    before = {rule.code: recorded(rule)}
    assert events({rule.code: replace(rule, **changes)}, before) == ([(event, rule.code)] if event else [])


def test_a_new_and_a_vanished_rule_are_events(ruleset: Ruleset) -> None:
    rule = ruleset.rule("GK403")
    assert events({rule.code: rule}, {}) == [("Added", rule.code)]
    assert events({}, {rule.code: recorded(rule)}) == [("Removed", rule.code)]


def test_the_record_can_be_read_back(ruleset: Ruleset, tmp_path: Path) -> None:
    (tmp_path / "released.yaml").write_text(written(ruleset), encoding="utf-8")
    version, rules = last_release(tmp_path)
    assert version == ruleset.version
    assert rules == {rule.code: recorded(rule) for rule in ruleset.rules}
