"""Settling plain reports by sums must say the same as looking at every report one by one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies import ALL_CELLS, COLUMNS, EQUATION_CELLS, OTHERS, Values, all_outcomes, balanced, valid_values

from gkrules import Edition, Outcome, Report, Ruleset, load_ruleset, to_frame
from gkrules.compile.batch import Batch, frame_of
from gkrules.compile.kernel import FAIL, RuleResult
from gkrules.compile.schema import ReportSchema
from gkrules.testing import small_report

OPTIONAL = tuple(f"applications.other.{column}" for column in COLUMNS)
Found = dict[str, tuple[list[list[Outcome]], set[tuple[int, int, float, float]]]]


def described(result: RuleResult | Exception, height: int) -> tuple[list[list[Outcome]], set[tuple[int, int, float, float]]]:
    """All outcomes, and the two sides wherever an equation fails."""
    assert isinstance(result, RuleResult), result
    sides: set[tuple[int, int, float, float]] = set()
    if result.left is not None and result.right is not None:
        rows, places = np.nonzero(result.outcomes == FAIL)
        numbers = zip(result.left[rows, places], result.right[rows, places], strict=True)
        sides = {
            (int(result.rows[row]), int(place), round(float(left), 6), round(float(right), 6))
            for row, place, (left, right) in zip(rows, places, numbers, strict=True)
        }
    return all_outcomes(result, height), sides


def fast(schema: ReportSchema, batch: Batch) -> Found:
    return {code: described(result, batch.height) for code, result in schema.evaluator.run(batch).items()}


def slow(schema: ReportSchema, batch: Batch) -> Found:
    rows = np.arange(batch.height)
    subset = batch.take(rows)
    asked = [kernel for kernel in schema.kernels.values() if batch.has_facts or not kernel.needs_facts]
    return {kernel.code: described(kernel.evaluate(subset, rows), batch.height) for kernel in asked}


def assert_same(schema: ReportSchema, frame: pd.DataFrame) -> None:
    batch = Batch(frame, schema.columns_of_cells)
    quick, thorough = fast(schema, batch), slow(schema, batch)
    assert {code: quick[code] for code in thorough} == thorough
    for code in set(quick) - set(thorough):
        assert {outcome for row in quick[code][0] for outcome in row} == {Outcome.NOT_APPLICABLE}


_CHANGE = st.one_of(
    st.integers(-5, 10**6),
    st.floats(-10, 10**6, allow_nan=False).map(lambda value: round(value, 2)),
    st.just(float("nan")),
    st.sampled_from([0.5, -1, -0.0, 10**15, 1e-9]),
)
_ROWS = st.lists(
    st.tuples(valid_values(), st.dictionaries(st.sampled_from((*ALL_CELLS, *OPTIONAL)), _CHANGE, max_size=4)), min_size=1, max_size=4
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(_ROWS, st.booleans(), st.booleans())
def test_the_fast_path_says_the_same(rows: list[tuple[Values, Values]], one_block: bool, optional: bool) -> None:
    schema = load_ruleset("2021").schema()
    frame = pd.DataFrame([{**values, **changes} for values, changes in rows]).astype("float64")
    wanted = [*ALL_CELLS, *(OPTIONAL if optional else ())]
    frame = frame.reindex(columns=wanted)
    if one_block:
        frame = pd.DataFrame(np.asfortranarray(frame.to_numpy()), columns=wanted, copy=False)
    assert_same(schema, frame)


_CONTENT = st.one_of(st.integers(-3, 99), st.just(None), st.sampled_from(["/", "无", "absent", "3（约）", "2.5", "-"]))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(
    st.lists(
        st.tuples(
            valid_values(),
            st.dictionaries(st.sampled_from((*ALL_CELLS, *OPTIONAL)), _CONTENT, max_size=5),
            st.dictionaries(
                st.sampled_from(["document.title_year", "note.extra_row.count", "section.problems.position"]), st.integers(0, 9)
            ),
        ),
        min_size=1,
        max_size=4,
    )
)
def test_the_fast_path_says_the_same_of_reports_with_states(
    rows: list[tuple[Values, dict[str, int | str | None], dict[str, float | None]]],
) -> None:
    ruleset = load_ruleset("2021")
    schema = ruleset.schema()
    reports = [small_report(ruleset.edition, {**values, **changes}, facts or None) for values, changes, facts in rows]
    assert_same(schema, frame_of(reports, schema.columns_of_cells, states=True))


def one_row_other(edition: Edition, values: Values) -> Report:
    """The report with （六） in one row."""
    cells: dict[str, int | float | str | None] = dict(values)
    for column in COLUMNS:
        cells[f"applications.other.{column}"] = sum(values[f"applications.{row}.{column}"] for row in OTHERS)
        cells |= {f"applications.{row}.{column}": "absent" for row in OTHERS}
    return small_report(edition, cells)


def test_both_variants_of_the_form_in_one_frame(edition: Edition, ruleset: Ruleset) -> None:
    values = balanced({("other_fee_unpaid", "research"): 3, ("granted", "research"): 2}, {}, {})
    wrong = {**values, "applications.handled_total.research": 4}
    reports = [small_report(edition, values), one_row_other(edition, values), small_report(edition, wrong), one_row_other(edition, wrong)]
    for states in (True, False):
        frame = frame_of(reports, ruleset.schema().columns_of_cells, states=states)
        assert_same(ruleset.schema(), frame)
        found = ruleset.schema().run(frame).results["GK402"]
        assert isinstance(found, RuleResult)
        outcomes = all_outcomes(found, 4)
        assert [Outcome.FAIL in each for each in outcomes] == [False, False, True, True]


def big_frame(height: int) -> pd.DataFrame:
    """Many reports, of which some are broken: a cell changed, blank, negative or with a fraction."""
    chance = np.random.default_rng(7)
    kinds = [
        balanced(
            {("granted", "natural_person"): number, ("unavailable_not_held", "business"): number // 3},
            {"research": (number % 5, 2)},
            {("review", "upheld"): number % 7},
        )
        for number in range(50)
    ]
    table = np.array([[values[key] for key in ALL_CELLS] for values in kinds])
    values = np.asfortranarray(table[chance.integers(0, len(table), height)], dtype=np.float64)
    rows = chance.choice(height, 900, replace=False)
    columns = chance.integers(0, len(ALL_CELLS), 900)
    changes = np.concatenate([np.full(300, 1.0), np.full(200, -1000.0), np.full(200, 0.5), np.full(200, np.nan)])
    values[rows, columns] += changes
    return pd.DataFrame(values, columns=list(ALL_CELLS), copy=False)


@pytest.mark.parametrize("shape", ["one block", "columns", "whole numbers"])
def test_a_big_frame_says_the_same_as_its_slices(shape: str, ruleset: Ruleset) -> None:
    schema, frame = ruleset.schema(), big_frame(41_003)
    if shape == "columns":
        frame = pd.DataFrame({key: frame[key] for key in reversed(frame.columns)})
    elif shape == "whole numbers":
        frame = frame.fillna(0).astype("int64")
    whole = schema.evaluator.run(Batch(frame, schema.columns_of_cells))
    step = 4_500
    parts = [schema.evaluator.run(Batch(frame.iloc[start : start + step], schema.columns_of_cells)) for start in range(0, len(frame), step)]
    failures = 0
    for code, result in whole.items():
        assert isinstance(result, RuleResult)
        together: list[list[Outcome]] = []
        for number, part in enumerate(parts):
            assert isinstance(part[code], RuleResult)
            together += described(part[code], min(step, len(frame) - number * step))[0]
        outcomes, sides = described(result, len(frame))
        assert outcomes == together
        failures += sum(Outcome.FAIL in row for row in outcomes)
        if code == "GK401":
            values = frame[list(ALL_CELLS)].to_numpy()
            totals = [ALL_CELLS.index("applications.new.total"), ALL_CELLS.index("applications.new.natural_person")]
            new = values[:, totals[1] : totals[0]].sum(axis=1), values[:, totals[0]]
            expected = np.flatnonzero(~np.isnan(new[0] + new[1]) & (new[0] != new[1]))
            assert {row for row, place, *_ in sides if place == 0} >= set(expected.tolist())
            assert len(expected)
    assert failures > 500


@pytest.mark.parametrize("height", [1, 2047, 2048, 2049, 4096])
def test_blocks_leave_no_report_out(height: int, ruleset: Ruleset) -> None:
    schema = ruleset.schema()
    values = np.zeros((height, len(ALL_CELLS)), order="F")
    values[-1, ALL_CELLS.index("applications.new.total")] = 1
    frame = pd.DataFrame(values, columns=list(ALL_CELLS), copy=False)
    found = fast(schema, Batch(frame, schema.columns_of_cells))
    failing = {code: [row for row, outcomes in enumerate(each[0]) if Outcome.FAIL in outcomes] for code, each in found.items()}
    assert {code: rows for code, rows in failing.items() if rows} == {"GK401": [height - 1], "GK403": [height - 1]}


def test_an_empty_frame_has_no_failures(ruleset: Ruleset) -> None:
    schema = ruleset.schema()
    frame = to_frame([small_report(ruleset.edition)]).iloc[:0]
    found = schema.evaluator.run(Batch(frame, schema.columns_of_cells))
    assert all(isinstance(result, RuleResult) and result.outcomes.shape[0] == 0 for result in found.values())
    assert len(schema.validate(frame)) == 0


@pytest.mark.parametrize("key", EQUATION_CELLS[::9])
@pytest.mark.parametrize("change", [1.0, float("nan"), -1.0, 0.5])
def test_one_report_among_many(key: str, change: float, ruleset: Ruleset) -> None:
    frame = big_frame(2_000).fillna(0).abs().round()
    base = fast(ruleset.schema(), Batch(frame, ruleset.schema().columns_of_cells))
    frame.loc[1_234, key] += change
    found = fast(ruleset.schema(), Batch(frame, ruleset.schema().columns_of_cells))
    differing = {row for code in found for row, (one, two) in enumerate(zip(base[code][0], found[code][0], strict=True)) if one != two}
    assert differing == {1_234}


def test_states_may_be_given_in_any_order(edition: Edition, ruleset: Ruleset) -> None:
    schema = ruleset.schema()
    reports: Sequence[Report] = [small_report(edition, {"applications.new.total": content}) for content in ("无", None, "/", 1, "absent")]
    frame = to_frame(reports, states=True)
    mixed = frame[list(reversed(frame.columns))]
    assert fast(schema, Batch(mixed, schema.columns_of_cells)) == fast(schema, Batch(frame, schema.columns_of_cells))
    assert_same(schema, mixed)
