"""Inputs that once went wrong: odd rules, odd frames, odd exchange files, and odd reports."""

from __future__ import annotations

import pickle
import warnings
from pathlib import Path

import numpy as np
import pytest
from pandera.errors import SchemaErrors, SchemaWarning
from strategies import all_outcomes, expression, rule_of, schema_of

import gkrules
from gkrules import DocumentError, Edition, Report, RuleError, Ruleset
from gkrules.compile.batch import Batch, frame_of
from gkrules.language.binding import bind
from gkrules.language.parser import parse
from gkrules.model.report import Note
from gkrules.render.messages import LANGUAGES
from gkrules.testing import load_case, small_report

TOTAL = "applications.new.total"
CASES = sorted((Path(__file__).resolve().parents[1] / "fixtures" / "rules").glob("*/fail/*.yaml"))


@pytest.mark.parametrize("facts", [{"document.title_year": 2023}, {"document.period_first_year": 2023, "document.period_last_year": 2023}])
def test_a_differing_year_is_told_with_the_reporting_year(edition: Edition, facts: dict[str, float]) -> None:
    (finding,) = gkrules.check(small_report(edition, facts=facts), select=["GK102"]).findings
    assert "2024" in finding.message["zh"]


@pytest.mark.parametrize("file", CASES, ids=lambda file: "/".join(file.parts[-3:]))
def test_every_failing_case_has_words(file: Path) -> None:
    case = load_case(file)
    ruleset = gkrules.load_ruleset(preview=True)
    cells = {key: value for key, value in case.example.cells.items() if "*" not in key}
    report = small_report(ruleset.editions[case.edition], cells, case.example.facts)
    for finding in gkrules.check(report, ruleset=ruleset).findings:
        assert set(finding.message) == set(LANGUAGES)
        assert all(finding.message.values())


@pytest.mark.parametrize("content", ["无", None, "/"])
def test_optional_cells_without_a_number_are_judged_alike_by_both_paths(ruleset: Ruleset, edition: Edition, content: str | None) -> None:
    assert judged_alike(ruleset, small_report(edition, {"applications.other.total": content}))


def test_cells_not_read_with_certainty_are_judged_alike_by_both_paths(ruleset: Ruleset, edition: Edition) -> None:
    report = small_report(edition)
    report.notes = (Note("unread_row", "applications", "某行", cells=("applications.granted.total", "applications.granted.business")),)
    assert judged_alike(ruleset, report)


def judged_alike(ruleset: Ruleset, report: Report) -> bool:
    schema = ruleset.schema()
    batch = Batch(frame_of([report], schema.columns_of_cells, states=True), schema.columns_of_cells)
    quick, rows = schema.evaluator.run(batch), np.arange(1)
    slow = {code: kernel.evaluate(batch.take(rows), rows) for code, kernel in schema.kernels.items()}
    return all(all_outcomes(quick[code], 1) == all_outcomes(slow[code], 1) for code in slow)


@pytest.mark.parametrize("value", [np.inf, -np.inf])
def test_infinite_values_are_no_numbers(ruleset: Ruleset, edition: Edition, value: float) -> None:
    frame = gkrules.to_frame(small_report(edition))
    frame.loc[0, TOTAL] = value
    with pytest.raises(SchemaErrors) as caught:
        ruleset.schema().validate(frame, lazy=True)
    assert set(caught.value.failure_cases["column"]) == {TOTAL}


def test_a_rule_with_a_condition_implies_no_values(edition: Edition) -> None:
    report = small_report(edition, {"regulations.rules.issued": None})
    report.unit = "江苏省人民政府"
    assert gkrules.check(report, select=["GK301"]).findings[0].suspects == ()


@pytest.mark.parametrize("text", ["a ==\n", "(a == 1) and\n", "a == ５", " and ".join(["1 < 2"] * 480)])
def test_expressions_that_are_none(text: str) -> None:
    with pytest.raises(RuleError):
        parse(expression(text))


def test_words_have_their_span() -> None:
    assert parse(expression("not is_blank(xy)")).span == (0, 16)
    with pytest.raises(RuleError, match="10:13"):
        parse(expression("and == 1"))


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


@pytest.mark.parametrize(
    "change",
    [
        {"cells": {TOTAL: 10**400}},
        {"cells": {TOTAL: {"value": 1, "state": []}}},
        {"cells": {TOTAL: {"value": float("nan")}}},
        {"year": 10**400},
        {"sections": [{"key": []}]},
        {"sections": [{"key": "overview", "position": 10**400}]},
        {"has_text": "false"},
        {"cells": {TOTAL: {"value": 1, "place": {"kind": "pdf", "box": 5}}}},
        {"cells": {TOTAL: {"value": 1, "place": {"kind": "pdf", "box": ["a"]}}}},
    ],
    ids=lambda change: str(change)[:60],
)
def test_odd_exchange_files_are_refused(change: dict[str, object]) -> None:
    with pytest.raises(DocumentError):
        Report.from_json({"edition": "2021", "year": 2024, "cells": {TOTAL: 1}, **change})


def test_the_cells_of_an_exchange_file_tell_its_edition() -> None:
    assert Report.from_json({"cells": {"procurement.centralised_procurement.projects": 1}}).edition.key == "2019"
    assert Report.from_json({"cells": {TOTAL: 1}, "year": 2020}).edition.key == "2019"
    assert Report.from_json({"cells": {TOTAL: 1}}).edition.key == "2021"


def test_a_ruleset_and_its_schema_can_be_sent_to_another_process(ruleset: Ruleset, edition: Edition) -> None:
    schema = pickle.loads(pickle.dumps(ruleset.schema()))  # noqa: S301 - our own bytes
    frame = gkrules.to_frame(small_report(edition, {"review_litigation.review.upheld": 1}))
    with pytest.raises(SchemaErrors):
        schema.validate(frame, lazy=True)
    sent = pickle.loads(pickle.dumps(ruleset))  # noqa: S301
    found = gkrules.check(small_report(edition, {"review_litigation.review.upheld": 1}), ruleset=sent)
    assert [finding.code for finding in found.findings] == ["GK404"]


def test_a_warning_made_an_error_is_no_broken_check(ruleset: Ruleset, edition: Edition) -> None:
    frame = gkrules.to_frame(small_report(edition, {"licensing.licences.decisions": None}))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(SchemaWarning, match="GK301"):
            ruleset.schema().validate(frame, lazy=True)


def test_selecting_nothing_is_an_error(edition: Edition) -> None:
    with pytest.raises(gkrules.UsageError):
        gkrules.check(small_report(edition), select=["GK404"], ignore=["GK4"])
