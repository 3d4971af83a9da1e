"""The schema as somebody uses it who knows pandera and nothing of this package."""

from __future__ import annotations

import json
import pickle
import warnings
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pandas as pd
import pandera.pandas as pa
import pytest
from hypothesis import given, settings
from pandera.errors import SchemaError, SchemaErrors, SchemaWarning
from strategies import (
    ALL_CELLS,
    COLUMNS,
    INSIDE,
    KINDS,
    OTHERS,
    RESULTS,
    Values,
    all_outcomes,
    balanced,
    valid_values,
)

import gkrules
from gkrules import Edition, Outcome, Report, Ruleset, check
from gkrules.compile.batch import Batch, frame_of
from gkrules.compile.failures import MAX_FAILURES
from gkrules.compile.schema import ReportSchema
from gkrules.model.report import Note
from gkrules.testing import small_report

TOTAL = "applications.new.total"

NEW = "applications.new.natural_person"
Failures = list[tuple[str, str, object, object]]


def frame_from(*reports: Values) -> pd.DataFrame:
    return pd.DataFrame([{key: values[key] for key in ALL_CELLS} for values in reports], dtype="float64")


@pytest.fixture(scope="module")
def schema(ruleset: Ruleset) -> ReportSchema:
    return ruleset.selected(INSIDE).schema()


@pytest.fixture
def good() -> Values:
    return balanced(
        {("granted", "natural_person"): 3, ("denied_third_party", "research"): 2}, {"business": (4, 1)}, {("review", "upheld"): 2}
    )


@pytest.fixture
def bad(good: Values) -> Values:
    """A new application too many, and one review too many."""
    return {**good, NEW: good[NEW] + 1, "review_litigation.review.total": 7}


FAULTY_CELLS = {
    "GK401": {f"applications.new.{column}" for column in COLUMNS},
    "GK403": {f"applications.{row}.natural_person" for row in ("new", "carried_in", "handled_total", "carried_out")},
    "GK404": {f"review_litigation.review.{column}" for column in ("upheld", "corrected", "other", "pending", "total")},
}


def failures(schema: ReportSchema, frame: pd.DataFrame) -> Failures:
    with pytest.raises(SchemaErrors) as caught:
        schema.validate(frame, lazy=True)
    cases = caught.value.failure_cases
    return sorted(
        (
            (check, column, None if pd.isna(case) else case, index)
            for check, column, case, index in zip(cases["check"], cases["column"], cases["failure_case"], cases["index"], strict=True)
        ),
        key=repr,
    )


def cells_by_code(found: Failures) -> dict[str, set[str]]:
    return {code: {column for each, column, *_ in found if each == code} for code in {each for each, *_ in found}}


def test_a_valid_frame_comes_back(schema: ReportSchema, good: Values) -> None:
    frame = frame_from(good, good)
    pd.testing.assert_frame_equal(schema.validate(frame), frame)
    pd.testing.assert_frame_equal(schema(frame), frame)
    assert schema.validate(frame, inplace=True) is frame


@given(values=valid_values())
@settings(max_examples=25, deadline=None)
def test_valid_reports_are_valid(schema: ReportSchema, values: Values) -> None:
    frame = frame_from(values)
    assert schema.validate(frame, lazy=True).equals(frame)


def test_failure_cases_name_only_the_cells_involved(schema: ReportSchema, good: Values, bad: Values) -> None:
    found = failures(schema, frame_from(good, bad, good))
    assert cells_by_code(found) == FAULTY_CELLS
    assert {index for *_, index in found} == {1}
    assert {column: case for _, column, case, _ in found} == {column: bad[column] for cells in FAULTY_CELLS.values() for column in cells}


def test_the_first_failure_is_raised_unless_lazy(schema: ReportSchema, bad: Values) -> None:
    with pytest.raises(SchemaError) as caught:
        schema.validate(frame_from(bad))
    assert caught.value.check is not None
    assert set(caught.value.failure_cases["column"]) == FAULTY_CELLS["GK401"]


@pytest.mark.parametrize("index", [["a", "b"], [7, 7], pd.to_datetime(["2023-12-31", "2024-12-31"])], ids=["labels", "repeated", "days"])
def test_failures_name_the_label_of_the_report(index: list[object], schema: ReportSchema, good: Values, bad: Values) -> None:
    frame = frame_from(good, bad).set_axis(index)
    found = failures(schema, frame)
    assert {str(label) for *_, label in found} == {str(frame.index[1])}
    assert cells_by_code(found) == FAULTY_CELLS


