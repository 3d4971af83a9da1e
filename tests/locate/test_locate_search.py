"""The branching search against an integer program, and against trying everything."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import assume, given, reject, settings
from hypothesis import strategies as st
from milp_oracle import is_determined, smallest_sets_by_program
from strategies import Values, examples, valid_values

from gkrules import Edition, Ruleset
from gkrules.locate.causes import Locator
from gkrules.locate.readings import Readings
from gkrules.locate.search import Changes, Edit, Problem, TooLargeError, single_cells, smallest_sets
from gkrules.locate.slips import digit_slip
from gkrules.model.findings import Slip
from gkrules.testing import small_report

ROW = np.zeros(1, dtype=np.intp)


def problem(
    edits: list[tuple[dict[int, int], int]], values: list[float], limits: Mapping[int, list[tuple[dict[int, int], int]]] | None = None
) -> Problem:
    cells = len(values)
    return Problem([Edit(*edit) for edit in edits], limits or {}, values, frozenset(range(cells)), [False] * cells, [False] * cells)


def sets(found: list[Changes]) -> set[frozenset[tuple[int, int]]]:
    return {frozenset((cell, int(change)) for cell, change in changes.items()) for changes in found}


def smallest(given_problem: Problem, most: int = 3) -> set[frozenset[tuple[int, int]]]:
    return next((found for size in range(1, most + 1) if (found := sets(smallest_sets(given_problem, size)))), set())


@st.composite
def small_problems(draw: st.DrawFn) -> Problem:
    """A table of sums, two rows by three columns with totals, and numbers in it at random."""
    values = [draw(st.integers(0, 3)) for _ in range(12)]
    edits = [{4 * row + 3: 1, **{4 * row + column: -1 for column in range(3)}} for row in range(3)]
    edits += [{8 + column: 1, column: -1, 4 + column: -1} for column in range(4)]
    return problem([(row, sum(factor * values[cell] for cell, factor in row.items())) for row in edits], [float(each) for each in values])


def by_trying(given_problem: Problem) -> set[frozenset[tuple[int, int]]]:
    for size in (1, 2):
        found = set()
        for cells in combinations(range(len(given_problem.values)), size):
            for change in product([each for each in range(-9, 10) if each], repeat=size):
                changes: Changes = dict(zip(cells, change, strict=True))
                if given_problem.mended_by(changes):
                    found.add(frozenset((cell, int(each)) for cell, each in changes.items()))
        if found:
            return found
    return set()


@examples(60)
@given(small_problems())
def test_all_smallest_sets_are_found_and_no_other(given_problem: Problem) -> None:
    if any(edit.rest for edit in given_problem.edits):
        assert smallest(given_problem, 2) == by_trying(given_problem)


@st.composite
def random_systems(draw: st.DrawFn) -> Problem:
    """Equations and limits at random, all of which held before up to four cells were changed."""
    count = draw(st.integers(3, 9))
    cells = st.integers(0, count - 1)
    rows = draw(st.lists(st.dictionaries(cells, st.sampled_from([1, 1, -1, -1, 2]), min_size=2, max_size=4), min_size=1, max_size=5))
    right = draw(st.lists(st.integers(0, 6), min_size=count, max_size=count))
    values = list(right)
    for cell in draw(st.lists(cells, min_size=1, max_size=4, unique=True)):
        values[cell] = draw(st.integers(0, 9))
    limits: dict[int, list[tuple[dict[int, int], int]]] = {}
    for row in draw(st.lists(st.dictionaries(cells, st.sampled_from([1, -1]), min_size=1, max_size=2), max_size=2)):
        # As it is when a report is located: only what holds is a limit.
        at_most = max(sum(factor * numbers[cell] for cell, factor in row.items()) for numbers in (right, values))
        for cell in row:
            limits.setdefault(cell, []).append((row, -at_most))
    edits = [(row, sum(factor * (values[cell] - right[cell]) for cell, factor in row.items())) for row in rows]
    found = problem(edits, [float(each) for each in values], limits)
    return replace(found, signed=[draw(st.booleans()) for _ in range(count)], open=frozenset(draw(st.sets(cells, min_size=count - 1))))


def compare_with_program(given_problem: Problem, most: int = 3) -> None:
    """The integer program finds the same smallest sets of up to `most` cells, beside those whose values equations leave open."""
    found = {frozenset(cell for cell, _ in changes) for changes in smallest(given_problem, most)}
    by_program = smallest_sets_by_program(given_problem, sets=12)
    told = {cells for cells in by_program if len(cells) <= most and is_determined(given_problem, cells)}
    assert told <= found if len(by_program) == 12 else told == found


@settings(deadline=None, max_examples=25)
@given(values=valid_values(limit=30), data=st.data())
def test_an_integer_program_agrees(edition: Edition, ruleset: Ruleset, values: Values, data: st.DataObject) -> None:
    pytest.importorskip("scipy")
    keys = [key for key in values if key.startswith("applications.")]
    wrong = {**values, **{data.draw(st.sampled_from(keys)): data.draw(st.integers(0, 40)) for _ in range(data.draw(st.integers(1, 3)))}}
    given_problem = problem_of(edition, ruleset, wrong)
    if any(edit.rest for edit in given_problem.edits):
        assert smallest(given_problem)
        compare_with_program(given_problem)


@examples(400, by_default=60)
@given(random_systems())
def test_an_integer_program_agrees_on_random_systems(given_problem: Problem) -> None:
    pytest.importorskip("scipy")
    assume(any(edit.rest for edit in given_problem.edits))
    try:
        compare_with_program(given_problem)
    except TooLargeError:
        reject()


def problem_of(edition: Edition, ruleset: Ruleset, values: Values) -> Problem:
    """The first part of the system for a report."""
    schema = ruleset.compiled(edition.key)
    system = Locator.of(schema).system
    results = schema.run([small_report(edition, values)])
    readings = Readings.of(system, {c: r for c, r in results.results.items() if not isinstance(r, Exception)}, results.batch.take(ROW), ROW)
    equations, cells = system.parts[0]
    edits = [(system.equations[number].row, int(readings.rest[0, number])) for number in equations.tolist() if readings.force[0, number]]
    found = problem(edits, readings.values[0].tolist())
    return Problem(found.edits, {}, found.values, frozenset(cells[readings.open[0, cells]].tolist()), found.signed, found.decimal)


def test_single_cells_of_a_batch_are_those_of_each_report(edition: Edition, ruleset: Ruleset) -> None:
    schema = ruleset.compiled(edition.key)
    system = Locator.of(schema).system
    changed = [{"applications.new.total": 4}, {}, {"review_litigation.review.upheld": 3}, {"applications.granted.business": 2}]
    results = schema.run([small_report(edition, cells) for cells in changed])
    rows = np.arange(len(changed))
    readings = Readings.of(
        system, {c: r for c, r in results.results.items() if not isinstance(r, Exception)}, results.batch.take(rows), rows
    )
    found = {(report, system.cells[cell], change) for report, _, cell, change in single_cells(system, readings)}
    assert found == {
        (0, "applications.new.total", -4.0),
        (2, "review_litigation.review.upheld", -3.0),
        (2, "review_litigation.review.total", 3.0),
        (3, "applications.granted.business", -2.0),
    }


def test_a_limit_refuses_and_asks_for_another_cell() -> None:
    # a = b + c is short by 5; b may not exceed 6, and c not 3.
    edits = [({0: 1, 1: -1, 2: -1}, 5)]
    assert smallest(problem(edits, [10.0, 3.0, 2.0]), 1) == {frozenset({(0, -5)}), frozenset({(1, 5)}), frozenset({(2, 5)})}
    limits = {1: [({1: 1}, -6)], 2: [({2: 1}, -3)]}
    assert smallest(problem(edits, [10.0, 3.0, 2.0], limits), 1) == {frozenset({(0, -5)})}


def test_values_that_equations_leave_open_are_not_given() -> None:
    # a = b + c is short by 5, a may not change, and b and c only by 4 each: both must, but nobody knows by how much.
    short = replace(problem([({0: 1, 1: -1, 2: -1}, 5)], [10.0, 3.0, 2.0], {1: [({1: 1}, -7)], 2: [({2: 1}, -6)]}), open=frozenset({1, 2}))
    assert smallest_sets_by_program(short) == {frozenset({1, 2})}
    assert smallest(short, 1) == set()
    with pytest.raises(TooLargeError):
        smallest_sets(short, 2)


def test_sets_of_which_only_a_part_is_told_are_not_given() -> None:
    # a + b is 3 too large, b = c, none may be negative: all three must change, a by what b leaves.
    short = problem([({0: 1, 1: 1}, 3), ({1: 1, 2: -1}, 0)], [2.0, 2.0, 2.0])
    assert smallest_sets_by_program(short) == {frozenset({0, 1, 2})}
    assert smallest(short) == set()


def test_a_count_cannot_become_a_fraction() -> None:
    assert smallest(problem([({0: 2, 1: -1}, 3)], [2.0, 1.0]), 1) == {frozenset({(1, 3)})}


def test_the_search_ends_at_its_limit() -> None:
    edits = [({3 * row + column: 1 for column in range(3)}, 1) for row in range(3)]
    with pytest.raises(TooLargeError):
        smallest_sets(problem(edits, [5.0] * 9), 3, nodes=5)


@pytest.mark.parametrize(
    ("value", "wanted", "slip"),
    [
        (21, 12, Slip.DIGITS_TRANSPOSED),
        (2, 12, Slip.DIGIT_DROPPED),
        (1123, 123, Slip.DIGIT_DOUBLED),
        (128, 123, Slip.DIGIT_WRONG),
        (3, 5, None),
        (0, 10, None),
        (321, 123, None),
        (1, 1234, None),
    ],
)
def test_slips_of_digits(value: int, wanted: int, slip: Slip | None) -> None:
    assert digit_slip(value, wanted) is slip
