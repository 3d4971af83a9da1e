"""Header cells that go on below: a program that writes row after row says the text of a merged cell again in each row it is in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from gkrules.align.tokens import BLANK, Token


def said_once(header: Iterable[Token]) -> list[str]:
    """The texts of a header without those that only say again what stands left of them, or at the same edge of the line above."""
    found: list[str] = []
    above: list[str] = []
    for line in _lines(header):
        start = _shared(above, line)
        end = _shared(above[start:][::-1], line[start:][::-1])
        found += line[start : len(line) - end]
        above = line
    return found


def _lines(header: Iterable[Token]) -> Iterator[list[str]]:
    """The texts of each line, one that is repeated in cells side by side once."""
    line: list[str] = []
    for token in header:
        if token.starts and line:
            yield [text for text, _ in groupby(line)]
            line = []
        if token.kind != BLANK:
            line.append(token.text)
    yield [text for text, _ in groupby(line)]


def _shared(one: Sequence[str], two: Sequence[str]) -> int:
    """How many texts two lines have in common from their start on."""
    count = 0
    for left, right in zip(one, two, strict=False):
        if left != right:
            break
        count += 1
    return count
