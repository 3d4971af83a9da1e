"""How digits look on this page: one print has one height, one pitch and one shape for each, and what departs from them is not certain.

A recogniser takes `l` for 1, `o` for 0 and `2 1` for 21. The page itself tells them apart: its other digits are there to compare with.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

import numpy as np
import numpy.typing as npt

from gkrules.reading.pages.scan_ink import InkLine, PixelBox, glyphs

Grey = npt.NDArray[np.uint8]
Shape = npt.NDArray[np.float32]

POINTS = frozenset(".．")
COMMAS = frozenset(",，")

_DEPTHS = (0.4, 0.55, 0.7)  # of the way from paper to the darkest ink
_SLANT = 0.12  # of the height: a stroke that leans as far is no digit
_SMALL = 16  # pixels: in smaller print the l and the 1 of Times are the same
_BROADEST = 0.85  # of the height: O, 〇, a number in a circle
_LOWEST, _HIGHEST = 0.92, 1.1  # of the height that digits have on this page
_ENOUGH = 4  # examples: one strange sign among them does not tell their middle
_MOST = 60
_ALIKE, _ONE_ALIKE = 0.8, 0.955  # the l of Times has up to 0.95 of the likeness of its 1
_ZERO_ALIKE = 0.9  # an empty box has up to 0.85 of that of a 0, a 0 never less than 0.94
_WIDER, _ONE_WIDER = 0.2, 0.15  # of the width of the same digit elsewhere
_BLUR, _ONE_BLUR = 2.0, 1.0  # pixels by which a box may be off
_PITCH = 1.25  # of that of the page: the narrowest space adds a third
_LOOSE = 1.0  # of the height: no digits of one number stand further apart, from middle to middle
_APART = 0.45  # of the height: a point stands closer to its digits
_DROPS = 0.09  # of the height: a comma goes as far below the digits
_SIZE, _CANVAS = 20, 28
_SOFT = (0.239, 0.522)  # the weights of a pixel beside, and of the pixel itself


@dataclass(frozen=True, slots=True)
class Print:
    """What the digits of a page have in common: their `height` in pixels and `pitch` in heights (0: not known), and by digit the
    usual shape and width in heights, where there are enough of them.
    """

    height: float = 0.0
    pitch: float = 0.0
    shapes: Mapping[str, tuple[Shape, float]] = field(default_factory=dict)


def learned(grey: Grey, lines: Iterable[tuple[InkLine, str]]) -> Print:
    """The print of a page, from lines that were read as nothing but digits."""
    heights: list[float] = []
    pitches: list[float] = []
    seen: dict[str, list[PixelBox]] = {}
    for line, text in lines:
        boxes = pieces(grey, line, len(text))
        if boxes is None:
            continue
        for char, box in zip(text, boxes, strict=True):
            heights.append(box[3] - box[1])
            seen.setdefault(char, []).append(box)
        high = max(box[3] - box[1] for box in boxes)
        pitches.extend(_between(left, right) / high for left, right in pairwise(boxes))
    height = float(median(heights)) if len(heights) >= _ENOUGH else 0.0
    shapes: dict[str, tuple[Shape, float]] = {}
    for char, found in seen.items():
        alike = [box for box in found if height and _LOWEST * height <= box[3] - box[1] <= _HIGHEST * height][:_MOST]
        if len(alike) >= _ENOUGH:
            usual = np.median(np.stack([_shape(grey, box, height) for box in alike]), axis=0)
            shapes[char] = usual.astype(np.float32), float(median((box[2] - box[0]) / height for box in alike))
    return Print(height, float(median(pitches)) if len(pitches) >= _ENOUGH else 0.0, shapes)


def pieces(grey: Grey, line: InkLine, count: int) -> tuple[PixelBox, ...] | None:
    """The glyphs of a line, if its ink makes so many: digits that touch come apart where only the darkest ink counts."""
    if len(line.groups) == count:
        return line.groups
    if len(line.groups) > count:
        return None  # ink that was not understood, as a faint minus
    x0, y0, x1, y1 = line.box
    left, top = max(0, x0 - 1), max(0, y0 - 1)
    piece = grey[top : y1 + 1, left : x1 + 1]
    dark, light = float(np.percentile(piece, 2)), float(np.percentile(grey, 60))
    for share in _DEPTHS:
        found = glyphs(piece < light - share * (light - dark))
        if len(found) == count:
            return tuple((box[0] + left, box[1] + top, box[2] + left, box[3] + top) for box in found)
    return None


def is_one_number(grey: Grey, boxes: Sequence[PixelBox], text: str, usual: Print) -> bool:
    """Whether glyphs are for certain the digits (and points) of a single number: each has the height and the shape of that digit, and
    none stands apart, raised or low.
    """
    digits = [box for box, char in zip(boxes, text, strict=True) if char.isdigit()]
    if not digits or not text[0].isdigit():
        return False  # a sign before a number is easily a piece of a rule, or dirt
    high = max(box[3] - box[1] for box in digits)
    top, bottom = median(box[1] for box in digits), median(box[3] for box in digits)
    slack = max(_BLUR, 0.1 * high)
    for at, (char, box) in enumerate(zip(text, boxes, strict=True)):
        if char.isdigit():
            fits = abs(box[1] - top) <= slack and abs(box[3] - bottom) <= slack and is_digit(grey, box, char, usual)
        elif char in POINTS or char in COMMAS:
            fits = box[3] - box[1] < 0.5 * high and box[1] > (top + bottom) / 2 and _is_comma(box, bottom, high) == (char in COMMAS)
        else:
            fits = True  # a unit, which is read as a word
        if not fits or (at and _stands_apart(boxes[at - 1], box, text[at - 1 : at + 1], high, usual)):
            return False
    return True


def is_digit(grey: Grey, box: PixelBox, char: str, usual: Print) -> bool:
    """Whether a glyph is for certain this digit of the page's print. Where the height of digits is not known, none is."""
    high, wide = box[3] - box[1], box[2] - box[0]
    if not usual.height or not _LOWEST * usual.height <= high <= _HIGHEST * usual.height or wide > _BROADEST * high:
        return False
    if char == "1" and lean(grey, box) > _SLANT:
        return False
    if char == "1" and usual.height < _SMALL:
        return False
    known = usual.shapes.get(char)
    if known is None:
        return char not in "01"  # what O, o and l are taken for
    shape, width = known[0], known[1] * usual.height
    blur, wider, alike = (_ONE_BLUR, _ONE_WIDER, _ONE_ALIKE) if char == "1" else (_BLUR, _WIDER, _ZERO_ALIKE if char == "0" else _ALIKE)
    return abs(wide - width) <= max(blur, wider * width) and likeness(_shape(grey, box, usual.height), shape) >= alike


