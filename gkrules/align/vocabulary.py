"""The labels of an edition, ready to be looked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import NamedTuple

from gkrules.align.indicators import ListTable, printed_tables
from gkrules.align.labels import Label, Name, parse_label
from gkrules.model.edition import Column, Edition, Row, Table

SURE = 0.8
"""From here on a label is taken for the other one where nothing else speaks for it."""

_FEWEST_COLUMNS = 3
_KEPT = 1024  # labels per table of which it is remembered what they are like: the same few stand in most documents
_LEAST = 0.6  # headers are few and different, so that less than for a row is enough
_LEAST_GROUP = 0.55  # a group label that is missed breaks the order of the columns


class Likeness(NamedTuple):
    """What a label is like in the header of a table.

    Attributes:
        frame: whether it is a title or a corner rather than over numbers.
        corner: whether it is a corner.
        group: whether it is a group of columns rather than one of them.
        columns: the positions of the columns that it is enough like, from left to right, and how much; enumerators do not count.
    """

    frame: bool
    corner: bool
    group: bool
    columns: tuple[tuple[int, float], ...]


class TableNames:
    """The labels of one table of the form."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.title: str = parse_label(table.title).core if table.title else ""
        self.corner: Name | None = Name(table.corner, table.corner_variants) if table.corner else None
        self.rows: tuple[tuple[Row, Name], ...] = tuple((row, Name(row.label, row.variants)) for row in table.rows)
        # Local lists have columns for several organs, all of them numbers: the one that is meant is the one that says no more.
        exact = isinstance(table, ListTable)
        self.columns: tuple[tuple[Column, Name], ...] = tuple(
            (column, Name(column.label, column.variants, exact=exact)) for column in table.columns
        )
        self.row_groups: tuple[Name, ...] = _groups(table.rows)
        self.column_groups: tuple[Name, ...] = _groups(table.columns)
        self.group_labels: tuple[str, ...] = tuple(name.text for name in self.column_groups)
        self._row = lru_cache(maxsize=_KEPT)(self._most_alike)
        self._group = lru_cache(maxsize=_KEPT)(self._most_alike_group)
        self._heads = lru_cache(maxsize=_KEPT)(self._can_head)
        self.likeness: Callable[[Label], Likeness] = lru_cache(maxsize=_KEPT)(self._likeness)
        self.sure_row: Callable[[Label], str] = lru_cache(maxsize=_KEPT)(self._sure_row)
        self.only_column: Callable[[Label], Column | None] = lru_cache(maxsize=_KEPT)(self._only_column)

    @cached_property
    def cores(self) -> frozenset[str]:
        """The cores of all labels of rows; of a table in one row those of its columns, too."""
        parts = [*self.rows, *self.columns] if self.across else self.rows
        return frozenset(label.core for _, name in parts for label in name.labels)

    @cached_property
    def inner_groups(self) -> tuple[str, ...]:
        """The labels of the groups that stand over some of the columns, and not over all of them."""
        columns = [column for column, _ in self.columns]
        return tuple(text for text in self.group_labels if not all(text in column.under for column in columns))

    def printed_header(self, fillers: str, length: int) -> list[list[str]]:
        """The header of the form in one row, below the table's title, with blanks where a dump has them (`headers.Fillers`)."""
        title = [[self.table.title]] if self.table.title else []
        if self.across:
            labels = [[*row.under, row.label, *(column.label for column in self.table.columns)] for row in self.table.rows]
            return [*title, [text for row in labels for text in row]]
        corner = [self.table.corner] if self.table.corner else []
        row = [*corner, *([""] if fillers == "in_place" else []), *(column.label for column in self.table.columns)]
        return [*title, row + [""] * (length - len(row) if fillers == "at_end" else 0)]

    @property
    def across(self) -> bool:
        """Whether all numbers of the table stand in one row of the grid."""
        return self.table.layout == "across"

    @cached_property
    def depth(self) -> int:
        """How many cells stand left of the numbers at most: a row's label and its groups."""
        return 1 + max((len(row.under) for row in self.table.rows), default=0)

    def is_title(self, label: Label) -> bool:
        """Whether `label` is the table's title: titles differ in one character only, so that nothing but the same will do."""
        return bool(self.title) and label.core == self.title

    def is_corner(self, label: Label) -> bool:
        """Whether `label` stands over the row labels."""
        return self.corner is not None and self.corner.similarity(label) >= 0.7

    def row(self, label: Label) -> tuple[Row, float] | None:
        """The row that `label` is most like, and how much."""
        return self._row(label)

    def group(self, label: Label) -> float:
        """How much `label` is like the label of a group of rows."""
        return self._group(label)

    def group_of(self, label: Label) -> str:
        """The official label of the group of columns that `label` is most like; empty where the table has no groups."""
        return max(self.column_groups, key=lambda name: name.similarity(label)).text if self.column_groups else ""

    def group_of_row(self, label: Label) -> str:
        """The official label of the group of rows that `label` is most like; empty where it is like none."""
        best = max(self.row_groups, key=lambda name: name.similarity(label), default=None)
        return best.text if best and best.similarity(label) >= SURE else ""

    def row_likeness(self, label: Label) -> float:
        """How much `label` is like the label of a row; 0 where it is more like that of a group."""
        best = self.row(label)
        return best[1] if best and (best[1] == 1 or best[1] >= self.group(label)) else 0.0

    def heads(self, label: Label) -> bool:
        """Whether `label` can stand in the header of this table; labels there carry no enumerator."""
        return self._heads(label)

    def _likeness(self, label: Label) -> Likeness:
        """What `label` is like in the header of this table."""
        scores = [name.similarity(label) for _, name in self.columns]
        group = max((name.similarity(label) for name in self.column_groups), default=0.0)
        columns = tuple((position, score) for position, score in enumerate(scores) if score >= _LEAST)
        corner = self.is_corner(label)
        return Likeness(corner or self.is_title(label), corner, group >= _LEAST_GROUP and group > max(scores), columns)

    def _sure_row(self, label: Label) -> str:
        """The key of the row whose label `label` is without doubt; empty if it is none."""
        best = self.row(label)
        return best[0].key if best and best[1] >= SURE and best[1] >= self.group(label) else ""

    def _only_column(self, label: Label) -> Column | None:
        """The column that `label` is most like; ``None`` if it has an enumerator, is like none, or like two to the same degree."""
        if label.kind:
            return None
        scored = sorted((name.similarity(label), -index) for index, (_, name) in enumerate(self.columns))
        score, index = scored[-1]
        if len(scored) > 1 and score < 1 and scored[-2][0] == score:
            return None
        return self.columns[-index][0] if score >= _LEAST else None

    def _most_alike(self, label: Label) -> tuple[Row, float] | None:
        scored = [(name.similarity(label) + name.agreement(label), name.similarity(label), row) for row, name in self.rows]
        best = max(scored, key=lambda entry: entry[0], default=None)
        return (best[2], best[1]) if best and best[1] else None

    def _most_alike_group(self, label: Label) -> float:
        return max((name.similarity(label) for name in self.row_groups), default=0.0)

    def _can_head(self, label: Label) -> bool:
        if not label.core or label.kind:
            return self.is_corner(label)
        names = [name for _, name in self.columns] + list(self.column_groups)
        if self.across:
            names += [name for _, name in self.rows] + list(self.row_groups)
        return self.is_title(label) or self.is_corner(label) or any(name.similarity(label) >= 0.75 for name in names)


