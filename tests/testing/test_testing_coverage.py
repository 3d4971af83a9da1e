from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from gkrules import Ruleset, UsageError
from gkrules.model.rule import Example
from gkrules.testing import Case, Expected, RuleCoverage, format_coverage, rule_coverage

GROUP = "review_litigation.review"


def case(kind: str, cells: dict[str, int | None], *expected: Expected, edition: str = "2021", code: str = "GK404") -> Case:
    return Case(
        Path(f"{code}/{kind}/made.yaml"),
        code,
        kind,
        "",
        edition,
        Example({f"{GROUP}.{key}": each for key, each in cells.items()}),
        expected,
    )


TOO_LOW = case("fail", {"upheld": 2, "total": 1}, Expected((f"{GROUP}.*",)))


def covered(ruleset: Ruleset, *cases: Case, equivalent: dict[str, str] | None = None) -> RuleCoverage:
    only = ruleset.selected(["GK404"])
    return rule_coverage(only, cases, {"GK404": equivalent or {}})[0]


def alive(found: RuleCoverage) -> set[str]:
    return {mutant.description for mutant in found.survivors}


def test_without_cases_every_mutant_survives(ruleset: Ruleset) -> None:
    found = covered(ruleset)
    assert set(found.outcomes.values()) == {0}
    assert found.missing == ("pass", "fail", "unknown")
    assert not found.killed
    assert len(found.survivors) == 13


def test_a_case_kills_the_mutants_that_it_judges_otherwise(ruleset: Ruleset) -> None:
    before, after = alive(covered(ruleset)), alive(covered(ruleset, TOO_LOW))
    assert "assert: total <= sum(outcomes)" in before - after
    assert "assert: total >= sum(outcomes)" in after
    assert "tolerance: 1" in before - after
    assert "outcomes of 2021 without review_litigation.*.upheld" in before - after
    assert "outcomes of 2019 without review_litigation.*.upheld" in after


def test_a_case_of_another_edition_tells_nothing_of_the_groups_of_this_one(ruleset: Ruleset) -> None:
    found = covered(ruleset, case("pass", {"upheld": 2, "total": 2}, edition="2019"))
    assert "outcomes of 2019 without review_litigation.*.upheld" not in alive(found)
    assert "outcomes of 2021 without review_litigation.*.upheld" in alive(found)


def test_a_wrong_case_reaches_no_outcome(ruleset: Ruleset) -> None:
    found = covered(ruleset, case("pass", {"upheld": 2, "total": 1}), case("unknown", {"upheld": 2, "total": None}))
    assert found.outcomes == {"pass": 0, "fail": 0, "unknown": 1, "not_applicable": 0}


def test_a_declared_equivalent_does_not_survive(ruleset: Ruleset) -> None:
    found = covered(ruleset, TOO_LOW, equivalent={"assert: total >= sum(outcomes)": "nobody counts too much"})
    assert [(each.description, each.equivalent) for each in found.equivalents] == [
        ("assert: total >= sum(outcomes)", "nobody counts too much")
    ]
    assert "assert: total >= sum(outcomes)" not in alive(found)


@pytest.mark.parametrize("description", ["assert: total <= sum(outcomes)", "assert: total < sum(outcomes)"])
def test_a_declaration_that_is_wrong_or_out_of_date_is_refused(ruleset: Ruleset, description: str) -> None:
    with pytest.raises(UsageError, match="GK404"):
        covered(ruleset, TOO_LOW, equivalent={description: "why not"})


def test_rules_in_preview_are_covered_and_removed_ones_are_not(ruleset: Ruleset) -> None:
    only = ruleset.selected(["GK404"])

    def found(status: str) -> list[RuleCoverage]:
        return rule_coverage(replace(only, rules=(replace(only.rules[0], status=status),)), [TOO_LOW])

    assert found("preview")[0].outcomes["fail"] == 1
    assert found("removed") == []


def test_the_table(ruleset: Ruleset) -> None:
    text = format_coverage([covered(ruleset, TOO_LOW)])
    lines = text.splitlines()
    assert lines[0].split() == ["rule", "pass", "fail", "unknown", "n/a", "mutants", "killed", "same", "alive"]
    assert lines[1].split()[:6] == ["GK404", "0", "1", "0", "0", "13"]
    assert "    no case reaches pass" in lines
    assert "    alive  assert: total >= sum(outcomes)" in lines
    assert lines[-1].split() == ["all", *lines[1].split()[1:]]
