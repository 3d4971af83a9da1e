"""A ruleset for many questions about single rules: each selection of rules is compiled once, and what locates faults is shared."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from typing import Any

from gkrules.compile.schema import ReportSchema
from gkrules.locate.causes import Locator
from gkrules.ruleset.ruleset import Ruleset


@dataclass
class _Kept:
    """What the selections of one ruleset have in common."""

    selections: dict[tuple[tuple[str, ...], tuple[str, ...], bool], Ruleset] = field(default_factory=dict)
    locators: dict[tuple[str, tuple[str, ...]], Locator] = field(default_factory=dict)


@dataclass(frozen=True)
class Remembering(Ruleset):
    """A ruleset that keeps its selections, and those that it gives."""

    kept: _Kept = field(default_factory=_Kept, repr=False, compare=False)

    @classmethod
    def of(cls, ruleset: Ruleset) -> Remembering:
        """The same ruleset, with a memory of its own."""
        return cls(**_values(ruleset))

    def selected(self, select: Iterable[str] = (), ignore: Iterable[str] = ()) -> Ruleset:
        """See `Ruleset.selected`."""
        key = (tuple(select), tuple(ignore), self.preview)
        if key not in self.kept.selections:
            self.kept.selections[key] = _Selection(**_values(super().selected(key[0], key[1])) | {"kept": self.kept})
        return self.kept.selections[key]


@dataclass(frozen=True)
class _Selection(Ruleset):
    """Some rules of a ruleset. The others are not run, but faults are located by all of them."""

    kept: _Kept = field(default_factory=_Kept, repr=False, compare=False)

    def schema_for(self, edition: str) -> ReportSchema:
        """See `Ruleset.schema_for`. Selections that read the same columns have the same rules to locate by."""
        schema = super().schema_for(edition)
        if "locator" not in schema.prepared:
            key = (edition, schema.columns_of_cells.related)
            if key not in self.kept.locators:
                self.kept.locators[key] = Locator.of(schema)
            schema.prepared["locator"] = self.kept.locators[key]
        return schema


def _values(ruleset: Ruleset) -> dict[str, Any]:
    return {each.name: getattr(ruleset, each.name) for each in fields(Ruleset) if each.init}
