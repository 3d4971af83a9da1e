"""Sets of wrong cells, the slips that explain them, and findings with one cause."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from strategies import COLUMNS, KINDS, ROWS, Values, balanced, examples, rule_of, valid_values

import gkrules
from gkrules import Edition, Report, Ruleset
from gkrules.model.findings import Cause, Slip
from gkrules.render.lines import width_of
from gkrules.render.text.findings import findings_text
from gkrules.testing import small_report

Wrong = dict[str, int | float | str | None]
APPLICATIONS = [f"applications.{row}.{column}" for row in ROWS for column in COLUMNS]
SOME: Values = balanced(
    {
        ("granted", "natural_person"): 54,
        ("granted", "business"): 7,
        ("denied_third_party", "natural_person"): 13,
        ("partly_granted", "business"): 21,
    },
    {"natural_person": (5, 2), "business": (3, 1)},
    {("review", "upheld"): 4, ("review", "other"): 2, ("litigation_after_review", "upheld"): 3, ("litigation_after_review", "pending"): 1},
)


def causes(edition: Edition, cells: Wrong, previous: Wrong | None = None, ruleset: Ruleset | None = None) -> tuple[Cause, ...]:
    before = []
    if previous is not None:
        before = [small_report(edition, previous)]
        before[0].year = 2023
    select = ["GK4", *(["GK6"] if before else []), *(["GK9"] if ruleset else [])]
    (found,) = gkrules.check(small_report(edition, cells), previous=before, select=select, ruleset=ruleset).reports
    return found.causes


def only(edition: Edition, changed: Wrong, previous: Wrong | None = None) -> tuple[Slip | None, dict[str, int | float | None]]:
    """The slip and the suggested values of the likeliest repair of the only cause."""
    (cause,) = causes(edition, {**SOME, **changed}, previous)
    return cause.repairs[0].slip, {suspect.cell: suspect.suggested for suspect in cause.repairs[0].cells}


@pytest.mark.parametrize(
    ("cell", "value", "slip"),
    [
        ("applications.granted.natural_person", 45, Slip.DIGITS_TRANSPOSED),
        ("applications.granted.natural_person", 5, Slip.DIGIT_DROPPED),
        ("applications.granted.natural_person", 544, Slip.DIGIT_DOUBLED),
        ("applications.granted.natural_person", 64, Slip.DIGIT_WRONG),
        ("applications.granted.natural_person", -54, Slip.SIGN),
        ("applications.granted.total", 0, Slip.TOTAL_EMPTY),
        ("applications.granted.total", 54, Slip.TOTAL_NOT_UPDATED),
        ("applications.granted.business", 54, Slip.COPIED_FROM_NEIGHBOUR),
        ("applications.handled_total.business", 7, Slip.TOTAL_NOT_UPDATED),
        ("applications.granted.business", 33, None),
    ],
)
def test_the_slip_of_a_single_cell(edition: Edition, cell: str, value: int, slip: Slip | None) -> None:
    assert only(edition, {cell: value}) == (slip, {cell: SOME[cell]})


def test_last_years_value(edition: Edition) -> None:
    cell = "applications.granted.natural_person"
    before: Wrong = {f"applications.carried_out.{column}": SOME[f"applications.carried_in.{column}"] for column in COLUMNS}
    assert only(edition, {cell: 38}, {**before, cell: 38}) == (Slip.LAST_YEARS_VALUE, {cell: 54})
    assert only(edition, {cell: 38}, {**before, cell: 39}) == (None, {cell: 54})


def moved(line: list[str]) -> Wrong:
    return {key: SOME[other] if other else 0 for key, other in zip(line, [*line[1:], ""], strict=True)}


def test_a_column_moved_up(edition: Edition) -> None:
    line = [f"applications.{row}.natural_person" for row in ROWS[ROWS.index("granted") :]]
    wrong = moved(line)
    slip, suggested = only(edition, wrong)
    assert slip is Slip.COLUMN_SHIFTED
    assert suggested == {key: SOME[key] for key in line if wrong[key] != SOME[key]}


def test_a_row_moved_left(edition: Edition) -> None:
    line = [f"applications.granted.{column}" for column in COLUMNS]
    assert only(edition, moved(line))[0] is Slip.ROW_SHIFTED


def test_a_row_of_section_four_moved_over_its_groups(edition: Edition) -> None:
    columns = ("upheld", "corrected", "other", "pending", "total")
    line = [f"review_litigation.{row}.{column}" for row in ("review", "direct_litigation", "litigation_after_review") for column in columns]
    found = causes(edition, {**SOME, **moved(line)})
    assert found[0].repairs[0].slip is Slip.ROW_SHIFTED
    assert {suspect.cell: suspect.suggested for suspect in found[0].repairs[0].cells} == {
        key: SOME[key] for key in line if moved(line)[key] != SOME[key]
    }
    assert len(found) == 1


def test_neighbours_swapped(edition: Edition) -> None:
    one, other = "applications.granted.natural_person", "applications.granted.business"
    assert only(edition, {one: SOME[other], other: SOME[one]}) == (Slip.NEIGHBOURS_SWAPPED, {one: SOME[one], other: SOME[other]})


def test_two_columns_swapped(edition: Edition) -> None:
    wrong: Wrong = {}
    for row in ("granted", "partly_granted", "denied_third_party"):
        one, other = f"applications.{row}.natural_person", f"applications.{row}.business"
        wrong |= {one: SOME[other], other: SOME[one]}
    slip, suggested = only(edition, wrong)
    assert slip is Slip.COLUMNS_SWAPPED
    assert suggested == {key: SOME[key] for key in wrong}


def test_two_rows_swapped(edition: Edition) -> None:
    wrong: Wrong = {}
    for column in COLUMNS:
        one, other = f"applications.granted.{column}", f"applications.carried_out.{column}"
        wrong |= {one: SOME[other], other: SOME[one]}
    assert only(edition, wrong)[0] is Slip.ROWS_SWAPPED


def test_two_kinds_wrong_by_plus_and_minus_one(edition: Edition) -> None:
    """Published once: only the totals still balance. Both cells are named, in every row where they can be."""
    wrong = {"applications.new.natural_person": 1, "applications.new.business": -1}
    (cause,) = causes(edition, {**SOME, **{key: SOME[key] + change for key, change in wrong.items()}})
    found = [{suspect.cell: suspect.suggested for suspect in repair.cells} for repair in cause.repairs]
    assert cause.status == "tied"
    assert {key: SOME[key] for key in wrong} in found
    rows = {key.split(".")[1] for repair in found for key in repair}
    assert rows == {"new", "carried_in", "carried_out"}
    assert all(repair.confidence == "possible" for repair in cause.repairs)


def test_review_outcomes_beside_an_empty_total(edition: Edition) -> None:
    """Published once: 10 + 1 + 0 + 0 with a total of 0."""
    (cause,) = causes(edition, {"review_litigation.review.upheld": 10, "review_litigation.review.corrected": 1})
    (repair,) = cause.repairs
    assert (repair.slip, repair.cells[0].suggested, repair.confidence) == (Slip.TOTAL_EMPTY, 11, "likely")


def test_carried_in_against_last_year_vetoes_a_repair(edition: Edition) -> None:
    """What agrees with last year's report is not what is wrong."""
    wrong = {"applications.new.natural_person": 1, "applications.new.business": -1}
    last: Wrong = {f"applications.carried_out.{kind}": SOME[f"applications.carried_in.{kind}"] for kind in COLUMNS}
    (cause,) = causes(edition, {**SOME, **{key: SOME[key] + change for key, change in wrong.items()}}, last)
    assert {suspect.cell.split(".")[1] for repair in cause.repairs for suspect in repair.cells} == {"new", "carried_out"}


