"""What a blank counts as: zero, unless other numbers of the report say otherwise."""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import EQUATION_CELLS, KINDS, RESULTS, ROWS, Values, balanced, equations_of, valid_values

from gkrules import Edition, Finding, ReportFindings, Severity, check
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
