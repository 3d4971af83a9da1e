"""Bytes, files, data and frames → reports."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from gkrules import reading
from gkrules.align import align, align_all
from gkrules.align.data import reports_of_data
from gkrules.align.data_frames import data_of_frame, names_of_rows
from gkrules.align.keyed import by_keys
from gkrules.model.errors import DocumentError, UsageError, within
from gkrules.model.report import Report
from gkrules.pipeline.confirm import with_wrapped
from gkrules.reading.data import json_data
from gkrules.reading.data.columns import pandas_of, tables_of
from gkrules.reading.data.frames import document_of_frames
from gkrules.reading.data.json_text import Loaded
from gkrules.reading.limits import DEFAULT_LIMITS, Limits
from gkrules.rulefiles.rulebook import Rulebook, rulebook_with
from gkrules.words import Phrase

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How documents are read.

    Attributes:
        edition: key of the edition to read them with; by default told by the reporting year, else by the labels.
        year: the reporting year; by default the one that the title names, else the statistical period, else the name of the sheet.
        limits: how large a document may be, and how long reading it may take.
        with_libreoffice: have LibreOffice convert old Word files (``.doc``) instead of reading them ourselves.
        kind: the kind of document (a name in `gkrules.reading.kinds.table`); by default told by its content.
        rules: folders of users' rules, whose editions serve, too.
    """

    edition: str | None = None
    year: int | None = None
    limits: Limits = DEFAULT_LIMITS
    with_libreoffice: bool = False
    kind: str = ""
    rules: tuple[str, ...] = ()

    def rulebook(self) -> Rulebook:
        """The rules and editions that it is read with.

        Raises:
            UsageError: there is no such edition or folder.
            RuleError: a file of a folder is malformed.
        """
        return rulebook_with(self.rules, self.edition)


DEFAULT_OPTIONS = ReadOptions()


@dataclass(frozen=True, slots=True)
class Request:
    """A file to read: its path, or the bytes of what the path only names."""

    path: str
    data: bytes | None = None
    options: ReadOptions = DEFAULT_OPTIONS

    def read(self) -> list[Report]:
        """Every report of it, read in this process; see `read_file`."""
        return read_file(self.path, self.options) if self.data is None else read_bytes(self.data, self.path, self.options)


def read_file(path: str | os.PathLike[str], options: ReadOptions = DEFAULT_OPTIONS) -> list[Report]:
    """Every report of a file. The file is never written.

    Raises:
        DocumentError: the file cannot be read, is no report, or it is not certain what belongs to which of its reports
            (``several_reports``).
        UsageError: there is no such edition.
    """
    options.rulebook()
    with within(os.fspath(path)):
        data = reading.load(path, limits=options.limits)
    return read_bytes(data, os.fspath(path), options)


def read_bytes(data: bytes, name: str, options: ReadOptions = DEFAULT_OPTIONS) -> list[Report]:
    """Every report in the bytes of a document that `name` stands for; raises what `read_file` raises."""
    rulebook = options.rulebook()
    with within(name):
        if (options.kind or reading.sniff(data)) == "json":
            loaded = json_data.load(data)
            return _of_data(loaded.data, options, name, loaded.taken)
        document = reading.read_bytes(data, name, limits=options.limits, with_libreoffice=options.with_libreoffice, kind=options.kind)
        editions = list(rulebook.editions.values())
        reports = align_all(document, editions, edition=options.edition, year=options.year, file=name)
        return [with_wrapped(report, rulebook) for report in reports]


def only_one(reports: Sequence[Report]) -> Report:
    """The only report of a file.

    Raises:
        DocumentError: there are more (``several_reports``).
    """
    if len(reports) == 1:
        return reports[0]
    shown = [f"{report.unit or '?'} {report.year or '?'}" for report in reports[:5]] + (["…"] if len(reports) > 5 else [])
    raise DocumentError("pipeline/several_reports", count=len(reports), reports=shown)


def read_data(data: Any, options: ReadOptions = DEFAULT_OPTIONS) -> Report:
    """A report from the exchange form, or from data whose names are keys or labels; see `gkrules.align.data.reports_of_data`."""
    loaded = json_data.load(data) if isinstance(data, (str, bytes)) else Loaded(data)
    return only_one(_of_data(loaded.data, options, taken=loaded.taken))


def _of_data(data: Any, options: ReadOptions, file: str = "", taken: Sequence[Phrase] = ()) -> list[Report]:
    editions = list(options.rulebook().editions.values())
    arranged = json_data.arranged(data, limits=options.limits)
    return reports_of_data(arranged, editions, edition=options.edition, year=options.year, file=file, taken=taken)


def read_frames(frames: Any, *, unit: str = "", options: ReadOptions = DEFAULT_OPTIONS) -> Report:
    """A report from tables of pandas, polars or Arrow; see `Report.from_frames`."""
    edition, year = options.edition, options.year
    editions = list(options.rulebook().editions.values())
    tables = tables_of(frames)
    several = list(tables.values()) if isinstance(tables, dict) else tables
    if len(several) == 1 and (data := data_of_frame(several[0], editions)) is not None:
        report = only_one(_of_data(data, options))
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
    data = data_of_frame(pandas_of(frame), editions)
    if data is None:
        raise UsageError("pipeline/no_report_rows")
    return _of_data(data, options)


def _with_named(frames: Sequence[pd.DataFrame], recognise: Callable[[], Report], options: ReadOptions) -> Report:
    """The report that is recognised in tables; those of which nothing was, by the names of their rows and columns.

    A table with few of the columns of the form has no header that can be recognised, but every name in it may be certain.
    """
    try:
        report: Report | None = recognise()
    except DocumentError:
        report = None
        if not frames:
            raise
    taken = Counter(cell.place.table for cell in report.cells.values() if cell.place and cell.value is not None) if report else Counter()
    left = [number for number in range(1, len(frames) + 1) if not taken[number]]
    try:
        data = [row for number in left for row in names_of_rows(frames[number - 1])]
        named = only_one(_of_data(data, options)) if data else None
    except DocumentError:
        named = None
    if report is None:
        return named or recognise()
    if named is None or named.edition.key != report.edition.key:
        return report
    cells = {key: cell for key, cell in report.cells.items() if not (cell.place and cell.place.table in left)}
    if cells.keys() & named.cells.keys():
        return report
    notes = tuple(note for note in report.notes if not (note.place and note.place.table in left))
    ordered = {key: both[key] for both in [{**cells, **named.cells}] for key in report.edition.cell_by_key if key in both}
    return replace(report, cells=ordered, notes=(*notes, *named.notes))
