from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gkrules import Ruleset
from gkrules.language.parser import parse
from gkrules.language.syntax import FUNCTIONS, Node
from gkrules.model.rule import Expression, Rule
from gkrules.testing.mutants import Mutant, mutants_of, unparse, variants


def tree(text: str) -> Node:
    return parse(Expression(text, Path("rule.yaml"), 1, 1))


def faults(text: str) -> set[str]:
    return {unparse(variant) for variant in variants(tree(text))}


NUMBERS = st.recursive(
    st.sampled_from(["a", "t.r.c", "last_year.b", "0", "12", "0.5", "0.0000001"]),
    lambda inner: st.one_of(
        st.builds("({} {} {})".format, inner, st.sampled_from("+-*"), inner),
        st.builds("(-{})".format, inner),
        st.builds("{}({}, {})".format, st.sampled_from(["sum", "max", "min", "count"]), inner, inner),
        st.builds("abs({})".format, inner),
    ),
    max_leaves=6,
)
QUESTIONS = st.sampled_from([f"{name}(a)" for name, function in FUNCTIONS.items() if function.argument == "cell"])
COMPARISONS = st.builds("{} {} {}".format, NUMBERS, st.sampled_from(["==", "!=", "<", "<=", ">", ">="]), NUMBERS)
CONDITIONS = st.recursive(
    st.one_of(QUESTIONS, COMPARISONS),
    lambda inner: st.one_of(
        st.builds("({} {} {})".format, inner, st.sampled_from(["and", "or", "implies"]), inner), st.builds("(not {})".format, inner)
    ),
    max_leaves=5,
)


@given(CONDITIONS)
def test_an_unparsed_tree_parses_to_itself(text: str) -> None:
    node = tree(text)
    again = unparse(node)
    assert _bare(tree(again)) == _bare(node)
    assert unparse(tree(again)) == again


@given(CONDITIONS)
def test_every_fault_is_an_expression_and_differs(text: str) -> None:
    node = tree(text)
    for variant in variants(node):
        assert _bare(tree(unparse(variant))) != _bare(node)


def _bare(node: object) -> object:
    """A tree without its spans."""
    if isinstance(node, tuple):
        return tuple(_bare(each) for each in node)
    fields = getattr(node, "__dataclass_fields__", None)
    return (type(node).__name__, *(_bare(getattr(node, name)) for name in fields if name != "span")) if fields else node


@pytest.mark.parametrize(
    "text",
    ["a - (b - c) == 0", "a - b - c == 0", "-(a + b) * 2 > 0.5", "(a > 0 implies b > 0) implies c > 0", "not (a > 0 and b > 0) or c > 0"],
)
def test_parentheses_stay_only_where_they_are_needed(text: str) -> None:
    assert unparse(tree(text)) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a == b", {"a <= b", "a >= b"}),
        ("a != b", {"a == b"}),
        ("a >= b", {"a > b"}),
        ("a <= b", {"a < b"}),
        ("a > b", {"a >= b"}),
        ("a < b", {"a <= b"}),
        ("a + b < c", {"a + b <= c", "a < c", "b < c", "a - b < c"}),
        ("a - b < c", {"a - b <= c", "a < c", "-b < c", "a + b < c"}),
        ("-a < b", {"-a <= b", "a < b"}),
        ("a * 2 < b", {"a * 2 <= b", "a * 3 < b", "a * 1 < b"}),
        ("a < 0", {"a <= 0", "a < 1", "a < -1"}),
        ("a < 0.5", {"a <= 0.5", "a < 1.5", "a < -0.5"}),
        ("unit.level < county", {"unit.level <= county", "unit.level < 5", "unit.level < 3"}),
        ("is_blank(a) and is_text(b)", {"is_blank(a)", "is_text(b)", "not is_blank(a) and is_text(b)", "is_blank(a) and not is_text(b)"}),
        ("is_blank(a) or is_text(b)", {"is_blank(a)", "is_text(b)", "not is_blank(a) or is_text(b)", "is_blank(a) or not is_text(b)"}),
        (
            "is_blank(a) implies is_text(b)",
            {"is_text(b)", "not is_blank(a)", "not is_blank(a) implies is_text(b)", "is_blank(a) implies not is_text(b)"},
        ),
        ("is_blank(a)", {"not is_blank(a)"}),
        ("not is_blank(a)", {"is_blank(a)"}),
        ("not a < b", {"a < b", "not a <= b"}),
        ("max(a, b, c) > d", {"max(a, b, c) >= d", "max(b, c) > d", "max(a, c) > d", "max(a, b) > d"}),
        ("abs(a - b) < c", {"abs(a - b) <= c", "abs(a) < c", "abs(-b) < c", "abs(a + b) < c"}),
    ],
)
def test_the_faults_of_an_expression(text: str, expected: set[str]) -> None:
    assert faults(text) == expected


