"""The years of each organ side by side, and where they break."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from gkrules.collection.organs import Organ, differing, distinct, organs
from gkrules.model.cells import ABSENT, Cell, CellState
from gkrules.model.edition import Edition
from gkrules.model.relations import sum_of_cells
from gkrules.model.report import Report


class Measure(StrEnum):
    """What is followed through the years."""

    RECEIVED = "received"
    CARRIED_IN = "carried_in"
    HANDLED = "handled"
    CARRIED_OUT = "carried_out"
    REVIEWS = "reviews"
    LAWSUITS = "lawsuits"


# The cells whose sum each measure is, in each edition that has all of them; the first that there are. A form without them does not ask.
_CELLS: Mapping[Measure, tuple[tuple[str, ...], ...]] = {
    Measure.RECEIVED: (("applications.new.total",), ("requests.received.number",)),
    Measure.CARRIED_IN: (("applications.carried_in.total",),),
    Measure.HANDLED: (("applications.handled_total.total",), ("requests.completed.number",)),
    Measure.CARRIED_OUT: (("applications.carried_out.total",),),
    Measure.REVIEWS: (("review_litigation.review.total",), ("review.total.number",)),
    Measure.LAWSUITS: (
        ("review_litigation.direct_litigation.total", "review_litigation.litigation_after_review.total"),
        ("litigation.total.number",),
    ),
}


@dataclass(frozen=True, slots=True)
class Year:
    """One year of an organ.

    Attributes:
        year: the reporting year.
        reports: all reports of it.
        edition: key of their form; that of the first where they differ.
        values: the cell of each measure; ``None`` where the form does not ask for it. Empty where none of the reports is taken.
        different: the cells in which reports of this year differ, so that none of them is taken.
    """

    year: int
    reports: tuple[Report, ...]
    edition: str
    values: Mapping[Measure, Cell | None] = field(default_factory=dict)
    different: tuple[str, ...] = ()

    @property
    def taken(self) -> bool:
        """Whether its numbers are known."""
        return not self.different


@dataclass(frozen=True, slots=True)
class Break:
    """Where a series breaks.

    Attributes:
        kind: ``carried`` (carried in is not what the year before carried out), ``missing`` (no report of these years) or
            ``different`` (reports of one year differ).
        year: the year, the first of several that are missing.
        last: the last of them; else `year`.
        before, now: carried out by the year before, and carried in.
    """

    kind: str
    year: int
    last: int
    before: int | float | None = None
    now: int | float | None = None


@dataclass(frozen=True, slots=True)
class Series:
    """The years of an organ in their order, and the breaks between them."""

    organ: Organ
    years: tuple[Year, ...]
    breaks: tuple[Break, ...]


@dataclass(frozen=True, slots=True)
class AllSeries:
    """The series of every organ, and the reports that are in none because their organ or their year is not known."""

    series: tuple[Series, ...]
    unplaced: tuple[Report, ...] = ()


def all_series(reports: Sequence[Report]) -> AllSeries:
    """The series of every organ, in the order in which organs come first."""
    placed = [report for report in reports if report.unit.strip() and report.year is not None]
    kept = {id(report) for report in placed}
    unplaced = tuple(report for report in reports if id(report) not in kept)
    return AllSeries(tuple(_series(organ) for organ in organs(placed)), unplaced)


def cells_of(measure: Measure, edition: Edition) -> tuple[str, ...]:
    """The cells of an edition whose sum a measure is; none where the form does not ask for it."""
    return next((keys for keys in _CELLS[measure] if all(key in edition.cell_by_key for key in keys)), ())


def _series(organ: Organ) -> Series:
    by_year: dict[int, list[Report]] = {}
    for report in organ.reports:
        if report.year is not None:
            by_year.setdefault(report.year, []).append(report)
    years = tuple(_year(year, by_year[year]) for year in sorted(by_year))
    return Series(organ, years, tuple(_breaks(years)))


def _year(year: int, reports: Sequence[Report]) -> Year:
    first, *others = distinct(reports)
    if others:
        different = dict.fromkeys(key for other in others for key in differing(first, other))
        # Reports on two forms differ even if no cell of theirs does: all are blank.
        return Year(year, tuple(reports), first.edition.key, different=tuple(different) or ("edition",))
    values: dict[Measure, Cell | None] = {}
    for measure in Measure:
        keys = cells_of(measure, first.edition)
        values[measure] = sum_of_cells([first.cells.get(key, ABSENT) for key in keys]) if keys else None
    return Year(year, tuple(reports), first.edition.key, values)


def _breaks(years: Sequence[Year]) -> Iterable[Break]:
    before: Year | None = None
    for year in years:
        if before is not None and year.year - before.year > 1:
            yield Break("missing", before.year + 1, year.year - 1)
        if not year.taken:
            yield Break("different", year.year, year.year)
        elif before is not None and before.year == year.year - 1:
            yield from _carried(before, year)
        before = year


def _carried(before: Year, year: Year) -> Iterable[Break]:
    out, into = before.values.get(Measure.CARRIED_OUT), year.values.get(Measure.CARRIED_IN)
    if out is None or into is None or out.state is not CellState.NUMBER or into.state is not CellState.NUMBER:
        return
    if out.value != into.value:
        yield Break("carried", year.year, year.year, out.value, into.value)
