"""The conditions of single rules: constant ones, those that fix a year, and what `blank` and `bindings` say of their names."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Iterator

from gkrules.language.binding import Bound
from gkrules.language.linear import linear_forms
from gkrules.language.parser import nearest
from gkrules.language.syntax import Call, Comparison, Logic, Negative, Node, Number, children, names
from gkrules.lint.findings import LintCode, LintFinding, within
from gkrules.lint.linear import Key, exact, normal_forms
from gkrules.lint.subject import RuleFile, Subject
from gkrules.model.relations import split
from gkrules.model.rule import Expression, Rule

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
    for rule, expression, bound in _expressions(subject):
        for node, value in constant_parts(bound.node, bound):
            where, part = within(expression, node.span), expression.text[slice(*node.span)]
            yield LintCode.CONDITION_CONSTANT.at(where, rule.code, says="true" if value else "false", part=part)


def fixed_years(subject: Subject) -> Iterator[LintFinding]:
    """Comparisons of a fact about a year with nothing but numbers: what differs between years belongs into editions and bindings."""
    for rule, expression, bound in _expressions(subject):
        for node in _year_comparisons(bound.node):
            yield LintCode.YEAR_FIXED.at(within(expression, node.span), rule.code, part=expression.text[slice(*node.span)])


def unused_names(subject: Subject) -> Iterator[LintFinding]:
    """Entries of `blank` and `bindings` for names that no condition uses: most likely misspelt, and without effect."""
    for each, rule in subject.loaded:
        bound = subject.bound_anywhere(rule.code)
        if bound is None:
            continue
        used = {name.text for part in (bound.condition, bound.when) if part for name in names(part.node)}
        bare = used | {split(name)[1] for name in used}
        yield from (_unused(each, name, used, "blank") for name in sorted({*rule.blank} - {"", *used}))
        for edition, renamed in rule.bindings.items():
            if edition not in rule.editions:
                yield LintCode.NAME_UNUSED.at(each.place("bindings", edition), rule.code, says="edition", edition=edition)
            yield from (_unused(each, name, bare, "bindings", edition) for name in sorted({*renamed} - bare))


def _unused(each: RuleFile, name: str, used: set[str], *path: str) -> LintFinding:
    hint = nearest(name, sorted(used))
    return LintCode.NAME_UNUSED.at(each.place(*path, name), each.code, key=path[0], name=name, hint=hint)


def _expressions(subject: Subject) -> Iterator[tuple[Rule, Expression, Bound]]:
    """The conditions of the folder's rules as they stand in the file, with what they mean in the first edition that binds them."""
    for _, rule in subject.loaded:
        if bound := subject.bound_anywhere(rule.code):
            yield rule, rule.condition, bound.condition
            if rule.when and bound.when:
                yield rule, rule.when, bound.when


def constant_parts(node: Node, bound: Bound) -> Iterator[tuple[Node, bool]]:
    """The outermost constant parts of a condition, with their value."""
    value = _value(node, bound)
    if value is not None:
        yield node, value
        return
    for child in children(node):
        if not isinstance(node, Comparison | Call):
            yield from constant_parts(child, bound)


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
        residuals = [exact(form) for form in linear_forms(Bound(node, bound.operands)) or ()]
        values = {None if terms else compare(float(constant), 0) for terms, constant in residuals}
        if len(values) == 1 and None not in values:
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


def _year_comparisons(node: Node) -> Iterator[Comparison]:
    if isinstance(node, Comparison):
        years = [name.text for name in names(node) if name.text.endswith("year")]
        if years and len(years) == len(list(names(node))) and any(isinstance(each, Number) for each in _leaves(node)):
            yield node
        return
    for child in children(node):
        yield from _year_comparisons(child)


def _leaves(node: Node) -> list[Node]:
    below = children(node)
    return [leaf for child in below for leaf in _leaves(child)] if below else [node]
