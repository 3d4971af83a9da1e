"""Choosing formats from the table of formats, and writing what they make: to the screen, or to files, several of them at once."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar

import click

from gkrules.cli.common import fail
from gkrules.model.errors import UsageError
from gkrules.render.formats import REPORTERS, formats, reporter
from gkrules.words import phrase

if TYPE_CHECKING:
    from gkrules.render.formats import Reporter
    from gkrules.render.lines import Line

_Command = TypeVar("_Command", bound=Callable[..., Any])
_BY_SUFFIX = "输出的格式；不写则按 -o 文件名的后缀。 Format of the output; chosen by the suffix of -o FILE if not given."


@dataclass(frozen=True, slots=True)
class Output:
    """Where something is written, and in which format.

    Attributes:
        file: ``None`` for the screen.
        mark: whether text begins with the mark of its encoding; ``None`` for what the format does in files.
    """

    form: Reporter
    file: str | None = None
    mark: bool | None = None

    @property
    def encoding(self) -> str:
        """Of text in a file."""
        return self.form.encoding if self.mark is None else "utf-8-sig" if self.mark else "utf-8"

    @property
    def for_people(self) -> bool:
        """Whether somebody sees it on the screen, or nothing of it: then progress may be told there."""
        return self.file is not None or self.form.name == "text"


def output_options(takes: str, *, to_files: bool = True) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """``--format`` and, if it is written `to_files`, ``--output``, both repeatable; they make the argument `outputs`."""
    names = formats(takes)

    def decorated(command: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(command)
        def with_outputs(*args: Any, forms: tuple[str, ...], files: tuple[str, ...] = (), mark: bool | None = None, **others: Any) -> Any:
            outputs = [replace(each, mark=mark if each.form.name == "csv" else None) for each in chosen_outputs(takes, forms, files)]
            return command(*args, outputs=outputs, **others)

        form = click.option(
            "--format",
            "forms",
            type=click.Choice(names),
            multiple=True,
            show_default=names[0],
            help=_BY_SUFFIX if to_files else "输出的格式。 Format of the output.",
        )
        if not to_files:
            return form(with_outputs)
        output = click.option(
            "-o",
            "--output",
            "files",
            type=click.Path(dir_okay=False),
            multiple=True,
            metavar="FILE",
            help="写入文件，不写到屏幕；可重复，一次写出几种格式。 Write to a file instead of the screen; repeatable.",
        )
        options = form(output(with_outputs))
        return _mark_option(options) if "csv" in names else options

    return decorated


def _mark_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """``--bom`` and ``--no-bom``: a spreadsheet wants the mark, a program seldom does."""
    return click.option(
        "--bom/--no-bom",
        "mark",
        default=None,
        help="CSV 是否以 BOM 开头，电子表格要有才不乱码；不写则只有文件有。 Whether CSV begins with a BOM; by default in files.",
    )(command)


def file_option(command: _Command) -> _Command:
    """``--output`` of a command that has one format."""
    return click.option(
        "-o",
        "--output",
        type=click.Path(dir_okay=False),
        metavar="FILE",
        help="写入文件，不写到屏幕。 Write to a file instead of the screen.",
    )(command)


def chosen_outputs(takes: str, forms: Sequence[str], files: Sequence[str]) -> list[Output]:
    """The outputs that are asked for: a format for each file, by its suffix if none is named.

    Raises:
        UsageError: ``formats_and_files`` (formats are named, and not one for each file), ``output_twice``, or ``no_such_document`` (the
            suffix is that of a document, and of none of the formats).
    """
    from gkrules.cli.writing import refuse_inputs

    if not files:
        if len(forms) > 1:
            raise UsageError("cli/formats_and_files", formats=len(forms), files=0)
        only = reporter(takes, forms[0] if forms else None)
        only.require()
        if not only.encoding and sys.stdout is not None and sys.stdout.isatty():
            raise UsageError("cli/needs_file", format=only.name)
        return [Output(only)]
    if forms and len(forms) != len(files):
        raise UsageError("cli/formats_and_files", formats=len(forms), files=len(files))
    refuse_inputs(files, ())
    if not forms:
        for file in files:
            _refuse_document(takes, file)
    outputs = [Output(reporter(takes, forms[at] if forms else None, file), file) for at, file in enumerate(files)]
    # What is missing is said before an hour of reading, not after it.
    for each in outputs:
        each.form.require()
    return outputs


def _refuse_document(takes: str, file: str) -> None:
    """Make sure that what is written under the name of a document is one: text in a ``.docx`` would open nowhere."""
    from gkrules.reading.kinds.suffixes import SUFFIXES

    known = [suffix for each in REPORTERS if each.takes == takes for suffix in each.suffixes]
    name = file.lower()
    if name.endswith(SUFFIXES) and not name.endswith(tuple(known)):
        if takes == "result" and name.endswith((".docx", ".pdf")):
            raise UsageError("cli/no_such_document.annotate", file=file, known=known)
        raise UsageError("cli/no_such_document", file=file, known=known)


def guard_inputs(outputs: Iterable[Output], inputs: Iterable[str]) -> None:
    """Make sure that nothing is written over what is read.

    Raises:
        UsageError: ``output_is_input``.
    """
    from gkrules.cli.writing import refuse_inputs

    refuse_inputs([each.file for each in outputs if each.file is not None], inputs)


def present(outputs: Iterable[Output], subject: object, lang: str, *, color: str = "never", count: int = 1) -> None:
    """Write `subject`, which holds `count` reports, to each of the outputs."""
    from gkrules.render.lines import write

    for each in outputs:
        made = each.form.render(subject, lang, count=count)
        if each.file is not None:
            save(_bytes(made, each.encoding), each.file, lang)
        elif isinstance(made, bytes):
            sys.stdout.buffer.write(made)
        elif isinstance(made, str):
            sys.stdout.write("\ufeff" * (each.mark is True) + made)
        else:
            write(made, color=color)


def save(content: bytes, file: str, lang: str) -> None:
    """Write a file whole or not at all; empty content writes none."""
    from gkrules.cli.writing import write_whole

    if not content:
        return
    try:
        write_whole(file, content)
    except OSError as error:
        fail(phrase("cli/unwritable", file=file, reason=error.strerror or type(error).__name__).text(lang), lang)


def _bytes(made: str | bytes | Iterable[Line], encoding: str) -> bytes:
    from gkrules.render.lines import plain

    if isinstance(made, bytes):
        return made
    text = made if isinstance(made, str) else plain(made)
    # Nothing to write is no file with a mark in it.
    return text.encode(encoding, "backslashreplace") if text else b""
