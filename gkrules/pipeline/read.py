"""Bytes, files, data and frames → reports."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from gkrules import reading
from gkrules.align import align, align_all
from gkrules.align.data import reports_of_data
from gkrules.align.keyed import by_keys
from gkrules.model.errors import DocumentError, within
from gkrules.model.report import Report
from gkrules.pipeline.confirm import with_wrapped
from gkrules.reading.data import json_data
from gkrules.reading.data.frames import document_of_frames
from gkrules.reading.limits import DEFAULT_LIMITS, Limits
from gkrules.rulefiles.rulebook import own_rulebook

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
    """

    edition: str | None = None
    year: int | None = None
    limits: Limits = DEFAULT_LIMITS
    with_libreoffice: bool = False


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
    own_rulebook(options.edition)
    with within(os.fspath(path)):
        data = reading.load(path, limits=options.limits)
    return read_bytes(data, os.fspath(path), options)


def read_bytes(data: bytes, name: str, options: ReadOptions = DEFAULT_OPTIONS) -> list[Report]:
    """Every report in the bytes of a document that `name` stands for; raises what `read_file` raises."""
    rulebook = own_rulebook(options.edition)
    with within(name):
        if reading.sniff(data) == "json":
            return _of_data(json_data.load(data), options, name)
        document = reading.read_bytes(data, name, limits=options.limits, with_libreoffice=options.with_libreoffice)
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


def read_data(data: str | bytes | Mapping[str, Any], options: ReadOptions = DEFAULT_OPTIONS) -> Report:
    """A report from the exchange form, or from data whose names are keys or labels; see `gkrules.align.data.reports_of_data`."""
    return only_one(_of_data(data if isinstance(data, Mapping) else json_data.load(data), options))


def _of_data(data: Any, options: ReadOptions, file: str = "") -> list[Report]:
    editions = list(own_rulebook(options.edition).editions.values())
    arranged = json_data.arranged(data, limits=options.limits)
    return reports_of_data(arranged, editions, edition=options.edition, year=options.year, file=file)


def read_frames(
    frames: Mapping[str, pd.DataFrame] | Sequence[pd.DataFrame], *, unit: str = "", options: ReadOptions = DEFAULT_OPTIONS
) -> Report:
    """A report from pandas frames; see `Report.from_frames`."""
    edition, year = options.edition, options.year
    editions = list(own_rulebook(edition).editions.values())
    document = document_of_frames(list(frames.values()) if isinstance(frames, Mapping) else frames)
    if frames and isinstance(frames, Mapping):
        keyed = by_keys(dict(zip(frames, document.grids(), strict=True)), editions, edition=edition, year=year)
        if keyed is not None:
            return replace(keyed, unit=unit)
    report = align(document, editions, edition=edition, year=year)
    return replace(report, unit=unit or report.unit)
