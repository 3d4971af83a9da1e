"""Lines of a text → the labels, numbers and blanks that stand in them, whatever a dump put between the cells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from gkrules.align.labels import parse_label
from gkrules.align.numbers import is_amount, is_blank
from gkrules.model.document import Block, Grid
from gkrules.model.places import Place

_PAGE = re.compile(r"\s*(?:[-—–·－]+\s*\d{1,3}\s*[-—–·－]+|第\s*\d{1,3}\s*页.{0,20}|\d{1,3}\s*/\s*\d{1,3})\s*")
_DRAWN = re.compile(r"[\s|+:=\-—–─━_]*")
_STROKE = re.compile(r"[-=─━_]{3}")
_GAP = re.compile(r"[ \u3000\u00a0]{2,}|\u3000")
_SPACE = re.compile(r"[ \u3000\u00a0]+")
_SENTENCE = re.compile(r"[。！？；]")
_LONGEST = 120  # no cell of the form is longer
_MOST_WORDS = 8  # into which spaces part a label
_DASHES = frozenset("/-—－–")

LABEL, WORDS, NUMBER, BLANK, BREAK = "label", "words", "number", "blank", "break"
_BARS = ("|", "｜")
_ENOUGH = 3  # lines; one or two may have lost their last bar


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a line.

    Attributes:
        kind: ``label`` (of the form), ``words`` (any other), ``number``, ``blank`` (an empty cell) or
            ``break`` (a sentence: no table goes on).
        text: as it stands there.
        place: of the line or cell.
        block: index of the block of the document.
        starts: whether a line begins with it.
    """

    kind: str
    text: str
    place: Place
    block: int
    starts: bool = False


def tokens_of(blocks: Iterable[tuple[int, Block]], labels: frozenset[str]) -> Iterator[Token]:
    """The tokens of paragraphs and grids. `labels` are the cores of the labels of the form."""
    unclosed = False  # whether the last cell still waits for the bar behind it
    blocks = list(blocks)
    parted = _bars_part_cells(block for _, block in blocks)
    for index, block in blocks:
        if isinstance(block, Grid):
            for row in block.rows():
                for at, cell in enumerate(row):
                    yield Token(_kind(cell.text, labels), cell.text, cell.place or block.place, index, at == 0)
            continue
        for line in block.text.split("\n"):
            if line.strip() and not _is_rule(line):
                yield from _line(line, block.place, index, labels, unclosed=unclosed and not parted, parted=parted)
                unclosed = not line.rstrip().endswith(_BARS)


def _is_rule(line: str) -> bool:
    """Whether a line only draws one."""
    return _DRAWN.fullmatch(line) is not None and _STROKE.search(line) is not None


def _line(line: str, place: Place, block: int, labels: frozenset[str], *, unclosed: bool, parted: bool) -> Iterator[Token]:
    if _PAGE.fullmatch(line):
        return
    pieces = _pieces(line, labels, parted=parted)
    if unclosed and line.lstrip().startswith(_BARS):
        pieces = pieces[1:]
    for at, text in enumerate(pieces):
        yield Token(_kind(text, labels), text, place, block, at == 0)


def _pieces(line: str, labels: frozenset[str], *, parted: bool) -> list[str]:
    """The cells of a line: between bars or tabs, else between gaps, else between spaces where these part labels and numbers."""
    for mark in (*_BARS, "\t"):
        if mark in line:
            pieces = [piece.strip() for piece in line.split(mark)]
            if not pieces[-1] and not (parted and mark in _BARS):
                pieces.pop()  # what a bar stands behind is the cell before it
            if mark in _BARS or len(pieces) > 1:
                return pieces
    pieces = []
    for part in _GAP.split(line.strip()):
        words = _SPACE.split(part)
        if len(words) == 1 or parse_label(part).core in labels:
            pieces.append(part)
        else:
            pieces.extend(_parted(words, labels))
    return [piece for piece in pieces if piece]


def _parted(words: Sequence[str], labels: frozenset[str]) -> Iterator[str]:
    """Words between spaces: as many together as make a label, numbers apart, the rest of the words as they stand."""
    at = 0
    while at < len(words):
        ends = range(min(len(words), at + _MOST_WORDS), at + 1, -1) if not is_amount(words[at]) else ()
        end = next((end for end in ends if parse_label("".join(words[at:end])).core in labels), at + 1)
        yield " ".join(words[at:end])
        at = end


def _kind(text: str, labels: frozenset[str]) -> str:
    if is_blank(text):
        return BLANK
    if is_amount(text) or all(char in _DASHES or char.isspace() for char in text):
        return NUMBER
    if parse_label(text).core in labels:
        return LABEL
    return BREAK if len(text) > _LONGEST or _SENTENCE.search(text.strip()[:-1]) or text.strip().endswith("。") else WORDS


def _bars_part_cells(blocks: Iterable[Block]) -> bool:
    """Whether bars part cells (``a | b``), and do not stand one behind each (``a | b |``): several lines have none at their ends.

    A line that ends with a bar has an empty cell behind it in the one style, and none in the other.
    """
    open_ended = 0
    for block in blocks:
        if isinstance(block, Grid):
            continue
        for line in block.text.split("\n"):
            bare = line.strip()
            if any(bar in bare for bar in _BARS) and not bare.startswith(_BARS) and not bare.endswith(_BARS):
                open_ended += 1
    return open_ended >= _ENOUGH
