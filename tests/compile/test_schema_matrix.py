"""The schema run through what pandera offers: each of it works as pandera promises, or is refused by an error that says what to do."""

from __future__ import annotations

import copy
import json
import os
import pickle
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pandera.pandas as pa
import pandera.typing as pat
import pyarrow
import pytest
from pandera.config import config_context
from pandera.errors import SchemaDefinitionError, SchemaError, SchemaErrors, SchemaInitError, SchemaWarning
from strategies import ALL_CELLS

import gkrules
from gkrules import Ruleset, UsageError
from gkrules.compile.schema import ReportSchema
from gkrules.testing import valid_report


class Units(pa.DataFrameModel):
    """What somebody else asks of the same frame."""

    unit: pat.Series[str]


ROOT = Path(__file__).resolve().parents[2]
TOTAL = "applications.new.total"
LICENCES = "licensing.licences.decisions"
BROKEN = {"GK401", "GK403"}


@pytest.fixture
def schema(ruleset: Ruleset) -> ReportSchema:
    return ruleset.schema()


@pytest.fixture(scope="module")
def good() -> pd.DataFrame:
    return gkrules.to_frame([valid_report()] * 3)


@pytest.fixture(scope="module")
def bad(good: pd.DataFrame) -> pd.DataFrame:
    """The report in the middle has a wrong total."""
    frame = good.copy()
    frame.loc[1, TOTAL] += 1
    return frame


def found(schema: pa.DataFrameSchema, frame: object, **options: object) -> set[str]:
    """The names of the checks that fail."""
    try:
        schema.validate(frame, lazy=True, **options)
    except SchemaErrors as errors:
        return set(errors.failure_cases["check"])
    return set()


# Switches of pandera


def test_switched_off_it_hands_back_what_it_is_given(schema: ReportSchema, bad: pd.DataFrame) -> None:
    with config_context(validation_enabled=False):
        assert schema.validate(bad) is bad
        assert schema.validate("anything") == "anything"


def test_by_structure_only(schema: ReportSchema, bad: pd.DataFrame) -> None:
    with config_context(validation_depth="SCHEMA_ONLY"):
        assert found(schema, bad) == set()
        assert found(schema, bad.drop(columns=[LICENCES])) == {"columns"}
        assert found(schema, bad.astype({LICENCES: str})) == {"columns"}
        with pytest.raises(SchemaError, match="licensing"):
            schema.validate(bad.drop(columns=[LICENCES]))


def test_by_data_only(schema: ReportSchema, good: pd.DataFrame, bad: pd.DataFrame) -> None:
    with config_context(validation_depth="DATA_ONLY"):
        assert found(schema, bad) == BROKEN
        assert "columns" not in found(schema, good.drop(columns=[LICENCES]))


@pytest.mark.parametrize("switch", ["cache_dataframe", "keep_cached_dataframe", "use_narwhals_backend"])
def test_other_switches_change_nothing(switch: str, schema: ReportSchema, bad: pd.DataFrame) -> None:
    options: dict[str, bool] = {switch: True}
    with config_context(**options):  # type: ignore[arg-type]
        assert found(schema, bad) == BROKEN


@pytest.mark.parametrize("options", [{"validation_enabled": False}, {"validation_depth": "SCHEMA_ONLY"}, {"validation_depth": "DATA_ONLY"}])
def test_what_is_checked_does_not_depend_on_them(options: dict[str, object], ruleset: Ruleset) -> None:
    report = gkrules.testing.small_report(ruleset.edition, {TOTAL: 1})
    expected = gkrules.check(report, ruleset=ruleset).to_json()
    with config_context(**options):  # type: ignore[arg-type]
        assert gkrules.check(report, ruleset=ruleset).to_json() == expected
    assert "GK401" in expected


SWITCHES = {
    "PANDERA_VALIDATION_ENABLED": "False",
    "PANDERA_VALIDATION_DEPTH": "SCHEMA_ONLY",
    "PANDERA_CACHE_DATAFRAME": "True",
    "PANDERA_KEEP_CACHED_DATAFRAME": "True",
    "PANDERA_USE_NARWHALS_BACKEND": "True",
}
CHECKING = """
import json, sys, gkrules
from gkrules.testing import small_report
result = gkrules.check(small_report(gkrules.load_ruleset("2021").edition, {"applications.new.total": 1}))
print(json.dumps([sorted(finding.code for finding in result.findings), "pandera" in sys.modules]))
"""


