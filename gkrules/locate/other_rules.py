"""Whether a report with other numbers in some cells breaks rules that it did not break before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from gkrules.compile.batch import Codes, StateCode, Subset
from gkrules.compile.kernel import FAIL, Kernel
from gkrules.locate.search import Changes
from gkrules.locate.system import System
from gkrules.model.findings import Severity

_NO_NUMBER = (int(StateCode.BLANK), int(StateCode.NOT_APPLICABLE))


class OtherRules:
    """The rules of which the system does not say all.

    Attributes:
        by_cell: their kernels by the cells that they read.
    """

    def __init__(self, system: System, kernels: Iterable[Kernel]) -> None:
        self.system = system
        self.kernels = {kernel.code: kernel for kernel in kernels}
        self._reads = {code: kernel.bound.read() for code, kernel in self.kernels.items()}
        # A changed cell holds a plain number, which rules that hold for such cannot mind.
        self._asked: dict[int, set[str]] = {}
        for code, kernel in self.kernels.items():
            if code not in system.covered and not kernel.holds_for_plain:
                for key in self._reads[code]:
                    if key in system.position:
                        self._asked.setdefault(system.position[key], set()).add(code)

    def broken(self, subset: Subset, number: int, repairs: Sequence[Changes]) -> list[Severity | None]:
        """For each repair of the report `number` of a subset: how grave the gravest rule is that it newly breaks."""
        named = {code for changes in repairs for cell in changes for code in self._asked.get(cell, ())}
        gravest: list[Severity | None] = [None] * len(repairs)
        if not named:
            return gravest
        row = Subset(subset.values[[number]], subset.states[[number]])
        asked = [code for code in named if self.kernels[code].has_related(row)]
        outcomes = self._outcomes(row, repairs, asked)
        order = list(Severity)
        for code in sorted(asked, key=lambda code: -order.index(self.kernels[code].bound.rule.severity)):
            for repair in np.flatnonzero(((outcomes[code][1:] == FAIL) & (outcomes[code][0] != FAIL)).any(axis=1)):
                gravest[repair] = self.kernels[code].bound.rule.severity
        return gravest

    def mended(self, subset: Subset, number: int, changes: Changes, codes: Iterable[str]) -> set[tuple[str, int]]:
        """The places (code of the rule, number) of some rules that fail as the report is, and not with the changes."""
        cells = {self.system.cells[cell] for cell in changes}
        asked = [code for code in codes if not cells.isdisjoint(self._reads[code])]
        outcomes = self._outcomes(Subset(subset.values[[number]], subset.states[[number]]), [changes], asked)
        return {
            (code, int(place)) for code, (before, after) in outcomes.items() for place in np.flatnonzero((before == FAIL) & (after != FAIL))
        }

    def _outcomes(self, report: Subset, repairs: Sequence[Changes], codes: Iterable[str]) -> Mapping[str, Codes]:
        """The outcomes of some rules as the one report is and with each of the repairs, (1 + repairs, places)."""
        height = 1 + len(repairs)
        values, states = np.repeat(report.values, height, axis=0), np.repeat(report.states, height, axis=0)
        for at, changes in enumerate(repairs, 1):
            for cell, change in changes.items():
                blank = np.isnan(values[at, cell])
                values[at, cell] = float(change) if blank else round(float(values[at, cell]) + float(change), 9)
                if states[at, cell] in _NO_NUMBER:
                    states[at, cell] = StateCode.NUMBER
        subset, rows = Subset(values, states), np.arange(height)
        return {code: self.kernels[code].evaluate(subset, rows).outcomes for code in codes}
