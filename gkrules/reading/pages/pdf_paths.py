"""Drawn objects of a PDF page → ruling lines (strokes along an axis, and shapes so thin that they are lines), filled
rectangles, and pictures.

A page holds thousands of points, and each call of pdfium costs: none is made that can be done without.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from gkrules.reading.pages.lattice import NEAR, Box
from gkrules.reading.pages.lines import IDENTITY, Matrix, Point, applied, box_around, filled_rectangle, if_thin, rules_of_outline, times

INVISIBLE = 3
_DEEPEST = 8


@dataclass(slots=True)
class Drawn:
    """What a page draws beside text, in its own space, and whether some of its text may be hidden."""

    rules: list[Box] = field(default_factory=list)
    fills: list[Box] = field(default_factory=list)
    pictures: list[Box] = field(default_factory=list)
    hides: bool = False


def drawn_on(page: Any, spend: Callable[[int], None]) -> Drawn:
    """What a loaded page draws. `spend` counts objects and may raise."""
    reader = _Reader(spend)
    count = pdfium.FPDFPage_CountObjects(page)
    spend(max(0, count))
    get = pdfium.FPDFPage_GetObject
    for index in range(count):
        reader.take(get(page, index), IDENTITY, 0)
    return reader.drawn


class _Reader:
    """Takes objects one by one, into out-parameters that are made once."""

    def __init__(self, spend: Callable[[int], None]) -> None:
        self.drawn = Drawn()
        self._spend = spend
        self._found = pdfium.FS_MATRIX()
        self._x, self._y = ctypes.c_float(), ctypes.c_float()
        self._fill, self._stroke = ctypes.c_int(), ctypes.c_int()
        self._matrix_at = ctypes.byref(self._found)
        self._point_at = ctypes.byref(self._x), ctypes.byref(self._y)
        self._mode_at = ctypes.byref(self._fill), ctypes.byref(self._stroke)

    def take(self, drawn: Any, outer: Matrix, depth: int) -> None:
        kind = pdfium.FPDFPageObj_GetType(drawn)
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            self._path(drawn, outer)
        elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            a, b, c, d, e, f = self._matrix(drawn, outer)
            corners = [(e, f), (e + a, f + b), (e + c, f + d), (e + a + c, f + b + d)]
            thin = list(if_thin(corners))
            self.drawn.rules.extend(thin)
            if not thin:
                self.drawn.pictures.append(box_around(corners))
        elif kind == pdfium.FPDF_PAGEOBJ_TEXT:
            self.drawn.hides = self.drawn.hides or pdfium.FPDFTextObj_GetTextRenderMode(drawn) == INVISIBLE
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth >= _DEEPEST:
            self.drawn.hides = True  # for all that is known
        elif kind == pdfium.FPDF_PAGEOBJ_FORM:
            inner = self._matrix(drawn, outer)
            count = pdfium.FPDFFormObj_CountObjects(drawn)
            self._spend(max(0, count))
            for index in range(count):
                self.take(pdfium.FPDFFormObj_GetObject(drawn, index), inner, depth + 1)

    def _path(self, drawn: Any, outer: Matrix) -> None:
        pdfium.FPDFPath_GetDrawMode(drawn, *self._mode_at)
        filled, stroked = self._fill.value != 0, self._stroke.value != 0
        if not filled and not stroked:
            return
        count = pdfium.FPDFPath_CountSegments(drawn)
        self._spend(max(0, count))
        matrix = self._matrix(drawn, outer)
        segment_at, kind_of, point_of = pdfium.FPDFPath_GetPathSegment, pdfium.FPDFPathSegment_GetType, pdfium.FPDFPathSegment_GetPoint
        x, y = self._x, self._y
        x_at, y_at = self._point_at
        if count == 2 and not filled:
            self._stroke_between(segment_at(drawn, 0), segment_at(drawn, 1), matrix)
            return
        points: list[Point] = []
        curved = False
        segment = None
        for index in range(count):
            before, segment = segment, segment_at(drawn, index)
            kind = kind_of(segment)
            if kind == pdfium.FPDF_SEGMENT_MOVETO:
                if points:
                    self._outline(points, before, curved=curved, stroked=stroked, filled=filled)
                    points = []
                curved = False
            elif kind == pdfium.FPDF_SEGMENT_BEZIERTO:
                curved = True
            point_of(segment, x_at, y_at)
            points.append(applied(matrix, x.value, y.value))
        if points:
            self._outline(points, segment, curved=curved, stroked=stroked, filled=filled)

    def _stroke_between(self, first: Any, second: Any, matrix: Matrix) -> None:
        """Take a single stroke, which most are, without the way of outlines."""
        if pdfium.FPDFPathSegment_GetType(second) != pdfium.FPDF_SEGMENT_LINETO:
            return
        x, y, (x_at, y_at) = self._x, self._y, self._point_at
        pdfium.FPDFPathSegment_GetPoint(first, x_at, y_at)
        x0, y0 = applied(matrix, x.value, y.value)
        pdfium.FPDFPathSegment_GetPoint(second, x_at, y_at)
        x1, y1 = applied(matrix, x.value, y.value)
        if abs(x1 - x0) <= NEAR or abs(y1 - y0) <= NEAR:
            self.drawn.rules.append((min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)))

    def _outline(self, points: list[Point], last: Any, *, curved: bool, stroked: bool, filled: bool) -> None:
        if len(points) > 2 and points[0] != points[-1] and pdfium.FPDFPathSegment_GetClose(last):
            points.append(points[0])
        self.drawn.rules.extend(rules_of_outline(points, curved=curved, stroked=stroked))
        if filled and not curved:
            self.drawn.fills.extend(filled_rectangle(points))

    def _matrix(self, drawn: Any, outer: Matrix) -> Matrix:
        found = self._found
        if not pdfium.FPDFPageObj_GetMatrix(drawn, self._matrix_at):
            return outer
        inner = found.a, found.b, found.c, found.d, found.e, found.f
        return inner if outer is IDENTITY else times(inner, outer)
