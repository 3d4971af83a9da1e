"""Lines of text with styles: plain when piped, wrapped and coloured on a terminal."""

from __future__ import annotations

import os
import sys
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import IO

# Marks that must not start a line, and marks that must not end one (避头尾).
_NOT_FIRST = frozenset("，。、；：？！）》」』】”’…％·,.;:?!)]}%")
_NOT_LAST = frozenset("（《「『【“‘([{")
_MIN_WIDTH = 20


@dataclass(frozen=True, slots=True)
class Line:
    """A line of output.

    Attributes:
        parts: texts with their rich style; an empty style is none.
        indent: columns before the line.
        hang: columns before its continuation, beyond `indent`.
        keep: never wrap it (it is laid out already).
    """

    parts: tuple[tuple[str, str], ...]
    indent: int = 0
    hang: int = 0
    keep: bool = False

    @property
    def text(self) -> str:
        """The line without styles."""
        return " " * self.indent + "".join(text for text, _ in self.parts)


def line(text: str, style: str = "", *, indent: int = 0, hang: int = 0, keep: bool = False) -> Line:
    """A line in one style."""
    return Line(((text, style),), indent, hang, keep)


def plain(lines: Iterable[Line]) -> str:
    """The lines as text without styles, ended by a line break."""
    return "".join(f"{item.text.rstrip()}\n" for item in lines)


def width_of(text: str) -> int:
    """How many columns of a terminal `text` takes."""
    if text.isascii():
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


def wrap(text: str, width: int, hang: int = 0) -> list[str]:
    """`text` in pieces of at most `width` columns; all but the first leave `hang` columns free.

    Breaks at spaces and between Chinese characters, never before a closing mark. The pieces joined are `text`.
    """
    pieces: list[str] = []
    start = 0
    while True:
        end = _fitting(text, start, max(width - hang if pieces else width, 1))
        if end == len(text):
            return [*pieces, text[start:]]
        # A word that is longer than the line is cut where the line ends.
        cut = next((index for index in range(end, start, -1) if _may_break(text, index)), end)
        pieces.append(text[start:cut])
        start = cut


def _fitting(text: str, start: int, limit: int) -> int:
    """Where the text that fits into `limit` columns ends; spaces at the end of a line take no room."""
    used = 0
    for index in range(start, len(text)):
        used += width_of(text[index])
        if used > limit and text[index] != " " and index > start:
            return index
    return len(text)


def _may_break(text: str, index: int) -> bool:
    before, after = text[index - 1], text[index]
    if after in _NOT_FIRST or before in _NOT_LAST or after == " ":
        return False
    if before == " " and index > 1 and after.isdigit() and _is_wide(text[index - 2]):
        # A Chinese label and its number stay together.
        return False
    return before == " " or _is_wide(before) or _is_wide(after)


def _is_wide(char: str) -> bool:
    return unicodedata.east_asian_width(char) in "WF" or char in _NOT_FIRST - frozenset(",.;:?!)]}%")


def is_terminal(stream: IO[str]) -> bool:
    """Whether a person reads `stream`."""
    return hasattr(stream, "isatty") and stream.isatty()


def write(lines: Iterable[Line], *, color: str = "auto", stream: IO[str] | None = None) -> None:
    """Print `lines`.

    Args:
        lines: what to print.
        color: ``auto`` (on a terminal, unless ``NO_COLOR`` is set), ``always`` or ``never``.
        stream: standard output if not given.
    """
    stream = stream or sys.stdout
    terminal = is_terminal(stream)
    colored = color == "always" or (color == "auto" and terminal and not os.environ.get("NO_COLOR"))
    if not (terminal or colored):
        # A line is written when it is made: of many findings, none waits for the last.
        stream.writelines(plain([item]) for item in lines)
        return
    from rich.console import Console

    # Without a terminal nothing knows how wide the reader's window is, so nothing is wrapped.
    console = Console(
        file=stream,
        force_terminal=True,
        color_system="standard" if colored else None,
        highlight=False,
        markup=False,
        emoji=False,
        soft_wrap=True,
        legacy_windows=False,
    )
    for item in lines:
        console.print(_rendered(item, console.width if terminal and not item.keep else None), end="\n", soft_wrap=True)


def _rendered(item: Line, width: int | None) -> object:
    from rich.text import Text

    text = Text(no_wrap=True, end="")
    for part, style in item.parts:
        text.append(part, style or None)
    if width is None:
        return Text(" " * item.indent) + text
    cuts: list[int] = []
    for piece in wrap(text.plain, max(width - item.indent, _MIN_WIDTH), item.hang)[:-1]:
        cuts.append((cuts[-1] if cuts else 0) + len(piece))
    result = Text()
    for number, piece_text in enumerate(text.divide(cuts)):
        piece_text.rstrip()
        result.append("\n" if number else "")
        result.append(" " * (item.indent + (item.hang if number else 0)))
        result.append_text(piece_text)
    return result
