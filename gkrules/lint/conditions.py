"""Conditions in a normal form, so that two that say the same are equal whatever their text.

A comparison of linear expressions becomes its residual, scaled so that the first coefficient is 1; everything else
becomes a tree over the cells and facts that its names stand for, with the operands of commutative operators sorted.
"""

from __future__ import annotations

from collections.abc import Hashable
from fractions import Fraction

from gkrules.language.binding import Bound
from gkrules.language.linear import LinearForm, linear_forms
from gkrules.language.syntax import Arithmetic, Call, Comparison, Logic, Name, Negative, Node, Not, Number

Key = tuple[Hashable, ...]
Row = dict[str, Fraction]

_MIRRORED = {">": "<", ">=": "<="}
_COMMUTATIVE = ("and", "or", "+", "*")


def places_of(bound: Bound) -> int:
    """At how many places an expression is bound; 0 if it has no names."""
    return len(next(iter(bound.operands.values()), ()))


def normal_forms(bound: Bound) -> list[Key]:
    """The normal form of a condition at each of its places."""
    return _keys(bound.node, bound, places_of(bound))


def exact(form: LinearForm) -> tuple[Row, Fraction]:
    """Left − right as exact fractions: its coefficients, and its constant. Cells that cancel are left out."""
    terms: Row = {}
    for sign, side in ((1, form.left), (-1, form.right)):
        for coefficient, key in side.terms:
            terms[key] = terms.get(key, Fraction(0)) + sign * fraction(coefficient)
    constant = fraction(form.left.constant) - fraction(form.right.constant)
    return {key: value for key, value in terms.items() if value}, constant


def fraction(value: float) -> Fraction:
    """A number as it is written: 0.1 is a tenth."""
    return Fraction(str(value))


def conjuncts(node: Node) -> list[Node]:
    """The parts of a condition that must all hold."""
    if isinstance(node, Logic) and node.operator == "and":
        return [*conjuncts(node.left), *conjuncts(node.right)]
    return [node]


def forms_of(bound: Bound) -> list[tuple[LinearForm, ...] | None]:
    """The linear form, at every place, of each part that must hold; ``None`` for a part that has none."""
    return [linear_forms(Bound(part, bound.operands)) for part in conjuncts(bound.node)]


def _keys(node: Node, bound: Bound, count: int) -> list[Key]:
    match node:
        case Comparison():
            forms = linear_forms(Bound(node, bound.operands))
            if forms:
                return [_linear(form) for form in forms]
            left, right, operator = node.left, node.right, node.operator
            if operator in _MIRRORED:
                left, right, operator = right, left, _MIRRORED[operator]  # type: ignore[assignment]
            pairs = zip(_keys(left, bound, count), _keys(right, bound, count), strict=True)
            return [(operator, *(_sorted(pair) if operator in ("==", "!=") else pair)) for pair in pairs]
        case Number(value=value):
            return [("number", fraction(value))] * count
        case Name(text=text):
            return [("cells", *sorted(operand.keys)) for operand in bound.operands[text]]
        case Not(operand=Not(operand=inner)):
            return _keys(inner, bound, count)
        case Not(operand=inner):
            return [("not", key) for key in _keys(inner, bound, count)]
        case Negative(operand=inner):
            return [("-", key) for key in _keys(inner, bound, count)]
        case Arithmetic(operator=operator, left=left, right=right) | Logic(operator=operator, left=left, right=right):
            pairs = zip(_keys(left, bound, count), _keys(right, bound, count), strict=True)
            return [(operator, *(_sorted(pair) if operator in _COMMUTATIVE else pair)) for pair in pairs]
        case Call(function=function, arguments=arguments):
            each = zip(*(_keys(argument, bound, count) for argument in arguments), strict=True)
            return [(function, *_sorted(keys)) for keys in each]


def _sorted(keys: tuple[Key, ...]) -> list[Key]:
    return sorted(keys, key=repr)


def _linear(form: LinearForm) -> Key:
    terms, constant = exact(form)
    operator = form.operator
    if operator in _MIRRORED:
        terms, constant, operator = {key: -value for key, value in terms.items()}, -constant, _MIRRORED[operator]
    if terms:
        first = terms[min(terms)]
        scale = first if operator in ("==", "!=") else abs(first)
        terms, constant = {key: value / scale for key, value in terms.items()}, constant / scale
    return ("linear", operator, constant, *sorted(terms.items()))
