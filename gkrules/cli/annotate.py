"""``gkrules annotate``"""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gkrules.cli import completion
from gkrules.cli.checking import Rules, checking_options
from gkrules.cli.common import Command, lang_option, reading_options, say_failed

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from gkrules.pipeline.read import ReadOptions
    from gkrules.reading.limits import Limits
    from gkrules.render.word.remarks import Remark

_MARK = ".批注"
_SUFFIXES = {"docx": (".docx", ".docm", ".dotx", ".dotm"), "pdf": (".pdf",)}


@click.command(cls=Command, short_help="在报告的副本上批注问题。 Mark what is wrong in a copy of a report.")
@click.argument("path", metavar="FILE", shell_complete=completion.files)
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False),
    metavar="FILE",
    help="副本的文件名；不写则在原文件旁写成“名称.批注.docx”。 The copy; beside the file as NAME.批注.docx if not given.",
)
@lang_option
@checking_options
@reading_options
@click.pass_context
def annotate(ctx: click.Context, *, path: str, output: str | None, lang: str, rules: Rules, options: ReadOptions, isolate: bool) -> None:
    """检查一份 Word（.docx）或 PDF 报告，另存一份副本：Word 里每个问题是一条批注，PDF 里是一处带说明的高亮。原文件不改动。

    FILE 是一个文件，或只有一个文件的压缩包（.zip）；- 表示标准输入。

    Check a report and write a copy with a comment (Word) or a highlight with a note (PDF) for each problem.
    The file itself is left as it is.
    """
    from gkrules.cli.checking import exit_code, read_and_check
    from gkrules.cli.files import InputFile, only_file
    from gkrules.cli.outputs import save
    from gkrules.cli.writing import refuse_inputs
    from gkrules.model.errors import UsageError, within
    from gkrules.reading import load, sniff
    from gkrules.render.safe import clean
    from gkrules.render.word.remarks import remarks_of
    from gkrules.words import phrase

    source = only_file(path, options.limits)
    data = source.load() if source.load else load(source.name, limits=options.limits)
    kind = sniff(data)
    if kind not in _SUFFIXES and kind not in {"encrypted", "empty"}:  # reading it says what is wrong with these
        raise UsageError("cli/not_annotated", where=source.name)
    target = output or _beside(source.name, path, kind)
    refuse_inputs([target], [path])
    result, failed = read_and_check(
        [InputFile(source.name, lambda: data)], rules, options, outputs=[target] if path != "-" else [], isolate=isolate
    )
    say_failed(failed, lang)
    elsewhere = sum(len(each.findings) for each in (*result.unmatched, *result.waiver_files))
    remarks = remarks_of(result.reports, result.ruleset, lang)
    if result.reports and not remarks:
        click.echo(phrase("cli/nothing_to_annotate").text(lang))
    elif remarks:
        with within(source.name):
            made = _annotator(kind)(data, remarks, options.limits)
        save(made, target, lang)
        count = remarks[-1].problem
        click.echo(clean(phrase("cli/annotated", file=target, problems=count, comments=len(remarks)).text(lang)))
    if elsewhere:
        click.echo(phrase("cli/annotated_elsewhere", count=elsewhere).text(lang), err=True)
    ctx.exit(exit_code(result, bool(failed)))


def _beside(name: str, path: str, kind: str) -> str:
    """The name of the copy that is not named: one that is there may have been worked on, and is not written over.

    Raises:
        UsageError: ``name_the_copy`` or ``copy_exists``.
    """
    from gkrules.model.errors import UsageError

    if name != path or path == "-":
        raise UsageError("cli/name_the_copy")
    there = Path(name)
    suffix = there.suffix if there.suffix.lower() in _SUFFIXES.get(kind, ()) else f".{kind}"
    made = there.with_name(f"{there.stem}{_MARK}{suffix}")
    if made.exists():
        raise UsageError("cli/copy_exists", file=str(made))
    return str(made)


def _annotator(kind: str) -> Callable[[bytes, Sequence[Remark], Limits], bytes]:
    if kind == "pdf":
        from gkrules.render.pdf.annotate import annotated_pdf

        return annotated_pdf
    from gkrules.render.word.annotate import annotated_docx

    now = datetime.datetime.now(datetime.UTC)
    return lambda data, remarks, limits: annotated_docx(data, remarks, now, limits)
