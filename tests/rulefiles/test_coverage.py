"""Rule coverage is a gate: the cases under fixtures/rules reach every outcome, and notice every small fault in a rule."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import pytest

from gkrules import Ruleset, load_ruleset
from gkrules.compile.batch import Columns, StateCode, Subset
from gkrules.compile.kernel import Kernel
from gkrules.language.binding import bind
from gkrules.language.names import Names
from gkrules.model.relations import CLAIM, PREFIXES
from gkrules.testing import RuleCoverage, format_coverage, load_cases, rule_coverage
from gkrules.testing.mutants import Mutant

RULES = Path(__file__).resolve().parents[2] / "fixtures" / "rules"
NO_FEWER_THAN_NONE = "there are never fewer than 0 remarks"
LETTERS = (("overview", 5), ("problems", 5), ("other_matters", 1))


def letters(changed: str) -> str:
    """The condition of the rule on sections without content where the position that stands for "none" is another in one section."""
    parts = ((f"section.{section}", least, -1 if section == changed else 0) for section, least in LETTERS)
    return " and ".join(f"(position != max({none}, {section}.position) or {section}.length >= {least})" for section, least, none in parts)


EQUIVALENT = {
    "GK101": {"when: document.has_text >= 1": "the fact is 0 or 1"},
    "GK102": {"when: is_number(fact) and report.year_certain >= 1": "the fact is 0 or 1"},
    "GK107": {f"assert: {letters(section)}": "positions count from 1" for section, _ in LETTERS},
    "GK111": {
        "assert: (unit.level >= department implies document.published <= (report.year + 1) * 10000 + 131)"
        " and document.published <= (report.year + 1) * 10000 + 331": "no level is below department",
        "assert: (unit.level == department implies document.published <= (report.year + 1) * 10000 + 132)"
        " and document.published <= (report.year + 1) * 10000 + 331": "January has no 32nd day",
        "assert: (unit.level == department implies document.published <= (report.year + 1) * 10000 + 131)"
        " and document.published <= (report.year + 1) * 10000 + 332": "March has no 32nd day",
    },
    "GK113": {"assert: report.year_certain >= 1": "the fact is 0 or 1"},
    **{
        code: {"assert: count <= 0": NO_FEWER_THAN_NONE}
        for code in ("GK605", "GK606", "GK202", "GK203", "GK204", "GK205", "GK508", "GK603", "GK604", "GK702", "GK703")
    },
    **{code: {"assert: count <= 0": NO_FEWER_THAN_NONE} for code in ("GK901", "GK902", "GK903", "GK904", "GK905")},
    "GK801": {
        "when: unit.territory >= county or unit.territory == township": "below county there is township alone, which is named",
        "when: unit.territory == county or unit.territory >= township": "no territory is below township",
    },
}
"""Mutants that no report can tell from their rule, for what a fact can be."""

REPORTS = 600
POSSIBLE = {
    "unit.territory": [0, 1, 2, 3, 4, 5],
    "unit.level": [0, 1, 2, 3, 4, 5, 6],
    "known": [0, 1],
    "document.has_text": [0, 1],
    "note.": [0, 1, 2],
    "year_certain": [0, 1],
    "published": [20250131, 20250201, 20250331, 20250401, np.nan],
    "length": [0, 4, 5, 40, np.nan],
    "_day": [101, 102, 1130, 1231, np.nan],
    "year": [2023, 2024, 2025, np.nan],
    "position": [1, 2, 3, 4, 5, 6, np.nan],
}
"""What a fact can be, by a part of its name."""


TELLING = ("GK101", "GK102", "GK202", "GK303", "GK404", "GK801")
"""Rules whose faults random reports tell; of these, many."""

# A test for each rule, so that the workers share them.
CODES = [rule.code for rule in load_ruleset("2021").rules if rule.status != "removed"]


@cache
def covered(code: str) -> RuleCoverage:
    cases = [case for file in sorted((RULES / code).glob("*/*.yaml")) for case in load_cases(file)]
    (found,) = rule_coverage(load_ruleset("2021").selected([code]), cases, EQUIVALENT)
    print(f"\n{format_coverage([found])}")
    return found


def test_the_exceptions_are_of_rules_that_there_are() -> None:
    assert {*EQUIVALENT, *TELLING} <= set(CODES)


@pytest.mark.parametrize("code", CODES)
def test_the_cases_of_a_rule_reach_every_outcome_and_leave_no_mutant(code: str, ruleset: Ruleset) -> None:
    each = covered(code)
    assert not (each.survivors and each.rule.status == "stable"), format_coverage([each])
    assert not each.missing, format_coverage([each])
    # No report tells an equivalent mutant from its rule.
    wrong = [mutant.description for mutant in each.equivalents for key in mutant.editions if differs(mutant, each, ruleset.names(key))]
    assert wrong == []


def test_random_reports_tell_the_other_mutants(ruleset: Ruleset) -> None:
    """Or what is said above of equivalent ones would mean nothing."""
    told = [differs(mutant, each, ruleset.names(mutant.editions[-1])) for each in map(covered, TELLING) for mutant in each.killed]
    assert sum(told) > 0.9 * len(told)


def differs(mutant: Mutant, each: RuleCoverage, names: Names) -> bool:
    """Whether some of many random reports tell a mutant from its rule."""
    whole, edition, facts = bind(each.rule, names), names.edition, list(names.facts)
    columns = Columns.of(edition, facts, sorted(key for key in whole.read() if key.startswith(PREFIXES) and key not in facts))
    before, after = (Kernel(bound, edition, columns) for bound in (whole, mutant.bound(names)))
    reports, rows = random_reports(columns), np.arange(REPORTS)
    return bool((before.evaluate(reports, rows).outcomes != after.evaluate(reports, rows).outcomes).any())


def random_reports(columns: Columns) -> Subset:
    """Reports with few numbers, so that sums fit now and then, and with cells of every state."""
    random = np.random.default_rng(601)
    shape = (REPORTS, len(columns.position))
    busy = random.random((REPORTS, 1)) < 0.5
    states = np.where(busy & (random.random(shape) < 0.3), random.integers(0, len(StateCode), shape), StateCode.NUMBER).astype(np.int8)
    values = np.where(random.random(shape) < 0.6, 0.0, random.choice([-1, 0.5, 1, 2, 3, 1e5, 1e6 + 1, 1e9], shape))
    for name in columns.facts:
        at = columns.position[name]
        values[:, at] = random.choice(next(each for part, each in POSSIBLE.items() if part in name), REPORTS)
        states[:, at] = np.where(np.isnan(values[:, at]), StateCode.BLANK, StateCode.NUMBER)
    stated = [columns.position[key] for key in columns.related if key.startswith(CLAIM)]
    states[:, stated] = np.where(states[:, stated] == StateCode.BLANK, StateCode.TEXT, states[:, stated])
    number = np.isin(states, (StateCode.NUMBER, StateCode.ANNOTATED, StateCode.UNITLESS))
    return Subset(np.where(number, values, np.nan), states)
