"""``gkrules extract``"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from gkrules.cli import completion
from gkrules.cli.common import Command, color_option, emit, format_option, lang_option, output_option, reading_options
from gkrules.words import phrase

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gkrules.model.report import Report
    from gkrules.pipeline.read import ReadOptions
    from gkrules.rulefiles.rulebook import Rulebook

_MAX_WIDTH = 110


@click.command(cls=Command, short_help="读出年报的表格和正文。 Read tables and text out of reports.")
@click.argument("paths", nargs=-1, required=True, metavar="PATHS...", shell_complete=completion.files)
@format_option("text", "json", "csv")
@lang_option
@click.option("--show-places", is_flag=True, help="同时列出每个标题和单元格在文件中的位置。 Show where every heading and cell stands, too.")
@reading_options
@color_option
@output_option
@click.pass_context
def extract(
    ctx: click.Context,
    *,
    paths: tuple[str, ...],
    form: str,
    lang: str,
    show_places: bool,
    options: ReadOptions,
    isolate: bool,
    color: str,
    output: str | None,
) -> None:
    """读出年报的表格和正文，不作核对。 Read tables and text out of reports without checking them.

    PATHS 是文件、文件夹（含下级文件夹）或压缩包（.zip）；- 表示标准输入。
    PATHS are files, folders with their subfolders, and zip archives; - is standard input.
    """
    from gkrules.cli.files import find_files, read_files
    from gkrules.rulefiles.rulebook import load_rulebook

    # An unknown edition is one error, not one for every file.
    ruleset = load_rulebook(options.edition)
    files, failed = find_files(paths, options.limits)
    progress = form == "text" and sys.stderr.isatty()
    reports, unread = read_files(files, options=options, isolate=isolate, progress=progress)
    failed = [*unread, *failed]
    if form == "json":
        from gkrules.render.json_output import dumps, report_dict

        dicts = [report_dict(report, ruleset, lang) for report in reports]
        several = len(files) + len(failed) - len(unread) > 1 or len(reports) > 1
        if dicts or several:
            emit(dumps(dicts if several else dicts[0]), output, lang)
    elif form == "csv":
        from gkrules.render.csv_output import cells_csv

        # In a file the mark tells spreadsheets that it is UTF-8; in a pipe it would only be in the way.
        emit(cells_csv(reports, ruleset, lang), output, lang, encoding="utf-8-sig")
    else:
        _show_text(reports, ruleset, lang, color, output, places=show_places)
    for file in failed:
        from gkrules.render.safe import clean

        click.echo(clean(phrase("cli/unreadable", file=file.file, reason=file.text(lang)).text(lang)), err=True)
    ctx.exit(2 if failed else 0)


def _show_text(reports: Sequence[Report], ruleset: Rulebook, lang: str, color: str, output: str | None, *, places: bool) -> None:
    import shutil

    from gkrules.render.lines import is_terminal, line, plain, write
    from gkrules.render.tables_text import WIDTH, tables_lines
    from gkrules.render.words import ruleset_words

    width = min(shutil.get_terminal_size((WIDTH, 24)).columns, _MAX_WIDTH) if output is None and is_terminal(sys.stdout) else WIDTH
    lines = []
    for number, report in enumerate(reports):
        if number:
            lines.append(line(""))
        lines += tables_lines(report, lang, width, places=places)
    if reports:
        lines.append(line(ruleset_words(ruleset, lang), "dim"))
    if output is None:
        write(lines, color=color)
    else:
        emit(plain(lines), output, lang)
