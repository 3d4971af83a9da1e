from __future__ import annotations

import re

import pytest
from strategies import COLUMNS, GROUPS, KINDS, OTHERS, OUTCOME_COLUMNS, RESULTS, ROWS, expression, rule_of, schema_of

from gkrules import Edition, RuleError, Ruleset
from gkrules.language.binding import bind
from gkrules.language.names import Names
from gkrules.language.scopes import Scope, scopes
from gkrules.model.report import NOTE_KINDS

TOTAL = "applications.new.total"


@pytest.fixture(scope="module")
def names(ruleset: Ruleset) -> Names:
    return ruleset.names("2021")


def places(text: str, names: Names) -> list[Scope]:
    return scopes(expression(text), names)


def test_report_is_one_place(names: Names) -> None:
    (scope,) = places(" report ", names)
    assert (dict(scope.keys), dict(scope.names), scope.optional) == ({}, {}, False)


def test_rows_of_a_table(names: Names) -> None:
    found = places("row of applications", names)
    assert [scope.keys["row"] for scope in found if not scope.optional] == list(ROWS)
    assert [scope.keys["row"] for scope in found if scope.optional] == ["other"]
    granted = next(scope for scope in found if scope.keys["row"] == "granted")
    assert granted.keys["table"] == "applications"
    assert granted.names["total"].keys == ("applications.granted.total",)
    assert granted.names["applicants"].keys == tuple(f"applications.granted.{kind}" for kind in KINDS)
    assert granted.names["row"].keys == tuple(f"applications.granted.{column}" for column in COLUMNS)
    assert [name for name, operand in granted.names.items() if operand.group] == ["organisations", "applicants", "row"]


def test_columns_of_a_table(names: Names) -> None:
    found = places("column of applications", names)
    assert [scope.keys["column"] for scope in found] == list(COLUMNS)
    assert not any(scope.optional for scope in found)
    research = found[2]
    assert research.names["new"].keys == ("applications.new.research",)
    assert set(research.names["results"].keys) == {f"applications.{row}.research" for row in (*RESULTS, "other")}
    assert research.names["other_handling"].keys == tuple(f"applications.{row}.research" for row in (*OTHERS, "other"))
    assert research.names["column"].keys == tuple(f"applications.{row}.research" for row in ROWS)


def test_cells_of_a_table(names: Names) -> None:
    found = places("cell of review_litigation", names)
    expected = [f"review_litigation.{row}.{column}" for row in GROUPS for column in (*OUTCOME_COLUMNS, "total")]
    assert [scope.names["cell"].keys for scope in found] == [(key,) for key in expected]
    assert dict(found[0].keys) == {"table": "review_litigation", "row": "review", "column": "upheld"}


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("cell of form", 200),
        ("cell of report", 207),
        ("cell of report of type count", 206),
        ("cell of form of type amount", 1),
        ("cell of form of type count, amount", 200),
        ("cell of form of type change", 0),
        ("cell of fees, licensing", 2),
        ("row of form", 34),
        ("row of report", 35),
        ("row of review_litigation, applications", 29),
        ("column of form", 18),
        ("column of report of type amount", 1),
        ("section of form", 6),
        (f"note of {', '.join(NOTE_KINDS)}", len(NOTE_KINDS)),
        ("fact of report.year", 1),
        ("  row   of   applications  ", 26),
    ],
)
def test_how_many_places(text: str, count: int, names: Names) -> None:
    assert len(places(text, names)) == count


def test_places_are_in_the_order_of_the_form_whatever_the_order_of_the_names(names: Names) -> None:
    found = places("cell of fees, licensing", names)
    assert [scope.keys["table"] for scope in found] == ["licensing", "fees"]


def test_sections_know_the_one_before(names: Names) -> None:
    found = places("section of form", names)
    assert [scope.keys["section"] for scope in found] == [section.key for section in names.edition.sections]
    assert found[0].names["previous"].keys == ()
    assert [scope.names["previous"].keys for scope in found[1:]] == [scope.names["position"].keys for scope in found[:-1]]


