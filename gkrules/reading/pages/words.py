"""Characters outside tables → words: runs that stand together on one baseline, told apart by wide gaps."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from gkrules.reading.pages.lattice import Box
from gkrules.reading.pages.text import Char, cell_text

_GAP = 0.6  # of the height of a character
_LEVEL = 0.25
_CELL_GAP = 0.2
_EVEN = 0.08
_VALUE = re.compile(r"[-+－−＋]?[0-9][0-9,，.]{0,24}(?:%|万元|元|件|条|项|人|次)?|[-－—–/／]{1,4}|无")


@dataclass(slots=True, eq=False)
class Word:
    """A run of characters."""

    chars: list[Char]
    text: str
    box: Box

    @property
    def size(self) -> float:
        """Its height."""
        return self.box[3] - self.box[1]

    @property
    def middle(self) -> float:
        """The height of its centre."""
        return (self.box[1] + self.box[3]) / 2

    @property
    def is_value(self) -> bool:
        """Whether it is a number, or stands for one."""
        return _VALUE.fullmatch(self.text) is not None


def word_rows(chars: Iterable[Char]) -> list[list[Word]]:
    """Words from top to bottom, those on one baseline in one row, from left to right.

    Unlike the lines of a text, a row does not take in what stands half a line higher or lower: in a table that is another row.
    """
    rows: list[list[Char]] = []
    for char in sorted(chars, key=lambda each: (each.y0 + each.y1, each.x0)):
        first = rows[-1][0] if rows else None
        if first is not None and char.middle - first.middle <= _LEVEL * min(char.y1 - char.y0, first.y1 - first.y0):
            rows[-1].append(char)
        else:
            rows.append([char])
    return [_words(sorted(row, key=lambda each: each.x0)) for row in rows]


def _words(row: Sequence[Char]) -> list[Word]:
    runs: list[list[Char]] = []
    for char in row:
        left = runs[-1][-1] if runs else None
        if left is not None and char.x0 - left.x1 <= _GAP * max(char.y1 - char.y0, left.y1 - left.y0):
            runs[-1].append(char)
        else:
            runs.append([char])
    return [part for run in runs for piece in _cells_of(run) for part in _parted(word_of(piece))]


def _cells_of(run: list[Char]) -> list[list[Char]]:
    """A run cut at gaps that are no wider than those of spaced letters, but alone of their kind: narrow cells nearly touch."""
    size = max(char.y1 - char.y0 for char in run)
    gaps = [right.x0 - left.x1 for left, right in pairwise(run)]
    cuts = [at for at, gap in enumerate(gaps, start=1) if gap > _CELL_GAP * size]
    even = [gap for gap in gaps if gap <= _CELL_GAP * size]
    if not cuts or len(even) < 2 * len(cuts) or max(even) > _EVEN * size:
        return [run]
    return [run[start:end] for start, end in pairwise([0, *cuts, len(run)])]


def _parted(word: Word) -> list[Word]:
    """Numbers that stand close to each other as words of their own; whether they have columns of their own is to be seen."""
    if " " not in word.text or not all(map(_VALUE.fullmatch, word.text.split(" "))):
        return [word]
    runs: list[list[Char]] = []
    left = 0
    for piece in word.text.split(" "):
        runs.append(word.chars[left : left + len(piece)])
        left += len(piece)
    parts = [word_of(run) for run in runs if run]
    return parts if [part.text for part in parts] == word.text.split(" ") and left == len(word.chars) else [word]


def word_of(chars: list[Char]) -> Word:
    """The word that characters make."""
    return Word(chars, cell_text(chars), box_of(chars))


def box_of(chars: Sequence[Char]) -> Box:
    """The box around characters."""
    return min(c.x0 for c in chars), min(c.y0 for c in chars), max(c.x1 for c in chars), max(c.y1 for c in chars)
