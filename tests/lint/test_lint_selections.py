"""What is kept between the rules and cases of a folder changes nothing that is found."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path

import pytest

from gkrules import Ruleset
from gkrules.checking.examples import check_example
from gkrules.lint.cases import Remembering
from gkrules.model.rule import Example
from gkrules.testing import Case, load_cases, run_case

RULES = Path(__file__).resolve().parents[2] / "fixtures" / "rules"
CODES = ("GK401", "GK402", "GK404", "GK501", "GK801")


def locating_cases() -> list[Case]:
    files = [file for code in CODES for file in sorted((RULES / code / "fail").glob("*.yaml"))]
    return [case for file in files for case in load_cases(file)]


@pytest.fixture(scope="module")
def kept(ruleset: Ruleset) -> Remembering:
    return Remembering(**{each.name: getattr(ruleset, each.name) for each in fields(Ruleset) if each.init})


def test_selections_are_compiled_once_and_share_what_locates(kept: Remembering) -> None:
    one, same, other = (kept.selected([code]) for code in ("GK401", "GK401", "GK404"))
    assert one is same
    assert [rule.code for rule in one.rules] == ["GK401"]
    assert one.compiled("2021") is same.compiled("2021")
    assert one.compiled("2021") is not other.compiled("2021")
    assert one.whole is other.whole is kept


def test_preview_is_another_selection(kept: Remembering) -> None:
    assert replace(kept, preview=True).selected(["GK401"]).preview
    assert not kept.selected(["GK401"]).preview


def test_the_same_is_found_as_without_memory(kept: Remembering, ruleset: Ruleset) -> None:
    cases = locating_cases()
    assert len(cases) > 20
    with_causes = 0
    for case in cases:
        assert run_case(case, kept) == []
        if "*" in "".join(case.example.cells):
            continue
        example = Example(case.example.cells, case.example.facts, case.example.text)
        found, plain = (check_example(example, case.edition, each.selected([case.code])) for each in (kept, ruleset))
        assert found.findings == plain.findings
        assert found.outcomes == plain.outcomes
        with_causes += any(finding.cause for finding in found.findings)
    assert with_causes > 5
