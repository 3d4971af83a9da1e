"""``gkrules rules …``"""

from __future__ import annotations

from dataclasses import replace

import click

from gkrules.cli import completion
from gkrules.cli.common import Command, color_option, emit, format_option, lang_option


@click.group()
def rules() -> None:
    """查看规则。 Look at the rules."""


@rules.command("list", cls=Command, short_help="列出规则。 List the rules.")
@click.option(
    "--edition",
    metavar="KEY",
    shell_complete=completion.editions,
    help="只列适用于这一版格式的规则，如 2019。 Only the rules that serve this edition of the form.",
)
@format_option("table", "json", "markdown")
@lang_option
@color_option
def list_rules(edition: str | None, form: str, lang: str, color: str) -> None:
    """列出全部规则，或适用于某一版格式的规则。 List all rules, or those that serve an edition of the form."""
    from gkrules.rulefiles.rulebook import load_rulebook

    ruleset = load_rulebook(edition)
    if edition is not None:
        ruleset = replace(ruleset, rules=ruleset.for_edition(edition))
    if form == "json":
        from gkrules.render.json_output import dumps, rules_dict

        emit(dumps(rules_dict(ruleset)), None, lang)
    elif form == "markdown":
        from gkrules.render.rules_markdown import rules_markdown

        emit(rules_markdown(ruleset, lang), None, lang)
    else:
        from gkrules.render.lines import write
        from gkrules.render.rules_text import rules_lines

        write(rules_lines(ruleset, lang), color=color)


@rules.command("diff", cls=Command, short_help="比较两版格式及其规则。 Compare two editions of the form and their rules.")
@click.argument("before", shell_complete=completion.editions)
@click.argument("after", shell_complete=completion.editions)
@format_option("text", "json", "markdown")
@lang_option
@color_option
def diff_rules(before: str, after: str, form: str, lang: str, color: str) -> None:
    """比较两版格式：增加、取消、改变的部分、表、行、列，以及各自适用的规则。

    Compare two editions: sections, tables, rows and columns that were added, removed or changed, and the rules that serve them.
    """
    from gkrules.rulefiles.diff import diff_editions
    from gkrules.rulefiles.rulebook import load_rulebook

    diff = diff_editions(load_rulebook(), before, after)
    if form == "json":
        from gkrules.render.json_output import SCHEMA_VERSION, dumps

        emit(dumps({"schema_version": SCHEMA_VERSION, **diff.to_dict()}), None, lang)
    elif form == "markdown":
        from gkrules.render.rules_markdown import diff_markdown

        emit(diff_markdown(diff, lang), None, lang)
    else:
        from gkrules.render.diff_text import diff_lines
        from gkrules.render.lines import write

        write(diff_lines(diff, lang), color=color)


@rules.command("new", cls=Command, short_help="新建一条自己的规则。 Start a rule of your own.")
@click.argument("code")
@click.option("--dir", "folder", default=".", show_default=True, metavar="DIR", help="写到哪个文件夹。 The folder to write to.")
@lang_option
def new_rule_command(code: str, folder: str, lang: str) -> None:
    """在文件夹里写一条规则和它的用例，供修改。 Write a rule and its cases into a folder, to be changed.

    CODE 如 GKX901；GK 加三位数字的编号不可用。 CODE is e.g. GKX901; codes of GK and three digits are taken.
    """
    from pathlib import Path

    from gkrules.rulefiles.scaffold import new_rule

    for file in new_rule(code, Path(folder)):
        emit(f"{file}\n", None, lang)
