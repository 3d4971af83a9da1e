"""Slips that hit a whole stretch of a row or column: values moved by one, neighbours or whole lines swapped.

Each known slip is undone where the broken equations are, and kept if then all of them hold.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import combinations

import numpy as np

from gkrules.compile.batch import Bools, Floats
from gkrules.locate.readings import BrokenReport
from gkrules.locate.search import Changes, exact
from gkrules.locate.system import CellLine, System
from gkrules.model.findings import Slip

_NEAR = 1e-9


class LineSlips:
    """Finds the slips of the lines of an edition's tables in reports."""

    def __init__(self, system: System) -> None:
        self.system = system
        self.lines: tuple[CellLine, ...] = system.lines

    @cached_property
    def touched(self) -> Bools:
        """(lines, equations)"""
        return np.array([(self.system.matrix[:, line.cells] != 0).any(axis=1) for line in self.lines], dtype=np.bool_)

    @cached_property
    def _parts(self) -> Bools:
        """Which parts of the system a line touches, as the equations of these parts: (lines, equations)."""
        component = self.system.component
        same = component[:, None] == component[None, :]
        found: Bools = (self.touched.astype(np.int64) @ same.astype(np.int64)) > 0
        return found

    @cached_property
    def _pairs(self) -> list[tuple[int, int]]:
        """Lines that lie side by side in a table, so that they can be taken for one another."""
        return [
            (one, other)
            for one, other in combinations(range(len(self.lines)), 2)
            if self.lines[one].table == self.lines[other].table and self.lines[one].is_row == self.lines[other].is_row
        ]

    def slips(self, broken: BrokenReport) -> Iterator[tuple[Slip, Changes]]:
        """Slips that, undone, mend all that is broken in the parts of the system that they touch, with the changes that undo them."""
        wrong = broken.rest != 0
        for number in np.flatnonzero(~((wrong & self._parts) & ~self.touched).any(axis=1) & (wrong & self.touched).any(axis=1)):
            cells = [cell for cell in self.lines[number].cells if broken.open[cell]]
            yield from self._within(self.lines[number], cells, self._parts[number], broken)
        yield from self._swapped(broken, wrong)

    def across(self, broken: BrokenReport) -> Iterator[tuple[Slip, Changes]]:
        """The slips that move numbers from one group of a row of groups into the next, which no equation of one cell can tell."""
        for number, line in enumerate(self.lines):
            if line.is_row and len(set(self.system.component[self.touched[number]].tolist())) > 1:
                cells = [cell for cell in line.cells if broken.open[cell]]
                equations = np.flatnonzero(self._parts[number] & broken.force)
                yield from self._moved(cells, self.system.matrix[equations][:, cells], broken.rest[equations], broken.values[cells])

    def _within(self, line: CellLine, cells: list[int], part: Bools, broken: BrokenReport) -> Iterator[tuple[Slip, Changes]]:
        """Slips inside a line whose cells are told by equations of their own."""
        equations = np.flatnonzero(part & broken.force)
        matrix, rest = self.system.matrix[equations][:, cells], broken.rest[equations]
        own = (matrix != 0).sum(axis=1) == 1
        # The change that each equation of one cell wants; those of one cell must agree, which the check at the end tells.
        change = np.zeros(len(cells))
        at, which = np.nonzero(matrix * own[:, None])
        change[which] = -rest[at] / matrix[at, which]
        if not change.any() or np.abs(rest + matrix @ change).max(initial=0.0) > _NEAR:
            return
        values = broken.values[cells]
        slip = slip_within(values, np.round(values + change, 9), is_row=line.is_row)
        if slip is not None:
            yield slip, _changes(cells, change)

    @staticmethod
    def _moved(cells: list[int], matrix: Floats, rest: Floats, values: Floats) -> Iterator[tuple[Slip, Changes]]:
        """One value left out of a row of many groups and the rest moved, or two neighbours of different groups exchanged.

        The equations of at least two groups tell which.
        """
        if (rest != 0).sum() < 2:
            return
        stretches = [(first, last, step) for first, last in combinations(range(len(cells)), 2) for step in (1, -1)]
        wanted = np.tile(values, (len(stretches), 1))
        gaps, lost = np.empty(len(stretches), dtype=np.intp), np.empty(len(stretches))
        for number, (first, last, step) in enumerate(stretches):
            if step == 1:
                wanted[number, first + 1 : last + 1] = values[first:last]
                gaps[number], lost[number] = first, values[last]
            else:
                wanted[number, first:last] = values[first + 1 : last + 1]
                gaps[number], lost[number] = last, values[first]
        every = np.arange(len(stretches))
        wanted[every, gaps] = 0
        left = rest[:, None] + matrix @ (wanted - values).T
        # What was left out is what the first of its equations says, if it has any.
        own = (matrix != 0).argmax(axis=0)[gaps]
        factor = matrix[own, gaps]
        missing = np.divide(-left[own, every], factor, out=np.zeros(len(stretches)), where=factor != 0)
        wanted[every, gaps] = missing
        left += matrix[:, gaps] * missing
        fits = (np.abs(left) < _NEAR).all(axis=0) & (wanted >= 0).all(axis=1) & (lost == 0)
        told: set[tuple[float, ...]] = set()
        for number in np.flatnonzero(fits & ((wanted != values).sum(axis=1) > 1)).tolist():
            moved = tuple((wanted[number] - values).tolist())
            if moved not in told:
                told.add(moved)
                yield slip_within(values, wanted[number], is_row=True) or Slip.ROW_SHIFTED, _changes(cells, wanted[number] - values)
        for first in range(len(cells) - 1):
            gain = values[first + 1] - values[first]
            change = np.zeros(len(cells))
            change[first], change[first + 1] = gain, -gain
            if gain and tuple(change.tolist()) not in told and (np.abs(rest + matrix @ change) < _NEAR).all():
                yield Slip.NEIGHBOURS_SWAPPED, _changes(cells, change)

    def _swapped(self, broken: BrokenReport, wrong: Bools) -> Iterator[tuple[Slip, Changes]]:
        """Two lines that were taken for one another over a stretch of at least two places."""
        pairs = np.array(self._pairs, dtype=np.intp).reshape(-1, 2)
        covered = ~((wrong & self._parts[pairs[:, 0]]) & ~(self.touched[pairs[:, 0]] | self.touched[pairs[:, 1]])).any(axis=1)
        covered &= (wrong & self.touched[pairs[:, 0]]).any(axis=1) | (wrong & self.touched[pairs[:, 1]]).any(axis=1)
        for one, other in pairs[covered]:
            first, second = self.lines[one], self.lines[other]
            there = [n for n, (a, b) in enumerate(zip(first.cells, second.cells, strict=True)) if broken.open[a] and broken.open[b]]
            here, beside = [first.cells[n] for n in there], [second.cells[n] for n in there]
            equations = np.flatnonzero(self._parts[one] & broken.force)
            gain = broken.values[beside] - broken.values[here]
            if np.count_nonzero(gain) < 2:
                continue
            effect = (self.system.matrix[equations][:, here] - self.system.matrix[equations][:, beside]) * gain
            slip = Slip.ROWS_SWAPPED if first.is_row else Slip.COLUMNS_SWAPPED
            for start, end in _stretches(effect, broken.rest[equations], gain):
                part = slice(start, end)
                yield slip, _changes([*here[part], *beside[part]], np.concatenate([gain[part], -gain[part]]))


