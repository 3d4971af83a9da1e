"""How often the one wrong cell of section three is found, and how long it takes: ``python benchmarks/localisation.py``."""

from __future__ import annotations

import time

import numpy as np
import pandas as pd
from validation import valid_reports

import gkrules
from gkrules.locate.single import suspects_of
from gkrules.testing import small_report

REPORTS = 200


def sparse(frame: pd.DataFrame, edition: gkrules.Edition, rng: np.random.Generator) -> pd.DataFrame:
    """The same form as most organs fill it in: a few applications, all by natural persons, everything else zero."""
    values = frame * 0
    applications = edition.table_by_key["applications"]
    results = [row for row in applications.row_groups["results"] if not applications.row_by_key[row].replaces]
    for number in range(len(values)):
        for row in rng.choice(results, 3, replace=False):
            count = int(rng.integers(0, 9))
            for cell in (f"{row}.natural_person", f"{row}.total"):
                values.loc[number, f"applications.{cell}"] = count
            for cell in ("handled_total.natural_person", "handled_total.total", "new.natural_person", "new.total"):
                values.loc[number, f"applications.{cell}"] += count
    return values


def main() -> None:
    """Measure and print."""
    rng = np.random.default_rng(0)
    ruleset = gkrules.load_ruleset("2021")
    edition, equations = ruleset.edition, ruleset.schema().equations
    dense = valid_reports(REPORTS, edition)
    for name, frame in (("dense", dense), ("sparse", sparse(dense, edition, rng))):
        alone, times = 0, []
        for number in range(REPORTS):
            cells = {key: int(value) for key, value in frame.iloc[number].items()}
            wrong = str(rng.choice([key for key in cells if key.startswith("applications.")]))
            report = small_report(edition, {**cells, wrong: cells[wrong] + int(rng.integers(1, 9))})
            findings = gkrules.check(report, select=["GK4"]).findings
            start = time.perf_counter()
            suspects_of(report, findings, equations)
            times.append(time.perf_counter() - start)
            named = {tuple((suspect.cell, suspect.suggested) for suspect in finding.suspects) for finding in findings}
            alone += named == {((wrong, cells[wrong]),)}
        print(f"{name}: the wrong cell alone, with its value, in {alone / REPORTS:.1%}; median {np.median(times) * 1e3:.2f} ms")


if __name__ == "__main__":
    main()
