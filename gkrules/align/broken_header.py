"""The header of a table that lost its grid: whether its words say that the columns stand in the form's order."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from enum import Enum
from itertools import groupby, takewhile

from gkrules.align.labels import Label, parse_label
from gkrules.align.tokens import BLANK, Token
from gkrules.align.vocabulary import TableNames

_ALIKE = 0.75
_SAME = 0.95
_INVENTED = re.compile(
    r"(?:数据|列|字段|column|col|unnamed|值|数值|data)?[_:：]?[0-9]{0,2}|项目|指标|类别|类型|分类|名称|单位件|内容|事项|序号|情况",
    re.IGNORECASE,
)


class Header(Enum):
    """What a header says of the order of the columns."""

    OFFICIAL = "official"
    NONE = "none"
    OTHER = "other"


def header_of(texts: Sequence[str], names: TableNames) -> Header:
    """Whether words before the first row name the columns of the form in its order, none of them, or anything else."""
    labels = [parse_label(text) for text in texts]
    start = max((at + 1 for at, label in enumerate(labels) if names.is_title(label)), default=0)
    # The label of a row whose cells are all empty, or of a group of rows, is the end of the header.
    labels = list(takewhile(lambda label: not _is_of_a_row(label, names), labels[start:]))
    letters = Counter("".join(label.core for label in labels))
    labels = [label for label in labels if not names.is_corner(label)]
    found: list[str] = []
    unknown: list[str] = []
    for label in labels:
        name = _named(label.core, names)
        if name:
            found.append(name)
        elif not _INVENTED.fullmatch(label.core):
            unknown.append(label.core)
    if unknown:
        # Labels that were broken, and whose pieces stand in any order, have the letters of the form's.
        corner = Counter(names.corner.official.core) if names.corner else Counter()
        official = [Counter("".join(order)) for order in _orders(names)]
        return Header.OFFICIAL if letters in [*official, *(each + corner for each in official)] else Header.OTHER
    if not found:
        return Header.NONE
    if names.across and sum(1 for text in found if text in {name.official.core for _, name in names.columns}) != len(names.rows) * len(
        names.columns
    ):
        return Header.OTHER
    by_rows, *others = _orders(names)
    # 自然人, 总计, 商业企业 …: without the label of the group, a header that was glued looks like one in another order.
    told = set(found) >= {parse_label(text).core for text in names.inner_groups}
    return Header.OFFICIAL if any(_is_within(found, order) for order in others) or (told and _is_within(found, by_rows)) else Header.OTHER


def lacks_some(texts: Sequence[str], names: TableNames) -> bool:
    """Whether words before the first row name some of the columns of a table, but not all, and nothing stands for the others."""
    cores = [parse_label(text).core for text in texts]
    found = {_named(core, names) for core in cores}
    there = [name.official.core in found for _, name in names.columns]
    return any(there) and not all(there) and not any(core and _INVENTED.fullmatch(core) for core in cores)


def _is_of_a_row(label: Label, names: TableNames) -> bool:
    if names.across or (not label.kind and any(name.similarity(label) >= _ALIKE for _, name in names.columns)):
        return False
    return max(names.group(label), names.row_likeness(label)) >= _SAME


def _named(core: str, names: TableNames) -> str:
    """The core of the official label that a word of the header is like; empty where it is like none."""
    official = [*names.column_groups, *(name for _, name in names.columns)]
    if names.across:
        official += [*names.row_groups, *(name for _, name in names.rows)]
    scored = [(1.0 if core == name.official.core else name.similarity(parse_label(core)), name.official.core) for name in official]
    score, best = max(scored, default=(0.0, ""))
    return best if score >= _ALIKE else ""


def _orders(names: TableNames) -> Iterator[list[str]]:
    """The ways in which the cells of the form's header follow each other: row by row, and each group before its cells."""
    leaves: list[tuple[tuple[str, ...], str]] = []
    if names.across:
        leaves = [((*row.under, row.label), column.label) for row in names.table.rows for column in names.table.columns]
    else:
        leaves = [(column.under, column.label) for column in names.table.columns]
    paths = [(*under, label) for under, label in leaves]
    yield [parse_label(text).core for text in _by_rows(paths)]
    yield [parse_label(text).core for text in _by_groups(paths)]
    if not names.across:
        yield [parse_label(label).core for _, label in leaves]


def _by_rows(paths: Sequence[tuple[str, ...]]) -> list[str]:
    """Labels level by level, a group once over all its cells; a shorter path stands as high as it can."""
    depth = max(map(len, paths))
    return [text for level in range(depth) for text in _level(paths, level)]


def _level(paths: Sequence[tuple[str, ...]], level: int) -> Iterator[str]:
    before: tuple[str, ...] | None = None
    for path in paths:
        if len(path) > level:
            if path[: level + 1] != before or level + 1 == len(path):
                yield path[level]
            before = path[: level + 1]
        else:
            before = None


def _by_groups(paths: Sequence[tuple[str, ...]]) -> list[str]:
    found: list[str] = []
    before: tuple[str, ...] = ()
    for path in paths:
        same = 0
        while same < min(len(path) - 1, len(before)) and path[same] == before[same]:
            same += 1
        found.extend(path[same:])
        before = path
    return found


def _is_within(found: Sequence[str], order: Sequence[str]) -> bool:
    """Whether labels come in an order, some of which may be lacking; the same label twice in a row counts once."""
    rest = iter(order)
    once = [text for at, text in enumerate(found) if at == 0 or text != found[at - 1] or order.count(text) > 1]
    return all(any(text == other for other in rest) for text in once)


def said_once(header: Iterable[Token]) -> list[str]:
    """The texts of a header without those that only say again what stands left of them, or at the same edge of the line above.

    A program that writes row after row says the text of a merged cell in each row that it reaches into.
    """
    found: list[str] = []
    above: list[str] = []
    for line in _lines(header):
        start = _shared(above, line)
        end = _shared(above[start:][::-1], line[start:][::-1])
        found += line[start : len(line) - end]
        above = line
    return found


def _lines(header: Iterable[Token]) -> Iterator[list[str]]:
    """The texts of each line, one that is repeated in cells side by side once."""
    line: list[str] = []
    for token in header:
        if token.starts and line:
            yield [text for text, _ in groupby(line)]
            line = []
        if token.kind != BLANK:
            line.append(token.text)
    yield [text for text, _ in groupby(line)]


def _shared(one: Sequence[str], two: Sequence[str]) -> int:
    """How many texts two lines have in common from their start on."""
    count = 0
    for left, right in zip(one, two, strict=False):
        if left != right:
            break
        count += 1
    return count
