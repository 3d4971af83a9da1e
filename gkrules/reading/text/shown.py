"""Where the characters of a line are shown: Chinese ones take two columns of a terminal, and so do programs that align tables."""

from __future__ import annotations

import unicodedata

WIDE = "WF"
AMBIGUOUS_TOO = "WFA"
"""East Asian widths that take two columns; programs take quotes and the like for as wide as Chinese characters, or do not."""


def columns(line: str, wide: str = WIDE) -> dict[int, str]:
    """The characters of a line by the column in which they are shown; `wide` are the East Asian widths that take two columns."""
    shown: dict[int, str] = {}
    at = 0
    for char in line.rstrip("\n"):
        if unicodedata.combining(char):
            continue
        shown[at] = char
        at += 2 if unicodedata.east_asian_width(char) in wide else 1
    return shown
