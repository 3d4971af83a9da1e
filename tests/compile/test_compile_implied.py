from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from strategies import COLUMNS, EQUATION_CELLS, INSIDE, KINDS, OTHERS, RESULTS, Values, balanced, examples, valid_values

from gkrules import Edition, Report, Ruleset, check, load_ruleset
from gkrules.testing import small_report

NATURAL = "natural_person"


def implied(values: Mapping[str, int | float | str | None], blanks: list[str]) -> Mapping[str, int | float]:
    ruleset = load_ruleset("2021")
    return certain(small_report(ruleset.edition, {**values, **dict.fromkeys(blanks)}))


def certain(report: Report) -> Mapping[str, int | float]:
    schema = load_ruleset("2021").compiled("2021")
    found = schema.run([report])
    (values,) = schema.evaluator.blanks.certain(found.batch.take(np.array([0])))
    return values


def some() -> Values:
    return balanced({("granted", NATURAL): 3, ("denied_third_party", "research"): 2}, {"business": (4, 1)}, {("review", "upheld"): 6})


def test_all_equations_take_part(ruleset: Ruleset) -> None:
    found = [frozenset(form.residual()[0].items()) for form in ruleset.schema().equations]
    sums = [form for kernel in ruleset.selected(["GK40"]).schema().kernels.values() for form in kernel.linear or ()]
    assert len(sums) == 26 + 7 + 7 + 3
    assert {frozenset(form.residual()[0].items()) for form in sums} <= set(found)


def test_nothing_blank_nothing_implied() -> None:
    assert implied(some(), []) == {}


def test_a_blank_total_is_the_sum() -> None:
    key = "review_litigation.review.total"
    assert implied(some(), [key]) == {key: 6}


def test_a_blank_operand_is_what_is_left() -> None:
    key = "review_litigation.review.upheld"
    assert implied({**some(), "review_litigation.review.pending": 2, "review_litigation.review.total": 8}, [key]) == {key: 6}


def test_two_blanks_of_one_equation_are_open() -> None:
    assert implied(some(), ["review_litigation.review.upheld", "review_litigation.review.total"]) == {}
    assert implied(some(), ["review_litigation.review.upheld", "review_litigation.review.other"]) == {}


def test_blanks_that_add_up_to_nothing_are_zero() -> None:
    keys = ["review_litigation.review.corrected", "review_litigation.review.other", "review_litigation.review.pending"]
    assert implied(some(), keys) == dict.fromkeys(keys, 0)


def test_blanks_of_both_signs_are_open_even_if_the_rest_balances() -> None:
    """A part and its total may be any number together."""
    assert implied({}, ["review_litigation.review.upheld", "review_litigation.review.total"]) == {}


def test_a_negative_value_is_not_implied() -> None:
    key = "review_litigation.review.upheld"
    assert implied({**some(), "review_litigation.review.pending": 9}, [key]) == {}


def test_equations_that_contradict_imply_nothing() -> None:
    """The row says 3, the column says 4."""
    key = "applications.granted.natural_person"
    assert implied({**some(), "applications.handled_total.natural_person": 4}, [key]) == {}


def test_other_blanks_are_implied_beside_a_contradiction() -> None:
    wrong = {**some(), "applications.handled_total.natural_person": 4}
    keys = ["applications.granted.natural_person", "review_litigation.review.total"]
    assert implied(wrong, keys) == {"review_litigation.review.total": 6}


def test_what_follows_from_a_number_in_a_broken_equation_is_not_certain() -> None:
    """Row and total of it are printed and differ: one of them is wrong, and with it the column of either."""
    wrong = {**some(), "applications.granted.natural_person": 4}
    keys = ["applications.handled_total.natural_person", "review_litigation.review.total"]
    assert implied(wrong, keys) == {"review_litigation.review.total": 6}


def test_what_was_derived_from_a_contradicted_value_is_not_certain() -> None:
    """The total of the row is 3 by the row; the sum of the totals, all printed, says 4: nothing follows for either."""
    cells = {**some(), "applications.handled_total.total": 6}
    keys = ["applications.granted.total", "applications.granted.natural_person"]
    assert implied(cells, keys) == {}


def test_values_found_lead_to_others() -> None:
    keys = ["applications.granted.natural_person", "applications.granted.total", "applications.handled_total.natural_person"]
    keys += ["applications.handled_total.total"]
    values = some()
    assert implied(values, keys) == {key: values[key] for key in keys}


