"""Drawn objects of a PDF page → ruling lines: strokes along an axis, and filled shapes so thin that they are lines."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from typing import Any

import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from gkrules.reading.lattice import Box
from gkrules.reading.page_lines import IDENTITY, Matrix, applied, if_thin, rules_of_outline, times

_DEEPEST = 8


def rules_of(page: Any, spend: Callable[[int], None]) -> Iterator[Box]:
    """The boxes of all ruling lines of a page, in its own space. `spend` counts objects and may raise."""
    count = pdfium.FPDFPage_CountObjects(page)
    spend(max(0, count))
    for index in range(count):
        yield from _of_object(pdfium.FPDFPage_GetObject(page, index), IDENTITY, spend, 0)


def _of_object(drawn: Any, outer: Matrix, spend: Callable[[int], None], depth: int) -> Iterator[Box]:
    kind = pdfium.FPDFPageObj_GetType(drawn)
    if kind == pdfium.FPDF_PAGEOBJ_PATH:
        yield from _of_path(drawn, times(_matrix(drawn), outer), spend)
    elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
        a, b, c, d, e, f = times(_matrix(drawn), outer)
        corners = [(e, f), (e + a, f + b), (e + c, f + d), (e + a + c, f + b + d)]
        yield from if_thin(corners)
    elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
        inner = times(_matrix(drawn), outer)
        count = pdfium.FPDFFormObj_CountObjects(drawn)
        spend(max(0, count))
        for index in range(count):
            yield from _of_object(pdfium.FPDFFormObj_GetObject(drawn, index), inner, spend, depth + 1)


def _of_path(drawn: Any, matrix: Matrix, spend: Callable[[int], None]) -> Iterator[Box]:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(drawn, fill, stroke)
    if not fill.value and not stroke.value:
        return
    count = pdfium.FPDFPath_CountSegments(drawn)
    spend(max(0, count))
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[tuple[float, float]] = []
    curved = False
    for index in range(count):
        segment = pdfium.FPDFPath_GetPathSegment(drawn, index)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            yield from rules_of_outline(points, curved=curved, stroked=bool(stroke.value))
            points, curved = [], False
        curved = curved or kind == pdfium.FPDF_SEGMENT_BEZIERTO
        points.append(applied(matrix, x.value, y.value))
        if pdfium.FPDFPathSegment_GetClose(segment) and points[0] != points[-1]:
            points.append(points[0])
    yield from rules_of_outline(points, curved=curved, stroked=bool(stroke.value))


def _matrix(drawn: Any) -> Matrix:
    found = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(drawn, found):
        return IDENTITY
    return found.a, found.b, found.c, found.d, found.e, found.f