class Vocabulary:
    """The labels of all tables of an edition."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self.tables: tuple[TableNames, ...] = tuple(TableNames(table) for table in printed_tables(edition))
        self.other_layouts: tuple[TableNames, ...] = tuple(
            TableNames(other) for table in edition.tables for other in _layouts_beside(table)
        )
        self.part: Callable[[Label], str] = lru_cache(maxsize=_KEPT)(self._part)

    def _part(self, label: Label) -> str:
        """Which part of a table `label` is: ``title``, ``row`` (without doubt), ``header`` or none (empty)."""
        if self.titles(label):
            return "title"
        if self.is_row(label):
            return "row"
        return "header" if self.heads(label) else ""

    def heads(self, label: Label) -> bool:
        """Whether `label` can stand in a header."""
        return any(names.heads(label) for names in self.tables)

    def titles(self, label: Label) -> bool:
        """Whether `label` is the title of a table."""
        return any(names.is_title(label) for names in self.tables)

    def is_turned(self, upper: Iterable[Label], left: Iterable[tuple[int, Label]]) -> bool:
        """Whether labels of rows stand in the upper rows of a grid, and in rows of their own on its left most of those of the columns.

        Args:
            upper: the labels of the upper rows.
            left: the row of the grid and the label of each cell on the left.
        """
        upper, left = [label for label in upper if label.kind], [entry for entry in left if not entry[1].kind]
        for names in self.tables if len(upper) > 1 else ():
            if names.across or len(names.columns) < _FEWEST_COLUMNS:
                continue
            rows = {best[0].key for label in upper if (best := names.row(label)) and best[1] >= SURE and best[1] > names.group(label)}
            columns = {row: column.key for row, label in left for column, name in names.columns if name.similarity(label) == 1}
            if len(rows) > 1 and 2 * len(set(columns.values())) > len(names.columns):
                return True
        return False

    def is_row(self, label: Label) -> bool:
        """Whether `label` is without doubt the label of a row, and not of a column as well."""
        return any(
            not names.across and any(name.similarity(label) == 1 for _, name in names.rows) and (bool(label.kind) or not self.heads(label))
            for names in self.tables
        )


@lru_cache(maxsize=16)
def vocabulary_of(edition: Edition) -> Vocabulary:
    """The labels of an edition, put together once."""
    return Vocabulary(edition)


def _groups(parts: Sequence[Row] | Sequence[Column]) -> tuple[Name, ...]:
    return tuple(Name(text) for text in dict.fromkeys(text for part in parts for text in part.under))


@dataclass(frozen=True)
class _TurnedTable(Table):
    """A table whose rows are printed as columns. The keys of its cells are those of the form."""

    __hash__ = Table.__hash__

    def cell(self, row: str, column: str) -> str:
        """The key of the form's cell at a printed row and column."""
        return super().cell(column, row)


def _layouts_beside(table: Table) -> tuple[Table, ...]:
    """The other ways in which a table that is laid out across is printed; none for other tables."""
    if table.layout != "across":
        return ()
    upright = replace(table, layout="down")
    if len({(column.type, column.unit) for column in table.columns}) != 1:
        return (upright,)
    first = table.columns[0]
    rows = tuple(Row(column.key, column.label, column.en, column.variants, column.under) for column in table.columns)
    columns = tuple(Column(row.key, row.label, row.en, first.type, first.unit, row.variants, row.under) for row in table.rows)
    turned = _TurnedTable(table.key, table.section, table.label, table.en, "down", rows, columns, table.title, table.corner)
    return (upright, turned)
