"""``gkrules doctor``"""

from __future__ import annotations

from dataclasses import replace
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
    from gkrules.cli.outputs import Output
    from gkrules.pipeline.read import ReadOptions


@click.command(cls=Command, short_help="说明一份文件是怎样读出来的。 Show how a document was read.")
@click.argument("path", metavar="FILE", shell_complete=completion.files)
@output_options("diagnosis")
@click.option("--html", "page", is_flag=True, help="输出一个网页，画出识别的表格；用 -o 写入文件。 A web page that draws the grids.")
@click.option(
    "--text",
    "sentences",
    is_flag=True,
    help="说明正文每句话是怎样读的：分段、各段的含义、核对哪些单元格，或者为何不核对。 How each sentence of the text was read.",
)
@rules_option("与 --text 合用：自己的规则目录，其中 claims/*.yaml 里的词和行一并采用。 With --text: your own rules, for their words.")
@lang_option
@reading_options
@color_option
@click.pass_context
def doctor(
    ctx: click.Context,
    *,
    path: str,
    outputs: list[Output],
    page: bool,
    sentences: bool,
    folders: tuple[str, ...],
    lang: str,
    options: ReadOptions,
    isolate: bool,
    color: str,
) -> None:
    """说明一份文件是怎样读出来的：找到的表格、为何采用或不采用、没有读出的单元格。反馈问题时请附上。

    FILE 是一个文件，或只有一个文件的压缩包（.zip）；- 表示标准输入。

    Show how a document was read: grids, why each was taken or refused, cells that were not read. Send it with a bug report.
    FILE is a file, or a zip archive that holds just one; - is standard input.
    """
    from gkrules.cli.files import only_file
    from gkrules.doctor import examine
    from gkrules.model.errors import UsageError
    from gkrules.render.formats import reporter
    from gkrules.render.inputs import Diagnosed

    sentences = sentences or bool(folders)
    if page:
        outputs = [replace(each, form=reporter("diagnosis", "html")) for each in outputs]
    if sentences and any(each.form.name == "html" for each in outputs):
        raise UsageError("cli/text_and_html")
    source = only_file(path, options.limits)
    guard_inputs(outputs, [path])
    found = examine(
        source.name,
        data=source.load() if source.load else None,
        options=options,
        isolated=isolate,
    )
    data, rulebook = found.to_dict(), None
    if sentences and found.report:
        from gkrules.narrate.derivations import derivations
        from gkrules.rulefiles.rulebook import load_rulebook

        rulebook = load_rulebook(rules=folders)
        data["sentences"] = derivations(found.report, rulebook.claims_of(found.report.edition.key))
    diagnosed = Diagnosed(data, found.document, found.report, found.data, rulebook)
    present(outputs, diagnosed, lang, color=color)
    ctx.exit(0 if found.error is None else 2)
