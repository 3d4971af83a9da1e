"""Formulas over the cells of the empty form: sums, whether all cells are filled in, and sentences with numbers in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from gkrules.language.linear import Side
from gkrules.model.places import cell_name
from gkrules.render.book.layout import Placed
from gkrules.render.book.live_checks import LiveCheck

_MOST_LITERAL = 250  # characters of a text within a formula; 255 at most
_EXACT = 1e-6
"""How far sums may differ by what binary numbers leave behind."""


class Cells:
    """Where the cells of the form stand.

    Args:
        placed: the boxes of values, by key.
        sheet: name of their sheet; empty within it.
    """

    def __init__(self, placed: Mapping[str, Placed], sheet: str = "") -> None:
        self._placed = placed
        self._prefix = f"'{sheet}'!" if sheet else ""

    def one(self, key: str) -> str:
        """A reference to a cell."""
        each = self._placed[key]
        return f"{self._prefix}{absolute(each.top, each.left)}"

    def ranges(self, keys: Iterable[str]) -> list[str]:
        """References to cells, as few as may be: neighbours are one range."""
        return [f"{self._prefix}{each}" for each in _ranges([self._placed[key] for key in keys])]

    def total(self, side: Side) -> str:
        """The sum of a side, without ``=``."""
        factors = side.coefficients()
        parts = []
        for factor, named in groupby(sorted(factors, key=lambda key: -factors[key]), key=lambda key: factors[key]):
            added = f"SUM({','.join(self.ranges(named))})"
            parts.append(f"{factor:+g}*{added}" if abs(factor) != 1 else f"{'+' if factor > 0 else '-'}{added}")
        if side.constant or not parts:
            parts.append(f"{side.constant:+.15g}")
        return "".join(parts).removeprefix("+")

    def all_filled(self, keys: Sequence[str]) -> str:
        """Whether each of the cells holds a number: a blank is no zero."""
        return f"COUNT({','.join(self.ranges(keys))})={len(keys)}" if keys else "TRUE"

    def broken(self, check: LiveCheck) -> str:
        """Whether a check fails, in one condition, for the format of its cells."""
        return f"=AND({self.all_filled(check.cells)},NOT({holds(f'({self.total(check.left)})-({self.total(check.right)})', check)}))"


def holds(difference: str, check: LiveCheck) -> str:
    """Whether the difference of the sides is as it must be."""
    slack = f"{check.tolerance + _EXACT:.9g}"
    match check.operator:
        case "==":
            return f"ABS({difference})<={slack}"
        case "!=":
            return f"ABS({difference})>{slack}"
        case "<=":
            return f"({difference})<={slack}"
        case "<":
            return f"({difference})<-{_EXACT:.9g}"
        case ">=":
            return f"({difference})>=-{slack}"
        case _:
            return f"({difference})>{_EXACT:.9g}"


def sentence(check: LiveCheck, cells: Cells, references: Mapping[str, str]) -> str:
    """The message of a check as an expression; `references` are the cells of ``left``, ``right`` and ``difference``."""
    parts: list[str] = []
    for kind, content in check.message:
        if kind == "text":
            parts += [quoted_text(content[at : at + _MOST_LITERAL]) for at in range(0, len(content), _MOST_LITERAL)]
        else:
            parts.append(cells.one(content) if kind == "cell" else references[kind])
    return "&".join(parts) or '""'


def absolute(row: int, column: int) -> str:
    """``$B$7``, of row and column counted from 0."""
    return f"${cell_name(0, column + 1).removesuffix('0')}${row + 1}"


def quoted_text(text: str) -> str:
    """A text within a formula."""
    return '"' + text.replace('"', '""') + '"'


def _ranges(placed: Sequence[Placed]) -> Iterator[str]:
    """The boxes as ranges: runs within a row, and such runs below each other."""
    runs: list[tuple[int, int, int, int]] = []
    for each in sorted(placed, key=lambda box: (box.top, box.left)):
        box = (each.top, each.left, each.bottom, each.right)
        last = runs[-1] if runs else None
        if last is not None and (last[0], last[2], last[3] + 1) == (box[0], box[2], box[1]):
            runs[-1] = (last[0], last[1], last[2], box[3])
        else:
            runs.append(box)
    joined: list[tuple[int, int, int, int]] = []
    for box in sorted(runs, key=lambda run: (run[1], run[3], run[0])):
        last = joined[-1] if joined else None
        if last is not None and (last[1], last[3], last[2] + 1) == (box[1], box[3], box[0]):
            joined[-1] = (last[0], last[1], box[2], last[3])
        else:
            joined.append(box)
    for top, left, bottom, right in joined:
        start, end = absolute(top, left), absolute(bottom, right)
        yield start if start == end else f"{start}:{end}"
