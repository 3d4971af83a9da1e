"""One pass over a batch: most reports are settled by adding columns, and only the others are looked at one by one.

The pass runs over blocks of reports that fit into the processor's cache. In each block it notes which reports are
plain (every cell a number from 0, counts whole) and whose equations balance to the last digit; for these every linear
rule holds, and every rule that plain reports cannot break. All others go through the three-valued logic.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from gkrules.compile.batch import Batch, Codes, Floats
from gkrules.compile.kernel import Kernel, RuleResult
from gkrules.model.edition import Edition

BLOCK = 2048
THREADS_FROM = 16 * BLOCK
MAX_THREADS = 4

Bools = npt.NDArray[np.bool_]
Positions = npt.NDArray[np.intp]


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
    """``plus + constant == minus`` at each place of a rule."""

    plus: _Sums
    minus: _Sums
    constant: Floats

    def broken(self, block: Floats) -> Bools:
        """Which reports of a block have an equation that does not balance to the last digit, or that holds no number."""
        residual = self.plus.over(block)
        residual -= self.minus.over(block)
        if self.constant.any():
            residual += self.constant
        broken: Bools = (residual != 0).any(axis=0)
        return broken


class Evaluator:
    """The kernels of a schema, prepared to run over batches."""

    def __init__(self, kernels: Sequence[Kernel], edition: Edition, official: Sequence[str]) -> None:
        self.kernels = kernels
        self._official = len(official)
        self._decimal = [number for number, key in enumerate(official) if edition.cell_by_key[key].column.type == "amount"]
        position = {key: number for number, key in enumerate(official)}
        self._equations = {kernel.code: equations for kernel in kernels if (equations := _equations(kernel, position)) is not None}

    def run(self, batch: Batch) -> dict[str, RuleResult | Exception]:
        """The result of every kernel by code; an exception for a kernel that broke."""
        plain, broken = self._screen(batch)
        wanted = {kernel.code: self._wanted(kernel, plain, broken) for kernel in self.kernels}
        asked = [kernel for kernel in self.kernels if batch.has_facts or not kernel.needs_facts]
        rows = (
            np.flatnonzero(np.logical_or.reduce([wanted[kernel.code] for kernel in asked], axis=0)) if asked else np.empty(0, dtype=np.intp)
        )
        subset = batch.take(rows)
        results: dict[str, RuleResult | Exception] = {}
        for kernel in self.kernels:
            if kernel not in asked:
                results[kernel.code] = kernel.nothing()
                continue
            mask = wanted[kernel.code][rows]
            try:
                results[kernel.code] = kernel.evaluate(subset.rows(mask), rows[mask])
            except Exception as error:  # noqa: BLE001 - a broken rule is an outcome of its own, and must not hide the others
                results[kernel.code] = error
        return results

    def _wanted(self, kernel: Kernel, plain: Bools, broken: dict[str, Bools]) -> Bools:
        """The reports that a kernel must look at one by one."""
        if kernel.code in broken:
            return broken[kernel.code] | ~plain
        return ~plain if kernel.holds_for_plain else np.ones_like(plain)

    def _screen(self, batch: Batch) -> tuple[Bools, dict[str, Bools]]:
        """Which reports are plain, and by code of the rule which have an equation that does not balance."""
        plain = np.empty(batch.height, dtype=np.bool_)
        broken = {code: np.empty(batch.height, dtype=np.bool_) for code in self._equations}

        def screen(first: int, last: int) -> None:
            scratch = np.empty((self._official, BLOCK)), np.empty((self._official, BLOCK), dtype=np.bool_)
            for start in range(first, last, BLOCK):
                stop = min(start + BLOCK, last)
                block = batch.block(start, stop)
                plain[start:stop] = self._plain(block, batch.states(start, stop), scratch)
                for code, equations in self._equations.items():
                    broken[code][start:stop] = equations.broken(block)

        threads = min(MAX_THREADS, os.cpu_count() or 1) if batch.height >= THREADS_FROM else 1
        if threads == 1:
            screen(0, batch.height)
        else:
            # NumPy lets go of the interpreter inside its loops, so that the parts really run side by side.
            share = -(-batch.height // threads)
            with ThreadPoolExecutor(threads) as pool:
                parts = [pool.submit(screen, first, min(first + share, batch.height)) for first in range(0, batch.height, share)]
                for part in parts:
                    part.result()
        return plain, broken

    def _plain(self, block: Floats, states: Codes | None, scratch: tuple[Floats, Bools]) -> Bools:
        """Which reports of a (cells, reports) block are plain; `scratch` saves the allocation of memory for each block."""
        cells, optional = block[: self._official], block[self._official :]
        whole, differs = (array[:, : cells.shape[1]] for array in scratch)
        np.floor(cells, out=whole)
        np.not_equal(cells, whole, out=differs)
        differs[self._decimal] = False
        plain = np.ones(cells.shape[1], dtype=np.bool_)
        if differs.any():
            plain &= ~differs.any(axis=0)
        # The comparison is false for NaN too.
        if not cells.min() >= 0:
            plain &= (cells >= 0).all(axis=0)
        if len(optional):
            plain &= np.isnan(optional).all(axis=0)
        if states is not None:
            plain &= (states[:, : self._official] == 0).all(axis=1)
        return plain


def _equations(kernel: Kernel, position: dict[str, int]) -> _Equations | None:
    """The equations of a linear rule over official cells, optional places left out; ``None`` if it is of another kind.

    Optional cells are absent in plain reports, so they take no part.
    """
    if kernel.linear is None or kernel.needs_facts or kernel.bound.when is not None or kernel.linear[0].operator != "==":
        return None
    residuals = [form.residual() for scope, form in zip(kernel.bound.scopes, kernel.linear, strict=True) if not scope.optional]
    terms = [{position[key]: factor for key, factor in factors.items() if key in position} for factors, _ in residuals]
    plus, minus = ([[number for number, factor in each.items() if factor == sign] for each in terms] for sign in (1, -1))
    even = all(len({len(places) for places in side}) == 1 for side in (plus, minus))
    if not even or any(factor not in (1, -1) for each in terms for factor in each.values()):
        return None
    return _Equations(_Sums.of(plus), _Sums.of(minus), np.array([[float(constant)] for _, constant in residuals]))
