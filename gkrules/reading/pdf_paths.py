"""Drawn objects of a PDF page → ruling lines: strokes along an axis, and filled shapes so thin that they are lines."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from gkrules.reading.lattice import NEAR, Box

_DEEPEST = 8
_SLANT = 0.7
_SHORTEST = 0.2

Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Matrix = (1, 0, 0, 1, 0, 0)


def rules_of(page: Any, spend: Callable[[int], None]) -> Iterator[Box]:
    """The boxes of all ruling lines of a page, in its own space. `spend` counts objects and may raise."""
    count = pdfium.FPDFPage_CountObjects(page)
    spend(max(0, count))
    for index in range(count):
        yield from _of_object(pdfium.FPDFPage_GetObject(page, index), _IDENTITY, spend, 0)


def _of_object(drawn: Any, outer: Matrix, spend: Callable[[int], None], depth: int) -> Iterator[Box]:
    kind = pdfium.FPDFPageObj_GetType(drawn)
    if kind == pdfium.FPDF_PAGEOBJ_PATH:
        yield from _of_path(drawn, _times(_matrix(drawn), outer), spend)
    elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
        a, b, c, d, e, f = _times(_matrix(drawn), outer)
        corners = [(e, f), (e + a, f + b), (e + c, f + d), (e + a + c, f + b + d)]
        yield from _if_thin(corners)
    elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
        inner = _times(_matrix(drawn), outer)
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
    a, b, c, d, e, f = matrix
    points: list[tuple[float, float]] = []
    curved = False
    for index in range(count):
        segment = pdfium.FPDFPath_GetPathSegment(drawn, index)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            yield from _of_outline(points, curved, bool(stroke.value))
            points, curved = [], False
        curved = curved or kind == pdfium.FPDF_SEGMENT_BEZIERTO
        points.append((a * x.value + c * y.value + e, b * x.value + d * y.value + f))
        if pdfium.FPDFPathSegment_GetClose(segment) and points[0] != points[-1]:
            points.append(points[0])
    yield from _of_outline(points, curved, bool(stroke.value))


def _of_outline(points: list[tuple[float, float]], curved: bool, stroked: bool) -> Iterator[Box]:
    if len(points) < 2 or curved:
        return
    thin = list(_if_thin(points))
    if thin or not stroked:
        yield from thin
        return
    for (x0, y0), (x1, y1) in pairwise(points):
        if abs(x1 - x0) <= _SLANT or abs(y1 - y0) <= _SLANT:
            yield min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _if_thin(points: list[tuple[float, float]]) -> Iterator[Box]:
    """The box around points if it is as thin as a line; larger filled shapes are shading."""
    x0, x1 = min(x for x, _ in points), max(x for x, _ in points)
    y0, y1 = min(y for _, y in points), max(y for _, y in points)
    if min(x1 - x0, y1 - y0) <= NEAR and max(x1 - x0, y1 - y0) > _SHORTEST:
        yield x0, y0, x1, y1


def _matrix(drawn: Any) -> Matrix:
    found = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(drawn, found):
        return _IDENTITY
    return found.a, found.b, found.c, found.d, found.e, found.f


def _times(inner: Matrix, outer: Matrix) -> Matrix:
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u
