"""Conditions as algebra: their normal forms, the rules in force as one linear system, and what that system allows.

Two conditions that say the same have the same normal form, whatever their text: a comparison of linear expressions becomes its
residual, scaled so that the first coefficient is 1; everything else a tree over the cells and facts that its names stand for,
with the operands of commutative operators sorted. What follows from equations is found exactly, over fractions; what
inequalities allow is asked of HiGHS (`scipy.optimize.linprog`).
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import numpy as np
import numpy.typing as npt

from gkrules.language.binding import Bound, BoundRule
from gkrules.language.linear import LinearForm, linear_forms
from gkrules.language.syntax import Arithmetic, Call, Comparison, Logic, Name, Negative, Node, Not, Number

Key = tuple[Hashable, ...]
Row = dict[str, Fraction]

# A sum of counts that differs at all differs by 1; amounts are written with at most some decimals.
STRICT = 1e-4
TOLERANCE = 1e-7

_INFEASIBLE = 2  # what `linprog` says when no values satisfy the system
_MIRRORED = {">": "<", ">=": "<="}
_COMMUTATIVE = ("and", "or", "+", "*")
_COUNTS_AS_ALWAYS = ("is_number", "is_whole")
_NEVER = ("is_blank", "is_absent", "is_text", "is_annotated")


def normal_forms(bound: Bound) -> list[Key]:
    """The normal form of a condition at each of its places; none if it has no names."""
    return _keys(bound.node, bound, len(next(iter(bound.operands.values()), ())))


def exact(form: LinearForm) -> tuple[Row, Fraction]:
    """Left − right as exact fractions: its coefficients, and its constant. Cells that cancel are left out."""
    terms: Row = {}
    for sign, side in ((1, form.left), (-1, form.right)):
        for coefficient, key in side.terms:
            terms[key] = terms.get(key, Fraction(0)) + sign * fraction(coefficient)
    constant = fraction(form.left.constant) - fraction(form.right.constant)
    return {key: value for key, value in terms.items() if value}, constant


def fraction(value: float) -> Fraction:
    """A number as it is written: 0.1 is a tenth."""
    return Fraction(str(value))


@dataclass(frozen=True)
class LinearConstraint:
    """Σ coefficient · cell + constant `operator` 0, of a rule. `operator` is ``==``, ``<=`` or ``<``."""

    code: str
    operator: str
    terms: Row
    constant: Fraction


def constraints(bound: BoundRule) -> list[LinearConstraint]:
    """The linear constraints of a rule in a report whose every cell holds a number; none where it applies only to some reports.

    A rule with a tolerance gives a band: residual ≤ tolerance and −residual ≤ tolerance.
    """
    if bound.when and not _always(bound.when.node):
        return []
    return [each for forms in forms_of(bound.condition) for form in forms or () for each in _of_form(bound, form)]


def all_linear(bound: BoundRule) -> bool:
    """Whether the constraints say everything that the condition says."""
    return all(forms and all(form.operator != "!=" for form in forms) for forms in forms_of(bound.condition))


def span_of(rows: Sequence[tuple[Row, Fraction]]) -> dict[str, Row]:
    """A basis of the equations `rows` in echelon form, by leading cell; the constant is the term ``""``."""
    basis: dict[str, Row] = {}
    for terms, constant in rows:
        rest = reduced(basis, terms, constant)
        leading = min((key for key in rest if key), default=None)
        if leading is not None:
            basis[leading] = {key: value / rest[leading] for key, value in rest.items()}
    return basis


def reduced(basis: dict[str, Row], terms: Row, constant: Fraction) -> Row:
    """What is left of an equation when the multiples of the basis are taken from it; nothing if it follows from them."""
    rest = {**terms, **({"": constant} if constant else {})}
    while (leading := min((key for key in rest if key in basis), default=None)) is not None:
        factor = rest[leading]
        for key, value in basis[leading].items():
            rest[key] = rest.get(key, Fraction(0)) - factor * value
            if not rest[key]:
                del rest[key]
    return rest


def available() -> bool:
    """Whether scipy is installed."""
    return find_spec("scipy") is not None


class LinearProgram:
    """A system of constraints over named variables.

    Args:
        constraints: what must hold.
        non_negative: the variables that cannot be below 0; the others are free.
    """

    def __init__(self, constraints: Sequence[LinearConstraint], non_negative: Collection[str]) -> None:
        self.constraints = constraints
        self.names: list[str] = sorted({key for each in constraints for key in each.terms})
        self.index: dict[str, int] = {name: number for number, name in enumerate(self.names)}
        self.bounds: list[tuple[float | None, None]] = [(0.0 if name in non_negative else None, None) for name in self.names]
        self.rows: npt.NDArray[np.float64] = np.zeros((len(constraints), len(self.names)))
        for number, each in enumerate(constraints):
            for key, value in each.terms.items():
                self.rows[number, self.index[key]] = float(value)
        self.equal: npt.NDArray[np.bool_] = np.array([each.operator == "==" for each in constraints], dtype=np.bool_)
        self.limits: npt.NDArray[np.float64] = np.array(
            [-float(each.constant) - (STRICT if each.operator == "<" else 0) for each in constraints]
        )

    def keep(self, codes: Collection[str]) -> LinearProgram:
        """The same system with the constraints of some rules only."""
        kept = LinearProgram([], ())
        chosen = np.array([each.code in codes for each in self.constraints], dtype=np.bool_)
        kept.constraints = [each for each, keep in zip(self.constraints, chosen, strict=True) if keep]
        kept.names, kept.index, kept.bounds = self.names, self.index, self.bounds
        kept.rows, kept.equal, kept.limits = self.rows[chosen], self.equal[chosen], self.limits[chosen]
        return kept

    def feasible(self) -> bool:
        """Whether any values satisfy the system."""
        return not len(self.constraints) or bool(self._solve(np.zeros(len(self.names))).status != _INFEASIBLE)

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

    def largest(self, constraint: LinearConstraint) -> float:
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


def conjuncts(node: Node) -> list[Node]:
    """The parts of a condition that must all hold."""
    if isinstance(node, Logic) and node.operator == "and":
        return [*conjuncts(node.left), *conjuncts(node.right)]
    return [node]


def forms_of(bound: Bound) -> list[tuple[LinearForm, ...] | None]:
    """The linear form, at every place, of each part that must hold; ``None`` for a part that has none."""
    return [linear_forms(Bound(part, bound.operands)) for part in conjuncts(bound.node)]


def _keys(node: Node, bound: Bound, count: int) -> list[Key]:
    match node:
        case Comparison():
            forms = linear_forms(Bound(node, bound.operands))
            if forms:
                return [_linear(form) for form in forms]
            left, right, operator = node.left, node.right, node.operator
            if operator in _MIRRORED:
                left, right, operator = right, left, _MIRRORED[operator]  # type: ignore[assignment]
            pairs = zip(_keys(left, bound, count), _keys(right, bound, count), strict=True)
            return [(operator, *(_sorted(pair) if operator in ("==", "!=") else pair)) for pair in pairs]
        case Number(value=value):
            return [("number", fraction(value))] * count
        case Name(text=text):
            return [("cells", *sorted(operand.keys)) for operand in bound.operands[text]]
        case Not(operand=Not(operand=inner)):
            return _keys(inner, bound, count)
        case Not(operand=inner):
            return [("not", key) for key in _keys(inner, bound, count)]
        case Negative(operand=inner):
            return [("-", key) for key in _keys(inner, bound, count)]
        case Arithmetic(operator=operator, left=left, right=right) | Logic(operator=operator, left=left, right=right):
            pairs = zip(_keys(left, bound, count), _keys(right, bound, count), strict=True)
            return [(operator, *(_sorted(pair) if operator in _COMMUTATIVE else pair)) for pair in pairs]
        case Call(function=function, arguments=arguments):
            each = zip(*(_keys(argument, bound, count) for argument in arguments), strict=True)
            return [(function, *_sorted(keys)) for keys in each]


def _sorted(keys: tuple[Key, ...]) -> list[Key]:
    return sorted(keys, key=repr)


def _linear(form: LinearForm) -> Key:
    terms, constant = exact(form)
    operator = form.operator
    if operator in _MIRRORED:
        terms, constant, operator = {key: -value for key, value in terms.items()}, -constant, _MIRRORED[operator]
    if terms:
        first = terms[min(terms)]
        scale = first if operator in ("==", "!=") else abs(first)
        terms, constant = {key: value / scale for key, value in terms.items()}, constant / scale
    return ("linear", operator, constant, *sorted(terms.items()))


def _of_form(bound: BoundRule, form: LinearForm) -> list[LinearConstraint]:
    terms, constant = exact(form)
    code, tolerance = bound.rule.code, fraction(bound.rule.tolerance)
    negative = {key: -value for key, value in terms.items()}
    match form.operator:
        case "==" if not tolerance:
            return [LinearConstraint(code, "==", terms, constant)]
        case "==":
            return [
                LinearConstraint(code, "<=", terms, constant - tolerance),
                LinearConstraint(code, "<=", negative, -constant - tolerance),
            ]
        case "<=" | "<" as operator:
            return [LinearConstraint(code, operator, terms, constant - tolerance)]
        case ">=" | ">" as operator:
            return [LinearConstraint(code, "<" if operator == ">" else "<=", negative, -constant - tolerance)]
        case _:
            return []


def _always(node: Node) -> bool:
    """Whether a condition holds in every report whose cells are all numbers."""
    match node:
        case Call(function=function):
            return function in _COUNTS_AS_ALWAYS
        case Not(operand=Call(function=function)):
            return function in _NEVER
        case Logic(operator="and", left=left, right=right):
            return _always(left) and _always(right)
        case _:
            return False