@pytest.fixture
def with_rule(ruleset: Ruleset):
    def made(code: str = "GK401", **changes: object) -> list[Mutant]:
        rule: Rule = ruleset.rule(code)
        texts = {key: replace(rule.condition, text=text) for key, text in changes.items() if key in ("condition", "when")}
        return mutants_of(replace(rule, **{**changes, **texts}), {key: ruleset.names(key) for key in ruleset.editions})

    return made


def test_the_mutants_of_a_rule(with_rule) -> None:
    found = {mutant.description: mutant for mutant in with_rule("GK404", editions=("2021",))}
    assert set(found) == {
        "assert: total <= sum(outcomes)",
        "assert: total >= sum(outcomes)",
        "blank: {total: zero}",
        "blank: {outcomes: unknown}",
        "tolerance: 1",
        *(f"outcomes of 2021 without review_litigation.*.{column}" for column in ("upheld", "corrected", "other", "pending")),
    }
    assert not any(mutant.equivalent for mutant in found.values())
    assert found["blank: {total: zero}"].rule.blank == {"": "zero", "total": "zero"}
    assert found["tolerance: 1"].rule.tolerance == 1


def test_a_dropped_member_is_missing_at_every_place_of_its_edition(with_rule, ruleset: Ruleset) -> None:
    found = {mutant.description: mutant for mutant in with_rule("GK401")}
    mutant = found["applicants of 2019 without applications.*.business"]
    assert mutant.editions == ("2019",)
    operands = mutant.bound(ruleset.names("2019")).condition.operands["applicants"]
    assert {len(operand.keys) for operand in operands} == {5}
    assert not [key for operand in operands for key in operand.keys if key.endswith(".business")]


def test_when_is_dropped_and_mutated(with_rule) -> None:
    found = {mutant.description: mutant for mutant in with_rule("GK303")}
    assert found["when: (dropped)"].rule.when is None
    assert found["when: not is_number(cell)"].rule.when.text == "not is_number(cell)"


def test_a_tolerance_is_raised_and_set_to_nothing(with_rule) -> None:
    found = {mutant.description: mutant.rule.tolerance for mutant in with_rule(tolerance=0.5)}
    assert {name: value for name, value in found.items() if "tolerance" in name} == {"tolerance: 1.5": 1.5, "tolerance: 0": 0}


def test_a_fault_that_leaves_nothing_to_read_is_left_out(with_rule) -> None:
    found = {mutant.description for mutant in with_rule("GK404", condition="total + 1 > 0")}
    assert "assert: 1 > 0" not in found
    assert "assert: total > 0" in found


@pytest.mark.parametrize(
    ("changes", "description", "reason"),
    [
        ({"condition": "total + 0 == sum(outcomes)"}, "assert: total - 0 == sum(outcomes)", "the same linear form"),
        ({"condition": "not is_blank(total)"}, "blank: {total: unknown}", "stands in no arithmetic"),
        ({"condition": "not is_blank(total)"}, "tolerance: 1", "compares nothing"),
        ({"condition": "total > max(0, upheld)"}, "blank: {upheld: unknown}", "stands in no arithmetic"),
        ({"condition": "total > upheld", "when": "is_number(upheld)"}, "blank: {upheld: unknown}", "is_number decides"),
        ({"condition": "is_number(total) and total > upheld"}, "blank: {total: unknown}", "is_number decides"),
        ({"condition": "total >= 0"}, "blank: {total: unknown}", "is a number of the report"),
        ({"condition": "total >= unit.level"}, "blank: {unit.level: unknown}", "every report has this fact"),
        # None of these reasons holds here.
        ({"condition": "total + 1 == sum(outcomes)"}, "assert: total - 1 == sum(outcomes)", ""),
        ({"condition": "is_number(total) or total > upheld"}, "blank: {total: unknown}", ""),
        ({"condition": "is_number(total) and total > 0", "when": "total > upheld"}, "blank: {total: unknown}", ""),
        ({"condition": "sum(outcomes) >= 0"}, "blank: {outcomes: unknown}", ""),
        ({"condition": "total + count(outcomes) > 0"}, "blank: {total: unknown}", ""),
        ({"condition": "total + abs(upheld) > max(0, upheld)"}, "blank: {upheld: unknown}", ""),
    ],
)
def test_what_cannot_matter_is_said_to_be_equivalent(with_rule, changes: dict[str, object], description: str, reason: str) -> None:
    found = {mutant.description: mutant for mutant in with_rule("GK404", **changes)}
    assert reason in found[description].equivalent
    assert bool(reason) == bool(found[description].equivalent)


def test_descriptions_tell_the_mutants_of_a_rule_apart(ruleset: Ruleset) -> None:
    for rule in ruleset.rules:
        found = [mutant.description for mutant in mutants_of(rule, {key: ruleset.names(key) for key in ruleset.editions})]
        assert found
        assert len(set(found)) == len(found)