OTHER_FORMS: dict[str, Callable[[pd.DataFrame], pd.DataFrame]] = {
    "int64": lambda frame: frame.astype("int64"),
    "int32": lambda frame: frame.astype("int32"),
    "Int64": lambda frame: frame.astype("Int64"),
    "Float64": lambda frame: frame.astype("Float64"),
    "mixed": lambda frame: frame.astype({NEW: "int64", "fees.administrative_fees.amount": "Float64"}),
    "another order": lambda frame: frame[list(reversed(frame.columns))],
    "foreign columns": lambda frame: frame.assign(unit=["某局", "某镇"], year=2024, when=pd.Timestamp("2024-12-31")),
    "foreign column in front": lambda frame: pd.concat([pd.Series(["x", "y"], name="id"), frame], axis=1),
    "dict": lambda frame: pd.DataFrame({key: list(frame[key]) for key in frame.columns}),
    "row-major": lambda frame: pd.DataFrame(np.ascontiguousarray(frame.to_numpy()), columns=frame.columns, copy=False),
    "column-major": lambda frame: pd.DataFrame(np.asfortranarray(frame.to_numpy()), columns=frame.columns, copy=False),
    "float32": lambda frame: frame.astype("float32"),
    "every other row": lambda frame: pd.concat([frame, frame]).iloc[[0, 3]].set_axis([0, 1]),
    "transposed": lambda frame: pd.DataFrame(frame.T.to_numpy(), index=frame.columns).T,
    "empty optional columns": lambda frame: frame.assign(**{f"applications.other.{column}": np.nan for column in COLUMNS}),
}


@pytest.mark.parametrize("form", OTHER_FORMS)
def test_other_forms_of_a_frame_give_the_same_failures(form: str, schema: ReportSchema, good: Values, bad: Values) -> None:
    expected = failures(schema, frame_from(good, bad))
    assert failures(schema, OTHER_FORMS[form](frame_from(good, bad))) == expected
    valid = OTHER_FORMS[form](frame_from(good, good))
    assert schema.validate(valid).equals(valid)


@pytest.mark.filterwarnings("ignore::pandera.errors.SchemaWarning")
@pytest.mark.parametrize("dtype", ["Int64", "Float64", "float64"])
def test_blanks_in_nullable_columns(dtype: str, schema: ReportSchema, bad: Values) -> None:
    blank = {**bad, "applications.new.research": float("nan"), "review_litigation.review.total": float("nan")}
    found = failures(schema, frame_from(blank).astype(dtype))
    research = {f"applications.{row}.research" for row in ("new", "carried_in", "handled_total", "carried_out")}
    assert cells_by_code(found) == {"GK401": FAULTY_CELLS["GK401"], "GK403": FAULTY_CELLS["GK403"] | research}
    assert ("GK401", "applications.new.research", None, 0) in found


def test_a_blank_cell_is_a_warning(schema: ReportSchema, good: Values) -> None:
    frame = frame_from({**good, "applications.carried_out.research": float("nan")})
    with pytest.warns(SchemaWarning, match="GK301") as caught:
        assert schema.validate(frame, lazy=True).equals(frame)
    assert len(caught) == 1


@pytest.mark.parametrize(("value", "code"), [(-1.0, "GK303"), (1.5, "GK304")])
def test_single_cells(value: float, code: str, schema: ReportSchema, good: Values) -> None:
    found = failures(schema, frame_from({**good, "regulations.rules.issued": value}))
    assert found == [(code, "regulations.rules.issued", value, 0)]


def test_amounts_may_have_a_fraction_but_no_sign(schema: ReportSchema, good: Values) -> None:
    fee = "fees.administrative_fees.amount"
    assert schema.validate(frame_from({**good, fee: 7730.28}))[fee][0] == 7730.28
    assert failures(schema, frame_from({**good, fee: -0.5})) == [("GK303", fee, -0.5, 0)]


def test_missing_columns(schema: ReportSchema, good: Values) -> None:
    dropped = ["applications.new.total", "licensing.licences.decisions"]
    found = failures(schema, frame_from(good).drop(columns=dropped))
    assert {column for check, column, *_ in found if check == "columns"} == set(dropped)
    # A row or column that is not there is the fault of the form too; sums over it cannot be judged.
    assert set(cells_by_code(found)) <= {"columns", "GK201"}


def test_columns_of_text(schema: ReportSchema, good: Values) -> None:
    frame = frame_from(good).astype({NEW: "object"})
    frame[NEW] = "3"
    found = failures(schema, frame)
    assert [column for check, column, *_ in found if check == "columns"] == [NEW]
    assert "not numeric" in str(next(case for check, _, case, _ in found if check == "columns"))


def test_no_columns_at_all(schema: ReportSchema) -> None:
    found = failures(schema, pd.DataFrame({"x": [1, 2]}))
    assert {column for check, column, *_ in found if check == "columns"} == set(ALL_CELLS)


