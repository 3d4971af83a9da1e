"""What a blank counts as where a rule counts blanks as zero: 0, unless other numbers of the report say otherwise.

The equations that always hold say what blank cells must be (`gkrules.compile.implied`). An equation is decided by what the
*others* say of its blanks: itself it would always agree. Only where a blank makes any equation miss its balance is there
anything to work out, so that reports whose blanks are zeros cost one addition.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from gkrules.compile.batch import Bools, Codes, Columns, Floats, Rows, StateCode, Subset
from gkrules.compile.implied import BLOCK, Cells, Implied, Network, StandingEquation
from gkrules.compile.kernel import FAIL, PASS, UNKNOWN, Kernel, RuleResult
from gkrules.model.edition import Edition

NOT_ZERO = np.inf
"""What stands for a blank that is certainly not zero, while nobody can say how much it is."""


@dataclass(frozen=True)
class Decision:
    """Equations with blanks that other numbers say are not zero: what they come to, one item for each.

    Attributes:
        rows: the report, its number in the batch.
        equations: the number of the equation.
        outcomes: `PASS`, `FAIL` or `UNKNOWN`.
        left, right: what the implied values add to the sides.
        implied: what each blank of the equation that is not zero counts as, by the number of the cell.
    """

    rows: Rows = field(default_factory=lambda: np.empty(0, dtype=np.intp))
    equations: Rows = field(default_factory=lambda: np.empty(0, dtype=np.intp))
    outcomes: Codes = field(default_factory=lambda: np.empty(0, dtype=np.int8))
    left: Floats = field(default_factory=lambda: np.empty(0))
    right: Floats = field(default_factory=lambda: np.empty(0))
    implied: tuple[Mapping[int, float], ...] = ()


class Counted:
    """What the blanks of some reports count as.

    Attributes:
        subset: the reports in which a blank is not zero, with what it counts as in every rule that is no equation.
        rows: their numbers in the batch.
        decision: what becomes of the equations.
    """

    subset: Subset
    rows: Rows
    decision: Decision

    def __init__(self, members: Sequence[StandingEquation], subset: Subset, rows: Rows, decision: Decision) -> None:
        self._members, self.subset, self.rows, self.decision = members, subset, rows, decision

    @cached_property
    def _codes(self) -> set[str]:
        return {member.code for member in self._members}

    def places(self) -> Iterator[tuple[int, tuple[str, int], Mapping[int, float]]]:
        """Report, rule and place of each equation that implied values take part in, with the values by the number of the cell."""
        decision = self.decision
        for row, number, implied in zip(decision.rows.tolist(), decision.equations.tolist(), decision.implied, strict=True):
            if implied:
                yield row, (self._members[number].code, self._members[number].place), implied

    def apply(self, kernel: Kernel, result: RuleResult) -> RuleResult:
        """The result of a rule that took every blank for zero, put right."""
        if not len(self.rows) or not len(result.rows):
            return result
        return self._equations(kernel, result) if kernel.code in self._codes else self._others(kernel, result)

    def _equations(self, kernel: Kernel, result: RuleResult) -> RuleResult:
        decision = self.decision
        place_of = {number: member.place for number, member in enumerate(self._members) if member.code == kernel.code}
        mine = np.flatnonzero(np.isin(decision.equations, list(place_of)))
        at = np.minimum(np.searchsorted(result.rows, decision.rows[mine]), len(result.rows) - 1)
        places = np.array([place_of[number] for number in decision.equations[mine].tolist()], dtype=np.intp)
        there = result.rows[at] == decision.rows[mine]
        # Of a place that does not apply, or has other things missing, implied values say nothing; a blank total is only missing
        # as long as the other numbers leave it one.
        before = result.outcomes[at, places]
        there &= np.isin(before, (PASS, FAIL)) | ((before == UNKNOWN) & (decision.outcomes[mine] == FAIL))
        mine, at, places = mine[there], at[there], places[there]
        if not len(mine):
            return result
        outcomes = result.outcomes.copy()
        outcomes[at, places] = decision.outcomes[mine]

        def sides() -> tuple[Floats, Floats]:
            left, right = result.left.copy(), result.right.copy()
            left[at, places] += decision.left[mine]
            right[at, places] += decision.right[mine]
            return left, right

        rows = decision.rows[mine].tolist()
        implied = {(row, place): decision.implied[number] for row, place, number in zip(rows, places.tolist(), mine.tolist(), strict=True)}
        return replace(result, outcomes=outcomes, sides=sides, implied={**result.implied, **implied})

    def _others(self, kernel: Kernel, result: RuleResult) -> RuleResult:
        if not kernel.counts_blanks:
            return result
        at = np.minimum(np.searchsorted(result.rows, self.rows), len(result.rows) - 1)
        there = result.rows[at] == self.rows
        at, rows = at[there], self.rows[there]
        if not len(rows):
            return result
        again = kernel.evaluate(self.subset.rows(there), rows)
        outcomes = result.outcomes.copy()
        outcomes[at] = again.outcomes

        def sides() -> tuple[Floats, Floats]:
            left, right = result.left.copy(), result.right.copy()
            left[at], right[at] = again.left, again.right
            return left, right

        return replace(result, outcomes=outcomes, sides=sides, implied={**result.implied, **again.implied})


class Blanks:
    """Says for many reports at once what their blanks count as; `members` gives the equations when they are first needed."""

    def __init__(self, members: Callable[[], Sequence[StandingEquation]], edition: Edition, columns: Columns) -> None:
        self._given, self._edition, self._columns = members, edition, columns

    @cached_property
    def members(self) -> Sequence[StandingEquation]:
        """The equations that always hold."""
        return self._given()

    @cached_property
    def network(self) -> Network:
        """The same, prepared."""
        return Network(self.members, self._edition, self._columns)

    def over(self, subset: Subset, rows: Rows) -> Counted:
        """What the blanks of the reports of a subset count as; `rows` are their numbers in the batch."""
        width = len(self._columns.cells)
        if not len(rows) or not (subset.states[:, :width] == StateCode.BLANK).any() or not self.members:
            return Counted(self.members, Subset(subset.values[:0], subset.states[:0]), rows[:0], Decision())
        blank = (subset.states[:, self.network.touched] == StateCode.BLANK).any(axis=1)
        if not blank.all():
            return self.over(Subset(subset.values[blank], subset.states[blank]), rows[blank])
        kept: list[Rows] = []
        counts: list[Floats] = []
        least: list[Floats] = []
        decisions: list[Decision] = []
        for start in range(0, len(rows), BLOCK):
            part = slice(start, start + BLOCK)
            for at, block, floor, decision in self._block(Subset(subset.values[part], subset.states[part]), rows[part]):
                kept.append(at + start)
                counts.append(block)
                least.append(floor)
                decisions.append(decision)
        at = np.concatenate([np.empty(0, dtype=np.intp), *kept])
        every, floors = (np.concatenate([np.empty((0, subset.values.shape[1])), *each]) for each in (counts, least))
        return Counted(self.members, Subset(subset.values[at], subset.states[at], every, floors), rows[at], _joined(decisions))

    def certain(self, subset: Subset) -> list[dict[str, float]]:
        """For each report the values that follow for its blank cells with certainty, by key in the order of the form.

        What a broken equation has a hand in is not certain: neither its blanks, nor what follows from its numbers, of which one
        is wrong, nor what it contradicts.
        """
        network = self.network
        cells = network.cells(subset)
        wrong = network.cells_of(cells.usable & ~cells.has_blank & cells.uneven)
        found, every = network.implied(replace(cells, usable=cells.usable & ~network.any_of(wrong))), network.implied(cells)
        sure = found.certain & ~found.torn & ~every.torn
        names = self._columns.cells
        return [
            {str(names[cell]): float(least[cell]) for cell in np.flatnonzero(mask)} for least, mask in zip(found.least, sure, strict=True)
        ]

    def _block(self, subset: Subset, rows: Rows) -> Iterator[tuple[Rows, Floats, Floats, Decision]]:
        """The reports of a block in which a blank is not zero, what their cells count as and are at least, and the equations."""
        network = self.network
        cells = network.cells(subset)
        odd = np.flatnonzero((cells.usable & cells.has_blank & cells.uneven).any(axis=1))
        if not len(odd):
            return
        cells = cells.rows(odd)
        whole = network.implied(cells)
        decision = self._decided(cells, whole, rows[odd])
        counts, least = (np.zeros((len(odd), subset.values.shape[1])) for _ in range(2))
        counts[:, : network.width] = _counts(whole)
        least[:, : network.width] = np.where(whole.blank & ~whole.torn, np.maximum(whole.least, 0), 0)
        some = np.flatnonzero(counts.any(axis=1) | np.isin(rows[odd], decision.rows))
        if len(some):
            yield odd[some], counts[some], least[some], decision

    def _decided(self, cells: Cells, whole: Implied, rows: Rows) -> Decision:
        """What becomes of the equations whose blanks are not all zero."""
        network = self.network
        asked = cells.usable & cells.has_blank & cells.has_number
        asked &= ~cells.undecided | (cells.uneven & whole.accused)
        told, torn = network.any_of(_counts(whole) != 0), network.any_of(whole.torn)
        # An equation that took no part in finding what the blanks are need not be left out.
        at, equations = np.nonzero(asked & ~whole.involved & told)
        found = [self._outcomes(cells.rows(at), whole.rows(at), equations, rows[at], whole.accused[at, equations])]
        left_at, left_out = np.nonzero(asked & whole.involved & (cells.uneven | told | torn))
        for start in range(0, len(left_at), BLOCK):
            at, equations = left_at[start : start + BLOCK], left_out[start : start + BLOCK]
            some = cells.rows(at)
            found.append(self._outcomes(some, network.implied(some, without=equations), equations, rows[at], whole.accused[at, equations]))
        return _joined(found)

    def _outcomes(self, cells: Cells, others: Implied, equations: Rows, rows: Rows, accused: Bools) -> Decision:
        """The equations, one of each line, by what the others say of its blanks."""
        network = self.network
        mine = network.in_equation[equations]
        counts = np.where(mine, _counts(others), 0.0)
        lines = np.arange(len(equations))
        undecided = cells.undecided[lines, equations]
        # Where an equation cannot hold whatever its blanks are, it does not matter how much they are.
        least = np.where(others.blank & ~others.torn & mine, others.least, 0.0)
        impossible = network.impossible(cells.values + least, others.blank & ~others.certain & mine, equations)
        impossible &= undecided | (accused & ~np.isfinite(counts).all(axis=1))
        some = np.where(undecided, impossible, counts.any(axis=1))
        counts = np.where(impossible[:, None], least, counts)
        finite = np.where(np.isinf(counts), 0.0, counts)
        left, right = (finite * network.left[equations]).sum(axis=1), (finite * network.right[equations]).sum(axis=1)
        balanced = ~network.uneven(cells.values + finite, equations)
        # Where the equation itself says zero and another one does not, nobody knows.
        unknown = ~impossible & (np.isinf(counts).any(axis=1) | ~cells.uneven[lines, equations])
        outcomes = np.where(unknown, UNKNOWN, np.where(balanced, PASS, FAIL)).astype(np.int8)
        implied = tuple(
            {int(cell): float(each[cell]) for cell in np.flatnonzero(each)} for each in np.where(unknown[:, None], 0.0, finite)[some]
        )
        return Decision(rows[some], equations[some], outcomes[some], left[some], right[some], implied)


def _counts(found: Implied) -> Floats:
    """What each blank counts as where it is known or certainly not zero; elsewhere 0."""
    return np.where(found.blank & (found.least != 0), np.where(found.certain, found.least, NOT_ZERO), 0.0)


def _joined(decisions: Sequence[Decision]) -> Decision:
    """Several decisions as one."""
    if not decisions:
        return Decision()
    names = ("rows", "equations", "outcomes", "left", "right")
    arrays = {name: np.concatenate([getattr(each, name) for each in decisions]) for name in names}
    return Decision(**arrays, implied=tuple(item for each in decisions for item in each.implied))
