"""Rules that say ``sum of cells == sum of cells`` as additions of whole columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from gkrules.compile.batch import Floats, Positions
from gkrules.compile.kernel import Kernel
from gkrules.language.syntax import Comparison

Numbers = npt.NDArray[Any]


@dataclass(frozen=True)
class Sums:
    """A sum of cells for each place of a rule: `positions` is (places, terms).

    Forms are regular, so that the positions mostly are ``start + place · step + term · stride``; such sums are taken
    over a view of the block, others over a copy.
    """

    positions: Positions
    regular: tuple[int, int, int] | None

    @classmethod
    def of(cls, positions: list[list[int]]) -> Sums:
        """The sums of the cells at these positions, as many for each place."""
        array = np.array(positions, dtype=np.intp).reshape(len(positions), -1)
        if array.size == 0:
            return cls(array, None)
        start = int(array[0, 0])
        step = int(array[1, 0]) - start if len(array) > 1 else 0
        stride = int(array[0, 1]) - start if array.shape[1] > 1 else 0
        expected = start + np.arange(len(array))[:, None] * step + np.arange(array.shape[1]) * stride
        regular = (array == expected).all() and step >= 0 and stride >= 0
        return cls(array, (start, step, stride) if regular else None)

    def over(self, block: Numbers, out: Numbers) -> Numbers:
        """The sums in a (cells, reports) block, (places, reports), in its type of number; they may be written to `out`."""
        terms = block[self.positions] if self.regular is None else self._view(block, *self.regular)
        if terms.shape[1] == 1:
            return terms[:, 0]
        total: Numbers = np.add.reduce(terms, axis=1, dtype=block.dtype, out=out[: len(terms)])
        return total

    def _view(self, block: Numbers, start: int, step: int, stride: int) -> Numbers:
        line, item = block.strides
        shape = (*self.positions.shape, block.shape[1])
        return np.lib.stride_tricks.as_strided(block[start:], shape, (step * line, stride * line, item), writeable=False)


@dataclass(frozen=True)
class Equations:
    """``left == right`` at the places of a rule that are not optional: sums of official cells.

    Attributes:
        places: the numbers of these places.
        decimal: whether a cell may have a fraction.
    """

    left: Sums
    right: Sums
    places: Positions
    decimal: bool

    @classmethod
    def of(cls, kernel: Kernel, position: dict[str, int], decimal: set[int]) -> Equations | None:
        """The equations of a rule whose sides are sums of cells; ``None`` if it is of another kind.

        Optional places and cells are left out: only reports without them are settled in this way. `position` has the
        numbers of the official cells; those in `decimal` may have a fraction.
        """
        rule, node = kernel.bound.rule, kernel.bound.condition.node
        if not isinstance(node, Comparison) or node.operator != "==" or rule.when or rule.tolerance:
            return None
        if kernel.needs_facts or not kernel.linear:
            return None
        places = [place for place, scope in enumerate(kernel.bound.scopes) if not scope.optional]
        sides: list[Sums] = []
        for side in ("left", "right"):
            sums = [getattr(kernel.linear[place], side) for place in places]
            positions = [[position[key] for _, key in each.terms if key in position] for each in sums]
            even = len({len(each) for each in positions}) == 1
            if not even or any(each.constant or any(factor != 1 for factor, _ in each.terms) for each in sums):
                return None
            sides.append(Sums.of(positions))
        left, right = sides
        cells = {*left.positions.flat, *right.positions.flat}
        return cls(left, right, np.array(places, dtype=np.intp), not cells.isdisjoint(decimal))

    def sides(self, block: Floats) -> tuple[Floats, Floats]:
        """Both sides in a (cells, reports) block, each (places, reports)."""
        left, right = (side.over(block, np.empty((len(self.places), block.shape[1]))) for side in (self.left, self.right))
        return left, right

    @property
    def cells(self) -> Positions:
        """The numbers of all cells that are added."""
        return np.concatenate([self.left.positions.ravel(), self.right.positions.ravel()])

    @property
    def terms(self) -> int:
        """The number of terms of the longer side."""
        return max(int(side.positions.shape[1]) for side in (self.left, self.right))
