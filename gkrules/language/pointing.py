"""What an error shows of a file: a line with a caret under the fault, and never more than a little of it."""

from __future__ import annotations

import unicodedata

MAX_QUOTED = 200
_BEFORE = 80
_MOST_ITEMS = 100
_LONGEST_ITEM = 60


def pointed(line: str, start: int, length: int) -> tuple[str, str]:
    """A line, or the part of a long one around a fault, and the caret that goes below it."""
    first = 0 if len(line) <= MAX_QUOTED else max(0, min(start - _BEFORE, len(line) - MAX_QUOTED))
    shown = line[first : first + MAX_QUOTED].replace("\t", " ")
    inner = start - first
    marked = shown[inner : inner + max(1, length)]
    return shown, " " * _columns(shown[:inner]) + "^" * max(1, len(marked))


def quoted(value: object) -> object:
    """A text of a file, or a list of them, as much of it as an error may quote."""
    if isinstance(value, str):
        return value if len(value) <= MAX_QUOTED else f"{value[: MAX_QUOTED - 1]}…"
    if isinstance(value, list | tuple):
        items = [each if not isinstance(each, str) or len(each) <= _LONGEST_ITEM else f"{each[:_LONGEST_ITEM]}…" for each in value]
        return items if len(items) <= _MOST_ITEMS else [*items[:_MOST_ITEMS], "…"]
    return value


def _columns(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)