def test_text_closes_an_equation() -> None:
    key = "review_litigation.review.total"
    assert implied({**some(), "review_litigation.review.other": "无"}, [key]) == {}


def test_a_dash_is_nothing_to_add() -> None:
    key = "review_litigation.review.total"
    assert implied({**some(), "review_litigation.review.other": "/"}, [key]) == {key: 6}


def test_a_missing_row_closes_its_column() -> None:
    missing: dict[str, int | float | str | None] = {f"applications.not_handled_repeated.{column}": "absent" for column in COLUMNS}
    keys = ["applications.granted.natural_person", "applications.granted.total"]
    assert implied({**some(), **missing}, keys) == {}
    assert implied({**some(), **missing}, keys[:1]) == {keys[0]: 3}


def test_one_row_in_place_of_three_takes_part() -> None:
    cells: dict[str, int | float | str | None] = {**some(), "applications.handled_total.natural_person": 8}
    cells |= {f"applications.{row}.{column}": "absent" for row in OTHERS for column in COLUMNS}
    cells |= {f"applications.other.{column}": 0 for column in COLUMNS}
    cells["applications.other.total"] = 5
    key = "applications.other.natural_person"
    cells |= {"applications.handled_total.total": 10, "applications.new.natural_person": 8, "applications.new.total": 13}
    assert implied(cells, [key]) == {key: 5}


def test_single_cells_without_equation_stay_open() -> None:
    assert implied(some(), ["licensing.licences.decisions", "fees.administrative_fees.amount"]) == {}


@examples(60)
@given(valid_values(), st.sampled_from(EQUATION_CELLS))
def test_any_one_blank_is_implied_truly(values: Values, key: str) -> None:
    assert implied(values, [key]) == {key: values[key]}


@examples(100)
@given(valid_values(), st.lists(st.sampled_from(EQUATION_CELLS), max_size=60, unique=True))
def test_whatever_is_implied_is_true(values: Values, blanks: list[str]) -> None:
    found = implied(values, blanks)
    assert set(found) <= set(blanks)
    assert found == {key: values[key] for key in found}


@examples(60)
@given(
    valid_values(), st.lists(st.sampled_from(EQUATION_CELLS), max_size=20, unique=True), st.sampled_from(EQUATION_CELLS), st.integers(1, 99)
)
def test_what_is_implied_breaks_no_equation(values: Values, blanks: list[str], key: str, change: int) -> None:
    """Also where the report is wrong: filled in, no equation whose blanks are all filled in is newly broken."""
    ruleset = load_ruleset("2021")
    wrong: dict[str, int | float | str | None] = {**values, key: values[key] + change, **dict.fromkeys(blanks)}
    found = certain(small_report(ruleset.edition, wrong))
    assert all(value >= 0 for value in found.values())
    for form in ruleset.schema().equations:
        coefficients, _ = form.residual()
        cells = {name: found.get(name, wrong.get(name)) for name in coefficients if not name.startswith("applications.other.")}
        if set(cells) & set(found) and all(isinstance(value, int) for value in cells.values()):
            assert sum(coefficients[name] * value for name, value in cells.items() if isinstance(value, int)) == 0


def test_the_finding_about_blanks_carries_them(edition: Edition) -> None:
    keys = ["review_litigation.review.total", "licensing.licences.decisions"]
    report = small_report(edition, {**some(), **dict.fromkeys(keys)})
    (finding,) = check(report, select=INSIDE).findings
    assert (finding.code, set(finding.cells)) == ("GK301", set(keys))
    assert [(suspect.cell, suspect.value, suspect.suggested) for suspect in finding.suspects] == [(keys[0], None, 6)]


def test_they_do_not_depend_on_the_rules_that_were_selected(edition: Edition) -> None:
    key = "review_litigation.review.total"
    report = small_report(edition, {**some(), key: None})
    (finding,) = check(report, select=["GK301"]).findings
    assert [(suspect.cell, suspect.suggested) for suspect in finding.suspects] == [(key, 6)]


def test_the_report_is_left_alone(edition: Edition) -> None:
    report: Report = small_report(edition, {**some(), **{f"applications.{row}.{kind}": None for row in RESULTS for kind in KINDS[1:]}})
    before = dict(report.cells)
    assert certain(report)
    assert report.cells == before
