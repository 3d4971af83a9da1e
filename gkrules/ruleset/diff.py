"""Two editions of the form side by side: what was added, removed and changed, and which rules serve which of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from gkrules.model.edition import Column, Edition, Row, Section, Table
from gkrules.model.errors import UsageError
from gkrules.ruleset.ruleset import Ruleset


class _Part(Protocol):
    @property
    def key(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Changed:
    """A thing that both editions have, and that they say differently.

    Attributes:
        key: its key.
        aspect: what differs: ``label``, ``type``, ``unit`` or ``groups``.
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
    """What differs in a table that both editions have."""

    key: str
    label: Changed | None
    rows: PartsDiff
    columns: PartsDiff

    def __bool__(self) -> bool:
        return bool(self.label or self.rows or self.columns)


@dataclass(frozen=True, slots=True)
class EditionDiff:
    """The difference between two editions.

    Attributes:
        before, after: the editions.
        sections, tables: what was added, removed, worded differently; a table that changed inside is in `inside`.
        inside: the tables that both have and that differ in their rows, columns or label.
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
            "sections": _parts(self.sections),
            "tables": {
                "added": list(self.tables.added),
                "removed": list(self.tables.removed),
                "changed": {
                    table.key: {
                        "label": None if table.label is None else _changed(table.label),
                        "rows": _parts(table.rows),
                        "columns": _parts(table.columns),
                    }
                    for table in self.inside
                },
            },
            "cells": {"added": list(self.cells_added), "removed": list(self.cells_removed), "kept": list(self.cells_kept)},
            "rules": {"added": list(self.rules_added), "removed": list(self.rules_removed), "kept": list(self.rules_kept)},
        }


def diff_editions(ruleset: Ruleset, before: str, after: str) -> EditionDiff:
    """What an edition has that another has not, by their keys. Rows that only known variants of a form have do not count.

    Raises:
        UsageError: there is no such edition.
    """
    old, new = _edition(ruleset, before), _edition(ruleset, after)
    inside = (_table(table, new.table_by_key[table.key]) for table in old.tables if table.key in new.table_by_key)
    old_cells, new_cells = set(old.cells), set(new.cells)
    old_rules, new_rules = ([rule.code for rule in ruleset.for_edition(edition.key)] for edition in (old, new))
    return EditionDiff(
        before=old,
        after=new,
        sections=_compare(old.sections, new.sections, {"label": _heading}),
        tables=_compare(old.tables, new.tables, {}),
        inside=tuple(table for table in inside if table),
        cells_added=tuple(key for key in new.cells if key not in old_cells),
        cells_removed=tuple(key for key in old.cells if key not in new_cells),
        cells_kept=tuple(key for key in new.cells if key in old_cells),
        rules_added=tuple(code for code in new_rules if code not in old_rules),
        rules_removed=tuple(code for code in old_rules if code not in new_rules),
        rules_kept=tuple(code for code in new_rules if code in old_rules),
    )
