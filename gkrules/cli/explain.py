"""``gkrules explain``"""

from __future__ import annotations

import click

from gkrules.cli import completion
from gkrules.cli.common import Command, color_option, lang_option
from gkrules.cli.formats import format_option, present


@click.command(cls=Command, short_help="说明一条规则。 Explain a rule.")
@click.argument("code", shell_complete=completion.codes)
@format_option("rule")
@lang_option
@color_option
def explain(code: str, form: str, lang: str, color: str) -> None:
    """说明一条规则：检查什么、为什么、怎样改正，并举例。 Explain a rule: what it checks, why, how to mend, with examples."""
    from gkrules.render.formats import reporter
    from gkrules.render.inputs import OfRules
    from gkrules.rulefiles.rulebook import load_rulebook

    ruleset = load_rulebook()
    present(reporter("rule", form), OfRules(ruleset.rule(code), ruleset), lang, color=color)
