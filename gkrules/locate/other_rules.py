"""What rules say of a report with other numbers in some cells: which it breaks that held before, and which hold that did not."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from gkrules.compile.batch import Codes, Positions, StateCode, Subset
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
        self.kernels: dict[str, Kernel] = {kernel.code: kernel for kernel in kernels}
        # The places at which a rule reads a cell, by the cell.
        self._reads: dict[int, dict[str, set[int]]] = {}
        for code, kernel in self.kernels.items():
            if code not in system.covered:
                for place, keys in enumerate(kernel.bound.places()):
                    for key in keys & system.position.keys():
                        self._reads.setdefault(system.position[key], {}).setdefault(code, set()).add(place)

    def effects(self, report: Subset, repairs: Sequence[Changes], failing: Collection[str]) -> list[Effect]:
        """The effect of each repair of a report.

        Args:
            report: its rows: the first, and those that hold what else its text states.
            repairs: what is added to its cells.
            failing: codes of the rules that fail anywhere in it.
        """
        places: dict[str, set[int]] = {}
        for cell in {cell for changes in repairs for cell in changes}:
            for code, reading in self._reads.get(cell, {}).items():
                # A changed cell holds a plain number, which rules that hold for such cannot mind; but it may mend them.
                if (code in failing or not self.kernels[code].holds_for_plain) and self.kernels[code].has_related(report):
                    places.setdefault(code, set()).update(reading)
        if not places:
            return [Effect(None, frozenset())] * len(repairs)
        asked = {code: np.array(sorted(each), dtype=np.intp) for code, each in places.items()}
        outcomes = self._outcomes(report, repairs, asked)
        return [self._effect(asked, outcomes, number) for number in range(1, len(repairs) + 1)]

    def _effect(self, asked: Mapping[str, Positions], outcomes: Mapping[str, Codes], number: int) -> Effect:
        broken: set[Severity] = set()
        mended: set[tuple[str, int]] = set()
        for code, of_code in outcomes.items():
            before, after = of_code[0] == FAIL, of_code[number] == FAIL
            if (after & ~before).any():
                broken.add(self.kernels[code].bound.rule.severity)
            mended.update((code, int(place)) for place in asked[code][before.any(axis=0) & ~after.any(axis=0)])
        return Effect(min(broken, key=_GRAVEST_FIRST.index, default=None), frozenset(mended))

    def _outcomes(self, report: Subset, repairs: Sequence[Changes], asked: Mapping[str, Positions]) -> Mapping[str, Codes]:
        """The outcomes of rules at some places as the one report is and with each of the repairs, (1 + repairs, rows, places)."""
        layers = len(report.values)
        values, states = np.tile(report.values, (1 + len(repairs), 1)), np.tile(report.states, (1 + len(repairs), 1))
        for at, changes in enumerate(repairs, 1):
            rows = slice(at * layers, (at + 1) * layers)
            for cell, change in changes.items():
                column = self.system.columns[cell]
                values[rows, column] = np.round(np.nan_to_num(values[rows, column]) + float(change), 9)
                states[rows, column] = np.where(np.isin(states[rows, column], _NO_NUMBER), StateCode.NUMBER, states[rows, column])
        subset, every = Subset(values, states), np.arange(len(values))
        shape = (1 + len(repairs), layers, -1)
        return {code: self.kernels[code].part(places).evaluate(subset, every).outcomes.reshape(shape) for code, places in asked.items()}