def boom(*_: object) -> None:
    raise ZeroDivisionError("broken rule")


@pytest.fixture
def broken(ruleset: Ruleset, monkeypatch: pytest.MonkeyPatch) -> Ruleset:
    """A ruleset of its own whose GK304 breaks."""
    copy = ruleset.selected(INSIDE)
    monkeypatch.setattr(copy.schema().kernels["GK304"], "evaluate", boom)
    return copy


def test_a_rule_that_breaks_is_a_check_error(broken: Ruleset, bad: Values) -> None:
    with pytest.raises(SchemaErrors) as caught:
        broken.schema().validate(frame_from({**bad, NEW: 0.5}), lazy=True)
    reasons = [error.reason_code for error in caught.value.schema_errors]
    assert [reason.name for reason in reasons if reason is not None].count("CHECK_ERROR") == 1
    cases = caught.value.failure_cases
    assert set(cases["check"]) == {"GK304", "GK401", "GK403", "GK404"}
    assert cases.loc[cases["check"] == "GK304", "failure_case"].astype(str).str.contains("ZeroDivisionError").all()


def test_a_rule_that_breaks_hides_no_other(broken: Ruleset, bad: Values) -> None:
    # A blank keeps the report from being settled at first look, without asking the broken rule.
    result = check(small_report(broken.edition, {**bad, "applications.carried_out.research": None}), ruleset=broken)
    assert {finding.code: finding.outcome for finding in result.findings} == {
        "GK301": Outcome.FAIL,
        "GK304": Outcome.ERROR,
        "GK401": Outcome.FAIL,
        "GK403": Outcome.FAIL,
        "GK404": Outcome.FAIL,
    }
    assert result.outcomes[Outcome.ERROR] == 1
    (finding,) = (finding for finding in result.findings if finding.code == "GK304")
    assert finding.cells == ()
    assert set(finding.message) == {"zh", "en"}
    assert json.loads(result.to_json())["reports"][0]["outcomes"]["error"] == 1


def test_a_broken_rule_is_not_ok_even_if_nothing_fails(broken: Ruleset, good: Values) -> None:
    result = check(small_report(broken.edition, {**good, "applications.carried_out.research": None}), ruleset=broken)
    assert {finding.code: finding.outcome for finding in result.findings} == {"GK301": Outcome.FAIL, "GK304": Outcome.ERROR}
    assert not result.ok
    assert check(small_report(broken.edition, {**good, "applications.carried_out.research": None})).ok


def test_the_frame_is_left_alone(schema: ReportSchema, good: Values, bad: Values) -> None:
    for frame in (frame_from(good, bad), frame_from(good, bad).astype("Int64"), frame_from(bad).assign(unit="x")):
        before = frame.copy(deep=True)
        for inplace in (False, True):
            with pytest.raises(SchemaErrors):
                schema.validate(frame, lazy=True, inplace=inplace)
            pd.testing.assert_frame_equal(frame, before)
            assert not frame.attrs


def test_check_input(schema: ReportSchema, good: Values, bad: Values) -> None:
    @pa.check_input(schema)
    def total(frame: pd.DataFrame) -> float:
        return float(frame[NEW].sum())

    assert total(frame_from(good, good)) == 2 * good[NEW]
    with pytest.raises(SchemaError):
        total(frame_from(bad))


def test_check_io(schema: ReportSchema, good: Values, bad: Values) -> None:
    @pa.check_io(frame=schema, out=schema, lazy=True)
    def spoil(frame: pd.DataFrame, change: int) -> pd.DataFrame:
        return frame.assign(**{NEW: frame[NEW] + change})

    assert spoil(frame_from(good), 0).equals(frame_from(good))
    with pytest.raises(SchemaErrors) as caught:
        spoil(frame_from(good), 1)
    assert set(caught.value.failure_cases["check"]) == {"GK401", "GK403"}
    with pytest.raises(SchemaErrors):
        spoil(frame_from(bad), 0)


def test_eight_threads(schema: ReportSchema, good: Values) -> None:
    frames = [frame_from(*[good] * number, {**good, NEW: 100 + number}) for number in range(40)]
    expected = [failures(schema, frame) for frame in frames]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda frame: failures(schema, frame), frames * 3)) == expected * 3
    assert len({repr(each) for each in expected}) == 40


def test_a_schema_that_is_compiled_by_many_threads_at_once(ruleset: Ruleset) -> None:
    copy = replace(ruleset)
    with ThreadPoolExecutor(8) as pool:
        assert len({id(schema.rules) for schema in pool.map(lambda _: copy.schema(), range(16))}) == 1


