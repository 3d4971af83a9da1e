"""From arguments to reports: which files are meant, reading them one by one, keeping what failed."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from gkrules.model.errors import GkrulesError
from gkrules.model.report import Report
from gkrules.reading.limits import DEFAULT_LIMITS, Limits
from gkrules.render.inputs import FailedFile
from gkrules.workers import Outcome, Request

if TYPE_CHECKING:
    from rich.progress import Progress

SUFFIXES = (
    ".txt",
    ".md",
    ".html",
    ".htm",
    ".shtml",
    ".mht",
    ".docx",
    ".doc",
    ".wps",
    ".rtf",
    ".pdf",
    ".xlsx",
    ".xls",
    ".ods",
    ".csv",
    ".json",
)
_PROGRESS_AFTER = 1.0


def find_files(paths: Iterable[str]) -> tuple[list[str], list[FailedFile]]:
    """The files that `paths` mean, each once: a file itself, a folder all documents below it. Empty folders come back as failed."""
    files: dict[str, str] = {}
    failed: list[FailedFile] = []
    for path in paths:
        if not os.path.isdir(path):  # noqa: PTH112
            files.setdefault(os.path.realpath(path), path)
            continue
        found = list(_documents(path))
        if not found:
            kinds = " ".join(SUFFIXES)
            failed.append(
                FailedFile(
                    path,
                    "no_documents",
                    zh=f"文件夹里没有可检查的文件（{kinds}）",
                    en=f"the folder has no documents to check ({kinds})",
                )
            )
        for file in found:
            files.setdefault(os.path.realpath(file), file)
    return list(files.values()), failed


def read_files(
    files: Iterable[str],
    *,
    edition: str | None,
    year: int | None,
    limits: Limits = DEFAULT_LIMITS,
    isolate: bool = True,
    with_libreoffice: bool = False,
    progress: bool = False,
) -> tuple[list[Report], list[FailedFile]]:
    """Read every file; a file that cannot be read, or kills its reader, does not keep the others from being read."""
    files = list(files)
    reports: list[Report] = []
    failed: list[FailedFile] = []
    read = _isolated if isolate else _here
    requests = [Request(file, edition=edition, year=year, with_libreoffice=with_libreoffice) for file in files]
    with _ticking(len(files), progress) as tick:
        for file, found in zip(files, read(requests, limits), strict=True):
            if isinstance(found, Report):
                reports.append(found)
            elif isinstance(found, GkrulesError):
                failed.append(FailedFile(file, found.kind, found.zh, found.en))
            else:
                what = str(found) if isinstance(found, RuntimeError) else f"{type(found).__name__}: {found}"
                failed.append(
                    FailedFile(file, "internal_error", zh=f"程序读取时出错（{what}）", en=f"the program failed to read it ({what})")
                )
            tick()
    return reports, failed


def _isolated(requests: Sequence[Request], limits: Limits) -> Iterator[Outcome]:
    from gkrules import api
    from gkrules.workers.pool import read_files as read_in_workers

    return read_in_workers(requests, api.load_ruleset().editions, limits=limits)


def _here(requests: Sequence[Request], limits: Limits) -> Iterator[Outcome]:
    from gkrules import api

    for request in requests:
        try:
            yield api.read(
                request.path, edition=request.edition, year=request.year, limits=limits, with_libreoffice=request.with_libreoffice
            )
        except GkrulesError as error:
            yield error
        except Exception as error:  # noqa: BLE001 - one document that trips a reader must not cost the result of the others
            yield RuntimeError(f"{type(error).__name__}: {error}")


def _documents(folder: str) -> Iterator[str]:
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            # Word keeps a lock file ~$name.docx beside an open document.
            if name.lower().endswith(SUFFIXES) and not name.startswith((".", "~$")):
                yield os.path.join(place, name)  # noqa: PTH118


class _Ticker:
    """Counts files, and shows a bar on standard error once it has taken a while."""

    def __init__(self, total: int) -> None:
        self.total = total
        self.done = 0
        self.started = time.monotonic()
        self.bar: Progress | None = None

    def __call__(self) -> None:
        self.done += 1
        if self.bar is None and time.monotonic() - self.started > _PROGRESS_AFTER and self.done < self.total:
            from rich.console import Console
            from rich.progress import Progress

            self.bar = Progress(console=Console(stderr=True), transient=True)
            self.bar.add_task("", total=self.total)
            self.bar.start()
        if self.bar is not None:
            self.bar.update(self.bar.task_ids[0], completed=self.done)

    def stop(self) -> None:
        if self.bar is not None:
            self.bar.stop()


@contextmanager
def _ticking(total: int, shown: bool) -> Iterator[_Ticker | _Silent]:
    if not shown or total < 2:
        yield _Silent()
        return
    ticker = _Ticker(total)
    try:
        yield ticker
    finally:
        ticker.stop()


class _Silent:
    """Counts nothing."""

    def __call__(self) -> None:
        """Do nothing."""
