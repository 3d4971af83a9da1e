"""What a condition says of cells in every state, and what follows for `and`, `or`, `not`, `implies`."""

from __future__ import annotations

import pytest
from strategies import COLUMNS, KINDS, OTHERS, outcome, outcomes_of, rule_of, schema_of

from gkrules import Edition, Outcome, Ruleset
from gkrules.compile.kernel import Kernel
from gkrules.testing import small_report

A, B, C = "regulations.rules.issued", "regulations.rules.repealed", "regulations.rules.in_force"
PASS, FAIL, UNKNOWN, NOTHING = Outcome.PASS, Outcome.FAIL, Outcome.UNKNOWN, Outcome.NOT_APPLICABLE
STATES: dict[str, int | float | str | None] = {
    "three": 3,
    "four": 4,
    "blank": None,
    "dash": "/",
    "text": "无",
    "absent": "absent",
    "remark": "3（约）",
}


@pytest.mark.parametrize(
    ("operator", "passes"),
    [("==", [3]), ("!=", [2, 4]), ("<", [2]), ("<=", [2, 3]), (">", [4]), (">=", [3, 4])],
)
@pytest.mark.parametrize("value", [2, 3, 4])
def test_operators(operator: str, passes: list[int], value: int) -> None:
    assert outcome(f"{A} {operator} {B}", {A: value, B: 3}) is (PASS if value in passes else FAIL)


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        (f"{A} + {B}", 8),
        (f"{A} - {B}", 2),
        (f"{A} * {B}", 15),
        (f"-{A}", -5),
        (f"abs({B} - {A})", 2),
        (f"min({A}, {B})", 3),
        (f"max({A}, {B})", 5),
        (f"max({B} - {A}, 1)", 1),
        (f"sum({A}, {B}, 1)", 9),
        (f"count({A}, {B})", 2),
        (f"2 * {A} + {B} * 3 - 1", 18),
        (f"0.1 + 0.2 + {B}", 3.3),
    ],
)
def test_arithmetic(expression: str, value: float) -> None:
    sign, size = ("-", -value) if value < 0 else ("", value)
    assert outcome(f"{expression} == {sign}{size}", {A: 5, B: 3}) is PASS
    assert outcome(f"{expression} == {sign}{size} + 1", {A: 5, B: 3}) is FAIL


@pytest.mark.parametrize(
    ("state", "zero", "unknown"),
    [
        ("three", PASS, PASS),
        ("four", FAIL, FAIL),
        ("blank", FAIL, UNKNOWN),
        ("dash", FAIL, FAIL),
        ("text", UNKNOWN, UNKNOWN),
        ("absent", UNKNOWN, UNKNOWN),
    ],
)
@pytest.mark.parametrize(
    ("condition", "turn"),
    [(f"{A} + 0 == {B}", False), (f"{B} == {A} + 0", False), (f"{A} + 0 != {B}", True), (f"not {A} + 0 == {B}", True)],
)
def test_a_cell_in_an_equation(state: str, zero: Outcome, unknown: Outcome, condition: str, turn: bool) -> None:
    turned = {PASS: FAIL, FAIL: PASS} if turn else {}
    cells = {A: STATES[state], B: 3}
    assert outcome(condition, cells, blank={"": "zero"}) is turned.get(zero, zero)
    assert outcome(condition, cells, blank={"": "unknown"}) is turned.get(unknown, unknown)


@pytest.mark.parametrize(
    ("state", "zero", "unknown"),
    [
        ("three", PASS, PASS),
        ("four", FAIL, FAIL),
        ("blank", PASS, UNKNOWN),
        ("dash", PASS, PASS),
        ("text", UNKNOWN, UNKNOWN),
        ("absent", UNKNOWN, UNKNOWN),
    ],
)
def test_a_cell_in_an_inequality(state: str, zero: Outcome, unknown: Outcome) -> None:
    cells = {A: STATES[state], B: 3}
    assert outcome(f"{A} <= {B}", cells, blank={"": "zero"}) is zero
    assert outcome(f"{A} <= {B}", cells, blank={"": "unknown"}) is unknown


