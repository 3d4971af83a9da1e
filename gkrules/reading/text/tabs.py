"""Tables in text dumps that are marked by tabs.

Two styles occur. Word text dumps put every cell on a line of its own with a tab before it, and an empty line after the
row; merged cells leave a lone tab. Tab-separated dumps put a row on a line; there a leading tab is an empty first cell.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from gkrules.reading.enumerators import ANY
from gkrules.reading.text.row_lengths import looseness

_CONTENTS_ENTRY = re.compile(rf"{ANY}[^\t]*\t[ \u3000.…·]*\d{{1,3}}\s*")
_LONG = 60
_TOLD = 3  # cells; rows of fewer are as long as each other by accident


def is_tab_line(line: str) -> bool:
    """Whether a line holds cells; an entry of a table of contents (``一、总体情况<tab>3``) does not."""
    if line.startswith("\t"):
        return True
    return "\t" in line.strip() and not _CONTENTS_ENTRY.fullmatch(line)


@dataclass(slots=True)
class _Row:
    cells: list[tuple[int, str]] = field(default_factory=list)
    led: bool = True
    whole: bool = False


class TabRegion:
    """Successive lines with tabs, separated by empty lines at most."""

    def __init__(self) -> None:
        self._rows: list[_Row] = []
        self._open = False

    def takes(self, line: str) -> bool:
        """Whether a line that only ends with tabs, and blanks between them, is a row here: a label with blank cells beside it."""
        return line.rstrip(" \u3000\u00a0").endswith("\t") and bool(self._rows) and self._rows[-1].whole

    def add(self, line: str, number: int) -> None:
        """Take the next line with a tab."""
        led = line.startswith("\t")
        texts = [text.strip(" \n") for text in (line[1:] if led else line).split("\t")]
        if led and texts[0] and not any(texts[1:]):
            del texts[1:]  # tabs at the end of a cell's line are no cells
        cells = [(number, text) for text in texts]
        if led and (len(cells) == 1 or not any(texts)):
            if not self._open:
                self._rows.append(_Row())
            self._rows[-1].cells.extend(cells)
            self._open = True
        else:
            self._rows.append(_Row(cells, led, whole=True))
            self._open = False

    def looseness(self) -> tuple[bool, frozenset[int]]:
        """Whether what stands above or below a cell says nothing, as in most dumps of merged cells, and in which rows at least."""
        if not all(row.whole for row in self._rows):
            lengths = set(map(len, self.rows()))
            return len(lengths) > 1 or max(lengths) < _TOLD, frozenset()
        return looseness({at: len(row) for at, row in enumerate(self.rows())})

    def end_row(self) -> None:
        """An empty line: the next cell starts a row."""
        self._open = False

    def open_cell(self) -> str | None:
        """The text of the last cell, if a following line may still belong to it."""
        return self._rows[-1].cells[-1][1] if self._open else None

    def continue_cell(self, line: str) -> None:
        """Add a line to the last cell."""
        number, text = self._rows[-1].cells[-1]
        self._rows[-1].cells[-1] = (number, f"{text}\n{line.strip(' ')}")

    def is_table(self) -> bool:
        """Text that is only indented by tabs is no table: rows of one cell, a single row, or mostly long texts."""
        texts = [text for row in self._rows for _, text in row.cells if text.strip()]
        if not texts or all(len(row.cells) == 1 for row in self._rows):
            return False
        if len(self._rows) == 1:
            return len(self._rows[0].cells) > 2 and not any(len(text) > _LONG for text in texts)
        # A merged label that is said again in each of its cells counts once.
        distinct = set(texts)
        return sum(1 for text in distinct if len(text) > _LONG) * 2 <= len(distinct)

    def texts(self) -> list[tuple[int, str]]:
        """Line number and text of every cell in reading order; the cells of a whole line together."""
        found: list[tuple[int, str]] = []
        for row in self._rows:
            if row.whole:
                found.append((row.cells[0][0], "\t".join(text for _, text in row.cells)))
            else:
                found.extend(row.cells)
        return found

    def rows(self) -> list[list[tuple[int, str]]]:
        """Line number and text of every cell, row by row."""
        separated = any(not row.led for row in self._rows)
        return [[(row.cells[0][0], ""), *row.cells] if separated and row.led and row.whole else row.cells for row in self._rows]