def test_one_validation_inside_another(ruleset: Ruleset, good: Values, bad: Values) -> None:
    """A check of somebody else's schema may validate with ours."""
    inner = ruleset.schema()

    def holds(frame: pd.DataFrame) -> bool:
        with pytest.raises(SchemaErrors):
            inner.validate(frame_from(bad), lazy=True)
        return bool(inner.validate(frame, lazy=True).equals(frame))

    outer = pa.DataFrameSchema(checks=[pa.Check(holds, name="inner")])
    assert outer.validate(frame_from(good)).equals(frame_from(good))


def test_each_frame_is_looked_at_anew(schema: ReportSchema, good: Values) -> None:
    frame = frame_from(good)
    schema.validate(frame, inplace=True)
    frame[NEW] += 1
    assert set(cells_by_code(failures(schema, frame))) == {"GK401", "GK403"}
    with pytest.raises(SchemaErrors):
        schema.validate(frame, inplace=True, lazy=True)


def test_many_failures_are_cut_short(schema: ReportSchema, bad: Values) -> None:
    found = failures(schema, frame_from(*[bad] * (MAX_FAILURES + 50)))
    per_code = {code: len({index for each, *_, index in found if each == code}) for code in FAULTY_CELLS}
    assert per_code == dict.fromkeys(FAULTY_CELLS, MAX_FAILURES)


def test_checks_are_named_by_code(ruleset: Ruleset) -> None:
    schema = ruleset.schema()
    assert [each.name for each in schema.checks] == list(schema.kernels)
    assert set(schema.kernels) <= {rule.code for rule in ruleset.for_edition("2021")}
    assert {f"GK40{number}" for number in range(1, 5)} < set(schema.kernels)
    assert schema.metadata is not None
    assert schema.metadata["ruleset"]["digest"] == ruleset.digest
    assert tuple(schema.metadata["cells"]) == ALL_CELLS


def test_one_row_for_other_handling(schema: ReportSchema, good: Values) -> None:
    """In a frame without the three rows their columns are missing, but the sums are checked over what is there."""
    other = {f"applications.other.{column}": 0.0 for column in COLUMNS}
    frame = frame_from(good).drop(columns=[f"applications.{row}.{column}" for row in OTHERS for column in COLUMNS])
    good_frame = pd.concat([frame, pd.DataFrame([other])], axis=1)
    assert "GK402" not in cells_by_code(failures(schema, good_frame))
    found = cells_by_code(failures(schema, good_frame.copy().assign(**{"applications.other.research": 1.0})))
    summed = {f"applications.{row}.research" for row in (*RESULTS, "other", "handled_total") if row not in OTHERS}
    assert found["GK402"] == summed
    assert found["GK401"] == {f"applications.other.{column}" for column in (*KINDS, "total")}


@pytest.mark.parametrize(
    ("select", "ignore", "codes"),
    [(["GK404"], [], {"GK404"}), (["GK3", "GK4"], ["GK401"], {"GK403", "GK404"}), (["GK4"], ["GK403"], {"GK401", "GK404"})],
)
def test_selected_rules_have_a_schema_of_their_own(
    select: list[str], ignore: list[str], codes: set[str], ruleset: Ruleset, bad: Values
) -> None:
    assert set(cells_by_code(failures(ruleset.selected(select, ignore).schema(), frame_from(bad)))) == codes


def judged_alike(ruleset: Ruleset, report: Report) -> bool:
    schema = ruleset.schema()
    batch = Batch.of_frame(frame_of([report], schema.columns_of_cells, states=True), schema.columns_of_cells)
    quick, rows = schema.evaluator.run(batch), np.arange(1)
    slow = {code: kernel.evaluate(batch.take(rows), rows) for code, kernel in schema.kernels.items()}
    return all(all_outcomes(quick[code], 1) == all_outcomes(slow[code], 1) for code in slow)


@pytest.mark.parametrize("facts", [{"document.title_year": 2023}, {"document.period_first_year": 2023, "document.period_last_year": 2023}])
def test_a_differing_year_is_told_with_the_reporting_year(edition: Edition, facts: dict[str, float]) -> None:
    (finding,) = gkrules.check(small_report(edition, facts=facts), select=["GK102"]).findings
    assert "2024" in finding.message["zh"]


@pytest.mark.parametrize("content", ["无", None, "/"])
def test_optional_cells_without_a_number_are_judged_alike_by_both_paths(ruleset: Ruleset, edition: Edition, content: str | None) -> None:
    assert judged_alike(ruleset, small_report(edition, {"applications.other.total": content}))


def test_cells_not_read_with_certainty_are_judged_alike_by_both_paths(ruleset: Ruleset, edition: Edition) -> None:
    report = small_report(edition)
    report.notes = (Note("unread_row", "applications", "某行", cells=("applications.granted.total", "applications.granted.business")),)
    assert judged_alike(ruleset, report)


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
