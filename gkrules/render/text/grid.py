"""A table of text in fixed columns, measured in columns of a terminal, with labels over several columns."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gkrules.render.lines import Line, width_of, wrap

_GAP = 1
_MAX_HEAD_LINES = 3
_MAX_CELL = 12
_MIN_LABEL = 16
_LONG_WORD = 8


@dataclass(frozen=True, slots=True)
class GridRow:
    """A row: its label with an indentation, and its cells. A row without cells is the heading of those below it."""

    label: str
    cells: tuple[tuple[str, str], ...] = ()
    indent: int = 0


@dataclass(frozen=True, slots=True)
class GridHeader:
    """The heads of the columns, and labels over runs of them: text, first column, number of columns."""

    columns: tuple[str, ...]
    over: tuple[tuple[str, int, int], ...] = ()


def grid_lines(header: GridHeader, rows: Sequence[GridRow], width: int) -> Iterator[Line]:
    """The table in at most `width` columns; the cells are aligned right, labels that are too long go on below."""
    longest = max(width_of(row.label) + row.indent for row in rows)
    for lines in range(1, _MAX_HEAD_LINES + 1):
        heads = [_head(head, lines) for head in header.columns]
        sizes = [_column_width(head, [row.cells[index][0] for row in rows if row.cells]) for index, head in enumerate(heads)]
        room = width - sum(sizes) - _GAP * len(sizes)
        # Heads stay on one line where the labels leave them the room.
        if longest <= room:
            break
    label_width = min(max(room, _MIN_LABEL), longest)
    for text, first, count in header.over:
        start = label_width + sum(sizes[:first]) + _GAP * (first + 1)
        span = sum(sizes[first : first + count]) + _GAP * (count - 1)
        yield Line(((" " * start + _centred(text, span), "dim"),), keep=True)
    height = max(len(head) for head in heads)
    for number in range(height):
        # Heads of several lines stand on the line of the others' last.
        texts = [head[number - height + len(head)] if number >= height - len(head) else "" for head in heads]
        cells = "".join(" " * _GAP + _right(text, size) for text, size in zip(texts, sizes, strict=True))
        yield Line(((" " * label_width + cells, "bold"),), keep=True)
    for row in rows:
        yield from _row_lines(row, sizes, label_width)


def _row_lines(row: GridRow, sizes: Sequence[int], label_width: int) -> Iterator[Line]:
    pieces = wrap(row.label, label_width - row.indent) if row.cells else [row.label]
    labels = [" " * row.indent + piece.strip() for piece in pieces]
    values = [wrap(text, size) for (text, _), size in zip(row.cells, sizes, strict=False)]
    height = max(len(labels), *(len(value) for value in values)) if values else len(labels)
    # The numbers stand beside the last line of the label, where the eye is when it has read it.
    top = max(len(labels) - 1, 0)
    for number in range(max(height, top + max((len(value) for value in values), default=1))):
        label = labels[number] if number < len(labels) else ""
        parts: list[tuple[str, str]] = [(label + " " * max(label_width - width_of(label), 0) if values else label, "")]
        for value, (_, style), size in zip(values, row.cells, sizes, strict=False):
            text = value[number - top] if 0 <= number - top < len(value) else ""
            parts.append((" " * _GAP + _right(text, size), style))
        yield Line(tuple(parts), keep=True)


def _column_width(head: Sequence[str], cells: Sequence[str]) -> int:
    """Wide enough for the head and, up to a limit, for every cell."""
    widest = max((width_of(cell) for cell in cells), default=1)
    return max(min(widest, _MAX_CELL), *(width_of(piece) for piece in head))


def _head(head: str, lines: int) -> list[str]:
    """A head in about `lines` lines of even length. Chinese breaks anywhere, other words only where they are too long."""
    full = width_of(head)
    if lines == 1:
        return [head]
    if head.isascii():
        words = head.replace("-", "- ").split()
        if lines == _MAX_HEAD_LINES:
            words = [piece for word in words for piece in _hyphenated(word)]
        return [piece.strip() for piece in wrap(" ".join(words), max(width_of(word) for word in words))]
    return wrap(head, full if full <= 6 else max(2 * math.ceil(full / 2 / lines), 4))


def _hyphenated(word: str) -> list[str]:
    cut = _LONG_WORD - 1
    return [word] if len(word) <= _LONG_WORD else [word[:cut] + "-", *_hyphenated(word[cut:])]


def _right(text: str, size: int) -> str:
    return " " * max(size - width_of(text.strip()), 0) + text.strip()


def _centred(text: str, span: int) -> str:
    free = span - width_of(text) - 2
    if free < 0:
        return text
    left = free // 2
    return "─" * left + f" {text} " + "─" * (free - left)
