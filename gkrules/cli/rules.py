"""``gkrules rules …``"""

from __future__ import annotations

import click

from gkrules.cli.common import Command, color_option, emit, lang_option


@click.group()
def rules() -> None:
    """查看规则。 Look at the rules."""


@rules.command("list", cls=Command, short_help="列出全部规则。 List all rules.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json"]),
    default="table",
    show_default=True,
    help="输出的格式。 Format of the output.",
)
@lang_option
@color_option
def list_rules(form: str, lang: str, color: str) -> None:
    """列出全部规则。 List all rules."""
    from gkrules import api

    ruleset = api.load_ruleset()
    if form == "json":
        from gkrules.render.json_output import dumps, rules_dict

        emit(dumps(rules_dict(ruleset)), None, lang)
        return
    from gkrules.render.lines import write
    from gkrules.render.rules_text import rules_lines

    write(rules_lines(ruleset, lang), color=color)
