"""Tables in text dumps whose cells are parted by bars: Markdown pipe tables, and ``" | ".join(cell.text for cell in row.cells)``.

Scripts write the latter with python-docx, which says the text of a merged cell again in each of its places, so that all rows are as long
as each other. Where they are not, merged cells came once and only the order of the cells tells: such lines stay text.
"""

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


_BAR = "|"
_VALUE = re.compile(r"[\s\d.,%+\-‐‑–—/]*")
_FEWEST = 2


def is_bar_line(line: str) -> bool:
    """Whether a table can begin with a line: its cells are parted by bars, and none is blank at its edges."""
    shown = line.strip()
    return _BAR in shown and not shown.startswith(_BAR) and not shown.endswith(_BAR)


class BarTable:
    """Successive lines with as many bars as each other."""

    def __init__(self) -> None:
        self._lines: list[tuple[int, str]] = []
        self._rows: list[list[tuple[int, str]]] = []

    def takes(self, line: str) -> bool:
        """Whether a line goes on here: its first cell may be blank, but it has the bars of the others."""
        return bool(self._lines) and line.count(_BAR) == self._lines[0][1].count(_BAR)

    def add(self, line: str, number: int) -> None:
        """Take the next line."""
        self._lines.append((number, line))
        self._rows.append([(number, plain_cell(text.strip(" \t"))) for text in line.split(_BAR)])

    def looseness(self) -> tuple[bool, frozenset[int]]:
        """What stands above or below a cell tells, where all rows are as long as each other."""
        return len(set(map(len, self._rows))) > 1, frozenset()

    def is_table(self) -> bool:
        """Lines of as many bars each, one of which ends with a number or a blank; others are menus, or have merged cells once."""
        if len(self._rows) < _FEWEST or len(set(map(len, self._rows))) > 1:
            return False
        words = any(any(map(str.isalpha, row[0][1])) for row in self._rows)
        return words and any(_VALUE.fullmatch(row[-1][1]) for row in self._rows)

    def texts(self) -> list[tuple[int, str]]:
        """The lines as they stand, with their numbers."""
        return self._lines

    def rows(self) -> list[list[tuple[int, str]]]:
        """Line number and text of every cell."""
        return self._rows
