"""Ink of a page → its ruling lines, and the ink that belongs to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from gkrules.reading.pages.lattice import DrawnTable, RulingLine

Mask = npt.NDArray[np.bool_]

_LONG = 72  # pixels: longer than any stroke of the text
_TALL = 40
_THICKEST = 14
_GAP = 15  # pixels between runs of one line, which noise may take out
_SMEAR = 2
_FLANK = 3
_INKED = 0.2  # of the length: a stroke of bold text has ink on both sides
_MEET = 8  # pixels


@dataclass(frozen=True, slots=True)
class Ruled:
    """Ruling lines in pixels; `lines` is the ink that belongs to them, and what is next to it."""

    horizontal: tuple[RulingLine, ...]
    vertical: tuple[RulingLine, ...]
    lines: Mask


@dataclass(frozen=True, slots=True)
class _Runs:
    """Straight runs of ink along one axis: each as a rule and a label, and where each label is."""

    rules: tuple[RulingLine, ...]
    numbers: tuple[int, ...]
    labels: npt.NDArray[np.int32]

    def ink(self, kept: Sequence[bool]) -> Mask:
        chosen = np.zeros(int(self.labels.max()) + 1, bool)
        chosen[[number for number, keep in zip(self.numbers, kept, strict=True) if keep]] = True
        chosen[0] = False
        return np.asarray(chosen[self.labels])


def ruled(ink: Mask) -> Ruled:
    """The ruling lines of a page. A run that meets no other is none: it may be a long dash, or a large digit."""
    import cv2

    across, down = _runs(ink, vertical=False), _runs(ink, vertical=True)
    across_kept = [any(_meet(rule, other) for other in down.rules) for rule in across.rules]
    down_kept = [any(_meet(other, rule) for other in across.rules) for rule in down.rules]
    lines = (across.ink(across_kept) | down.ink(down_kept)).astype(np.uint8)
    smeared = cv2.dilate(lines, np.ones((2 * _SMEAR + 1, 2 * _SMEAR + 1), np.uint8)) > 0
    return Ruled(_chosen(across.rules, across_kept), _chosen(down.rules, down_kept), np.asarray(smeared))


def _chosen(rules: Sequence[RulingLine], kept: Sequence[bool]) -> tuple[RulingLine, ...]:
    return tuple(rule for rule, keep in zip(rules, kept, strict=True) if keep)


def _meet(across: RulingLine, down: RulingLine) -> bool:
    beside = across.start - _MEET <= down.position <= across.end + _MEET
    return beside and down.start - _MEET <= across.position <= down.end + _MEET


def _runs(ink: Mask, *, vertical: bool) -> _Runs:
    """Long straight runs along one axis: what stays when everything shorter is worn away."""
    import cv2

    def along(length: int) -> npt.NDArray[np.uint8]:
        return np.ones((length, 1) if vertical else (1, length), np.uint8)

    opened = cv2.morphologyEx(ink.astype(np.uint8), cv2.MORPH_OPEN, along(_TALL if vertical else _LONG))
    # A line that steps from one row of pixels to the next is one.
    _, labels, stats, _ = cv2.connectedComponentsWithStats(cv2.dilate(opened, along(_GAP)), connectivity=8)
    rules: list[RulingLine] = []
    numbers: list[int] = []
    half = _GAP // 2
    for at, (x, y, wide, high, _) in enumerate(stats.tolist()):
        length, thick = (high, wide) if vertical else (wide, high)
        if not at or thick > _THICKEST or length <= 4 * thick:
            continue
        if _is_text(ink.T if vertical else ink, (x, y, x + wide, y + high) if vertical else (y, x, y + high, x + wide)):
            continue
        rules.append(
            RulingLine(x + wide / 2, y + half, y + high - half) if vertical else RulingLine(y + high / 2, x + half, x + wide - half)
        )
        numbers.append(at)
    return _Runs(tuple(rules), tuple(numbers), np.asarray(np.where(opened > 0, labels, 0), np.int32))


def _is_text(ink: Mask, box: tuple[int, int, int, int]) -> bool:
    """Whether there is ink along both sides of a run, as there is in a row of bold text. `box` is top, left, bottom, right."""
    top, left, bottom, right = box
    sides = [float(ink[at, left:right].mean()) for at in (top - _FLANK, bottom + _FLANK - 1) if 0 <= at < ink.shape[0]]
    return len(sides) == 2 and min(sides) > _INKED


def has_lost_a_rule(table: DrawnTable, at: int) -> bool:
    """Whether a cell may be several between which a ruling line was not seen.

    So it is where the cell covers rows, as no number of a form does, and where it covers a line between columns that the row above or
    below has, or rows both above and below.
    """
    cell, owners = table.cells[at], table.owners
    if cell.rowspan > 1:
        return True
    for edge in range(cell.column, cell.column + cell.colspan - 1):
        walls = [row for row, slots in enumerate(owners) if slots[edge] != slots[edge + 1]]
        if any(abs(row - cell.row) == 1 for row in walls) or (walls and min(walls) < cell.row < max(walls)):
            return True
    return False
