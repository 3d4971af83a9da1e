"""Tables that a program has as pandas frames → a document, as if they had been printed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import TYPE_CHECKING

from gkrules.model.cells import printed
from gkrules.model.document import Document, Grid, GridCell
from gkrules.model.places import Place
from gkrules.reading.faults import over_limit
from gkrules.reading.limits import DEFAULT_LIMITS, Limits

if TYPE_CHECKING:
    import pandas as pd

KIND = "frame"
_LEAST_LETTERS = 4


def document_of_frames(frames: Sequence[pd.DataFrame], *, limits: Limits = DEFAULT_LIMITS) -> Document:
    """A document with a table for each frame: labels of columns and rows first, where it has any of its own.

    Missing values (``NaN``, ``None``, ``pd.NA``) are blank cells. Whole numbers in float columns are printed without a fraction.

    Raises:
        DocumentError: ``limit_cells`` if the frames have too many cells.
    """
    cells = sum(frame.size for frame in frames)
    if cells > limits.max_cells:
        raise over_limit("reading/cells.frames", cells=cells)
    return Document(KIND, tuple(grid_of(list(_rows(frame)), KIND, number) for number, frame in enumerate(frames, 1)))


def grid_of(texts: Sequence[Sequence[str]], kind: str, number: int) -> Grid:
    """The `number`-th table of a document of some `kind`: its texts line by line. Lines that end early lack cells, they are not blank."""
    cells: list[GridCell] = []
    taken: set[tuple[int, int]] = set()
    above: dict[int, int] = {}
    for row, line in enumerate(texts):
        for column, text in enumerate(line):
            if (row, column) not in taken:
                height, width = _merged(texts, row, column, above.get(column, 1))
                if _is_label(text):
                    above |= {column + right: width if right == 0 else 1 for right in range(width)}
                taken |= {(row + down, column + right) for down in range(height) for right in range(width)}
                place = Place(kind, table=number, row=row + 1, column=column + 1)
                cells.append(GridCell(text, row, column, height, width, place))
    return Grid(tuple(cells), Place(kind, table=number))


def _merged(texts: Sequence[Sequence[str]], row: int, column: int, above: int) -> tuple[int, int]:
    """Rows and columns of the merged cell that begins here.

    What turns merged cells into a frame repeats their content in each. A repeated label is one cell; a repeated number is one
    only as wide as the label over it (`above`), for equal numbers may well stand side by side, and so may short words (无).
    """
    content = texts[row][column]
    if _is_label(content) and len(content) < _LEAST_LETTERS and any(map(_is_number, texts[row])):
        return 1, 1
    if not _is_label(content):
        return 1, above if content and texts[row][column : column + above] == [content] * above else 1
    width = sum(1 for _ in takewhile(content.__eq__, texts[row][column:]))
    height = sum(1 for _ in takewhile(lambda line: line[column : column + width] == [content] * width, texts[row:]))
    return height, width


def _is_number(text: str) -> bool:
    return bool(text) and not _is_label(text)


def _is_label(text: str) -> bool:
    return any(map(str.isalpha, text))


def _rows(frame: pd.DataFrame) -> Iterator[list[str]]:
    labelled = not _is_counted(frame.index)
    index = [[printed(part) for part in (key if isinstance(key, tuple) else (key,))] for key in frame.index] if labelled else []
    corner = [printed(name) for name in frame.index.names] if labelled else []
    if not _is_counted(frame.columns):
        for level in range(frame.columns.nlevels):
            names = [printed(label) for label in frame.columns.get_level_values(level)]
            yield [*(corner if level == 0 else [""] * len(corner)), *names]
    values = frame.to_numpy(dtype=object)
    for row in range(len(frame)):
        yield [*(index[row] if labelled else ()), *map(printed, values[row])]


def _is_counted(labels: pd.Index) -> bool:
    """Whether labels only count: the frame then has none of its own."""
    import pandas as pd

    return isinstance(labels, pd.RangeIndex) or (labels.nlevels == 1 and list(labels) == list(range(len(labels))))