@pytest.mark.parametrize("count", [4, 6])
def test_more_than_three_cells_are_unknown(edition: Edition, count: int) -> None:
    wrong: Wrong = {f"applications.{row}.{kind}": 40 + n for n, (row, kind) in enumerate(zip(ROWS[3 : 3 + count], KINDS, strict=False))}
    (found,) = gkrules.check(small_report(edition, {**SOME, **wrong}), select=["GK4"]).reports
    (cause,) = found.causes
    assert (cause.status, cause.reason, cause.repairs) == ("unknown", "too_many_cells", ())
    assert all(finding.cause is cause and not finding.suspects for finding in found.findings)
    text = findings_text(gkrules.check(found.report, select=["GK4"]), [], "zh")
    assert text.count("无法判断（有误的可能超过 3 格）") == 1


def test_a_stretch_of_more_than_three_cells_is_found_all_the_same(edition: Edition) -> None:
    line = [f"applications.{row}.natural_person" for row in ROWS[ROWS.index("granted") :]]
    wrong: Wrong = {**moved(line), "review_litigation.review.total": 0}
    assert [len(cause.repairs[0].cells) > 3 for cause in causes(edition, {**SOME, **wrong})] == [True, False]


def test_what_else_is_installed_changes_no_cause(edition: Edition, monkeypatch: pytest.MonkeyPatch) -> None:
    wrong: Wrong = {f"applications.{row}.{kind}": 40 + n for n, (row, kind) in enumerate(zip(ROWS[3:7], KINDS, strict=False))}
    wrong |= {"review_litigation.review.total": 0}
    before = causes(edition, {**SOME, **wrong})
    monkeypatch.setitem(sys.modules, "scipy", None)
    monkeypatch.setitem(sys.modules, "scipy.optimize", None)
    assert causes(edition, {**SOME, **wrong}) == before
    assert [cause.status for cause in before] == ["unknown", "found"]


