"""What the style of an element means for a reader, and text as a browser lays it out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

_TELLING = ("display", "visib", "hide", "decoration", "vertical-align", "bidi", "grid", "flex", "order:")
_SETTINGS = ("grid", "flex", "order")
_LONGEST = 4_000  # longer styles hold pictures, and nothing that is looked for
_RIGHT_TO_LEFT = frozenset("\u061c\u200f\u202b\u2067")
OVERRIDE = "\u202e"
"""The mark of text that is shown in another order than it is stored in; no number is read behind it."""


class Look(NamedTuple):
    """What a style says. `display` is empty where it says nothing of it; `settings` has the declarations of grids and flex boxes."""

    gone: bool = False
    invisible: bool = False
    struck: bool = False
    raised: bool = False
    lowered: bool = False
    reversed: bool = False
    display: str = ""
    settings: tuple[tuple[str, str], ...] = ()


PLAIN = Look()
HIDDEN = Look(gone=True)


def look_of(style: str) -> Look:
    """What an inline style, or the declarations of a rule, say."""
    return PLAIN if len(style) > _LONGEST else _look_of(style)


@lru_cache(maxsize=2048)  # a page repeats a few styles in all of its cells
def _look_of(style: str) -> Look:
    lower = style.lower()
    if not any(word in lower for word in _TELLING):
        return PLAIN
    found = declarations(lower)
    decoration = found.get("text-decoration", "") + found.get("text-decoration-line", "")
    place = found.get("vertical-align", "")
    return Look(
        gone=found.get("display") == "none" or found.get("mso-hide") == "all",
        invisible=found.get("visibility") in {"hidden", "collapse"},
        struck="line-through" in decoration,
        raised=place == "super",
        lowered=place == "sub",
        reversed="override" in found.get("unicode-bidi", "") and found.get("direction") == "rtl",
        display=found.get("display", ""),
        settings=tuple((name, value) for name, value in found.items() if name.startswith(_SETTINGS)),
    )


def declarations(style: str) -> dict[str, str]:
    """The declarations of a style in lower case; of two of a name the later one counts, unless only the earlier is important."""
    found: dict[str, str] = {}
    important: set[str] = set()
    for declaration in without_comments(style).lower().split(";"):
        name, colon, value = declaration.partition(":")
        name, value = name.strip(), " ".join(value.split())
        if not colon:
            continue
        if "!" in value:
            value = value.partition("!")[0].strip()
            important.add(name)
        elif name in important:
            continue
        found[name] = value
    return found


def without_comments(style: str) -> str:
    """`style` without its comments; one that does not end goes to the end."""
    if "/*" not in style:
        return style
    kept: list[str] = []
    end = 0
    while (start := style.find("/*", end)) >= 0:
        kept.append(style[end:start])
        end = style.find("*/", start + 2) + 2
        if end < 2:
            return " ".join(kept)
    return " ".join([*kept, style[end:]])


def in_order(text: str) -> str:
    """`text`, marked as shown in another order than it is stored in where marks of right-to-left writing stand between its digits."""
    if text.isascii():
        return text
    if not _RIGHT_TO_LEFT.isdisjoint(text) and any(char in "0123456789" for char in text):
        return OVERRIDE + text
    return text


def is_reversed(tag: str, attributes: Mapping[str, str | None], look: Look) -> bool:
    """Whether an element shows its characters from right to left."""
    return look.reversed or (tag == "bdo" and (attributes.get("dir") or "").lower() == "rtl")


# Not \s: no-break spaces and U+3000 are content.
_SPACE = re.compile(r"[ \t\r\n\f]+")
_WHITE = " \t\r\n\f"
_WIDE = re.compile("[\u2e80-\u9fff\uac00-\ud7ff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff]")


class Flow:
    """Collects the pieces of a paragraph or a cell."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self.pieces: list[str] = []
        """The text since the last line began. To append to it is the same as `add`."""

    def add(self, text: str, *, preformatted: bool = False) -> None:
        """Add text as it stands in the source."""
        if not preformatted:
            self.pieces.append(text)
            return
        first, *others = text.replace("\r\n", "\n").split("\n")
        self.pieces.append(first)
        for other in others:
            self.break_line()
            self.pieces.append(other)

    def break_line(self) -> None:
        """A ``<br>``: always a new line."""
        self._lines.append(self._line())
        self.pieces.clear()

    def end_block(self) -> None:
        """The edge of a block: a new line, unless one has just begun."""
        if self.pieces:
            line = self._line()
            self.pieces.clear()
            if line:
                self._lines.append(line)

    def is_empty(self) -> bool:
        """Whether nothing was added."""
        return not self.pieces and not self._lines

    def take(self) -> str:
        """The text so far; the flow starts anew."""
        line = self._line() if self.pieces else ""
        self.pieces.clear()
        lines = self._lines
        if not lines:
            return line
        if line:
            lines.append(line)
        text = (lines[0] if len(lines) == 1 else "\n".join(lines)).strip("\n ")
        lines.clear()
        return text

    def _line(self) -> str:
        pieces = self.pieces
        raw = pieces[0] if len(pieces) == 1 else "".join(pieces)
        words = raw.split()
        if len(words) == 1 and words[0] == raw:  # most cells: no white space at all
            return raw
        if not words and not raw.strip(_WHITE):
            return ""
        if "\n" in raw or "\r" in raw:
            return _SPACE.sub(lambda run: _collapsed(raw, run), raw).strip(" ")
        return _SPACE.sub(" ", raw).strip(" ")


def _collapsed(raw: str, run: re.Match[str]) -> str:
    """A line end of the source between two Chinese characters is formatting, any other white space is one space."""
    if "\n" not in run[0] and "\r" not in run[0]:
        return " "
    before, after = raw[run.start() - 1 : run.start()], raw[run.end() : run.end() + 1]
    return "" if _WIDE.match(before) and _WIDE.match(after) else " "
