"""Hypothesis strategies: valid reports, and reports with a slip whose finding is known. Both shrink to tables of few, small numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from gkrules.compile.ruleset import Ruleset, ruleset_of
from gkrules.model.arguments import require, several, year_of
from gkrules.model.edition import Edition
from gkrules.model.errors import UsageError
from gkrules.model.report import Report
from gkrules.model.units import Level
from gkrules.testing.balance import Number
from gkrules.testing.generate import edition_of, maker_of, previous_report
from gkrules.testing.slips import SLIPS, Slipped, slip_at
from gkrules.words import phrase

try:
    from hypothesis import strategies as st
except ImportError as _error:
    raise UsageError("testing/missing_extra") from _error

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn, SearchStrategy

MAX_CELLS = 24
_TWO_DIGITS = [number for number in range(12, 99) if number % 11 and number % 10]
_LEVELS = (Level.COUNTY, Level.DEPARTMENT, Level.TOWNSHIP, Level.CITY, Level.PROVINCE, Level.NATIONAL)


def reports(
    edition: str | None = None,
    *,
    year: int | None = None,
    max_value: int = 100_000,
    max_cells: int = MAX_CELLS,
    ruleset: Ruleset | None = None,
) -> SearchStrategy[Report]:
    """Valid reports: every cell is there, every equation holds, no rule finds anything.

    Nothing is drawn and thrown away: the cells that follow from no others are drawn, the totals are worked out. They shrink to
    a report of all zeros.

    Args:
        edition: key of the edition; by default the one that serves `year`, else the newest.
        year: the reporting year; by default 2024, or the last that the edition serves.
        max_value: the largest number of a cell that is not a total.
        max_cells: how many cells that are not totals hold a number, at most.
        ruleset: by default the rules of this package.

    Raises:
        UsageError: there is no such edition.
    """
    rules = ruleset_of(ruleset)
    year = year_of(year)
    require("max_value", max_value, int, "number")
    require("max_cells", max_cells, int, "number")
    source = _Source(rules, edition_of(rules, edition, year), max_value, max_cells)

    @st.composite
    def valid_reports(draw: DrawFn) -> Report:
        level = draw(st.sampled_from(_LEVELS))
        return source.maker.report(source.values(draw), level, year)

    return valid_reports()


def broken_reports(
    edition: str | None = None,
    *,
    slips: Sequence[str] = tuple(SLIPS),
    year: int | None = None,
    max_value: int = 100_000,
    max_cells: int = MAX_CELLS,
    ruleset: Ruleset | None = None,
) -> SearchStrategy[Slipped]:
    """Reports with one slip, and the findings that it must cause; otherwise as `reports`.

    They shrink to the first of the slips, in a table with hardly another number than the one that is wrong.

    Args:
        edition: as for `reports`, and so are `year`, `max_value`, `max_cells` and `ruleset`.
        slips: which slips, of `SLIPS`.

    Raises:
        UsageError: there is no such edition, or no such slip.
    """
    slips = several("slips", slips, str, "slips")
    unknown = [slip for slip in slips if slip not in SLIPS]
    if unknown or not slips:
        raise UsageError(
            "testing/unknown_slip.among-several", slips=[each[:80] for each in unknown] or phrase("testing/no-slips"), valid=list(SLIPS)
        )
    rules = ruleset_of(ruleset)
    year = year_of(year)
    require("max_value", max_value, int, "number")
    require("max_cells", max_cells, int, "number")
    source = _Source(rules, edition_of(rules, edition, year), max_value, max_cells)

    @st.composite
    def reports_with_a_slip(draw: DrawFn) -> Slipped:
        level = draw(st.sampled_from(_LEVELS))
        # A number of two digits in a cell of an equation, so that every slip is possible somewhere.
        digits = {draw(st.sampled_from(source.maker.lasting)): draw(st.sampled_from(_TWO_DIGITS))}
        report = source.maker.report({**source.values(draw), **digits}, level, year)
        slip = draw(st.sampled_from(slips))
        amount = draw(st.integers(1, 9) | st.integers(1, max_value))
        previous = previous_report(report, ruleset=rules) if slip == "last_years_value" else None
        # Cells with a number first, since it shrinks towards the start; from the drawn one on, the first where a rule notices.
        keys = sorted(report.cells, key=lambda key: not report.cells[key].value)
        start = draw(st.integers(0, len(keys) - 1))
        made = (
            slip_at(report, slip, key, rules, source.maker.balance, amount=amount, previous=previous)
            for key in (*keys[start:], *keys[:start])
        )
        return next(each for each in made if each and each.expected)

    return reports_with_a_slip()


class _Source:
    """Where the numbers of reports are drawn from; what does not change from one report to the next is worked out once."""

    def __init__(self, ruleset: Ruleset, edition: Edition, limit: int, cells: int) -> None:
        self.edition, self.limit, self.cells = edition, limit, cells
        self.maker = maker_of(ruleset, edition)

    def values(self, draw: DrawFn) -> dict[str, Number]:
        """Numbers for some of the cells that follow from no others."""
        chosen = draw(st.lists(st.sampled_from(self.maker.balance.free), max_size=self.cells, unique=True))
        return {key: draw(self._numbers(key)) for key in chosen}

    def _numbers(self, key: str) -> SearchStrategy[Number]:
        kind = self.edition.cell_by_key[key].column.type
        if kind == "amount":
            return st.integers(0, 100 * self.limit).map(lambda cents: cents / 100 if cents % 100 else cents // 100)
        return st.integers(-self.limit if kind == "change" else 0, self.limit)
