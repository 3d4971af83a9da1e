"""``gkrules series``"""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from gkrules.cli import completion
from gkrules.cli.common import OWN_RULES, Command, color_option, lang_option, reading_options, rules_option, say_failed
from gkrules.cli.outputs import guard_inputs, output_options, present, save

if TYPE_CHECKING:
    from gkrules.cli.outputs import Output
    from gkrules.pipeline.read import ReadOptions


@click.command(cls=Command, short_help="按机关列出各年度的数，标出断档。 The years of each organ, with breaks marked.")
@click.argument("paths", nargs=-1, required=True, metavar="PATHS...", shell_complete=completion.files)
@output_options("series")
@lang_option
@click.option(
    "--plot",
    type=click.Path(dir_okay=False, writable=True),
    metavar="FILE.svg",
    help="另画成图；需要安装 gkrules[plot]。 Draw it, too; needs the extra plot.",
)
@reading_options
@rules_option(OWN_RULES)
@color_option
@click.pass_context
def series(
    ctx: click.Context,
    *,
    paths: tuple[str, ...],
    outputs: list[Output],
    lang: str,
    plot: str | None,
    options: ReadOptions,
    isolate: bool,
    folders: tuple[str, ...],
    color: str,
) -> None:
    """按机关列出各年度的申请、结转、办理和争议，标出断档。 The years of each organ side by side, with breaks marked.

    PATHS 是文件、文件夹（含下级文件夹）或压缩包（.zip）；- 表示标准输入。只列出，不核对：有断档时退出码仍为 0。
    PATHS are files, folders with their subfolders, and zip archives; - is standard input. It shows and does not check:
    the exit code is 0 where there are breaks, too.
    """
    from gkrules.cli.files import find_files, read_files
    from gkrules.cli.writing import refuse_inputs
    from gkrules.collection.series import all_series
    from gkrules.rulefiles.rulebook import load_rulebook

    load_rulebook(options.edition, rules=folders)  # an unknown edition is one error, not one for every file
    options = replace(options, rules=folders)
    files, empty = find_files(paths, options.limits)
    inputs = [*paths, *(file.name for file in files)]
    guard_inputs(outputs, inputs)
    refuse_inputs([plot] if plot is not None else [], inputs)
    progress = all(each.for_people for each in outputs) and sys.stderr.isatty()
    reports, unread = read_files(files, options=options, isolate=isolate, progress=progress)
    found = all_series(reports)
    if plot is not None:
        from gkrules.render.series_plot import series_svg

        save(series_svg(found, lang).encode(), plot, lang)
    present(outputs, found, lang, color=color)
    say_failed([*unread, *empty], lang)
    ctx.exit(2 if unread or empty or found.unplaced else 0)
