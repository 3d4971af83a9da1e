"""Cells drawn with characters, traced along their borders: right, down, left and up from each corner, as docutils does."""

from __future__ import annotations

from collections.abc import Sequence

Spot = tuple[int, int, int, int, int, str]
"""Row, column, rowspan, colspan, index of the line, text."""

_Box = tuple[int, int, int, int]
"""Top, left, bottom, right: lines and columns of the borders."""

_MOST_STEPS = 4_000_000
_ACROSS = frozenset("-=+:")
_DOWN = frozenset("|+")


def traced(shown: Sequence[dict[int, str]]) -> list[Spot] | None:
    """The cells of a table from the characters of its lines by the column in which they are shown; ``None`` where borders are open."""
    width = max((max(columns, default=-1) for columns in shown), default=-1)
    if width < 1 or any(max(columns, default=-1) != width for columns in shown):
        return None
    tracer = _Tracer(shown, width)
    boxes = tracer.boxes()
    if boxes is None:
        return None
    tops, lefts = (
        sorted({box[0] for box in boxes} | {box[2] for box in boxes}),
        sorted({box[1] for box in boxes} | {box[3] for box in boxes}),
    )
    spots = []
    for top, left, bottom, right in boxes:
        row, column = tops.index(top), lefts.index(left)
        lines = ("".join(columns[at] for at in range(left + 1, right) if at in columns).strip() for columns in shown[top + 1 : bottom])
        text = "\n".join(filter(None, lines))
        spots.append((row, column, tops.index(bottom) - row, lefts.index(right) - column, min(top + 1, len(shown) - 1), text))
    return sorted(spots)


class _Tracer:
    def __init__(self, shown: Sequence[dict[int, str]], width: int) -> None:
        self._shown, self._width = shown, width
        self._steps = 0

    def boxes(self) -> list[_Box] | None:
        """All cells, which together cover the table; ``None`` where they do not, or where it takes too long to find them."""
        corners, found = {(0, 0)}, set()
        area = 0
        while corners:
            corner = min(corners)
            corners.remove(corner)
            box = self._box(*corner)
            if self._steps > _MOST_STEPS:
                return None
            if box is None or box in found:
                continue
            found.add(box)
            top, left, bottom, right = box
            area += (bottom - top) * (right - left)
            if bottom < len(self._shown) - 1:
                corners.add((bottom, left))
            if right < self._width:
                corners.add((top, right))
        return sorted(found) if area == (len(self._shown) - 1) * self._width else None

    def _at(self, line: int, column: int) -> str:
        self._steps += 1
        return self._shown[line].get(column, " ")

    def _box(self, top: int, left: int) -> _Box | None:
        """The smallest cell whose upper left corner is here."""
        if self._at(top, left) != "+":
            return None
        for right in range(left + 1, self._width + 1):
            char = self._at(top, right)
            if char not in _ACROSS:
                return None
            if char == "+":
                for bottom in range(top + 1, len(self._shown)):
                    side = self._at(bottom, right)
                    if side not in _DOWN:
                        break
                    if side == "+" and self._closes(top, left, bottom, right):
                        return top, left, bottom, right
        return None

    def _closes(self, top: int, left: int, bottom: int, right: int) -> bool:
        return (
            self._at(bottom, left) == "+"
            and all(self._at(bottom, column) in _ACROSS for column in range(left + 1, right))
            and all(self._at(line, left) in _DOWN for line in range(top + 1, bottom))
        )
