"""What a pass over a batch says of the system of equations in each report: what is in force, what is broken, and how far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from gkrules.compile.batch import HOLDS_NUMBER, Bools, Codes, Floats, Rows, StateCode, Subset
from gkrules.compile.blanks import Counted
from gkrules.compile.kernel import FAIL, PASS, RuleResult
from gkrules.locate.system import Places, System

_IS_OPEN = HOLDS_NUMBER | np.isin(np.arange(len(StateCode)), (StateCode.BLANK, StateCode.NOT_APPLICABLE))


@dataclass(frozen=True)
class BrokenReport:
    """A report with broken equations.

    Attributes:
        values: the numbers of the cells, 0 where there is none.
        open: cells that may be changed.
        force, rest: the equations in force, and how far each is from holding.
    """

    values: Floats
    open: Bools
    force: Bools
    rest: Floats


@dataclass(frozen=True)
class Readings:
    """Some reports of a batch as the system sees them.

    Attributes:
        rows: their numbers in the batch.
        subset: their cells, facts and related cells.
        values: (reports, cells); 0 where there is no number.
        filled: the cells that hold a number, (reports, cells).
        open: the cells that may be changed: all that hold a number or nothing, (reports, cells).
        force: the equations that were assessed, (reports, equations).
        rest: left − right of the equations in force that do not hold, else 0, (reports, equations).
        bound: the limits that were assessed and hold, (reports, limits).
    """

    rows: Rows
    subset: Subset
    values: Floats
    filled: Bools
    open: Bools
    force: Bools
    rest: Floats
    bound: Bools

    @classmethod
    def of(
        cls, system: System, results: Mapping[str, RuleResult | Exception], subset: Subset, rows: Rows, counted: Counted | None = None
    ) -> Readings:
        """The reports `rows`, of which `subset` holds the cells; `results` are the results of the rules by code.

        A blank that counts in an equation as what other numbers imply is no cell to be changed. One that only its own broken equation says
        anything of is.
        """
        values, states = subset.values[:, system.columns], subset.states[:, system.columns]
        values = np.where(np.isfinite(values), values, 0.0)
        outcomes = _outcomes(system.equation_places, len(system.equations), results, rows)
        force = (outcomes == PASS) | (outcomes == FAIL)
        rest = np.where(outcomes == FAIL, values @ system.matrix.T + system.constants, 0.0)
        open_ = _IS_OPEN[states]
        if counted is not None and len(counted.rows):
            _count_implied(system, counted, rows, rest, open_)
        limits = _outcomes(system.limit_places, len(system.limits), results, rows) == PASS
        return cls(rows, subset, values, HOLDS_NUMBER[states], open_, force, rest, limits)

    def report(self, number: int) -> BrokenReport:
        """One of the reports."""
        return BrokenReport(self.values[number], self.open[number], self.force[number], self.rest[number])


def _count_implied(system: System, counted: Counted, rows: Rows, rest: Floats, open_: Bools) -> None:
    """Put the values that other equations imply for blanks into what is left of broken equations, and close these blanks."""
    row_of = {int(row): number for number, row in enumerate(rows)}
    number_of = {(each.code, each.place): number for number, each in enumerate(system.equations)}
    for row, (code, place), implied in counted.places():
        if row in row_of and (code, place) in number_of:
            line, number = row_of[row], number_of[code, place]
            own = [cell for cell in implied if cell < system.own]
            open_[line, own] = False
            if rest[line, number]:
                rest[line, number] += sum(system.matrix[number, cell] * implied[cell] for cell in own)


def _outcomes(places: Places, count: int, results: Mapping[str, RuleResult | Exception], rows: Rows) -> Codes:
    """The outcome of each of `count` constraints in each report; −1 where the rule broke."""
    found = np.full((len(rows), count), -1, dtype=np.int8)
    for code, (numbers, where) in places.items():
        result = results.get(code)
        if not isinstance(result, RuleResult):
            continue
        found[:, numbers] = result.otherwise[where]
        if len(result.rows):
            at = np.minimum(np.searchsorted(result.rows, rows), len(result.rows) - 1)
            there = result.rows[at] == rows
            if there.all():
                found[:, numbers] = result.outcomes[at][:, where]
            else:
                found[np.ix_(there, numbers)] = result.outcomes[np.ix_(at[there], where)]
    return found
