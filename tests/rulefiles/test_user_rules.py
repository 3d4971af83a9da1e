"""Rules of users: added, extended, scaffolded; and the lifecycle of rules."""

from __future__ import annotations

import json
import warnings
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

import gkrules
from gkrules import Outcome, RuleError, Ruleset, UsageError
from gkrules.lint.findings import LintCode
from gkrules.lint.run import lint
from gkrules.rulefiles.location import rules_folder
from gkrules.rulefiles.scaffold import TO_FILL_IN, new_rule
from gkrules.testing import load_case, run_case, small_report

BROKEN = {"review_litigation.review.upheld": 10, "review_litigation.review.corrected": 1}


def write(folder: Path, name: str, text: str) -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def test_a_rule_of_ours_can_be_overridden(tmp_path: Path, edition: gkrules.Edition) -> None:
    write(tmp_path, "GK301.yaml", 'extends: GK301\nseverity: error\nmessage: {zh: "空白：{cells}", en: "blank: {cells}"}\n')
    ruleset = gkrules.load_ruleset("2021", rules=[tmp_path])
    result = gkrules.check(small_report(edition, {"licensing.licences.decisions": None}), ruleset=ruleset)
    assert [(finding.code, finding.severity, finding.message["zh"][:3]) for finding in result.findings] == [("GK301", "error", "空白：")]
    assert gkrules.load_ruleset("2021").rule("GK301").severity == "warning"


def test_an_extension_with_its_own_code_stands_beside_its_base(tmp_path: Path, edition: gkrules.Edition) -> None:
    write(tmp_path, "GKX904.yaml", "extends: GK404\ncode: GKX904\ntolerance: 20\n")
    ruleset = gkrules.load_ruleset("2021", rules=[tmp_path])
    result = gkrules.check(small_report(edition, BROKEN), ruleset=ruleset)
    assert [finding.code for finding in result.findings] == ["GK404"]
    far = gkrules.check(small_report(edition, {"review_litigation.review.upheld": 21}), ruleset=ruleset)
    assert sorted(finding.code for finding in far.findings) == ["GK404", "GKX904"]


def test_the_digest_and_the_name_tell_of_added_rules(tmp_path: Path) -> None:
    ours = gkrules.load_ruleset("2021")
    write(tmp_path, "GKX904.yaml", "extends: GK404\ncode: GKX904\n")
    theirs = gkrules.load_ruleset("2021", rules=[tmp_path])
    assert theirs.digest != ours.digest
    assert theirs.name == f"{ours.name}+{tmp_path.name}"


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("GK999.yaml", "code: GK999\n", "GKX901"),
        ("GKX901.yaml", "extends: GK44\ncode: GKX901\n", "GK4"),
        ("GKX901.yaml", "extends: GK404\ncode: GK901\n", "GK"),
        ("GKX902.yaml", "extends: GK404\ncode: GKX901\n", "GKX901.yaml"),
        ("GKX901.yaml", "extends: GK404\ncode: GKX901\nassert: 1 == 1\n", "assert"),
        ("GKX901.yaml", "extends: GK404\ncode: GKX901\ntolerance: -1\n", "0"),
    ],
)
def test_what_users_cannot_do(tmp_path: Path, name: str, text: str, words: str) -> None:
    write(tmp_path, name, text)
    with pytest.raises(RuleError) as caught:
        gkrules.load_ruleset("2021", rules=[tmp_path])
    assert words in caught.value.en
    assert f"{tmp_path / name}:" in caught.value.zh


def test_a_missing_folder_is_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="nowhere"):
        gkrules.load_ruleset(rules=[tmp_path / "nowhere"])


def test_a_scaffolded_rule_works_as_it_stands(tmp_path: Path) -> None:
    files = new_rule("gkx901", tmp_path)
    ruleset = gkrules.load_ruleset("2021", rules=[tmp_path])
    assert ruleset.rule("GKX901").file == tmp_path / "GKX901.yaml"
    cases = [load_case(file) for file in files if "cases" in file.parts]
    assert {case.kind for case in cases} == {"pass", "fail", "unknown"}
    assert [fault for case in cases for fault in run_case(case, ruleset)] == []
    with pytest.raises(UsageError, match=r"GKX901\.yaml"):
        new_rule("GKX901", tmp_path)


def test_a_scaffolded_folder_travels(tmp_path: Path) -> None:
    new_rule("GKX901", tmp_path / "first")
    new_rule("GKX902", tmp_path / "first")
    moved = (tmp_path / "first").rename(tmp_path / "else where")
    schema = json.loads((rules_folder() / "schemas" / "rule.schema.json").read_text("utf-8"))
    for code in ("GKX901", "GKX902"):
        text = (moved / f"{code}.yaml").read_text("utf-8")
        reference = text.partition("$schema=")[2].partition("\n")[0]
        assert not Path(reference).is_absolute()
        assert json.loads((moved / reference).read_text("utf-8")) == schema
        assert Draft202012Validator(schema).is_valid(yaml.safe_load(text))
    assert gkrules.load_ruleset(rules=[moved]).rule("GKX902").file == moved / "GKX902.yaml"


