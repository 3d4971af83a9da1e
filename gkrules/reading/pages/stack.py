"""Words that stand below each other → blocks: the lines of one cell."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from gkrules.reading.enumerators import PART
from gkrules.reading.pages.lattice import Box, RulingLine
from gkrules.reading.pages.text import Char
from gkrules.reading.pages.words import Word, word_of

_HEADING = re.compile(rf"{PART}|.*[。；;]")
_WIDEST = 0.9  # of the height of a character, between lines of one cell
SLACK = 0.15
_SPLIT = 0.1
_SAME_SIZE = 0.8


@dataclass(slots=True, eq=False)
class Block:
    """What stands in one cell."""

    chars: list[Char]
    box: Box
    lines: tuple[Word, ...] = ()

    @property
    def middle(self) -> float:
        """The height of its centre."""
        return (self.box[1] + self.box[3]) / 2


def no_heading(row: Sequence[Word]) -> bool:
    """Whether a row of words is neither a numbered heading nor a sentence."""
    return not any(_HEADING.match(word.text) for word in row) and len(row) > 0


def split_between(row: Sequence[Word], bands: Sequence[tuple[float, float]]) -> list[Word]:
    """The words of a row, cut where a small gap lies between two columns: narrow cells of a header nearly touch."""
    words: list[Word] = []
    for word in row:
        run: list[Char] = []
        for char in word.chars:
            if (
                run
                and char.x0 - run[-1].x1 > _SPLIT * word.size
                and any(
                    left[1] <= run[-1].x1 + word.size and char.x0 - word.size <= right[0] and left[1] < char.x0 and run[-1].x1 < right[0]
                    for left, right in pairwise(bands)
                )
            ):
                words.append(word_of(run))
                run = []
            run.append(char)
        words.append(word_of(run))
    return words


def gaps_between(words: Sequence[Word]) -> list[tuple[float, Word, Word]]:
    """The gaps between words that stand directly below each other."""
    found = []
    ordered = sorted(words, key=lambda word: word.box[1])
    for at, above in enumerate(ordered):
        for below in ordered[at + 1 :]:
            if below.box[1] - above.box[3] > _WIDEST * max(above.size, below.size):
                break
            if below.middle - above.middle > 0.5 * above.size and _overlap(above.box, below.box):
                found.append((below.box[1] - above.box[3], above, below))
    return found


def blocks_of(words: Sequence[Word], rules: Sequence[RulingLine], columns: Callable[[Word], object], least: float | None) -> list[Block]:
    """Words put together to blocks, where they stand below each other in the same `columns`.

    Lines of a cell are `least` from each other, the smallest gap of all, or they have no rule between them; ``None`` puts nothing together.
    """
    group: dict[int, list[Word]] = {id(word): [word] for word in words}
    if least is not None:
        for gap, above, below in gaps_between(words):
            size = max(above.size, below.size)
            near = _no_rule(above, below, rules) if rules else gap <= least + SLACK * size
            alike = min(above.size, below.size) > _SAME_SIZE * size and columns(above) == columns(below)
            if near and alike and group[id(above)] is not group[id(below)]:
                together = group[id(above)] + group[id(below)]
                for word in together:
                    group[id(word)] = together
    found: list[Block] = []
    seen: set[int] = set()
    for word in words:
        own = group[id(word)]
        if id(own) not in seen:
            seen.add(id(own))
            boxes = [each.box for each in own]
            box = min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes)
            found.append(Block([char for each in own for char in each.chars], box, tuple(own)))
    return found


def _no_rule(above: Word, below: Word, rules: Sequence[RulingLine]) -> bool:
    x = (max(above.box[0], below.box[0]) + min(above.box[2], below.box[2])) / 2
    return not any(above.middle < rule.position < below.middle and rule.start <= x <= rule.end for rule in rules)


def _overlap(one: Box, two: Box) -> bool:
    return one[0] < two[2] and two[0] < one[2]
