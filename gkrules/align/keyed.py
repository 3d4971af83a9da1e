"""Frames whose labels are the keys of the form → a report: nothing has to be recognised."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from gkrules.align.choice import choose_edition
from gkrules.align.numbers import read_cell
from gkrules.model.cells import Cell
from gkrules.model.document import Document
from gkrules.model.edition import Edition, Table
from gkrules.model.errors import UsageError
from gkrules.model.places import Place
from gkrules.model.report import Report
from gkrules.reading.frames import KIND, cell_text

if TYPE_CHECKING:
    import pandas as pd


def by_keys(
    frames: Mapping[str, pd.DataFrame], editions: Sequence[Edition], *, edition: str | None = None, year: int | None = None
) -> Report | None:
    """A report from frames by the keys of tables, whose index and columns are keys; ``None`` if they are labelled otherwise.

    Raises:
        UsageError: there is no such edition, or a frame has a key that its table has not.
    """
    form = _edition(frames, editions, edition, year)
    if form is None or not all(_is_keyed(frame, form.table_by_key[key]) for key, frame in frames.items()):
        return None
    cells: dict[str, Cell] = {}
    for number, (key, frame) in enumerate(frames.items(), 1):
        cells |= _cells(frame, form.table_by_key[key], number)
    return Report(form, year=year, cells={key: cells[key] for key in form.cell_by_key if key in cells})


def _edition(frames: Mapping[str, pd.DataFrame], editions: Sequence[Edition], key: str | None, year: int | None) -> Edition | None:
    """The edition that was asked for or serves the year, else the newest that has these tables; ``None`` if it has not."""
    if key is not None or year is not None:
        editions = [choose_edition(Document(KIND, ()), editions, key=key, year=year)]
    fitting = [each for each in editions if frames and set(frames) <= set(each.table_by_key)]
    return max(fitting, key=lambda each: each.first_year, default=None)


def _is_keyed(frame: pd.DataFrame, table: Table) -> bool:
    return any(label in table.row_by_key for label in frame.index) and any(label in table.column_by_key for label in frame.columns)


def _cells(frame: pd.DataFrame, table: Table, number: int) -> dict[str, Cell]:
    _require(frame.index, table.row_by_key, table)
    _require(frame.columns, table.column_by_key, table)
    values = frame.to_numpy(dtype=object)
    return {
        table.cell(row, column): read_cell(
            cell_text(values[at, beside]), table.column_by_key[column], Place(KIND, table=number, row=at + 1, column=beside + 1)
        )
        for at, row in enumerate(frame.index)
        for beside, column in enumerate(frame.columns)
    }


def _require(labels: Iterable[object], known: Mapping[str, object], table: Table) -> None:
    """Every label a key, and each once."""
    seen: set[object] = set()
    for label in labels:
        if label not in known:
            near = difflib.get_close_matches(str(label), known, 1)
            zh, en = (f"，是否应为“{near[0]}”", f", did you mean '{near[0]}'") if near else ("", "")
            raise UsageError(
                "unknown_key",
                zh=f"表 {table.key} 没有“{label}”这一行或列{zh}？",
                en=f"table {table.key} has no row or column '{label}'{en}?",
            )
        if label in seen:
            raise UsageError("repeated_key", zh=f"表 {table.key} 的“{label}”出现两次", en=f"'{label}' occurs twice in table {table.key}")
        seen.add(label)
