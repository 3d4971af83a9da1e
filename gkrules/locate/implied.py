"""The values that blank cells must have if the equations hold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from gkrules.language.linear import LinearForm
from gkrules.model.cells import CellState
from gkrules.model.report import Report

Value = int | float


def implied_values(report: Report, equations: Iterable[LinearForm]) -> dict[str, Value]:
    """The blank cells whose value follows from the numbers of the report.

    An equation determines a blank cell if it is the only one in it, or if the numbers already balance: counts are not
    negative, so that blanks that must add up to 0 are 0 each. Values found so feed further equations. A cell for which
    two equations say different things, or one says a negative number, is left out, and so is what was derived from it.
    """
    systems = [_usable(report, equation) for equation in equations]
    known = {key: cell.value for key, cell in report.cells.items() if cell.value is not None}
    found: dict[str, Value] = {}
    refused: set[str] = set()
    changed = True
    while changed:
        changed = False
        for system in systems:
            for key, value in _solve(system, known | found, refused).items():
                if found.get(key, value) != value or value < 0:
                    refused.add(key)
                    found.clear()
                    changed = True
                    break
                if key not in found:
                    found[key] = value
                    changed = True
    return _consistent(systems, known, found)


def _usable(report: Report, equation: LinearForm) -> tuple[Mapping[str, Value], Value] | None:
    """Coefficients and constant over the cells that the document has; ``None`` if one of them cannot be read or is missing."""
    coefficients, constant = equation.residual()
    present: dict[str, Value] = {}
    for key, factor in coefficients.items():
        if key not in report.edition.cell_by_key:
            return None
        state = report.cell(key).state
        if state is CellState.TEXT:
            return None
        if state is CellState.ABSENT:
            if not report.edition.cell_by_key[key].optional and not _replaced(report, key):
                return None
        elif state is not CellState.NOT_APPLICABLE:
            present[key] = factor
    return present, constant


def _replaced(report: Report, key: str) -> bool:
    ref = report.edition.cell_by_key[key]
    stand_ins = (row for row in ref.table.rows if ref.row.key in row.replaces)
    return any(ref.table.cell(row.key, ref.column.key) in report.cells for row in stand_ins)


def _solve(system: tuple[Mapping[str, Value], Value] | None, known: Mapping[str, Value], refused: set[str]) -> dict[str, Value]:
    if system is None:
        return {}
    coefficients, constant = system
    blanks = {key: factor for key, factor in coefficients.items() if key not in known}
    if not blanks or refused & set(blanks):
        return {}
    rest = constant + sum(factor * known[key] for key, factor in coefficients.items() if key in known)
    if len(blanks) == 1:
        ((key, factor),) = blanks.items()
        value = -rest / factor
        return {key: int(value) if value == int(value) else value}
    same_sign = len({factor > 0 for factor in blanks.values()}) == 1
    return dict.fromkeys(blanks, 0) if rest == 0 and same_sign else {}


def _consistent(
    systems: Iterable[tuple[Mapping[str, Value], Value] | None],
    known: Mapping[str, Value],
    found: Mapping[str, Value],
) -> dict[str, Value]:
    """Those of the values found that break no equation."""
    values = {**known, **found}
    broken: set[str] = set()
    for system in systems:
        if system is None or not set(system[0]) <= set(values):
            continue
        if system[1] + sum(factor * values[key] for key, factor in system[0].items()) != 0:
            broken |= set(system[0])
    return {key: value for key, value in found.items() if key not in broken}