def test_users_own_linear_rules_take_part(edition: Edition, ruleset: Ruleset) -> None:
    """The form says nothing of licences and penalties; a rule of one's own does, and is met by one value only."""
    words = {"zh": "两数不等。", "en": "Two numbers differ."}
    rule = replace(rule_of("licensing.licences.decisions == enforcement.penalties.decisions"), code="GK998", message=words)
    limit = replace(rule_of("licensing.licences.decisions <= 5"), code="GK997", message=words)
    cells: Wrong = {"licensing.licences.decisions": 3, "enforcement.penalties.decisions": 30}
    both = replace(ruleset, rules=(*ruleset.rules, rule))
    (cause,) = causes(edition, cells, ruleset=both)
    assert {suspect.cell for repair in cause.repairs for suspect in repair.cells} == set(cells)
    (cause,) = causes(edition, cells, ruleset=replace(both, rules=(*both.rules, limit)))
    assert [suspect.cell for repair in cause.repairs for suspect in repair.cells] == ["enforcement.penalties.decisions"]


def test_the_other_edition(ruleset: Ruleset) -> None:
    edition = gkrules.load_ruleset("2019").edition
    cells: Wrong = {"applications.new.natural_person": 12, "applications.new.total": 21, "applications.carried_out.natural_person": 12}
    (cause,) = causes(edition, {**cells, "applications.carried_out.total": 12})
    assert (cause.repairs[0].slip, cause.repairs[0].cells[0].suggested) == (Slip.DIGITS_TRANSPOSED, 12)


def test_the_finding_about_a_negative_count_has_the_same_cause(edition: Edition) -> None:
    result = gkrules.check(small_report(edition, {**SOME, "applications.granted.natural_person": -54}), select=["GK3", "GK4"])
    assert {finding.cause.number for finding in result.findings if finding.cause} == {1}
    assert {"GK303", "GK401", "GK402"} == {finding.code for finding in result.findings if finding.cause}