def slip_within(values: Floats, wanted: Floats, *, is_row: bool) -> Slip | None:
    """The slip by which a line that should read `wanted` came to read `values`, if it is one of a stretch."""
    differing = np.flatnonzero(values != wanted)
    if len(differing) < 2 or (wanted < 0).any():
        return None
    first, last = int(differing[0]), int(differing[-1])
    shifted = Slip.ROW_SHIFTED if is_row else Slip.COLUMN_SHIFTED
    if last == first + 1 and values[first] == wanted[last] and values[last] == wanted[first]:
        # A number and the zero beside it: had the line been shifted, what stands beyond would have moved, too.
        moved = 0 in (values[first], values[last]) and not values[last + 1 :].any()
        return shifted if moved else Slip.NEIGHBOURS_SWAPPED
    forward, backward = values[first:last], values[first + 1 : last + 1]
    # What entered the line at its end: nothing, or what stood beyond, once more.
    if forward.any() and (forward == wanted[first + 1 : last + 1]).all():
        entered = values[last]
        beyond = wanted[last + 1] if last + 1 < len(values) else 0
        return shifted if entered in (0, beyond) else None
    if backward.any() and (backward == wanted[first:last]).all():
        entered = values[first]
        beyond = wanted[first - 1] if first else 0
        return shifted if entered in (0, beyond) else None
    return None


def _stretches(effect: Floats, rest: Floats, gain: Floats) -> Iterator[tuple[int, int]]:
    """The stretches, from a place to before another, whose exchange takes away all differences.

    They begin and end where the lines differ, and have two such places at least. Where one stretch does it, what is
    left of the lines often does, too.
    """
    sums = np.concatenate([np.zeros((len(effect), 1)), np.cumsum(effect, axis=1)], axis=1)
    # One broken equation leaves few stretches to try with all.
    told = int(np.abs(rest).argmax())
    fits = np.abs(rest[told] + sums[told, None, :] - sums[told, :, None]) < _NEAR
    starts, ends = np.nonzero(np.triu(fits, 2))
    if not len(starts):
        return
    differing = np.flatnonzero(gain)
    for number in np.lexsort((starts, ends - starts)).tolist():
        start, end = int(starts[number]), int(ends[number])
        inside = differing[(differing >= start) & (differing < end)]
        if len(inside) < 2 or inside[0] != start or inside[-1] != end - 1:
            continue
        if (np.abs(rest + sums[:, end] - sums[:, start]) < _NEAR).all():
            yield start, end


def _changes(cells: Sequence[int], change: Floats) -> Changes:
    rounded = np.round(change, 9)
    return {cell: exact(each) for cell, each in zip(cells, rounded, strict=True) if each}
