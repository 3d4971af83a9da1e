"""What stands left of and above the numbers of a table without walls: the labels of its rows, and its header."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from gkrules.reading.pages.lattice import RulingLine
from gkrules.reading.pages.stack import Block, blocks_of
from gkrules.reading.pages.words import Word

LABELS = 3  # columns left of the numbers
_LEVEL = 0.35  # of the height of a character


@dataclass(frozen=True, slots=True)
class Placed:
    """A block of a header in its rows and columns."""

    block: Block
    row: int
    rowspan: int
    column: int
    colspan: int


def labels_of(
    words: Sequence[Word], middles: Sequence[float], rules: Sequence[RulingLine], least: float | None
) -> list[list[tuple[int, Block]]] | None:
    """The blocks left of each row of numbers with their columns; ``None`` unless each row has one label and each block one row.

    The label is the last block on the row, or centred on it; what stands left of labels names a group, and is put where it stands.
    """
    if not words and len(middles) == 1:
        return [[]]  # a table of one row needs no label
    blocks = blocks_of(words, rules, lambda _: 0, least)
    touching = [[block for block in blocks if _stands_at(block, middle)] for middle in middles]
    if not all(touching):
        return None
    labels = [max(found, key=lambda block: block.box[2]) for found in touching]
    if len({id(label) for label in labels}) < len(labels):
        return None
    rows: list[list[Block]] = [[label] for label in labels]
    own = {id(label) for label in labels}
    for block in blocks:
        if id(block) not in own:
            at = min(range(len(middles)), key=lambda row: abs(middles[row] - block.middle))
            if block.box[2] > labels[at].box[0]:
                return None
            rows[at].append(block)
    if max(map(len, rows)) > LABELS:
        return None
    for row in rows:
        row.sort(key=lambda block: block.box[0])
        if any(left.box[2] > right.box[0] for left, right in pairwise(row)):
            return None
    return [[(LABELS - len(row) + at, block) for at, block in enumerate(row)] for row in rows]


def _stands_at(block: Block, middle: float) -> bool:
    size = block.lines[0].size
    return abs(block.middle - middle) <= _LEVEL * size or any(abs(word.middle - middle) <= _LEVEL * size for word in block.lines)


def header_of(
    rows: Sequence[Sequence[Word]],
    bands: Sequence[tuple[float, float]],
    labels_end: float,
    rules: Sequence[RulingLine],
    least: float | None,
) -> list[Placed] | None:
    """The blocks above the numbers with the columns that they stand over; ``None`` if one has no certain place.

    `labels_end` is how far the labels of the rows reach.
    """
    edge = bands[0][0]
    full = LABELS + len(bands)
    columns: dict[int, tuple[int, int]] = {}
    words = [word for row in rows for word in row]
    for row in rows:
        for word in row:
            first, last = _over(word, bands)
            beside = word.box[2] <= edge
            if beside and word.box[0] < labels_end:
                columns[id(word)] = 0, LABELS
            elif not beside and (word.box[0] >= labels_end or last == 1):
                columns[id(word)] = LABELS + first, LABELS + last
            elif len(row) == 1 and row is not rows[-1]:
                columns[id(word)] = 0, full  # a title over the whole table
            else:
                return None  # over a column without numbers, or over labels and numbers
    blocks = sorted(blocks_of(words, rules, lambda word: columns[id(word)], least), key=lambda block: (block.middle, block.box[0]))
    placed: list[tuple[Block, int, tuple[int, int]]] = []
    for block in blocks:
        left, right = columns[id(block.lines[0])]
        above = [level for _, level, (start, end) in placed if start < right and left < end]
        placed.append((block, max(above, default=-1) + 1, (left, right)))
    height = max((level for _, level, _ in placed), default=-1) + 1
    found = []
    for block, level, (left, right) in placed:
        below = [(other, at) for other, at, (start, end) in placed if at > level and start < right and left < end]
        lower = any(other.box[1] >= block.middle for other, _ in below)
        if not lower and all(_is_loose(word, edge, bands) for word in block.lines):
            return None
        found.append(Placed(block, level, min((at for _, at in below), default=height) - level, left, right - left))
    return found


def _is_loose(word: Word, edge: float, bands: Sequence[tuple[float, float]]) -> bool:
    """Whether a word stands over no number, though beside the labels: what its column is nobody can say."""
    return word.box[2] > edge and not any(word.box[0] < right and left < word.box[2] for left, right in bands)


def _over(word: Word, bands: Sequence[tuple[float, float]]) -> tuple[int, int]:
    """The columns that a word stands over, the second excluded; those beside it if it stands between two."""
    over = [at for at, (left, right) in enumerate(bands) if word.box[0] < right and left < word.box[2]]
    if over:
        return over[0], over[-1] + 1
    after = next((at for at, (left, _) in enumerate(bands) if left >= word.box[2]), len(bands))
    return max(0, after - 1), min(len(bands), after + 1)
