"""Ink in a region of a page → lines of glyphs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Mask = npt.NDArray[np.bool_]
PixelBox = tuple[int, int, int, int]

_SPECK = 7  # pixels: less is dust


@dataclass(frozen=True, slots=True)
class InkLine:
    """A line of ink: its box in pixels, and the groups of ink beside each other, as from and to along the line."""

    box: PixelBox
    groups: tuple[PixelBox, ...]
    touches: bool = False


def components(ink: Mask) -> list[PixelBox]:
    """The boxes of connected ink, without specks."""
    import cv2

    _, _, stats, _ = cv2.connectedComponentsWithStats(ink.astype(np.uint8), connectivity=8)
    return [(x, y, x + wide, y + high) for x, y, wide, high, area in stats[1:].tolist() if area >= _SPECK]


def ink_lines(boxes: list[PixelBox], gap: float = 0.0) -> list[InkLine]:
    """Boxes of ink as lines from top to bottom, told by their heights; ink one above the other is one group."""
    rows: list[list[PixelBox]] = []
    bottom = 0
    for box in sorted(boxes, key=lambda each: each[1]):
        if rows and box[1] < bottom + gap:
            rows[-1].append(box)
            bottom = max(bottom, box[3])
        else:
            rows.append([box])
            bottom = box[3]
    return [InkLine(around(row), tuple(_groups(row))) for row in rows]


def _groups(boxes: list[PixelBox]) -> list[PixelBox]:
    groups: list[PixelBox] = []
    for box in sorted(boxes):
        if groups and box[0] < groups[-1][2]:
            groups[-1] = around([groups[-1], box])
        else:
            groups.append(box)
    return groups


def glyphs(ink: Mask) -> list[PixelBox]:
    """Connected ink, what lies above or below other ink counted with it: glyphs may overlap each other's boxes by a little."""
    found: list[PixelBox] = []
    for box in sorted(components(ink)):
        if found and min(box[2], found[-1][2]) - box[0] > 0.5 * min(box[2] - box[0], found[-1][2] - found[-1][0]):
            found[-1] = around([found[-1], box])
        else:
            found.append(box)
    return found


def around(boxes: list[PixelBox]) -> PixelBox:
    """The box around boxes."""
    return min(box[0] for box in boxes), min(box[1] for box in boxes), max(box[2] for box in boxes), max(box[3] for box in boxes)
