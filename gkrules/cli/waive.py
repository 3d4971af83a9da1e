"""``gkrules waive``"""

from __future__ import annotations

import datetime
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import click

from gkrules.cli import completion
from gkrules.cli.common import Command, color_option, lang_option, reading_options, rules_option, say_failed
from gkrules.model.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gkrules.api import Result
    from gkrules.model.edition import Edition
    from gkrules.model.findings import Finding, Waiver
    from gkrules.pipeline.read import ReadOptions

_LONGEST_REASON = 500
_MOST_KEYS = 8


@click.command(cls=Command, short_help="把已知的问题写入豁免。 Write a waiver for what is known and accepted.")
@click.argument("file", shell_complete=completion.files)
@click.argument("code", shell_complete=completion.codes)
@click.option(
    "--cells",
    multiple=True,
    metavar="LABEL_OR_KEY",
    help="只豁免这些单元格：“行政复议·总计”“行政复议·*”，或 check -v 列出的键，可重复。 Only these cells, by label or key; repeatable.",
)
@click.option("--reason", required=True, metavar="TEXT", help="理由，必须写。 Why; required.")
@click.option("--until", metavar="DATE", help="最后一天，如 2026-12-31；不写则一直有效。 The last day on which it counts.")
@click.option(
    "--unit",
    "by_unit",
    is_flag=True,
    help="写机关的名称，不写文件名：对该机关的各份报告都有效。 For all reports of the organ instead of this file.",
)
@click.option(
    "--config",
    metavar="PATH",
    shell_complete=completion.files,
    help="写入哪个 gkrules.yaml；不写则用对该报告有效的，没有则在报告旁新建。 The gkrules.yaml to write to.",
)
@click.option("--force", is_flag=True, help="报告里没有这样的问题也写入。 Write it even if the report has no such finding.")
@rules_option("自己的规则文件夹，可重复。 A folder with rules of your own; repeatable.")
@click.option("--preview", is_flag=True, help="同时使用试行的规则。 Use rules in preview, too.")
@lang_option
@reading_options
@color_option
@click.pass_context
def waive(
    ctx: click.Context,
    *,
    file: str,
    code: str,
    cells: tuple[str, ...],
    reason: str,
    until: str | None,
    by_unit: bool,
    config: str | None,
    force: bool,
    folders: tuple[str, ...],
    preview: bool,
    lang: str,
    options: ReadOptions,
    isolate: bool,
    color: str,
) -> None:
    """核对报告，把规则 CODE 在其中的问题写入 gkrules.yaml，不再算作错误；文件里已有的内容不变。

    Check the report FILE and write a waiver for its findings of the rule CODE into gkrules.yaml. Nothing else there is changed.
    """
    from gkrules import api
    from gkrules.cli.files import only_file, read_files
    from gkrules.cli.outputs import save
    from gkrules.cli.writing import refuse_inputs
    from gkrules.model.findings import Waiver
    from gkrules.render.lines import write
    from gkrules.render.text.waive import waive_lines
    from gkrules.rulefiles.waiver_entry import entries_of, exact_pattern, with_entry

    ruleset = api.load_ruleset(options.edition, rules=folders, preview=preview)
    wanted = Waiver(ruleset.rule(code).code, _reason(reason), until=_until(until))
    reports, failed = read_files([only_file(file, options.limits)], options=options, isolate=isolate)
    if failed:
        say_failed(failed, lang)
        ctx.exit(2)
    report = reports[0]
    target, path = _target(report.file, config)
    refuse_inputs([str(target)], [file])
    if by_unit and not report.unit:
        raise UsageError("cli/bad_waiver.no-unit", file=report.file)
    if not by_unit and str(path).encode("utf-8", "ignore").decode() != str(path):
        raise UsageError("cli/bad_waiver.file-name", file=report.file)
    wanted = replace(
        wanted,
        file=target,
        unit=report.unit if by_unit else "",
        files="" if by_unit else exact_pattern(path),
        cells=_patterns(cells, ruleset.editions[report.edition.key]),
    )
    known = entries_of(target, ruleset)
    result = api.check(reports, ruleset=ruleset, waivers=[target] if known else ())
    open_ones = [finding for found in result.reports if wanted.concerns(found.report) for finding in found.findings]
    taken = [finding for finding in open_ones if wanted.covers(finding)]
    if not taken and not force:
        raise _nothing_taken(wanted, result, open_ones)
    content, written = with_entry(target, wanted, ruleset)
    save(content, str(target), lang)
    write(waive_lines(written, taken, len(open_ones) - len(taken), lang), color=color)


