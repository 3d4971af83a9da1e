"""Running the kernels over a batch: plain reports are settled by the first look, and only the others are looked at one by one.

In plain reports (every cell a number from 0, counts whole) every rule holds that such reports cannot break, and the
sums of their columns tell all about equations. All others go through the three-valued logic.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from gkrules.compile.batch import Batch, Floats, Subset
from gkrules.compile.blanks import Blanks
from gkrules.compile.kernel import FAIL, NOT_APPLICABLE, PASS, Kernel, RuleResult
from gkrules.compile.screen import Screen, Screened
from gkrules.model.edition import Edition


class Evaluator:
    """The kernels of a schema, prepared to run over batches; `blanks` says what blank cells count as."""

    kernels: Sequence[Kernel]
    blanks: Blanks

    def __init__(self, kernels: Sequence[Kernel], edition: Edition, official: Sequence[str], blanks: Blanks) -> None:
        self.kernels, self.blanks = kernels, blanks
        self._screen = Screen(kernels, edition, official)
        self._needs_plain = any(kernel.holds_for_plain for kernel in kernels)

    def run(self, batch: Batch) -> dict[str, RuleResult | Exception]:
        """The result of every kernel by code; an exception for a kernel that broke."""
        screened = self._screen.over(batch)
        rows = np.flatnonzero(~(screened.plain if self._needs_plain else screened.summable))
        reports = batch.take(rows)
        added = screened.summable[rows]
        others = reports.rows(~added)
        every = np.arange(batch.height)
        everything: Subset | None = None
        # Blanks of equations are in reports that cannot be added up; other rules may read any.
        of_sums, of_all = self.blanks.over(others, rows[~added]), None
        results: dict[str, RuleResult | Exception] = {}
        for kernel in self.kernels:
            try:
                if kernel.needs_facts and not batch.has_facts:
                    results[kernel.code] = kernel.nothing()
                elif kernel.code in self._screen.equations:
                    direct = self._of_sums(kernel, screened, batch)
                    results[kernel.code] = (
                        _merged(direct, of_sums.apply(kernel, kernel.evaluate(others, rows[~added]))) if len(others.values) else direct
                    )
                elif kernel.holds_for_plain:
                    results[kernel.code] = kernel.evaluate(reports, rows) if len(rows) else kernel.settled()
                else:
                    everything = everything or batch.take(every)
                    result = kernel.evaluate(everything, every)
                    if kernel.counts_blanks:
                        of_all = of_all or self.blanks.over(everything, every)
                        result = of_all.apply(kernel, result)
                    results[kernel.code] = result
            except Exception as error:  # noqa: BLE001 - a broken rule is an outcome of its own, and must not hide the others
                results[kernel.code] = error
        return results

    def _of_sums(self, kernel: Kernel, screened: Screened, batch: Batch) -> RuleResult:
        """The result of a rule whose equations were added up, for the reports in which this says all."""
        blocks = [found for _, found in sorted(screened.unbalanced[kernel.code].items())]
        if not blocks:
            return kernel.settled()
        rows, unequal = np.concatenate([block[0] for block in blocks]), np.concatenate([block[1] for block in blocks], axis=1)
        counting = screened.summable[rows]
        if not counting.all():
            rows, unequal = rows[counting], unequal[:, counting]
        equations, shape = self._screen.equations[kernel.code], (len(rows), len(kernel.otherwise))

        def sides() -> tuple[Floats, Floats]:
            left, right = np.zeros(shape), np.zeros(shape)
            left[:, equations.places], right[:, equations.places] = (side.T for side in equations.sides(batch.gather(rows)))
            return left, right

        outcomes = np.full(shape, NOT_APPLICABLE, dtype=np.int8)
        outcomes[:, equations.places] = np.where(unequal.T, FAIL, PASS)
        return RuleResult(rows, outcomes, kernel.otherwise, sides)


def _merged(first: RuleResult, second: RuleResult) -> RuleResult:
    """Two results of one rule over different reports as one."""
    if not len(first.rows) or not len(second.rows):
        return first if len(first.rows) else second
    order = np.argsort(np.concatenate([first.rows, second.rows]))

    def sides() -> tuple[Floats, Floats]:
        left, right = (np.concatenate([getattr(first, side), getattr(second, side)])[order] for side in ("left", "right"))
        return left, right

    rows, outcomes = (np.concatenate([getattr(first, name), getattr(second, name)])[order] for name in ("rows", "outcomes"))
    return RuleResult(rows, outcomes, first.otherwise, sides, {**first.implied, **second.implied})
