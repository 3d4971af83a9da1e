"""Valid reports, made: every cell of the form is there, every equation holds, and what is unlikely for such an organ does not occur."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from random import Random
from typing import Literal

from gkrules.api import load_ruleset
from gkrules.checking.examples import YEAR, small_report, unit_of
from gkrules.compile.ruleset import Ruleset
from gkrules.model.cells import UNIT_IN_CELL, Cell, CellState
from gkrules.model.edition import Edition
from gkrules.model.errors import UsageError
from gkrules.model.report import Report
from gkrules.model.units import Level
from gkrules.testing.balance import Balance, Number, balance_of

Size = Literal["zero", "small", "medium", "large"]
SIZES: Mapping[str, tuple[int, int]] = {"zero": (0, 0), "small": (6, 40), "medium": (24, 90), "large": (80, 4000)}
"""By name, how many of the cells that follow from no others hold a number, and up to which."""

_APPLICATIONS, _DISPUTES, _RULES = "applications.", "review_litigation.", "regulations.rules."
_UNIT = "万元"
_TWO_DIGITS = [number for number in range(12, 40) if number % 11 and number % 10]
_LEGISLATORS = (Level.NATIONAL, Level.PROVINCE, Level.CITY)


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
    rules = ruleset or load_ruleset(edition)
    form = edition_of(rules, edition, year)
    if size not in SIZES:
        raise UsageError("testing/unknown_size", value=size, valid=list(SIZES))
    balance = balance_of(rules, form)
    random = Random(f"{form.key} {size} {seed}")  # noqa: S311 -- figures, not secrets
    count, limit = SIZES[size]
    where = _level(level)
    free = drawable(balance, where)
    chosen = random.sample(free, min(count, len(free)))
    values = {key: _drawn(random, form.cell_by_key[key].column.type, limit) for key in chosen}
    if count:
        # One number at least in which every slip of the digits shows.
        values[random.choice([key for key in free if key.startswith(_APPLICATIONS)])] = random.choice(_TWO_DIGITS)
    return report_of(form, balance.complete(plausible(rules, form, balance, values)), where, year)


def edition_of(ruleset: Ruleset, edition: str | None, year: int | None = None) -> Edition:
    """The edition of a key, else the one that serves the year, else that of the ruleset.

    Raises:
        UsageError: there is no edition of that key.
    """
    if edition is not None and edition not in ruleset.editions:
        raise UsageError("testing/unknown_edition", value=edition, valid=list(ruleset.editions))
    if edition is not None:
        return ruleset.editions[edition]
    serving = [each for each in ruleset.editions.values() if year is not None and each.serves(year)]
    return serving[-1] if serving else ruleset.edition


def drawable(balance: Balance, level: Level) -> list[str]:
    """The free cells that can hold a number in the report of an organ of this level: 规章 are made by cities and above only."""
    return [key for key in balance.free if level in _LEGISLATORS or not key.startswith(_RULES)]


def plausible(ruleset: Ruleset, edition: Edition, balance: Balance, free: Mapping[str, Number]) -> dict[str, Number]:
    """Free cells without what cannot be: disputes though nothing was applied for, less in force than was added this year."""
    # As the equations have it: of applications that are carried in and settle nothing none may be left.
    applied = any(value for key, value in balance.complete(free).items() if key.startswith(_APPLICATIONS))
    values = {key: value for key, value in free.items() if applied or not key.startswith(_DISPUTES)}
    for key, _, changes in _continued(ruleset, edition):
        added = sum(factor * values.get(change, 0) for change, factor in changes.items())
        if changes and added > values.get(key, 0):
            values[key] = added
    return values


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
    rules = ruleset or load_ruleset()
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
    for kernel in ruleset.schema_for(edition.key).kernels.values():
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
    if level.lower() not in names:
        raise UsageError("testing/unknown_level", value=level, valid=list(names))
    return names[level.lower()]
