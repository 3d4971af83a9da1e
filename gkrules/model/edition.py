"""The official form as data: an edition with its sections, tables, rows and columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from numbers import Integral

from gkrules.model.arguments import nearest, require, shown
from gkrules.model.errors import UsageError
from gkrules.words import as_read


@dataclass(frozen=True, slots=True)
class Source:
    """A legal source: a document and the place in it. It speaks of these `editions` only, of all if there are none."""

    document: str
    place: str = ""
    editions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the report. `heading` is official; `variants` are headings known to mean the same.

    Other headings are recognised by their words: one that `says` the subject, others that may stand `beside` it.
    """

    key: str
    heading: str
    en: str
    variants: tuple[str, ...] = ()
    says: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table.

    `under` names the group labels that stand left of it or above it, outermost first. A row that `replaces` others is
    not part of the official form: documents are known to print it in place of these. `columns` names those that it has where these
    are not all. Its `type` and `unit`, where it has its own, go before those of the column.
    """

    key: str
    label: str
    en: str
    variants: tuple[str, ...] = ()
    under: tuple[str, ...] = ()
    replaces: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    type: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    `type` is ``count`` (a whole number from 0), ``amount`` (a decimal from 0) or ``change`` (a whole number with a sign).
    """

    key: str
    label: str
    en: str
    type: str
    unit: str
    variants: tuple[str, ...] = ()
    under: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """A table of the form.

    Attributes:
        layout: ``down`` (a row of the table is a row of the grid), ``across`` (all cells stand in one row of the grid, the
            columns of the first row first) or ``indicators`` (a part of the list that `Edition.indicators` describes: a row is
            one number).
        title: the label that stands over the table; empty where only the section heading does.
        corner, corner_variants: the label over the row labels; empty where the form has none.
        row_groups, column_groups: named sets of keys.
    """

    key: str
    section: str
    label: str
    en: str
    layout: str
    rows: tuple[Row, ...]
    columns: tuple[Column, ...]
    title: str = ""
    corner: str = ""
    row_groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    column_groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    corner_variants: tuple[str, ...] = ()

    def __hash__(self) -> int:
        return hash(self.key)

    @cached_property
    def row_by_key(self) -> dict[str, Row]:
        """Rows by key, in the form's order."""
        return {row.key: row for row in self.rows}

    @cached_property
    def column_by_key(self) -> dict[str, Column]:
        """Columns by key, in the form's order."""
        return {column.key: column for column in self.columns}

    def columns_of(self, row: Row) -> tuple[Column, ...]:
        """The columns of which a row has a cell, each with the type and the unit that it has there."""
        return self._columns[row.key]

    def rows_of(self, column: Column) -> tuple[Row, ...]:
        """The rows that have a cell in a column."""
        return tuple(row for row in self.rows if not row.columns or column.key in row.columns)

    @cached_property
    def _columns(self) -> dict[str, tuple[Column, ...]]:
        return {
            row.key: tuple(
                replace(column, type=row.type or column.type, unit=row.unit or column.unit) if row.type or row.unit else column
                for column in self.columns
                if not row.columns or column.key in row.columns
            )
            for row in self.rows
        }

    def refs(self) -> Iterator[CellRef]:
        """Its cells, row by row."""
        return (CellRef(self, row, column) for row in self.rows for column in self.columns_of(row))

    def cell(self, row: str, column: str) -> str:
        """The key of a cell of this table."""
        return f"{self.key}.{row}.{column}"


@dataclass(frozen=True, slots=True)
class CellRef:
    """A cell of the form: its table, row and column, which has the type and the unit that the cell has."""

    table: Table
    row: Row
    column: Column

    @property
    def key(self) -> str:
        """``table.row.column``"""
        return self.table.cell(self.row.key, self.column.key)

    @property
    def optional(self) -> bool:
        """Whether documents of this edition need not have the cell."""
        return bool(self.row.replaces)


@dataclass(frozen=True, slots=True)
class ListColumn:
    """A column of a list of indicators, by what stands in it: ``serial`` numbers, the ``label``, the ``unit`` or the ``number``."""

    role: str
    label: str
    variants: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Indicators:
    """How the tables of layout ``indicators`` are printed: one below the other as one list.

    Attributes:
        title: what stands over the list.
        columns: its columns in their order; those of role ``serial`` need not be there.
    """

    title: str
    columns: tuple[ListColumn, ...]


@dataclass(frozen=True, repr=False)
class Edition:
    """One version of the official form.

    Attributes:
        key: ``2021``.
        first_year, last_year: the reporting years that it serves; `last_year` is ``None`` while it is in force.
        status: ``stable``, or ``preview`` where the form is known in part only, so that what is found is provisional.
        indicators: the list that the tables of layout ``indicators`` are parts of; ``None`` where there are none.
        remark: what to say, in each language, of every report read with it; empty where there is nothing to say.
        without_tables: what to say of a report that has no tables; empty where nothing but a mistake explains it.
        free_text: whether the form prescribes its tables only: `sections` are recognised where they are, and none is missed.
        heading_words: words that may stand in the heading of any section and tell nothing of its subject.
    """

    key: str
    zh: str
    en: str
    first_year: int
    last_year: int | None
    source: tuple[Source, ...]
    title: str
    sections: tuple[Section, ...]
    tables: tuple[Table, ...]
    heading_words: tuple[str, ...] = ()
    status: str = "stable"
    indicators: Indicators | None = None
    remark: Mapping[str, str] = field(default_factory=dict)
    without_tables: Mapping[str, str] = field(default_factory=dict)
    free_text: bool = False

    def __hash__(self) -> int:
        return hash(self.key)

    def __repr__(self) -> str:
        return f"<Edition {self.key}: {self.en}, {len(self.cells)} cells>"

    def serves(self, year: int) -> bool:
        """Whether reports of the reporting year `year` use this edition."""
        require("year", year, Integral, "year")
        return self.first_year <= year and (self.last_year is None or year <= self.last_year)

    def unknown_cell(self, name: object) -> UsageError:
        """The error ``unknown_cell``: there is no cell of this key; the nearest is named."""
        form = as_read(self.zh, self.en)
        return UsageError("model/unknown_cell", edition=form, name=shown(name), hint=nearest(name, self.cell_by_key))

    @cached_property
    def table_by_key(self) -> dict[str, Table]:
        """Tables by key, in the form's order."""
        return {table.key: table for table in self.tables}

    @cached_property
    def section_by_key(self) -> dict[str, Section]:
        """Sections by key, in the form's order."""
        return {section.key: section for section in self.sections}

    @cached_property
    def cell_by_key(self) -> dict[str, CellRef]:
        """Every cell that a document of this edition can have, in the form's order."""
        return {ref.key: ref for ref in self._cells()}

    @cached_property
    def cells(self) -> tuple[str, ...]:
        """The keys of the cells of the official form, in its order."""
        return tuple(key for key, ref in self.cell_by_key.items() if not ref.optional)

    @cached_property
    def optional_cells(self) -> tuple[str, ...]:
        """The keys of cells that known variants of the form have in place of official ones."""
        return tuple(key for key, ref in self.cell_by_key.items() if ref.optional)

    def _cells(self) -> Iterator[CellRef]:
        return (ref for table in self.tables for ref in table.refs())
