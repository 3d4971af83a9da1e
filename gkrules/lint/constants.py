"""Conditions that do not depend on the report, as far as that can be proven."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Iterator

from gkrules.language.binding import Bound
from gkrules.language.linear import linear_forms
from gkrules.language.syntax import Call, Comparison, Logic, Negative, Node, Number, children, names
from gkrules.lint import codes
from gkrules.lint.findings import LintFinding, within
from gkrules.lint.forms import Key, exact, normal_forms
from gkrules.lint.subject import Subject
from gkrules.model.rule import Expression

_COMPARE: dict[str, Callable[[float, float], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
Interval = tuple[float, float]


def constant_conditions(subject: Subject) -> Iterator[LintFinding]:
    """Conditions, and parts of conditions, that are always true or always false; each once, whatever the editions."""
    for _, rule in subject.loaded:
        for bound in [rules[rule.code] for rules in subject.bound.values() if rule.code in rules][:1]:
            parts = [(rule.condition, bound.condition), *([(rule.when, bound.when)] if rule.when and bound.when else [])]
            for expression, each in parts:
                for node, value in _constants(each.node, each):
                    yield _finding(rule.code, expression, node, value)


def _finding(code: str, expression: Expression, node: Node, value: bool) -> LintFinding:
    part = expression.text[slice(*node.span)]
    zh, en = ("恒真", "always true") if value else ("恒假", "always false")
    return codes.CONDITION_CONSTANT.at(within(expression, node.span), code, zh=f"“{part}”{zh}", en=f"'{part}' is {en}")


def _constants(node: Node, bound: Bound) -> Iterator[tuple[Node, bool]]:
    """The outermost constant parts of a condition, with their value."""
    value = _value(node, bound)
    if value is not None:
        yield node, value
        return
    for child in children(node):
        if not isinstance(node, Comparison | Call):
            yield from _constants(child, bound)


def _value(node: Node, bound: Bound) -> bool | None:
    match node:
        case Comparison():
            return _compared(node, bound)
        case Logic(operator="and" | "or" as word, left=left, right=right) if _opposite(left, right, bound):
            return word == "or"
        case Logic(operator="implies", left=left, right=right) if _same(left, right, bound):
            return True
        case _:
            return None


def _pairs(left: Node, right: Node, bound: Bound) -> list[tuple[Key, Key]]:
    """The normal forms of two conditions at every place; none if there are no names."""
    if not bound.operands:
        return []
    return list(zip(normal_forms(Bound(left, bound.operands)), normal_forms(Bound(right, bound.operands)), strict=True))


def _same(left: Node, right: Node, bound: Bound) -> bool:
    pairs = _pairs(left, right, bound)
    return bool(pairs) and all(one == other for one, other in pairs)


def _opposite(left: Node, right: Node, bound: Bound) -> bool:
    pairs = _pairs(left, right, bound)
    return bool(pairs) and all(one == ("not", other) or other == ("not", one) for one, other in pairs)


def _compared(node: Comparison, bound: Bound) -> bool | None:
    compare = _COMPARE[node.operator]
    if any(names(node)):
        forms = linear_forms(Bound(node, bound.operands)) or ()
        residuals = [exact(form) for form in forms]
        values = {compare(float(constant), 0) for terms, constant in residuals if not terms}
        if residuals and len(values) == 1 and all(not terms for terms, _ in residuals):
            return values.pop()
    (low, high), (least, most) = _range(node.left), _range(node.right)
    # The difference left − right lies between these; if the comparison with 0 is the same at both ends and between, it is constant.
    return _decided(node.operator, low - most, high - least)


def _decided(word: str, low: float, high: float) -> bool | None:
    match word:
        case "<=" | ">":
            below = True if high <= 0 else False if low > 0 else None
            return below if word == "<=" or below is None else not below
        case ">=" | "<":
            above = True if low >= 0 else False if high < 0 else None
            return above if word == ">=" or above is None else not above
        case _:
            equal = True if low == high == 0 else False if low > 0 or high < 0 else None
            return equal if word == "==" or equal is None else not equal


def _range(node: Node) -> Interval:
    """Between which numbers a value surely lies."""
    match node:
        case Number(value=value):
            return value, value
        case Negative(operand=operand):
            low, high = _range(operand)
            return -high, -low
        case Call(function="abs" | "count"):
            return 0, math.inf
        case _:
            return -math.inf, math.inf
