"""A page of a PDF → its characters and ruling lines, from the upper left corner and with the text upright."""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from collections.abc import Callable
from statistics import median
from typing import Any

import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from gkrules.reading.lattice import Box
from gkrules.reading.page import Budget, PageContent
from gkrules.reading.pdf_paths import drawn_on

_INVISIBLE = 3
_TOO_WIDE = 5
_SAMPLE = 200


def read_page(page: Any, budget: Budget) -> PageContent:
    """Take what a loaded page shows. The caller holds the lock of pdfium.

    Raises:
        DocumentError: ``limit_…``.
    """
    text = pdfium.FPDFText_LoadPage(page)
    try:
        count = max(0, pdfium.FPDFText_CountChars(text)) if text else 0
        budget.add_characters(count)
        boxes = [each for each in map(_Boxes(text), range(count)) if each is not None]
        rotation = _upright(text, count) if boxes else pdfium.FPDFPage_GetRotation(page)
    finally:
        if text:
            pdfium.FPDFText_ClosePage(text)
    turn, width, height = _turn(page, rotation)
    content = PageContent(width, height)
    usual_width = median([loose[2] - loose[0] for _, loose, _, _ in boxes]) if boxes else 0
    usual_height = median([loose[3] - loose[1] for _, loose, _, _ in boxes]) if boxes else 0
    for shown, loose, tight, hidden in boxes:
        # Loose boxes put a full stop on the line of its digits, but those of vertical text can be as wide as the page.
        vast = loose[2] - loose[0] > _TOO_WIDE * usual_width and loose[3] - loose[1] > _TOO_WIDE * usual_height
        content.add_char(shown, turn(tight if vast else loose), hidden=hidden)
    drawn = drawn_on(page, budget.add_objects)
    for box in drawn.rules:
        content.add_rule(turn(box))
    for box in drawn.pictures:
        content.add_picture(turn(box))
    content.fills.extend(map(turn, drawn.fills))
    return content


class _Boxes:
    """Reads characters one by one: text, loose box, tight box, and whether it is drawn at all."""

    def __init__(self, text: Any) -> None:
        self._text = text
        self._rect = pdfium.FS_RECTF()
        self._edges = [ctypes.c_double() for _ in range(4)]
        self._modes: dict[int, int] = {}

    def __call__(self, index: int) -> tuple[str, Box, Box, bool] | None:
        text = self._text
        code = pdfium.FPDFText_GetUnicode(text, index)
        if code in {9, 10, 13, 32, 0xA0, 0x3000} or pdfium.FPDFText_IsGenerated(text, index) == 1:
            return None  # blanks are told by gaps
        rect = self._rect
        if not pdfium.FPDFText_GetLooseCharBox(text, index, rect):
            return None
        loose = (rect.left, rect.bottom, rect.right, rect.top)
        x0, x1, y0, y1 = self._edges
        pdfium.FPDFText_GetCharBox(text, index, x0, x1, y0, y1)
        tight = (x0.value, y0.value, x1.value, y1.value)
        if not all(map(math.isfinite, (*loose, *tight))) or loose[2] <= loose[0] or loose[3] <= loose[1]:
            return None
        # A glyph that no character belongs to still stands there: dropped out of a number it would leave another one.
        known = 0x20 < code < 0xD800 or 0xE000 <= code < 0xFFFE or 0x10000 <= code < 0x110000
        return (chr(code) if known else "\ufffd"), loose, tight, self._mode(index) == _INVISIBLE

    def _mode(self, index: int) -> int:
        drawn = pdfium.FPDFText_GetTextObject(self._text, index)
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
