"""The first look at a batch: which reports hold nothing but plain numbers, and in which of these equations do not balance.

Nearly all numbers of a report are counts. A block of reports that fits into the processor's cache is turned into 32-bit
whole numbers once: what equals its whole number is neither blank (``NaN``) nor a fraction nor too large. Equations are
then added up in whole numbers, which is exact and moves half the memory. Where no rule asks whether cells are plain,
equations are added up as they are.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import numpy as np

from gkrules.compile.batch import Batch, Bools, Codes, Floats, Rows, StateCode
from gkrules.compile.kernel import Kernel
from gkrules.compile.logic import compare
from gkrules.compile.sums import Equations, Numbers
from gkrules.model.edition import Edition

# A line of a block fills the buffer in which NumPy compares numbers of two types; it would copy shorter ones into it.
BLOCK = 8192
GROUP = 8
THREADS_FROM = 32_768
MAX_THREADS = 4
# Whole numbers up to this are exact in float64, and sums of fewer than a million of them finite.
MAX_DECIMAL = 2.0**53

Unbalanced = tuple[Rows, Bools]


@dataclass(frozen=True)
class Screened:
    """What the first look found.

    Attributes:
        plain: reports in which every official cell holds a number from 0, counts are whole, and no optional cell is
            there; none if no rule asks for this.
        summable: reports in which the sums of cells say all about equations.
        unbalanced: by code of a rule and first report of a block: reports in which an equation does not balance to the
            last digit, and which equations are wrong, (places, reports). Only reports that are `summable` count.
    """

    plain: Bools
    summable: Bools
    unbalanced: dict[str, dict[int, Unbalanced]] = field(default_factory=lambda: defaultdict(dict))


class _Scratch:
    """Memory of a thread for one block after the other; to allocate it anew for each takes as long as the work."""

    def __init__(self, cells: int, places: int, reports: int) -> None:
        self.counts = np.zeros((cells, reports), dtype=np.int32)
        # As many lines at a time as stay in the cache; few reports are looked at in one go.
        self.group = min(cells, GROUP * BLOCK // reports) if reports else cells
        self.odd = np.empty((self.group, reports), dtype=np.bool_)
        self.sums = {kind: np.empty((2, places, reports), dtype=kind) for kind in (np.int32, np.float64)}
        self.unequal, self.differences = np.empty((places, reports), dtype=np.bool_), np.empty((places, reports))


class Screen:
    """Takes the first look at batches of an edition.

    Attributes:
        equations: by code, the rules that are settled by adding columns.
    """

    def __init__(self, kernels: Sequence[Kernel], edition: Edition, official: Sequence[str]) -> None:
        self._counted = any(kernel.holds_for_plain for kernel in kernels)
        position = {key: number for number, key in enumerate(official)}
        self._official = len(official)
        self._decimal = [number for number, key in enumerate(official) if edition.cell_by_key[key].column.type == "amount"]
        decimal = set(self._decimal)
        found = {kernel.code: Equations.of(kernel, position, decimal) for kernel in kernels}
        self.equations: dict[str, Equations] = {code: each for code, each in found.items() if each is not None}
        self._summed = np.zeros(self._official, dtype=np.bool_)
        for each in self.equations.values():
            self._summed[each.cells] = True
        # No sum of counts below this limit leaves the 32 bits.
        self._limit = 2**31 // max((each.terms for each in self.equations.values()), default=1)
        self._places = max((len(each.places) for each in self.equations.values()), default=0)

    def over(self, batch: Batch) -> Screened:
        """Look at every report of a batch."""
        height = batch.height
        found = Screened(np.empty(height, dtype=np.bool_), np.empty(height, dtype=np.bool_))
        starts = iter(range(0, height, BLOCK))
        threads = min(MAX_THREADS, _processors()) if height >= THREADS_FROM else 1
        if threads == 1:
            self._work(batch, starts, found)
            return found
        # NumPy lets go of the interpreter inside its loops, so that the threads, which share the blocks, run side by side.
        with ThreadPoolExecutor(threads - 1) as pool:
            others = [pool.submit(self._work, batch, starts, found) for _ in range(threads - 1)]
            self._work(batch, starts, found)
            for other in others:
                other.result()
        return found

    def _work(self, batch: Batch, starts: Iterator[int], found: Screened) -> None:
        """Look at one block after the other until `starts` has no more."""
        scratch = _Scratch(self._official, self._places, min(BLOCK, batch.height))
        # What is no whole number of 32 bits is turned into some other number, and shows when it is compared.
        with np.errstate(invalid="ignore"):
            for start in starts:
                stop = min(start + BLOCK, batch.height)
                block = batch.block(start, stop)
                plain, summable = self._look(block, batch.states(start, stop), scratch)
                for code, equations in self.equations.items():
                    numbers = scratch.counts[:, : stop - start] if self._counted and not equations.decimal else block
                    at, unequal = _unbalanced(equations, numbers, summable, scratch)
                    if len(at):
                        found.unbalanced[code][start] = at + start, unequal
                found.plain[start:stop], found.summable[start:stop] = plain, summable

    def _look(self, block: Floats, states: Codes | None, scratch: _Scratch) -> tuple[Bools, Bools]:
        """The reports of a (cells, reports) block that are plain, and those that are summable."""
        summable = ~self._beside(block, states)
        if not self._counted:
            return np.zeros_like(summable), summable
        plain = summable.copy()
        if states is not None:
            plain &= (states[:, : self._official] == StateCode.NUMBER).all(axis=1)
        for first, odd in self._odd(block, scratch):
            if np.logical_or.reduce(odd, axis=None):
                plain[odd.any(axis=0)] = False
                summable[odd[self._summed[first : first + len(odd)]].any(axis=0)] = False
        return plain, summable

    def _odd(self, block: Floats, scratch: _Scratch) -> Iterator[tuple[int, Bools]]:
        """Turn the cells of a block into `scratch.counts`, some at a time: the first of them, and which are not plain."""
        counts = scratch.counts[:, : block.shape[1]]
        for first in range(0, self._official, scratch.group):
            cells, whole = block[first : min(first + scratch.group, self._official)], counts[first : first + scratch.group]
            odd = scratch.odd[: len(cells), : block.shape[1]]
            np.copyto(whole, cells, casting="unsafe")
            np.not_equal(cells, whole, out=odd)
            for number in self._decimal:
                if first <= number < first + len(cells):
                    odd[number - first] = ~((block[number] >= 0) & (block[number] <= MAX_DECIMAL))
                    whole[number - first] = 0
            yield first, odd
        # Without their sign, numbers below 0 are larger than any count.
        unsigned = counts.view(np.uint32)
        if np.maximum.reduce(unsigned, axis=None, initial=0) >= self._limit:
            yield 0, unsigned >= self._limit

    def _beside(self, block: Floats, states: Codes | None) -> Bools:
        """Which reports of a block have an optional cell, or numbers in cells that could not be read with certainty."""
        beside = np.zeros(block.shape[1], dtype=np.bool_)
        if len(block) > self._official:
            beside |= ~np.isnan(block[self._official :]).all(axis=0)
        if states is not None:
            beside |= (states[:, self._official :] != StateCode.ABSENT).any(axis=1)
            beside |= (states[:, : self._official] == StateCode.UNREAD).any(axis=1)
        return beside


def _unbalanced(equations: Equations, numbers: Numbers, summable: Bools, scratch: _Scratch) -> Unbalanced:
    """The reports of a block that have an equation that does not balance to the last digit, and which equations are wrong.

    Those with a sum that is no number are struck from the `summable` ones instead.
    """
    (left_out, right_out), reports = scratch.sums[numbers.dtype.type], numbers.shape[1]
    left = equations.left.over(numbers, left_out[:, :reports])
    right = equations.right.over(numbers, right_out[:, :reports])
    if numbers.dtype != np.float64:
        unequal = np.not_equal(left, right, out=scratch.unequal[: len(left), :reports])
        at = np.flatnonzero(np.logical_or.reduce(unequal, axis=0) & summable)
        return at, np.take(unequal, at, axis=1)
    # Unlike a comparison, this tells infinite sums, too.
    differs = np.subtract(left, right, out=scratch.differences[: len(left), :reports])
    at = np.flatnonzero(np.logical_or.reduce(differs, axis=0) & summable)
    left, right = left[:, at], right[:, at]
    finite = np.isfinite(left).all(axis=0) & np.isfinite(right).all(axis=0)
    summable[at[~finite]] = False
    return at[finite], ~compare("==", left[:, finite], right[:, finite])


def _processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
