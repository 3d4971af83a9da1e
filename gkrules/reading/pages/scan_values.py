"""What a line of a table says for certain: a number is read twice, in two sizes, and each of its characters
must be seen as ink that has the shape of that digit on this page.

A glyph that stands alone is hard to tell (0 and O, 1 and /): it is set three times side by side for the second look.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median

import numpy as np
import numpy.typing as npt

from gkrules.reading.pages.scan_ink import InkLine
from gkrules.reading.pages.scan_model import Reading, Recogniser
from gkrules.reading.pages.scan_shapes import Print, is_one_number, is_slash, learned, pieces

Grey = npt.NDArray[np.uint8]

UNREAD = "\ufffd"
SURE = 0.9
_WORDS = re.compile(r"[\u3400-\u4dff\u4e01-\u9fff]")  # not 一, which may be a dash
_LEVEL = frozenset("-—–－一_■")  # what a dash is read as
_PADDINGS = (0.15, 0.45)  # of the height of the line
_COPIES = 3
_SLASHES = frozenset("/／")
_DIGITS = re.compile(r"[0-9]+")
_VALUE = re.compile(r"^[0-9０-９][0-9０-９,，.．]*(?=\s*[（(件项人条份万元])")  # a number with a remark, which was read only once


@dataclass(frozen=True, slots=True)
class Said:
    """A line: its ink, its text with the mark for what is not certain, and how certain it is."""

    line: InkLine
    text: str
    confidence: float


def said(grey: Grey, lines: Sequence[InkLine], recogniser: Recogniser) -> list[Said]:
    """What each line of a table says. `grey` is the page without its ruling lines."""
    usual = median([line.box[3] - line.box[1] for line in lines]) if lines else 0.0
    first = recogniser.read([padded(grey, line, _PADDINGS[0], usual) for line in lines])
    numbers = [at for at, reading in enumerate(first) if _may_be_a_value(reading.text)]
    pictures: list[Grey] = []
    for at in numbers:
        copies = _COPIES if len(lines[at].groups) == 1 else 1
        pictures += [padded(grey, lines[at], padding, usual, copies) for padding in (_PADDINGS if copies > 1 else _PADDINGS[1:])]
    again = iter(recogniser.read(pictures))
    read = ((line, each.text) for line, each in zip(lines, first, strict=True) if each.confidence >= SURE)
    digits = learned(grey, ((line, text) for line, text in read if _DIGITS.fullmatch(text)))
    found: list[Said] = []
    left = set(numbers)
    for at, (line, reading) in enumerate(zip(lines, first, strict=True)):
        if at not in left:
            found.append(Said(line, _VALUE.sub(UNREAD, reading.text.strip()), reading.confidence))
        elif len(line.groups) == 1:
            found.append(_glyph(grey, line, reading, (next(again), next(again)), usual, digits))
        else:
            found.append(_value(grey, line, reading, next(again), digits))
    return found


def unsure(lines: Sequence[Said]) -> list[Said]:
    """The lines of a cell, marked if they could be taken for a number or for none."""
    if not all(_may_be_a_value(each.text) for each in lines):
        return list(lines)
    return [each if UNREAD in each.text else replace(each, text=each.text + UNREAD) for each in lines]


def _may_be_a_value(text: str) -> bool:
    """Whether a text is no label: it has no words, one sign that may stand for a number or for none, or a number with its unit."""
    words = len(_WORDS.findall(text))
    return words < 2 or (words < 4 and any(char.isdigit() for char in text))


def _value(grey: Grey, line: InkLine, first: Reading, second: Reading, usual: Print) -> Said:
    """A number of several digits. A blank between two digits is never dropped: `2 1` is not 21."""
    text = first.text.strip()
    sure = min(first.confidence, second.confidence)
    agreed = " " not in text and text == second.text.strip() and sure >= SURE and not line.touches
    boxes = pieces(grey, line, len(text)) if agreed else None
    if boxes is not None and (not _has_digits(text) or is_one_number(grey, boxes, text, usual)):
        return Said(line, text, sure)
    return Said(line, text + UNREAD, sure)


def _has_digits(text: str) -> bool:
    return any(char.isdigit() for char in text)


def _glyph(grey: Grey, line: InkLine, alone: Reading, tiled: tuple[Reading, Reading], usual: float, digits: Print) -> Said:
    """A single piece of ink: a digit, or a sign for nothing. `usual` is how high lines are on this page."""
    x0, y0, x1, y1 = line.box
    wide, high = x1 - x0, y1 - y0
    text = alone.text.strip()
    if text and set(text) <= _LEVEL and high < 0.25 * usual and 2 * high < wide < 0.7 * usual:
        return Said(line, "-" if not line.touches else "-" + UNREAD, alone.confidence)  # too short for a 一
    sure = min(reading.confidence for reading in tiled)
    agreed = bool(text) and all(reading.text.replace(" ", "") == _COPIES * text for reading in tiled)
    if not agreed or " " in text or sure < SURE or line.touches or high < 0.5 * usual:
        return Said(line, text + UNREAD, sure if agreed else 0.0)
    if _has_digits(text):
        boxes = pieces(grey, line, len(text))
        fits = boxes is not None and is_one_number(grey, boxes, text, digits)
    else:
        fits = text not in _SLASHES or is_slash(grey, line.box)
    return Said(line, text if fits else text + UNREAD, sure)


def padded(grey: Grey, line: InkLine, share: float, least: float = 0.0, copies: int = 1) -> Grey:
    """The picture of a line with paper around it, not lower than `least`, so many times side by side."""
    x0, y0, x1, y1 = line.box
    high = max(8, y1 - y0)
    more = max(0, round((least - high) / 2)) if high < 0.6 * least else 0
    pad = max(2, round(share * (high + 2 * more)))
    side = max(3, pad)
    piece = grey[max(0, y0 - 1) : y1 + 1, max(0, x0 - 1) : x1 + 1]
    paper = int(np.percentile(piece, 95)) if piece.size else 255
    if copies > 1:
        gap = np.full((piece.shape[0], max(2, round(0.12 * (high + 2 * more)))), paper, np.uint8)
        piece = np.hstack([part for _ in range(copies) for part in (gap, piece)][1:])
    return np.pad(piece, ((pad + more, pad + more), (side, side)), constant_values=paper)