def lean(grey: Grey, box: PixelBox) -> float:
    """How far the ink at the top lies to the right of that at the bottom, in heights of the glyph."""
    x0, y0, x1, y1 = box
    dark = float(np.percentile(grey, 60)) - grey[y0:y1, x0:x1].astype(np.float64)
    dark[dark < 0.4 * dark.max()] = 0
    third = max(1, (y1 - y0) // 3)
    middles = [float((part.sum(axis=0) * np.arange(x1 - x0)).sum() / max(part.sum(), 1e-9)) for part in (dark[:third], dark[-third:])]
    return (middles[0] - middles[1]) / (y1 - y0)


def is_slash(grey: Grey, box: PixelBox) -> bool:
    """Whether a stroke leans as a slash does."""
    return lean(grey, box) > _SLANT


def _is_comma(box: PixelBox, bottom: float, high: float) -> bool | None:
    """Whether a low glyph is a comma (it drops below the digits), or a point; nothing where that cannot be told."""
    wide, tall = box[2] - box[0], box[3] - box[1]
    if box[3] - bottom > _DROPS * high and tall > wide:
        return True
    return False if box[3] - bottom <= _DROPS * high and tall <= 1.3 * wide else None


def _stands_apart(left: PixelBox, right: PixelBox, pair: str, high: float, usual: Print) -> bool:
    """Whether two glyphs are two numbers whose ruling line was lost, or a point between them was, or a space is."""
    if pair.isdigit():
        between = _between(left, right) / high
        return between > _LOOSE or bool(usual.pitch and between > _PITCH * usual.pitch)
    return right[0] - left[2] > _APART * high


def _between(left: PixelBox, right: PixelBox) -> float:
    return (right[0] + right[2] - left[0] - left[2]) / 2


def _shape(grey: Grey, box: PixelBox, height: float) -> Shape:
    """A glyph, dark on nothing, at one size in the middle of a square, and a little blurred."""
    x0, y0, x1, y1 = box
    paper = float(np.percentile(grey[max(0, y0 - 2) : y1 + 2, max(0, x0 - 2) : x1 + 2], 95))
    dark = np.clip(paper - grey[y0:y1, x0:x1].astype(np.float32), 0, None)
    wide, high = (min(_CANVAS, max(1, round(size * _SIZE / height))) for size in (x1 - x0, y1 - y0))
    small = _shares(y1 - y0, high) @ dark @ _shares(x1 - x0, wide).T
    canvas = np.zeros((_CANVAS + 2, _CANVAS + 2), np.float32)
    left, top = 1 + (_CANVAS - wide) // 2, 1 + (_CANVAS - high) // 2
    canvas[top : top + high, left : left + wide] = small / max(1.0, float(small.max()))
    beside, middle = _SOFT
    rows = beside * canvas[:-2] + middle * canvas[1:-1] + beside * canvas[2:]
    return np.asarray(beside * rows[:, :-2] + middle * rows[:, 1:-1] + beside * rows[:, 2:], np.float32)


def _shares(before: int, after: int) -> Shape:
    """How much of each of so many old pixels goes into each new one."""
    edges = np.arange(after + 1) * before / after
    old = np.arange(before)
    overlap = np.minimum(edges[1:, None], old + 1) - np.maximum(edges[:-1, None], old)
    return np.asarray(np.clip(overlap, 0, None) * after / before, np.float32)


def likeness(shape: Shape, usual: Shape) -> float:
    """How alike two shapes are, from -1 to 1, where they are laid upon each other as well as they can be."""
    best = -1.0
    for down in (-1, 0, 1):
        for right in (-1, 0, 1):
            moved = np.roll(shape, (down, right), (0, 1)).ravel()
            best = max(best, float(np.corrcoef(moved, usual.ravel())[0, 1]) if moved.any() and usual.any() else -1.0)
    return best