def test_a_schema_that_is_there_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "schemas").mkdir()
    write(tmp_path / "schemas", "rule.schema.json", "{}")
    assert tmp_path / "schemas" / "rule.schema.json" not in new_rule("GKX901", tmp_path)
    assert (tmp_path / "schemas" / "rule.schema.json").read_text("utf-8") == "{}"


def test_the_linter_finds_what_a_new_rule_leaves_to_be_written(tmp_path: Path) -> None:
    file, *_ = new_rule("GKX901", tmp_path)
    text = file.read_text("utf-8")
    findings = lint([tmp_path]).findings
    assert {each.code for each in findings} == {LintCode.NOT_FILLED_IN}
    assert {each.said.arguments["text"] for each in findings} == set(TO_FILL_IN)
    lines = text.splitlines()
    assert all(str(each.said.arguments["text"]) in lines[each.where.line - 1][each.where.column - 1 :] for each in findings)
    for number, each in enumerate(sorted(TO_FILL_IN, key=len, reverse=True)):
        text = text.replace(each, f"some text {number}")
    write(tmp_path, "GKX901.yaml", text)
    assert lint([tmp_path]).findings == ()


@pytest.mark.parametrize("code", ["GK901", "X1", "../GKX901", "GKX9011"])
def test_codes_that_are_not_free(tmp_path: Path, code: str) -> None:
    with pytest.raises(UsageError):
        new_rule(code, tmp_path)
    assert list(tmp_path.iterdir()) == []


def with_rule(ruleset: Ruleset, code: str, **changes: object) -> Ruleset:
    rules = tuple(replace(rule, **changes) if rule.code == code else rule for rule in ruleset.rules)  # type: ignore[arg-type]
    return replace(ruleset, rules=rules)


@pytest.mark.parametrize(
    ("status", "preview", "found"),
    [("stable", False, 1), ("preview", False, 0), ("preview", True, 1), ("deprecated", False, 1), ("removed", True, 0)],
)
def test_which_rules_run(ruleset: Ruleset, edition: gkrules.Edition, status: str, preview: bool, found: int) -> None:
    changed = replace(with_rule(ruleset, "GK404", status=status), preview=preview)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        result = gkrules.check(small_report(edition, BROKEN), ruleset=changed)
    assert len(result.findings) == found
    assert [warning.category for warning in caught] == ([DeprecationWarning] if status == "deprecated" else [])


def test_a_deprecated_rule_warns_and_names_its_successor(ruleset: Ruleset) -> None:
    changed = with_rule(ruleset, "GK404", status="deprecated", replaced_by="GK401")
    with pytest.warns(DeprecationWarning, match="GK401"):
        changed.selected(["GK404"])


def test_a_former_code_leads_to_the_rule(ruleset: Ruleset, edition: gkrules.Edition) -> None:
    changed = with_rule(ruleset, "GK404", aliases=("GK499",))
    assert changed.rule("gk499").code == "GK404"
    result = gkrules.check(small_report(edition, BROKEN), ruleset=changed, select=["GK499"])
    assert [finding.code for finding in result.findings] == ["GK404"]


def test_a_series_is_checked_against_itself(edition: gkrules.Edition) -> None:
    before = small_report(edition, {"applications.carried_out.total": 103})
    after = small_report(edition, {"applications.carried_in.total": 77})
    before.year = 2023
    findings = gkrules.check([after, before], select=["GK6"]).findings
    assert [(finding.code, finding.left, finding.right) for finding in findings] == [("GK601", 77, 103)]
    assert gkrules.check(after, previous=before, select=["GK6"]).findings[0].difference == -26
    assert gkrules.check(after, select=["GK6"]).outcomes[Outcome.NOT_APPLICABLE] > 0


def test_two_reports_of_last_year_that_differ_are_not_chosen_between(edition: gkrules.Edition) -> None:
    after = small_report(edition, {"applications.carried_in.total": 77})
    twins = [small_report(edition, {"applications.carried_out.total": number}) for number in (103, 104)]
    for twin in twins:
        twin.year = 2023
    assert [finding.code for finding in gkrules.check(after, previous=twins, select=["GK6"]).findings] == ["GK603"]


def test_the_organs_below_are_added_up(edition: gkrules.Edition) -> None:
    above = small_report(edition, {"licensing.licences.decisions": 9})
    below = [replace(small_report(edition, {"licensing.licences.decisions": number}), unit=f"某市某局第{number}分局") for number in (4, 6)]
    findings = gkrules.check(above, below=below, select=["GK701"]).findings
    assert [(finding.left, finding.right) for finding in findings] == [(9, 10)]


def test_a_binding_gives_a_name_its_meaning_in_an_edition() -> None:
    everything = gkrules.load_ruleset()
    condition = replace(everything.rule("GK801").condition, text="regulations.rules.issued == 0")
    rule = replace(everything.rule("GK801"), condition=condition, bindings={"2019": {"regulations.rules.issued": "regulations.rules.made"}})
    changed = replace(everything, rules=(rule,))
    for edition, cell in (("2021", "regulations.rules.issued"), ("2019", "regulations.rules.made")):
        report = small_report(everything.editions[edition], {cell: 1}, {"unit.territory": 4})
        assert [finding.cells for finding in gkrules.check(report, ruleset=changed).findings] == [(cell,)]
