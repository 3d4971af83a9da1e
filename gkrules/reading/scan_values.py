"""What a line of a table says for certain: a number is read twice, in two sizes, and each of its characters
must be seen as ink.

A glyph that stands alone is hard to tell (0 and O, 1 and /): it is set three times side by side for the second look,
and must have its shape.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median

import numpy as np
import numpy.typing as npt

from gkrules.reading.scan_ink import InkLine, PixelBox, glyphs
from gkrules.reading.scan_model import Reading, Recogniser

Grey = npt.NDArray[np.uint8]

UNREAD = "\ufffd"
SURE = 0.9
_WORDS = re.compile(r"[\u3400-\u4dff\u4e01-\u9fff]")  # not 一, which may be a dash
_LEVEL = frozenset("-—–－一_■")  # what a dash is read as
_DEPTHS = (0.4, 0.55, 0.7)  # of the way from paper to the darkest ink
_PADDINGS = (0.15, 0.45)  # of the height of the line
_COPIES = 3
_SLANT = 0.12  # of the height: a stroke that leans as far is no digit
_BAR = 0.22  # of the height: as wide is a stroke of bold print
_APART = 0.45  # of the height: digits of one number stand closer, also beside a 1
_LOW = 0.75  # of the height of a line: lower ink is a point, a minus, or a raised number
_POINTS = frozenset(".,，．")
_LOWEST, _HIGHEST = 0.85, 1.2  # of the height that digits have on this page


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
    heights = [line.box[3] - line.box[1] for line, reading in zip(lines, first, strict=True) if reading.text.isdigit()]
    digit = float(median(heights)) if heights else 0.0
    found: list[Said] = []
    left = set(numbers)
    for at, (line, reading) in enumerate(zip(lines, first, strict=True)):
        if at not in left:
            found.append(Said(line, reading.text.strip(), reading.confidence))
        elif len(line.groups) == 1:
            found.append(_glyph(grey, line, reading, (next(again), next(again)), usual, digit))
        else:
            found.append(_value(grey, line, reading, next(again)))
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


def _value(grey: Grey, line: InkLine, first: Reading, second: Reading) -> Said:
    """A number of several digits."""
    text = first.text.replace(" ", "")
    sure = min(first.confidence, second.confidence)
    agreed = text == second.text.replace(" ", "") and sure >= SURE and not line.touches
    # Glyphs that touch are one piece of ink; more pieces than characters are ink that was not understood, as a faint minus.
    if agreed and len(line.groups) <= len(text) and len(text) in _counts(grey, line) and _is_one_number(grey, line, text):
        return Said(line, text, sure)
    return Said(line, text + UNREAD, sure)


def _is_one_number(grey: Grey, line: InkLine, text: str) -> bool:
    """Whether the ink may be a single number: it begins with a digit, nothing is apart, raised or low, and a 1 has its shape."""
    high = line.box[3] - line.box[1]
    if any(char.isdigit() for char in text) and not text[0].isdigit():
        return False  # a sign before a number is easily a piece of a rule, or dirt
    pairs = zip(line.groups, line.groups[1:], strict=False)
    if any(right[0] - left[2] > _APART * high for left, right in pairs):
        return False  # two numbers whose ruling line was lost, or a point that was
    low = [group for group in line.groups if group[3] - group[1] < _LOW * high]
    if len(low) > sum(char in _POINTS for char in text):
        return False
    if len(line.groups) != len(text):
        return "1" not in text  # its shape cannot be looked at
    return all(_may_be_one(grey, group) for char, group in zip(text, line.groups, strict=True) if char == "1")


def _may_be_one(grey: Grey, box: PixelBox) -> bool:
    """Whether a glyph has the shape of a 1: a stroke that leans is a slash, and one without a flag a letter."""
    return _lean(grey, box) <= _SLANT and box[2] - box[0] > _BAR * (box[3] - box[1])


def _glyph(grey: Grey, line: InkLine, alone: Reading, tiled: tuple[Reading, Reading], usual: float, digit: float) -> Said:
    """A single piece of ink: a digit, or a sign for nothing. `digit` is how high digits are on this page, 0 if that is not known."""
    x0, y0, x1, y1 = line.box
    wide, high = x1 - x0, y1 - y0
    text = alone.text.replace(" ", "")
    if set(text) <= _LEVEL and high < 0.25 * usual and 2 * high < wide < 0.7 * usual:
        return Said(line, "-" if not line.touches else "-" + UNREAD, alone.confidence)  # too short for a 一
    sure = min(reading.confidence for reading in tiled)
    agreed = bool(text) and all(reading.text.replace(" ", "") == _COPIES * text for reading in tiled)
    if not agreed or sure < SURE or line.touches or len(text) not in _counts(grey, line) or high < 0.5 * usual:
        return Said(line, text + UNREAD, sure if agreed else 0.0)
    if text.isdigit() and digit and not _LOWEST * digit < high < _HIGHEST * digit:
        return Said(line, text + UNREAD, sure)  # o for 0, a number in a circle, a footnote
    fits = _may_be_one(grey, line.box) if text == "1" else text not in {"/", "／"} or _lean(grey, line.box) > _SLANT
    return Said(line, text if fits else text + UNREAD, sure)


def _lean(grey: Grey, box: PixelBox) -> float:
    """How far the ink at the top lies to the right of that at the bottom, in heights of the glyph."""
    x0, y0, x1, y1 = box
    dark = float(np.percentile(grey, 60)) - grey[y0:y1, x0:x1].astype(np.float64)
    dark[dark < 0.4 * dark.max()] = 0
    third = max(1, (y1 - y0) // 3)
    middles = [float((part.sum(axis=0) * np.arange(x1 - x0)).sum() / max(part.sum(), 1e-9)) for part in (dark[:third], dark[-third:])]
    return (middles[0] - middles[1]) / (y1 - y0)


def _counts(grey: Grey, line: InkLine) -> set[int]:
    """How many glyphs the ink makes: digits that touch come apart where only the darkest ink counts."""
    x0, y0, x1, y1 = line.box
    piece = grey[max(0, y0 - 1) : y1 + 1, max(0, x0 - 1) : x1 + 1]
    dark, light = float(np.percentile(piece, 2)), float(np.percentile(grey, 60))
    return {len(line.groups), *(len(glyphs(piece < light - share * (light - dark))) for share in _DEPTHS)}


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
