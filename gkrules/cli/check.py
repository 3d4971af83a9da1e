"""``gkrules check``"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from gkrules.cli import completion
from gkrules.cli.checking import LEVELS, Rules, checking_options, exit_code, read_and_check
from gkrules.cli.common import Command, color_option, lang_option, reading_options
from gkrules.cli.outputs import guard_inputs, output_options, present

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from gkrules.cli.outputs import Output
    from gkrules.pipeline.read import ReadOptions


@click.command(cls=Command, short_help="检查年报，列出发现的问题。 Check reports and list what is wrong.")
@click.argument("paths", nargs=-1, required=True, metavar="PATHS...", shell_complete=completion.files)
@output_options("result")
@lang_option
@click.option(
    "--fail-on",
    type=click.Choice([*LEVELS, "never"]),
    default="error",
    show_default=True,
    help="有这一级及以上的问题时退出码为 1。 Exit with 1 on findings of this severity or graver.",
)
@checking_options
@click.option(
    "--roster",
    "rosters",
    multiple=True,
    metavar="FILE",
    shell_complete=completion.files,
    help="应当报告的机关的名单（文本、CSV 或 YAML），可重复。 A list of the organs that must report; repeatable.",
)
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
@click.option("--watch", is_flag=True, help="文件有改动就再核对一次，按 Ctrl-C 结束。 Check again when a file changes, until Ctrl-C.")
@reading_options
@color_option
@click.pass_context
def check(
    ctx: click.Context,
    *,
    paths: tuple[str, ...],
    outputs: list[Output],
    lang: str,
    fail_on: str,
    rules: Rules,
    rosters: tuple[str, ...],
    group: str,
    statistics: bool,
    fixes: bool,
    show_passed: bool,
    verbose: bool,
    quiet: bool,
    watch: bool,
    options: ReadOptions,
    isolate: bool,
    color: str,
) -> None:
    """检查年报，列出发现的问题。 Check reports and list what is wrong.

    PATHS 是文件、文件夹（含下级文件夹）或压缩包（.zip）；- 表示标准输入。
    PATHS are files, folders with their subfolders, and zip archives; - is standard input.
    """
    from gkrules.cli.files import find_files
    from gkrules.render.inputs import Checked, Detail

    to_files = [each.file for each in outputs if each.file is not None]
    progress = all(each.for_people for each in outputs)
    _refuse_unseen(outputs, {"--statistics": statistics, "--group-by": group != "file", "--show-fixes": fixes})
    guard_inputs(outputs, paths)
    if watch:
        from gkrules.cli.watching import watch_and_repeat

        watch_and_repeat(ctx, paths, rules, rosters, to_files, lang)
    files, empty = find_files(paths, options.limits)
    result, failed = read_and_check(files, rules, options, outputs=to_files, isolate=isolate, progress=progress, rosters=rosters)
    failed += empty
    checked = Checked(result, failed, Detail(quiet, verbose, show_passed, group, statistics, fixes))
    present(outputs, checked, lang, color=color, count=len(result.reports))
    ctx.exit(exit_code(result, bool(failed), fail_on))


def _refuse_unseen(outputs: Sequence[Output], asked: Mapping[str, bool]) -> None:
    """Make sure that what is asked of the text is seen in one of the outputs."""
    from gkrules.model.errors import UsageError

    names = {each.form.name for each in outputs}
    for option in (option for option, is_asked in asked.items() if is_asked):
        shown = {"text", "json"} if option == "--statistics" else {"text"}
        if not names & shown:
            raise UsageError("cli/not_in_this_format", option=option, formats=sorted(shown, reverse=True))
