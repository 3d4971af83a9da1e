from __future__ import annotations

import operator
from collections.abc import Callable, Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import GROUPS, KINDS, OUTCOME_COLUMNS, RESULTS, ROWS, rule_of

from gkrules import Edition, Ruleset, load_ruleset
from gkrules.language.binding import Bound, bind
from gkrules.language.linear import LinearForm, Side, linear_forms
from gkrules.language.syntax import Arithmetic, Call, Comparison, Name, Negative, Node, Number


def bound_of(condition: str, for_each: str = "row of review_litigation") -> Bound:
    ruleset = load_ruleset("2021")
    return bind(rule_of(condition, for_each), ruleset.names(ruleset.edition.key)).condition


def first(condition: str) -> LinearForm | None:
    forms = linear_forms(bound_of(condition))
    return forms[0] if forms else None


def residuals(ruleset: Ruleset, code: str) -> list[dict[str, int | float]]:
    forms = linear_forms(bind(ruleset.rule(code), ruleset.names(ruleset.edition.key)).condition)
    assert forms is not None
    assert {(form.operator, form.residual()[1]) for form in forms} == {("==", 0)}
    return [dict(form.residual()[0]) for form in forms]


def test_applicants(ruleset: Ruleset) -> None:
    expected = [
        {f"applications.{row}.total": 1, **{f"applications.{row}.{kind}": -1 for kind in KINDS}}
        for row in (*ROWS[:-2], "other", "handled_total", "carried_out")
    ]
    assert residuals(ruleset, "GK401") == expected
    assert len(expected) == 26


def test_results(ruleset: Ruleset) -> None:
    expected = [
        {f"applications.handled_total.{column}": 1, **{f"applications.{row}.{column}": -1 for row in (*RESULTS, "other")}}
        for column in (*KINDS, "total")
    ]
    assert residuals(ruleset, "GK402") == expected


def test_received_and_handled(ruleset: Ruleset) -> None:
    signs = {"new": 1, "carried_in": 1, "handled_total": -1, "carried_out": -1}
    expected = [{f"applications.{row}.{column}": sign for row, sign in signs.items()} for column in (*KINDS, "total")]
    assert residuals(ruleset, "GK403") == expected


def test_outcomes(ruleset: Ruleset) -> None:
    expected = [
        {f"review_litigation.{row}.total": 1, **{f"review_litigation.{row}.{column}": -1 for column in OUTCOME_COLUMNS}} for row in GROUPS
    ]
    assert residuals(ruleset, "GK404") == expected


@pytest.mark.parametrize(
    ("condition", "coefficients", "constant"),
    [
        ("total + total == upheld", {"total": 2, "upheld": -1}, 0),
        ("total == total", {}, 0),
        ("total - upheld == total", {"upheld": -1}, 0),
        ("total == 5", {"total": 1}, -5),
        ("2 * total + 3 == 1 - upheld", {"total": 2, "upheld": 1}, 2),
        ("total * 3 == 0", {"total": 3}, 0),
        ("2 * (total - 3 * (upheld + 1)) == 0", {"total": 2, "upheld": -6}, -6),
        ("2 * 3 * total == 4 * 5", {"total": 6}, -20),
        ("-(total - upheld) == 0", {"total": -1, "upheld": 1}, 0),
        ("sum(total, 2 * upheld, 7) == 0", {"total": 1, "upheld": 2}, 7),
        ("sum(outcomes, total) == 0", {**dict.fromkeys(OUTCOME_COLUMNS, 1), "total": 1}, 0),
        ("sum(outcomes) == upheld", {"corrected": 1, "other": 1, "pending": 1}, 0),
        ("0 * total == upheld", {"upheld": -1}, 0),
        ("0.5 * total == 1.5", {"total": 0.5}, -1.5),
    ],
)
def test_residuals(condition: str, coefficients: dict[str, float], constant: float) -> None:
    form = first(condition)
    assert form is not None
    found, rest = form.residual()
    assert {key.removeprefix("review_litigation.review."): factor for key, factor in found.items()} == coefficients
    assert rest == constant


