"""``gkrules rules …`` and ``gkrules explain``"""

from __future__ import annotations

from dataclasses import replace

import click

from gkrules.cli import completion
from gkrules.cli.common import OWN_RULES, Command, Group, color_option, lang_option, rules_option
from gkrules.cli.outputs import Output, output_options, present


@click.command(cls=Command, short_help="说明一条规则。 Explain a rule.")
@click.argument("code", shell_complete=completion.codes)
@output_options("rule", to_files=False)
@rules_option(OWN_RULES)
@lang_option
@color_option
def explain(code: str, outputs: list[Output], folders: tuple[str, ...], lang: str, color: str) -> None:
    """说明一条规则：检查什么、为什么、怎样改正，并举例。 Explain a rule: what it checks, why, how to mend, with examples.

    CODE 是规则的编号或名称。 CODE is the code or the name of a rule.
    """
    from gkrules.render.inputs import OfRules
    from gkrules.rulefiles.rulebook import load_rulebook

    ruleset = load_rulebook(rules=folders)
    present(outputs, OfRules(ruleset.rule(code), ruleset), lang, color=color)


@click.group(cls=Group)
def rules() -> None:
    """查看规则。 Look at the rules."""


@rules.command("list", cls=Command, short_help="列出规则。 List the rules.")
@click.option(
    "--edition",
    metavar="KEY",
    shell_complete=completion.editions,
    help="只列适用于这一版格式的规则，如 2019。 Only the rules that serve this edition of the form.",
)
@output_options("rulebook", to_files=False)
@rules_option(OWN_RULES)
@lang_option
@color_option
def list_rules(edition: str | None, outputs: list[Output], folders: tuple[str, ...], lang: str, color: str) -> None:
    """列出全部规则，或适用于某一版格式的规则。 List all rules, or those that serve an edition of the form."""
    from gkrules.rulefiles.rulebook import load_rulebook

    ruleset = load_rulebook(edition, rules=folders)
    if edition is not None:
        ruleset = replace(ruleset, rules=ruleset.for_edition(edition))
    present(outputs, ruleset, lang, color=color)


@rules.command("diff", cls=Command, short_help="比较两版格式及其规则。 Compare two editions of the form and their rules.")
@click.argument("before", shell_complete=completion.editions)
@click.argument("after", shell_complete=completion.editions)
@output_options("diff", to_files=False)
@rules_option(OWN_RULES)
@lang_option
@color_option
def diff_rules(*, before: str, after: str, outputs: list[Output], folders: tuple[str, ...], lang: str, color: str) -> None:
    """比较两版格式：增加、取消、改变的部分、表、行、列，以及各自适用的规则。

    Compare two editions: sections, tables, rows and columns that were added, removed or changed, and the rules that serve them.
    """
    from gkrules.rulefiles.diff import diff_editions
    from gkrules.rulefiles.rulebook import load_rulebook

    present(outputs, diff_editions(load_rulebook(rules=folders), before, after), lang, color=color)


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
        click.echo(str(file))
