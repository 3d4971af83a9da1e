"""``gkrules config``"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gkrules.cli import completion
from gkrules.cli.common import Command, color_option, current_configuration, lang_option
from gkrules.cli.configured import refuse_unknown_rules, shown_path
from gkrules.cli.outputs import output_options, present

if TYPE_CHECKING:
    from gkrules.cli.outputs import Output
    from gkrules.render.inputs import Configured
    from gkrules.rulefiles.configuration import Configuration

_DEFAULTS: dict[str, Any] = {
    "select": (),
    "ignore": (),
    "severities": {},
    "edition": None,
    "rules": (),
    "preview": False,
    "limits": {},
    "fail-on": "error",
    "format": "text",
    "lang": "zh",
}


@click.command(cls=Command, short_help="列出有效的配置及其来源。 Show the configuration that holds.")
@click.argument("paths", nargs=-1, metavar="[PATHS]...", shell_complete=completion.files)
@output_options("configuration", to_files=False)
@lang_option
@color_option
def config(*, paths: tuple[str, ...], outputs: list[Output], lang: str, color: str) -> None:
    """列出有效的配置：每项设置的值和来源，以及 PATHS（不写则为当前文件夹）的豁免在哪个文件里。

    Show the configuration that holds: each setting, its value, and where it comes from; and whose waivers count for PATHS, by
    default the current folder.
    """
    found = current_configuration()
    if found is not None:
        from gkrules import api

        refuse_unknown_rules(api.load_ruleset(rules=found.texts("rules"), preview=True), found)
    present(outputs, _configured(found, paths or (".",)), lang, color=color)


def _configured(found: Configuration | None, paths: tuple[str, ...]) -> Configured:
    from gkrules.render.inputs import Configured, Held
    from gkrules.rulefiles.waivers import nearest_waiver_file

    file = shown_path(found.file) if found else ""
    settings = [Held(name, value) for name, value in _DEFAULTS.items()]
    limits: list[Held] = []
    if found is not None:
        of_file = {name: Held(name, _shown(name, each.value), file, each.line) for name, each in found.settings.items()}
        settings = [of_file.get(each.name, each) for each in settings]
        limits = [Held(name, text, file, found.settings["limits"].parts[name].line) for name, text in found.named("limits").items()]
    context = click.get_current_context()
    if context.get_parameter_source("lang") is click.core.ParameterSource.COMMANDLINE:
        settings = [Held("lang", context.params["lang"], "--lang") if each.name == "lang" else each for each in settings]
    waivers = {path: shown_path(nearest) if (nearest := nearest_waiver_file(path)) else "" for path in paths}
    above = found is not None and found.file.resolve().parent != Path.cwd().resolve()
    return Configured(file, above, shown_path(found.passed_over) if found and found.passed_over else "", settings, limits, waivers)


def _shown(name: str, value: Any) -> Any:
    return tuple(shown_path(Path(each)) for each in value) if name == "rules" else value
