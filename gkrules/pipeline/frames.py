"""Tables that a program has → reports."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from gkrules.align import align
from gkrules.align.data_frames import data_of_frame, names_of_rows
from gkrules.align.keyed import by_keys
from gkrules.model.errors import DocumentError, UsageError
from gkrules.model.report import Report
from gkrules.pipeline.read import DEFAULT_OPTIONS, ReadOptions, only_one, reports_in
from gkrules.reading.data.columns import pandas_of, tables_of
from gkrules.reading.data.frames import document_of_frames

if TYPE_CHECKING:
    import pandas as pd


def read_frames(frames: Any, *, unit: str = "", options: ReadOptions = DEFAULT_OPTIONS) -> Report:
    """A report from tables of pandas, polars or Arrow; see `Report.from_frames`."""
    edition, year = options.edition, options.year
    editions = list(options.rulebook().editions.values())
    tables = tables_of(frames)
    several = list(tables.values()) if isinstance(tables, dict) else tables
    if len(several) == 1 and (data := data_of_frame(several[0], editions)) is not None:
        report = only_one(reports_in(data, options))
        return replace(report, unit=unit or report.unit)
    document = document_of_frames(several)
    if tables and isinstance(tables, dict):
        keyed = by_keys(dict(zip(tables, document.grids(), strict=True)), editions, edition=edition, year=year)
        if keyed is not None:
            return replace(keyed, unit=unit)
    report = _with_named(several, lambda: align(document, editions, edition=edition, year=year), options)
    return replace(report, unit=unit or report.unit)


def read_frame(frame: Any, options: ReadOptions = DEFAULT_OPTIONS) -> list[Report]:
    """The reports of a frame with a row for each report, or for each cell; see `gkrules.from_frame`.

    Raises:
        DocumentError: ``bad_json``: a name in it is none of the form; or there is none of the form at all.
        UsageError: it is no frame.
    """
    editions = list(options.rulebook().editions.values())
    # It is in memory already, and may hold every report there is: the limits are for what each of them holds.
    data = data_of_frame(pandas_of(frame, limits=None), editions)
    if data is None:
        raise UsageError("pipeline/no_report_rows")
    return [report for each in data for report in reports_in(each, options)]


def _with_named(frames: Sequence[pd.DataFrame], recognise: Callable[[], Report], options: ReadOptions) -> Report:
    """The report that is recognised in tables; those of which nothing was, by the names of their rows and columns.

    A table with few of the columns of the form has no header that can be recognised, but every name in it may be certain.
    """
    try:
        report = recognise()
    except DocumentError:
        named = _named(frames, options)
        if named is None:
            raise
        return named
    taken = {cell.place.table for cell in report.cells.values() if cell.place and cell.value is not None}
    left = [number for number in range(1, len(frames) + 1) if number not in taken]
    named = _named([frames[number - 1] for number in left], options)
    if named is None or named.edition.key != report.edition.key:
        return report
    cells = {key: cell for key, cell in report.cells.items() if not (cell.place and cell.place.table in left)}
    if cells.keys() & named.cells.keys():
        return report
    notes = tuple(note for note in report.notes if not (note.place and note.place.table in left))
    ordered = {key: both[key] for both in [{**cells, **named.cells}] for key in report.edition.cell_by_key if key in both}
    return replace(report, cells=ordered, notes=(*notes, *named.notes))


def _named(frames: Sequence[pd.DataFrame], options: ReadOptions) -> Report | None:
    """The report whose cells tables name row by row and column by column; ``None`` if a name in them is not certain."""
    data = [row for frame in frames for row in names_of_rows(frame)]
    try:
        return only_one(reports_in(data, options)) if data else None
    except DocumentError:
        return None
