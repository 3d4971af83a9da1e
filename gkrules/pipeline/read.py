"""Bytes, files and data → reports."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from gkrules import reading
from gkrules.align import align_all
from gkrules.align.data import reports_of_data
from gkrules.model.errors import DocumentError, within
from gkrules.model.report import Report
from gkrules.pipeline.confirm import with_wrapped
from gkrules.reading.data import json_data
from gkrules.reading.data.json_text import Loaded
from gkrules.reading.limits import DEFAULT_LIMITS, Limits
from gkrules.rulefiles.rulebook import Rulebook, rulebook_with
from gkrules.words import Phrase


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
            return reports_in(loaded.data, options, name, loaded.taken)
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
    return only_one(reports_in(loaded.data, options, taken=loaded.taken))


def reports_in(data: Any, options: ReadOptions, file: str = "", taken: Sequence[Phrase] = ()) -> list[Report]:
    """Every report in plain data; see `gkrules.align.data.reports_of_data`."""
    editions = list(options.rulebook().editions.values())
    arranged = json_data.arranged(data, limits=options.limits)
    return reports_of_data(arranged, editions, edition=options.edition, year=options.year, file=file, taken=taken)
