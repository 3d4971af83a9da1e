"""The linear rules of an edition as one system: which cells stand in which equation, and what limits them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from math import lcm

import numpy as np
import numpy.typing as npt

from gkrules.compile.batch import Columns, Rows
from gkrules.language.binding import Bound, BoundRule
from gkrules.language.linear import LinearForm, linear_forms
from gkrules.language.syntax import Logic, Node
from gkrules.model.edition import Edition
from gkrules.model.findings import Severity
from gkrules.model.relations import split

Row = dict[int, int]
"""Whole coefficients by the number of the cell."""

Places = Mapping[str, tuple[Rows, Rows]]
"""By the code of a rule: the numbers of its constraints, and the place of each in the rule."""


@dataclass(frozen=True)
class Constraint:
    """``Σ coefficient · cell + constant``, which is 0 where it is an equation and at most 0 where it is a limit.

    Attributes:
        code, place: the rule, and the number of the place in it.
    """

    code: str
    place: int
    row: Row
    constant: int


@dataclass(frozen=True)
class CellLine:
    """A row or a column of a table as printed: the numbers of its cells in order."""

    table: str
    is_row: bool
    cells: tuple[int, ...]


class System:
    """Equations and limits over the cells of an edition, and over the cells of other reports that they are compared with.

    Attributes:
        cells: the keys of the cells; a cell's number is its position here. Those of other reports come last.
        own: how many of them are the report's own.
        columns: the column of each cell in a batch.
        order: the position of each cell in the form.
        equations: those of rules of severity ``error``.
        limits: inequalities of such rules (between whole numbers, ``<`` leaves 1), and equations that allow a tolerance (as
            two); what the types of the cells say already is left out.
        covered: the codes of the rules of which equations and limits say all.
        matrix: the coefficients of the equations, (equations, cells).
        between: the equations that compare the report with another one, (equations).
        component: for each equation the number of the part of the system that it belongs to; parts share no cell.
    """

    def __init__(self, edition: Edition, columns: Columns, rules: Iterable[BoundRule]) -> None:
        strict = [rule for rule in rules if rule.rule.severity is Severity.ERROR]
        read = {key for rule in strict for key in rule.read()}
        others = [key for key in columns.related if key in read and split(key)[1] in edition.cell_by_key]
        self.edition: Edition = edition
        self.cells: tuple[str, ...] = (*columns.cells, *others)
        self.own: int = len(columns.cells)
        self.columns: npt.NDArray[np.intp] = np.array([columns.position[key] for key in self.cells], dtype=np.intp)
        self.position: dict[str, int] = {key: number for number, key in enumerate(self.cells)}
        form = {key: number for number, key in enumerate(edition.cell_by_key)}
        self.order: list[int] = [form.get(key, len(form) + number) for number, key in enumerate(self.cells)]
        types = [edition.cell_by_key[split(key)[1]].column.type for key in self.cells]
        self.signed: npt.NDArray[np.bool_] = np.array([each == "change" for each in types], dtype=np.bool_)
        self.decimal: npt.NDArray[np.bool_] = np.array([each == "amount" for each in types], dtype=np.bool_)
        self.equations: list[Constraint] = []
        self.limits: list[Constraint] = []
        self.covered: set[str] = set()
        for rule in strict:
            self._add(rule)
        self.matrix: npt.NDArray[np.float64] = np.zeros((len(self.equations), len(self.cells)))
        for number, each in enumerate(self.equations):
            for cell, factor in each.row.items():
                self.matrix[number, cell] = factor
        self.between: npt.NDArray[np.bool_] = (self.matrix[:, self.own :] != 0).any(axis=1)
        self.constants: npt.NDArray[np.float64] = np.array([each.constant for each in self.equations], dtype=np.float64)
        self.component: Rows = self._components()

    @cached_property
    def parts(self) -> list[tuple[Rows, Rows]]:
        """The equations and the cells of each component."""
        found = []
        for number in range(int(self.component.max(initial=-1)) + 1):
            equations = np.flatnonzero(self.component == number)
            found.append((equations, np.flatnonzero(self.matrix[equations].any(axis=0))))
        return found

    @cached_property
    def equation_places(self) -> Places:
        """Where the outcomes of the equations are found."""
        return _places(self.equations)

    @cached_property
    def limit_places(self) -> Places:
        """Where the outcomes of the limits are found."""
        return _places(self.limits)

    @cached_property
    def _within(self) -> list[Constraint]:
        """The equations of the report by itself."""
        return [each for each, between in zip(self.equations, self.between.tolist(), strict=True) if not between]

    @cached_property
    def totals(self) -> Mapping[int, tuple[int, ...]]:
        """The cells that are the sum of others, each with its parts: they alone have their sign in an equation."""
        found: dict[int, tuple[int, ...]] = {}
        for each in self._within:
            for sign in (1, -1):
                side = [cell for cell, factor in each.row.items() if factor * sign > 0]
                rest = tuple(cell for cell in each.row if cell not in side)
                if len(side) == 1 and len(rest) > 1 and not each.constant:
                    found.setdefault(side[0], rest)
        return found

    @cached_property
    def beside(self) -> Mapping[int, tuple[tuple[int, ...], ...]]:
        """For every cell, of each equation that it stands in, the other parts of that sum; of its own sum all parts."""
        found: dict[int, list[tuple[int, ...]]] = {number: [] for number in range(len(self.cells))}
        for each in self._within:
            for cell, factor in each.row.items():
                alike = tuple(other for other, value in each.row.items() if value * factor > 0 and other != cell)
                found[cell].append(alike or tuple(other for other in each.row if other != cell))
        return {cell: tuple(lines) for cell, lines in found.items()}

    @cached_property
    def lines(self) -> tuple[CellLine, ...]:
        """The rows and columns of the tables as they are printed."""
        found = []
        for table in self.edition.tables:
            grid = [[self.position[table.cell(row.key, column.key)] for column in table.columns_of(row)] for row in table.rows]
            if table.layout == "across":
                grid = [[cell for row in grid for cell in row]]
            found += [CellLine(table.key, True, tuple(row)) for row in grid if len(row) > 1]
            if table.layout == "indicators":  # the numbers stand below each other, whatever their unit
                found.append(CellLine(table.key, False, tuple(cell for row in grid for cell in row)))
                continue
            found += [CellLine(table.key, False, tuple(column)) for column in zip(*grid, strict=True) if len(column) > 1]
        return tuple(found)

    @cached_property
    def neighbours(self) -> Mapping[int, tuple[int, ...]]:
        """The cells next to each cell, in its row and in its column."""
        found: dict[int, list[int]] = {number: [] for number in range(len(self.cells))}
        for line in self.lines:
            for one, other in pairwise(line.cells):
                found[one].append(other)
                found[other].append(one)
        return {cell: tuple(others) for cell, others in found.items()}

    def _add(self, bound: BoundRule) -> None:
        every = [self._of_part(bound, node) for node in _conjuncts(bound.condition.node)]
        for found in every:
            for operator, constraint in found or ():
                if operator == "==":
                    self.equations.append(constraint)
                elif not self._is_natural(constraint):
                    self.limits.append(constraint)
        if bound.when is None and all(found is not None for found in every):
            self.covered.add(bound.rule.code)

    def _is_natural(self, limit: Constraint) -> bool:
        """Whether the type of a cell says as much already: that it is not negative."""
        ((cell, factor), *others) = limit.row.items()
        return not others and not self.signed[cell] and factor < 0 and limit.constant <= 0

    def _of_part(self, bound: BoundRule, node: Node) -> list[tuple[str, Constraint]] | None:
        """The constraints of a part of a condition at all places; ``None`` if they do not say all that it says."""
        forms = linear_forms(Bound(node, bound.condition.operands))
        if forms is None or any(key not in self.position for form in forms for key in form.residual()[0]):
            return None
        found = []
        for place, form in enumerate(forms):
            decimal = any(self.decimal[self.position[key]] for key in form.residual()[0])
            if form.operator == "!=" or (form.operator in "<>" and decimal):
                return None
            for operator, row, constant in self._normal(form, bound.rule.tolerance):
                found.append((operator, Constraint(bound.rule.code, place, row, constant)))
        return found

    def _normal(self, form: LinearForm, tolerance: float) -> Iterable[tuple[str, Row, int]]:
        """The operator, ``==`` or ``<=``, with coefficients and constant: two of them where a tolerance makes a band."""
        terms, constant = form.residual()
        spread = Fraction(str(tolerance))
        exact = {self.position[key]: Fraction(str(value)) for key, value in terms.items()}
        rest = Fraction(str(constant))
        negative = {cell: -value for cell, value in exact.items()}
        match form.operator:
            case "==" if not spread:
                yield ("==", *_whole(exact, rest))
            case "==":
                yield ("<=", *_whole(exact, rest - spread))
                yield ("<=", *_whole(negative, -rest - spread))
            case "<=" | "<":
                row, whole = _whole(exact, rest - spread)
                yield "<=", row, whole + (form.operator == "<")
            case _:
                row, whole = _whole(negative, -rest - spread)
                yield "<=", row, whole + (form.operator == ">")

    def _components(self) -> Rows:
        leader = list(range(len(self.equations)))

        def find(number: int) -> int:
            while leader[number] != number:
                number = leader[number]
            return number

        first: dict[int, int] = {}
        for number, each in enumerate(self.equations):
            for cell in each.row:
                leader[find(number)] = find(first.setdefault(cell, number))
        roots = [find(number) for number in range(len(leader))]
        names = {root: number for number, root in enumerate(dict.fromkeys(roots))}
        return np.array([names[root] for root in roots], dtype=np.intp)


def _places(constraints: Sequence[Constraint]) -> Places:
    codes = dict.fromkeys(each.code for each in constraints)
    mine = {code: [number for number, each in enumerate(constraints) if each.code == code] for code in codes}
    return {code: (np.array(numbers), np.array([constraints[number].place for number in numbers])) for code, numbers in mine.items()}


def _conjuncts(node: Node) -> list[Node]:
    if isinstance(node, Logic) and node.operator == "and":
        return [*_conjuncts(node.left), *_conjuncts(node.right)]
    return [node]


def _whole(terms: Mapping[int, Fraction], constant: Fraction) -> tuple[Row, int]:
    """The same constraint with whole coefficients."""
    factor = lcm(constant.denominator, *(value.denominator for value in terms.values()))
    return {cell: int(value * factor) for cell, value in terms.items()}, int(constant * factor)
