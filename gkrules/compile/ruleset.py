"""A ruleset: a rulebook whose rules run, as one compiled schema for each edition."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, fields, replace
from functools import cached_property, lru_cache
from threading import Lock
from typing import TYPE_CHECKING, Self

from gkrules.compile.compiled import CompiledRules
from gkrules.model.arguments import misuse, require
from gkrules.rulefiles.asked import edition_key
from gkrules.rulefiles.rulebook import Rulebook, own_rulebook

if TYPE_CHECKING:
    from gkrules.compile.schema import ReportSchema


@dataclass(frozen=True, repr=False)
class Ruleset(Rulebook):
    """Editions, rules and claims that belong together, with their schemas; see `Rulebook` for the attributes."""

    _compiled: dict[str, CompiledRules] = field(default_factory=dict, init=False, repr=False, compare=False)
    _lock: Lock = field(default_factory=Lock, init=False, repr=False, compare=False)

    @classmethod
    def of(cls, book: Rulebook) -> Self:
        """The ruleset of a rulebook."""
        require("book", book, Rulebook, "ruleset", "load")
        return cls(**{each.name: getattr(book, each.name) for each in fields(book) if each.init})

    @cached_property
    def whole(self) -> Self:
        """The ruleset with those of its rules that were not selected, which still know what is right."""
        return replace(self, rules=(*self.rules, *self.unselected), unselected=()) if self.unselected else self

    def selected(self, select: Iterable[str] = (), ignore: Iterable[str] = ()) -> Self:
        """See `Rulebook.selected`. All selections have the same whole, with what was compiled of it."""
        found = super().selected(select, ignore)
        if found is not self:
            found.__dict__["whole"] = self.whole
        return found

    def schema(self) -> ReportSchema:
        """The rules for `edition` as a `pandera.DataFrameSchema`: one row per report, one column per cell.

        Columns are named ``table.row.column`` and hold numbers; ``NaN`` is a blank cell. See `gkrules.to_frame`. Every call gives a
        schema of its own, whose settings (`strict`, `drop_invalid_rows`, columns, checks …) are nobody else's.
        """
        return self.schema_for(self.edition.key)

    def schema_for(self, edition: str) -> ReportSchema:
        """The rules for an edition as a schema of your own; what it runs is compiled once.

        Raises:
            UsageError: there is no such edition.
        """
        # Here, as whoever checks reports needs no pandera.
        from gkrules.compile.schema import ReportSchema

        return ReportSchema(self.compiled(edition))

    def compiled(self, edition: str) -> CompiledRules:
        """The rules for an edition as `gkrules.check` runs them, compiled once.

        Raises:
            RuleError: a condition is malformed, or names what the edition does not have.
            UsageError: there is no such edition.
        """
        edition = edition_key(edition, self.editions)
        with self._lock:
            if edition not in self._compiled:
                self._compiled[edition] = CompiledRules(self, self.editions[edition])
            return self._compiled[edition]

    def __getstate__(self) -> dict[str, object]:
        return {name: value for name, value in self.__dict__.items() if name not in ("_lock", "_compiled", "whole")}

    def __setstate__(self, state: dict[str, object]) -> None:
        self.__dict__.update(state, _lock=Lock(), _compiled={})


def ruleset_of(given: object) -> Ruleset:
    """The ruleset that a caller gave; that of this package for ``None``.

    Raises:
        UsageError: ``wrong_type``.
    """
    if given is None:
        return own_ruleset(None, False)
    if not isinstance(given, Ruleset):
        raise misuse("ruleset", "ruleset", given, "load")
    return given


@lru_cache(maxsize=8)
def own_ruleset(edition: str | None, preview: bool) -> Ruleset:
    """The ruleset of this package, compiled once.

    Raises:
        UsageError: it has no edition of that key.
    """
    return Ruleset.of(own_rulebook(edition, preview=preview))
