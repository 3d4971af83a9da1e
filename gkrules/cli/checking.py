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
from gkrules.cli.common import current_configuration, rules_option
from gkrules.cli.configured import ignored, refuse_unknown_rules

if TYPE_CHECKING:
    from gkrules.api import Result
    from gkrules.cli.files import InputFile
    from gkrules.model.report import Report
    from gkrules.pipeline.read import ReadOptions
    from gkrules.render.inputs import FailedFile
    from gkrules.rulefiles.configuration import Configuration

_PREVIOUS = "上年的报告或其文件夹，只用于与上年核对，可重复。 Last year's reports, only to compare with; repeatable."
_BELOW = "下级机关的报告或其文件夹，用于核对汇总数，可重复。 Reports of the organs below, whose sum is checked; repeatable."
LEVELS = ("error", "warning", "info")
"""The severities as ``--fail-on`` names them, the gravest first."""


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
    configuration: Configuration | None = None


def checking_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """``--select``, ``--ignore``, ``--previous``, ``--below``, ``--rules``, ``--preview`` and ``--no-waivers``: the argument `rules`."""

    @wraps(command)
    def with_rules(
        *, select: Any, ignore: Any, previous: Any, below: Any, folders: Any, preview: bool, no_waivers: bool, **others: Any
    ) -> Any:
        found = current_configuration()
        selected = click.get_current_context().get_parameter_source("select") is click.core.ParameterSource.COMMANDLINE
        refused = ignored(found, _codes(ignore), selected=selected)
        return command(rules=Rules(_codes(select), refused, previous, below, folders, preview, no_waivers, found), **others)

    def several(name: str, metavar: str, complete: Callable[..., Any], text: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        return click.option(name, multiple=True, metavar=metavar, shell_complete=complete, help=text)

    options = [
        several("--select", "CODES", completion.codes, "只用这些规则；编号、编号的开头或名称，逗号分隔，可重复。 Only these rules."),
        several("--ignore", "CODES", completion.codes, "不用这些规则，写法同上。 Not these rules."),
        several("--previous", "PATH", completion.files, _PREVIOUS),
        several("--below", "PATH", completion.files, _BELOW),
        rules_option("自己的规则文件夹，可重复。 A folder with rules of your own; repeatable."),
        click.option("--preview/--no-preview", help="同时使用试行的规则。 Use rules in preview, too."),
        click.option("--no-waivers", is_flag=True, help="不使用 gkrules.yaml 里的豁免。 Do not use the waivers of gkrules.yaml."),
    ]
    decorated: Callable[..., Any] = with_rules
    for option in reversed(options):
        decorated = option(decorated)
    return decorated


def read_and_check(
    files: Sequence[InputFile],
    rules: Rules,
    options: ReadOptions,
    *,
    outputs: Sequence[str],
    isolate: bool,
    progress: bool = True,
    rosters: Sequence[str] = (),
) -> tuple[Result, list[FailedFile]]:
    """Read the files, and those to compare with, and check them; the files that could not be read come back, too.

    Raises:
        UsageError: an output is one of the inputs.
    """
    from gkrules import api
    from gkrules.cli.files import find_files, read_files
    from gkrules.cli.regrading import regraded
    from gkrules.cli.writing import refuse_inputs

    failed: list[FailedFile] = []
    refuse_inputs(outputs, [*rules.previous, *rules.below, *rosters])
    ruleset = api.load_ruleset(options.edition, rules=rules.folders, preview=rules.preview)
    refuse_unknown_rules(ruleset, rules.configuration)

    def read(sources: Sequence[InputFile], year: int | None) -> list[Report]:
        refuse_inputs(outputs, [source.name for source in sources])
        told = progress and sys.stderr.isatty()
        asked = replace(options, year=year, rules=rules.folders)
        reports, unread = read_files(sources, options=asked, isolate=isolate, progress=told)
        failed.extend(unread)
        return reports

    def beside(places: Sequence[str]) -> list[Report]:
        sources, empty = find_files(places, options.limits)
        reports = read(sources, None)
        failed.extend(empty)
        return reports

    reports, before, under = read(files, options.year), beside(rules.previous), beside(rules.below)
    waivers = [] if rules.no_waivers else _waiver_files(reports, rules.configuration)
    refuse_inputs(outputs, [str(file) for file in waivers])
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", DeprecationWarning)
        result = api.check(
            reports,
            previous=before,
            below=under,
            ruleset=ruleset,
            select=rules.select,
            ignore=rules.ignore,
            waivers=waivers,
            rosters=rosters,
        )
    for warning in caught:
        click.echo(str(warning.message), err=True)
    return regraded(result, rules.configuration.named("severities") if rules.configuration else {}), failed


def exit_code(result: Result, any_failed: bool, fail_on: str = LEVELS[0]) -> int:
    """1 for findings of the severity `fail_on` or graver, 2 for what could not be checked."""
    from gkrules.model.findings import Outcome
    from gkrules.render.inputs import every_subject

    if any_failed or result.outcomes[Outcome.ERROR] or result.nothing_compared:
        return 2
    if fail_on not in LEVELS:  # never
        return 0
    counted = LEVELS[: LEVELS.index(fail_on) + 1]
    about = every_subject(result)
    return int(any(finding.severity.value in counted for each in about for finding in each.findings))


def _waiver_files(reports: Sequence[Report], configuration: Configuration | None) -> list[Path]:
    """The file of waivers that counts for each of the reports, each file once; and a configuration that has another name."""
    from gkrules.rulefiles.waivers import nearest_waiver_file

    folders = {os.path.dirname(report.file): report.file for report in reports}  # noqa: PTH120
    files = dict.fromkeys(file for each in folders.values() if (file := nearest_waiver_file(each)) is not None)
    if configuration is not None and configuration.has_waivers:
        files |= {configuration.file.resolve(): None}
    here = Path.cwd().resolve()
    return [file.relative_to(here) if file.is_relative_to(here) else file for file in files]


def _codes(values: Sequence[str]) -> tuple[str, ...]:
    """The prefixes of a repeated option, each a list with commas."""
    return tuple(code.strip() for value in values for code in value.replace("，", ",").split(",") if code.strip())
