"""The smallest sets of cells by mixed-integer programming: for what lies beyond the branching search, and to check it."""

from __future__ import annotations

import time
from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import numpy as np

from gkrules.locate.search import Changes, Exact, Problem, TooLargeError, exact

SETS = 12
"""How many sets of one size are given; if there are more, none is."""
SECONDS = 2.0
"""How long all solutions of a problem may take together."""
_OPTIMAL, _INFEASIBLE = 0, 2


def available() -> bool:
    """Whether scipy is installed."""
    return find_spec("scipy") is not None


def by_program(problem: Problem, most: int | None = None, *, sets: int = SETS, seconds: float = SECONDS) -> list[Changes]:
    """All smallest sets of cells that mend a problem, as long as there are few; none if scipy is not installed.

    Minimises the number of changed cells over whole changes d = up − down, with up and down 0 where the cell is not
    counted as changed. A set found is excluded and the next one asked for, until it would be larger.

    Args:
        problem: what to mend; its limits are checked afterwards.
        most: sets with more cells than twice this are not looked for.
        sets: how many sets there may be.
        seconds: how long it may take.

    Raises:
        TooLargeError: there are more sets, or the time ran out.
    """
    if not available() or (most is not None and _disjoint(problem) > 2 * most):
        return []
    import_module("scipy.optimize")
    model = _Model(problem)
    end = time.monotonic() + seconds
    found: list[Changes] = []
    size: int | None = None
    while True:
        cells = model.solve(end - time.monotonic(), size)
        if cells is None:
            return found
        size = len(cells)
        model.exclude(cells)
        changes = _exactly(problem, cells)
        if changes is None or len(found) == sets:
            raise TooLargeError
        found.append(changes)


class _Model:
    def __init__(self, problem: Problem) -> None:
        self.cells = sorted(problem.open)
        count = len(self.cells)
        column = {cell: number for number, cell in enumerate(self.cells)}
        self.rows = np.zeros((len(problem.edits), count))
        for number, edit in enumerate(problem.edits):
            for cell, factor in edit.row.items():
                if cell in column:
                    self.rows[number, column[cell]] = factor
        self.wanted = np.array([-float(edit.rest) for edit in problem.edits])
        values = np.array([problem.values[cell] for cell in self.cells])
        # Nothing needs to change by more than all that is wrong and all that is there.
        self.large = float(np.abs(self.wanted).sum() + np.abs(values).sum()) + 1
        signed = np.array([problem.signed[cell] for cell in self.cells], dtype=np.bool_)
        self.down = np.where(signed, self.large, np.maximum(values, 0))
        self.whole = np.array([not problem.decimal[cell] for cell in self.cells], dtype=np.int64)
        self.excluded: list[np.ndarray] = []

    def solve(self, seconds: float, most: int | None = None) -> list[int] | None:
        """A smallest set of cells, of at most `most`; ``None`` if there is none.

        Raises:
            TooLargeError: the time ran out.
        """
        if seconds <= 0:
            raise TooLargeError
        optimize: Any = import_module("scipy.optimize")
        count = len(self.cells)
        unit, nothing = np.eye(count), np.zeros((count, count))
        constraints = [
            optimize.LinearConstraint(np.hstack([self.rows, -self.rows, np.zeros_like(self.rows)]), self.wanted, self.wanted),
            optimize.LinearConstraint(np.hstack([unit, nothing, -self.large * unit]), -np.inf, 0),
            optimize.LinearConstraint(np.hstack([nothing, unit, -np.diag(self.down)]), -np.inf, 0),
        ]
        nowhere = np.zeros(2 * count)
        # Every broken equation needs a changed cell: said outright, it spares most of the branching.
        for row in self.rows[self.wanted != 0] != 0:
            constraints.append(optimize.LinearConstraint(np.concatenate([nowhere, row])[None, :], 1, np.inf))  # noqa: PERF401
        if most is not None:
            constraints.append(optimize.LinearConstraint(np.concatenate([nowhere, np.ones(count)])[None, :], -np.inf, most))
        constraints += [
            optimize.LinearConstraint(np.concatenate([nowhere, mask])[None, :], -np.inf, mask.sum() - 1) for mask in self.excluded
        ]
        result = optimize.milp(
            np.concatenate([np.full(2 * count, 1e-7 / self.large), np.ones(count)]),
            constraints=constraints,
            integrality=np.concatenate([self.whole, self.whole, np.ones(count)]),
            bounds=optimize.Bounds(0, np.concatenate([np.full(count, self.large), self.down, np.ones(count)])),
            options={"time_limit": seconds},
        )
        if result.status == _INFEASIBLE:
            return None
        if result.status != _OPTIMAL:
            raise TooLargeError
        return [self.cells[number] for number in np.flatnonzero(result.x[2 * count :] > 0.5)]

    def exclude(self, cells: Sequence[int]) -> None:
        """Never give these cells together again."""
        self.excluded.append(np.isin(self.cells, cells).astype(np.float64))


def _exactly(problem: Problem, cells: Sequence[int]) -> Changes | None:
    """The changes of a set of cells in exact numbers; ``None`` if they are not determined, or do not mend."""
    rows = np.array([[edit.row.get(cell, 0) for cell in cells] for edit in problem.edits], dtype=np.float64)
    rest = np.array([-float(edit.rest) for edit in problem.edits])
    solution, _, rank, _ = np.linalg.lstsq(rows, rest, rcond=None)
    if rank < len(cells):
        return None
    changes: dict[int, Exact] = {cell: exact(round(float(value), 6)) for cell, value in zip(cells, solution, strict=True)}
    return changes if all(changes.values()) and problem.mended_by(changes) else None


def _disjoint(problem: Problem) -> int:
    """A number of broken equations that share no cell: each needs one of its own."""
    seen: set[int] = set()
    count = 0
    for edit in sorted((edit for edit in problem.edits if edit.rest), key=lambda edit: len(edit.row)):
        if not seen & edit.row.keys():
            seen |= edit.row.keys()
            count += 1
    return count
