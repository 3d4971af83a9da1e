"""The smallest sets of cells by mixed-integer programming (HiGHS): what the branching search is compared with.

It shares nothing with the search but the statement of the problem: the number of changed cells is minimised over whole
changes d = up − down, a set that was found is excluded, and the next one asked for until it would be larger.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from gkrules.locate.search import Problem

_OPTIMAL, _INFEASIBLE = 0, 2
Cells = frozenset[int]


def smallest_sets_by_program(problem: Problem, sets: int = 12) -> set[Cells]:
    """The smallest sets of cells that mend a problem: all of them if there are fewer than `sets`, else so many."""
    model = _Model(problem)
    found: list[Cells] = []
    while len(found) < sets and (cells := model.solve(found)) is not None:
        found.append(cells)
    return set(found)


def is_determined(problem: Problem, cells: Cells) -> bool:
    """Whether the equations tell by how much each cell of a set must change."""
    rows = np.array([[edit.row.get(cell, 0) for cell in sorted(cells)] for edit in problem.edits], dtype=np.float64)
    return int(np.linalg.matrix_rank(rows)) == len(cells)


class _Model:
    """Variables: for each open cell how much it goes up and down, and whether it is counted as changed."""

    def __init__(self, problem: Problem) -> None:
        self.cells = sorted(problem.open)
        values = np.array([problem.values[cell] for cell in self.cells])
        self.rows = self._matrix([edit.row for edit in problem.edits])
        self.wanted = np.array([-float(edit.rest) for edit in problem.edits])
        limits = list({id(row): (row, constant) for each in problem.limits.values() for row, constant in each}.values())
        self.limits = self._matrix([row for row, _ in limits])
        now = [constant + sum(factor * problem.values[cell] for cell, factor in row.items()) for row, constant in limits]
        self.room = -np.array(now, dtype=np.float64)
        # Nothing needs to change by more than all that is wrong and all that is there.
        self.most = float(np.abs(self.wanted).sum() + np.abs(values).sum()) + 1
        self.down = np.where([problem.signed[cell] for cell in self.cells], self.most, np.maximum(values, 0))
        self.whole = np.array([not problem.decimal[cell] for cell in self.cells], dtype=np.int64)

    def _matrix(self, rows: Sequence[Any]) -> np.ndarray:
        return np.array([[row.get(cell, 0) for cell in self.cells] for row in rows], dtype=np.float64).reshape(-1, len(self.cells))

    def solve(self, found: Sequence[Cells]) -> Cells | None:
        """A smallest set that is none of those found, and no larger than these."""
        from scipy import optimize

        count = len(self.cells)
        unit, nothing = np.eye(count), np.zeros((count, count))
        sets = np.array([[cell in each for cell in self.cells] for each in found], dtype=np.float64).reshape(-1, count)
        constraints = [
            optimize.LinearConstraint(np.hstack([self.rows, -self.rows, 0 * self.rows]), self.wanted, self.wanted),
            optimize.LinearConstraint(np.hstack([unit, nothing, -self.most * unit]), -np.inf, 0),
            optimize.LinearConstraint(np.hstack([nothing, unit, -np.diag(self.down)]), -np.inf, 0),
            optimize.LinearConstraint(np.hstack([self.limits, -self.limits, 0 * self.limits]), -np.inf, self.room),
            optimize.LinearConstraint(np.hstack([0 * sets, 0 * sets, sets]), -np.inf, sets.sum(axis=1) - 1),
            optimize.LinearConstraint(np.repeat([0, 0, 1], count)[None, :], 0, len(found[0]) if found else count),
        ]
        result = optimize.milp(
            np.concatenate([np.full(2 * count, 1e-7 / self.most), np.ones(count)]),
            constraints=[each for each in constraints if len(each.A)],
            integrality=np.concatenate([self.whole, self.whole, np.ones(count)]),
            bounds=optimize.Bounds(0, np.concatenate([np.full(count, self.most), self.down, np.ones(count)])),
        )
        assert result.status in (_OPTIMAL, _INFEASIBLE), result.message
        return None if result.x is None else frozenset(self.cells[number] for number in np.flatnonzero(result.x[2 * count :] > 0.5))
