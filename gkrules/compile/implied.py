"""What blank cells must be if the equations of the form hold, for many reports at once.

An equation with one blank says what it is; one whose numbers balance while all its blanks have the same sign says that they
are 0, as no count is negative; a blank that stands alone on its side is at least what the others come to. What is found so
feeds further equations. Where two equations say different things of a cell nothing is certain of it, and nothing is derived.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from gkrules.compile.batch import HOLDS_NUMBER, Bools, Columns, Floats, Rows, StateCode, Subset, stand_ins
from gkrules.language.linear import LinearForm
from gkrules.model.edition import Edition

BLOCK = 2048
"""How many reports are looked at in one go, so that the memory is bounded."""
_ROUNDS = 100
_CLOSE = 1e-9


@dataclass(frozen=True)
class StandingEquation:
    """An equation that always holds.

    Attributes:
        code, place: the rule, and the number of the place in it.
        form: the equation.
        undecided: its cells without which the rule is not decided when they are blank.
    """

    code: str
    place: int
    form: LinearForm
    undecided: frozenset[str]


@dataclass(frozen=True)
class Cells:
    """What some reports have in the cells of the equations; where nothing else is said it is (reports, equations).

    Attributes:
        values: 0 where there is no number, (reports, cells).
        blank: (reports, cells).
        usable: nothing in the equation is missing or unreadable.
        has_blank, has_number: whether it has such a cell.
        undecided: a blank leaves the rule undecided.
        uneven: it does not balance if blanks are zero.
        floor: what a blank total is at least by parts that are there where others are missing; else 0, (reports, cells).
    """

    values: Floats
    blank: Bools
    usable: Bools
    has_blank: Bools
    has_number: Bools
    undecided: Bools
    uneven: Bools
    floor: Floats

    def rows(self, at: Rows) -> Cells:
        """Some of the reports."""
        return Cells(*(getattr(self, name)[at] for name in self.__dataclass_fields__))


@dataclass(frozen=True)
class Implied:
    """What follows for the blanks.

    Attributes:
        least: what each is at least; its value where it is `certain`, (reports, cells).
        blank: which cells are blank, (reports, cells).
        certain: whether the value follows, (reports, cells).
        torn: the blanks of which equations say different things, (reports, cells).
        involved: the equations from which anything followed, or that contradict others, (reports, equations).
        accused: the equations between which the contradictions first come to light, (reports, equations).
    """

    least: Floats
    blank: Bools
    certain: Bools
    torn: Bools
    involved: Bools
    accused: Bools

    def rows(self, at: Rows) -> Implied:
        """Some of the reports."""
        return Implied(*(getattr(self, name)[at] for name in self.__dataclass_fields__))


class Network:
    """The equations as one list of their terms.

    Attributes:
        width: the number of cells.
        in_equation: which cells an equation has, (equations, cells).
        left, right: their factors on either side, likewise.
        factors: on the left less on the right, likewise; `up` and `down` where it is above and below 0, (cells, equations).
        constant: of each equation.
        terms, term_factors: the numbers and factors of the cells of each equation, (equations, most cells).
        touched: the cells that stand in any.
        decimal, signed: the cells that can have a fraction, and, (cells, equations), those that can be negative.
    """

    def __init__(self, members: Sequence[StandingEquation], edition: Edition, columns: Columns) -> None:
        self.width: int = len(columns.cells)
        shape = (len(members), self.width)
        self.left: npt.NDArray[np.float64] = np.zeros(shape)
        self.right: npt.NDArray[np.float64] = np.zeros(shape)
        undecided = np.zeros(shape, dtype=np.bool_)
        self.constant: npt.NDArray[np.float64] = np.zeros(len(members))
        for number, member in enumerate(members):
            terms, self.constant[number] = member.form.residual()
            for side, array in ((member.form.left, self.left), (member.form.right, self.right)):
                for key, factor in side.coefficients().items():
                    if key in terms:
                        array[number, columns.position[key]] = factor
            undecided[number, [columns.position[key] for key in member.undecided]] = True
        self.factors: Floats = self.left - self.right
        self.in_equation: Bools = self.factors != 0
        self.touched: npt.NDArray[np.intp] = np.flatnonzero(self.in_equation.any(axis=0))
        self._undecided = undecided & self.in_equation
        # As numbers, of which products of matrices tell how many an equation has.
        self.up: npt.NDArray[np.float32] = (self.factors > 0).T.astype(np.float32)
        self.down: npt.NDArray[np.float32] = (self.factors < 0).T.astype(np.float32)
        longest = int(self.in_equation.sum(axis=1).max(initial=0))
        # The cells of each equation; shorter ones are filled up with cells whose factor is 0.
        self.terms: npt.NDArray[np.intp] = np.argsort(~self.in_equation, axis=1, kind="stable")[:, :longest]
        self.term_factors: npt.NDArray[np.float64] = np.take_along_axis(self.factors, self.terms, axis=1)
        self._any = self.in_equation.T.astype(np.float32)
        types = [edition.cell_by_key[key].column.type for key in columns.cells]
        self.decimal: npt.NDArray[np.bool_] = np.array([each == "amount" for each in types], dtype=np.bool_)
        self.signed: npt.NDArray[np.float32] = self._any * np.array([[each == "change"] for each in types], dtype=np.float32)
        self._totals = [each for number in np.flatnonzero(~self.signed.any(axis=0)) for each in self._alone(int(number))]
        self._optional = np.array([key in set(columns.optional) for key in columns.cells], dtype=np.bool_)
        self._stand_in = np.full(self.width, -1, dtype=np.intp)
        for replaced, stand_in in stand_ins(edition).items():
            self._stand_in[columns.position[replaced]] = columns.position[stand_in]

    def cells(self, subset: Subset) -> Cells:
        """What the reports of a subset have in the cells of the equations."""
        states = subset.states[:, : self.width]
        number, blank, absent = HOLDS_NUMBER[states], states == StateCode.BLANK, states == StateCode.ABSENT
        values = np.where(number, subset.values[:, : self.width], 0.0)
        replaced = (self._stand_in >= 0) & ~absent[:, self._stand_in]
        missing = ~(number | blank | (states == StateCode.NOT_APPLICABLE) | (absent & (self._optional | replaced)))
        rest = values @ self.factors.T + self.constant
        usable = ~self.any_of(missing)
        return Cells(
            values,
            blank,
            usable,
            self.any_of(blank),
            self.any_of(number),
            blank.astype(np.float32) @ self._undecided.T.astype(np.float32) > 0,
            np.abs(rest) > self.slack(values),
            self._floor(blank, rest, usable),
        )

    def _alone(self, equation: int) -> Iterator[tuple[int, int, float]]:
        """The cells of an equation that stand alone on their side, with it and their factor."""
        for side in (self.factors[equation] > 0, self.factors[equation] < 0):
            if side.sum() == 1:
                cell = int(np.flatnonzero(side)[0])
                yield equation, cell, float(self.factors[equation, cell])

    def _floor(self, blank: Bools, rest: Floats, usable: Bools) -> Floats:
        """What blanks that stand alone on their side are at least in equations that lack cells: these can only add to the others."""
        floor = np.zeros(blank.shape)
        for equation, cell, factor in () if usable.all() else self._totals:
            some = blank[:, cell] & ~usable[:, equation]
            floor[some, cell] = np.maximum(floor[some, cell], -rest[some, equation] / factor)
        return floor

    def any_of(self, marked: Bools) -> Bools:
        """The equations that have a marked cell."""
        found: Bools = marked.astype(np.float32) @ self._any > 0
        return found

    def uneven(self, values: Floats, equations: Rows) -> Bools:
        """Whether for each line of (lines, cells) values the equation of that line does not balance."""
        terms = values * self.factors[equations]
        found: Bools = np.abs(terms.sum(axis=1) + self.constant[equations]) > _CLOSE * (1 + np.abs(terms).sum(axis=1))
        return found

    def impossible(self, values: Floats, open_: Bools, equations: Rows) -> Bools:
        """Whether for each line the equation of that line cannot hold: all its `open_` cells, (lines, cells), can only be more."""
        factors = self.factors[equations]
        terms = values * factors
        rest = terms.sum(axis=1) + self.constant[equations]
        slack = _CLOSE * (1 + np.abs(terms).sum(axis=1))
        free = (open_ & (self.signed.T[equations] > 0)).any(axis=1)
        over = (rest > slack) & ~(open_ & (factors < 0)).any(axis=1)
        found: Bools = ~free & (over | ((rest < -slack) & ~(open_ & (factors > 0)).any(axis=1)))
        return found

    def implied(self, cells: Cells, without: Rows | None = None) -> Implied:
        """What follows for the blanks; for each report `without` one of the equations, if given."""
        usable = cells.usable & cells.has_blank
        if without is not None:
            usable[np.arange(len(usable)), without] = False
        torn, involved, accused = np.zeros_like(cells.blank), np.zeros_like(usable), np.zeros_like(usable)
        while True:
            solved = _Solving(self, cells, usable, torn)
            solved.run()
            involved |= solved.used | solved.dead
            accused |= solved.accused
            # What a broken equation has been told by others is as doubtful as what it would say; so is what followed from it.
            doubtful = self.cells_of(solved.dead) & solved.known & cells.blank
            torn = solved.torn | doubtful
            if not doubtful.any():
                return Implied(solved.least, cells.blank, solved.known & cells.blank, torn, involved, accused)

    def cells_of(self, equations: Bools) -> Bools:
        """The cells of marked equations, (reports, cells)."""
        found: Bools = (equations.astype(np.float32) @ self.in_equation.astype(np.float32)) > 0
        return found

    def slack(self, values: Floats) -> Floats:
        """By how much sums of decimals may differ for their rounding alone."""
        slack: Floats = _CLOSE * (1 + np.abs(values) @ np.abs(self.factors.T))
        return slack


class _Solving:
    """Rounds over the equations, in each of which all of them say what they can.

    Attributes:
        least: what each cell is at least.
        known: the cells whose value is `least`.
        torn: the blanks of which two equations say different things; nothing more is said of them.
        dead: the equations that cannot hold whatever the blanks are.
        used: the equations from which anything followed.
        accused: the equations that contradict each other in the first round in which any do; what follows later may come from a
            wrong number.
    """

    def __init__(self, network: Network, cells: Cells, usable: Bools, torn: Bools) -> None:
        self.network, self.usable, self.torn = network, usable, torn.copy()
        self.least, self.known = np.maximum(cells.values, cells.floor), ~cells.blank
        self.dead, self.used, self.accused = np.zeros_like(usable), np.zeros_like(usable), np.zeros_like(usable)

    def run(self) -> None:
        lines = np.arange(len(self.least))
        for _ in range(_ROUNDS):
            lines = self._round(lines)
            if not len(lines):
                return

    def _round(self, lines: Rows) -> Rows:
        """Let every equation of these lines speak; those of them in which anything is new."""
        net = self.network
        least, open_ = self.least[lines], ~self.known[lines]
        rest, slack = least @ net.factors.T + net.constant, net.slack(least)
        over, under = rest > slack, rest < -slack
        blanks = open_.astype(np.float32)
        up, down = blanks @ net.up, blanks @ net.down
        live = self.usable[lines] & ~self.dead[lines]
        signed = blanks @ net.signed > 0 if net.signed.any() else np.zeros_like(live)
        # Where cells can be negative, several of them may be anything.
        live &= ~signed | (up + down <= 1)
        dead = live & ((over & (down == 0)) | (under & (up == 0))) & (~signed | (up + down == 0))
        live &= ~dead
        one = live & (up + down == 1)
        even = live & ~over & ~under & ((up == 0) | (down == 0)) & (up + down > 1)
        alone_up, alone_down = live & (up == 1) & (down > 0) & under, live & (down == 1) & (up > 0) & over
        at, equation = np.nonzero(one | even | alone_up | alone_down)
        terms, factor = net.terms[equation], net.term_factors[equation]
        meant = (open_ & ~self.torn[lines])[at[:, None], terms] & (factor != 0)
        meant &= (one | even)[at, equation, None] | np.where(alone_up[at, equation, None], factor > 0, factor < 0)
        claim, number = np.nonzero(meant)
        at, equation, cell = at[claim], equation[claim], terms[claim, number]
        value = least[at, cell] - rest[at, equation] / factor[claim, number]
        value = np.where(even[at, equation], least[at, cell], np.where(net.decimal[cell], value, np.round(value, 9)))
        # A count that an equation says has a fraction is a fault of the equation.
        whole = net.decimal[cell] | (value == np.round(value))
        dead[at[~whole], equation[~whole]] = True
        at, equation, cell, value = at[whole], equation[whole], cell[whole], value[whole]
        self.dead[lines] |= dead
        told, needed, torn = self._take(lines[at], cell, value, exact=(one | even)[at, equation])
        self.used[lines[at[needed]], equation[needed]] = True
        fresh = dead.any(axis=1)
        fresh[at[told]] = True
        first = ~self.accused[lines].any(axis=1)
        dead[at[torn], equation[torn]] = True
        self.accused[lines[first]] |= dead[first]
        new: Rows = lines[fresh]
        return new

    def _take(self, line: Rows, cell: Rows, value: Floats, *, exact: Bools) -> tuple[Bools, Bools, Bools]:
        """Put together what equations say of cells, that they have a value or (not `exact`) that they are at least so much.

        Returns: which of the claims told anything new, which of them matter: not those that others make, too; and which
            contradict others.
        """
        spot, number = np.unique(line * self.network.width + cell, return_inverse=True)
        spots = np.divmod(spot, self.network.width)
        before = self.least[spots]
        smallest, largest, raised = (np.full(len(spot), each) for each in (np.inf, -np.inf, -np.inf))
        np.minimum.at(smallest, number[exact], value[exact])
        np.maximum.at(largest, number[exact], value[exact])
        np.maximum.at(raised, number[~exact], value[~exact])
        told = np.isfinite(smallest)
        near = _CLOSE * (1 + np.abs(np.where(told, smallest, 0.0)))
        lowest = np.maximum(raised, before)
        agree = told & (largest - np.where(told, smallest, 0.0) <= near) & (smallest >= lowest - near)
        self.torn[spots] |= told & ~agree
        self.known[spots] |= agree
        self.least[spots] = np.where(told, smallest, lowest)
        times = np.bincount(number[exact], minlength=len(spot))
        # A value that another equation gives, too, would be known without this one.
        needed: Bools = ~agree[number] | (exact & (times == 1)[number])
        return (told | (lowest > before + near))[number], needed, (told & ~agree)[number]