def test_a_number_with_a_remark_counts() -> None:
    assert outcome(f"{A} == 3", {A: STATES["remark"]}) is PASS
    assert outcome(f"{A} == 4", {A: STATES["remark"]}) is FAIL


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        (None, None, UNKNOWN),
        ("/", "/", NOTHING),
        ("/", None, UNKNOWN),
        ("absent", "absent", UNKNOWN),
        ("无", "/", UNKNOWN),
        (0, None, PASS),
        (0, "/", PASS),
        (1, None, FAIL),
    ],
)
def test_where_no_cell_holds_a_number_nothing_is_compared(a: int | str | None, b: int | str | None, expected: Outcome) -> None:
    assert outcome(f"{A} + 0 == {B} + 0", {A: a, B: b}, blank={"": "zero"}) is expected


def test_the_lone_cell_of_an_equation_is_its_total() -> None:
    for condition in (f"{A} == {B} + {C}", f"{B} + {C} == {A}"):
        assert outcome(condition, {A: None, B: 0, C: 0}, blank={"": "zero"}) is UNKNOWN
        assert outcome(condition, {A: None, B: 0, C: 0}, blank={"": "zero", A: "zero"}) is PASS
        assert outcome(condition, {A: 2, B: None, C: 2}, blank={"": "zero"}) is PASS
        assert outcome(condition, {A: 2, B: None, C: 2}, blank={"": "zero", B: "unknown"}) is UNKNOWN


TRUTHS = {"true": f"{A} == 1", "false": f"{A} == 2", "unknown": f"{B} == 1", "void": f"{C} == 1"}
CELLS: dict[str, int | float | str | None] = {A: 1, B: "无", C: "/"}
WORDS = {PASS: "true", FAIL: "false", UNKNOWN: "unknown", NOTHING: "void"}
T, F, U = "true", "false", "unknown"


@pytest.mark.parametrize(("truth", "expected"), [(T, F), (F, T), (U, U), ("void", "void")])
def test_not(truth: str, expected: str) -> None:
    assert WORDS[outcome(f"not ({TRUTHS[truth]})", CELLS)] == expected
    assert WORDS[outcome(f"not not ({TRUTHS[truth]})", CELLS)] == truth


@pytest.mark.parametrize(
    ("word", "table"),
    [
        ("and", {(T, T): T, (T, F): F, (T, U): U, (F, T): F, (F, F): F, (F, U): F, (U, T): U, (U, F): F, (U, U): U}),
        ("or", {(T, T): T, (T, F): T, (T, U): T, (F, T): T, (F, F): F, (F, U): U, (U, T): T, (U, F): U, (U, U): U}),
        ("implies", {(T, T): T, (T, F): F, (T, U): U, (F, T): T, (F, F): T, (F, U): T, (U, T): T, (U, F): U, (U, U): U}),
    ],
)
def test_kleene(word: str, table: dict[tuple[str, str], str]) -> None:
    got = {pair: WORDS[outcome(f"({TRUTHS[pair[0]]}) {word} ({TRUTHS[pair[1]]})", CELLS)] for pair in table}
    assert got == table


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("void and void", "void"),
        ("void or void", "void"),
        ("void and true", U),
        ("void and false", F),
        ("void or true", T),
        ("void or unknown", U),
    ],
)
def test_what_does_not_apply_decides_nothing(condition: str, expected: str) -> None:
    left, word, right = condition.split()
    assert WORDS[outcome(f"({TRUTHS[left]}) {word} ({TRUTHS[right]})", CELLS)] == expected


@pytest.mark.parametrize("truth", TRUTHS)
def test_when(truth: str) -> None:
    expected = {"true": FAIL, "false": NOTHING, "unknown": UNKNOWN, "void": UNKNOWN}[truth]
    assert outcome(f"{A} == 5", CELLS, when=TRUTHS[truth]) is expected
    assert outcome(f"{B} == 5", CELLS, when=TRUTHS[truth]) is (UNKNOWN if truth == "true" else expected)


@pytest.mark.parametrize(
    ("predicate", "states"),
    [
        ("is_number", {"three", "four", "remark"}),
        ("is_blank", {"blank"}),
        ("is_text", {"text"}),
        ("is_absent", {"absent"}),
        ("is_annotated", {"remark"}),
        ("is_whole", {"three", "four", "remark"}),
    ],
)
def test_predicates_are_always_known(predicate: str, states: set[str]) -> None:
    got = {state: outcome(f"{predicate}({A})", {A: content}) for state, content in STATES.items()}
    assert got == {state: PASS if state in states else FAIL for state in STATES}


