"""The smallest sets of cells whose change makes all equations hold.

Single cells are found for all reports at once by products of matrices; sets of more for one report by an exact branching
search. An equation that is broken needs a changed cell among its own. So the search branches over the cells of one broken
equation, takes the chosen cell out of the others by elimination (what is left are the equations that hold whatever that
cell becomes: the *implied edits* of I. P. Fellegi and D. Holt, A Systematic Approach to Automatic Edit and Imputation,
JASA 71, 1976), and goes on with those that are still broken. A set with a value that cannot stand (negative, a fraction of a
count, beyond a limit) is none; no further cell would help of which the equations tell the value. Arithmetic is exact.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from gkrules.locate.readings import Readings
from gkrules.locate.system import System
from gkrules.model.errors import GkrulesError

Exact = int | Fraction
Changes = dict[int, Exact]
"""What is added to each cell, by its number."""

NODES = 4000
"""How many nodes a search may visit; beyond it nothing is said."""
_CLOSE = 1e-9


def exact(value: float) -> Exact:
    """A number as it is written: 0.1 is a tenth."""
    return int(value) if value == int(value) else Fraction(str(round(float(value), 9)))


class TooLargeError(GkrulesError):
    """The search met its limit, or sets whose values are not determined. Whoever searches says nothing then."""

    def __init__(self) -> None:
        super().__init__("locate/search_too_large")


@dataclass(slots=True)
class Edit:
    """``Σ coefficient · change + rest = 0``"""

    row: dict[int, int]
    rest: Exact


@dataclass(frozen=True)
class Problem:
    """What to mend.

    Attributes:
        edits: every equation in force, the broken ones with their difference.
        limits: what must not become positive, by the cells that it reads.
        values: the numbers that stand in the cells; a blank counts as 0.
        open: the cells that may be changed.
        signed, decimal: which cells may be negative, and which need not be whole.
    """

    edits: Sequence[Edit]
    limits: Mapping[int, Sequence[tuple[Mapping[int, int], int]]]
    values: Sequence[float]
    open: frozenset[int]
    signed: Sequence[bool]
    decimal: Sequence[bool]

    def unfit(self, changes: Changes) -> Iterable[Mapping[int, int]]:
        """What the changes violate, as coefficients over cells: of a bound of a cell, or of a limit."""
        for cell, change in changes.items():
            value = exact(self.values[cell]) + change
            if (value < 0 and not self.signed[cell]) or (not self.decimal[cell] and value != int(value)):
                yield {cell: 1}
            for row, constant in self.limits.get(cell, ()):
                if constant + sum(factor * (exact(self.values[other]) + changes.get(other, 0)) for other, factor in row.items()) > 0:
                    yield row

    def mended_by(self, changes: Changes) -> bool:
        """Whether every equation holds with the changes, and nothing is violated."""
        for edit in self.edits:
            if edit.rest + sum(edit.row[cell] * change for cell, change in changes.items() if cell in edit.row):
                return False
        return next(iter(self.unfit(changes)), None) is None


def single_cells(system: System, readings: Readings) -> Iterator[tuple[int, int, int, float]]:
    """Report (its number in `readings`), part of the system, cell, and what must be added to the cell.

    A change d of a cell whose coefficients are a mends differences r if r + d·a = 0. So r and a are parallel, which is
    so exactly if (r·a)² = |r|²·|a|² (Cauchy and Schwarz), and d = −r·a / |a|²: three products of matrices for a batch.
    """
    for part, (equations, cells) in enumerate(system.parts):
        rest = readings.rest[:, equations]
        reports = np.flatnonzero(rest.any(axis=1))
        if not len(reports):
            continue
        rest, force = rest[reports], readings.force[np.ix_(reports, equations)]
        matrix = system.matrix[np.ix_(equations, cells)]
        along = rest @ matrix
        size = force.astype(np.float64) @ (matrix * matrix)
        norm = (rest * rest).sum(axis=1)[:, None] * size
        hit = (along != 0) & (np.abs(along * along - norm) <= _CLOSE * norm) & readings.open[np.ix_(reports, cells)]
        at, column = np.nonzero(hit)
        change = -along[at, column] / size[at, column]
        value = readings.values[reports[at], cells[column]] + change
        rounded = np.round(value, 9)
        fits = (rounded >= 0) | system.signed[cells[column]]
        fits &= (rounded == np.round(rounded)) | system.decimal[cells[column]]
        left = rest[at] + change[:, None] * matrix[:, column].T * force[at]
        fits &= (np.abs(left) <= _CLOSE * (1 + np.abs(rest[at]))).all(axis=1)
        for number in np.flatnonzero(fits):
            yield int(reports[at[number]]), part, int(cells[column[number]]), float(change[number])


def smallest_sets(problem: Problem, size: int, nodes: int = NODES) -> list[Changes]:
    """All sets of exactly `size` cells that mend everything, if no smaller set does. In no particular order.

    Raises:
        TooLargeError: more than `nodes` nodes.
    """
    search = _Search(problem, nodes)
    search.visit(list(problem.edits), [], frozenset(), size)
    return search.found


class _Search:
    def __init__(self, problem: Problem, nodes: int) -> None:
        self.problem, self.left = problem, nodes
        self.found: list[Changes] = []

    def visit(self, edits: list[Edit], chosen: list[tuple[int, Edit]], closed: frozenset[int], size: int) -> None:
        """Extend `chosen`, cells each with the edit that tells its change, by at most `size` cells that are not `closed`."""
        self.left -= 1
        if self.left < 0:
            raise TooLargeError
        broken = [edit for edit in edits if edit.rest]
        if not broken:
            self._settle(edits, chosen, closed, size)
        elif size == 1:
            self._last(edits, broken, chosen, closed)
        elif size > 1:
            self._branch(self._branches(broken, closed, size), edits, chosen, closed, size)

    def _branch(self, cells: list[int], edits: list[Edit], chosen: list[tuple[int, Edit]], closed: frozenset[int], size: int) -> None:
        for cell in cells:
            pivot = _pivot(cell, edits)
            self.visit(_without(cell, edits, pivot), [*chosen, (cell, pivot)], closed, size - 1)
            # The sets with this cell have all been seen.
            closed |= {cell}

    def _branches(self, broken: list[Edit], closed: frozenset[int], size: int) -> list[int]:
        """Cells of which every set has one: those of one broken edit, or those that stand in as many as one of `size` cells must."""
        cover = Counter(cell for edit in broken for cell in edit.row if cell in self.problem.open and cell not in closed)
        if not cover:
            return []
        most, needed = max(cover.values()), len(broken)
        share = -(-needed // size)
        smallest = min(broken, key=lambda edit: len(edit.row))
        by_edit = [cell for cell in smallest.row if cell in cover and cover[cell] + (size - 1) * most >= needed]
        by_share = [cell for cell, count in cover.items() if count >= share]
        return by_share if len(by_share) < len(by_edit) else by_edit

    def _last(self, edits: list[Edit], broken: list[Edit], chosen: list[tuple[int, Edit]], closed: frozenset[int]) -> None:
        first = min(broken, key=lambda edit: len(edit.row))
        for cell, factor in first.row.items():
            if cell in closed or cell not in self.problem.open:
                continue
            if any(cell not in edit.row for edit in broken):
                continue
            if all(edit.row.get(cell, 0) * first.rest == edit.rest * factor for edit in edits):
                self.visit(_without(cell, edits, first), [*chosen, (cell, first)], closed, 0)

    def _settle(self, edits: list[Edit], chosen: list[tuple[int, Edit]], closed: frozenset[int], size: int) -> None:
        changes: Changes = {}
        for cell, edit in reversed(chosen):
            rest = edit.rest + sum(factor * changes.get(other, 0) for other, factor in edit.row.items())
            changes[cell] = _quotient(-rest, edit.row[cell])
        # A cell that need not change belongs to no smallest set.
        if not all(changes.values()):
            return
        unfit = next(iter(self.problem.unfit(changes)), None)
        if unfit is None:
            if size == 0:
                self.found.append(changes)
            return
        if size == 0:
            return
        # The violated bound in terms of the cells that were not chosen: one of them must change, too.
        row = dict(unfit)
        for cell, edit in chosen:
            _eliminate(cell, row, edit)
        cells = [cell for cell, factor in row.items() if factor and cell in self.problem.open and cell not in closed]
        if not all(any(cell in edit.row for edit in edits) for cell in cells):
            # Its value would be free: nothing could be suggested for it.
            raise TooLargeError


def _pivot(cell: int, edits: Iterable[Edit]) -> Edit:
    """The shortest of the edits with a cell, a broken one before others."""
    return min((edit for edit in edits if cell in edit.row), key=lambda edit: (not edit.rest, len(edit.row)))


def _without(cell: int, edits: list[Edit], pivot: Edit) -> list[Edit]:
    """The edits that hold whatever the cell becomes."""
    lead = pivot.row[cell]
    found = []
    for edit in edits:
        factor = edit.row.get(cell)
        if factor is None:
            found.append(edit)
        elif edit is not pivot:
            if lead in (1, -1):
                row, times = dict(edit.row), factor * lead
                rest = edit.rest - times * pivot.rest
            else:
                row, times = {key: value * lead for key, value in edit.row.items()}, factor
                rest = edit.rest * lead - times * pivot.rest
            for key, value in pivot.row.items():
                total = row.get(key, 0) - times * value
                if total:
                    row[key] = total
                else:
                    row.pop(key, None)
            found.append(Edit(row, rest))
    return found


def _eliminate(cell: int, row: dict[int, int], pivot: Edit) -> None:
    """Take a cell out of coefficients of which only what is not zero matters."""
    factor = row.get(cell)
    if not factor:
        return
    lead = pivot.row[cell]
    for key in row:
        row[key] *= lead
    for key, value in pivot.row.items():
        row[key] = row.get(key, 0) - factor * value


def _quotient(numerator: Exact, denominator: int) -> Exact:
    value = Fraction(numerator) / denominator
    return value.numerator if value.denominator == 1 else value