def test_notes_and_facts(names: Names) -> None:
    (note,) = places("note of extra_row", names)
    assert (dict(note.keys), note.names["count"].keys) == ({"note": "extra_row"}, ("note.extra_row.count",))
    (fact,) = places("fact of document.title_year", names)
    assert (dict(fact.keys), fact.names["fact"].keys) == ({"fact": "document.title_year"}, ("document.title_year",))


@pytest.mark.parametrize(
    ("text", "marked", "hint"),
    [
        ("row of aplications", "aplications", "applications"),
        ("column of forms", "forms", "form"),
        ("cell of form of type counts", "counts", "count"),
        ("note of extra_rows", "extra_rows", "extra_row"),
        ("fact of document.title_yaer", "document.title_yaer", "document.title_year"),
        ("section of forn", "forn", "form"),
        ("row of applications, licencing", "licencing", "licensing"),
    ],
)
def test_unknown_names_of_places_are_hinted(text: str, marked: str, hint: str, names: Names) -> None:
    with pytest.raises(RuleError) as caught:
        places(text, names)
    _, shown, caret = caught.value.en.split("\n")
    assert shown[caret.index("^") : caret.rindex("^") + 1] == marked
    assert f"'{hint}'" in caught.value.en
    assert f"“{hint}”" in caught.value.zh


@pytest.mark.parametrize(
    "text",
    [
        "",
        "rows of applications",
        "row applications",
        "row of",
        "every row of applications",
        "ROW of form",
        "report of form",
    ],
)
def test_other_phrases_are_refused(text: str, names: Names) -> None:
    with pytest.raises(RuleError) as caught:
        places(text, names)
    assert caught.value.kind == "bad_expression"
    assert "rule.yaml:10:13" in caught.value.en


def operands(condition: str, for_each: str, names: Names) -> dict[str, list[tuple[str, ...]]]:
    bound = bind(rule_of(condition, for_each), names)
    return {name: [operand.keys for operand in each] for name, each in bound.condition.operands.items()}


def test_names_mean_another_cell_at_each_place(names: Names) -> None:
    bound = operands("total == sum(outcomes)", "row of review_litigation", names)
    assert bound["total"] == [(f"review_litigation.{row}.total",) for row in GROUPS]
    assert bound["outcomes"] == [tuple(f"review_litigation.{row}.{column}" for column in OUTCOME_COLUMNS) for row in GROUPS]


def test_full_names_and_facts_mean_the_same_everywhere(names: Names) -> None:
    bound = operands("total >= fees.administrative_fees.amount or report.year > 2020", "row of review_litigation", names)
    assert bound["fees.administrative_fees.amount"] == [("fees.administrative_fees.amount",)] * 3
    assert bound["report.year"] == [("report.year",)] * 3


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        ("applications.new.organisations", [f"applications.new.{kind}" for kind in KINDS[1:]]),
        ("applications.unavailable.total", [f"applications.{row}.total" for row in RESULTS if row.startswith("unavailable")]),
        (
            "applications.not_handled.applicants",
            [f"applications.{row}.{kind}" for row in RESULTS if row.startswith("not_handled") for kind in KINDS],
        ),
    ],
)
def test_groups_by_full_name(name: str, cells: list[str], names: Names) -> None:
    assert operands(f"sum({name}) >= 0", "report", names)[name] == [tuple(cells)]


def test_keys_of_a_place_are_each_given_once(names: Names) -> None:
    bound = bind(rule_of("total + total == upheld + total", "row of review_litigation"), names)
    assert bound.keys(1) == ("review_litigation.direct_litigation.total", "review_litigation.direct_litigation.upheld")


def test_when_has_names_of_its_own(names: Names) -> None:
    bound = bind(rule_of("total >= 0", "row of review_litigation", when="is_number(pending)"), names)
    assert bound.when is not None
    assert list(bound.when.operands) == ["pending"]
    assert list(bound.condition.operands) == ["total"]


