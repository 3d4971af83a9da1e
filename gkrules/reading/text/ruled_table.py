"""Tables in text whose columns a rule of dashes tells: ``---- ----`` as pandoc writes them, ``==== ====`` of reStructuredText.

The dashes stand above (or below) their column, so that a cell is what is shown in their columns, blank ones too. A table in which
anything stands between the columns is none: nothing of it is placed by a guess.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from unicodedata import east_asian_width

from gkrules.reading.enumerators import ITEM
from gkrules.reading.text.inline import plain_cell
from gkrules.reading.text.shown import AMBIGUOUS_TOO, WIDE, columns

_RULE = re.compile(r" {0,40}(?:-+(?: +-+)+|=+(?: +=+)+) *")
_WHOLE = re.compile(r" {0,40}-{3,} *")
_GROUP = re.compile(r"-+|=+")
_ITEM = re.compile(ITEM)
_LEAST_DASHES = 3  # - - - is a line across the page
_MOST_HEADER = 60  # lines, as in a narrow column of a long label
_NOTHING = "\\"  # with which reStructuredText fills a blank first cell
_LONGEST = 5_000  # of a line: nobody writes wider tables, and each is looked at by column

Piece = tuple[int, str]
"""Index of the line, text."""

_Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class RuledTable:
    """Lines from `start` up to `end` (outside), and the cells of each row.

    As many as there are columns, but in `loose` rows: their line ends before the last column, and a cell may be lost.
    """

    start: int
    end: int
    rows: tuple[tuple[Piece, ...], ...]
    loose: frozenset[int]


def ruled_tables(lines: Sequence[str], most_cells: int) -> Iterator[RuledTable]:
    """The tables of a text, in their order; one with more than so many cells is none."""
    rules = [index for index, line in enumerate(lines) if _is_rule(line)]
    if not rules:
        return
    reader = _Reader(lines, rules, most_cells)
    done = 0
    for at, index in enumerate(rules):
        if index >= done and (table := reader.table(at, done)) is not None:
            done = table.end
            yield table


def _is_rule(line: str) -> bool:
    return len(line) <= _LONGEST and _RULE.fullmatch(line) is not None and max(map(len, _GROUP.findall(line))) >= _LEAST_DASHES


class _Reader:
    """Looks from each rule no further than to the next but one."""

    def __init__(self, lines: Sequence[str], rules: Sequence[int], most_cells: int) -> None:
        self._lines, self._rules, self._most_cells = lines, rules, most_cells

    def table(self, at: int, done: int) -> RuledTable | None:
        """The table whose columns a rule tells first; everything up to the line `done` is taken."""
        rule = self._rules[at]
        following = self._rules[at + 1 : at + 3]
        groups = [match.span() for match in _GROUP.finditer(self._lines[rule])]
        if "=" in self._lines[rule]:
            return self._of_equals_signs(rule, following, groups)
        stop = following[0] if following else len(self._lines)
        if rule > done and self._lines[rule - 1].strip():
            return self._headed(at, stop, groups, done)
        if not following or not self._same(rule, stop):
            return None
        return self._filled(groups, self._chunks(groups, rule + 1, stop), (rule, stop + 1))

    def _of_equals_signs(self, rule: int, following: Sequence[int], groups: Sequence[_Span]) -> RuledTable | None:
        """As reStructuredText has them: a blank line stands behind the last rule, none behind the one under a header."""
        if not following or not all(self._same(rule, index) for index in following[: 1 + self._is_text(following[0] + 1)]):
            return None
        end = following[-1] if self._is_text(following[0] + 1) else following[0]
        if self._is_text(end + 1):
            return None
        chunks = [[index] for index in range(rule + 1, end) if self._lines[index].strip() and index not in following]
        # A line whose first cell is blank goes on with the row above: which of its cells do, nobody knows.
        return self._filled(groups, chunks, (rule, end + 1), first_filled=True)

    def _headed(self, at: int, stop: int, groups: Sequence[_Span], done: int) -> RuledTable | None:
        """A table whose header stands above the rule: one line, or several below a whole stroke; then another ends it."""
        lines, rule = self._lines, self._rules[at]
        before = self._rules[at - 1] if at else -1
        if before >= done and self._same(before, rule) and not (before and self._is_text(before - 1)):
            return None  # the last rule of a table that is none
        first = rule - 1
        while first > max(done, rule - _MOST_HEADER) and lines[first - 1].strip() and not _spans(lines[first], groups):
            first -= 1
        if _spans(lines[first], groups):
            end = next((index for index in range(rule + 1, stop) if _spans(lines[index], groups)), None)
            if end is None or first == rule - 1:
                return None
            return self._filled(groups, [list(range(first + 1, rule)), *self._chunks(groups, rule + 1, end)], (first, end + 1))
        if first != rule - 1:
            return None  # a text above the header, or a header of several lines that nothing holds together
        end = rule + 1
        while end < stop and (self._is_text(end) or self._is_blank_row(end, groups)) and not _spans(lines[end], groups):
            end += 1
        if end == rule + 1 or (end == stop < len(lines) and not self._same(rule, stop)):
            return None
        return self._filled(groups, [[first], *([index] for index in range(rule + 1, end))], (first, end + self._is_text(end)))

    def _same(self, one: int, two: int) -> bool:
        return self._lines[one].rstrip() == self._lines[two].rstrip()

    def _is_text(self, index: int) -> bool:
        return index < len(self._lines) and bool(self._lines[index].strip())

    def _is_blank_row(self, index: int, groups: Sequence[_Span]) -> bool:
        """Whether a line has nothing but blanks, up to the last column: all its cells are empty. Between rows lines are empty."""
        return groups[-1][0] <= len(self._lines[index]) and self._lines[index].isspace()

    def _chunks(self, groups: Sequence[_Span], start: int, end: int) -> list[list[int]]:
        """The lines of each row: where blank lines part rows they may have several, else each line is one."""
        chunks: list[list[int]] = [[]]
        for index in range(start, end):
            if self._is_text(index) or self._is_blank_row(index, groups):
                chunks[-1].append(index)
            elif chunks[-1]:
                chunks.append([])
        apart = len(chunks) > 1
        chunks = [chunk for chunk in chunks if chunk]
        return chunks if apart else [[index] for chunk in chunks for index in chunk]

    def _filled(
        self, groups: Sequence[_Span], chunks: Sequence[Sequence[int]], extent: _Span, *, first_filled: bool = False
    ) -> RuledTable | None:
        """The table whose rows are made of these lines; ``None`` where one of them does not stand in the columns."""
        if not chunks or len(chunks) * len(groups) > self._most_cells:
            return None
        cut: dict[int, _Line] = {}
        for index in (index for chunk in chunks for index in chunk):
            line = _Line.of(self._lines[index], groups)
            if line is None or (first_filled and not line.cells[0]):
                return None
            cut[index] = line
        least = _least_length(list(cut.values()), groups[-1][0])
        loose = {at for at, chunk in enumerate(chunks) if any(not cut[index].cells[-1] and cut[index].length < least for index in chunk)}
        rows: list[tuple[Piece, ...]] = []
        for chunk in chunks:
            shown = list(zip(*(cut[index].cells for index in chunk), strict=True))
            texts = [[text for text in column if text] for column in shown]
            if len(chunk) > 1 and any(map(_may_be_two, texts, shown)):
                return None
            joined = [(chunk[0], "" if lines == [_NOTHING] else plain_cell("\n".join(lines))) for lines in texts]
            while len(rows) in loose and len(joined) > 1 and not joined[-1][1]:
                joined.pop()
            rows.append(tuple(joined))
        return RuledTable(*extent, tuple(rows), frozenset(loose))


def _least_length(lines: Sequence[_Line], last: int) -> int:
    """How long a line with an empty last cell is, if no cell was lost: programs fill up all columns with blanks, or all but the last."""
    filled_up = any(line.cells[-1] and line.ends_blank for line in lines)
    return Counter(line.length for line in lines).most_common(1)[0][0] if filled_up else last


def _may_be_two(lines: Sequence[str], column: Sequence[str]) -> bool:
    """Whether a cell may be two whose blank line between was lost: it does not begin in the first line, or is two items of a list."""
    return list(column[: len(lines)]) != list(lines) or (_is_item(lines[0]) and any(map(_is_item, lines[1:])) if lines else False)


def _is_item(text: str) -> bool:
    return _ITEM.match(text) is not None


def _spans(line: str, groups: Sequence[_Span]) -> bool:
    """Whether a line is one stroke from the first column to the last."""
    return _WHOLE.fullmatch(line) is not None and (len(line) - len(line.lstrip()), len(line.rstrip())) == (groups[0][0], groups[-1][1])


@dataclass(frozen=True, slots=True)
class _Line:
    """The texts in the columns of a line, and how long it is with its blanks: where a cell was lost, the others moved to the left."""

    cells: list[str]
    length: int
    ends_blank: bool

    @classmethod
    def of(cls, line: str, groups: Sequence[_Span]) -> _Line | None:
        """``None`` where something stands between the columns, or where the width of quotes decides."""
        if len(line) > _LONGEST or "\t" in line:
            return None
        shown = [columns(line, wide) for wide in (WIDE, AMBIGUOUS_TOO)]
        found = [(cells, max(each, default=-1) + 1) for each in shown if (cells := _cut(each, groups)) is not None]
        return cls(*found[-1], line[-1:].isspace()) if found and found[0][0] == found[-1][0] else None


def _cut(shown: dict[int, str], groups: Sequence[_Span]) -> list[str] | None:
    cells = [""] * len(groups)
    group = 0
    for at, char in shown.items():
        while group < len(groups) and at >= groups[group][1]:
            group += 1
        if group < len(groups) and groups[group][0] <= at < groups[group][1] - (east_asian_width(char) in WIDE):
            cells[group] += char
        elif not char.isspace():
            return None
    cells = [cell.strip() for cell in cells]
    # A gap within a cell is one between two, if quotes are as wide as they are taken for here.
    return None if any("  " in cell for cell in cells) else cells
