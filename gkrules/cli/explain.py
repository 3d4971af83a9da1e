"""``gkrules explain``"""

from __future__ import annotations

import click

from gkrules.cli import completion
from gkrules.cli.common import Command, color_option, emit, format_option, lang_option


@click.command(cls=Command, short_help="说明一条规则。 Explain a rule.")
@click.argument("code", shell_complete=completion.codes)
@format_option("text", "json")
@lang_option
@color_option
def explain(code: str, form: str, lang: str, color: str) -> None:
    """说明一条规则：检查什么、为什么、怎样改正，并举例。 Explain a rule: what it checks, why, how to mend, with examples."""
    from gkrules.rulefiles.rulebook import load_rulebook

    ruleset = load_rulebook()
    rule = ruleset.rule(code)
    if form == "json":
        from gkrules.render.json_output import SCHEMA_VERSION, dumps, rule_dict

        emit(dumps({"schema_version": SCHEMA_VERSION, **rule_dict(rule)}), None, lang)
        return
    from gkrules.render.explain_text import explain_lines
    from gkrules.render.lines import write

    write(explain_lines(rule, ruleset, lang), color=color)
