"""Tables in text dumps whose cells are parted by bars, with none at the edges: ``" | ".join(cell.text for cell in row.cells)``.

Scripts write them with python-docx, which says the text of a merged cell again in each of its places, so that all rows are as long
as each other. Where they are not, merged cells came once and only the order of the cells tells: such lines stay text.
"""

from __future__ import annotations

import re

from gkrules.reading.text.inline import plain_cell

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
