"""How often the wrong cells of section three are found, and how long it takes: ``python benchmarks/localisation.py``.

Valid reports are corrupted, and located by what is broken in them. *Dense* reports have a number up to 1000 in every cell;
*sparse* ones are as small as most real ones: a few applications below ten, nearly all by natural persons, all else zero.
*complete*: what is listed are all smallest sets of cells that mend the report, and no others of that size, by brute force
(`reference.py`), for as many of the reports as there is time for.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import product

import numpy as np
from reference import Reference, Sets
from validation import valid_reports

import gkrules
from gkrules.locate.causes import Located, Locator
from gkrules.locate.readings import Readings
from gkrules.locate.search import single_cells
from gkrules.model.relations import Related
from gkrules.testing import small_report

REPORTS = 300
COMPARED = 100
"""In how many reports of each kind what is listed is compared with brute force."""
BATCH = 2000
Values = dict[str, int]
Slipped = tuple[Values, str] | None


def dense(count: int, edition: gkrules.Edition, rng: np.random.Generator) -> list[Values]:
    """Valid reports with a number in every cell."""
    frame = valid_reports(count, edition, seed=int(rng.integers(1 << 30)), most=1000)
    return [{key: int(value) for key, value in row.items()} for row in frame.to_dict("records")]


def sparse(count: int, edition: gkrules.Edition, rng: np.random.Generator) -> list[Values]:
    """Valid reports as most organs fill them in."""
    applications = edition.table_by_key["applications"]
    kinds = applications.column_groups["applicants"]
    results = [row for row in applications.row_groups["results"] if not applications.row_by_key[row].replaces]
    reports = []
    for _ in range(count):
        values = dict.fromkeys(edition.cells, 0)

        def put(row: str, kind: str, number: int, values: Values = values) -> None:
            values[f"applications.{row}.{kind}"] += number
            values[f"applications.{row}.total"] += number

        for _ in range(int(rng.integers(2, 7))):
            kind = kinds[0] if rng.random() < 0.8 else str(rng.choice(kinds[1:]))
            number = int(rng.integers(1, 10))
            put(str(rng.choice(results)), kind, number)
            put("handled_total", kind, number)
            carried = int(rng.integers(0, number + 1)) if rng.random() < 0.2 else 0
            put("carried_in", kind, carried)
            put("new", kind, number - carried)
        if rng.random() < 0.3:
            number = int(rng.integers(1, 4))
            put("new", kinds[0], number)
            put("carried_out", kinds[0], number)
        for row in rng.choice(("review", "direct_litigation", "litigation_after_review"), int(rng.integers(0, 3)), replace=False):
            number = int(rng.integers(1, 4))
            values[f"review_litigation.{row}.{rng.choice(('upheld', 'corrected', 'other', 'pending'))}"] = number
            values[f"review_litigation.{row}.total"] = number
        reports.append(values)
    return reports


def corrupted(
    values: Values, count: int, rng: np.random.Generator, *, small: bool, crowded: bool = False, table: str = "applications"
) -> Values:
    """Other numbers in some cells of a table, of the size that numbers have there.

    `crowded`: only in cells whose row and column have a number, where one wrong cell can be taken for another.
    """
    wrong = dict(values)
    cells = [key for key in values if key.startswith(f"{table}.")]
    if crowded:
        rows, columns = ({key.split(".")[at] for key in cells if values[key]} for at in (1, 2))
        cells = [key for key in cells if key.split(".")[1] in rows and key.split(".")[2] in columns]
    for key in rng.choice(cells, count, replace=False):
        most = 10 if small else max(2 * values[key], 100)
        while wrong[key] == values[key]:
            wrong[key] = int(rng.integers(0, most))
    return wrong


def column_shift(values: Values, edition: gkrules.Edition, rng: np.random.Generator) -> Slipped:
    """One value of a column left out and those below it moved up; the last cell stays empty."""
    table = edition.table_by_key["applications"]
    rows = [row.key for row in table.rows if not row.replaces]
    column = str(rng.choice([column.key for column in table.columns]))
    return shifted(values, [f"applications.{row}.{column}" for row in rows], rng, "column_shifted")


def row_shift(values: Values, edition: gkrules.Edition, rng: np.random.Generator) -> Slipped:
    """One value of a row left out and those right of it moved left."""
    table = edition.table_by_key["applications"]
    row = str(rng.choice([row.key for row in table.rows if not row.replaces]))
    return shifted(values, [f"applications.{row}.{column.key}" for column in table.columns], rng, "row_shifted")


def shifted(values: Values, line: list[str], rng: np.random.Generator, name: str) -> Slipped:
    """A line with one value left out; nothing if that makes no difference in two cells or more."""
    left_out = int(rng.integers(0, len(line) - 1))
    moved = [*line[left_out + 1 :], ""]
    wrong = {**values, **{key: values.get(other, 0) for key, other in zip(line[left_out:], moved, strict=True)}}
    return (wrong, name) if sum(wrong[key] != values[key] for key in line) > 1 else None


def neighbours(values: Values, edition: gkrules.Edition, rng: np.random.Generator) -> Slipped:
    """Two cells side by side, or one above the other, that were taken for one another."""
    table = edition.table_by_key["applications"]
    rows, columns = [row.key for row in table.rows if not row.replaces], [column.key for column in table.columns]
    down = bool(rng.integers(2))
    row, column = int(rng.integers(len(rows) - down)), int(rng.integers(len(columns) - (not down)))
    one = f"applications.{rows[row]}.{columns[column]}"
    other = f"applications.{rows[row + down]}.{columns[column + (not down)]}"
    return ({**values, one: values[other], other: values[one]}, "neighbours_swapped") if values[one] != values[other] else None


def swapped_columns(values: Values, edition: gkrules.Edition, rng: np.random.Generator) -> Slipped:
    """Two columns exchanged from some row down to another."""
    table = edition.table_by_key["applications"]
    rows = [row.key for row in table.rows if not row.replaces]
    one, other = (str(each) for each in rng.choice([column.key for column in table.columns], 2, replace=False))
    first, last = sorted(int(each) for each in rng.choice(len(rows) + 1, 2, replace=False))
    keys = [(f"applications.{row}.{one}", f"applications.{row}.{other}") for row in rows[first:last]]
    wrong = {**values, **{a: values[b] for a, b in keys}, **{b: values[a] for a, b in keys}}
    return (wrong, "columns_swapped") if sum(values[a] != values[b] for a, b in keys) > 1 else None


@dataclass
class Tally:
    """What was found over many reports."""

    alone: int = 0
    among: int = 0
    first: int = 0
    named: int = 0
    unseen: int = 0
    unknown: int = 0
    count: int = 0
    complete: int = 0
    compared: int = 0
    seconds: list[float] = field(default_factory=list)

    def shares(self, *names: str) -> str:
        """Some of the counts as shares."""
        return ", ".join(f"{name} {getattr(self, name) / max(self.count, 1):.1%}" for name in names)

    def times(self) -> str:
        """Median and worst time."""
        return f"median {np.median(self.seconds) * 1e3:.2f} ms, worst {max(self.seconds) * 1e3:.1f} ms"


def measure(cases: Iterator[tuple[Values, Values, str]], ruleset: gkrules.Ruleset, reference: Reference | None = None) -> Tally:
    """Locate what is wrong in each of the cases: right values, wrong values, name of the slip."""
    schema, tally = ruleset.compiled(ruleset.edition.key), Tally()
    locator = Locator.of(schema)
    for right, wrong, name in cases:
        found = schema.run([small_report(ruleset.edition, wrong)])
        start = time.thread_time()
        causes = locator.locate(found, [Related()]).get(0, [])
        tally.seconds.append(time.thread_time() - start)
        if not causes:
            tally.unseen += 1
            continue
        tally.count += 1
        if reference is not None and tally.compared < COMPARED:
            tally.compared += 1
            tally.complete += sets_of(causes) == reference.smallest(wrong)
        truth = {key: right[key] for key in right if right[key] != wrong[key]}
        tally.unknown += any(cause.reason for cause in causes)
        tally.among += among(causes, truth)
        tally.first += first(causes) == truth
        tally.alone += first(causes) == truth and all(len(cause.repairs) == 1 for cause in causes)
        tally.named += first(causes) == truth and causes[0].repairs[0].slip == name
    return tally


def sets_of(causes: list[Located]) -> Sets:
    """What is listed as sets of cells with their values, one repair of every cause; without slips of more cells than the smallest sets."""
    each = [[frozenset((cell.cell, int(cell.suggested or 0)) for cell in repair.cells) for repair in cause.repairs] for cause in causes]
    found = {frozenset().union(*chosen) for chosen in product(*each)} if all(each) else set()
    size = min(map(len, found), default=0)
    return {cells for cells in found if len(cells) == size}


def first(causes: list[Located]) -> dict[str, float | None]:
    """The cells of the likeliest repairs, with the values suggested."""
    return {suspect.cell: suspect.suggested for cause in causes for repair in cause.repairs[:1] for suspect in repair.cells}


def among(causes: list[Located], truth: Values) -> bool:
    """Whether every cause has a repair that says the truth, and these say all of it."""
    true = [
        [repair for repair in cause.repairs if {each.cell: each.suggested for each in repair.cells}.items() <= truth.items()]
        for cause in causes
    ]
    return all(true) and {each.cell for repairs in true for each in repairs[0].cells} == truth.keys()


def batch_times(reports: list[gkrules.Report], ruleset: gkrules.Ruleset) -> str:
    """Time per report to locate single wrong cells of a batch: the products of matrices alone, and with slips, weights and rules."""
    schema = ruleset.compiled(ruleset.edition.key)
    locator = Locator.of(schema)
    found = schema.run(reports)
    rows = np.arange(len(reports))
    readings = Readings.of(
        locator.system,
        {code: result for code, result in found.results.items() if not isinstance(result, Exception)},
        found.batch.take(rows),
        rows,
    )
    cells, everything = [], []
    for _ in range(5):
        start = time.thread_time()
        count = sum(1 for _ in single_cells(locator.system, readings))
        cells.append(time.thread_time() - start)
        start = time.thread_time()
        locator.locate(found, [Related()] * len(reports))
        everything.append(time.thread_time() - start)
    per = [np.median(times) / len(reports) * 1e6 for times in (cells, everything)]
    return f"{len(reports)} reports at once: {count} cells found; {per[0]:.1f} µs a report, {per[1]:.0f} µs with weights, slips and rules"


def main() -> None:
    """Measure and print."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else REPORTS
    ruleset = gkrules.load_ruleset("2021")
    edition = ruleset.edition
    kinds: dict[str, Callable[[int, gkrules.Edition, np.random.Generator], list[Values]]] = {"dense": dense, "sparse": sparse}
    # What a schema is prepared for once is not part of any report's time.
    measure(
        (
            (values, corrupted(values, 2, np.random.default_rng(2), small=False), "")
            for values in dense(1, edition, np.random.default_rng(2))
        ),
        ruleset,
    )
    reference = Reference(ruleset)
    for name, make in kinds.items():
        rng = np.random.default_rng(0)
        modes = [(wrong, "applications", False) for wrong in (1, 2, 3)]
        modes += [(wrong, "applications", True) for wrong in (2, 3) if name == "sparse"]
        modes += [(wrong, "review_litigation", False) for wrong in (1, 2)]
        for wrong, table, crowded in modes:
            reports = make(count, edition, rng)
            cases = (
                (values, corrupted(values, wrong, rng, small=name == "sparse", crowded=crowded, table=table), "") for values in reports
            )
            tally = measure(cases, ruleset, reference)
            where = " where numbers stand" if crowded else " of section four" if table == "review_litigation" else ""
            compared = f"complete {tally.complete / max(tally.compared, 1):.1%} of {tally.compared}"
            print(
                f"{name}, {wrong} wrong{where}: {compared}, {tally.shares('alone', 'among', 'first', 'unknown')}; {tally.times()}",
                flush=True,
            )
        for slip in (column_shift, row_shift, neighbours, swapped_columns):
            made = ((values, slip(values, edition, rng)) for values in make(count, edition, rng))
            tally = measure(((values, *each) for values, each in made if each), ruleset)
            shown = tally.shares("named", "first", "among", "unknown")
            print(f"{name}, {slip.__name__}: {shown} of {tally.count} ({tally.unseen} break no equation); {tally.times()}")
    rng = np.random.default_rng(1)
    wrong_reports = [small_report(edition, corrupted(values, 1, rng, small=True)) for values in sparse(BATCH, edition, rng)]
    print(batch_times(wrong_reports, ruleset))


if __name__ == "__main__":
    main()
