"""The single cells whose change mends broken equations and breaks no other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from gkrules.language.linear import LinearForm
from gkrules.model.cells import CellState
from gkrules.model.findings import Finding, Suspect
from gkrules.model.report import Report

Value = int | float
# Coefficients over the cells that the document has, and how far left is above right.
_Balance = tuple[Mapping[str, Value], Value]


def suspects_of(report: Report, findings: Sequence[Finding], equations: Iterable[LinearForm]) -> dict[int, tuple[Suspect, ...]]:
    """For findings about equations, by their number: the cells one of which may be wrong, with the value that mends all.

    Broken equations that share cells are looked at together. A cell is suspected if it stands in each of them, one and
    the same value mends them all, that value can stand there (not negative, whole where the column counts), and no
    equation that holds would break. All such cells are given, in the order of the form; more than one wrong cell is not
    looked for.
    """
    broken = {number: balance for number, finding in enumerate(findings) if (balance := _broken(report, finding))}
    holding = [balance for form in equations if (balance := _holding(report, form))]
    result: dict[int, tuple[Suspect, ...]] = {}
    for together in _connected(broken):
        found = _mending(report, [broken[number] for number in together], holding)
        confidence = "likely" if len(found) == 1 else "possible"
        suspects = tuple(Suspect(key, report.cell(key).value, value, confidence) for key, value in found)
        result |= dict.fromkeys(together, suspects)
    return result


def _broken(report: Report, finding: Finding) -> _Balance | None:
    if finding.equation is None or finding.difference is None:
        return None
    factors: dict[str, Value] = {}
    for sign, terms in ((1, finding.equation.left), (-1, finding.equation.right)):
        for factor, key in terms:
            factors[key] = factors.get(key, 0) + sign * factor
    return (factors, finding.difference) if all(key in report.edition.cell_by_key for key in factors) else None


def _holding(report: Report, form: LinearForm) -> _Balance | None:
    """An equation that holds among numbers; ``None`` if it does not, or if anything else than a number stands in it."""
    factors, constant = form.residual()
    present = {key: factor for key, factor in factors.items() if report.cell(key).state is not CellState.ABSENT}
    values = {key: report.cell(key).value for key in present}
    if not present or any(value is None for value in values.values()):
        return None
    residual = constant + sum(factor * (values[key] or 0) for key, factor in present.items())
    return (present, 0) if abs(residual) < 1e-9 else None


def _connected(broken: Mapping[int, _Balance]) -> list[list[int]]:
    """The numbers of the equations in groups that share cells."""
    groups: list[tuple[set[str], list[int]]] = []
    for number, (factors, _) in broken.items():
        cells, numbers = set(factors), [number]
        rest = []
        for other, members in groups:
            if other & cells:
                cells |= other
                numbers = [*members, *numbers]
            else:
                rest.append((other, members))
        groups = [*rest, (cells, numbers)]
    return [numbers for _, numbers in groups]


def _mending(report: Report, broken: Sequence[_Balance], holding: Sequence[_Balance]) -> list[tuple[str, Value]]:
    shared = set.intersection(*(set(factors) for factors, _ in broken))
    settled = {key for factors, _ in holding for key in factors}
    found = []
    for key in report.edition.cell_by_key:
        if key not in shared or key in settled:
            continue
        values = {round((report.cell(key).value or 0) - difference / factors[key], 9) for factors, difference in broken}
        if len(values) == 1 and _can_stand(report, key, value := values.pop()):
            found.append((key, int(value) if value == int(value) else value))
    return found


def _can_stand(report: Report, key: str, value: Value) -> bool:
    kind = report.edition.cell_by_key[key].column.type
    return (kind == "change" or value >= 0) and (kind == "amount" or value == int(value))
