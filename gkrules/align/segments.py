"""Segments: where in a grid tables begin, and which of its rows are their headers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from gkrules.align.cell_rows import CellRows, filled, is_words
from gkrules.align.labels import Label, parse_label
from gkrules.align.numbers import has_number
from gkrules.align.vocabulary import Vocabulary
from gkrules.model.document import GridCell

_HIT = 0.75


@dataclass(frozen=True)
class Segment:
    """Rows of a grid that belong together: a header (it may be empty) and what stands below it.

    It is held against every table of the form, so that what is asked of it each time is gathered once.
    """

    cell_rows: CellRows
    header: range
    body: range

    def header_cells(self) -> list[GridCell]:
        """The cells of the header that are not blank, in reading order."""
        return [cell for cell, _ in self.labelled]

    @cached_property
    def labelled(self) -> tuple[tuple[GridCell, Label], ...]:
        """The cells of the header that are not blank, in reading order, with their labels."""
        return tuple((cell, parse_label(cell.text)) for row in self.header for cell in filled(self.cell_rows.own[row]))

    @cached_property
    def body_labels(self) -> frozenset[Label]:
        """The different labels in the cells of the body that hold words."""
        return frozenset(parse_label(cell.text) for row in self.body for cell in self.cell_rows.own[row] if is_words(cell))


def segments(cell_rows: CellRows, vocabulary: Vocabulary) -> list[Segment]:
    """Cut a grid where a header begins. Rows before the first header make a segment without one."""
    kinds = [_kind(cell_rows.own[row], vocabulary) for row in range(cell_rows.height)]
    starts: list[tuple[int, int]] = []
    row = 0
    while row < cell_rows.height:
        if kinds[row] not in {"header", "title"}:
            row += 1
            continue
        end = row + 1
        while end < cell_rows.height and kinds[end] in {"header", "blank"}:
            end += 1
        while kinds[end - 1] == "blank":
            end -= 1
        if kinds[row] == "title" or _is_strong([cell for at in range(row, end) for cell in filled(cell_rows.own[at])], vocabulary):
            starts.append((row, end))
        row = end
    first = starts[0][0] if starts else cell_rows.height
    found = [Segment(cell_rows, range(0), range(first))] if first else []
    for index, (start, end) in enumerate(starts):
        stop = starts[index + 1][0] if index + 1 < len(starts) else cell_rows.height
        found.append(Segment(cell_rows, range(start, end), range(end, stop)))
    return found


def is_header(cells: Sequence[GridCell], vocabulary: Vocabulary) -> bool:
    """Whether a row can only be part of a header: neither blank, nor a title, nor with a number or the label of a row."""
    return _kind(cells, vocabulary) == "header"


def _kind(cells: Sequence[GridCell], vocabulary: Vocabulary) -> str:
    words = filled(cells)
    if not words:
        return "blank"
    if any(has_number(cell.text) for cell in words):
        return "body"
    parts = {vocabulary.part(parse_label(cell.text)) for cell in words}
    if "title" in parts:
        return "title"
    return "header" if "header" in parts and "row" not in parts else "body"


def _is_strong(cells: Sequence[GridCell], vocabulary: Vocabulary) -> bool:
    """Whether cells are the header of a table, and not a row that happens to share a word with one."""
    labels = [parse_label(cell.text) for cell in cells]
    for names in (*vocabulary.tables, *vocabulary.other_layouts):
        alike = [(label, names.likeness(label)) for label in labels]
        if any(likeness.corner for _, likeness in alike):
            return True
        hits = {at for label, likeness in alike if not label.kind for at, score in likeness.columns if score >= _HIT}
        if len(hits) * 2 >= len(names.columns):
            return True
    return False