@pytest.mark.parametrize(("value", "expected"), [(2.5, FAIL), (2.0, PASS), (-3, PASS), (-0.5, FAIL), (0, PASS), (None, FAIL)])
def test_is_whole(value: float | None, expected: Outcome) -> None:
    assert outcome(f"is_whole({A})", {A: value}) is expected


@pytest.mark.parametrize(
    ("condition", "cells", "expected"),
    [
        (f"count({A}, {B}, {C}) == 2", {A: 1, B: None, C: 0}, PASS),
        (f"count({A}, {B}, {C}) == 0", {A: "/", B: "无", C: None}, PASS),
        (f"max({A}, {B}) == 2", {A: None, B: 2}, PASS),
        (f"min({A}, {B}) == 2", {A: "/", B: 2}, PASS),
        (f"min({A}, {B}) == 2", {A: "absent", B: 2}, PASS),
        (f"max({A}, {B}) == 2", {A: "无", B: 2}, UNKNOWN),
        (f"max({A}, {B}) >= 0", {A: None, B: None}, UNKNOWN),
        (f"abs({A} - {B}) == 2", {A: None, B: 2}, UNKNOWN),
        (f"abs({A}) == 2", {A: -2}, PASS),
    ],
)
def test_functions_of_cells_without_numbers(condition: str, cells: dict[str, int | str | None], expected: Outcome) -> None:
    assert outcome(condition, cells) is expected


def row(kind: str, content: int | str | None) -> dict[str, int | float | str | None]:
    return {f"review_litigation.review.{kind}": content}


@pytest.mark.parametrize(
    ("cells", "equal", "less"),
    [
        ({**row("upheld", 5), **row("total", 5)}, PASS, PASS),
        ({**row("upheld", 6), **row("total", 5)}, FAIL, FAIL),
        ({**row("upheld", 5), **row("other", "absent"), **row("total", 5)}, PASS, UNKNOWN),
        ({**row("upheld", 4), **row("other", "absent"), **row("total", 5)}, UNKNOWN, UNKNOWN),
        ({**row("upheld", 6), **row("other", "absent"), **row("total", 5)}, UNKNOWN, UNKNOWN),
        ({**row("upheld", 5), **row("other", "无"), **row("total", 5)}, UNKNOWN, UNKNOWN),
        ({**row("upheld", 5), **row("other", "/"), **row("total", 5)}, PASS, PASS),
        ({**row("upheld", 5), **row("other", None), **row("total", 5)}, PASS, PASS),
        ({**row("upheld", 4), **row("other", None), **row("total", 5)}, FAIL, PASS),
        ({**row("upheld", 0), **row("total", "absent")}, UNKNOWN, UNKNOWN),
    ],
)
def test_groups(cells: dict[str, int | float | str | None], equal: Outcome, less: Outcome, edition: Edition) -> None:
    report = small_report(edition, cells)
    for condition, expected in (("total == sum(outcomes)", equal), ("sum(outcomes) <= total", less)):
        rule = rule_of(condition, "row of review_litigation", blank={"": "zero"})
        assert outcomes_of(rule, report)[0] == [expected, PASS, PASS]


COLUMN = {f"applications.{row}.natural_person": value for row, value in (("granted", 3), ("handled_total", 5))}


@pytest.mark.parametrize(
    ("other", "missing", "expected"),
    [
        ("absent", (), FAIL),
        (2, OTHERS, PASS),
        (1, OTHERS, FAIL),
        (None, OTHERS, FAIL),
        ("/", OTHERS, FAIL),
        ("无", OTHERS, UNKNOWN),
        ("absent", OTHERS, UNKNOWN),
        ("absent", OTHERS[:1], UNKNOWN),
        (2, (*OTHERS, "not_handled_repeated"), PASS),
        (1, (*OTHERS, "not_handled_repeated"), UNKNOWN),
    ],
)
def test_rows_that_one_row_stands_in_for(other: int | str | None, missing: tuple[str, ...], expected: Outcome, edition: Edition) -> None:
    column = "natural_person"
    cells: dict[str, int | float | str | None] = {**COLUMN, f"applications.other.{column}": other}
    cells |= {f"applications.{row}.{column}": "absent" for row in missing}
    rule = rule_of("handled_total == sum(results)", "column of applications", blank={"": "zero"})
    assert outcomes_of(rule, small_report(edition, cells))[0] == [expected, *[PASS] * 6]


