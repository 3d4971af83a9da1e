"""``gkrules rollup``"""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from gkrules.cli import completion
from gkrules.cli.common import OWN_RULES, Command, color_option, lang_option, reading_options, rules_option, say_failed
from gkrules.cli.outputs import guard_inputs, output_options, present

if TYPE_CHECKING:
    from gkrules.cli.outputs import Output
    from gkrules.pipeline.read import ReadOptions


@click.command(cls=Command, short_help="把下级机关的报告逐格合计。 Add up the reports of the organs below.")
@click.argument("paths", nargs=-1, required=True, metavar="PATHS...", shell_complete=completion.files)
@click.option(
    "--unit", default="", metavar="NAME", help="汇总机关的名称；它自己的报告不计入。 The higher organ; its own report is left out."
)
@output_options("rollup")
@lang_option
@reading_options
@rules_option(OWN_RULES)
@color_option
@click.pass_context
def rollup(
    ctx: click.Context,
    *,
    paths: tuple[str, ...],
    unit: str,
    outputs: list[Output],
    lang: str,
    options: ReadOptions,
    isolate: bool,
    folders: tuple[str, ...],
    color: str,
) -> None:
    """把下级机关同一年度的报告逐格合计，按格式列出。 Add up the reports of the organs below, cell by cell.

    PATHS 是文件、文件夹（含下级文件夹）或压缩包（.zip）；有几个年度的，--year 指定其中一年。空白或未读出的格没有合计。
    PATHS are files, folders with their subfolders, and zip archives; --year chooses one of several years. What is blank or
    unread in one report has no sum.
    """
    from gkrules.cli.files import find_files, read_files
    from gkrules.collection.rollup import rollup as add_up
    from gkrules.rulefiles.rulebook import load_rulebook

    load_rulebook(options.edition, rules=folders)  # an unknown edition is one error, not one for every file
    options = replace(options, rules=folders)
    files, empty = find_files(paths, options.limits)
    guard_inputs(outputs, [*paths, *(file.name for file in files)])
    progress = all(each.for_people for each in outputs) and sys.stderr.isatty()
    # Here the year chooses among the reports; it must not become that of those that are for another.
    reports, unread = read_files(files, options=replace(options, year=None), isolate=isolate, progress=progress)
    say_failed([*unread, *empty], lang)
    made = add_up(reports, unit=unit, year=options.year)
    present(outputs, made, lang, color=color)
    ctx.exit(2 if unread or empty or not made.complete else 0)
