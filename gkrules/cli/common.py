"""What the commands share: loading them late, errors as one line, options."""

from __future__ import annotations

import errno
import importlib
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import wraps
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import click

from gkrules.cli import completion
from gkrules.model.errors import GkrulesError
from gkrules.words import phrase

if TYPE_CHECKING:
    from gkrules.render.inputs import FailedFile
    from gkrules.rulefiles.configuration import Configuration

INTERRUPTED = 130
UNUSABLE = 2
CONFIGURATION = "gkrules.configuration"
"""Where the context of a command keeps its configuration."""
ARGUMENTS = "gkrules.arguments"
"""Where it keeps what was written behind it, to run it again."""

_Decorated = TypeVar("_Decorated", bound=Callable[..., Any])


class Group(click.Group):
    """A group whose errors of usage are said in both languages."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the options that stand before the command."""
        with _usage_in_words(args, ctx):
            return super().parse_args(ctx, args)

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command."""
        with _usage_in_words(args, ctx):
            return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        with _usage_in_words([], ctx):
            return super().invoke(ctx)


class LazyGroup(Group):
    """A group whose commands are imported when they are asked for.

    Args:
        commands_at: by name, ``module:attribute`` of each command.
    """

    def __init__(self, *args: Any, commands_at: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.commands_at = commands_at

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order written."""
        return [*self.commands_at, *(name for name in super().list_commands(ctx) if name not in self.commands_at)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the command."""
        target = self.commands_at.get(cmd_name)
        if target is None:
            return super().get_command(ctx, cmd_name)
        module, _, attribute = target.partition(":")
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return command


class Command(click.Command):
    """A command whose errors are one line in the asked language, and which ends quietly when its reader goes away.

    What the configuration sets takes the place of the defaults of its options. Errors of usage are said in both languages where none
    is asked for.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        from gkrules.cli.configured import options

        self.params.extend(options(self))

    def make_context(self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any) -> click.Context:
        """Read the configuration, and then the arguments."""
        from gkrules.cli.configured import configuration_for, defaults

        try:
            found, written = configuration_for(self, args, parent, resilient=bool(extra.get("resilient_parsing")))
        except GkrulesError as error:
            lang = "en" if "--lang=en" in args or ("--lang", "en") in pairwise(args) else "zh"
            fail(error.text(lang), lang)
        if found is not None:
            extra["default_map"] = defaults(found, self.name, written)
        written_arguments = list(args)
        context = super().make_context(info_name, args, parent, **extra)
        context.meta.update({CONFIGURATION: found, ARGUMENTS: written_arguments})
        return context

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the arguments and options."""
        with _usage_in_words(args, ctx):
            return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        if sys.stdout is None:  # it was closed
            fail(phrase("cli/unwritable_stream", reason=os.strerror(errno.EBADF)).text(_lang(ctx)), _lang(ctx))
        try:
            try:
                return super().invoke(ctx)
            finally:
                # What is still in the buffer may break the pipe, too; better here than at the interpreter's end.
                sys.stdout.flush()
        except GkrulesError as error:
            fail(error.text(_lang(ctx)), _lang(ctx))
        except OSError as error:
            if error.filename is not None:  # not an output: the streams have no name
                raise
            _discard_output()
            fail(phrase("cli/unwritable_stream", reason=error.strerror).text(_lang(ctx)), _lang(ctx))
        except KeyboardInterrupt:
            click.echo(phrase("cli/interrupted").text(_lang(ctx)), err=True)
            ctx.exit(INTERRUPTED)


@contextmanager
def _usage_in_words(args: list[str], ctx: click.Context) -> Iterator[None]:
    """Say errors of usage in words; `args` is what was written, which reading it uses up."""
    written = list(args)
    try:
        yield
    except click.UsageError as error:
        from gkrules.cli.usage import told

        raise told(error, written, ctx) from error


def fail(message: str, lang: str) -> NoReturn:
    """Say in one line why the command cannot go on, and end with exit code 2."""
    from gkrules.render.safe import clean

    click.echo(phrase("cli/error", message=clean(message)).text(lang), err=True)
    raise click.exceptions.Exit(UNUSABLE)


def lang_option(command: _Decorated) -> _Decorated:
    """``--lang``"""
    return click.option(
        "--lang",
        type=click.Choice(["zh", "en"]),
        default="zh",
        show_default=True,
        help="输出的语言。 Language of the output.",
    )(command)


def rules_option(text: str) -> Callable[[_Decorated], _Decorated]:
    """``--rules``, repeatable, with its help."""
    return click.option("--rules", "folders", multiple=True, metavar="DIR", shell_complete=completion.folders, help=text)


OWN_RULES = "自己的规则文件夹，可重复。 A folder with rules of your own; repeatable."


def color_option(command: _Decorated) -> _Decorated:
    """``--color``"""
    return click.option(
        "--color",
        type=click.Choice(["auto", "always", "never"]),
        default="auto",
        show_default=True,
        help="是否使用颜色；auto 只在终端使用，并遵守 NO_COLOR。 Colours; auto: on a terminal only, unless NO_COLOR is set.",
    )(command)


def reading_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """``--edition``, ``--year``, ``--limit``, ``--with-libreoffice`` (they make the argument `options`) and ``--isolate``"""

    @wraps(command)
    def with_options(*, edition: str | None, year: int | None, limits: tuple[str, ...], with_libreoffice: bool, **others: Any) -> Any:
        from gkrules.cli.configured import limits_of, say_where
        from gkrules.pipeline.read import ReadOptions

        # A limit that is named here takes the place of the same one of the configuration, and of no other.
        options = ReadOptions(edition, year, limits_of(current_configuration()).with_values(limits), with_libreoffice)
        say_where(current_configuration(), current_lang(), quiet=bool(others.get("quiet")))
        return command(options=options, **others)

    edition = click.option(
        "--edition",
        metavar="KEY",
        shell_complete=completion.editions,
        help="按哪一版格式读取，如 2021；不写则按年度判断。 Edition of the form; chosen by the year if not given.",
    )
    year = click.option(
        "--year",
        type=click.IntRange(2008, 2999),
        help="报告年度；不写则取自标题。 Reporting year; taken from the title if not given.",
    )
    limit = click.option(
        "--limit",
        "limits",
        multiple=True,
        metavar="NAME=VALUE",
        help="放宽或收紧读取的限度，如 seconds=90、bytes=200M，可重复。 Set a limit of reading; repeatable.",
    )
    isolate = click.option(
        "--isolate/--no-isolate",
        default=True,
        show_default=True,
        help="在可以终止的单独进程里读取文件。 Read files in processes that can be stopped.",
    )
    libreoffice = click.option(
        "--with-libreoffice",
        is_flag=True,
        help="旧版 Word 文件（.doc）也由 LibreOffice 转换后读取。 Have LibreOffice convert .doc files, too.",
    )
    return edition(year(limit(isolate(libreoffice(with_options)))))


def current_lang() -> str:
    """The language that the running command was asked for."""
    context = click.get_current_context(silent=True)
    return "zh" if context is None else _lang(context)


def current_configuration() -> Configuration | None:
    """The configuration of the running command."""
    context = click.get_current_context(silent=True)
    return None if context is None else context.meta.get(CONFIGURATION)


def say_failed(failed: Iterable[FailedFile], lang: str) -> None:
    """Say on standard error which files could not be read, and why."""
    from gkrules.render.safe import clean

    for file in failed:
        click.echo(clean(phrase("cli/unreadable", file=file.file, reason=file.text(lang)).text(lang)), err=True)


def make_streams_safe() -> None:
    """Make the standard streams take any character: a locale such as C, or a file name that is no Unicode, must not end in a traceback."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is None:
            continue
        encoding = (stream.encoding or "").lower().replace("_", "-")
        can_chinese = encoding.startswith("gb") or encoding in ("cp936", "utf-8", "utf8")
        # A terminal that says that it is Chinese is believed; everything else gets UTF-8.
        keep = can_chinese and stream.isatty()
        reconfigure(encoding=stream.encoding if keep else "utf-8", errors="backslashreplace")


def _lang(ctx: click.Context) -> str:
    return str(ctx.params.get("lang", "zh"))


def _discard_output() -> None:
    """Point standard output nowhere, so that the interpreter does not complain at its end."""
    try:
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, sys.stdout.fileno())
        os.close(null)
    except (OSError, ValueError):
        return
