"""Which single cell is wrong, and what it should be."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import Values, examples, valid_values

import gkrules
from gkrules import Edition, Finding, Report
from gkrules.testing import small_report

PLAIN = {
    "applications.new.natural_person": 5,
    "applications.new.total": 5,
    "applications.granted.natural_person": 5,
    "applications.granted.total": 5,
    "applications.handled_total.natural_person": 5,
    "applications.handled_total.total": 5,
}


def located(report: Report) -> list[tuple[str, list[tuple[str, float | None, str]]]]:
    def suspects(finding: Finding) -> list[tuple[str, float | None, str]]:
        return [(suspect.cell, suspect.suggested, suspect.confidence) for suspect in finding.suspects]

    return [(finding.code, suspects(finding)) for finding in gkrules.check(report, select=["GK4"]).findings]


def test_the_cell_in_which_two_broken_equations_meet(edition: Edition) -> None:
    report = small_report(edition, {**PLAIN, "applications.new.natural_person": 7})
    expected = [("applications.new.natural_person", 5, "likely")]
    assert located(report) == [("GK401", expected), ("GK403", expected)]


def test_a_total_left_at_zero(edition: Edition) -> None:
    report = small_report(edition, {"review_litigation.review.upheld": 10, "review_litigation.review.corrected": 1})
    assert located(report) == [("GK404", [("review_litigation.review.total", 11, "likely")])]


def test_ties_are_all_given(edition: Edition) -> None:
    report = small_report(edition, {"review_litigation.review.upheld": 3, "review_litigation.review.total": 5})
    group = "review_litigation.review"
    expected = [("upheld", 5), ("corrected", 2), ("other", 2), ("pending", 2), ("total", 3)]
    assert located(report) == [("GK404", [(f"{group}.{cell}", value, "possible") for cell, value in expected])]


def test_faults_apart_are_located_apart(edition: Edition) -> None:
    groups = {"review_litigation.review": 6, "review_litigation.litigation_after_review": 5}
    parts = {f"{group}.{cell}": value for group, value in groups.items() for cell in ("upheld", "corrected")}
    expected = [("GK404", [(f"{group}.total", 2 * value, "likely")]) for group, value in groups.items()]
    assert located(small_report(edition, parts)) == expected


def test_two_faults_that_meet_in_no_cell_are_two_causes(edition: Edition) -> None:
    report = small_report(edition, {**PLAIN, "applications.new.natural_person": 7, "applications.granted.business": 4})
    first = ("applications.new.natural_person", 5, "likely")
    second = ("applications.granted.business", 0, "likely")
    assert located(report) == [("GK401", [first]), ("GK403", [first]), ("GK401", [second]), ("GK402", [second])]


def test_against_last_year_only_the_own_report_is_not_blamed(edition: Edition) -> None:
    before, after = (
        small_report(edition, {"applications.carried_out.total": 3}),
        small_report(edition, {"applications.carried_in.total": 2}),
    )
    before.year = 2023
    (finding,) = gkrules.check(after, previous=before, select=["GK601"]).findings
    assert finding.suspects == ()


@examples(100)
@given(values=valid_values(), data=st.data())
def test_one_changed_cell_is_always_among_the_suspects(edition: Edition, values: Values, data: st.DataObject) -> None:
    cells = [key for key in values if key.startswith(("applications.", "review_litigation."))]
    key = data.draw(st.sampled_from(cells))
    wrong = values[key] + data.draw(st.integers(1, 50))
    result = gkrules.check(small_report(edition, {**values, key: wrong}), select=["GK4"])
    assert result.findings
    for finding in result.findings:
        suggested = {suspect.cell: suspect.suggested for suspect in finding.suspects}
        assert suggested[key] == pytest.approx(values[key])
        for cell, value in suggested.items():
            mended = gkrules.check(small_report(edition, {**values, key: wrong, cell: value}), select=["GK4"])
            assert mended.findings == ()


@examples(100)
@given(values=valid_values(), data=st.data())
def test_in_the_table_of_applications_the_cell_is_found_alone(edition: Edition, values: Values, data: st.DataObject) -> None:
    key = data.draw(st.sampled_from([key for key in values if key.startswith("applications.")]))
    result = gkrules.check(small_report(edition, {**values, key: values[key] + data.draw(st.integers(1, 50))}), select=["GK4"])
    assert {tuple(suspect.cell for suspect in finding.suspects) for finding in result.findings} == {(key,)}