def _reason(text: str) -> str:
    """The reason as one line without control characters."""
    from gkrules.render.safe import clean

    reason = "".join(char for char in clean(text) if char.isprintable() or char.isspace())
    reason = " ".join(reason.split())
    if not reason:
        raise UsageError("cli/bad_waiver.no-reason")
    if len(reason) > _LONGEST_REASON:
        raise UsageError("cli/bad_waiver.long-reason", limit=_LONGEST_REASON, count=len(reason))
    return reason


def _until(text: str | None) -> datetime.date | None:
    if text is None:
        return None
    try:
        day = datetime.date.fromisoformat(text.strip())
    except ValueError:
        raise UsageError("cli/bad_waiver.no-date", text=text) from None
    if day < datetime.datetime.now().astimezone().date():
        raise UsageError("cli/bad_waiver.past", day=day)
    return day


def _target(file: str, config: str | None) -> tuple[Path, PurePosixPath]:
    """The file of waivers that counts for a report, and where the report is from there."""
    from gkrules.rulefiles.waivers import FILE_NAME, nearest_waiver_file

    place = Path(file).resolve()
    nearest = nearest_waiver_file(place)
    if config is None:
        # A report in an archive has no folder of its own.
        folder = next(each for each in place.parents if each.is_dir())
        target = nearest or folder / FILE_NAME
    else:
        asked = Path(config).resolve()
        target = asked / FILE_NAME if asked.is_dir() else asked
        if target.name != FILE_NAME:
            raise UsageError("cli/bad_waiver.name", file=config, name=FILE_NAME)
        if not place.is_relative_to(target.parent):
            raise UsageError("cli/bad_waiver.elsewhere", file=file, config=config)
        if nearest is not None and nearest != target and nearest.is_relative_to(target.parent):
            raise UsageError("cli/bad_waiver.nearer", file=file, config=config, nearest=nearest)
    here = Path.cwd().resolve()
    path = PurePosixPath(place.relative_to(target.parent).as_posix())
    return target.relative_to(here) if target.is_relative_to(here) else target, path


def _patterns(cells: Sequence[str], edition: Edition) -> tuple[str, ...]:
    if not cells:
        return ()
    from gkrules.render.cell_names import patterns_of

    return patterns_of(cells, edition)


def _nothing_taken(wanted: Waiver, result: Result, open_ones: Sequence[Finding]) -> UsageError:
    """Why the waiver would take nothing, and what there is."""
    from gkrules.render.cell_keys import waiver_keys

    for found in result.reports:
        for each in found.waived:
            if wanted.concerns(found.report) and wanted.covers(each.finding):
                return UsageError("cli/already_waived", code=wanted.rule, file=each.waiver.file, line=each.waiver.line)
    edition = result.reports[0].report.edition
    mine = [finding for finding in open_ones if finding.code == wanted.rule]
    keys = list(dict.fromkeys(key for finding in mine for key in waiver_keys(finding, edition)))
    if keys:
        return UsageError("cli/nothing_to_waive.cells", code=wanted.rule, keys=keys[:_MOST_KEYS])
    if mine:
        return UsageError("cli/nothing_to_waive.no-cells", code=wanted.rule)
    codes = sorted({finding.code for finding in open_ones})
    if codes:
        return UsageError("cli/nothing_to_waive.codes", code=wanted.rule, codes=codes)
    return UsageError("cli/nothing_to_waive", code=wanted.rule)
