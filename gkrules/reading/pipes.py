"""Markdown pipe tables."""

from __future__ import annotations

import re

_SEPARATOR = re.compile(r":?-+:?")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_ESCAPED = "\x1f"


def is_pipe_line(line: str) -> bool:
    """Whether a line is a row of a pipe table: it starts with a pipe and has another."""
    stripped = line.strip()
    return stripped.startswith("|") and stripped.count("|") > 1


class PipeTable:
    """Successive pipe lines."""

    ragged = False

    def __init__(self) -> None:
        self._rows: list[list[tuple[int, str]]] = []
        self._lines: list[tuple[int, str]] = []

    def add(self, line: str, number: int) -> None:
        """Take the next line."""
        self._lines.append((number, line))
        inner = line.strip().replace("\\|", _ESCAPED)[1:].removesuffix("|")
        texts = [cell.strip(" \t").replace(_ESCAPED, "|") for cell in inner.split("|")]
        if not all(_SEPARATOR.fullmatch(text) for text in texts) or len(self._lines) != 2:
            self._rows.append([(number, _BREAK.sub("\n", text)) for text in texts])

    def is_table(self) -> bool:
        """A single line with pipes is a line of text."""
        return len(self._lines) > 1

    def texts(self) -> list[tuple[int, str]]:
        """The lines as they stand, with their numbers."""
        return self._lines

    def slots(self) -> int:
        """How many cells the filled-up grid has."""
        return max(map(len, self._rows)) * len(self._rows)

    def rows(self) -> list[list[tuple[int, str]]]:
        """Line number and text of every cell; short rows are filled up, so that the grid is a rectangle."""
        width = max(map(len, self._rows))
        return [row + [(row[0][0], "")] * (width - len(row)) for row in self._rows]
