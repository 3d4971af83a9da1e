"""The official form before it is filled in, with what last year's report decides of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from gkrules.compile.ruleset import Ruleset
from gkrules.language.binding import BoundRule
from gkrules.language.linear import LinearForm, linear_forms
from gkrules.model.edition import Edition
from gkrules.model.findings import Severity
from gkrules.model.relations import LAST_YEAR, split
from gkrules.model.report import Report
from gkrules.render.book.cell_text import cell_text
from gkrules.render.safe import clean
from gkrules.render.words import say

Number = int | float
_MOST_OF_NAME = 1_000
OFFICIAL = "zh"
"""The language of the form, whatever language is spoken to who fills it in."""


@dataclass(frozen=True)
class EmptyForm:
    """A form to fill in.

    Attributes:
        edition: the edition of the form.
        unit, year: the organ, and the reporting year.
        ruleset: the rules that its numbers must follow.
        previous: last year's report of the organ, if it is known.
    """

    edition: Edition
    unit: str
    year: int
    ruleset: Ruleset
    previous: Report | None = field(default=None, repr=False)

    @property
    def title(self) -> str:
        """What stands over it."""
        return say("render/form.title", OFFICIAL, unit=cell_text(clean(self.unit), _MOST_OF_NAME), year=self.year, title=self.edition.title)

    @property
    def period(self) -> str:
        """The sentence that states the statistical period."""
        return say("render/form.period", OFFICIAL, year=self.year)

    @property
    def rules(self) -> Iterator[BoundRule]:
        """The rules of its edition."""
        return (kernel.bound for kernel in self.ruleset.compiled(self.edition.key).kernels.values())

    def last_year(self, key: str) -> Number | None:
        """The number of a cell of last year's report; ``None`` if it has none, or the report is not known."""
        cell = self.previous.cells.get(key) if self.previous is not None else None
        return None if cell is None else cell.value


@dataclass(frozen=True)
class Carried:
    """What a rule says of cells from last year's numbers alone.

    Attributes:
        values: by key, the numbers that stand in the form before it is filled in.
        unknown: the keys of the cells of which last year's report does not tell the number.
    """

    values: Mapping[str, Number]
    unknown: tuple[str, ...]


def carried(form: EmptyForm) -> Carried:
    """The cells that last year's report decides: those that an equation without exception says to be a sum of its numbers."""
    values: dict[str, Number] = {}
    unknown: list[str] = []
    if form.previous is None:
        return Carried(values, ())
    for rule in form.rules:
        if rule.rule.severity is not Severity.ERROR or rule.when is not None or rule.rule.tolerance:
            continue
        for equation in linear_forms(rule.condition) or ():
            solved = _solved(equation, form)
            if solved is None:
                continue
            key, value = solved
            if value is None or (value < 0 and form.edition.cell_by_key[key].column.type != "change"):
                unknown.append(key)
            else:
                values.setdefault(key, value)
    return Carried(values, tuple(dict.fromkeys(key for key in unknown if key not in values)))


def _solved(equation: LinearForm, form: EmptyForm) -> tuple[str, Number | None] | None:
    """The one cell of an equation that is not last year's, and its number, if that is known; ``None`` if it decides no cell."""
    factors, constant = equation.residual()
    own = [key for key in factors if not split(key)[0]]
    before = [key for key in factors if split(key)[0] == LAST_YEAR]
    if equation.operator != "==" or len(own) != 1 or own[0] not in form.edition.cells or not before or len(factors) != 1 + len(before):
        return None
    numbers = [form.last_year(split(key)[1]) for key in before]
    if any(each is None for each in numbers):
        return own[0], None
    total = constant + sum(factors[key] * number for key, number in zip(before, numbers, strict=True) if number is not None)
    value = -total / factors[own[0]]
    return own[0], int(value) if float(value).is_integer() else round(value, 6)
