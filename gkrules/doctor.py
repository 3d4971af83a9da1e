"""Read a document as `gkrules.read` does, and keep what was found on the way, also where it ends in an error."""

from __future__ import annotations

import hashlib
import os
import platform
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from gkrules import reading
from gkrules._version import __version__
from gkrules.align.report import align
from gkrules.align.trace import Trace
from gkrules.model.cells import CellState
from gkrules.model.document import Document
from gkrules.model.errors import GkrulesError
from gkrules.model.report import Report
from gkrules.pipeline.confirm import with_wrapped
from gkrules.pipeline.read import DEFAULT_OPTIONS, ReadOptions, Request, only_one, read_bytes
from gkrules.rulefiles.rulebook import Rulebook
from gkrules.workers import Worker

_STOPPED = ("crashed", "no_worker", "limit_seconds", "limit_memory_bytes")


@dataclass(slots=True)
class Diagnosis:
    """What was made of a document.

    Attributes:
        file, kind, size, digest: of the file; the digest is ``sha256:…``.
        encoding: of a text or a web page; empty for others.
        document: its blocks; ``None`` if they could not be read, or it holds a report already (JSON).
        trace: what the alignment considered.
        report: the report; ``None`` if there is none.
        error: why there is none.
        seconds: how long each step took.
        data: the bytes of the file.
    """

    file: str
    kind: str = ""
    size: int = 0
    digest: str = ""
    encoding: str = ""
    document: Document | None = None
    trace: Trace = field(default_factory=Trace)
    report: Report | None = None
    error: GkrulesError | None = None
    seconds: dict[str, float] = field(default_factory=dict)
    data: bytes = b""

    def unread(self) -> Iterator[tuple[str, str, str]]:
        """The cells of the form without a number: key, state, and the text of the document."""
        if self.report is None:
            return
        for key, ref in self.report.edition.cell_by_key.items():
            cell = self.report.cell(key)
            if cell.state is not CellState.NUMBER and not (ref.optional and cell.state is CellState.ABSENT):
                yield key, cell.state.value, cell.raw

    def to_dict(self) -> dict[str, Any]:
        """All of it but the texts of the document outside its tables, as plain data."""
        document, identity = self.document, self.trace.identity
        return {
            "gkrules": __version__,
            "python": platform.python_version(),
            "system": platform.platform(terse=True),
            "file": self.file,
            "kind": self.kind,
            "size": self.size,
            "digest": self.digest,
            "encoding": self.encoding,
            "seconds": {step: round(spent, 4) for step, spent in self.seconds.items()},
            "error": None if self.error is None else {"kind": self.error.kind, "message": {"zh": self.error.zh, "en": self.error.en}},
            "container_title": document.title if document else "",
            "paragraphs": sum(1 for _ in document.paragraphs()) if document else 0,
            "notices": [{"kind": each.kind, "message": {"zh": each.zh, "en": each.en}} for each in document.notices] if document else [],
            "grids": [
                {
                    "number": number,
                    "place": grid.place.to_dict(),
                    "ragged": grid.ragged or bool(grid.loose),
                    "rows": len(grid.rows()),
                    "cells": [[cell.row, cell.column, cell.rowspan, cell.colspan, cell.text] for cell in grid.cells],
                }
                for number, grid in enumerate(document.grids() if document else (), 1)
            ],
            "identity": None
            if identity is None
            else {
                "unit": identity.unit,
                "title_year": identity.title_year,
                "period_years": identity.period_years,
                "titled": identity.titled,
            },
            "edition": self.trace.edition,
            "edition_by": self.trace.edition_by,
            "candidates": [
                {
                    "grid": each.grid,
                    "header": each.header,
                    "body": each.body,
                    "table": each.table,
                    "score": each.score,
                    "columns": each.columns,
                    "rows": each.rows,
                    "how": each.how,
                    "taken": each.taken,
                }
                for each in self.trace.candidates
            ],
            "sections": [each.key for each in self.report.sections] if self.report else [],
            "unread": [{"cell": key, "state": state, "raw": raw} for key, state, raw in self.unread()],
            "notes": [
                {"kind": note.kind, "table": note.table, "label": note.label, "official": note.official}
                for note in (self.report.notes if self.report else ())
            ],
        }


def examine(
    path: str | os.PathLike[str],
    *,
    data: bytes | None = None,
    options: ReadOptions = DEFAULT_OPTIONS,
    isolated: bool = False,
) -> Diagnosis:
    """Read a document. What goes wrong ends up in the diagnosis.

    Args:
        path: the file, or the name of what `data` holds.
        data: the document itself, where it is not in a file.
        options: as for `gkrules.read`.
        isolated: have a process of its own read it first. What that process does not survive is not read in this one.

    Raises:
        DocumentError: there is no such file, or it is too large to look at.
        UsageError: there is no such edition.
    """
    rulebook = options.rulebook()
    data = reading.load(path, limits=options.limits) if data is None else data
    digest = "sha256:" + hashlib.sha256(data).hexdigest()
    found = Diagnosis(os.fspath(path), reading.sniff(data), len(data), digest, data=data)
    started = time.perf_counter()
    try:
        if isolated:
            _try_elsewhere(Request(found.file, data, options), rulebook)
        started = time.perf_counter()
        if found.kind == "json":
            found.report = only_one(read_bytes(data, found.file, options))
            return found
        if found.kind in ("text", "html"):
            from gkrules.reading.encoding import decode

            found.encoding = decode(data).encoding
        found.document = reading.read_bytes(data, found.file, limits=options.limits, with_libreoffice=options.with_libreoffice)
        found.seconds["read"] = time.perf_counter() - started
        started = time.perf_counter()
        editions = list(rulebook.editions.values())
        report = align(found.document, editions, edition=options.edition, year=options.year, file=found.file, trace=found.trace)
        found.report = with_wrapped(report, rulebook)
        found.seconds["align"] = time.perf_counter() - started
    except GkrulesError as error:
        found.error = error
        found.seconds["failed"] = time.perf_counter() - started
    return found


def _try_elsewhere(request: Request, rulebook: Rulebook) -> None:
    """Raise what stopped the process that read the document; other errors are found again, with their circumstances, in this one."""
    with Worker() as worker:
        try:
            worker.read_all(request, rulebook.editions)
        except GkrulesError as error:
            if error.kind in _STOPPED:
                raise
        except RuntimeError:
            return  # a fault of the program, whose trace is wanted here
