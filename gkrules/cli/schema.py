"""``gkrules schema``"""

from __future__ import annotations

import sys

import click

from gkrules.cli import completion
from gkrules.cli.common import OWN_RULES, Command, lang_option, rules_option
from gkrules.cli.outputs import file_option, save

_FILES = (
    "check-result",
    "finding-line",
    "series-result",
    "rollup-result",
    "rule-result",
    "rules-result",
    "diff-result",
    "lint-result",
    "doctor-result",
    "config-result",
    "rule",
    "claims",
    "edition",
    "case",
    "report-case",
    "configuration",
)


@click.command(cls=Command, short_help="输出 JSON Schema。 Print a JSON Schema.")
@click.argument("name", type=click.Choice(["report", "answer", *_FILES]))
@click.option(
    "--edition",
    metavar="KEY",
    shell_complete=completion.editions,
    help="report、answer：按哪一版格式。 The edition of the form.",
)
@click.option("--partial", is_flag=True, help="answer：不要求列全单元格。 Do not require every cell.")
@rules_option(f"report、answer：{OWN_RULES}")
@lang_option
@file_option
def schema(*, name: str, edition: str | None, partial: bool, folders: tuple[str, ...], lang: str, output: str | None) -> None:
    """输出 JSON Schema。 Print a JSON Schema.

    report：一份报告的交换格式，即 extract --format json 的输出；写明版本时列出这一版的全部单元格。answer：要求大语言模型
    返回的格式，由格式定义生成，每个单元格都带官方名称；不写版本则为最新的一版。名称以 -result 结尾的：各命令 --format json 的
    结果，其中 rule 是 explain 的，rules 和 diff 是 rules list 和 rules diff 的。finding-line：check 的 jsonl 格式的一行。其余：
    规则、正文说法、格式定义、规则用例、报告用例（*.gk.yaml）和配置（gkrules.yaml）的文件，编辑器可以用来补全。

    report: the exchange format of a report, which extract --format json writes; with an edition, that of its cells.
    answer: what a language model is to answer, generated from the edition, by default the newest, with its official labels.
    Names that end in -result: what the commands write with --format json; rule is that of explain, rules and diff those of
    rules list and rules diff. finding-line: a line of the format jsonl of check. The others: the files of rules, claims,
    editions, cases of rules, reports as tests (*.gk.yaml), and gkrules.yaml; editors complete with them.
    """
    from gkrules.render.data.json_output import dumps
    from gkrules.render.data.report_schema import answer_schema, report_schema
    from gkrules.rulefiles.location import rules_folder
    from gkrules.rulefiles.rulebook import load_rulebook

    form = load_rulebook(edition, rules=folders).edition  # whatever is asked for, an edition that there is not is an error
    if name == "answer":
        text = dumps(answer_schema(form, partial=partial))
    elif name == "report" and (edition is not None or folders):
        text = dumps(report_schema(form))
    else:
        text = (rules_folder() / "schemas" / f"{name}.schema.json").read_text("utf-8")
    if output is None:
        sys.stdout.write(text)
    else:
        save(text.encode(), output, lang)
