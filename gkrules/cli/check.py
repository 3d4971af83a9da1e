"""``gkrules check``"""

from __future__ import annotations

import os
import sys
import warnings
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gkrules.cli import completion
from gkrules.cli.common import (
    Command,
    color_option,
    lang_option,
    reading_options,
    rules_option,
)
from gkrules.cli.outputs import guard_inputs, output_options, present

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gkrules.cli.outputs import Output
    from gkrules.model.report import Report
    from gkrules.pipeline.read import ReadOptions
    from gkrules.render.inputs import FailedFile, ResultLike

_LEVELS = ("error", "warning", "info")


@click.command(cls=Command, short_help="检查年报，列出发现的问题。 Check reports and list what is wrong.")
@click.argument("paths", nargs=-1, required=True, metavar="PATHS...", shell_complete=completion.files)
@output_options("result")
@lang_option
@click.option(
    "--select",
    multiple=True,
    metavar="CODES",
    shell_complete=completion.codes,
    help="只用这些规则；编号或其开头，逗号分隔，可重复。 Only these rules (codes or prefixes).",
)
@click.option("--ignore", multiple=True, metavar="CODES", shell_complete=completion.codes, help="不用这些规则，写法同上。 Not these rules.")
@click.option(
    "--fail-on",
    type=click.Choice([*_LEVELS, "never"]),
    default="error",
    show_default=True,
    help="有这一级及以上的问题时退出码为 1。 Exit with 1 on findings of this severity or graver.",
)
@click.option(
    "--previous",
    multiple=True,
    metavar="PATH",
    shell_complete=completion.files,
    help="上年的报告或其文件夹，只用于与上年核对，可重复。 Last year's reports, only to compare with; repeatable.",
)
@click.option(
    "--below",
    multiple=True,
    metavar="PATH",
    shell_complete=completion.files,
    help="下级机关的报告或其文件夹，用于核对汇总数，可重复。 Reports of the organs below, whose sum is checked; repeatable.",
)
@click.option(
    "--roster",
    "rosters",
    multiple=True,
    metavar="FILE",
    shell_complete=completion.files,
    help="应当报告的机关的名单（文本、CSV 或 YAML），可重复。 A list of the organs that must report; repeatable.",
)
@rules_option("自己的规则文件夹，可重复。 A folder with rules of your own; repeatable.")
@click.option("--preview", is_flag=True, help="同时使用试行的规则。 Use rules in preview, too.")
@click.option("--no-waivers", is_flag=True, help="不使用 gkrules.yaml 里的豁免。 Do not use the waivers of gkrules.yaml.")
@click.option(
    "--group-by",
    "group",
    type=click.Choice(["file", "rule", "organ"]),
    default="file",
    show_default=True,
    help="文本按文件、规则或机关列出问题。 List the findings by file, rule or organ (text).",
)
@click.option(
    "--statistics",
    is_flag=True,
    help="文本只列计数：按规则、机关、年度、原因；JSON 另加 statistics。 Counts in place of the findings (text), or beside them (JSON).",
)
@click.option(
    "--show-fixes",
    "fixes",
    is_flag=True,
    help="文本只列建议值，不改动文件。 The suggested values in place of the findings (text); nothing is changed.",
)
@click.option("--show-passed", is_flag=True, help="也列出通过的核对。 List what was found right, too.")
@click.option(
    "-v",
    "--verbose",
    is_flag=True,
    help="多说一些：全部可疑处、单元格的键、怎样改正、无法判断的核对。 Say more.",
)
@click.option(
    "-q", "--quiet", is_flag=True, help="每个问题只用一行，最后说豁免了几处。 One line for each finding, then how many were waived."
)
@reading_options
@color_option
@click.pass_context
def check(
    ctx: click.Context,
    *,
    paths: tuple[str, ...],
    outputs: list[Output],
    lang: str,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    fail_on: str,
    previous: tuple[str, ...],
    below: tuple[str, ...],
    rosters: tuple[str, ...],
    folders: tuple[str, ...],
    preview: bool,
    no_waivers: bool,
    group: str,
    statistics: bool,
    fixes: bool,
    show_passed: bool,
    verbose: bool,
    quiet: bool,
    options: ReadOptions,
    isolate: bool,
    color: str,
) -> None:
    """检查年报，列出发现的问题。 Check reports and list what is wrong.

    PATHS 是文件、文件夹（含下级文件夹）或压缩包（.zip）；- 表示标准输入。
    PATHS are files, folders with their subfolders, and zip archives; - is standard input.
    """
    from gkrules import api
    from gkrules.cli.files import find_files, read_files
    from gkrules.render.inputs import Checked, Detail

    ruleset = api.load_ruleset(options.edition, rules=folders, preview=preview)
    progress = all(each.for_people for each in outputs) and sys.stderr.isatty()
    failed: list[FailedFile] = []
    guard_inputs(outputs, [*paths, *previous, *below, *rosters])

    def reports_of(places: Sequence[str], year: int | None) -> list[Report]:
        files, empty = find_files(places, options.limits)
        guard_inputs(outputs, [file.name for file in files])
        reports, unread = read_files(files, options=replace(options, year=year), isolate=isolate, progress=progress)
        failed.extend([*unread, *empty])
        return reports

    reports = reports_of(paths, options.year)
    before, under = reports_of(previous, None), reports_of(below, None)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", DeprecationWarning)
        result = api.check(
            reports,
            previous=before,
            below=under,
            ruleset=ruleset,
            select=_codes(select),
            ignore=_codes(ignore),
            waivers=() if no_waivers else _waiver_files(reports),
            rosters=rosters,
        )
    for warning in caught:
        click.echo(str(warning.message), err=True)
    checked = Checked(result, failed, Detail(quiet, verbose, show_passed, group, statistics, fixes))
    present(outputs, checked, lang, color=color, count=len(reports))
    ctx.exit(_exit_code(result, bool(failed), fail_on))


def _waiver_files(reports: Sequence[Report]) -> list[Path]:
    """The file of waivers that counts for each of the reports, each file once."""
    from gkrules.rulefiles.waivers import nearest_waiver_file

    folders = {os.path.dirname(report.file): report.file for report in reports}  # noqa: PTH120
    files = dict.fromkeys(file for each in folders.values() if (file := nearest_waiver_file(each)) is not None)
    here = Path.cwd().resolve()
    return [file.relative_to(here) if file.is_relative_to(here) else file for file in files]


def _codes(values: Sequence[str]) -> tuple[str, ...]:
    """The prefixes of a repeated option, each a list with commas."""
    return tuple(code.strip() for value in values for code in value.replace("，", ",").split(",") if code.strip())


def _exit_code(result: ResultLike, any_failed: bool, fail_on: str) -> int:
    from gkrules.model.findings import Outcome

    if any_failed or result.outcomes[Outcome.ERROR] or result.nothing_compared:
        return 2
    if fail_on == "never":
        return 0
    counted = _LEVELS[: _LEVELS.index(fail_on) + 1]
    about = (*result.reports, *result.unmatched, *result.waiver_files, *result.rosters)
    found = (finding for each in about for finding in each.findings)
    return int(any(finding.severity.value in counted for finding in found))
