"""Causes across reports and texts: what last year, the organs below and the narrative say takes part."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from strategies import COLUMNS, Values, balanced

import gkrules
from gkrules import Edition, Report
from gkrules.api import read
from gkrules.model.findings import Cause, ReportFindings
from gkrules.model.report import SectionText
from gkrules.render.text.findings import findings_text
from gkrules.render.words import place_words
from gkrules.testing import small_report

SOME: Values = balanced(
    {("granted", "natural_person"): 54, ("granted", "business"): 7},
    {"natural_person": (50, 4), "business": (7, 0)},
    {("review", "upheld"): 4},
)
LAST_YEAR: Values = {f"applications.carried_out.{column}": SOME[f"applications.carried_in.{column}"] for column in COLUMNS}


def check(
    edition: Edition, cells: Mapping[str, int | float], before: Mapping[str, int | float] | None = None, text: str = ""
) -> ReportFindings:
    report = replace(small_report(edition, dict(cells)), year=2024)
    if text:
        report = replace(report, has_text=True, sections=(SectionText("overview", "一、总体情况", text, 1),))
    previous: list[Report] = [] if before is None else [replace(small_report(edition, dict(before)), year=2023)]
    (found,) = gkrules.check(report, previous=previous, select=["GK4", "GK5", "GK6"]).reports
    return found


def values(cause: Cause) -> list[dict[str, int | float | None]]:
    return [{each.cell: each.suggested for each in repair.cells} for repair in cause.repairs]


def test_carried_in_wrong_in_row_and_total_is_one_cause(edition: Edition) -> None:
    keys = ("applications.carried_in.natural_person", "applications.carried_in.total")
    found = check(edition, {**SOME, **{key: SOME[key] + 2 for key in keys}}, LAST_YEAR)
    assert sorted(finding.code for finding in found.findings) == ["GK403", "GK403", "GK601", "GK601"]
    (cause,) = found.causes
    # Other pairs would balance the columns too, and leave the comparison with last year broken.
    assert values(cause) == [{key: SOME[key] for key in keys}]
    assert all(finding.cause == cause for finding in found.findings)


def test_without_last_year_every_pair_is_given(edition: Edition) -> None:
    keys = ("applications.carried_in.natural_person", "applications.carried_in.total")
    (cause,) = check(edition, {**SOME, **{key: SOME[key] + 2 for key in keys}}).causes
    assert {key: SOME[key] for key in keys} in values(cause)
    assert len(values(cause)) > 1


def test_a_report_that_holds_is_not_accused_for_differing_from_last_years(edition: Edition) -> None:
    before = {**LAST_YEAR, **{f"applications.carried_out.{column}": 9 for column in ("natural_person", "total")}}
    found = check(edition, SOME, before)
    assert [finding.code for finding in found.findings] == ["GK601", "GK601"]
    (cause,) = found.causes
    assert (cause.status, cause.reason, cause.repairs) == ("unknown", "between_reports", ())
    assert all(not finding.suspects for finding in found.findings)


def test_a_difference_from_last_year_beside_a_wrong_cell_is_a_cause_of_its_own(edition: Edition) -> None:
    before = {**LAST_YEAR, "applications.carried_out.business": 9}
    found = check(edition, {**SOME, "applications.granted.natural_person": 45}, before)
    assert {cause.reason for cause in found.causes} == {"", "between_reports"}
    (own,) = (cause for cause in found.causes if cause.repairs)
    assert values(own) == [{"applications.granted.natural_person": 54}]


def test_a_cell_that_differs_from_the_organs_below_is_the_one_that_breaks_the_report(edition: Edition) -> None:
    report = replace(small_report(edition, {**SOME, "review_litigation.review.upheld": 9}), year=2024)
    below = replace(small_report(edition, dict(SOME)), year=2024, unit="某县某镇人民政府")
    (found,) = gkrules.check(report, below=[below], select=["GK4", "GK7"]).reports
    (cause,) = found.causes
    # By its own equation alone any of five cells could be wrong.
    assert values(cause) == [{"review_litigation.review.upheld": 4}]
    assert {finding.code for finding in found.findings} == {"GK404", "GK701"}


def test_what_the_text_states_tells_which_cell_is_wrong(edition: Edition) -> None:
    wrong = {**SOME, "review_litigation.review.total": 9}
    (without,) = check(edition, wrong).causes
    assert {repair.confidence for repair in without.repairs} == {"possible"}
    found = check(edition, wrong, text="2024年，本机关被申请行政复议4件。")
    (cause,) = found.causes
    assert values(cause)[0] == {"review_litigation.review.total": 4}
    assert [repair.confidence for repair in cause.repairs][:2] == ["likely", "possible"]
    assert {finding.code for finding in found.findings if finding.cause == cause} == {"GK404", "GK501"}


def test_suggestions_obey_rules_that_were_not_selected(edition: Edition) -> None:
    keys = ("applications.new.natural_person", "applications.new.business")
    wrong = {**SOME, keys[0]: SOME[keys[0]] + 1, keys[1]: SOME[keys[1]] - 1}
    report = replace(small_report(edition, wrong), year=2024)
    before = replace(small_report(edition, dict(LAST_YEAR)), year=2023)
    (found,) = gkrules.check(report, previous=before, select=["GK403"]).reports
    (cause,) = found.causes
    cells = {key for each in values(cause) for key in each}
    assert cells
    assert not any("carried_in" in key for key in cells)


def test_two_wrong_cells_of_section_four_beside_a_shift_are_given_in_every_combination(edition: Edition) -> None:
    columns = ("upheld", "corrected", "other", "pending", "total")
    line = [f"review_litigation.{row}.{column}" for row in ("review", "direct_litigation", "litigation_after_review") for column in columns]
    numbers = {"review_litigation.review.upheld": 4, "review_litigation.review.total": 4, "review_litigation.direct_litigation.upheld": 3}
    numbers |= {"review_litigation.direct_litigation.total": 3}
    moved = {key: numbers.get(other, 0) for key, other in zip(line, [*line[1:], ""], strict=True)}
    (cause,) = check(edition, {**SOME, **moved}).causes
    (shift, *others) = cause.repairs
    if shift.slip is None:
        shift, others = next(each for each in cause.repairs if each.slip), [each for each in cause.repairs if not each.slip]
    assert len(shift.cells) > 2
    assert len(others) > 1
    assert {len(each.cells) for each in others} == {2}
    assert {each.confidence for each in cause.repairs} == {"possible"}


def test_a_blank_that_its_equation_fills_is_the_likeliest(edition: Edition) -> None:
    cells: dict[str, int | float | str | None] = {**SOME, "review_litigation.review.upheld": None}
    (found,) = gkrules.check(small_report(edition, cells), select=["GK3", "GK4"]).reports
    (cause,) = found.causes
    assert values(cause)[0] == {"review_litigation.review.upheld": 4}
    assert cause.repairs[0].confidence == "likely"
    assert found.cause_count == 1
    assert {finding.code for finding in found.findings} == {"GK404", "GK301"}


def test_neighbours_of_two_groups_that_were_swapped_are_one_cause(edition: Edition) -> None:
    wrong = {**SOME, "review_litigation.review.total": 0, "review_litigation.direct_litigation.upheld": 4}
    found = check(edition, wrong)
    (cause,) = found.causes
    assert len(found.findings) == 2
    assert {"review_litigation.review.total": 4, "review_litigation.direct_litigation.upheld": 0} in values(cause)


def test_it_is_said_where_the_suspected_cell_stands() -> None:
    lines = Path(__file__).parents[2].joinpath("fixtures/reports/yongan_2024.txt").read_text("utf-8").split("\n")
    at = next(number for number, each in enumerate(lines) if each.strip().startswith("（一）予以公开"))
    assert lines[at + 1].strip() == "3"
    lines[at + 1] = lines[at + 1].replace("3", "8")
    report = read("\n".join(lines).encode(), name="a.txt")
    words = findings_text(gkrules.check(report, select=["GK4"]), [], "zh").split("\n")
    head = next(number for number, each in enumerate(words) if "自然人现为 8，建议值 3" in each)
    place = report.cells["applications.granted.natural_person"].place
    assert place is not None
    assert words[head + 2].strip() == f"位置：{place_words(place, 'zh')}"
