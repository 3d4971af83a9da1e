"""``gkrules schema``"""

from __future__ import annotations

import sys

import click

from gkrules.cli.common import Command, lang_option
from gkrules.cli.outputs import file_option, save

_FILES = (
    "check-result",
    "finding-line",
    "series-result",
    "rollup-result",
    "rule",
    "claims",
    "edition",
    "case",
    "report-case",
    "configuration",
)


@click.command(cls=Command, short_help="输出 JSON Schema。 Print a JSON Schema.")
@click.argument("name", type=click.Choice(["report", *_FILES]))
@click.option("--edition", metavar="KEY", help="report：按哪一版格式，不写为最新的一版。 Edition of the form, by default the newest.")
@click.option("--partial", is_flag=True, help="report：不要求列全单元格。 Do not require every cell.")
@lang_option
@file_option
def schema(*, name: str, edition: str | None, partial: bool, lang: str, output: str | None) -> None:
    """输出 JSON Schema。 Print a JSON Schema.

    report：一份报告的交换格式，由格式定义生成，可以直接作为大语言模型的输出格式。其余：check、series、rollup
    的结果，check 的 jsonl 格式的一行，规则、正文说法、格式定义、规则用例和
    报告用例（*.gk.yaml）、配置（gkrules.yaml）的文件，编辑器可以用来补全。

    report: the exchange format of a report, generated from the edition and fit as an output format for a language model.
    The others: the results of check, series and rollup, a line of the format jsonl of check, and the files of rules, claims,
    editions, cases of rules, reports as tests (*.gk.yaml), and gkrules.yaml; editors complete with them.
    """
    from gkrules.render.data.json_output import dumps
    from gkrules.render.data.report_schema import report_schema
    from gkrules.rulefiles.location import rules_folder
    from gkrules.rulefiles.rulebook import load_rulebook

    if name == "report":
        text = dumps(report_schema(load_rulebook(edition).edition, partial=partial))
    else:
        text = (rules_folder() / "schemas" / f"{name}.schema.json").read_text("utf-8")
    if output is None:
        sys.stdout.write(text)
    else:
        save(text.encode(), output, lang)
