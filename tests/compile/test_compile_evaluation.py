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
from gkrules.compile.compiled import Pass
from gkrules.compile.kernel import FAIL, RuleResult
from gkrules.compile.schema import ReportSchema
from gkrules.testing import small_report

OPTIONAL = tuple(f"applications.other.{column}" for column in COLUMNS)
Found = dict[str, tuple[list[list[Outcome]], set[tuple[int, int, float, float]]]]


def described(result: RuleResult | Exception, height: int) -> tuple[list[list[Outcome]], set[tuple[int, int, float, float]]]:
    """All outcomes, and the two sides wherever an equation fails."""
    assert isinstance(result, RuleResult), result
    sides: set[tuple[int, int, float, float]] = set()
    if result.sides is not None:
        rows, places = np.nonzero(result.outcomes == FAIL)
        numbers = zip(result.left[rows, places], result.right[rows, places], strict=True)
        sides = {
            (int(result.rows[row]), int(place), round(float(left), 6), round(float(right), 6))
            for row, place, (left, right) in zip(rows, places, numbers, strict=True)
        }
    return all_outcomes(result, height), sides


def table(result: RuleResult | Exception, height: int) -> np.typing.NDArray[np.int8]:
    """The outcome of every report at every place, as the kernels write it."""
    assert isinstance(result, RuleResult), result
    outcomes = np.tile(result.otherwise, (height, 1))
    outcomes[result.rows] = result.outcomes
    return outcomes


def fast(schema: ReportSchema, batch: Batch) -> Found:
    return {code: described(result, batch.height) for code, result in schema.evaluator.run(batch).items()}


def slow(schema: ReportSchema, batch: Batch) -> Found:
    rows = np.arange(batch.height)
    subset = batch.take(rows)
    asked = [kernel for kernel in schema.kernels.values() if batch.has_facts or not kernel.needs_facts]
    counted = schema.evaluator.blanks.over(subset, rows)
    return {kernel.code: described(counted.apply(kernel, kernel.evaluate(subset, rows)), batch.height) for kernel in asked}


def assert_same(schema: ReportSchema, frame: pd.DataFrame) -> None:
    batch = Batch.of_frame(frame, schema.columns_of_cells)
    quick, thorough = fast(schema, batch), slow(schema, batch)
    assert {code: quick[code] for code in thorough} == thorough
    for code in set(quick) - set(thorough):
        assert {outcome for row in quick[code][0] for outcome in row} == {Outcome.NOT_APPLICABLE}


