"""Valid reports, made: every cell of the form is there, every equation holds, and what is unlikely for such an organ does not occur."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property, lru_cache
from random import Random
from typing import Literal

import numpy as np

from gkrules.checking.examples import YEAR, small_report, unit_of
from gkrules.compile.compiled import CompiledRules
from gkrules.compile.kernel import FAIL
from gkrules.compile.ruleset import Ruleset, own_ruleset, ruleset_of
from gkrules.model.arguments import edition_of as edition_key
from gkrules.model.arguments import require, shown, year_of
from gkrules.model.cells import UNIT_IN_CELL, Cell, CellState
from gkrules.model.edition import Edition
from gkrules.model.errors import UsageError
from gkrules.model.report import Report
from gkrules.model.units import Level
from gkrules.rulefiles.rulebook import own_rulebook
from gkrules.testing.balance import Balance, Number, balance_of

Size = Literal["zero", "small", "medium", "large"]
SIZES: Mapping[str, tuple[int, int]] = {"zero": (0, 0), "small": (6, 40), "medium": (24, 90), "large": (80, 4000)}
"""By name, how many of the cells that follow from no others hold a number, and up to which."""

_UNIT = "万元"
_TWO_DIGITS = [number for number in range(12, 40) if number % 11 and number % 10]


def valid_report(
    edition: str | None = None,
    *,
    level: str | Level = Level.COUNTY,
    size: Size = "small",
    seed: int = 0,
    year: int | None = None,
    ruleset: Ruleset | None = None,
) -> Report:
    """A report of an invented organ that no rule finds fault with. The same arguments give the same report.

    Args:
        edition: key of the edition; by default the one that serves `year`, else the newest.
        level: of the organ: ``national``, ``province``, ``city``, ``county``, ``township`` or ``department`` (of a city).
        size: how much it reports, one of `SIZES`; ``zero`` is a report in which nothing happened.
        seed: another number gives other figures.
        year: the reporting year; by default 2024, or the last that the edition serves.
        ruleset: whose editions and equations; by default those of this package.

    Raises:
        UsageError: there is no such edition, level or size.
    """
    rules = ruleset_of(ruleset)
    form, year = edition_of(rules, edition, year), year_of(year)
    require("seed", seed, int, "number")
    if not isinstance(size, str) or size not in SIZES:
        raise UsageError("testing/unknown_size", value=shown(size), valid=list(SIZES))
    maker = maker_of(rules, form)
    random = Random(f"{form.key} {size} {seed}")  # noqa: S311 -- figures, not secrets
    count, limit = SIZES[size]
    where = _level(level)
    free = maker.balance.free
    chosen = random.sample(free, min(count, len(free)))
    values = {key: _drawn(random, form.cell_by_key[key].column.type, limit) for key in chosen}
    if count:
        # One number at least in which every slip of the digits shows.
        values[random.choice(maker.lasting)] = random.choice(_TWO_DIGITS)
    return maker.report(values, where, year)


def maker_of(ruleset: Ruleset, edition: Edition) -> Maker:
    """What makes reports of an edition that a ruleset finds no fault with."""
    if ruleset.digest == own_rulebook().digest:
        return _own_maker(edition.key)
    return Maker(ruleset.for_use(None, preview=True), edition)


@lru_cache(maxsize=8)
def _own_maker(edition: str) -> Maker:
    ruleset = own_ruleset(None, True)
    return Maker(ruleset, ruleset.editions[edition])


class Maker:
    """Makes reports that no rule finds fault with; `ruleset` should have those in preview, too."""

    def __init__(self, ruleset: Ruleset, edition: Edition) -> None:
        self.ruleset: Ruleset = ruleset
        self.edition: Edition = edition
        self.balance: Balance = balance_of(self.ruleset, edition)
        self.compiled: CompiledRules = self.ruleset.compiled(edition.key)

    @cached_property
    def lasting(self) -> list[str]:
        """The free cells of equations that can hold a number though all others are 0."""
        bound = {key for equation in self.balance.equations for key in equation.factors}
        counts = [key for key in self.balance.free if key in bound and self.edition.cell_by_key[key].column.type == "count"]
        alone = [report_of(self.edition, self.balance.complete({key: 1}), Level.COUNTY) for key in counts]
        found = zip(counts, alone, self._broken(alone), strict=True)
        return [key for key, report, broken in found if report.cells[key].value and not broken]

    def report(self, free: Mapping[str, Number], level: Level, year: int | None) -> Report:
        """A report with numbers in free cells, without those that make it break a rule."""
        left = self._with_what_was_added(free)
        while True:
            report = report_of(self.edition, self.balance.complete(left), level, year)
            broken = self.balance.sources(self._broken([report])[0]) & {key for key, value in left.items() if value}
            if not broken:
                return report
            left = {key: value for key, value in left.items() if key not in broken}

    def _broken(self, reports: Sequence[Report]) -> list[set[str]]:
        """The cells that the findings about each report name."""
        found = self.compiled.run(reports)
        cells: list[set[str]] = [set() for _ in reports]
        for code, kernel in self.compiled.kernels.items():
            result = found.results[code]
            if isinstance(result, Exception):
                raise result
            for row, place in zip(*np.nonzero(result.outcomes == FAIL), strict=True):
                cells[result.rows[row]].update(kernel.bound.keys(int(place)))
        return cells

    def _with_what_was_added(self, free: Mapping[str, Number]) -> dict[str, Number]:
        """No less in force than was added this year."""
        values = dict(free)
        for key, _, changes in _continued(self.ruleset, self.edition):
            added = sum(factor * values.get(change, 0) for change, factor in changes.items())
            if changes and added > values.get(key, 0):
                values[key] = added
        return values


def edition_of(ruleset: Ruleset, edition: str | None, year: int | None = None) -> Edition:
    """The edition of a key, else the one that serves the year, else that of the ruleset.

    Raises:
        UsageError: there is no edition of that key.
    """
    key, year = edition_key(edition), year_of(year)
    if key is not None and key not in ruleset.editions:
        raise UsageError("testing/unknown_edition", value=key, valid=list(ruleset.editions))
    if key is not None:
        return ruleset.editions[key]
    serving = [each for each in ruleset.editions.values() if year is not None and each.serves(year)]
    return serving[-1] if serving else ruleset.edition


def report_of(edition: Edition, values: Mapping[str, Number], level: Level, year: int | None = None) -> Report:
    """A report of these values, with every section in its place."""
    report = small_report(edition)
    stated = year if year is not None else min(YEAR, edition.last_year or YEAR)
    units = {key: _UNIT if ref.column.unit == UNIT_IN_CELL else "" for key, ref in edition.cell_by_key.items()}
    report.cells = {key: Cell(value, CellState.NUMBER, number_text(value), unit=units[key]) for key, value in values.items()}
    report.unit, report.year, report.title_year, report.period_years = unit_of(level), stated, stated, (stated, stated)
    return report


def previous_report(report: Report, *, ruleset: Ruleset | None = None) -> Report:
    """A valid report of the same organ for the year before that `report` continues.

    What was carried in is what it carried out, and what is in force is what was in force then and was added since. It is
    of the edition of `report`, whichever served that year.
    """
    require("report", report, Report, "report")
    rules = ruleset_of(ruleset)
    balance = balance_of(rules, report.edition)
    values: dict[str, Number] = {}
    for key, other, changes in _continued(rules, report.edition):
        value = report.cell(key).value
        if value is not None and other in balance.free:
            values[other] = value - sum(factor * (report.cell(change).value or 0) for change, factor in changes.items())
    complete = balance.complete({key: value for key, value in values.items() if value > 0})
    level = Level.DEPARTMENT
    before = report_of(report.edition, complete, level, None if report.year is None else report.year - 1)
    return replace(before, unit=report.unit)


def _continued(ruleset: Ruleset, edition: Edition) -> list[tuple[str, str, dict[str, Number]]]:
    """What follows from last year's report: a cell, the cell of last year that it continues, and what is added to that with its sign."""
    found = []
    for kernel in ruleset.compiled(edition.key).kernels.values():
        for form in kernel.linear or ():
            factors, _ = form.residual()
            last = [key for key in factors if key.startswith("last_year.")]
            left = list(form.left.coefficients())
            if form.operator == "==" and len(last) == 1 and len(left) == 1 and left[0] in edition.cell_by_key:
                changes = {key: -factor for key, factor in factors.items() if key not in (left[0], last[0])}
                found.append((left[0], last[0].removeprefix("last_year."), changes))
    return found


def _drawn(random: Random, kind: str, limit: int) -> Number:
    if kind == "amount":
        return round(random.uniform(0, limit * 10), 2)
    low = -limit if kind == "change" else 0
    return random.randint(low, limit)


def number_text(value: Number) -> str:
    """A number as a document prints it."""
    return format(value, "f").rstrip("0").rstrip(".") if isinstance(value, float) else str(value)


def _level(level: str | Level) -> Level:
    if isinstance(level, Level):
        return level
    names = {each.name.lower(): each for each in Level}
    if not isinstance(level, str) or level.lower() not in names:
        raise UsageError("testing/unknown_level", value=shown(level), valid=list(names))
    return names[level.lower()]
