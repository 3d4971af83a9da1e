"""Tables copied from a page whose cells hold paragraphs: a tab on a line of its own between two cells, blank lines around it.

Two tabs with nothing between them are a blank cell. A row ends where two texts follow each other without a tab; one that ends with a
blank cell is told by the blank lines behind its last tab, which are more than before any other text. Only tables with blank cells are put
together here: others tell their cells by themselves. What does not fit this throughout is no such table, and stays a text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from gkrules.reading.enumerators import begins_part

_VALUE = re.compile(r"[-+]?[0-9０-９][0-9０-９,，.．]*(?:万?元)?|[-/—－–]+")
_LONG = 60
_MORE = 2  # blank lines by which a gap must be wider than usual to mean anything
_WIDE = 10  # cells; a row of values without a label has more, what is left of a broken row less

Cell = tuple[int, str]
Rows = list[list[Cell]]
_TAB = "\t"


@dataclass(frozen=True, slots=True)
class _Item:
    """A text, or a lone tab; `gap` are the blank lines before it."""

    number: int
    text: str
    gap: int


def tables(lines: Sequence[str], first_line: int) -> Iterator[tuple[int, int, Rows]]:
    """The tables of a text: the numbers of their first and last line, and the line number and text of each cell by rows."""
    # Dumps of Word files have lone tabs, too: there every cell has a tab before it, on its own line.
    if _TAB not in lines or any(line.startswith(_TAB) and line.strip() for line in lines):
        return
    for stretch in _stretches(_items(lines, first_line)):
        rows = _rows(stretch)
        if rows:
            yield rows[0][0][0], stretch[-1].number, rows


def _items(lines: Sequence[str], first_line: int) -> Iterator[_Item]:
    gap = 0
    for number, line in enumerate(lines, first_line):
        if line.strip(" \u3000\u00a0") == "":
            gap += 1
            continue
        yield _Item(number, _TAB if line.strip(" ") == _TAB else line.strip(" "), gap)
        gap = 0


def _stretches(items: Iterator[_Item]) -> Iterator[list[_Item]]:
    """Items between sentences, headings and lines with marks of other tables, from the first to the last that can be of a table."""
    every = list(items)
    stretch: list[_Item] = []
    for at, item in enumerate(every):
        after = every[at + 1].text if at + 1 < len(every) else ""
        heads = after != _TAB and begins_part(item.text)
        if item.text != _TAB and (heads or len(item.text) > _LONG or item.text.endswith("。") or _TAB in item.text or "|" in item.text):
            yield _cut(stretch, item.gap)
            stretch = []
        else:
            stretch.append(item)
    yield _cut(stretch, 0)


def _cut(stretch: list[_Item], gap: int) -> list[_Item]:
    """Without the texts behind the last row, which are no cells. `gap` are the blank lines behind.

    What stands close behind the last tab or the last cell is a part of it, whatever it says; then nothing here is certain.
    """
    last = max((at for at, item in enumerate(stretch) if item.text == _TAB), default=-1)
    if last < 0:
        return []
    usual = _usual(stretch, of_tab=False)
    gaps = [*(item.gap for item in stretch[last + 1 :]), gap]
    if gaps[0] >= usual + _MORE:
        return stretch[: last + 1]
    return stretch[: last + 2] if len(gaps) > 1 and gaps[1] > usual else []


def _usual(stretch: Sequence[_Item], *, of_tab: bool) -> int:
    """How many blank lines stand before a tab behind a text, or before a text behind a tab."""
    pairs = pairwise(stretch)
    gaps = Counter(two.gap for one, two in pairs if (two.text == _TAB) is of_tab and (one.text == _TAB) is not of_tab)
    return min(gaps, key=lambda gap: (-gaps[gap], gap), default=0)


def _rows(stretch: Sequence[_Item]) -> Rows:
    """The rows of a table; none where anything is not as it should be, or no cell is blank."""
    before_text, before_tab = _usual(stretch, of_tab=False), _usual(stretch, of_tab=True)
    rows: Rows = []
    gaps: dict[tuple[bool, bool, bool], set[int]] = {}
    blank = False
    for last, item in zip((None, *stretch), (*stretch, None), strict=True):
        is_tab, after_tab = item is not None and item.text == _TAB, last is not None and last.text == _TAB
        wide = item is not None and last is not None and item.gap >= (before_tab if is_tab else before_text) + _MORE
        if item is not None and last is not None:
            gaps.setdefault((after_tab, is_tab, wide), set()).add(item.gap)
        if last is not None and after_tab and (item is None or is_tab or wide):
            rows[-1].append((last.number, ""))
            blank = True
        if item is not None and is_tab and (last is None or (wide and not after_tab)):
            rows.append([(item.number, "")])
            blank = True
        elif item is not None and not is_tab and after_tab and not wide:
            rows[-1].append((item.number, item.text))
        elif item is not None and not is_tab:
            rows.append([(item.number, item.text)])
    # One page has one measure. A line that was lost or added in a blank cell shows by its gaps alone.
    even = all(len(found) == 1 for found in gaps.values()) and (False, False, False) not in gaps
    labelled = any(any(text for _, text in row) for row in rows)
    return rows if blank and even and labelled and all(map(_is_row, rows)) else []


def _is_row(row: Sequence[Cell]) -> bool:
    """Whether a row begins with a label and has values behind it alone, or is a row of values as long as no rest of another is."""
    values = [not text or _VALUE.fullmatch(text) is not None for _, text in row]
    if all(values):
        return len(row) > _WIDE
    return not values[0] and values == sorted(values)
