"""A ruleset for many questions about single rules: each selection of rules is compiled once, and what locates faults is shared."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Self, cast

from gkrules.compile.ruleset import Ruleset
from gkrules.compile.schema import ReportSchema
from gkrules.locate.causes import Locator


@dataclass
class _Kept:
    """What the selections of one ruleset have in common."""

    selections: dict[tuple[object, ...], Ruleset] = field(default_factory=dict)
    locators: dict[tuple[str, tuple[str, ...]], Locator] = field(default_factory=dict)


@dataclass(frozen=True)
class Remembering(Ruleset):
    """A ruleset that keeps its selections. Rules that a selection leaves out are not run, but faults are located by all of them."""

    kept: _Kept = field(default_factory=_Kept, repr=False, compare=False)

    def selected(self, select: Iterable[str] = (), ignore: Iterable[str] = ()) -> Self:
        """See `Rulebook.selected`."""
        chosen, refused = tuple(select), tuple(ignore)
        key = (chosen, refused, self.preview, *(rule.code for rule in self.rules))
        if key not in self.kept.selections:
            self.kept.selections[key] = super().selected(chosen, refused)
        return cast("Self", self.kept.selections[key])

    def schema_for(self, edition: str) -> ReportSchema:
        """See `Ruleset.schema_for`. Selections that read the same columns have the same rules to locate by."""
        schema = super().schema_for(edition)
        if "locator" not in schema.prepared:
            key = (edition, schema.columns_of_cells.related)
            if key not in self.kept.locators:
                self.kept.locators[key] = Locator.of(schema)
            schema.prepared["locator"] = self.kept.locators[key]
        return schema
