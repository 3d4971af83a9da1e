"""``gkrules lint``"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import click

from gkrules.cli import completion
from gkrules.cli.common import Command, color_option, lang_option
from gkrules.cli.outputs import Output, output_options, present


@click.command(cls=Command, short_help="检查规则本身。 Check rules themselves.")
@click.argument("folders", nargs=-1, metavar="[DIR]...", type=click.Path(path_type=Path), shell_complete=completion.folders)
@output_options("lint", to_files=False)
@lang_option
@color_option
@click.pass_context
def lint(ctx: click.Context, folders: tuple[Path, ...], outputs: list[Output], lang: Literal["zh", "en"], color: str) -> None:
    """检查规则本身：文件、名称、条件、文字、案例。 Check rules themselves: files, names, conditions, words, cases.

    DIR 是规则文件夹（DIR/checks/ 或 DIR/*.yaml，DIR/editions/，DIR/cases/编号/结果/*.yaml）；不写则检查本包的规则。
    DIR is a folder of rules; without it, the rules of this package.

    退出码 Exit code: 0 没有问题 clean; 1 有问题 findings; 2 文件夹或参数不可用 unusable folder or arguments.
    """
    from gkrules.lint.run import lint as lint_folders

    result = lint_folders(folders)
    present(outputs, result, lang, color=color)
    ctx.exit(1 if result.findings else 0)
