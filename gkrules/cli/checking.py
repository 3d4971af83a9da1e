"""What the commands share that check reports and then write something else: their options, and the check."""

from __future__ import annotations

import os
import sys
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gkrules.cli import completion
from gkrules.cli.common import rules_option

if TYPE_CHECKING:
    from gkrules.api import Result
    from gkrules.cli.files import InputFile
    from gkrules.model.report import Report
    from gkrules.pipeline.read import ReadOptions
    from gkrules.render.inputs import FailedFile


@dataclass(frozen=True, slots=True)
class Rules:
    """By which rules, and beside which other reports, is checked."""

    select: tuple[str, ...]
    ignore: tuple[str, ...]
    previous: tuple[str, ...]
    below: tuple[str, ...]
    folders: tuple[str, ...]
    preview: bool
    no_waivers: bool


def checking_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """``--select``, ``--ignore``, ``--previous``, ``--below``, ``--rules``, ``--preview`` and ``--no-waivers``: the argument `rules`."""

    @wraps(command)
    def with_rules(
        *, select: Any, ignore: Any, previous: Any, below: Any, folders: Any, preview: bool, no_waivers: bool, **others: Any
    ) -> Any:
        return command(rules=Rules(_codes(select), _codes(ignore), previous, below, folders, preview, no_waivers), **others)

    def several(name: str, metavar: str, complete: Callable[..., Any], text: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        return click.option(name, multiple=True, metavar=metavar, shell_complete=complete, help=text)

    options = [
        several(
            "--select", "CODES", completion.codes, "只用这些规则；编号或其开头，逗号分隔，可重复。 Only these rules (codes or prefixes)."
        ),
        several("--ignore", "CODES", completion.codes, "不用这些规则，写法同上。 Not these rules."),
        several(
            "--previous", "PATH", completion.files, "上年的报告或其文件夹，只用于与上年核对，可重复。 Last year's reports; repeatable."
        ),
        several("--below", "PATH", completion.files, "下级机关的报告或其文件夹，用于核对汇总数。 Reports of the organs below; repeatable."),
        rules_option("自己的规则文件夹，可重复。 A folder with rules of your own; repeatable."),
        click.option("--preview", is_flag=True, help="同时使用试行的规则。 Use rules in preview, too."),
        click.option("--no-waivers", is_flag=True, help="不使用 gkrules.yaml 里的豁免。 Do not use the waivers of gkrules.yaml."),
    ]
    decorated: Callable[..., Any] = with_rules
    for option in reversed(options):
        decorated = option(decorated)
    return decorated


def read_and_check(
    files: Sequence[InputFile], rules: Rules, options: ReadOptions, *, outputs: Sequence[str], isolate: bool
) -> tuple[Result, list[FailedFile]]:
    """Read the files, and those to compare with, and check them; the files that could not be read come back, too.

    Raises:
        UsageError: an output is one of the inputs.
    """
    from gkrules import api
    from gkrules.cli.files import find_files, read_files
    from gkrules.cli.writing import refuse_inputs
    from gkrules.rulefiles.waivers import nearest_waiver_file

    failed: list[FailedFile] = []
    ruleset = api.load_ruleset(options.edition, rules=rules.folders, preview=rules.preview)

    def read(sources: Sequence[InputFile], year: int | None) -> list[Report]:
        refuse_inputs(outputs, [source.name for source in sources])
        reports, unread = read_files(sources, options=replace(options, year=year), isolate=isolate, progress=sys.stderr.isatty())
        failed.extend(unread)
        return reports

    def beside(places: Sequence[str]) -> list[Report]:
        sources, empty = find_files(places, options.limits)
        failed.extend(empty)
        return read(sources, None)

    reports, before, under = read(files, options.year), beside(rules.previous), beside(rules.below)
    folders = [] if rules.no_waivers else dict.fromkeys(os.path.dirname(report.file) for report in reports)  # noqa: PTH120
    first = {os.path.dirname(report.file): report.file for report in reports}  # noqa: PTH120
    waivers: dict[Path, None] = dict.fromkeys(file for each in folders if (file := nearest_waiver_file(first[each])) is not None)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", DeprecationWarning)
        result = api.check(
            reports, previous=before, below=under, ruleset=ruleset, select=rules.select, ignore=rules.ignore, waivers=list(waivers)
        )
    for warning in caught:
        click.echo(str(warning.message), err=True)
    return result, failed


def exit_code(result: Result, any_failed: bool) -> int:
    """As `gkrules check` has it: 1 for errors in reports, 2 for what could not be checked."""
    from gkrules.model.findings import Outcome, Severity

    if any_failed or result.outcomes[Outcome.ERROR] or result.nothing_compared:
        return 2
    return int(any(finding.severity is Severity.ERROR for report in result.reports for finding in report.findings))


def _codes(values: Sequence[str]) -> tuple[str, ...]:
    """The prefixes of a repeated option, each a list with commas."""
    return tuple(code.strip() for value in values for code in value.replace("，", ",").split(",") if code.strip())
