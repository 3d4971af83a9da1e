"""Which reports a system of constraints allows, asked of HiGHS (`scipy.optimize.linprog`)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import numpy as np

from gkrules.lint.systems import Constraint

# A sum of counts that differs at all differs by 1; amounts are written with at most some decimals.
STRICT = 1e-4
TOLERANCE = 1e-7
INFEASIBLE = 2
"""What `linprog` says when no values satisfy the system."""


def available() -> bool:
    """Whether scipy is installed."""
    return find_spec("scipy") is not None


class System:
    """A system of constraints over named variables.

    Args:
        constraints: what must hold.
        non_negative: the variables that cannot be below 0; the others are free.
    """

    def __init__(self, constraints: Sequence[Constraint], non_negative: Collection[str]) -> None:
        self.constraints = constraints
        self.names = sorted({key for each in constraints for key in each.terms})
        self.index = {name: number for number, name in enumerate(self.names)}
        self.bounds = [(0.0 if name in non_negative else None, None) for name in self.names]
        self.rows = np.zeros((len(constraints), len(self.names)))
        for number, each in enumerate(constraints):
            for key, value in each.terms.items():
                self.rows[number, self.index[key]] = float(value)
        self.equal = np.array([each.operator == "==" for each in constraints], dtype=np.bool_)
        self.limits = np.array([-float(each.constant) - (STRICT if each.operator == "<" else 0) for each in constraints])

    def keep(self, codes: Collection[str]) -> System:
        """The same system with the constraints of some rules only."""
        kept = System([], ())
        chosen = np.array([each.code in codes for each in self.constraints], dtype=np.bool_)
        kept.constraints = [each for each, keep in zip(self.constraints, chosen, strict=True) if keep]
        kept.names, kept.index, kept.bounds = self.names, self.index, self.bounds
        kept.rows, kept.equal, kept.limits = self.rows[chosen], self.equal[chosen], self.limits[chosen]
        return kept

    def feasible(self) -> bool:
        """Whether any values satisfy the system."""
        return not len(self.constraints) or bool(self._solve(np.zeros(len(self.names))).status != INFEASIBLE)

    def always_zero(self, wanted: Sequence[str]) -> list[str]:
        """Those of the wanted variables that no solution allows to be above 0; the system must be feasible."""
        open_names = [name for name in wanted if name in self.index]
        zero: list[str] = []
        while open_names:
            # Together as far as possible: most systems allow all of them at once.
            positive = set(self._positive(open_names))
            if not positive:
                zero += [name for name in open_names if not self._positive([name])]
                break
            open_names = [name for name in open_names if name not in positive]
        return zero

    def largest(self, constraint: Constraint) -> float:
        """How far a constraint ``… <= 0`` can be violated at most; infinite if there is no limit."""
        goal = np.zeros(len(self.names))
        for key, value in constraint.terms.items():
            if key not in self.index:
                return float("inf")
            goal[self.index[key]] = -float(value)
        result = self._solve(goal)
        return float("inf") if result.x is None else -float(result.fun) + float(constraint.constant)

    def _positive(self, names: Sequence[str]) -> list[str]:
        """Variables that are above 0 in a solution with as much of each (up to 1) as possible."""
        count, size = len(names), len(self.names)
        goal = np.concatenate([np.zeros(size), -np.ones(count)])
        capped = np.zeros((count, size + count))
        for number, name in enumerate(names):
            capped[number, self.index[name]], capped[number, size + number] = -1, 1
        result = self._solve(goal, capped, [(0.0, 1.0)] * count)
        return [] if result.x is None else [name for number, name in enumerate(names) if result.x[size + number] > TOLERANCE]

    def _solve(self, goal: Any, more: Any = None, more_bounds: Sequence[tuple[float | None, float | None]] = ()) -> Any:
        extra = len(more_bounds)
        rows = np.hstack([self.rows, np.zeros((len(self.rows), extra))])
        upper = rows[~self.equal] if more is None else np.vstack([rows[~self.equal], more])
        limits = np.concatenate([self.limits[~self.equal], np.zeros(len(upper) - int((~self.equal).sum()))])
        return import_module("scipy.optimize").linprog(
            goal,
            A_ub=upper if len(upper) else None,
            b_ub=limits if len(upper) else None,
            A_eq=rows[self.equal] if self.equal.any() else None,
            b_eq=self.limits[self.equal] if self.equal.any() else None,
            bounds=[*self.bounds, *more_bounds],
            method="highs",
        )
