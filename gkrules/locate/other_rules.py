"""What rules say of a report with other numbers in some cells: which it breaks that held before, and which hold that did not."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from gkrules.compile.batch import Codes, StateCode, Subset
from gkrules.compile.kernel import FAIL, Kernel
from gkrules.locate.search import Changes
from gkrules.locate.system import System
from gkrules.model.findings import Severity

_NO_NUMBER = (int(StateCode.BLANK), int(StateCode.NOT_APPLICABLE))
_GRAVEST_FIRST = tuple(Severity)


@dataclass(frozen=True)
class Effect:
    """What a repair does to the rules of which the system does not say all.

    Attributes:
        breaks: how grave the gravest rule is that fails somewhere only with the repair; ``None`` if there is none.
        mends: the places (code of the rule, number) that fail without it, and not with it.
    """

    breaks: Severity | None
    mends: frozenset[tuple[str, int]]


class OtherRules:
    """The rules of which the system does not say all."""

    def __init__(self, system: System, kernels: Iterable[Kernel]) -> None:
        self.system = system
        self.kernels = {kernel.code: kernel for kernel in kernels}
        self._reads: dict[int, set[str]] = {}
        for code, kernel in self.kernels.items():
            if code not in system.covered:
                for key in kernel.bound.read() & system.position.keys():
                    self._reads.setdefault(system.position[key], set()).add(code)

    def effects(self, report: Subset, repairs: Sequence[Changes], failing: Collection[str]) -> list[Effect]:
        """The effect of each repair of a report.

        Args:
            report: its rows: the first, and those that hold what else its text states.
            repairs: what is added to its cells.
            failing: codes of the rules that fail anywhere in it.
        """
        reading = {code for changes in repairs for cell in changes for code in self._reads.get(cell, ())}
        # A changed cell holds a plain number, which rules that hold for such cannot mind; but it may mend them.
        asked = [
            code
            for code in reading
            if (code in failing or not self.kernels[code].holds_for_plain) and self.kernels[code].has_related(report)
        ]
        if not asked:
            return [Effect(None, frozenset())] * len(repairs)
        outcomes = self._outcomes(report, repairs, asked)
        return [self._effect(outcomes, number) for number in range(1, len(repairs) + 1)]

    def _effect(self, outcomes: Mapping[str, Codes], number: int) -> Effect:
        broken: set[Severity] = set()
        mended: set[tuple[str, int]] = set()
        for code, of_code in outcomes.items():
            before, after = of_code[0] == FAIL, of_code[number] == FAIL
            if (after & ~before).any():
                broken.add(self.kernels[code].bound.rule.severity)
            mended.update((code, int(place)) for place in np.flatnonzero(before.any(axis=0) & ~after.any(axis=0)))
        return Effect(min(broken, key=_GRAVEST_FIRST.index, default=None), frozenset(mended))

    def _outcomes(self, report: Subset, repairs: Sequence[Changes], codes: Iterable[str]) -> Mapping[str, Codes]:
        """The outcomes of some rules as the one report is and with each of the repairs, (1 + repairs, rows, places)."""
        layers = len(report.values)
        values, states = np.tile(report.values, (1 + len(repairs), 1)), np.tile(report.states, (1 + len(repairs), 1))
        for at, changes in enumerate(repairs, 1):
            rows = slice(at * layers, (at + 1) * layers)
            for cell, change in changes.items():
                column = self.system.columns[cell]
                values[rows, column] = np.round(np.nan_to_num(values[rows, column]) + float(change), 9)
                states[rows, column] = np.where(np.isin(states[rows, column], _NO_NUMBER), StateCode.NUMBER, states[rows, column])
        subset, every = Subset(values, states), np.arange(len(values))
        return {code: self.kernels[code].evaluate(subset, every).outcomes.reshape(1 + len(repairs), layers, -1) for code in codes}
