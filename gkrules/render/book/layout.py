"""Where the boxes of the form stand on a sheet: all tables share narrow columns, so that they stand one below the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

from gkrules.render.book.cell_text import cell_text
from gkrules.render.form_grid import FormBox, FormSheet, Role
from gkrules.render.lines import width_of

COLUMNS = 15
"""Columns of a sheet that the form takes; every form has a table this wide, or a narrower one that is spread over them."""
COLUMN_WIDTH = 8.5
_WIDEST_VALUE = 3
_LABELS = 6
_LINE = 13.5
_MARGIN = 5.0


@dataclass(frozen=True, slots=True)
class Placed:
    """A box on a sheet: its first and last row and column, counted from 0."""

    box: FormBox
    top: int
    left: int
    bottom: int
    right: int

    @property
    def is_merged(self) -> bool:
        """Whether it covers more than one cell of the sheet."""
        return (self.top, self.left) != (self.bottom, self.right)


def placed_boxes(form: FormSheet, top: int) -> list[Placed]:
    """The boxes of a table whose first row is `top`."""
    edges = _edges(form)
    return [
        Placed(box, top + box.row, edges[box.column], top + box.row + box.height - 1, edges[box.column + box.width] - 1)
        for box in form.boxes
    ]


def row_heights(placed: Sequence[Placed], texts: Sequence[str]) -> Iterator[tuple[int, float]]:
    """The height of each row in points, as its texts need it: a spreadsheet does not find out for merged cells."""
    lines: dict[int, int] = {}
    for each, text in zip(placed, texts, strict=True):
        if each.top == each.bottom:
            lines[each.top] = max(lines.get(each.top, 1), text_lines(text, each.right - each.left + 1))
    yield from ((row, _MARGIN + _LINE * count) for row, count in lines.items())


def text_lines(text: str, columns: int) -> int:
    """How many lines a text takes in so many columns."""
    room = max(2, int(columns * COLUMN_WIDTH) - 1)
    return sum(max(1, ceil(width_of(each) / room)) for each in text.split("\n"))


def fit_row(sheet: Any, row: int, texts: Iterable[str], widths: Iterable[float]) -> None:
    """Make a row of a list as high as its texts need in columns of these widths: not every spreadsheet does it by itself."""
    sheet.set_row(row, line_height(max(_lines(text, width) for text, width in zip(texts, widths, strict=True))))


def _lines(text: str, width: float) -> int:
    # As many bytes as columns, and much faster than to ask for every character.
    return sum(1 + len(each.encode("gbk", "replace")) // max(1, int(width) - 1) for each in text.split("\n"))


def line_height(count: int) -> float:
    """The height of a row with so many lines."""
    return _MARGIN + _LINE * min(count, 29)  # a row has at most 409 points


def write_box(sheet: Any, placed: Placed, content: str | float | None, look: Any) -> None:
    """Write a box, merged if it is larger than a cell. Text is written as text, a number as a number."""
    if placed.is_merged:
        sheet.merge_range(placed.top, placed.left, placed.bottom, placed.right, "", look)
    if content is None or content == "":
        sheet.write_blank(placed.top, placed.left, None, look)
    elif isinstance(content, str):
        sheet.write_string(placed.top, placed.left, cell_text(content), look)
    else:
        sheet.write_number(placed.top, placed.left, content, look)


def label_look(box: FormBox) -> str:
    """The style of a box that is no value."""
    return "label" if box.role in (Role.ROW, Role.TITLE) else "label_center"


def _edges(form: FormSheet) -> list[int]:
    """The column of the sheet at which each column of the table begins, and the end of the last one."""
    labels = min((box.column for box in form.boxes if box.role is Role.VALUE), default=0)
    values = form.width - labels
    if not labels:
        return list(range(form.width + 1))
    each = max(1, min(_WIDEST_VALUE, (COLUMNS - _LABELS) // values))
    widths = [1] * labels
    texts = [max((len(box.text) for box in form.boxes if (box.column, box.width) == (at, 1)), default=0) for at in range(labels)]
    widths[texts.index(max(texts))] += max(0, min(COLUMNS - each * values, 9) - labels)
    widths += [each] * values
    return [sum(widths[:at]) for at in range(len(widths) + 1)]