def test_terms_stay_in_the_order_of_the_text() -> None:
    form = first("pending - 2 * upheld + 1 == sum(total, corrected) - 4")
    assert form is not None
    key = "review_litigation.review."
    assert form.left == Side(((1, f"{key}pending"), (-2, f"{key}upheld")), 1)
    assert form.right == Side(((1, f"{key}total"), (1, f"{key}corrected")), -4)


@pytest.mark.parametrize("sign", ["==", "!=", "<", "<=", ">", ">="])
def test_the_operator_is_kept(sign: str) -> None:
    form = first(f"total {sign} upheld")
    assert form is not None
    assert form.operator == sign


@pytest.mark.parametrize(
    "condition",
    [
        "total * upheld == 1",
        "total * (upheld + 1) == 1",
        "(total - total) * upheld == 0",
        "abs(total) == 1",
        "total == max(upheld, pending)",
        "total == min(outcomes)",
        "count(outcomes) == total",
        "1 + sum(abs(total), 1) == 2",
        "-abs(total) == 1",
        "2 * abs(total) == 1",
        "total == 1 and upheld == 1",
        "not total == 1",
        "is_blank(total)",
    ],
)
def test_other_conditions_have_none(condition: str) -> None:
    assert linear_forms(bound_of(condition)) is None


def test_facts_are_terms_too() -> None:
    forms = linear_forms(bound_of("fact == report.year", "fact of document.title_year, document.period_first_year"))
    assert forms is not None
    assert [dict(form.residual()[0]) for form in forms] == [
        {"document.title_year": 1, "report.year": -1},
        {"document.period_first_year": 1, "report.year": -1},
    ]


_OPERATIONS: dict[str, Callable[[int, int], int]] = {"+": operator.add, "-": operator.sub, "*": operator.mul}


def direct(node: Node, values: Mapping[str, int]) -> int:
    """The number that a tree of whole numbers stands for, at the row 行政复议."""
    match node:
        case Number(value=value):
            return int(value)
        case Name(text="outcomes"):
            return sum(values[column] for column in OUTCOME_COLUMNS)
        case Name(text=text):
            return values[text]
        case Negative(operand=operand):
            return -direct(operand, values)
        case Call(function="sum", arguments=arguments):
            return sum(direct(argument, values) for argument in arguments)
        case Arithmetic(operator=sign, left=left, right=right):
            return _OPERATIONS[sign](direct(left, values), direct(right, values))
        case _:
            raise TypeError(node)


_CONSTANTS = st.integers(0, 50).map(str)
_LINEAR = st.recursive(
    _CONSTANTS | st.sampled_from([*OUTCOME_COLUMNS, "total", "sum(outcomes)"]),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from("+-"), inner).map(lambda each: f"({each[0]} {each[1]} {each[2]})"),
        st.tuples(_CONSTANTS, inner).map(" * ".join),
        st.tuples(inner, _CONSTANTS).map(lambda each: f"({each[0]}) * {each[1]}"),
        inner.map(lambda each: f"-({each})"),
        st.lists(inner, min_size=1, max_size=3).map(lambda each: f"sum({', '.join(each)})"),
    ),
    max_leaves=10,
)


@given(_LINEAR, _LINEAR, st.lists(st.integers(-1000, 1000), min_size=5, max_size=5))
def test_the_form_equals_the_direct_evaluation(left: str, right: str, numbers: list[int]) -> None:
    bound = bound_of(f"total + {left} == {right}")
    values = dict(zip((*OUTCOME_COLUMNS, "total"), numbers, strict=True))
    forms = linear_forms(bound)
    assert forms is not None
    coefficients, constant = forms[0].residual()
    got = constant + sum(factor * values[key.rpartition(".")[2]] for key, factor in coefficients.items())
    assert isinstance(bound.node, Comparison)
    assert got == direct(bound.node.left, values) - direct(bound.node.right, values)
    assert 0 not in coefficients.values()


def test_the_equations_of_the_form(edition: Edition, ruleset: Ruleset) -> None:
    """42 equations, and 25 + 7 of them hold one optional row or its cells beside."""
    official = set(edition.cells)
    found = [residual for code in ("GK401", "GK402", "GK403", "GK404") for residual in residuals(ruleset, code) if set(residual) & official]
    assert len(found) == 25 + 7 + 7 + 3
