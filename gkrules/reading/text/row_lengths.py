"""Rows of a text that should be as long as each other: which of them say where their cells stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

_MOST = 0.75  # of the rows; where fewer are as long as each other, length says nothing


def looseness(lengths: Mapping[int, int]) -> tuple[bool, frozenset[int]]:
    """Whether a table is ragged, and which rows of one that is not are loose, from the lengths of its rows."""
    counted = Counter(lengths.values())
    length, count = counted.most_common(1)[0] if counted else (0, 0)
    if count < _MOST * len(lengths):
        return True, frozenset()
    return False, frozenset(row for row, own in lengths.items() if own != length)