@pytest.mark.parametrize(
    "environment",
    [SWITCHES, {**SWITCHES, "PANDERA_VALIDATION_DEPTH": "DATA_ONLY"}, {"PANDERA_VALIDATION_DEPTH": "no such depth"}],
    ids=["all", "data", "malformed"],
)
def test_switches_of_the_environment_do_not_reach_check(environment: dict[str, str]) -> None:
    """A process that checks does not even load pandera."""
    done = subprocess.run([sys.executable, "-c", CHECKING], capture_output=True, env={**os.environ, **environment}, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stderr.decode()
    assert json.loads(done.stdout) == [["GK401", "GK403"], False]


# Each caller has a schema of its own


def changed(schema: ReportSchema) -> list[ReportSchema]:
    """Schemas after a change in place, all of them."""
    schema.set_name("another")
    schema.drop_invalid_rows, schema.strict, schema.coerce = True, True, True
    schema.columns[TOTAL].nullable = False
    schema.columns[TOTAL].checks.append(pa.Check.gt(1e9))
    assert schema.columns[TOTAL].metadata is not None
    schema.columns[TOTAL].metadata["mine"] = 1
    schema.checks[0].name = "mine"
    schema.checks[0].statistics["mine"] = 1  # type: ignore[index]
    schema.checks.clear()
    schema.metadata.clear()
    return [schema]


def test_what_one_does_to_a_schema_is_nobody_elses_business(ruleset: Ruleset, good: pd.DataFrame, bad: pd.DataFrame) -> None:
    others, mine = ruleset.schema(), ruleset.schema()
    assert mine is not others
    assert mine.rules is others.rules
    before = pickle.dumps(others.columns[TOTAL])
    changed(mine)
    assert mine != others
    for each in (others, ruleset.schema()):
        assert found(each, bad) == BROKEN
        assert found(each, good.assign(unit="x")) == set()
        assert pickle.dumps(each.columns[TOTAL]) == before
    assert not gkrules.check(gkrules.testing.small_report(ruleset.edition, {TOTAL: 1}), ruleset=ruleset).ok


def test_kernels_cannot_be_changed(schema: ReportSchema) -> None:
    with pytest.raises(TypeError):
        del schema.kernels["GK401"]  # type: ignore[attr-defined]


COPIES: dict[str, Callable[[ReportSchema], ReportSchema]] = {
    "copy": copy.copy,
    "deepcopy": copy.deepcopy,
    "pickle": lambda schema: pickle.loads(pickle.dumps(schema)),  # noqa: S301 - our own bytes
    "another": lambda schema: gkrules.load_ruleset("2021").schema(),
    "columns looked at": lambda schema: [schema, schema.columns][0],  # type: ignore[list-item,return-value]
}


@pytest.mark.parametrize("how", COPIES)
def test_copies_are_equal_and_do_the_same(how: str, schema: ReportSchema, bad: pd.DataFrame) -> None:
    made = COPIES[how](schema)
    assert made == schema
    assert found(made, bad) == BROKEN
    assert copy.deepcopy(schema).set_name("x") != schema
    assert schema != pa.DataFrameSchema()


def test_settings_travel(schema: ReportSchema, bad: pd.DataFrame) -> None:
    schema.drop_invalid_rows = True
    schema = schema.add_columns({"unit": pa.Column(str)})
    sent = pickle.loads(pickle.dumps(schema))  # noqa: S301 - our own bytes
    assert list(sent.validate(bad.assign(unit="x"), lazy=True).index) == [0, 2]
    assert "column_in_dataframe" in found(sent, bad)


# Settings


def test_strict(schema: ReportSchema, good: pd.DataFrame) -> None:
    schema.strict = True
    assert found(schema, good) == set()
    assert found(schema, good.assign(unit="x")) == {"column_in_schema"}
    schema.strict = "filter"
    assert list(schema.validate(good.assign(unit="x"))) == list(good)


def test_ordered(schema: ReportSchema, good: pd.DataFrame) -> None:
    schema.ordered = True
    assert found(schema, good) == set()
    assert found(schema, good[list(reversed(good.columns))]) == {"column_ordered"}


@pytest.mark.parametrize("form", [object, str])
def test_coerce(form: type, schema: ReportSchema, good: pd.DataFrame, bad: pd.DataFrame) -> None:
    assert "columns" in found(schema, good.astype(form))
    schema.coerce = True
    pd.testing.assert_frame_equal(schema.validate(good.astype(form), lazy=True), good)
    assert found(schema, bad.astype(form)) == BROKEN


def test_add_missing_columns(schema: ReportSchema, good: pd.DataFrame) -> None:
    schema.add_missing_columns = True
    with pytest.warns(SchemaWarning, match="GK301"):
        made = schema.validate(good.drop(columns=[LICENCES]), lazy=True)
    assert list(made) == list(good)
    assert made[LICENCES].isna().all()


def test_dtype_unique_and_missing_optional_columns(schema: ReportSchema, good: pd.DataFrame) -> None:
    schema.dtype = "float64"
    assert found(schema, good) == set()
    assert found(schema, good.astype({TOTAL: "int64"})) == {"dtype('float64')"}
    schema.dtype, schema.unique, schema.unique_column_names = None, [TOTAL], True
    assert found(schema, good) == {"multiple_fields_uniqueness"}
    schema.unique, schema.on_missing_columns = None, "warn"
    with pytest.warns(SchemaWarning, match="optional column"):
        schema.validate(good)


@pytest.mark.parametrize("index", [[0, 1, 2], [7, 7, 7], pd.MultiIndex.from_tuples([("a", 1), ("b", 2), ("c", 3)])], ids=str)
def test_dropped_are_the_reports_that_break_a_rule_and_no_others(index: list[int], schema: ReportSchema, bad: pd.DataFrame) -> None:
    schema.drop_invalid_rows = True
    frame = bad.set_axis(index)
    pd.testing.assert_frame_equal(schema.validate(frame, lazy=True), frame.iloc[[0, 2]])


def test_all_are_dropped_where_only_some_are_shown(schema: ReportSchema, bad: pd.DataFrame) -> None:
    schema.drop_invalid_rows = True
    assert len(schema.validate(pd.concat([bad] * 4000, ignore_index=True), lazy=True)) == 8000


def test_what_dropping_rows_does_not_mend_is_raised(schema: ReportSchema, bad: pd.DataFrame) -> None:
    schema.drop_invalid_rows = True
    assert "columns" in found(schema, bad.drop(columns=[LICENCES]))
    with pytest.raises(SchemaDefinitionError, match="lazy"):
        schema.validate(bad)
    schema.checks.append(pa.Check(lambda _: False, name="mine"))
    assert "mine" in found(schema, bad)


def test_rows_that_ones_own_checks_refuse_are_dropped_as_well(schema: ReportSchema, bad: pd.DataFrame) -> None:
    schema = schema.add_columns({"year": pa.Column(int, pa.Check.gt(2020))})
    schema.drop_invalid_rows = True
    assert list(schema.validate(bad.assign(year=[2024, 2024, 2019]), lazy=True).index) == [0]


@pytest.mark.parametrize(
    ("options", "expected"), [({"head": 1}, set()), ({"tail": 1}, set()), ({"head": 2}, BROKEN), ({"sample": 3, "random_state": 1}, BROKEN)]
)
@pytest.mark.parametrize("inplace", [False, True])
def test_parts_of_a_frame(options: dict[str, int], expected: set[str], inplace: bool, schema: ReportSchema, bad: pd.DataFrame) -> None:
    assert found(schema, bad, inplace=inplace, **options) == expected


def test_rows_beyond_the_part_that_was_looked_at_stay(schema: ReportSchema, bad: pd.DataFrame) -> None:
    schema.drop_invalid_rows = True
    assert list(schema.validate(bad, lazy=True, head=1).index) == [0, 1, 2]
    assert list(schema.validate(bad, lazy=True, tail=2).index) == [0, 2]


# Forms of frames

FORMS: dict[str, Callable[[pd.DataFrame], pd.DataFrame]] = {
    **{
        dtype: lambda frame, dtype=dtype: frame.astype(dtype)  # type: ignore[misc]
        for dtype in ("int32", "int64", "Int64", "Float64", "int64[pyarrow]", "double[pyarrow]")
    },
    "decimal": lambda frame: frame.astype(pd.ArrowDtype(pyarrow.decimal128(20, 2))),
    "MultiIndex": lambda frame: frame.set_axis(pd.MultiIndex.from_tuples([("a", 1), ("b", 2), ("c", 3)])),
    "same labels": lambda frame: frame.set_axis([7, 7, 7]),
}


@pytest.mark.parametrize("form", FORMS)
def test_forms_that_hold_numbers(form: str, schema: ReportSchema, good: pd.DataFrame, bad: pd.DataFrame) -> None:
    assert found(schema, FORMS[form](good)) == set()
    assert found(schema, FORMS[form](bad)) == BROKEN


@pytest.mark.parametrize("form", ["bool", "complex128", "object", "string", "category"])
def test_forms_that_do_not(form: str, schema: ReportSchema, good: pd.DataFrame) -> None:
    assert "columns" in found(schema, good.astype(form))


def test_frames_without_rows_or_columns(schema: ReportSchema, good: pd.DataFrame) -> None:
    assert found(schema, good.iloc[:0]) == set()
    assert found(schema, pd.DataFrame()) == {"columns"}
    assert "columns" in found(schema, good.set_axis(pd.MultiIndex.from_product([["a"], good.columns]), axis=1))
    assert "columns" in found(schema, pd.concat([good, good], axis=1))


@pytest.mark.parametrize(("name", "value"), [(f"{TOTAL}.state", "x"), (f"{TOTAL}.state", 99), (f"{TOTAL}.state", np.nan), ("year", "x")])
def test_states_and_facts_that_are_none(name: str, value: object, schema: ReportSchema) -> None:
    frame = gkrules.to_frame(valid_report(), states=True)
    name = name if name in frame.columns else schema.columns_of_cells.facts[0]
    assert found(schema, frame.assign(**{name: value})) == {"columns"}


@pytest.mark.parametrize(
    "given",
    [None, [1], {}, "text", pd.Series([1.0]), np.zeros(3), pyarrow.table({"a": [1]}), valid_report()],
    ids=lambda given: type(given).__name__,
)
def test_what_is_no_frame_is_refused(given: object, schema: ReportSchema) -> None:
    with pytest.raises(UsageError) as caught:
        schema.validate(given)
    assert caught.value.kind == "not_pandas"
    assert type(given).__name__ in caught.value.zh


# Columns


def test_columns_tell_what_the_form_says(schema: ReportSchema) -> None:
    assert tuple(schema.columns) == (*ALL_CELLS, *schema.edition.optional_cells)
    column = schema.columns[TOTAL]
    assert isinstance(column, pa.Column)
    assert column.title is not None
    assert "总计" in column.title
    assert column.metadata == {"table": "applications", "row": "new", "column": "total", "type": "count", "unit": column.metadata["unit"]}
    assert [key for key, each in schema.columns.items() if not each.required] == list(schema.edition.optional_cells)
    assert len({each.title for each in schema.columns.values()}) == len(schema.columns)


def test_checks_tell_what_the_rules_say(schema: ReportSchema, ruleset: Ruleset) -> None:
    checks = {check.name: check for check in schema.checks}
    rule = ruleset.rule("GK401")
    assert (checks["GK401"].title, checks["GK401"].description) == (rule.title["zh"], rule.title["en"])
    assert checks["GK401"].statistics is not None
    assert checks["GK401"].statistics["severity"] == "error"
    assert checks["GK401"].statistics["source"]


def test_only_columns_that_somebody_changed_are_looked_at_one_by_one(schema: ReportSchema) -> None:
    assert schema.own_columns() == {}
    assert len(schema.columns) > 200
    assert schema.own_columns() == {}
    assert copy.deepcopy(schema).own_columns() == {}
    schema.columns[TOTAL].nullable = False
    assert list(schema.add_columns({"unit": pa.Column(str)}).own_columns()) == [TOTAL, "unit"]


def test_columns_of_ones_own(schema: ReportSchema, good: pd.DataFrame, bad: pd.DataFrame) -> None:
    more = schema.add_columns({"unit": pa.Column(str), "year": pa.Column(int, pa.Check.ge(2021), coerce=True)})
    assert found(more, good) == {"column_in_dataframe"}
    assert more.validate(good.assign(unit="x", year="2024"))["year"].tolist() == [2024] * 3
    assert found(more, bad.assign(unit="x", year=2019)) == {*BROKEN, "greater_than_or_equal_to(2021)"}
    assert "office" in more.rename_columns({"unit": "office"}).columns
    assert "unit" not in more.remove_columns(["unit"]).columns
    assert "unit" not in more.select_columns([*schema.columns, "year"]).columns
    assert more.update_columns({"unit": {"nullable": True}}).columns["unit"].nullable
    assert set(schema.columns) == set(more.columns) - {"unit", "year"}


def test_an_index_of_ones_own(schema: ReportSchema, good: pd.DataFrame, bad: pd.DataFrame) -> None:
    more = schema.add_columns({"unit": pa.Column(str), "year": pa.Column(int)})
    one, two = more.remove_columns(["year"]).set_index(["unit"]), more.set_index(["unit", "year"])
    frame = bad.assign(unit=["a", "b", "c"], year=2024)
    assert found(one, frame.set_index("unit")) == BROKEN
    assert found(two, frame.set_index(["unit", "year"])) == BROKEN
    assert found(one, good) != set()
    assert set(two.reset_index().columns) == set(more.columns)
    with pytest.raises(SchemaInitError):
        schema.reset_index()


def test_a_column_of_a_cell_with_a_check_of_ones_own(schema: ReportSchema, good: pd.DataFrame) -> None:
    assert found(schema.update_column(TOTAL, checks=pa.Check.gt(1e9)), good) == {"greater_than(1000000000.0)"}
    blank = good.assign(**{TOTAL: np.nan})
    with pytest.warns(SchemaWarning, match="GK301"):
        assert "not_nullable" in found(schema.update_column(TOTAL, nullable=False), blank)


@pytest.mark.parametrize(
    "call",
    [
        lambda schema: schema.remove_columns([TOTAL]),
        lambda schema: schema.rename_columns({TOTAL: "x"}),
        lambda schema: schema.select_columns([TOTAL]),
        lambda schema: schema.set_index([TOTAL]),
    ],
)
def test_the_cells_stay(call: Callable[[ReportSchema], object], schema: ReportSchema) -> None:
    with pytest.raises(UsageError) as caught:
        call(schema)
    assert caught.value.kind == "cells_stay"


# Checks


def test_checks_may_be_added_left_out_and_made_warnings(schema: ReportSchema, bad: pd.DataFrame) -> None:
    schema.checks.append(pa.Check(lambda frame: frame[TOTAL] < 0, name="mine"))
    assert found(schema, bad) == {*BROKEN, "mine"}
    schema.checks = [check for check in schema.checks if check.name not in ("GK401", "mine")]
    assert found(schema, bad) == {"GK403"}
    schema.checks[[check.name for check in schema.checks].index("GK403")].raise_warning = True
    with pytest.warns(SchemaWarning, match="GK403"):
        assert found(schema, bad) == set()


def test_a_check_by_itself(schema: ReportSchema, good: pd.DataFrame, bad: pd.DataFrame) -> None:
    (check,) = (check for check in schema.checks if check.name == "GK401")
    assert check(good).check_passed
    with pytest.raises(SchemaError, match="GK401"):
        check(bad)
    foreign = pa.DataFrameSchema(checks=[check])
    assert found(foreign, bad) == {"GK401"}


# Tools of pandera


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_the_structure_can_be_written_and_read(schema: ReportSchema, good: pd.DataFrame) -> None:
    for written in (pa.DataFrameSchema.from_yaml(schema.to_yaml()), pa.DataFrameSchema.from_json(schema.to_json())):
        assert list(written.columns) == list(schema.columns)
        assert written.columns[TOTAL].title == schema.columns[TOTAL].title
        assert written.validate(good).equals(good)


def test_examples_are_made_by_other_means(schema: ReportSchema) -> None:
    for call in (schema.example, schema.strategy):
        with pytest.raises(UsageError) as caught:
            call()
        assert "gkrules.testing" in caught.value.en


def test_it_is_shown_in_one_line(schema: ReportSchema) -> None:
    assert len(repr(schema)) < 100
    assert "\n" not in str(schema)
    assert len(schema.dtypes) == len(schema.columns)
    assert schema.get_metadata()


def test_decorators(schema: ReportSchema, good: pd.DataFrame, bad: pd.DataFrame) -> None:
    @pa.check_input(schema, lazy=True)
    def taken(frame: pd.DataFrame) -> int:
        return len(frame)

    @pa.check_output(schema, lazy=True)
    def given(frame: pd.DataFrame) -> pd.DataFrame:
        return frame

    @pa.check_types(lazy=True)
    @pa.check_io(frame=schema, out=schema, lazy=True)
    def both(frame: pat.DataFrame[Units]) -> pat.DataFrame[Units]:
        return frame

    assert taken(good) == len(given(good)) == len(both(good.assign(unit="x"))) == 3
    for call in (taken, given, lambda frame: both(frame.assign(unit="x")), both):
        with pytest.raises(SchemaErrors):
            call(bad)
