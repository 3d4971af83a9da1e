"""Keys of cells as a waiver names them: whole tables, rows and columns by one pattern."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from gkrules.model.edition import Column, Edition, Table
from gkrules.model.findings import Finding


def waiver_keys(finding: Finding, edition: Edition) -> tuple[str, ...]:
    """The patterns that make a waiver take this finding; none where only its rule can be named, because it is about no cells."""
    cells = [key for key in finding.cells if key in edition.cell_by_key]
    # Of what is no equation, a waiver must name everything, and it can name nothing but cells.
    if finding.equation is None and len(cells) < len(finding.cells):
        return ()
    return key_patterns(cells, edition)


def key_patterns(keys: Iterable[str], edition: Edition) -> tuple[str, ...]:
    """Keys in the order of the form, with ``*`` for whole tables, rows and columns.

    They name these cells and no others, but for those of rows that are no part of the official form and only stand in place of some of it.
    """
    wanted = set(keys)
    return tuple(pattern for table in edition.tables for pattern in _of_table(table, wanted))


def _of_table(table: Table, wanted: set[str]) -> list[str]:
    keys = [ref.key for ref in table.refs() if ref.key in wanted]
    if len(keys) < 2:
        return keys
    columns = {f"{table.key}.*.{each.key}": _whole_column(table, each, wanted) for each in table.columns}
    if all(columns.values()):
        return [f"{table.key}.*"]
    rows = {f"{table.key}.{each.key}.*": [table.cell(each.key, column.key) for column in table.columns_of(each)] for each in table.rows}
    by_rows = _shortened(keys, {pattern: cells for pattern, cells in rows.items() if wanted.issuperset(cells)})
    return min(by_rows, _shortened(keys, columns), key=len)


def _whole_column(table: Table, column: Column, wanted: set[str]) -> list[str]:
    """The wanted cells of a column, if they are all that the form has there; a row that replaces others stands for them."""
    cells = {row.key: key for row in table.rows_of(column) if (key := table.cell(row.key, column.key)) in wanted}
    have = {*cells, *(replaced for row in table.rows if row.key in cells for replaced in row.replaces)}
    whole = all(row.key in have for row in table.rows_of(column) if not row.replaces)
    return list(cells.values()) if whole else []


def _shortened(keys: list[str], lines: Mapping[str, list[str]]) -> list[str]:
    """The keys, with its pattern in place of each line of more than one cell."""
    instead = {key: pattern for pattern, line in lines.items() if len(line) > 1 for key in line}
    return list(dict.fromkeys(instead.get(key, key) for key in keys))
