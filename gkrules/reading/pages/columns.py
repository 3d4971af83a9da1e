"""Tables without walls → grids, by where their words stand.

A row of numbers tells its columns: what stands above or below a number, overlapping it, stands in its column, for the columns of a
table do not overlap. A grid is made only where each word finds one place; where one does not, there is no grid but lines.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from gkrules.reading.pages.labels import LABELS, Placed, header_of, labels_of
from gkrules.reading.pages.lattice import Box, RulingLine, TableCell
from gkrules.reading.pages.paragraphs import is_page_number
from gkrules.reading.pages.stack import SLACK, Block, gaps_between, no_heading, split_between
from gkrules.reading.pages.text import Char, TextLine
from gkrules.reading.pages.words import Word, word_rows

_LEAST_COLUMNS = 2
_MOST_WORDS = 2000  # of a table: with more it would take too long
_BESIDE = 0.3
_NEARER = 0.1  # of the height of a character


@dataclass(frozen=True, slots=True)
class WordTable:
    """A table by its words: cells, and the characters of each."""

    cells: tuple[TableCell, ...]
    chars: tuple[list[Char], ...]
    box: Box


def tables_by_words(
    chars: Sequence[Char], rules: Sequence[RulingLine], breaks: Sequence[float], page_height: float
) -> tuple[list[WordTable], list[TextLine], list[Char]]:
    """The tables that words make, the rows of words that may be a table but make none as lines, and the characters of neither.

    `rules` are horizontal lines, `breaks` heights at which other tables stand.
    """
    rows = [row for row in word_rows(chars) if not is_page_number(_line(row), page_height)]
    tables: list[WordTable] = []
    lines: list[TextLine] = []
    taken: set[int] = set()
    for region in regions_of(rows, breaks):
        table = table_of(region, rules)
        if table is None:
            lines.extend(map(_line, region.rows))
        else:
            tables.append(table)
        taken.update(id(char) for word in region.words for char in word.chars)
    return tables, lines, [char for char in chars if id(char) not in taken]


def _line(row: Sequence[Word]) -> TextLine:
    boxes = [word.box for word in row]
    box = min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes)
    return TextLine(" ".join(word.text for word in row), box, box[3] - box[1])


@dataclass(frozen=True, slots=True)
class Region:
    """Rows of words that belong to one table, if they are one; `first` is the first row with numbers."""

    rows: list[list[Word]]
    first: int

    @property
    def words(self) -> list[Word]:
        """All its words."""
        return [word for row in self.rows for word in row]


def regions_of(rows: Sequence[list[Word]], breaks: Sequence[float]) -> list[Region]:
    """Where tables may stand: rows of numbers and what stands above them. `breaks` are heights at which another table stands."""
    regions: list[Region] = []
    start = index = 0
    while index < len(rows):
        if not _has_values(rows[index]):
            index += 1
            continue
        last = _last_of_run(rows, index, breaks)
        header = index
        while header > start and not _is_heading(rows, header - 1) and not _broken(rows[header - 1], rows[header], breaks):
            header -= 1
        region = Region([list(row) for row in rows[header : last + 1]], index - header)
        # One column alone may be anything; below another table, and under a header, it is one more of its kind.
        chained = bool(regions) and header == start and header < index and not _broken(rows[header - 1], rows[header], breaks)
        if chained or max(sum(word.is_value for word in row) for row in region.rows) >= _LEAST_COLUMNS:
            regions.append(region)
            start = last + 1
        index = last + 1
    return regions


def _last_of_run(rows: Sequence[Sequence[Word]], first: int, breaks: Sequence[float]) -> int:
    """The last row of the numbers that begin at `first`, with the rest of the label that stands below it."""
    edge, reach = _edge(rows[first]), 0.0
    last = end = first
    for at in range(first, len(rows)):
        row = rows[at]
        if at > first and _broken(rows[at - 1], row, breaks):
            break
        if _has_values(row):
            last = end = at
            edge = min(edge, _edge(row))
            reach = max([reach, *(word.box[2] for word in row if not word.is_value)])
        elif _is_heading(rows, at) or any(word.box[2] > edge or (reach and word.box[0] > reach) for word in row):
            break
        elif end == at - 1 and _gap(rows[at - 1], row) < _gap(row, rows[at + 1] if at + 1 < len(rows) else None) - _NEARER * row[0].size:
            end = at
    return max(last, end)


def _is_heading(rows: Sequence[Sequence[Word]], at: int) -> bool:
    """Whether a row is a numbered heading or a sentence, and not the first line of a numbered label beside its numbers."""
    if no_heading(rows[at]):
        return False
    below = rows[at + 1] if at + 1 < len(rows) else None
    return below is None or not _has_values(below) or _gap(rows[at], below) > _BESIDE * rows[at][0].size


def _gap(above: Sequence[Word], below: Sequence[Word] | None) -> float:
    return min(word.box[1] for word in below) - max(word.box[3] for word in above) if below else float("inf")


def _has_values(row: Sequence[Word]) -> bool:
    """Whether a row ends in numbers, and has nothing but labels left of them."""
    values = [word.is_value for word in row]
    return values[-1] and values == sorted(values)


def _edge(row: Sequence[Word]) -> float:
    return next(word.box[0] for word in row if word.is_value)


def _broken(above: Sequence[Word], below: Sequence[Word], breaks: Sequence[float]) -> bool:
    """Whether another table or a wide gap stands between two rows."""
    return _gap(above, below) > 3 * max(word.size for word in below) or any(above[0].middle < at < below[0].middle for at in breaks)


def table_of(region: Region, rules: Sequence[RulingLine]) -> WordTable | None:
    """The table that a region is, ``None`` if a word of it has no certain place."""
    if sum(map(len, region.rows)) > _MOST_WORDS:
        return None
    value_rows = [row for row in region.rows[region.first :] if _has_values(row)]
    bands = _bands([[word for word in row if word.is_value] for row in value_rows])
    if bands is None:
        return None
    edge = bands[0][0]
    body = [word for row in region.rows[region.first :] for word in row if not word.is_value]
    head = [split_between(row, bands) for row in region.rows[: region.first]]
    if any(word.box[2] > edge for word in body):
        return None
    if any(word.is_value for row in head for word in row):
        return None
    middles = [row[-1].middle for row in value_rows]
    if not _ruled(middles, bands, rules):
        rules = ()
    least = _least_gap(head, body, value_rows)
    labels = labels_of(body, middles, rules, least)
    if labels is None:
        least = None
        labels = labels_of(body, middles, rules, least)
    header = header_of(head, bands, max((word.box[2] for word in body), default=0.0), rules, least)
    return _built(header, labels, value_rows, bands) if labels and header is not None else None


def _least_gap(head: Sequence[Sequence[Word]], body: Sequence[Word], rows: Sequence[Sequence[Word]]) -> float | None:
    """The gap between lines of one cell, ``None`` if it is none: as wide as that between rows of numbers, or below the header."""
    above = [word for row in head for word in row]
    found = gaps_between([*body, *above])
    if not found:
        return None
    least, first, _ = min(found, key=lambda entry: entry[0])
    values = [[word for word in row if word.is_value] for row in rows]
    others = [_gap(one, two) for one, two in pairwise(values)]
    over = [word for word in above if word.box[2] > _edge(rows[0])]
    if over:
        others.append(_gap(over, values[0]))
    return least if all(gap > least + 1.3 * SLACK * first.size for gap in others) else None


def _ruled(middles: Sequence[float], bands: Sequence[tuple[float, float]], rules: Sequence[RulingLine]) -> bool:
    """Whether a rule stands between each row of numbers and the next."""
    across = [rule.position for rule in rules if rule.start <= bands[-1][0] and bands[-1][1] <= rule.end]
    return len(middles) > 1 and all(any(above < at < below for at in across) for above, below in pairwise(middles))


def _bands(rows: Sequence[Sequence[Word]]) -> list[tuple[float, float]] | None:
    """The columns of numbers, ``None`` if they are not clear: some row has them all, and none has two numbers in one."""
    bands: list[tuple[float, float]] = []
    for word in sorted((word for row in rows for word in row), key=lambda word: word.box[0]):
        if bands and word.box[0] < bands[-1][1]:
            bands[-1] = bands[-1][0], max(bands[-1][1], word.box[2])
        else:
            bands.append((word.box[0], word.box[2]))
    if max(map(len, rows)) != len(bands):
        return None
    for row in rows:
        found = [_band(word, bands) for word in row]
        if len(set(found)) != len(found):
            return None
    return bands


def _band(word: Word, bands: Sequence[tuple[float, float]]) -> int:
    return next(at for at, (left, right) in enumerate(bands) if word.box[0] < right and left < word.box[2])


def _built(
    header: Sequence[Placed],
    labels: Sequence[Sequence[tuple[int, Block]]],
    rows: Sequence[Sequence[Word]],
    bands: Sequence[tuple[float, float]],
) -> WordTable:
    cells: list[TableCell] = []
    chars: list[list[Char]] = []

    def add(block: Block, row: int, column: int, rowspan: int = 1, colspan: int = 1) -> None:
        cells.append(TableCell(row, column, rowspan, colspan, block.box))
        chars.append(block.chars)

    height = max((placed.row + placed.rowspan for placed in header), default=0)
    for placed in header:
        add(placed.block, placed.row, placed.column, placed.rowspan, placed.colspan)
    for at, row in enumerate(rows):
        for column, block in labels[at]:
            add(block, height + at, column)
        values = {_band(word, bands): word for word in row if word.is_value}
        for band, (left, right) in enumerate(bands):
            word = values.get(band)
            line = row[-1].box
            blank = Block([], (left, line[1], right, line[3]))
            add(Block(word.chars, word.box) if word else blank, height + at, LABELS + band)
    boxes = [cell.box for cell in cells]
    box = min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes)
    order = sorted(range(len(cells)), key=lambda at: (cells[at].row, cells[at].column))
    return WordTable(tuple(cells[at] for at in order), tuple(chars[at] for at in order), box)
