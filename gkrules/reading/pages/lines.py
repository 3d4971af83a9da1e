"""Outlines that a page draws → ruling lines: strokes along an axis, and shapes so thin that they are lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from gkrules.reading.pages.lattice import NEAR, Box

_SLANT = 0.7
_SHORTEST = 0.2

Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1, 0, 0, 1, 0, 0)
Point = tuple[float, float]


def rules_of_outline(points: Sequence[Point], *, curved: bool, stroked: bool) -> Iterator[Box]:
    """The boxes of the ruling lines that an outline draws, in its own space: shading and curves draw none."""
    if len(points) < 2 or curved:
        return
    thin = list(if_thin(points))
    if thin or not stroked:
        yield from thin
        return
    for (x0, y0), (x1, y1) in pairwise(points):
        if abs(x1 - x0) <= _SLANT or abs(y1 - y0) <= _SLANT:
            yield min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def if_thin(points: Sequence[Point]) -> Iterator[Box]:
    """The box around points if it is as thin as a line; larger filled shapes are shading."""
    x0, y0, x1, y1 = box_around(points)
    if min(x1 - x0, y1 - y0) <= NEAR and max(x1 - x0, y1 - y0) > _SHORTEST:
        yield x0, y0, x1, y1


def filled_rectangle(points: Sequence[Point]) -> Iterator[Box]:
    """The box of a filled outline if it is a rectangle along the axes, too large for a line."""
    corners = points[:-1] if len(points) == 5 and points[0] == points[-1] else points
    if len(corners) != 4:
        return
    x0, y0, x1, y1 = box_around(corners)
    if min(x1 - x0, y1 - y0) <= NEAR:
        return
    at = {(abs(x - x0) < _SHORTEST, abs(y - y0) < _SHORTEST) for x, y in corners}
    if len(at) == 4 and all(min(abs(x - x0), abs(x - x1)) < _SHORTEST and min(abs(y - y0), abs(y - y1)) < _SHORTEST for x, y in corners):
        yield x0, y0, x1, y1


def box_around(points: Sequence[Point]) -> Box:
    """The box around points."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def times(inner: Matrix, outer: Matrix) -> Matrix:
    """The matrix that applies `inner` first, and `outer` to what it gives."""
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def applied(matrix: Matrix, x: float, y: float) -> Point:
    """Where a matrix puts a point."""
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f
