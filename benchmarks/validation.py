"""Speed of validation, as ratios measured side by side in one run: ``python benchmarks/validation.py [--record]``.

The bound is NumPy adding the same columns: for every equation of the form the sum of each side, and their comparison.
The schema of the equations (GK4) does just this work. The whole schema also looks at every cell (blank, negative, not
whole …), so its ratio is to the adding alone, too.
"""

from __future__ import annotations

import argparse
import time
import warnings
from collections.abc import Callable
from functools import partial

import figures
import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pandera.errors import SchemaErrors

import gkrules
from gkrules.compile.schema import ReportSchema

REPORTS = 100_000
WRONG = 0.05
ROUNDS = 31


def valid_reports(height: int, edition: gkrules.Edition, seed: int = 0, most: int = 20) -> pd.DataFrame:
    """Random reports with counts below `most` whose equations all hold, in a frame built column-major."""
    rng = np.random.default_rng(seed)
    position = {key: number for number, key in enumerate(edition.cells)}
    values = np.zeros((height, len(position)), order="F")

    def column(*keys: str) -> int:
        return position[".".join(keys)]

    applications = edition.table_by_key["applications"]
    results = [row for row in applications.row_groups["results"] if not applications.row_by_key[row].replaces]
    kinds = applications.column_groups["applicants"]
    for kind in kinds:
        for row in [*results, "carried_out", "carried_in"]:
            values[:, column("applications", row, kind)] = rng.integers(0, most, height)
        total = values[:, [column("applications", row, kind) for row in results]].sum(axis=1)
        values[:, column("applications", "handled_total", kind)] = total
        carried_in = np.minimum(values[:, column("applications", "carried_in", kind)], total)
        values[:, column("applications", "carried_in", kind)] = carried_in
        values[:, column("applications", "new", kind)] = total + values[:, column("applications", "carried_out", kind)] - carried_in
    for row in applications.row_by_key.values():
        if not row.replaces:
            parts = [column("applications", row.key, kind) for kind in kinds]
            values[:, column("applications", row.key, "total")] = values[:, parts].sum(axis=1)
    outcomes = edition.table_by_key["review_litigation"].column_groups["outcomes"]
    for group in edition.table_by_key["review_litigation"].row_by_key:
        parts = [column("review_litigation", group, outcome) for outcome in outcomes]
        values[:, parts] = rng.integers(0, most, (height, len(parts)))
        values[:, column("review_litigation", group, "total")] = values[:, parts].sum(axis=1)
    return pd.DataFrame(values, columns=list(edition.cells), copy=False)


def with_errors(frame: pd.DataFrame, share: float, seed: int = 1) -> pd.DataFrame:
    """The same reports with one number of sections three and four changed in a share of them."""
    rng = np.random.default_rng(seed)
    values = np.asfortranarray(frame.to_numpy().copy(order="F"))
    rows = rng.choice(len(values), int(len(values) * share), replace=False)
    values[rows, rng.integers(10, values.shape[1], len(rows))] += 1
    return pd.DataFrame(values, columns=frame.columns, copy=False)


def adding(schema: ReportSchema) -> Callable[[pd.DataFrame], int]:
    """NumPy adding the sides of every equation, and counting where they differ."""
    official = set(schema.columns_of_cells.official)
    sides = [
        ([key for _, key in form.left.terms if key in official], [key for _, key in form.right.terms if key in official])
        for form in schema.equations
    ]
    sides = [(left, right) for left, right in sides if left and right]
    assert len(sides) == 42, len(sides)

    def add(frame: pd.DataFrame) -> int:
        columns = {key: frame[key].to_numpy() for key in frame.columns}
        return sum(int((sum(columns[key] for key in left) != sum(columns[key] for key in right)).sum()) for left, right in sides)

    return add


def validating(schema: ReportSchema) -> Callable[[pd.DataFrame], int]:
    """Validation by the schema, as people's own pipelines do it."""

    def validate(frame: pd.DataFrame) -> int:
        try:
            schema.validate(frame, lazy=True, inplace=True)
        except SchemaErrors as errors:
            return len(errors.schema_errors)
        return 0

    return validate


def timed(*actions: Callable[[], object]) -> NDArray[np.float64]:
    """Seconds of each action in each round, (actions, rounds), taken in turn so that a drift of the machine's speed meets all."""
    times = np.empty((len(actions), ROUNDS))
    for each in range(ROUNDS):
        for number, action in enumerate(actions):
            start = time.perf_counter()
            action()
            times[number, each] = time.perf_counter() - start
    return times


def main() -> None:
    """Measure and print, and keep the figures on demand."""
    parser = argparse.ArgumentParser(description=__doc__)
    figures.add_option(parser)
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    ruleset = gkrules.load_ruleset("2021")
    whole, equations = ruleset.schema(), ruleset.selected(["GK4"]).schema()
    one = valid_reports(1, ruleset.edition)
    report = gkrules.read("fixtures/reports/yongan_2024.docx")
    singles = timed(lambda: validating(whole)(one), lambda: gkrules.check(report)) * 1e3
    print(f"one report, whole schema: {np.median(singles[0]):.2f} ms (limit 3); check with findings: {np.median(singles[1]):.2f} ms")
    right = valid_reports(REPORTS, ruleset.edition)
    frames = {"all correct": right, f"{WRONG:.0%} wrong": with_errors(right, WRONG)}
    what = {"NumPy adding": adding(whole), "equations": validating(equations), "whole schema": validating(whole)}
    times = timed(*(partial(action, frame) for frame in frames.values() for action in what.values()))
    print(f"{REPORTS} reports, {ROUNDS} rounds, in times of NumPy's adding, of the minimum and of the median (limit 1.5):")
    for number, name in enumerate(frames):
        bound, *others = times[number * len(what) : (number + 1) * len(what)]
        print(f"  {name}: NumPy adding {bound.min() * 1e3:.1f} ms (median {np.median(bound) * 1e3:.1f})", end="")
        for label, each in zip(list(what)[1:], others, strict=True):
            print(f"; {label} {each.min() / bound.min():.2f} × (median {np.median(each) / np.median(bound):.2f})", end="")
        print()
    if options.record:
        figures.record("validation-one-report", float(np.median(singles[0])), "ms")
        figures.record("validation-one-check", float(np.median(singles[1])), "ms")
        figures.record("validation-reports", REPORTS, "")
        medians = np.median(times[: len(what)], axis=1)
        for name, median in zip(("adding", "equations", "schema"), medians, strict=True):
            figures.record(f"validation-{name}", float(median) * 1e3, "ms")
        figures.record("validation-equations-ratio", float(medians[1] / medians[0]), "×")
        figures.record("validation-schema-ratio", float(medians[2] / medians[0]), "×")


if __name__ == "__main__":
    main()
