"""From arguments to reports: which files are meant, reading them one by one, keeping what failed."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from gkrules.cli.common import current_lang
from gkrules.cli.missing import failed_file
from gkrules.model.errors import GkrulesError, UsageError
from gkrules.model.report import Report
from gkrules.pipeline.read import DEFAULT_OPTIONS, ReadOptions, Request
from gkrules.reading.kinds.suffixes import ARCHIVES, REFUSED, SUFFIXES
from gkrules.reading.limits import DEFAULT_LIMITS, Limits
from gkrules.render.inputs import FailedFile
from gkrules.render.safe import clean
from gkrules.words import Phrase, phrase
from gkrules.workers import ReadResult

if TYPE_CHECKING:
    from rich.progress import Progress

_PROGRESS_AFTER = 1.0
_HEAD = 4096  # enough to tell an archive or a mail
_NAMED = 3


@dataclass(frozen=True, slots=True)
class InputFile:
    """A document to read: a file, or, where `load` gives its bytes, standard input or a member of an archive.

    `found` says that nobody named it: it lies in a folder that was.
    """

    name: str
    load: Callable[[], bytes] | None = None
    found: bool = False


def find_files(paths: Iterable[str], limits: Limits = DEFAULT_LIMITS) -> tuple[list[InputFile], list[FailedFile]]:
    """The documents that `paths` mean, each once: a file itself, of a folder or an archive all in it, ``-`` standard input.

    Folders and archives without documents, and archives that cannot be opened, come back as failed.
    """
    sources: dict[str, InputFile] = {}
    failed: list[FailedFile] = []
    for path in paths:
        folder = path != "-" and os.path.isdir(path)  # noqa: PTH112
        files = list(documents_of(path)) if folder else [path]
        if not files:
            failed.append(_failed(path, phrase("cli/no_documents.folder", kinds=" ".join(SUFFIXES))))
        for file in files:
            try:
                inside = _inside(file, limits)
            except GkrulesError as error:
                failed.append(failed_file(file, error))
                continue
            if inside == []:
                failed.append(_failed(file, phrase("cli/no_documents.archive", kinds=" ".join(SUFFIXES))))
            for source in [InputFile(file, found=folder)] if inside is None else inside:
                sources.setdefault(source.name if source.load else os.path.realpath(source.name), source)
    return list(sources.values()), failed


def only_file(path: str, limits: Limits = DEFAULT_LIMITS) -> InputFile:
    """The one document that `path` means.

    Raises:
        DocumentError: an archive cannot be opened.
        UsageError: ``not_one_document``.
    """
    if path != "-" and os.path.isdir(path):  # noqa: PTH112
        sources = [InputFile(file) for file in documents_of(path)]
    else:
        inside = _inside(path, limits)
        sources = [InputFile(path)] if inside is None else inside
    if len(sources) != 1:
        some = [source.name for source in sources[:_NAMED]]
        if some:
            raise UsageError("cli/not_one_document.several", path=path, count=len(sources), some=some, where=path)
        raise UsageError("cli/not_one_document.none", path=path, where=path)
    return sources[0]


def _failed(path: str, said: Phrase) -> FailedFile:
    return FailedFile(path, said.kind, said.text("zh"), said.text("en"))


def _inside(path: str, limits: Limits) -> list[InputFile] | None:
    """The documents that standard input or an archive holds; ``None`` for any other file."""
    if path != "-" and not _starts_like_an_archive(path):
        return None
    from gkrules.reading import load, sniff
    from gkrules.reading.containers import archive

    # One byte more than may be: the reader then says that it is too much.
    data = sys.stdin.buffer.read(limits.max_bytes + 1) if path == "-" else load(path, limits=limits)
    if len(data) > limits.max_bytes or sniff(data) not in archive.KINDS:
        return [InputFile(path, lambda: data)] if path == "-" else None
    name = "" if path == "-" else os.path.basename(path)  # noqa: PTH119
    return [InputFile(f"{path}!/{member.name}", member.load) for member in archive.members(data, SUFFIXES + REFUSED, limits, name)]


def _starts_like_an_archive(path: str) -> bool:
    if path.lower().endswith(ARCHIVES):
        return True
    if path.lower().endswith(SUFFIXES):
        return False  # an office file; one that is not what its name says is named as an archive by its reader
    from gkrules.reading import sniff
    from gkrules.reading.containers import archive

    try:
        with open(path, "rb") as file:  # noqa: PTH123
            head = file.read(_HEAD)
            return head.startswith(b"PK") or sniff(head) in archive.KINDS
    except (OSError, ValueError):
        return False  # reading it says what is wrong


def read_files(
    sources: Iterable[InputFile],
    *,
    options: ReadOptions = DEFAULT_OPTIONS,
    isolate: bool = True,
    progress: bool = False,
) -> tuple[list[Report], list[FailedFile]]:
    """Read every file; a file that cannot be read, or kills its reader, does not keep the others from being read."""
    reports: list[Report] = []
    failed: list[FailedFile] = []
    requests: list[Request] = []
    passed_over: list[str] = []
    unnamed = set()
    for source in sources:
        if source.found:
            unnamed.add(source.name)
        try:
            requests.append(Request(source.name, source.load() if source.load else None, options))
        except GkrulesError as error:
            failed.append(failed_file(source.name, error))
    read = _isolated if isolate else _here
    with _ticking(len(requests), progress) as tick:
        for request, found in zip(requests, read(requests), strict=True):
            file = request.path
            if isinstance(found, tuple):
                reports.extend(found)
            elif isinstance(found, GkrulesError) and found.kind == "own_output" and file in unnamed:
                passed_over.append(file)  # of what lies in a folder it is as little a report as a picture
            elif isinstance(found, GkrulesError):
                failed.append(failed_file(file, found))
            else:
                what = str(found) if isinstance(found, RuntimeError) else f"{type(found).__name__}: {found}"
                failed.append(_failed(file, phrase("cli/internal_error", what=what)))
            tick()
    if passed_over:
        _say_passed_over(passed_over)
    return reports, failed


def _say_passed_over(files: Sequence[str]) -> None:
    lang = current_lang()
    shown = list(files[:_NAMED])
    form = "cli/passed_over" if len(shown) == len(files) else "cli/passed_over.more"
    click.echo(clean(phrase(form, files=shown, count=len(files)).text(lang)), err=True)


def _isolated(requests: Sequence[Request]) -> Iterator[ReadResult]:
    from gkrules.workers.pool import read_files as read_in_workers

    editions = requests[0].options.rulebook().editions if requests else {}
    return read_in_workers(requests, editions)


def _here(requests: Sequence[Request]) -> Iterator[ReadResult]:
    for request in requests:
        try:
            yield tuple(request.read())
        except GkrulesError as error:
            yield error
        except Exception as error:  # noqa: BLE001 - one document that trips a reader must not cost the result of the others
            yield RuntimeError(f"{type(error).__name__}: {error}")


def documents_of(folder: str) -> Iterator[str]:
    """The files in a folder and those below it that may be documents, in order."""
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            # Word keeps a lock file ~$name.docx beside an open document.
            if name.lower().endswith(SUFFIXES + REFUSED) and not name.startswith((".", "~$")):
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
