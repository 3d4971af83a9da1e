"""The equations of the form between the cells of one row or of one column."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from gkrules.language.binding import BoundRule, bind
from gkrules.language.linear import standing_forms
from gkrules.model.edition import Edition
from gkrules.rulefiles.rulebook import Rulebook


@dataclass(frozen=True)
class Equation:
    """Σ factor · cell + constant == 0.

    Attributes:
        factors: by the key of the cell.
        constant: what is added.
        direction: ``row`` or ``column``: what its cells have in common.
    """

    factors: Mapping[str, int | float]
    constant: int | float
    direction: Literal["row", "column"]


def equations_of(rulebook: Rulebook, edition: Edition) -> list[Equation]:
    """The equations of an edition that always hold and whose cells stand in one row or in one column of a table.

    They are taken from the rules as these are written: compiling them takes pandera, which the process that reads must do without.
    """
    # Only these are bound: most rules say nothing of the kind, and binding them all takes longer than reading a page.
    rules = [rule for rule in rulebook.active(edition.key) if rule.when is None and "==" in rule.condition.text]
    names = rulebook.names(edition.key)
    return [each for rule in rules for each in _of_rule(bind(rule, names), edition)]


def _of_rule(bound: BoundRule, edition: Edition) -> Iterator[Equation]:
    for _, form in standing_forms(bound, edition):
        factors, constant = form.residual()
        refs = [edition.cell_by_key[key] for key in factors]
        rows = {(ref.table.key, ref.row.key) for ref in refs}
        columns = {(ref.table.key, ref.column.key) for ref in refs}
        if len(refs) > 1 and 1 in (len(rows), len(columns)):
            yield Equation(factors, constant, "row" if len(rows) == 1 else "column")
