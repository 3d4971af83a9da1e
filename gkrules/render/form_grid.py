"""The tables of the form as they are printed: boxes on a grid, of which pages, workbooks and empty forms are drawn."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from gkrules.model.edition import Column, Edition, Row, Table
from gkrules.model.report import Report

_DEPTH = 3
"""Levels of labels above and beside the numbers."""
_SMALL = 4
"""Columns of the sheet that small tables share."""
_STROKE = "——"


Printed = tuple[Table, Sequence[Row]]
"""A table, and those of its rows that are printed."""


class Role(StrEnum):
    """What a box of the form is."""

    TITLE = "title"
    CORNER = "corner"
    GROUP = "group"
    COLUMN = "column"
    ROW = "row"
    VALUE = "value"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class FormBox:
    """A box of a sheet, counted from 0.

    Attributes:
        text: the official label; empty for a value.
        en: the label in English; empty where there is none (labels of groups).
        row, column, height, width: where it stands, and how much it covers.
        key: of a value, the key of the form's cell.
    """

    text: str
    row: int
    column: int
    role: Role
    height: int = 1
    width: int = 1
    key: str = ""
    en: str = ""


@dataclass(frozen=True)
class FormSheet:
    """A table as it is printed. `header` is the number of rows above the numbers that are repeated on a new page."""

    section: str
    boxes: tuple[FormBox, ...]
    header: int = 0

    @property
    def height(self) -> int:
        """Rows of the grid."""
        return max(box.row + box.height for box in self.boxes)

    @property
    def width(self) -> int:
        """Columns of the grid."""
        return max(box.column + box.width for box in self.boxes)

    def rows(self) -> Iterator[list[FormBox]]:
        """The boxes that begin in each row, from left to right."""
        for row in range(self.height):
            yield sorted((box for box in self.boxes if box.row == row), key=lambda box: box.column)


def printed_rows(report: Report, also: Iterable[str] = ()) -> frozenset[str]:
    """The rows of the form that are drawn of a report, as ``table.row``: those that it has, and the official ones that it has nothing for.

    Args:
        report: whose rows. A row that documents print in place of others is drawn where it is there, and these where it is not.
        also: rows that are drawn in any case: a row that is missed is to be seen.
    """
    rows = [(table, row) for table in report.edition.tables for row in table.rows]
    there = {key.rpartition(".")[0] for key in report.cells}
    replaced = {f"{table.key}.{key}" for table, row in rows if f"{table.key}.{row.key}" in there for key in row.replaces}
    official = {f"{table.key}.{row.key}" for table, row in rows if not row.replaces}
    return frozenset(official - replaced | there | {*also})


def form_sheets(edition: Edition, section: str, rows: Container[str] | None = None) -> list[FormSheet]:
    """The tables that stand in a section of the form; none of those of which no row is printed.

    Args:
        edition: the form.
        section: key of the section.
        rows: the rows that are printed, as ``table.row``; by default those of the official form.
    """
    printed = [
        (table, mine)
        for table in edition.tables
        if table.section == section and (mine := [row for row in table.rows if _is_printed(table, row, rows)])
    ]
    if not printed:
        return []
    first, _ = printed[0]
    if first.layout == "indicators":
        return [_indicators(edition, printed)]
    if first.title:
        return [_small_tables(printed)]
    return [(_across if table.layout == "across" else _down)(table, mine) for table, mine in printed]


def _is_printed(table: Table, row: Row, rows: Container[str] | None) -> bool:
    return not row.replaces if rows is None else f"{table.key}.{row.key}" in rows


def _value(table: Table, row: Row, column: Column, at: tuple[int, int], width: int = 1) -> FormBox:
    return FormBox("", *at, Role.VALUE, width=width, key=table.cell(row.key, column.key))


def _small_tables(tables: Sequence[Printed]) -> FormSheet:
    """Small tables in one sheet, each under its title."""
    boxes: list[FormBox] = []
    top = 0
    for table, rows in tables:
        count = len(table.columns)
        spread = [1] * (count - 1) + [_SMALL - count]
        lefts = [1 + sum(spread[:at]) for at in range(count)]
        boxes.append(FormBox(table.title, top, 0, Role.TITLE, width=_SMALL, en=table.en))
        boxes.append(FormBox(table.corner, top + 1, 0, Role.CORNER))
        for at, column in enumerate(table.columns):
            boxes.append(FormBox(column.label, top + 1, lefts[at], Role.COLUMN, width=spread[at], en=column.en))
        top += 2
        for row in rows:
            boxes.append(FormBox(row.label, top, 0, Role.ROW, en=row.en))
            boxes += [_value(table, row, column, (top, lefts[at]), spread[at]) for at, column in enumerate(table.columns)]
            top += 1
    return FormSheet(tables[0][0].section, tuple(boxes))


def _down(table: Table, rows: Sequence[Row]) -> FormSheet:
    """A row of the table is a row of the sheet, under nested labels."""
    boxes = [FormBox(table.corner, 0, 0, Role.CORNER, _DEPTH, _DEPTH)]
    for level, index, levels, run, text in _tree([(*column.under, column.label) for column in table.columns]):
        leaf = level + levels == _DEPTH
        en = table.columns[index].en if leaf else ""
        boxes.append(FormBox(text, level, _DEPTH + index, Role.COLUMN if leaf else Role.GROUP, levels, run, en=en))
    for level, index, levels, run, text in _tree([(*row.under, row.label) for row in rows]):
        leaf = level + levels == _DEPTH
        boxes.append(FormBox(text, _DEPTH + index, level, Role.ROW if leaf else Role.GROUP, run, levels, en=rows[index].en if leaf else ""))
    for index, row in enumerate(rows):
        there = {column.key for column in table.columns_of(row)}
        boxes += [
            _value(table, row, column, (_DEPTH + index, _DEPTH + at))
            if column.key in there
            else FormBox("", _DEPTH + index, _DEPTH + at, Role.OTHER)
            for at, column in enumerate(table.columns)
        ]
    return FormSheet(table.section, tuple(boxes), _DEPTH)


def _across(table: Table, rows: Sequence[Row]) -> FormSheet:
    """All numbers stand in one row, under nested labels."""
    places = [(row, column) for row in rows for column in table.columns_of(row)]
    boxes = []
    for level, at, levels, run, text in _tree([(*row.under, row.label, column.label) for row, column in places]):
        leaf = level + levels == _DEPTH
        row, column = places[at]
        # A label over columns is a row of the table where it is the last one above them.
        en = column.en if leaf else row.en if text == row.label else ""
        boxes.append(FormBox(text, level, at, Role.COLUMN if leaf else Role.GROUP, levels, run, en=en))
    boxes += [_value(table, row, column, (_DEPTH, at)) for at, (row, column) in enumerate(places)]
    return FormSheet(table.section, tuple(boxes), _DEPTH)


def _indicators(edition: Edition, tables: Sequence[Printed]) -> FormSheet:
    """Tables as one list: what is counted, its unit and its number; a row for each heading, with strokes."""
    heads = [column.label for column in edition.indicators.columns if column.role != "serial"] if edition.indicators else []
    boxes = [FormBox(text, 0, at, Role.COLUMN) for at, text in enumerate(heads)]
    above: tuple[str, ...] = ()
    top = 1
    for table, rows in tables:
        for row in rows:
            for depth, text in enumerate(row.under, start=1):
                if row.under[:depth] != above[:depth]:
                    boxes += [FormBox(text, top, 0, Role.GROUP), *(FormBox(_STROKE, top, at, Role.OTHER) for at in (1, 2))]
                    top += 1
            above = row.under
            (column,) = table.columns_of(row)
            boxes += [FormBox(row.label, top, 0, Role.ROW, en=row.en), FormBox(column.unit, top, 1, Role.OTHER)]
            boxes.append(_value(table, row, column, (top, 2)))
            top += 1
    return FormSheet(tables[0][0].section, tuple(boxes), 1)


def _tree(paths: Sequence[tuple[str, ...]]) -> Iterator[tuple[int, int, int, int, str]]:
    """Nested labels: (level, index, levels, indices, text) of every label; neighbours share the labels above the last one."""
    for index, path in enumerate(paths):
        for level in range(len(path) - 1):
            prefix = path[: level + 1]
            if index and _is_under(paths[index - 1], prefix):
                continue
            run = next((step for step, other in enumerate(paths[index:]) if not _is_under(other, prefix)), len(paths) - index)
            yield level, index, 1, run, path[level]
        yield len(path) - 1, index, _DEPTH - len(path) + 1, 1, path[-1]


def _is_under(path: tuple[str, ...], prefix: tuple[str, ...]) -> bool:
    """Whether the last label of a path stands under these labels; one that reads like the last of them does not."""
    return len(path) > len(prefix) and path[: len(prefix)] == prefix
