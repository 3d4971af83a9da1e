"""Choosing a format from the table of formats, and writing what it makes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from gkrules.cli.common import emit
from gkrules.render.formats import formats

if TYPE_CHECKING:
    from gkrules.render.formats import Reporter

_Decorated = TypeVar("_Decorated", bound=Callable[..., Any])


def format_option(takes: str, *, by_suffix: bool = False) -> Callable[[_Decorated], _Decorated]:
    """``--format`` with the formats that show this. With `by_suffix` the file to be written chooses if it is not given."""
    names = formats(takes)
    chosen = "输出的格式；不写则按 -o 文件名的后缀。 Format of the output; chosen by the suffix of -o FILE if not given."
    return click.option(
        "--format",
        "form",
        type=click.Choice(names),
        default=None if by_suffix else names[0],
        show_default=names[0] if by_suffix else True,
        help=chosen if by_suffix else "输出的格式。 Format of the output.",
    )


def present(form: Reporter, subject: object, lang: str, *, color: str = "never", output: str | None = None, count: int = 1) -> None:
    """Write `subject`, which holds `count` reports, in a format: to the file `output`, or to the screen."""
    from gkrules.render.lines import plain, write

    made = form.render(subject, lang, count=count)
    if isinstance(made, str):
        if made:
            emit(made, output, lang, encoding=form.encoding)
    elif output is None:
        write(made, color=color)
    else:
        emit(plain(made), output, lang, encoding=form.encoding)