_CHANGE = st.one_of(
    st.integers(-5, 10**6),
    st.floats(-10, 10**6, allow_nan=False).map(lambda value: round(value, 2)),
    st.just(float("nan")),
    st.sampled_from([0.5, -1, -0.0, 10**15, 1e-9, 2**27, 2**31, 2**31 + 1, -(2**31), 2**32 + 3, 2.0**53, 3 + 2**-51, np.inf, -np.inf]),
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


def test_sums_beyond_exact_numbers_are_added_in_one_order() -> None:
    """Where a sum passes 2**53, its last digits depend on the order of the terms."""
    results = {("granted", "natural_person"): 2, ("denied_third_party", "natural_person"): 1}
    right = balanced(results, {}, {})
    wrong = {**right, "applications.denied_security_stability.total": 2.0**53, "regulations.rules.issued": float("nan")}
    frame = pd.DataFrame([right, wrong]).astype("float64").reindex(columns=[*ALL_CELLS])
    assert_same(load_ruleset("2021").schema(), frame)


_CONTENT = st.one_of(st.integers(-3, 99), st.just(None), st.sampled_from(["/", "无", "absent", "3（约）", "2.5", "-"]))
_CHANGES = st.dictionaries(st.sampled_from(ALL_CELLS), _CONTENT, max_size=5) | st.dictionaries(
    st.sampled_from((*ALL_CELLS, *OPTIONAL)), st.integers(0, 9), max_size=5
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(
    st.lists(
        st.tuples(
            valid_values(),
            _CHANGES,
            st.dictionaries(
                st.sampled_from(["document.title_year", "note.extra_row.count", "section.problems.position"]), st.integers(0, 9)
            ),
        ),
        min_size=1,
        max_size=4,
    )
)
def test_the_fast_path_says_the_same_of_reports_with_states(
    rows: list[tuple[Values, dict[str, int | float | str | None], dict[str, float | None]]],
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
        found = Pass.over(ruleset.compiled("2021"), frame).results["GK402"]
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
    whole = schema.evaluator.run(Batch.of_frame(frame, schema.columns_of_cells))
    step = 4_500
    starts = range(0, len(frame), step)
    parts = [schema.evaluator.run(Batch.of_frame(frame.iloc[start : start + step], schema.columns_of_cells)) for start in starts]
    failing: dict[str, set[int]] = {}
    for code, result in whole.items():
        together = np.vstack([table(part[code], min(step, len(frame) - start)) for start, part in zip(starts, parts, strict=True)])
        outcomes = table(result, len(frame))
        np.testing.assert_array_equal(outcomes, together)
        failing[code] = set(np.flatnonzero((outcomes == FAIL).any(axis=1)).tolist())
    values = frame[list(ALL_CELLS)].fillna(0)
    kinds = [column for column in COLUMNS if column != "total"]
    rows = {key.split(".")[1] for key in EQUATION_CELLS if key.startswith("applications.")}
    # What other numbers imply for a blank may mend an equation.
    numbers = frame[list(EQUATION_CELLS)].notna().all(axis=1)
    wrong = [values[f"applications.{row}.total"] != values[[f"applications.{row}.{kind}" for kind in kinds]].sum(axis=1) for row in rows]
    expected = set(np.flatnonzero(np.logical_or.reduce(wrong) & numbers).tolist())
    assert len(expected) > 400
    assert expected <= failing["GK401"]
    assert failing["GK303"] == set(np.flatnonzero((values < 0).any(axis=1)).tolist())


@pytest.mark.parametrize("height", [1, 2047, 2048, 2049, 4096])
def test_blocks_leave_no_report_out(height: int, ruleset: Ruleset) -> None:
    schema = ruleset.schema()
    values = np.zeros((height, len(ALL_CELLS)), order="F")
    values[-1, ALL_CELLS.index("applications.new.total")] = 1
    frame = pd.DataFrame(values, columns=list(ALL_CELLS), copy=False)
    found = fast(schema, Batch.of_frame(frame, schema.columns_of_cells))
    failing = {code: [row for row, outcomes in enumerate(each[0]) if Outcome.FAIL in outcomes] for code, each in found.items()}
    assert {code: rows for code, rows in failing.items() if rows} == {"GK401": [height - 1], "GK403": [height - 1]}


@pytest.mark.parametrize("key", EQUATION_CELLS[::9])
@pytest.mark.parametrize("change", [1.0, float("nan"), -1000.0, 0.5])
def test_one_report_among_many(key: str, change: float, ruleset: Ruleset) -> None:
    schema, frame = ruleset.schema(), big_frame(2_000).fillna(0).abs().round()
    base = schema.evaluator.run(Batch.of_frame(frame, schema.columns_of_cells))
    frame.loc[1_234, key] += change
    found = schema.evaluator.run(Batch.of_frame(frame, schema.columns_of_cells))
    differing = {int(row) for code in found for row in np.nonzero((table(found[code], 2_000) != table(base[code], 2_000)).any(axis=1))[0]}
    assert differing == {1_234}


def test_states_may_be_given_in_any_order(edition: Edition, ruleset: Ruleset) -> None:
    schema = ruleset.schema()
    reports: Sequence[Report] = [small_report(edition, {"applications.new.total": content}) for content in ("无", None, "/", 1, "absent")]
    frame = to_frame(reports, states=True)
    mixed = frame[list(reversed(frame.columns))]
    assert fast(schema, Batch.of_frame(mixed, schema.columns_of_cells)) == fast(schema, Batch.of_frame(frame, schema.columns_of_cells))
    assert_same(schema, mixed)


def test_an_empty_frame_has_no_failures(ruleset: Ruleset) -> None:
    schema = ruleset.schema()
    frame = to_frame([small_report(ruleset.edition)]).iloc[:0]
    found = schema.evaluator.run(Batch.of_frame(frame, schema.columns_of_cells))
    assert {table(result, 0).shape[0] for result in found.values()} == {0}
    assert len(schema.validate(frame)) == 0
