"""Claims of users: merged with those of the package, by key."""

from __future__ import annotations

import pickle
import shutil
from pathlib import Path

import pytest

import gkrules
from gkrules import RuleError
from gkrules.narrate.statements import statements_of
from gkrules.ruleset.location import rules_folder
from gkrules.testing import small_report

OWN = """\
words: {matter: 事项}
claims:
  - key: own_total
    label: {zh: 申办总数, en: all matters}
    kind: number
    meant: [applications.new.total, applications.carried_in.total]
    patterns: ['申办总数{n}{matter}']
"""
GRANTED = """\
claims:
  - key: granted
    label: {zh: 同意提供, en: provided}
    kind: number
    meant: [applications.granted.total]
    topics: [applications]
    patterns: ['同意提供{n}{unit}']
"""


def folder_with(folder: Path, **files: str) -> Path:
    (folder / "claims").mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / "claims" / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


def findings(ruleset: gkrules.Ruleset, text: str, **cells: int) -> list[tuple[str, str]]:
    values = {f"applications.{row}.total": value for row, value in cells.items()}
    report = small_report(ruleset.editions["2021"], values, text={"overview": text})
    found = gkrules.check(report, ruleset=ruleset.selected(["GK5"])).findings
    return [(each.code, each.message["en"]) for each in found]


def test_own_claims_are_added(tmp_path: Path) -> None:
    ruleset = gkrules.load_ruleset(rules=[folder_with(tmp_path, own=OWN)])
    assert findings(ruleset, "2024年申办总数12事项。", new=9, carried_in=3) == []
    ((code, message),) = findings(ruleset, "2024年申办总数12事项。", new=9, carried_in=4)
    assert code == "GK501"
    assert "all matters" in message
    # Those of the package are there still, and so are its rules.
    assert [code for code, _ in findings(ruleset, "2024年新收政府信息公开申请3件。", new=2)] == ["GK501"]
    assert ruleset.rules == gkrules.load_ruleset().rules
    assert ruleset.digest != gkrules.load_ruleset().digest
    assert "own_total" not in gkrules.load_ruleset().edition.claims.by_key


def test_a_claim_of_the_same_key_is_replaced(tmp_path: Path) -> None:
    ruleset = gkrules.load_ruleset(rules=[folder_with(tmp_path, own=GRANTED)])
    report = small_report(ruleset.edition, text={"overview": "办结政府信息公开申请5件，其中予以公开3件，同意提供2件。"})
    (statement,) = statements_of(report, ruleset.edition.claims)["granted"]
    assert statement.values == {"stated": 2}
    ours = gkrules.load_ruleset().edition.claims
    assert list(ruleset.edition.claims.by_key) == list(ours.by_key)


def test_a_later_folder_replaces_an_earlier_one(tmp_path: Path) -> None:
    first = folder_with(tmp_path / "one", own=OWN)
    second = folder_with(tmp_path / "two", own=OWN.replace("申办总数{n}", "总共{n}"))
    ruleset = gkrules.load_ruleset(rules=[first, second])
    assert findings(ruleset, "2024年申办总数12事项。") == []
    assert [code for code, _ in findings(ruleset, "2024年总共12事项。")] == ["GK501"]


def test_rules_and_claims_of_a_folder_go_together(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, own=OWN)
    rule = (rules_folder() / "checks" / "text" / "GK501.yaml").read_text("utf-8")
    rule = rule.replace("GK501", "GKX901").replace("claim of number", "claim of own_total").replace("severity: warning", "severity: error")
    rule = rule.replace(" or stated == sum(or_meant) or stated == sum(or_else_meant)", "")
    (folder / "GKX901.yaml").write_text(rule, encoding="utf-8")
    ruleset = gkrules.load_ruleset(rules=[folder])
    report = small_report(ruleset.edition, text={"overview": "2024年申办总数12事项。"})
    assert [each.code for each in gkrules.check(report, ruleset=ruleset.selected(["GKX"])).findings] == ["GKX901"]


def test_claims_are_no_rules(tmp_path: Path) -> None:
    from gkrules.ruleset.ruleset import rule_files

    assert rule_files(folder_with(tmp_path, own=OWN)) == []


@pytest.mark.parametrize(
    ("text", "part"),
    [
        (OWN.replace("{matter}'", "(?=b)'"), "own.yaml:7:.*RE2"),
        (OWN.replace("    meant", "    unless: '('\n    meant"), "own.yaml:6:.*RE2"),
        (OWN.replace("carried_in", "carried"), "own.yaml:6:.*carried"),
        (OWN + OWN.partition("claims:\n")[2], "own.yaml:8:.*own_total"),
        (OWN.replace("{n}", "12"), "own.yaml:7:.*{n}"),
        ("words: {n: '[0-9]'}", "own.yaml:1:.*'n'"),
    ],
)
def test_a_fault_is_named_when_the_rules_are_loaded(text: str, part: str, tmp_path: Path) -> None:
    with pytest.raises(RuleError, match=part):
        gkrules.load_ruleset(rules=[folder_with(tmp_path, own=text)])


def test_a_ruleset_with_claims_of_users_can_be_sent_to_a_process(tmp_path: Path) -> None:
    ruleset = pickle.loads(pickle.dumps(gkrules.load_ruleset(rules=[folder_with(tmp_path, own=OWN)])))  # noqa: S301
    assert "own_total" in ruleset.edition.claims.by_key


def test_a_form_of_users_has_the_claims_about_what_it_has(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, own=OWN)
    (folder / "editions").mkdir()
    source = (rules_folder() / "editions" / "2021.yaml").read_text("utf-8")
    # The form of a place that does not ask for section four.
    text = source.replace('edition: "2021"', 'edition: "own"').replace("review_litigation", "disputes")
    assert text.count("disputes") > 1
    (folder / "editions" / "own.yaml").write_text(text, encoding="utf-8")
    claims = gkrules.load_ruleset(rules=[folder]).editions["own"].claims.by_key
    assert {"own_total", "applications_new", "denied"} <= set(claims)
    assert "review_total" not in claims


def test_a_ruleset_without_claims_has_those_of_the_package(tmp_path: Path) -> None:
    from gkrules.ruleset.editions import load_edition

    shutil.copytree(rules_folder() / "editions", tmp_path / "editions")
    assert "applications_new" in load_edition(tmp_path / "editions" / "2021.yaml").claims.by_key
