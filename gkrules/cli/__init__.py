"""The command line. Commands are loaded when they are called, so that ``--help`` and ``--version`` answer at once."""

from __future__ import annotations

import click

from gkrules._version import __version__
from gkrules.cli.common import LazyGroup, make_streams_safe


@click.group(
    cls=LazyGroup,
    commands_at={
        "check": "gkrules.cli.check:check",
        "annotate": "gkrules.cli.annotate:annotate",
        "notice": "gkrules.cli.notice:notice",
        "waive": "gkrules.cli.waive:waive",
        "extract": "gkrules.cli.extract:extract",
        "series": "gkrules.cli.series:series",
        "rollup": "gkrules.cli.rollup:rollup",
        "template": "gkrules.cli.template:template",
        "doctor": "gkrules.cli.doctor:doctor",
        "explain": "gkrules.cli.rules:explain",
        "rules": "gkrules.cli.rules:rules",
        "lint": "gkrules.cli.lint:lint",
        "config": "gkrules.cli.config:config",
        "schema": "gkrules.cli.schema:schema",
    },
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, "--version", prog_name="gkrules", message="%(prog)s %(version)s", help="显示版本。 Show the version.")
def cli() -> None:
    """核对政府信息公开工作年度报告：表格、勾稽关系、标题和年份。

    Check annual reports on government information disclosure: tables, sums, headings, years.

    退出码 Exit code: 0 没有问题 clean; 1 有问题 findings; 2 文件、规则或参数不可用 unusable input, rule or arguments.
    """


def main() -> None:
    """The entry point of the command ``gkrules``."""
    make_streams_safe()
    cli(prog_name="gkrules")
