"""What the linter takes for the same condition, for constant, and for implied."""

from __future__ import annotations

from fractions import Fraction

import pytest
from strategies import rule_of

from gkrules import Ruleset
from gkrules.language.binding import BoundRule, bind
from gkrules.lint.conditions import constant_parts
from gkrules.lint.linear import LinearConstraint, LinearProgram, constraints, normal_forms, reduced, span_of
from gkrules.lint.written import remedy_patterns

ROW = "row of review_litigation"
PARTS = "upheld + corrected + other + pending"


def bound(condition: str, ruleset: Ruleset, for_each: str = ROW) -> BoundRule:
    return bind(rule_of(condition, for_each), ruleset.names(ruleset.edition.key))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("total == sum(outcomes)", f"total == {PARTS}"),
        ("total == sum(outcomes)", f"0 == 3 * ({PARTS}) - total * 3"),
        ("total == sum(outcomes)", "total - sum(outcomes) == 0"),
        ("total >= upheld", "0 - upheld >= -total"),
        ("total >= upheld", "2 * upheld <= 2 * total"),
        ("0.5 * total > upheld", "2 * upheld < total"),
        ("is_blank(total) or is_text(upheld)", "is_text(upheld) or is_blank(total)"),
        ("not not is_blank(total)", "is_blank(total)"),
        ("max(upheld, other) > total", "total < max(other, upheld)"),
        ("total > 0 implies upheld > 0", "0 < 2 * total implies 0 < upheld"),
    ],
)
def test_the_same_condition(one: str, other: str, ruleset: Ruleset) -> None:
    assert normal_forms(bound(one, ruleset).condition) == normal_forms(bound(other, ruleset).condition)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("total == sum(outcomes)", "total >= sum(outcomes)"),
        ("total >= upheld", "total <= upheld"),
        ("total >= upheld", "total > upheld"),
        ("total >= upheld", "total >= upheld + 1"),
        ("total > 0 implies upheld > 0", "upheld > 0 implies total > 0"),
        ("max(upheld, other) > total", "min(upheld, other) > total"),
        ("is_blank(total)", "is_blank(upheld)"),
    ],
)
def test_another_condition(one: str, other: str, ruleset: Ruleset) -> None:
    assert normal_forms(bound(one, ruleset).condition) != normal_forms(bound(other, ruleset).condition)


@pytest.mark.parametrize(
    ("condition", "value"),
    [
        ("total > 0 and 1 == 1", True),
        ("total > 0 or 2 > 3", False),
        ("total == total", True),
        ("total - upheld != total - upheld", False),
        ("total + 1 > total", True),
        ("abs(total) >= 0", True),
        ("count(outcomes) < 0", False),
        ("abs(total) == -1", False),
        ("is_blank(total) or not is_blank(total)", True),
        ("not is_blank(total) and is_blank(total)", False),
        ("is_blank(total) implies is_blank(total)", True),
        ("total >= 0", None),
        ("total == sum(outcomes)", None),
        ("abs(total) > 0", None),
        ("count(outcomes) <= 4", None),
        ("is_blank(total) or not is_blank(upheld)", None),
    ],
)
def testconstant_parts(condition: str, value: bool | None, ruleset: Ruleset) -> None:
    each = bound(condition, ruleset).condition
    assert [found for _, found in constant_parts(each.node, each)] == ([] if value is None else [value])


def test_a_constant_part_is_found(ruleset: Ruleset) -> None:
    each = bound("total > 0 implies upheld >= upheld", ruleset).condition
    assert [value for _, value in constant_parts(each.node, each)] == [True]


def test_what_follows_from_equations() -> None:
    one, two = Fraction(1), Fraction(2)
    basis = span_of([({"a": one, "b": -one}, Fraction(0)), ({"b": one, "c": -two}, Fraction(3))])
    assert reduced(basis, {"a": one, "c": -two}, Fraction(3)) == {}
    assert reduced(basis, {"a": one, "c": -two}, Fraction(2))
    assert reduced(basis, {"a": one, "d": one}, Fraction(0))


def test_decimals_are_exact(ruleset: Ruleset) -> None:
    (first, *_) = constraints(bound("0.1 * total + 0.2 * total == 0.3 * upheld", ruleset))
    assert set(first.terms.values()) == {Fraction(3, 10), Fraction(-3, 10)}


def test_feasibility() -> None:
    pytest.importorskip("scipy")
    one = Fraction(1)
    less = LinearConstraint("A", "<", {"a": one, "b": -one}, Fraction(0))
    more = LinearConstraint("B", "<", {"b": one, "a": -one}, Fraction(0))
    zero = LinearConstraint("C", "<=", {"a": one, "c": one}, Fraction(0))
    system = LinearProgram([less, more, zero], ["a", "b", "c"])
    assert not system.feasible()
    assert system.keep(["A", "C"]).feasible()
    assert system.keep(["A", "C"]).always_zero(["a", "b", "c"]) == ["a", "c"]
    assert LinearProgram([less], ["a"]).always_zero(["a", "b"]) == []


def test_a_tolerance_is_a_band(ruleset: Ruleset) -> None:
    from dataclasses import replace

    each = bound("total == sum(outcomes)", ruleset)
    assert [c.operator for c in constraints(replace(each, rule=replace(each.rule, tolerance=1)))][:2] == ["<=", "<="]


def test_patterns_of_remedies_are_patterns() -> None:
    assert len(remedy_patterns()) == len(set(remedy_patterns())) > 20
    assert all("*" in pattern for pattern in remedy_patterns())
