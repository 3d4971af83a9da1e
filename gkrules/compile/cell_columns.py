"""The cells of an edition as columns of pandera, with what the official form says of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandera.pandas as pa

from gkrules.compile.compiled import CompiledRules
from gkrules.model.edition import CellRef

Cells = dict[Any, Any]
"""Columns by name, as pandera keeps them."""
_LISTS = ("checks", "parsers")


def columns_of(rules: CompiledRules) -> Cells:
    """Columns of one's own for all cells, in the order of the form."""
    return {key: _copied(column) for key, column in _made(rules).items()}


def changed_in(columns: Mapping[Any, Any], rules: CompiledRules) -> Cells:
    """Those columns that somebody added or changed: the others are looked at by one check for all."""
    made = _made(rules)
    return {key: column for key, column in columns.items() if key not in made or column.__dict__ != made[key].__dict__}


def _made(rules: CompiledRules) -> Cells:
    """The columns, made once: to make them takes as long as to validate a thousand reports."""
    if "columns" not in rules.prepared:
        refs = rules.edition.cell_by_key
        rules.prepared["columns"] = {key: _column(refs[key]) for key in rules.columns_of_cells.cells}
    made: Cells = rules.prepared["columns"]
    return made


def _column(ref: CellRef) -> pa.Column:
    table, row, column = ref.table, ref.row, ref.column
    return pa.Column(
        "float64",
        nullable=True,
        required=not ref.optional,
        name=ref.key,
        title="·".join((*row.under, row.label, *column.under, column.label)),
        description=f"{table.en}: {row.en}, {column.en}",
        metadata={"table": table.key, "row": row.key, "column": column.key, "type": column.type, "unit": column.unit},
    )


def _copied(column: pa.Column) -> pa.Column:
    made = object.__new__(type(column))
    made.__dict__.update(column.__dict__)
    # What can be changed in place must not be shared.
    for name in _LISTS:
        made.__dict__[name] = list(column.__dict__[name])
    made.__dict__["metadata"] = dict(column.__dict__["metadata"])
    return made
