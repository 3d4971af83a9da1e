"""Errors of the command line in words: click says them in English only, and knows no neighbours of a value."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from typing import IO, Any

import click

from gkrules.words import Phrase, languages, phrase

_MOST_SHOWN = 60
_WIDTH = 80


class Told(click.UsageError):
    """An error of the command line, in words, with the usage and how to see the help."""

    def show(self, file: IO[Any] | None = None) -> None:
        """Write it to standard error."""
        click.echo(self.format_message(), file=file, err=file is None)


def told(error: click.UsageError, args: Sequence[str], ctx: click.Context) -> click.UsageError:
    """The same error in the language that `args` ask for with ``--lang``, else in both, the Chinese first.

    What is no error but a call without arguments, which is answered by the help, stays as it is.
    """
    from gkrules.render.lines import wrap

    if isinstance(error, Told) or type(error).__name__ == "NoArgsIsHelpError":
        return error
    said = _said(error, list(args), ctx)
    asked = _lang(args)
    lines = [phrase("cli/error", message=said).text(lang) for lang in ((asked,) if asked else languages())]
    usage = " ".join([ctx.command_path, *ctx.command.collect_usage_pieces(ctx)])
    both = (phrase("cli/usage-of.both", usage=usage), phrase("cli/usage-help.both", command=ctx.command_path))
    one = (phrase("cli/usage-of", usage=usage), phrase("cli/usage-help", command=ctx.command_path))
    lines += [each.text(asked or languages()[0]) for each in (one if asked else both)]
    return Told("\n".join(_indented(wrap(line, _WIDTH, hang=2)) for line in lines), ctx)


def _indented(parts: Sequence[str]) -> str:
    return "\n  ".join(part.rstrip() for part in parts)


def _said(error: click.UsageError, args: list[str], ctx: click.Context) -> Phrase:
    if isinstance(error, click.NoSuchOption):
        return _no_option(error.option_name, args, ctx)
    if isinstance(error, click.MissingParameter):
        return _missing(error.param)
    if isinstance(error, click.BadParameter):
        return _bad_value(error, args, ctx)
    if isinstance(error, click.BadOptionUsage):
        takes_none = any(_is_flag(param) for param in _options(ctx) if error.option_name in _names(param))
        return phrase("cli/usage-option.takes-none" if takes_none else "cli/usage-option.needs-value", option=_shown(error.option_name))
    if isinstance(ctx.command, click.Group):
        return _no_command(args, ctx)
    return phrase("cli/usage-extra", given=_shown(error.message.partition("(")[2].rpartition(")")[0] or " ".join(args)))


def _no_option(name: str, args: Sequence[str], ctx: click.Context) -> Phrase:
    # Of what is written with one dash, only the first letter was looked at.
    written = name if name.startswith("--") else next((each.partition("=")[0] for each in args if each.startswith(name)), name)
    wanted = f"--{written.lstrip('-')}" if len(written) > 2 else written
    known = [each for param in _options(ctx) for each in _names(param)]
    if len(written) == 2:  # a letter is near to none
        near: str = next((each for each in known if each.lower() == written.lower() and each != written), "")
    else:
        near = _nearest(wanted, known)
    if near:
        return phrase("cli/usage-no-option.near", option=_shown(written), near=near)
    if isinstance(ctx.command, click.Group):
        return phrase("cli/usage-no-option.of-group", option=_shown(written), command=ctx.command_path)
    return phrase("cli/usage-no-option", option=_shown(written))


def _no_command(args: Sequence[str], ctx: click.Context) -> Phrase:
    group = ctx.command
    known = group.list_commands(ctx) if isinstance(group, click.Group) else []
    if not args:
        return phrase("cli/usage-no-command.missing", known=known)
    near = _nearest(args[0], known)
    if near:
        return phrase("cli/usage-no-command.near", name=_shown(args[0]), near=near)
    if os.path.exists(args[0]):  # noqa: PTH110
        return phrase("cli/usage-no-command.file", name=_shown(args[0]), command=ctx.command_path)
    return phrase("cli/usage-no-command", name=_shown(args[0]), known=known)


def _missing(param: click.Parameter | None) -> Phrase:
    name = "" if param is None else _called(param)
    return phrase("cli/usage-missing.argument" if isinstance(param, click.Argument) else "cli/usage-missing", name=name)


def _bad_value(error: click.BadParameter, args: Sequence[str], ctx: click.Context) -> Phrase:
    param = error.param
    if param is None:
        return phrase("cli/usage-value", name="", value="")
    name, kind = _called(param), param.type
    value = next((each for each in _values(param, args) if not _converts(each, param, ctx)), "")
    shown = _shown(value)
    if isinstance(kind, click.Choice):
        choices = [str(each) for each in kind.choices]
        near = _nearest(value, choices)
        variant = "choice-near" if near else "choice"
        return phrase(f"cli/usage-value.{variant}", name=name, value=shown, near=near, known=choices)
    if isinstance(kind, click.IntRange) and kind.min is not None and kind.max is not None:
        return phrase("cli/usage-value.range", name=name, value=shown, least=kind.min, most=kind.max)
    if isinstance(kind, click.types.IntParamType):
        return phrase("cli/usage-value.number", name=name, value=shown)
    if isinstance(kind, click.Path) and os.path.isdir(value):  # noqa: PTH112
        return phrase("cli/usage-value.folder", name=name, value=shown)
    return phrase("cli/usage-value", name=name, value=shown)


def _values(param: click.Parameter, args: Sequence[str]) -> Iterator[str]:
    """What `args` may give a parameter: the error does not say which of them is wrong."""
    if isinstance(param, click.Argument):
        yield from (each for each in args if not each.startswith("-"))
        return
    for at, each in enumerate(args):
        option, equals, value = each.partition("=")
        if option in param.opts:
            yield value if equals else "".join(args[at + 1 : at + 2])
        else:
            yield from (each[len(short) :] for short in param.opts if not short.startswith("--") and each.startswith(short))


def _converts(value: str, param: click.Parameter, ctx: click.Context) -> bool:
    try:
        param.type.convert(value, param, ctx)
    except (click.BadParameter, ValueError):
        return False
    return True


def _called(param: click.Parameter) -> str:
    """What people call a parameter: the longest name of an option, the word for an argument."""
    return max(param.opts, key=len) if isinstance(param, click.Option) else param.human_readable_name


def _options(ctx: click.Context) -> list[click.Parameter]:
    return [param for param in ctx.command.get_params(ctx) if isinstance(param, click.Option)]


def _names(param: click.Parameter) -> list[str]:
    return [*param.opts, *param.secondary_opts]


def _is_flag(param: click.Parameter) -> bool:
    return isinstance(param, click.Option) and (param.is_flag or param.count)


def _nearest(word: str, known: Iterable[str]) -> str:
    """The nearest of the known; of one that is as good as it, in upper or lower case."""
    import difflib

    written = {each.lower(): each for each in known}
    near = difflib.get_close_matches(word[:_MOST_SHOWN].lower(), written, 1)
    return written[near[0]] if near else ""


def _lang(args: Sequence[str]) -> str:
    """The language that is asked for; empty if none is, or one that there is not."""
    asked = ""
    for at, each in enumerate(args):
        if each == "--lang":
            asked = "".join(args[at + 1 : at + 2])
        elif each.startswith("--lang="):
            asked = each.partition("=")[2]
    return asked if asked in languages() else ""


def _shown(text: str) -> str:
    from gkrules.render.safe import clean

    return clean(text if len(text) <= _MOST_SHOWN else f"{text[:_MOST_SHOWN]}…")
