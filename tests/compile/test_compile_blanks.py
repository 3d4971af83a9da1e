"""What a blank counts as: zero, unless other numbers of the report say otherwise."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from strategies import EQUATION_CELLS, KINDS, RESULTS, ROWS, Values, balanced, equations_of, examples, valid_values

from gkrules import Edition, Finding, ReportFindings, Severity, check, load_ruleset
from gkrules.testing import small_report

Cells = Mapping[str, int | float | str | None]
A = "applications"
DETAILS = [f"{A}.{row}.total" for row in RESULTS]
TOTALS = [key for key in EQUATION_CELLS if key.endswith(".total") or ".handled_total." in key]


def checked(edition: Edition, cells: Cells) -> ReportFindings:
    return check(small_report(edition, cells), select=["GK3", "GK4"]).reports[0]


def errors(found: ReportFindings) -> list[Finding]:
    return [finding for finding in found.findings if finding.severity is Severity.ERROR]


def places(found: ReportFindings) -> set[tuple[str, str]]:
    return {(finding.code, finding.scope.get("row", finding.scope.get("column", ""))) for finding in errors(found)}


def some() -> Values:
    return balanced({("granted", "natural_person"): 3, ("granted", "business"): 4, ("denied_third_party", "research"): 2}, {}, {})


def zeros_blank(values: Cells) -> dict[str, int | float | str | None]:
    return {key: None if value == 0 and key in EQUATION_CELLS else value for key, value in values.items()}


def test_totals_of_detail_rows_may_all_be_blank(edition: Edition) -> None:
    for cells in (some(), zeros_blank(some())):
        found = checked(edition, {**cells, **dict.fromkeys(DETAILS)})
        assert errors(found) == []
        assert ("GK402", {"table": A, "column": "total"}) in found.passed
        (blanks,) = found.findings
        suggested = {each.cell: each.suggested for each in blanks.suspects}
        assert {suggested[f"{A}.{row}.total"] for row in RESULTS} == {7, 2, 0}


def test_a_wrong_total_is_compared_with_what_the_rows_imply(edition: Edition) -> None:
    cells = {**some(), **dict.fromkeys(DETAILS), f"{A}.handled_total.total": 8}
    found = checked(edition, cells)
    assert places(found) == {("GK401", "handled_total"), ("GK402", "total"), ("GK403", "total")}
    (finding,) = [each for each in errors(found) if each.code == "GK402"]
    assert (finding.left, finding.right, finding.difference) == (8, 9, -1)
    assert finding.implied == {f"{A}.granted.total": 7, f"{A}.denied_third_party.total": 2}
    assert set(finding.assumed) == set(DETAILS) - set(finding.implied)
    assert [(each.cell, each.suggested) for each in finding.suspects] == [(f"{A}.handled_total.total", 9)]


def test_blanks_that_are_certainly_not_zero_leave_the_sum_open(edition: Edition) -> None:
    """Two kinds of one row are blank, and nothing tells how much they are; the row holds 3, so that its total is no zero."""
    blank = [f"{A}.{row}.{kind}" for row in ("granted", "partly_granted") for kind in ("business", "research", "total")]
    found = checked(edition, {**some(), **dict.fromkeys(blank), f"{A}.handled_total.business": None, f"{A}.handled_total.research": None})
    assert ("GK402", "total") not in places(found)
    assert ("GK402", {"table": A, "column": "total"}) in found.undecided


@pytest.mark.parametrize("lost", ["absent", "约5"])
def test_blank_totals_are_no_zeros_where_a_column_could_not_be_read(edition: Edition, lost: str) -> None:
    """The rows cannot say how much their totals are, but that they are not 0."""
    column = [f"{A}.{row}.legal_service" for row in ROWS]
    found = checked(edition, {**some(), **dict.fromkeys(DETAILS), **dict.fromkeys(column, lost)})
    assert ("GK402", "total") not in places(found)
    assert ("GK402", {"table": A, "column": "total"}) in found.undecided
    nothing = checked(edition, {**dict.fromkeys(EQUATION_CELLS, 0), **dict.fromkeys(DETAILS), **dict.fromkeys(column, lost)})
    assert ("GK402", {"table": A, "column": "total"}) in nothing.passed


def test_a_wrong_total_beside_blank_columns_is_found(edition: Edition) -> None:
    values = balanced({("granted", "natural_person"): 5}, {}, {})
    cells = {**values, **{f"{A}.{row}.{kind}": None for row in ROWS for kind in KINDS[1:]}, f"{A}.new.total": 6}
    found = checked(edition, cells)
    assert places(found) == {("GK401", "new"), ("GK403", "total")}
    assert all(not finding.implied for finding in found.findings)


def test_a_blank_is_zero_where_only_the_broken_equation_says_otherwise(edition: Edition) -> None:
    cells = {
        **some(),
        "review_litigation.review.upheld": 10,
        "review_litigation.review.corrected": None,
        "review_litigation.review.total": 12,
    }
    assert places(checked(edition, cells)) == {("GK404", "review")}


def test_a_column_that_holds_is_not_blamed_for_a_wrong_row(edition: Edition) -> None:
    """The row says that its blank is 1, the column that it is 0: the row is wrong, and of the column nobody knows."""
    values = balanced({("granted", "natural_person"): 5}, {}, {})
    found = checked(edition, {**values, f"{A}.new.business": None, f"{A}.new.total": 6})
    assert places(found) == {("GK401", "new"), ("GK403", "total")}
    assert ("GK403", {"table": A, "column": "business"}) in found.undecided


@settings(deadline=None, max_examples=60)
@given(valid_values(limit=60), st.data())
def test_no_error_in_a_right_report_with_blanks(edition: Edition, values: Values, data: st.DataObject) -> None:
    zeros = [key for key in EQUATION_CELLS if values[key] == 0]
    blank = set(data.draw(st.lists(st.sampled_from(TOTALS), unique=True)))
    blank |= set(zeros) if data.draw(st.booleans()) or not zeros else set(data.draw(st.lists(st.sampled_from(zeros), unique=True)))
    assert errors(checked(edition, {**values, **dict.fromkeys(blank)})) == []


@settings(deadline=None, max_examples=60)
@given(valid_values(limit=60), st.data())
def test_a_wrong_number_beside_blank_zeros_is_never_hidden(edition: Edition, values: Values, data: st.DataObject) -> None:
    """Every equation of the number fails, for none of them has a blank that is not zero."""
    zeros = [key for key in EQUATION_CELLS if values[key] == 0 and key not in TOTALS]
    key = data.draw(st.sampled_from([key for key in EQUATION_CELLS if key not in zeros]))
    wrong = {**values, key: values[key] + data.draw(st.integers(1, 9))}
    expected = {(code, where) for code, where, left, right in equations_of(key, wrong) if left != right}
    blank = zeros if data.draw(st.booleans()) or not zeros else data.draw(st.lists(st.sampled_from(zeros), unique=True))
    assert expected <= places(checked(edition, {**wrong, **dict.fromkeys(blank)}))


def test_blank_outcomes_of_a_group_count_as_zero(edition: Edition) -> None:
    cells = zeros_blank({**some(), "review_litigation.review.upheld": 3, "review_litigation.review.total": 3})
    assert not {code for code, _ in places(checked(edition, cells))}
    assert places(checked(edition, {**cells, "review_litigation.review.total": 4})) == {("GK404", "review")}


def leaves_a_reading(edition: Edition, cells: Cells) -> bool:
    """Whether any numbers from 0 in the blanks make every equation hold, asked of HiGHS."""
    linprog = pytest.importorskip("scipy.optimize").linprog
    blanks = {key: number for number, key in enumerate(key for key in EQUATION_CELLS if cells[key] is None)}
    rows, rest = [], []
    for form in load_ruleset(edition.key).schema().equations:
        terms, constant = form.residual()
        rows.append([0.0] * (len(blanks) + 1))
        rest.append(-float(constant))
        for key, factor in terms.items():
            value = cells.get(key, 0)
            if key in blanks:
                rows[-1][blanks[key]] = float(factor)
            elif isinstance(value, int | float):
                rest[-1] -= float(factor * value)
    return bool(linprog([0.0] * (len(blanks) + 1), A_eq=rows, b_eq=rest, bounds=(0, None)).status == 0)


@examples(300, 40)
@given(valid_values(limit=60), st.data())
def test_a_wrong_number_among_blank_totals_and_zeros_is_found(edition: Edition, values: Values, data: st.DataObject) -> None:
    """Zeros are blank and the totals of the rows of results, any of them: an error names the row or column of a wrong number.

    Another reading is one where the blanks are any numbers from 0 and every equation holds: then blanks may be what they are not.
    """
    hidden = [key for key in EQUATION_CELLS if values[key] == 0 or key in DETAILS]
    blank = set(hidden if data.draw(st.booleans()) else data.draw(st.lists(st.sampled_from(hidden), unique=True)))
    printed = [key for key in EQUATION_CELLS if key not in blank]
    assume(printed)
    key = data.draw(st.sampled_from(printed))
    cells = {**values, **dict.fromkeys(blank), key: values[key] + data.draw(st.integers(1, 20))}
    assume(not leaves_a_reading(edition, cells))
    _, row, column = key.split(".")
    assert {where for _, where in places(checked(edition, cells))} & {row, column}


def test_a_blank_total_that_two_equations_contradict_is_an_error(edition: Edition) -> None:
    """What was handled of a kind is blank: its results say 0, what was received and carried says 2."""
    values = balanced({("granted", "business"): 7}, {"public_welfare": (2, 1), "business": (1, 1)}, {})
    cells = {**values, f"{A}.handled_total.public_welfare": None, f"{A}.carried_in.public_welfare": 3}
    found = checked(edition, cells)
    assert ("GK403", "public_welfare") in places(found)
    (blank,) = [each for each in found.findings if each.code == "GK301"]
    assert not blank.suspects


@pytest.mark.parametrize(("text", "state"), [("/", "pass"), ("-", "pass"), ("—", "pass"), ("无", "unknown"), (None, "pass")])
def test_what_an_item_that_is_no_number_counts_as(edition: Edition, text: str | None, state: str) -> None:
    """As docs/language.md says; a total that says "does not apply" is 0, one that is text or blank leaves the rule undecided."""
    review = "review_litigation.review"
    cells = {**some(), f"{review}.upheld": 3, f"{review}.total": 3}
    place = ("GK404", {"table": "review_litigation", "row": "review"})
    found = checked(edition, {**cells, f"{review}.other": text})
    assert place in (found.passed if state == "pass" else found.undecided)
    found = checked(edition, {**cells, f"{review}.total": text})
    assert (place in found.undecided) == (text in ("无", None))
    assert (("GK404", "review") in places(found)) == (text in ("/", "-", "—"))
    assert ("GK302" in {code for code, _ in places(found)}) == (text == "无")