def test_an_optional_row_is_looked_at_only_where_it_is(edition: Edition) -> None:
    rule = rule_of("total == sum(applicants)", "row of applications", blank={"": "zero"})
    place = [row.key for row in edition.table_by_key["applications"].rows].index("other")
    without, wrong, right = outcomes_of(
        rule,
        small_report(edition),
        small_report(edition, {f"applications.other.{column}": 1 for column in COLUMNS}),
        small_report(edition, {**{f"applications.other.{kind}": 1 for kind in KINDS}, "applications.other.total": 6}),
    )
    assert (without[place], wrong[place], right[place]) == (NOTHING, FAIL, PASS)
    assert [outcomes.count(PASS) for outcomes in (without, wrong, right)] == [25, 25, 26]


@pytest.mark.parametrize(
    ("fact", "expected"),
    [({"document.title_year": None}, NOTHING), ({"report.year": None}, UNKNOWN), ({"document.title_year": 2023}, FAIL), ({}, PASS)],
)
def test_facts_that_are_not_stated(fact: dict[str, float | None], expected: Outcome, edition: Edition) -> None:
    rule = rule_of("fact == report.year", "fact of document.title_year", when="is_number(fact)")
    assert outcomes_of(rule, small_report(edition, facts=fact or {"report.year": 2024}))[0] == [expected]


def test_decimals_are_compared_without_rounding_errors() -> None:
    cells: dict[str, int | float | str | None] = {"fees.administrative_fees.amount": 0.3}
    assert outcome("fees.administrative_fees.amount == 0.1 + 0.2", cells) is PASS
    assert outcome("fees.administrative_fees.amount < 0.1 + 0.2", cells) is FAIL
    assert outcome("fees.administrative_fees.amount == 0.3000001", cells) is FAIL


@pytest.mark.parametrize("value", [10**15, 10**15 - 1, 999_999_999_999_999])
def test_the_largest_counts_are_told_apart(value: int) -> None:
    assert outcome(f"{A} == {B} + 0", {A: value, B: value}) is PASS
    assert outcome(f"{A} == {B} + 0", {A: value, B: value - 1}) is FAIL


def test_which_rules_plain_reports_cannot_break(ruleset: Ruleset) -> None:
    plain = {code for code, kernel in ruleset.schema().kernels.items() if kernel.holds_for_plain}
    assert {"GK201", "GK301", "GK302", "GK303", "GK304", "GK305"} <= plain
    facts = {code for code, kernel in ruleset.schema().kernels.items() if kernel.needs_facts}
    assert {"GK101", "GK102", "GK202", "GK203"} <= facts
    assert not facts & plain
    assert not {"GK401", "GK402", "GK403", "GK404"} & (facts | plain)


@pytest.mark.parametrize(
    ("condition", "for_each", "plain"),
    [
        ("cell >= 0", "cell of form", True),
        ("cell > 0", "cell of form", False),
        ("is_whole(cell)", "cell of form", False),
        ("is_whole(cell)", "cell of form of type count", True),
        ("is_number(cell) and not is_text(cell)", "cell of form", True),
        ("is_number(cell) and cell > 0", "cell of form", False),
        ("cell > 0 or is_number(cell)", "cell of form", True),
        ("cell > 5 implies is_number(cell)", "cell of form", True),
        ("is_number(cell) implies cell > 5", "cell of form", False),
        ("cell >= 1", "cell of form", False),
        ("not is_number(cell)", "cell of form", False),
    ],
)
def test_which_conditions_hold_for_plain_reports(condition: str, for_each: str, plain: bool) -> None:
    kernel: Kernel = schema_of(rule_of(condition, for_each)).kernels["GK999"]
    assert kernel.holds_for_plain is plain
