"""``gkrules notice``"""

from __future__ import annotations

import datetime
import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gkrules.cli import completion
from gkrules.cli.checking import Rules, checking_options
from gkrules.cli.common import Command, fail, lang_option, reading_options, say_failed

if TYPE_CHECKING:
    from gkrules.pipeline.read import ReadOptions

_DAY = click.DateTime(["%Y-%m-%d"])


@click.command(cls=Command, short_help="给有问题的机关写整改通知。 Write a notice to each organ with problems.")
@click.argument("paths", nargs=-1, required=True, metavar="PATHS...", shell_complete=completion.files)
@click.option(
    "-o",
    "--output",
    required=True,
    metavar="DIR_OR_FILE",
    help="以 .docx 结尾是文件（只有一个机关时），否则是文件夹，每个机关一个文件。 A file that ends in .docx (one organ), else a folder.",
)
@click.option("--until", type=_DAY, metavar="YYYY-MM-DD", help="整改的最后期限。 The last day to correct what is wrong.")
@click.option(
    "--date", "issued", type=_DAY, metavar="YYYY-MM-DD", help="落款日期，不写则为今天。 The day of the notice; today if not given."
)
@click.option("--issuer", default="", metavar="NAME", help="落款的机关名称。 The office that issues it.")
@click.option(
    "--template",
    type=click.Path(dir_okay=False),
    metavar="FILE",
    shell_complete=completion.files,
    help="自己的 Word 模板（.docx），可用的变量见 docs/annotate.md。 A Word template of your own.",
)
@lang_option
@checking_options
@reading_options
@click.pass_context
def notice(
    ctx: click.Context,
    *,
    paths: tuple[str, ...],
    output: str,
    until: datetime.datetime | None,
    issued: datetime.datetime | None,
    issuer: str,
    template: str | None,
    lang: str,
    rules: Rules,
    options: ReadOptions,
    isolate: bool,
) -> None:
    """检查年报，给每个有问题的机关写一份 Word 整改通知：位置、现填、建议值、依据、期限和落款。没有问题的机关不写。

    Check reports and write a Word notice to each organ with problems: place, what stands there, what is suggested, source, last day.
    """
    from gkrules.cli.checking import exit_code, read_and_check
    from gkrules.cli.files import find_files
    from gkrules.cli.outputs import save
    from gkrules.cli.writing import refuse_inputs
    from gkrules.model.errors import UsageError
    from gkrules.reading import load
    from gkrules.render.safe import clean
    from gkrules.render.word.notice import check_template, file_names, rendered_notice
    from gkrules.render.word.notice_data import NoticeSettings, by_organ, notice_data
    from gkrules.words import phrase

    own = load(template, limits=options.limits) if template else None
    if own is not None:
        check_template(own, options.limits)
    one_file = output.lower().endswith(".docx") and not Path(output).is_dir()
    inputs = [*paths, *([template] if template else [])]
    if one_file:
        refuse_inputs([output], inputs)
    files, empty = find_files(paths, options.limits)
    result, unread = read_and_check(files, rules, options, outputs=[output] if one_file else [], isolate=isolate)
    failed = [*unread, *empty]
    say_failed(failed, lang)
    organs = by_organ(result.reports)
    if one_file and len(organs) > 1:
        raise UsageError("cli/several_organs", file=output, count=len(organs))
    settings = NoticeSettings(issuer, (issued or datetime.datetime.now().astimezone()).date(), until.date() if until else None)
    made = {
        key: rendered_notice(own or _default(lang), notice_data(reports, result.ruleset, settings, lang)) for key, reports in organs.items()
    }
    units = {key: reports[0].report.unit or Path(reports[0].report.file).stem for key, reports in organs.items()}
    targets = {key: output if one_file else os.path.join(output, name) for key, name in file_names(units).items()}  # noqa: PTH118
    refuse_inputs(targets.values(), [*inputs, *(file.name for file in files)])
    if made and not one_file:
        _make_folder(output, lang)
    for key, content in made.items():
        save(content, targets[key], lang)
        click.echo(clean(phrase("cli/notice_written", file=targets[key], reports=len(organs[key])).text(lang)))
    for found in result.reports:
        if not found.findings:
            who = found.report.unit or found.report.file
            click.echo(clean(phrase("cli/notice_not_needed", unit=who, file=found.report.file).text(lang)))
    ctx.exit(exit_code(result, bool(failed)))


def _default(lang: str) -> bytes:
    from gkrules.model.errors import UsageError

    try:
        from gkrules.render.word.notice_template import default_template

        return default_template(lang)
    except ImportError as error:
        raise UsageError("render/missing_extra", backend="word") from error


def _make_folder(folder: str, lang: str) -> None:
    from gkrules.words import phrase

    try:
        Path(folder).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        fail(phrase("cli/unwritable", file=folder, reason=error.strerror or type(error).__name__).text(lang), lang)
