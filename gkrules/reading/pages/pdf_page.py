"""A page of a PDF → its characters and ruling lines, from the upper left corner and with the text upright."""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from collections.abc import Callable
from statistics import median
from typing import Any

import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from gkrules.reading.pages.lattice import Box
from gkrules.reading.pages.page import Budget, PageContent
from gkrules.reading.pages.pdf_paths import INVISIBLE, drawn_on

_BLANKS = frozenset({9, 10, 13, 32, 0xA0, 0x3000})
_TOO_WIDE = 5
_SAMPLE = 200


def read_page(page: Any, budget: Budget) -> PageContent:
    """Take what a loaded page shows. The caller holds the lock of pdfium.

    Raises:
        DocumentError: ``limit_…``.
    """
    drawn = drawn_on(page, budget.add_objects)
    text = pdfium.FPDFText_LoadPage(page)
    try:
        count = max(0, pdfium.FPDFText_CountChars(text)) if text else 0
        budget.add_characters(count)
        boxes = _boxes(text, count, hides=drawn.hides)
        rotation = _upright(text, count) if boxes else pdfium.FPDFPage_GetRotation(page)
    finally:
        if text:
            pdfium.FPDFText_ClosePage(text)
    turn, width, height = _turn(page, rotation)
    content = PageContent(width, height)
    for shown, box, hidden in boxes:
        content.add_char(shown, turn(box), hidden=hidden)
    for box in drawn.rules:
        content.add_rule(turn(box))
    for box in drawn.pictures:
        content.add_picture(turn(box))
    content.fills.extend(map(turn, drawn.fills))
    return content


def _boxes(text: Any, count: int, *, hides: bool) -> list[tuple[str, Box, bool]]:
    """Each character that is no blank with its box, and whether it is not drawn at all; only where the page `hides` text is that asked."""
    code_of, is_made, loose_of = pdfium.FPDFText_GetUnicode, pdfium.FPDFText_IsGenerated, pdfium.FPDFText_GetLooseCharBox
    rect = pdfium.FS_RECTF()
    rect_at = ctypes.byref(rect)
    isfinite = math.isfinite
    found: list[tuple[int, str, Box]] = []
    for index in range(count):
        code = code_of(text, index)
        if code in _BLANKS or is_made(text, index) == 1 or not loose_of(text, index, rect_at):
            continue  # blanks are told by gaps
        x0, y0, x1, y1 = rect.left, rect.bottom, rect.right, rect.top
        if not (x1 > x0 and y1 > y0 and isfinite(x0) and isfinite(y0) and isfinite(x1) and isfinite(y1)):
            continue
        # A glyph that no character belongs to still stands there: dropped out of a number it would leave another one.
        known = 0x20 < code < 0xD800 or 0xE000 <= code < 0xFFFE or 0x10000 <= code < 0x110000
        found.append((index, chr(code) if known else "\ufffd", (x0, y0, x1, y1)))
    if not found:
        return []
    # Loose boxes put a full stop on the line of its digits, but those of vertical text can be as wide as the page.
    most_wide = _TOO_WIDE * median([box[2] - box[0] for _, _, box in found])
    most_high = _TOO_WIDE * median([box[3] - box[1] for _, _, box in found])
    return [
        (
            shown,
            _tight(text, index, box) if box[2] - box[0] > most_wide and box[3] - box[1] > most_high else box,
            hides and _mode(text, index) == INVISIBLE,
        )
        for index, shown, box in found
    ]


def _tight(text: Any, index: int, loose: Box) -> Box:
    x0, x1, y0, y1 = (ctypes.c_double() for _ in range(4))
    pdfium.FPDFText_GetCharBox(text, index, x0, x1, y0, y1)
    tight = x0.value, y0.value, x1.value, y1.value
    return tight if all(map(math.isfinite, tight)) else loose


def _mode(text: Any, index: int) -> int:
    drawn = pdfium.FPDFText_GetTextObject(text, index)
    return int(pdfium.FPDFTextObj_GetTextRenderMode(drawn)) if drawn else 0


def _upright(text: Any, count: int) -> int:
    """By how many quarters the page is to be turned clockwise so that most of its text stands upright."""
    step = max(1, count // _SAMPLE)
    angles = (pdfium.FPDFText_GetCharAngle(text, index) for index in range(0, count, step))
    quarters = Counter(-round(angle / (math.pi / 2)) % 4 for angle in angles if angle >= 0)
    return quarters.most_common(1)[0][0] if quarters else 0


def upright(page: Any) -> int:
    """By how many quarters a loaded page is turned so that its text stands upright. The caller holds the lock of pdfium."""
    text = pdfium.FPDFText_LoadPage(page)
    try:
        count = max(0, pdfium.FPDFText_CountChars(text)) if text else 0
        return _upright(text, count) if count else int(pdfium.FPDFPage_GetRotation(page))
    finally:
        if text:
            pdfium.FPDFText_ClosePage(text)


def _turn(page: Any, rotation: int) -> tuple[Callable[[Box], Box], float, float]:
    """From the page's own space (upwards from below) to one that runs down from the upper left corner."""
    rect = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(page, rect)
    left, bottom, right, top = rect.left, rect.bottom, rect.right, rect.top
    wide, high = right - left, top - bottom
    if rotation == 1:
        return (lambda b: (b[1] - bottom, b[0] - left, b[3] - bottom, b[2] - left)), high, wide
    if rotation == 2:
        return (lambda b: (right - b[2], b[1] - bottom, right - b[0], b[3] - bottom)), wide, high
    if rotation == 3:
        return (lambda b: (top - b[3], right - b[2], top - b[1], right - b[0])), high, wide
    return (lambda b: (b[0] - left, top - b[3], b[2] - left, top - b[1])), wide, high


def turned_back(page: Any, rotation: int) -> Callable[[Box], Box]:
    """From boxes as `read_page` gives them to the page's own space, upwards from below. The caller holds the lock of pdfium."""
    rect = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(page, rect)
    left, bottom, right, top = rect.left, rect.bottom, rect.right, rect.top
    if rotation == 1:
        return lambda b: (b[1] + left, b[0] + bottom, b[3] + left, b[2] + bottom)
    if rotation == 2:
        return lambda b: (right - b[2], b[1] + bottom, right - b[0], b[3] + bottom)
    if rotation == 3:
        return lambda b: (right - b[3], top - b[2], right - b[1], top - b[0])
    return lambda b: (b[0] + left, top - b[3], b[2] + left, top - b[1])
