"""Keys of cells as a waiver names them: whole tables, rows and columns by one pattern."""

from __future__ import annotations

from collections.abc import Iterable

from gkrules.model.edition import Edition, Table
from gkrules.model.findings import Finding


def waiver_keys(finding: Finding, edition: Edition) -> tuple[str, ...]:
    """The patterns that make a waiver take this finding; none where only its rule can be named, because it is about no cells."""
    cells = [key for key in finding.cells if key in edition.cell_by_key]
    # Of what is no equation, a waiver must name everything, and it can name nothing but cells.
    if finding.equation is None and len(cells) < len(finding.cells):
        return ()
    return key_patterns(cells, edition)


def key_patterns(keys: Iterable[str], edition: Edition) -> tuple[str, ...]:
    """Keys in the order of the form, with ``*`` for whole tables, rows and columns. They name these cells and no others."""
    wanted = set(keys)
    return tuple(
        pattern for table in edition.tables for pattern in _of_table(table, [key for key in _keys(table) if key in wanted], wanted)
    )


def _of_table(table: Table, keys: list[str], wanted: set[str]) -> list[str]:
    if len(keys) == len(_keys(table)):
        return [f"{table.key}.*"]
    rows = [(f"{table.key}.{row.key}.*", [table.cell(row.key, column.key) for column in table.columns_of(row)]) for row in table.rows]
    columns = [
        (f"{table.key}.*.{column.key}", [table.cell(row.key, column.key) for row in table.rows_of(column)]) for column in table.columns
    ]
    return min(_lines(keys, rows, wanted), _lines(keys, columns, wanted), key=len)


def _lines(keys: list[str], lines: list[tuple[str, list[str]]], wanted: set[str]) -> list[str]:
    """The keys, with a pattern in place of each line that is whole and more than one cell."""
    instead = {key: pattern for pattern, line in lines if len(line) > 1 and wanted.issuperset(line) for key in line}
    return list(dict.fromkeys(instead.get(key, key) for key in keys))


def _keys(table: Table) -> list[str]:
    return [ref.key for ref in table.refs()]
