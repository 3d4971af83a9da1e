"""``gkrules extract``"""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from gkrules.cli import completion
from gkrules.cli.common import OWN_RULES, Command, color_option, lang_option, reading_options, rules_option, say_failed
from gkrules.cli.outputs import guard_inputs, output_options, present

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gkrules.cli.outputs import Output
    from gkrules.pipeline.read import ReadOptions

_MAX_WIDTH = 110


@click.command(cls=Command, short_help="读出年报的表格和正文。 Read tables and text out of reports.")
@click.argument("paths", nargs=-1, required=True, metavar="PATHS...", shell_complete=completion.files)
@output_options("reports")
@lang_option
@click.option("--show-places", is_flag=True, help="同时列出每个标题和单元格在文件中的位置。 Show where every heading and cell stands, too.")
@reading_options
@rules_option(OWN_RULES)
@color_option
@click.pass_context
def extract(
    ctx: click.Context,
    *,
    paths: tuple[str, ...],
    outputs: list[Output],
    lang: str,
    show_places: bool,
    options: ReadOptions,
    isolate: bool,
    folders: tuple[str, ...],
    color: str,
) -> None:
    """读出年报的表格和正文，不作核对。 Read tables and text out of reports without checking them.

    PATHS 是文件、文件夹（含下级文件夹）或压缩包（.zip）；- 表示标准输入。
    PATHS are files, folders with their subfolders, and zip archives; - is standard input.
    """
    from gkrules.cli.files import find_files, read_files
    from gkrules.render.inputs import Extracted
    from gkrules.rulefiles.rulebook import load_rulebook

    # An unknown edition is one error, not one for every file.
    ruleset = load_rulebook(options.edition, rules=folders)
    options = replace(options, rules=folders)
    files, failed = find_files(paths, options.limits)
    guard_inputs(outputs, [*paths, *(file.name for file in files)])
    progress = all(each.for_people for each in outputs) and sys.stderr.isatty()
    reports, unread = read_files(files, options=options, isolate=isolate, progress=progress)
    failed = [*unread, *failed]
    several = len(files) + len(failed) - len(unread) > 1 or len(reports) > 1
    extracted = Extracted(reports, ruleset, several, show_places, _width(outputs))
    present(outputs, extracted, lang, color=color, count=len(reports))
    say_failed(failed, lang)
    ctx.exit(2 if failed else 0)


def _width(outputs: Sequence[Output]) -> int:
    """How many columns there are for text."""
    import shutil

    from gkrules.render.inputs import WIDTH
    from gkrules.render.lines import is_terminal

    return min(shutil.get_terminal_size((WIDTH, 24)).columns, _MAX_WIDTH) if outputs[0].file is None and is_terminal(sys.stdout) else WIDTH
