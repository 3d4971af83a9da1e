"""Two editions of the form side by side: what was added, removed and changed, and which rules serve which of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from gkrules.model.edition import Column, Edition, Row, Table
from gkrules.rulefiles.asked import edition_key
from gkrules.rulefiles.rulebook import Rulebook

_Said = Mapping[str, Mapping[str, str]]
"""What an edition says of its parts: by key, then by aspect."""


@dataclass(frozen=True, slots=True)
class Changed:
    """A thing that both editions have, and that they say differently.

    Attributes:
        key: its key.
        aspect: what differs: ``label``, ``type``, ``unit``, ``title`` (over a table) or ``under`` (the groups of a row or column).
        before, after: what each of them says.
    """

    key: str
    aspect: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class PartsDiff:
    """Keys that only one edition has, in its order, and what both have with a difference."""

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    changed: tuple[Changed, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed)


@dataclass(frozen=True, slots=True)
class TableDiff:
    """What differs in the rows and columns of a table that both editions have."""

    key: str
    rows: PartsDiff
    columns: PartsDiff

    def __bool__(self) -> bool:
        return bool(self.rows or self.columns)


@dataclass(frozen=True, slots=True)
class EditionDiff:
    """The difference between two editions.

    Attributes:
        before, after: the editions.
        sections, tables: what was added, removed, worded differently.
        inside: the tables that both have and that differ in their rows or columns.
        cells_added, cells_removed, cells_kept: keys of the cells of the official forms.
        rules_added, rules_removed, rules_kept: codes of the rules that serve only the later, only the earlier, or both.
    """

    before: Edition
    after: Edition
    sections: PartsDiff
    tables: PartsDiff
    inside: tuple[TableDiff, ...]
    cells_added: tuple[str, ...]
    cells_removed: tuple[str, ...]
    cells_kept: tuple[str, ...]
    rules_added: tuple[str, ...]
    rules_removed: tuple[str, ...]
    rules_kept: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """The difference as plain data."""
        return {
            "before": self.before.key,
            "after": self.after.key,
            "sections": asdict(self.sections),
            "tables": {**asdict(self.tables), "inside": {table.key: _plain(table) for table in self.inside}},
            "cells": {"added": list(self.cells_added), "removed": list(self.cells_removed), "kept": list(self.cells_kept)},
            "rules": {"added": list(self.rules_added), "removed": list(self.rules_removed), "kept": list(self.rules_kept)},
        }


def diff_editions(ruleset: Rulebook, before: str, after: str) -> EditionDiff:
    """What an edition has that another has not, by their keys. Rows that only known variants of a form have do not count.

    Raises:
        UsageError: there is no such edition.
    """
    old, new = _edition(ruleset, before), _edition(ruleset, after)
    inside = (_inside(table, new.table_by_key[table.key]) for table in old.tables if table.key in new.table_by_key)
    old_cells, new_cells = set(old.cells), set(new.cells)
    old_rules, new_rules = ([rule.code for rule in ruleset.for_edition(edition.key)] for edition in (old, new))
    return EditionDiff(
        before=old,
        after=new,
        sections=_compare(_sections(old), _sections(new)),
        tables=_compare(_tables(old), _tables(new)),
        inside=tuple(table for table in inside if table),
        cells_added=tuple(key for key in new.cells if key not in old_cells),
        cells_removed=tuple(key for key in old.cells if key not in new_cells),
        cells_kept=tuple(key for key in new.cells if key in old_cells),
        rules_added=tuple(code for code in new_rules if code not in old_rules),
        rules_removed=tuple(code for code in old_rules if code not in new_rules),
        rules_kept=tuple(code for code in new_rules if code in old_rules),
    )


def _edition(ruleset: Rulebook, key: str) -> Edition:
    return ruleset.editions[edition_key(key, ruleset.editions)]


def _compare(before: _Said, after: _Said) -> PartsDiff:
    return PartsDiff(
        added=tuple(key for key in after if key not in before),
        removed=tuple(key for key in before if key not in after),
        changed=tuple(
            Changed(key, aspect, text, after[key][aspect])
            for key, aspects in before.items()
            if key in after
            for aspect, text in aspects.items()
            if text != after[key][aspect]
        ),
    )


def _sections(edition: Edition) -> _Said:
    return {section.key: {"label": section.heading} for section in edition.sections}


def _tables(edition: Edition) -> _Said:
    return {table.key: {"label": table.label, "title": table.title} for table in edition.tables}


def _inside(before: Table, after: Table) -> TableDiff:
    return TableDiff(before.key, _compare(_rows(before), _rows(after)), _compare(_columns(before), _columns(after)))


def _rows(table: Table) -> _Said:
    rows = (row for row in table.rows if not row.replaces)
    return {row.key: {"label": row.label, "under": _under(row), "type": row.type, "unit": row.unit} for row in rows}


def _columns(table: Table) -> _Said:
    return {
        column.key: {"label": column.label, "type": column.type, "unit": column.unit, "under": _under(column)} for column in table.columns
    }


def _under(part: Row | Column) -> str:
    return " / ".join(part.under)


def _plain(table: TableDiff) -> dict[str, Any]:
    return {"rows": asdict(table.rows), "columns": asdict(table.columns)}
