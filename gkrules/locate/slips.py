"""Slips of the pen that turn one number into another, and how much less a cell is trusted for them."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

from gkrules.compile.batch import Bools, Floats
from gkrules.locate.search import Exact
from gkrules.locate.system import System
from gkrules.model.findings import Slip
from gkrules.model.numerals import number

SURE = 10
"""A number below it has one digit, and equals others by chance."""

WEIGHT = 1.0
"""What it costs to change a cell of which nothing is known."""

_BONUS: Mapping[Slip, float] = {
    Slip.TOTAL_EMPTY: 0.3,
    Slip.SIGN: 0.3,
    Slip.DIGITS_TRANSPOSED: 0.25,
    Slip.DIGIT_DOUBLED: 0.25,
    Slip.DIGIT_DROPPED: 0.2,
    Slip.LAST_YEARS_VALUE: 0.2,
    Slip.COPIED_FROM_NEIGHBOUR: 0.15,
    Slip.DIGIT_WRONG: 0.1,
    Slip.TOTAL_NOT_UPDATED: 0.05,
}
_LOOKALIKES = str.maketrans(
    {"l": "1", "I": "1", "i": "1", "|": "1", "O": "0", "o": "0", "〇": "0", "○": "0", "Q": "0", "S": "5", "Z": "2", "B": "8"}
)
_STOPS = "。.,、，;；:：'`·"
_LONGEST = 9
_SMALL = 0.05
"""What a slip is worth that a number of one digit shows by chance."""
_BLANK = 0.2
"""What it is worth that a cell that should hold a number holds nothing."""
_EMPTY_LINE = 0.08
"""What it costs to put a number into a row or column that has no other, and what it is worth to empty one."""


def digit_slip(value: int, wanted: int) -> Slip | None:
    """The slip of a digit by which `wanted` became `value`; both are not negative."""
    wrong, right = str(value), str(wanted)
    if len(wrong) == len(right) and len(right) > 1:
        differing = [number for number in range(len(right)) if wrong[number] != right[number]]
        if len(differing) == 1:
            return Slip.DIGIT_WRONG
        if len(differing) == 2 and differing[1] == differing[0] + 1 and sorted(wrong) == sorted(right):
            return Slip.DIGITS_TRANSPOSED
    if len(right) == len(wrong) + 1 and value and any(right[:n] + right[n + 1 :] == wrong for n in range(len(right))):
        return Slip.DIGIT_DROPPED
    if len(wrong) == len(right) + 1 and wanted and any(right[: n + 1] + right[n:] == wrong for n in range(len(right))):
        return Slip.DIGIT_DOUBLED
    return None


def mistyped(text: str) -> int | float | None:
    """The number that a text stands for if a key was missed: ``l``, ``O``, ``三``, ``5。``, ``１O``; ``None`` if it is no such text.

    It is a guess, which only the equations can confirm.
    """
    plain = unicodedata.normalize("NFKC", text).strip().rstrip(_STOPS)
    if len(plain) > _LONGEST:
        return None
    if not any(char.isdigit() for char in plain.translate(_LOOKALIKES)):
        return number(plain)
    digits = plain.translate(_LOOKALIKES)
    return int(digits) if digits.isascii() and digits.isdigit() else None


@dataclass(frozen=True)
class Plausibility:
    """How likely it is that a cell of a report is wrong, by the slips that it shows.

    Attributes:
        values: the numbers of the cells, 0 where there is none.
        filled: cells that hold a number.
        previous: last year's numbers of the cells that had one.
    """

    system: System
    values: Floats
    filled: Bools
    previous: Mapping[int, float] = field(default_factory=dict)

    def slip(self, cell: int, wanted: Exact) -> Slip | None:
        """The likeliest slip by which the cell came to its number instead of `wanted`."""
        return max(self._slips(cell, wanted), key=lambda slip: (self._bonus(slip, cell), -list(Slip).index(slip)), default=None)

    def weight(self, cell: int, wanted: Exact) -> float:
        """What it costs to believe that the cell should be `wanted`: 1 if nothing is known, less where a slip fits."""
        weight = WEIGHT - max((self._bonus(slip, cell) for slip in self._slips(cell, wanted)), default=0.0 if self.filled[cell] else _BLANK)
        if (self.values[cell] == 0) != (wanted == 0):
            lonely = sum(not any(self.values[other] for other in line if other != cell) for line in self.system.beside[cell])
            weight += lonely * (_EMPTY_LINE if wanted else -_EMPTY_LINE)
        return weight

    def _bonus(self, slip: Slip, cell: int) -> float:
        chance = slip in (Slip.LAST_YEARS_VALUE, Slip.COPIED_FROM_NEIGHBOUR) and abs(self.values[cell]) < SURE
        return _SMALL if chance else _BONUS[slip]

    def _slips(self, cell: int, wanted: Exact) -> list[Slip]:
        value = self.values[cell]
        found = []
        parts = self.system.totals.get(cell, ())
        if parts and value == 0 and any(self.values[part] for part in parts):
            found.append(Slip.TOTAL_EMPTY)
        if not self.filled[cell]:
            return found
        if value == -wanted and value < 0:
            found.append(Slip.SIGN)
        whole = value == int(value) and wanted == int(wanted) and value >= 0 and wanted >= 0
        digit = digit_slip(int(value), int(wanted)) if whole else None
        if digit:
            found.append(digit)
        if value and self.previous.get(cell) == value:
            found.append(Slip.LAST_YEARS_VALUE)
        if value and any(self.values[other] == value for other in self.system.neighbours[cell] if self.filled[other]):
            found.append(Slip.COPIED_FROM_NEIGHBOUR)
        if parts and any(self.values[part] and self.values[part] == wanted - value for part in parts):
            found.append(Slip.TOTAL_NOT_UPDATED)
        return found