@pytest.mark.parametrize(
    ("condition", "for_each", "marked", "hint"),
    [
        ("total == sum(outcome)", "row of review_litigation", "outcome", "outcomes"),
        ("totl == 1", "row of applications", "totl", "total"),
        ("applications.new.totals == 1", "report", "applications.new.totals", "applications.new.total"),
        ("aplications.new.total == 1", "report", "aplications.new.total", "applications.new.total"),
        ("report.yeer == 2024", "report", "report.yeer", "report.year"),
        ("handeld_total == 1", "column of applications", "handeld_total", "handled_total"),
    ],
)
def test_unknown_names_are_hinted(condition: str, for_each: str, marked: str, hint: str, ruleset: Ruleset) -> None:
    with pytest.raises(RuleError) as caught:
        bind(rule_of(condition, for_each), ruleset.names(ruleset.edition.key))
    head, shown, caret = caught.value.en.split("\n")
    assert shown[caret.index("^") : caret.rindex("^") + 1] == marked
    where = re.match(r"rule\.yaml:10:(\d+):", head)
    assert where
    assert int(where[1]) == 13 + condition.index(marked)
    assert f"'{hint}'" in head
    assert f"“{hint}”" in caught.value.zh


@pytest.mark.parametrize(
    ("condition", "at"),
    [
        ("total == outcomes", 9),
        ("outcomes == total", 0),
        ("total == sum(outcomes + 1)", 13),
        ("total == abs(outcomes)", 13),
        ("is_blank(outcomes)", 9),
        ("-outcomes == total", 1),
        ("applications.results.total == 1", 0),
    ],
)
def test_groups_stand_in_sums_only(condition: str, at: int, names: Names) -> None:
    with pytest.raises(RuleError) as caught:
        bind(rule_of(condition, "row of review_litigation"), names)
    assert f"rule.yaml:10:{13 + at}:" in caught.value.en
    assert "sum(" in caught.value.zh


@pytest.mark.parametrize("function", ["sum", "min", "max", "count"])
def test_functions_of_numbers_take_groups(function: str, names: Names) -> None:
    bound = operands(f"total >= {function}(outcomes)", "row of review_litigation", names)
    assert len(bound["outcomes"][0]) == 4


def test_every_rule_binds_to_every_edition_it_serves(ruleset: Ruleset) -> None:
    counts = {(rule.code, key): len(bind(rule, ruleset.names(key)).scopes) for rule in ruleset.rules for key in rule.editions}
    assert counts["GK401", "2021"] == 26
    assert counts["GK201", "2021"] == 200
    assert all(counts.values())


def test_long_chains_are_refused(ruleset: Ruleset, edition: Edition) -> None:
    with pytest.raises(RuleError):
        bind(rule_of("+".join(["1"] * 1900) + f" == {TOTAL}"), ruleset.names("2021"))


@pytest.mark.parametrize(("condition", "for_each"), [("1 == 1", "report"), ("cell == 1", "cell of form of type change")])
def test_rules_that_look_at_nothing_are_refused(condition: str, for_each: str) -> None:
    with pytest.raises(RuleError):
        schema_of(rule_of(condition, for_each))


def test_a_place_without_cells_is_no_fault() -> None:
    assert schema_of(rule_of("max(0, previous) >= 0", "section of form")).kernels


def test_the_caret_of_for_each_points_at_the_word(ruleset: Ruleset, edition: Edition) -> None:
    with pytest.raises(RuleError) as caught:
        bind(rule_of("total == 1", "row of applications, app"), ruleset.names("2021"))
    assert caught.value.en.splitlines()[-1].index("^") == 4 + len("row of applications, ")


def test_rows_have_no_type(ruleset: Ruleset, edition: Edition) -> None:
    with pytest.raises(RuleError):
        bind(rule_of("total == 1", "row of applications of type amount"), ruleset.names("2021"))
