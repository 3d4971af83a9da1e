"""One pass over a batch: most reports are settled by adding columns, and only the others are looked at one by one.

The pass runs over blocks of reports that fit into the processor's cache. In each block it notes which reports are
plain (every cell a number from 0, counts whole) and whose equations balance to the last digit; for these every linear
rule holds, and every rule that plain reports cannot break. All others go through the three-valued logic.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from gkrules.compile.batch import Batch, Codes, Floats, Rows, StateCode
from gkrules.compile.kernel import FAIL, NOT_APPLICABLE, PASS, Kernel, RuleResult
from gkrules.compile.logic import compare
from gkrules.language.syntax import Comparison
from gkrules.model.edition import Edition

BLOCK = 8192
GROUP = 16
THREADS_FROM = 4 * BLOCK
MAX_THREADS = 4

Bools = npt.NDArray[np.bool_]
Positions = npt.NDArray[np.intp]


@dataclass
class _Broken:
    """The reports in which an equation of a rule does not balance to the last digit, or lacks a number.

    Attributes:
        rows: their numbers, block by block.
        left, right: the sides of the equations, (places, reports), block by block.
    """

    rows: dict[int, Rows] = field(default_factory=dict)
    left: dict[int, Floats] = field(default_factory=dict)
    right: dict[int, Floats] = field(default_factory=dict)

    def all(self, places: int) -> tuple[Rows, Floats, Floats]:
        """Everything put together, in the order of the reports."""
        starts = sorted(self.rows)
        if not starts:
            return np.empty(0, dtype=np.intp), np.empty((places, 0)), np.empty((places, 0))
        return (
            np.concatenate([self.rows[start] for start in starts]),
            np.concatenate([self.left[start] for start in starts], axis=1),
            np.concatenate([self.right[start] for start in starts], axis=1),
        )


@dataclass(frozen=True)
class _Screen:
    """What the pass over the blocks found.

    Attributes:
        plain: reports in which every official cell holds a number from 0, counts are whole, and no optional cell is there.
        varied: reports that have an optional cell, or numbers that could not be read with certainty.
        broken: by code of a rule.
    """

    plain: Bools
    varied: Bools
    broken: dict[str, _Broken]


@dataclass(frozen=True)
class _Sums:
    """A sum of cells for each place of a rule: `positions` is (places, terms).

    Forms are regular, so that the positions mostly are ``start + place · step + term · stride``; such sums are taken
    over a view of the block, others over a copy.
    """

    positions: Positions
    regular: tuple[int, int, int] | None

    @classmethod
    def of(cls, positions: list[list[int]]) -> _Sums:
        array = np.array(positions, dtype=np.intp).reshape(len(positions), -1)
        if array.size == 0:
            return cls(array, None)
        start = int(array[0, 0])
        step = int(array[1, 0]) - start if len(array) > 1 else 0
        stride = int(array[0, 1]) - start if array.shape[1] > 1 else 0
        expected = start + np.arange(len(array))[:, None] * step + np.arange(array.shape[1]) * stride
        regular = (array == expected).all() and step >= 0 and stride >= 0
        return cls(array, (start, step, stride) if regular else None)

    def over(self, block: Floats) -> Floats:
        """The sums in a (cells, reports) block, (places, reports)."""
        if self.regular is None:
            gathered: Floats = block[self.positions].sum(axis=1)
            return gathered
        start, step, stride = self.regular
        line, item = block.strides
        view = np.lib.stride_tricks.as_strided(
            block[start:],
            (*self.positions.shape, block.shape[1]),
            (step * line, stride * line, item),
            writeable=False,
        )
        total: Floats = view.sum(axis=1)
        return total


@dataclass(frozen=True)
class _Equations:
    """``left == right`` at the places of a rule that are not optional: sums of official cells.

    Attributes:
        places: the numbers of these places.
    """

    left: _Sums
    right: _Sums
    places: Positions

    def note(self, block: Floats, start: int, broken: _Broken) -> Rows:
        """Add the reports of a block, whose first is the report `start`, that have an equation that does not balance.

        Returns:
            Those of them in which a side is not finite.
        """
        left, right = self.left.over(block), self.right.over(block)
        at = np.flatnonzero((left != right).any(axis=0))
        if len(at):
            broken.rows[start], broken.left[start], broken.right[start] = at + start, left[:, at], right[:, at]
        finite = np.isfinite(left[:, at]).all(axis=0) & np.isfinite(right[:, at]).all(axis=0)
        return at[~finite] + start


class Evaluator:
    """The kernels of a schema, prepared to run over batches."""

    def __init__(self, kernels: Sequence[Kernel], edition: Edition, official: Sequence[str]) -> None:
        self.kernels = kernels
        self._official = len(official)
        self._decimal = [number for number, key in enumerate(official) if edition.cell_by_key[key].column.type == "amount"]
        position = {key: number for number, key in enumerate(official)}
        self._equations = {kernel.code: equations for kernel in kernels if (equations := _equations(kernel, position)) is not None}
        summed = {int(number) for each in self._equations.values() for side in (each.left, each.right) for number in side.positions.flat}
        # Infinite numbers show in the equations; only cells in none need a look of their own.
        self._loose = sorted(set(range(self._official)) - summed)
        self._needs_plain = any(kernel.holds_for_plain for kernel in kernels)

    def run(self, batch: Batch) -> dict[str, RuleResult | Exception]:
        """The result of every kernel by code; an exception for a kernel that broke."""
        screen = self._screen(batch)
        taken = np.flatnonzero(~screen.plain) if self._needs_plain else np.empty(0, dtype=np.intp)
        subset = batch.take(taken)
        results: dict[str, RuleResult | Exception] = {}
        for kernel in self.kernels:
            try:
                if kernel.needs_facts and not batch.has_facts:
                    results[kernel.code] = kernel.nothing()
                elif kernel.code in screen.broken:
                    results[kernel.code] = self._of_equations(kernel, screen, batch)
                elif kernel.holds_for_plain:
                    results[kernel.code] = kernel.evaluate(subset, taken)
                else:
                    everything = np.arange(batch.height)
                    results[kernel.code] = kernel.evaluate(batch.take(everything), everything)
            except Exception as error:  # noqa: BLE001 - a broken rule is an outcome of its own, and must not hide the others
                results[kernel.code] = error
        return results

    def _of_equations(self, kernel: Kernel, screen: _Screen, batch: Batch) -> RuleResult:
        """The result of a rule whose equations were added up: the sums tell all about a report that holds a number in every cell."""
        if not screen.broken[kernel.code].rows and not screen.varied.any():
            return kernel.settled()
        places = self._equations[kernel.code].places
        rows, left, right = screen.broken[kernel.code].all(len(places))
        counted = ~screen.varied[rows] & np.isfinite(left).all(axis=0) & np.isfinite(right).all(axis=0)
        shape = (int(counted.sum()), len(kernel.otherwise))
        outcomes = np.full(shape, NOT_APPLICABLE, dtype=np.int8)
        sides = np.zeros(shape), np.zeros(shape)
        sides[0][:, places], sides[1][:, places] = left[:, counted].T, right[:, counted].T
        outcomes[:, places] = np.where(compare("==", *sides), PASS, FAIL)[:, places]
        direct = RuleResult(rows[counted], outcomes, *sides, kernel.otherwise)
        others = np.union1d(rows[~counted], np.flatnonzero(screen.varied))
        return _merged(direct, kernel.evaluate(batch.take(others), others)) if len(others) else direct

    def _screen(self, batch: Batch) -> _Screen:
        height = batch.height
        screen = _Screen(
            plain=np.zeros(height, dtype=np.bool_),
            varied=np.zeros(height, dtype=np.bool_),
            broken={code: _Broken() for code in self._equations},
        )

        def part(first: int, last: int) -> None:
            scratch = np.empty((GROUP, BLOCK)), np.empty((GROUP, BLOCK), dtype=np.bool_)
            for start in range(first, last, BLOCK):
                stop = min(start + BLOCK, last)
                block = batch.block(start, stop)
                states = batch.states(start, stop)
                screen.varied[start:stop] = self._varied(block, states)
                if self._needs_plain:
                    screen.plain[start:stop] = self._plain(block, states, scratch)
                for code, equations in self._equations.items():
                    infinite = equations.note(block, start, screen.broken[code])
                    screen.plain[infinite] = False

        threads = min(MAX_THREADS, os.cpu_count() or 1) if height >= THREADS_FROM else 1
        if threads == 1:
            part(0, height)
        else:
            # NumPy lets go of the interpreter inside its loops, so that the parts really run side by side.
            share = -(-height // threads)
            with ThreadPoolExecutor(threads) as pool:
                for done in [pool.submit(part, first, min(first + share, height)) for first in range(0, height, share)]:
                    done.result()
        return screen

    def _varied(self, block: Floats, states: Codes | None) -> Bools:
        """Which reports of a block have an optional cell, or numbers in cells that could not be read with certainty."""
        varied = np.zeros(block.shape[1], dtype=np.bool_)
        if len(block) > self._official:
            varied |= ~np.isnan(block[self._official :]).all(axis=0)
        if states is not None:
            varied |= (states[:, self._official :] != StateCode.ABSENT).any(axis=1)
            varied |= (states[:, : self._official] == StateCode.UNREAD).any(axis=1)
        return varied

    def _plain(self, block: Floats, states: Codes | None, scratch: tuple[Floats, Bools]) -> Bools:
        """Which reports of a (cells, reports) block are plain, but for infinite numbers in equations.

        `scratch` saves the allocation of memory for each block.
        """
        plain = np.ones(block.shape[1], dtype=np.bool_)
        for first in range(0, self._official, GROUP):
            cells = block[first : min(first + GROUP, self._official)]
            whole, differs = (array[: len(cells), : block.shape[1]] for array in scratch)
            np.floor(cells, out=whole)
            np.not_equal(cells, whole, out=differs)
            differs[[number - first for number in self._decimal if first <= number < first + len(cells)]] = False
            if differs.any():
                plain &= ~differs.any(axis=0)
            # The comparison is false for NaN too.
            if not cells.min() >= 0:
                plain &= (cells >= 0).all(axis=0)
        plain &= np.isfinite(block[self._loose]).all(axis=0)
        if len(block) > self._official:
            plain &= np.isnan(block[self._official :]).all(axis=0)
        if states is not None:
            plain &= (states[:, : self._official] == StateCode.NUMBER).all(axis=1)
            plain &= (states[:, self._official :] == StateCode.ABSENT).all(axis=1)
        return plain


def _equations(kernel: Kernel, position: dict[str, int]) -> _Equations | None:
    """The equations of a rule whose sides are sums of cells; ``None`` if it is of another kind.

    Optional places and cells are left out: only reports without them are settled in this way.
    """
    rule = kernel.bound.rule
    node = kernel.bound.condition.node
    if kernel.needs_facts or rule.when or rule.tolerance or not isinstance(node, Comparison) or node.operator != "==" or not kernel.linear:
        return None
    places = [place for place, scope in enumerate(kernel.bound.scopes) if not scope.optional]
    sides: list[_Sums] = []
    for side in ("left", "right"):
        sums = [getattr(kernel.linear[place], side) for place in places]
        positions = [[position[key] for _, key in each.terms if key in position] for each in sums]
        even = len({len(each) for each in positions}) == 1
        if not even or any(each.constant or any(factor != 1 for factor, _ in each.terms) for each in sums):
            return None
        sides.append(_Sums.of(positions))
    left, right = sides
    return _Equations(left, right, np.array(places, dtype=np.intp))


def _merged(first: RuleResult, second: RuleResult) -> RuleResult:
    """Two results of one rule over different reports as one."""
    order = np.argsort(np.concatenate([first.rows, second.rows]))

    def both(name: str) -> npt.NDArray[np.generic]:
        return np.concatenate([getattr(first, name), getattr(second, name)])[order]

    return RuleResult(both("rows"), both("outcomes"), both("left"), both("right"), first.otherwise)  # type: ignore[arg-type]
