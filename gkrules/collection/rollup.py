"""The sum of the reports of organs, cell by cell: what the higher organ should report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gkrules.collection.organs import differing, organs
from gkrules.model.cells import ABSENT, Cell, CellState
from gkrules.model.edition import Edition
from gkrules.model.errors import UsageError
from gkrules.model.relations import sum_of_cells
from gkrules.model.report import Report
from gkrules.model.units import same_unit

_NO_NUMBER = (CellState.BLANK, CellState.TEXT, CellState.ABSENT)
_UNKNOWN = Cell(None, CellState.TEXT, "?")
_BLANK = Cell(None, CellState.BLANK)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A report that is not in the sum.

    `reason` is ``own`` (the higher organ's own), ``year`` (another than the one asked for), ``no_year`` (it tells none) or
    ``same`` (the same organ with the same numbers is in the sum already).
    """

    report: Report
    reason: str


@dataclass(frozen=True, slots=True)
class Gap:
    """The cells of a report that have no number, so that there is no sum of them."""

    report: Report
    state: CellState
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rollup:
    """A sum.

    Attributes:
        report: the form that holds it. What is blank in one report is blank in it; what is unread or missing in one is unknown.
        summed: the reports that were added up.
        left_out: those that were not.
        gaps: why cells of the sum are blank or unknown.
        uncertain: names of organs that may be another one's, too.
    """

    report: Report
    summed: tuple[Report, ...]
    left_out: tuple[LeftOut, ...] = ()
    gaps: tuple[Gap, ...] = ()
    uncertain: tuple[str, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether every report that could have been meant is in it."""
        return all(each.reason != "no_year" for each in self.left_out)


def rollup(reports: Sequence[Report], *, unit: str = "", year: int | None = None) -> Rollup:
    """Add up reports of one year.

    Args:
        reports: those of the organs below. The higher organ's own is left out if it is named.
        unit: the higher organ.
        year: the year to add up where there are several.

    Raises:
        UsageError: there is nothing to add up (``nothing_to_sum``), there are several years (``several_years``) or forms
            (``several_forms``), or an organ comes twice with different numbers (``same_organ_differs``).
    """
    left_out: list[LeftOut] = []
    chosen = []
    for report in reports:
        reason = _reason(report, unit, year)
        if reason:
            left_out.append(LeftOut(report, reason))
        else:
            chosen.append(report)
    if not chosen:
        raise UsageError("collection/nothing_to_sum")
    years = sorted({report.year for report in chosen if report.year is not None})
    if len(years) > 1:
        raise UsageError("collection/several_years", years=[str(each) for each in years])
    forms = dict.fromkeys(report.edition.key for report in chosen)
    if len(forms) > 1:
        raise UsageError("collection/several_forms", forms=list(forms))
    again, uncertain = _again(chosen)
    left_out += [LeftOut(report, "same") for report in again]
    out = {id(report) for report in again}
    summed = tuple(report for report in chosen if id(report) not in out)
    edition = summed[0].edition
    rows = _rows(edition, summed)
    cells = {key: _sum(parts) for key, parts in rows.items()}
    result = Report(edition, unit=unit, year=years[0], title_year=years[0], cells=cells)
    return Rollup(result, summed, tuple(left_out), tuple(_gaps(summed, rows)), uncertain)


def _reason(report: Report, unit: str, year: int | None) -> str:
    if unit and report.unit and same_unit(report.unit, unit):
        return "own"
    if report.year is None:
        return "no_year"
    return "year" if year is not None and report.year != year else ""


def _again(reports: Sequence[Report]) -> tuple[list[Report], tuple[str, ...]]:
    """The reports of organs that came before with the same numbers, and the organs whose names are not certain."""
    again: list[Report] = []
    uncertain: list[str] = []
    for organ in organs(reports):
        first, *others = organ.reports
        for other in others:
            if different := differing(first, other):
                files = [report.file or report.unit for report in (first, other)]
                raise UsageError("collection/same_organ_differs", organ=organ.name, files=files, count=len(different))
        again += others
        if organ.perhaps:
            uncertain.append(organ.name)
    return again, tuple(uncertain)


def _rows(edition: Edition, reports: Sequence[Report]) -> Mapping[str, list[Cell]]:
    """The cells to add up, by key. Where one report prints a row in place of several, the others' several are added up for it."""
    rows = {key: [report.cells.get(key, ABSENT) for report in reports] for key in edition.cells}
    for key in edition.optional_cells:
        own = [report.cells.get(key, ABSENT) for report in reports]
        if all(cell.state is CellState.ABSENT for cell in own):
            continue
        ref = edition.cell_by_key[key]
        replaced = [ref.table.cell(row, ref.column.key) for row in ref.row.replaces]
        parts = [sum_of_cells(cells) for cells in zip(*(rows.get(each, own) for each in replaced), strict=True)]
        rows[key] = [part if cell.state is CellState.ABSENT else cell for cell, part in zip(own, parts, strict=True)]
        for each in replaced:
            rows.pop(each, None)
    return rows


def _sum(parts: Sequence[Cell]) -> Cell:
    total = sum_of_cells(parts)
    match total.state:
        case CellState.NUMBER:
            return Cell(total.value, CellState.NUMBER, str(total.value), unit=total.unit)
        case CellState.NOT_APPLICABLE:
            return next(part for part in parts if part.state is CellState.NOT_APPLICABLE)
        case CellState.BLANK:
            return _BLANK
        case CellState.ABSENT if all(part.state is CellState.ABSENT for part in parts):
            return ABSENT
        case _:
            return _UNKNOWN


def _gaps(reports: Sequence[Report], rows: Mapping[str, Sequence[Cell]]) -> list[Gap]:
    result = []
    for number, report in enumerate(reports):
        for state in _NO_NUMBER:
            keys = tuple(key for key, parts in rows.items() if parts[number].state is state)
            if keys:
                result.append(Gap(report, state, keys))
    return result
