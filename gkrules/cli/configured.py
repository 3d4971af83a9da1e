"""The configuration as the commands use it: its settings are the defaults of the options of the same names."""

from __future__ import annotations

import os
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gkrules.cli import completion
from gkrules.model.errors import UsageError
from gkrules.words import phrase

if TYPE_CHECKING:
    from gkrules.compile.ruleset import Ruleset
    from gkrules.reading.limits import Limits
    from gkrules.rulefiles.configuration import Configuration
    from gkrules.rulefiles.yaml_file import Node

_FILE, _NONE = "configuration_file", "without_configuration"
_PARAMETERS = {"edition": "edition", "preview": "preview", "fail-on": "fail_on", "lang": "lang"}
_LISTS = {"select": "select", "rules": "folders"}
"""The parameters of commands by the settings that are their defaults. `limits_of`, `ignored` and the format are more than that."""


def options(command: click.Command) -> list[click.Parameter]:
    """``--config`` and ``--no-config``; of a command that has a ``--config`` of its own, only the other."""
    taken = {name for param in command.params for name in param.opts}
    made = [
        click.Option(
            ["--config", _FILE],
            metavar="FILE",
            expose_value=False,
            shell_complete=completion.files,
            help="用这个文件里的设置（gkrules.yaml 或 pyproject.toml）。 Take the settings of this file.",
        ),
        click.Option(["--no-config", _NONE], is_flag=True, expose_value=False, help="不用配置文件里的设置。 Use no configuration."),
    ]
    return [each for each in made if not taken.intersection(each.opts)]


def configuration_for(
    command: click.Command, args: list[str], parent: click.Context | None, *, resilient: bool
) -> tuple[Configuration | None, Mapping[str, Any]]:
    """The configuration that counts for a command with these arguments, and what is written there by the names of parameters.

    Where the arguments are malformed, or ask for help, there is none.

    Raises:
        GkrulesError: the configuration is malformed, or it is asked for and refused.
    """
    probe = click.Context(command, parent=parent, resilient_parsing=True)
    try:
        written, _, _ = command.make_parser(probe).parse_args(list(args))
    except click.UsageError:
        return None, {}  # it is said where the arguments are read in earnest
    asks_for_help = command.get_help_option(probe)
    if resilient or (asks_for_help is not None and written.get(asks_for_help.name or "") is True):
        return None, {}
    found = _asked(written)
    if found is not None:
        limits_of(found)
    return found, written


def _asked(written: Mapping[str, Any]) -> Configuration | None:
    asked = written.get(_FILE)
    if written.get(_NONE) is True:
        if isinstance(asked, str):
            raise UsageError("cli/config_and_no_config")
        return None
    from gkrules.rulefiles.configuration import find_configuration, load_configuration

    return load_configuration(Path(asked)) if isinstance(asked, str) else find_configuration(Path.cwd())


def defaults(found: Configuration, command: str | None, written: Mapping[str, Any]) -> dict[str, Any]:
    """The defaults of the parameters of a command."""
    values = {name: setting.value for name, setting in found.settings.items()}
    made: dict[str, Any] = {param: values[name] for name, param in _PARAMETERS.items() if name in values}
    made |= {param: found.texts(name) for name, param in _LISTS.items() if name in values}
    if "folders" in made:
        made["folders"] = tuple(shown_path(Path(folder)) for folder in made["folders"])
    # The format is that of `check`; files are written in that of their suffixes.
    if command == "check" and "format" in values and not written.get("files"):
        made["forms"] = [values["format"]]
    return made


def ignored(found: Configuration | None, given: tuple[str, ...], *, selected: bool) -> tuple[str, ...]:
    """The rules to do without: those `given` beside those of the configuration; given alone where the command line selects others."""
    return given if found is None or selected else tuple(dict.fromkeys([*found.texts("ignore"), *given]))


def limits_of(found: Configuration | None) -> Limits:
    """The limits of reading, with those of the configuration.

    Raises:
        RuleError: one of them is no number.
    """
    from gkrules.reading.limits import DEFAULT_LIMITS

    limits = DEFAULT_LIMITS
    if found is not None:
        for name, text in found.named("limits").items():
            try:
                limits = limits.with_values([f"{name}={text}"])
            except UsageError as error:
                _refuse(found.settings["limits"].parts[name], error)
    return limits


def refuse_unknown_rules(ruleset: Ruleset, found: Configuration | None) -> None:
    """Make sure that there are the rules that the configuration names.

    Raises:
        RuleError: one of them there is not; it says where it is named.
    """
    if found is None:
        return
    for name in ("select", "ignore", "severities"):
        for text, node in found.settings[name].parts.items() if name in found.settings else ():
            try:
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore", DeprecationWarning)
                    ruleset.selected([text])
            except UsageError as error:
                _refuse(node, error)


def say_where(found: Configuration | None, lang: str, *, quiet: bool) -> None:
    """Say which configuration counts, if it is that of a folder above: one that nobody named, and nobody sees here."""
    if found is None or quiet or found.file.parent.resolve() == Path.cwd().resolve():
        return
    context = click.get_current_context(silent=True)
    if context is not None and context.get_parameter_source(_FILE) is click.core.ParameterSource.COMMANDLINE:
        return
    from gkrules.render.safe import clean

    click.echo(clean(phrase("cli/configuration_above", file=shown_path(found.file)).text(lang)), err=True)


def shown_path(file: Path) -> str:
    """A file as it is seen from the current folder."""
    try:
        return os.path.relpath(file.resolve())
    except ValueError:  # on another drive
        return str(file)


def _refuse(node: Node, error: UsageError) -> None:
    node.fail("rulefiles/bad_configuration.refused", reason=error.said)
