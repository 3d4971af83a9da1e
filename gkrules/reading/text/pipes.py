"""Markdown pipe tables."""

from __future__ import annotations

import re

from gkrules.reading.text.inline import plain_cell
from gkrules.reading.text.row_lengths import looseness

_SEPARATOR = re.compile(r":?-+:?")
_RULE = re.compile(r"-{3}")
_ESCAPED = "\x1f"


def is_pipe_line(line: str) -> bool:
    """Whether a line is a row of a pipe table: it starts with a pipe and has another."""
    stripped = line.strip()
    return stripped.startswith("|") and stripped.count("|") > 1


class PipeTable:
    """Successive pipe lines."""

    def __init__(self) -> None:
        self._rows: list[list[tuple[int, str]]] = []
        self._lines: list[tuple[int, str]] = []

    def add(self, line: str, number: int) -> None:
        """Take the next line."""
        self._lines.append((number, line))
        inner = line.strip().replace("\\|", _ESCAPED)[1:].removesuffix("|")
        texts = [cell.strip(" \t").replace(_ESCAPED, "|") for cell in inner.split("|")]
        separates = all(_SEPARATOR.fullmatch(text) for text in texts) and (len(self._lines) == 2 or all(map(_RULE.search, texts)))
        if not separates:
            self._rows.append([(number, plain_cell(text)) for text in texts])

    def looseness(self) -> tuple[bool, frozenset[int]]:
        """Whether what stands above or below a cell says nothing, and in which rows at least."""
        return looseness({at: len(row) for at, row in enumerate(self._rows)})

    def is_table(self) -> bool:
        """A single line with pipes is a line of text; so are lines of one cell each, and bars with no words between."""
        texts = [text for row in self._rows for _, text in row]
        words = any(any(map(str.isalpha, text)) and not any(map(str.isdigit, text)) for text in texts)
        return len(self._lines) > 1 and max(map(len, self._rows), default=0) > 1 and words

    def texts(self) -> list[tuple[int, str]]:
        """The lines as they stand, with their numbers."""
        return self._lines

    def rows(self) -> list[list[tuple[int, str]]]:
        """Line number and text of every cell, as many in each row as it has."""
        return self._rows
