"""The smallest sets of wrong cells by brute force: what `gkrules.locate` is measured against. It shares no code with it.

The equations are written down here from the form, every set of one, two and three cells is tried, its changes follow from the
equations by elimination in whole numbers, and a set counts if the report that it makes has no error by any rule.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations

import numpy as np
import numpy.typing as npt

import gkrules
from gkrules.testing import small_report

Values = Mapping[str, int]
Sets = set[frozenset[tuple[str, int]]]
"""Sets of cells with the numbers that they should hold."""
Errors = set[tuple[str, tuple[str, ...]]]
_OUTCOMES = ("upheld", "corrected", "other", "pending")


def equations_of(edition: gkrules.Edition) -> list[dict[str, int]]:
    """The relations of sections three and four, as coefficients that must add up to 0."""
    table = edition.table_by_key["applications"]
    kinds, columns = table.column_groups["applicants"], [column.key for column in table.columns]
    results = [row for row in table.row_groups["results"] if not table.row_by_key[row].replaces]
    rows = [row.key for row in table.rows if not row.replaces]
    found = [{f"applications.{row}.total": 1, **{f"applications.{row}.{kind}": -1 for kind in kinds}} for row in rows]
    for column in columns:
        key = {row: f"applications.{row}.{column}" for row in rows}
        found.append({key["handled_total"]: 1, **{key[row]: -1 for row in results}})
        found.append({key["new"]: 1, key["carried_in"]: 1, key["handled_total"]: -1, key["carried_out"]: -1})
    groups = [f"review_litigation.{row}" for row in ("review", "direct_litigation", "litigation_after_review")]
    return [*found, *({f"{group}.total": 1, **{f"{group}.{each}": -1 for each in _OUTCOMES}} for group in groups)]


class Reference:
    """Finds the smallest sets of an edition's reports by trying all."""

    def __init__(self, ruleset: gkrules.Ruleset) -> None:
        self.ruleset, self.edition = ruleset, ruleset.edition
        self.equations = equations_of(self.edition)

    def smallest(self, values: Values, most: int = 3) -> Sets:
        """The smallest sets of up to `most` cells that mend a report; none if more are needed."""
        rests = [sum(factor * values[key] for key, factor in each.items()) for each in self.equations]
        broken = [number for number, rest in enumerate(rests) if rest]
        tables = {key.split(".")[0] for number in broken for key in self.equations[number]}
        cells = [key for key in values if key.split(".")[0] in tables and any(key in each for each in self.equations)]
        before = self._errors(values)
        for size in range(1, most + 1):
            found: Sets = set()
            for chosen in self._covering(cells, broken, size):
                changes = self._solved([cells[number] for number in chosen], rests)
                if changes and self._is_right(values, changes, before):
                    found.add(frozenset((key, values[key] + change) for key, change in changes.items()))
            if found:
                return found
        return set()

    def _covering(self, cells: Sequence[str], broken: Sequence[int], size: int) -> Iterator[tuple[int, ...]]:
        """Sets of cells of which every broken equation has one."""
        bit = {number: 1 << at for at, number in enumerate(broken)}
        masks = np.array([sum(bit[number] for number in broken if key in self.equations[number]) for key in cells], dtype=np.uint64)
        every = np.uint64((1 << len(broken)) - 1)
        chosen = _combinations(len(cells), size)
        covered = np.bitwise_or.reduce(masks[chosen], axis=1)
        for each in chosen[covered == every]:
            yield tuple(each.tolist())

    def _solved(self, cells: Sequence[str], rests: Sequence[int]) -> dict[str, int] | None:
        """The changes of cells that make every equation hold, if these tell them: whole, and none of them 0."""
        rows = [
            [Fraction(each.get(key, 0)) for key in cells] + [Fraction(-rest)]
            for each, rest in zip(self.equations, rests, strict=True)
            if rest or any(key in each for key in cells)
        ]
        for column in range(len(cells)):
            pivot = next((row for row in rows[column:] if row[column]), None)
            if pivot is None:
                return None
            rows.remove(pivot)
            pivot = [value / pivot[column] for value in pivot]
            rows = [[value - row[column] * lead for value, lead in zip(row, pivot, strict=True)] for row in rows]
            rows.insert(column, pivot)
        if any(row[-1] for row in rows[len(cells) :]):
            return None
        changes = [row[-1] for row in rows[: len(cells)]]
        if not all(changes) or any(change.denominator != 1 for change in changes):
            return None
        return dict(zip(cells, (int(change) for change in changes), strict=True))

    def _is_right(self, values: Values, changes: Mapping[str, int], before: Errors) -> bool:
        """Whether no number becomes negative, and no rule finds an error in the report that is made which it did not find before."""
        if any(values[key] + change < 0 for key, change in changes.items()):
            return False
        mended = {**values, **{key: values[key] + change for key, change in changes.items()}}
        return self._errors(mended) <= before

    def _errors(self, values: Values) -> Errors:
        found = gkrules.check(small_report(self.edition, values), ruleset=self.ruleset).findings
        return {(finding.code, finding.cells) for finding in found if finding.severity.value == "error"}


_known: dict[tuple[int, int], npt.NDArray[np.intp]] = {}


def _combinations(count: int, size: int) -> npt.NDArray[np.intp]:
    if (count, size) not in _known:
        _known[count, size] = np.array(list(combinations(range(count), size)), dtype=np.intp)
    return _known[count, size]
