"""Every file under fixtures/rules is a test."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

import gkrules
from gkrules import Ruleset
from gkrules.checking.run import check_reports
from gkrules.model.findings import Outcome
from gkrules.model.rule import Example, Rule
from gkrules.render.messages import LANGUAGES, messages
from gkrules.testing import check_example, load_case, load_cases, run_case, small_report

FAILING = sorted((Path(__file__).resolve().parents[2] / "fixtures" / "rules").glob("*/fail/*.yaml"))

RULES = Path(__file__).resolve().parents[2] / "fixtures" / "rules"
FILES = sorted(RULES.glob("*/*/*.yaml"))


@pytest.fixture(scope="session")
def alone(ruleset: Ruleset) -> Callable[[str], Ruleset]:
    """Each rule by itself, compiled once for all of its cases."""
    return cache(lambda code: replace(ruleset, preview=True).selected([code]))


@pytest.mark.parametrize("file", FILES, ids=lambda file: "/".join(file.relative_to(RULES).with_suffix("").parts))
def test_case(file: Path, alone: Callable[[str], Ruleset]) -> None:
    assert [fault for case in load_cases(file) for fault in run_case(case, alone(case.code))] == []


def test_every_rule_has_passing_and_failing_cases(ruleset: Ruleset) -> None:
    kinds = {rule.code: {file.parent.name for file in FILES if file.parent.parent.name == rule.code} for rule in ruleset.rules}
    assert {code: kinds for code, kinds in kinds.items() if not {"pass", "fail"} <= kinds} == {}


def test_every_rule_that_reads_blanks_has_unknown_cases(ruleset: Ruleset) -> None:
    equations = [rule.code for rule in ruleset.rules if rule.blank[""] == "zero"]
    assert equations
    assert [code for code in equations if not list((RULES / code / "unknown").glob("*.yaml"))] == []


def test_every_case_names_a_live_rule(ruleset: Ruleset) -> None:
    assert {folder.name for folder in RULES.iterdir()} <= {rule.code for rule in ruleset.rules}


@pytest.mark.parametrize(("name", "outcome"), [("fails", Outcome.FAIL), ("passes", Outcome.PASS)])
def test_examples_behave_as_they_say(ruleset: Ruleset, name: str, outcome: Outcome) -> None:
    def outcomes(rule: Rule, example: Example) -> set[Outcome]:
        found = check_example(example, rule.editions[-1], replace(ruleset, preview=True).selected([rule.code]))
        return {outcome for outcome, count in found.outcomes.items() if count}

    got = {rule.code: outcomes(rule, getattr(rule, name)) for rule in ruleset.rules}
    assert {code: seen for code, seen in got.items() if outcome not in seen or (outcome is Outcome.PASS and Outcome.FAIL in seen)} == {}


def test_a_report_of_zeros_is_quiet(ruleset: Ruleset) -> None:
    found = check_reports([small_report(ruleset.edition)], ruleset, messages)[0]
    assert found.findings == ()
    assert found.outcomes[Outcome.UNKNOWN] == 0


def test_both_editions_share_cases(ruleset: Ruleset) -> None:
    """A rule that serves both editions is tested in both, by the same files."""
    tested = {(case.code, case.edition) for file in FILES for case in load_cases(file)}
    assert [(rule.code, edition) for rule in ruleset.rules for edition in rule.editions if (rule.code, edition) not in tested] == []


@pytest.mark.parametrize("file", FAILING, ids=lambda file: "/".join(file.parts[-3:]))
def test_every_failing_case_has_words(file: Path) -> None:
    case = load_case(file)
    ruleset = gkrules.load_ruleset(preview=True)
    cells = {key: value for key, value in case.example.cells.items() if "*" not in key}
    report = small_report(ruleset.editions[case.edition], cells, case.example.facts)
    for finding in gkrules.check(report, ruleset=ruleset).findings:
        assert set(finding.message) == set(LANGUAGES)
        assert all(finding.message.values())
