"""Linear forms: most conditions are an equation between sums of cells, and this is it as numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from gkrules.language.binding import Bound, BoundRule
from gkrules.language.syntax import Arithmetic, Call, Comparison, Logic, Name, Negative, Node, Number
from gkrules.model.edition import Edition
from gkrules.model.findings import Severity

Terms = tuple[tuple[int | float, str], ...]


@dataclass(frozen=True)
class Side:
    """One side of a comparison: Σ coefficient · cell + constant, in the order of the text."""

    terms: Terms
    constant: int | float = 0

    def coefficients(self) -> dict[str, int | float]:
        """Coefficient by cell, like terms put together."""
        result: dict[str, int | float] = {}
        for coefficient, key in self.terms:
            result[key] = result.get(key, 0) + coefficient
        return result


@dataclass(frozen=True)
class LinearForm:
    """``left operator right`` at one place."""

    operator: str
    left: Side
    right: Side

    def residual(self) -> tuple[Mapping[str, int | float], int | float]:
        """Coefficients and constant of left − right; cells that cancel are left out."""
        result = self.left.coefficients()
        for key, coefficient in self.right.coefficients().items():
            result[key] = result.get(key, 0) - coefficient
        return {key: value for key, value in result.items() if value}, self.left.constant - self.right.constant


def linear_forms(bound: Bound) -> tuple[LinearForm, ...] | None:
    """The linear form of a condition at each of its places; ``None`` if it is not a comparison of linear expressions."""
    node = bound.node
    if not isinstance(node, Comparison):
        return None
    count = len(next(iter(bound.operands.values()), ()))
    forms = []
    for place in range(count):
        left, right = _side(node.left, bound, place), _side(node.right, bound, place)
        if left is None or right is None:
            return None
        forms.append(LinearForm(node.operator, left, right))
    return tuple(forms)


def standing_forms(bound: BoundRule, edition: Edition) -> Iterator[tuple[int, LinearForm]]:
    """The equations of a rule that always hold and are about this report alone, with the numbers of their places."""
    rule, cells = bound.rule, edition.cell_by_key
    if bound.when is not None or rule.severity is not Severity.ERROR or rule.tolerance:
        return
    for place, form in enumerate(linear_forms(bound.condition) or ()):
        if form.operator == "==" and all(key in cells for key in form.residual()[0]):
            yield place, form


def leading(node: Node) -> Comparison | None:
    """A condition that is a comparison, or the first of alternatives that are."""
    while isinstance(node, Logic) and node.operator == "or":
        node = node.left
    return node if isinstance(node, Comparison) else None


def shown_forms(bound: Bound) -> tuple[LinearForm, ...] | None:
    """What findings show of a condition at each place: its linear form, or that of the first of its alternatives."""
    first = leading(bound.node)
    return None if first is None else linear_forms(Bound(first, bound.operands))


def _side(node: Node, bound: Bound, place: int) -> Side | None:
    match node:
        case Number(value=value):
            return Side((), value)
        case Name(text=text):
            return Side(tuple((1, key) for key in bound.operands[text][place].keys))
        case Negative(operand=operand):
            inner = _side(operand, bound, place)
            return None if inner is None else _scaled(inner, -1)
        case Call(function="sum", arguments=arguments):
            sides = [_side(argument, bound, place) for argument in arguments]
            known = [side for side in sides if side is not None]
            if len(known) < len(sides):
                return None
            return Side(tuple(term for side in known for term in side.terms), sum(side.constant for side in known))
        case Arithmetic(operator=operator, left=left, right=right):
            return _combined(operator, _side(left, bound, place), _side(right, bound, place))
        case _:
            return None


def _combined(operator: str, left: Side | None, right: Side | None) -> Side | None:
    if left is None or right is None:
        return None
    if operator == "*":
        if left.terms and right.terms:
            return None
        return _scaled(right, left.constant) if not left.terms else _scaled(left, right.constant)
    other = right if operator == "+" else _scaled(right, -1)
    return Side((*left.terms, *other.terms), left.constant + other.constant)


def _scaled(side: Side, factor: int | float) -> Side:
    return Side(tuple((coefficient * factor, key) for coefficient, key in side.terms), side.constant * factor)