def test_one_cause_is_shown_once_with_its_equations_below(edition: Edition) -> None:
    result = gkrules.check(small_report(edition, {**SOME, "applications.granted.natural_person": 45}), select=["GK4"])
    zh, en = (findings_text(result, [], lang).splitlines() for lang in ("zh", "en"))
    zh, en = ([text for text in lines if not text.startswith(("单元格：", "Cells:"))] for lines in (zh, en))
    assert zh[1] == "同一原因 2 处：（一）予以公开·自然人现为 45，建议值 54"
    assert "数字颠倒" in zh[2]
    assert [line.split()[0] for line in zh if line.startswith("  GK")] == ["GK401", "GK402"]
    assert en[1] == "one cause of 2: (1) granted · natural persons: now 45, suggested 54"
    assert width_of(zh[1]) <= 80
    assert "可能有误" not in "".join(zh)


def test_the_json_names_causes_and_slips(edition: Edition) -> None:
    schema = json.loads((Path(gkrules.__file__).parents[1] / "rules/schemas/check-result.schema.json").read_text(encoding="utf-8"))
    result = gkrules.check(small_report(edition, {**SOME, "applications.granted.natural_person": 45}), select=["GK4"])
    data = json.loads(result.to_json())
    Draft202012Validator(schema).validate(data)
    (report,) = data["reports"]
    assert [finding["cause"] for finding in report["findings"]] == [1, 1]
    (cause,) = report["causes"]
    assert (cause["status"], cause["findings"], cause["repairs"][0]["slip"]) == ("found", [0, 1], "digits_transposed")
    assert report["findings"][0]["suspects"][0]["slip"] == "digits_transposed"


def broken(values: Values, data: st.DataObject, count: int) -> Wrong:
    keys = data.draw(st.lists(st.sampled_from(APPLICATIONS), min_size=1, max_size=count, unique=True))
    return {**values, **{key: data.draw(st.integers(0, 99)) for key in keys}}


@examples(60)
@given(values=valid_values(limit=50), data=st.data())
def test_applying_any_repair_leaves_no_equation_broken(edition: Edition, values: Values, data: st.DataObject) -> None:
    wrong = broken(values, data, 3)
    found = gkrules.check(small_report(edition, wrong), select=["GK4"])
    for cause in found.reports[0].causes:
        codes = {(each.code, each.cells) for each in found.findings if each.cause and each.cause.number == cause.number}
        for repair in cause.repairs[:5]:
            mended = {**wrong, **{suspect.cell: suspect.suggested for suspect in repair.cells}}
            after = {(each.code, each.cells) for each in gkrules.check(small_report(edition, mended), select=["GK3", "GK4"]).findings}
            assert not codes & after
            assert after <= {(each.code, each.cells) for each in found.findings}


@examples(40)
@given(values=valid_values(limit=50), data=st.data())
def test_columns_in_another_order_give_the_same_sets(edition: Edition, values: Values, data: st.DataObject) -> None:
    wrong = broken(values, data, 3)
    order = dict(zip(KINDS, data.draw(st.permutations(KINDS)), strict=True))

    def renamed(key: str) -> str:
        table, row, column = key.split(".")
        return f"{table}.{row}.{order.get(column, column)}" if table == "applications" else key

    def sets(report: Report, name: dict[str, str]) -> set[frozenset[tuple[str, float | None]]]:
        (found,) = gkrules.check(report, select=["GK4"]).reports
        return {
            frozenset((name[each.cell], each.suggested) for each in repair.cells)
            for cause in found.causes
            for repair in cause.repairs
            # Which stretches and neighbours there are depends on the order of the columns.
            if len(repair.cells) <= 2 or repair.slip is None
        }

    same = {key: key for key in wrong}
    back = {renamed(key): key for key in wrong}
    here = sets(small_report(edition, wrong), same)
    assume(here)
    assert sets(small_report(edition, {renamed(key): value for key, value in wrong.items()}), back) == here
