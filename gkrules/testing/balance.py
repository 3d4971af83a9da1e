"""The equations of an edition as sums: which cells follow from which, so that reports can be made that hold by construction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from gkrules.compile.kernel import Kernel
from gkrules.compile.ruleset import Ruleset
from gkrules.language.linear import LinearForm
from gkrules.model.edition import Edition
from gkrules.model.findings import Severity

Number = int | float


@dataclass(frozen=True)
class SumEquation:
    """An equation that always holds: Σ factor · cell = 0.

    Attributes:
        code: of the rule that it belongs to.
        factors: by cell of the official form, in the order of the form.
        total: the cell that stands alone on one side; empty if none does.
    """

    code: str
    factors: Mapping[str, Number]
    total: str = ""

    def residual(self, values: Mapping[str, Number]) -> Number:
        """What the sum is for these values."""
        return round(sum(factor * values[key] for key, factor in self.factors.items()), 9)


@dataclass(frozen=True)
class Balance:
    """How the cells of an edition hang together.

    Attributes:
        edition: the edition.
        equations: all of them.
        sums: the cells that follow from others, each after those that it follows from, with its equation.
        free: the cells that follow from none, in the order of the form.
    """

    edition: Edition
    equations: tuple[SumEquation, ...]
    sums: Mapping[str, SumEquation]
    free: tuple[str, ...] = field(default=())

    def complete(self, free: Mapping[str, Number]) -> dict[str, Number]:
        """The cells of a report whose free cells are given, the others of these being 0: all equations hold, no sum is negative.

        Where a sum would be negative, the free cells that take away from it are cut down as far as it needs.
        """
        values: dict[str, Number] = {**dict.fromkeys(self.edition.cells, 0), **free}
        while True:
            for key, equation in self.sums.items():
                value = -equation.residual({**values, key: 0}) / equation.factors[key]
                if value < 0 and self._cut(values, key, equation, -value):
                    break
                values[key] = int(value) if value == int(value) else value
            else:
                return values

    def sources(self, keys: Iterable[str]) -> set[str]:
        """The free cells that cells follow from, themselves included where they are free."""
        found: set[str] = set()
        left, seen = list(keys), set()
        while left:
            key = left.pop()
            if key in self.sums and key not in seen:
                seen.add(key)
                left += [each for each in self.sums[key].factors if each != key]
            elif key in self.free:
                found.add(key)
        return found

    def _cut(self, values: dict[str, Number], total: str, equation: SumEquation, excess: Number) -> bool:
        """Take the excess away from the free cells that stand on the side of a sum."""
        before = excess
        for key, factor in equation.factors.items():
            if key != total and key in self.free and factor * equation.factors[total] > 0:
                cut = min(values[key], excess)
                values[key] -= cut
                excess -= cut
        return excess < before


def balance_of(ruleset: Ruleset, edition: Edition) -> Balance:
    """How the cells of an edition hang together under the equations of a ruleset."""
    equations = tuple(each for kernel in ruleset.compiled(edition.key).kernels.values() for each in _equations(kernel, edition))
    defined: dict[str, SumEquation] = {}
    for equation in equations:
        if equation.total and equation.total not in defined:
            defined[equation.total] = equation
    for equation in equations:
        # What has no total defines its first cell that follows from nothing yet.
        key = "" if equation.total else next((each for each in equation.factors if each not in defined), "")
        if key:
            defined[key] = equation
    return Balance(edition, equations, _in_order(defined), tuple(key for key in edition.cells if key not in defined))


def _in_order(defined: Mapping[str, SumEquation]) -> dict[str, SumEquation]:
    """The definitions, each after those of the cells that it needs."""
    ordered: dict[str, SumEquation] = {}

    def add(key: str) -> None:
        for other in defined[key].factors:
            if other != key and other in defined and other not in ordered:
                add(other)
        ordered[key] = defined[key]

    for key in defined:
        if key not in ordered:
            add(key)
    return ordered


def _equations(kernel: Kernel, edition: Edition) -> list[SumEquation]:
    """The equations of a rule, if it always applies and is about cells of the official form and of this report only."""
    if kernel.bound.when is not None or kernel.bound.rule.severity is Severity.INFO:
        return []
    found = (_equation(kernel.code, form, edition) for form in kernel.linear or () if form.operator == "==")
    return [equation for equation in found if equation]


def _equation(code: str, form: LinearForm, edition: Edition) -> SumEquation | None:
    official = set(edition.cells)
    sides = [{key: factor for key, factor in side.coefficients().items() if key in official} for side in (form.left, form.right)]
    factors, constant = form.residual()
    if constant or not all(sides) or not all(key in edition.cell_by_key for key in factors):
        return None
    total = next((next(iter(side)) for side in sides if len(side) == 1), "")
    return SumEquation(code, {key: factors[key] for key in edition.cells if key in factors}, total)
