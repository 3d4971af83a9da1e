"""Mutants: a rule with one small fault put into it. A set of cases that does not notice the fault does not test the rule."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from gkrules.compile.kernel import blank_policies
from gkrules.language.binding import CONSTANTS, Bound, BoundRule, bind
from gkrules.language.linear import linear_forms
from gkrules.language.names import Names
from gkrules.language.parser import parse
from gkrules.language.scopes import Operand
from gkrules.language.syntax import (
    FUNCTIONS,
    Arithmetic,
    Call,
    Comparison,
    Logic,
    Name,
    Negative,
    Node,
    Not,
    Number,
    children,
    names,
)
from gkrules.model.rule import Rule

Operator = Literal["==", "!=", "<", "<=", ">", ">="]
NEIGHBOURS: dict[Operator, tuple[Operator, ...]] = {
    "==": ("<=", ">="),
    "!=": ("==",),
    ">=": (">",),
    "<=": ("<",),
    ">": (">=",),
    "<": ("<=",),
}
NEVER_BLANK = ("unit.", "note.", "document.has_text", "report.year_certain", "last_year.known", "below.known", "claim.")
"""How the names begin of the facts that every report has, and of the numbers of statements, which are there or not, but never blank."""

_LEVELS = {"implies": 1, "or": 2, "and": 3, "not": 4, "comparison": 5, "+": 6, "-": 6, "*": 7, "negative": 8}


@dataclass(frozen=True)
class Dropped:
    """A member of a group that is left out: that of this number, at every place of the rule in one edition."""

    edition: str
    name: str
    member: int


@dataclass(frozen=True)
class Mutant:
    """A rule with one fault.

    Attributes:
        rule: the rule; the fault is in it unless a member is `dropped`.
        description: the part of the rule that differs, as its file would have it; tells the mutants of a rule apart.
        dropped: the member that is left out when the rule is bound.
        equivalent: why no report can tell it from the rule; empty if one may.
    """

    rule: Rule
    description: str
    dropped: Dropped | None = None
    equivalent: str = ""

    @property
    def editions(self) -> tuple[str, ...]:
        """The editions in which it differs from the rule."""
        return (self.dropped.edition,) if self.dropped else self.rule.editions

    def bound(self, names: Names) -> BoundRule:
        """The mutant bound to one of its editions."""
        whole = bind(self.rule, names)
        return _without(whole, self.dropped) if self.dropped else whole


def unparse(node: Node) -> str:
    """The text of a syntax tree; parsed, it gives the same tree."""
    match node:
        case Number(value=value):
            return format(Decimal(repr(value)), "f")
        case Name(text=text):
            return text
        case Call(function=function, arguments=arguments):
            return f"{function}({', '.join(unparse(argument) for argument in arguments)})"
        case Not(operand=operand):
            return f"not {_inner(operand, 4)}"
        case Negative(operand=operand):
            return f"-{_inner(operand, 8)}"
        case Comparison(operator=operator, left=left, right=right):
            return f"{_inner(left, 6)} {operator} {_inner(right, 6)}"
        case Logic(operator="implies", left=left, right=right):
            return f"{_inner(left, 2)} implies {_inner(right, 1)}"
        case Arithmetic() | Logic():
            level = _LEVELS[node.operator]
            return f"{_inner(node.left, level)} {node.operator} {_inner(node.right, level + 1)}"


def _inner(node: Node, at_least: int) -> str:
    """The text of an operand, in parentheses if it binds less tightly than its place asks."""
    kind = node.operator if isinstance(node, Arithmetic | Logic) else type(node).__name__.lower()
    level = _LEVELS.get(kind, 9)
    return unparse(node) if level >= at_least else f"({unparse(node)})"


def variants(node: Node) -> Iterator[Node]:
    """Every tree that differs from this one by one fault."""
    yield from _here(node)
    match node:
        case Not(operand=Call(function=function)) if FUNCTIONS[function].gives == "truth":
            return  # its negation is the question alone, which dropping `not` has given
        case Not(operand=operand) | Negative(operand=operand):
            yield from (replace(node, operand=other) for other in variants(operand))
        case Arithmetic(left=left, right=right) | Comparison(left=left, right=right) | Logic(left=left, right=right):
            yield from (replace(node, left=other) for other in variants(left))
            yield from (replace(node, right=other) for other in variants(right))
        case Call(arguments=arguments) if FUNCTIONS[node.function].argument != "cell":
            for number, argument in enumerate(arguments):
                for other in variants(argument):
                    yield replace(node, arguments=(*arguments[:number], other, *arguments[number + 1 :]))


def _here(node: Node) -> Iterator[Node]:
    """The faults at the root of a tree."""
    span = node.span
    match node:
        case Number(value=value):
            yield from (_number(value + step, node) for step in (1, -1))
        case Name(text=text) if text in CONSTANTS:
            yield from (_number(CONSTANTS[text] + step, node) for step in (1, -1))
        case Comparison(operator=operator):
            yield from (replace(node, operator=other) for other in NEIGHBOURS[operator])
        case Arithmetic(operator="+", left=left, right=right):
            yield from (left, right, replace(node, operator="-"))
        case Arithmetic(operator="-", left=left, right=right):
            yield from (left, Negative(right, span), replace(node, operator="+"))
        case Logic(operator="implies", left=left, right=right):
            yield from (right, Not(left, span))
        case Logic(left=left, right=right):
            yield from (left, right)
        case Not(operand=operand) | Negative(operand=operand):
            yield operand
        case Call(function=function, arguments=arguments):
            if FUNCTIONS[function].gives == "truth":
                yield Not(node, span)
            if len(arguments) > 1:
                yield from (replace(node, arguments=(*arguments[:each], *arguments[each + 1 :])) for each in range(len(arguments)))


def _number(value: float, at: Number | Name) -> Node:
    return Number(value, at.span) if value >= 0 else Negative(Number(-value, at.span), at.span)


def mutants_of(rule: Rule, editions: Mapping[str, Names]) -> list[Mutant]:
    """The mutants of a rule; `editions` says what its names mean in each edition.

    Each changes one thing: a comparison to its neighbour; an operand, an argument or a member of a group is dropped; a sign
    is swapped, a truth negated, a constant changed by 1; ``when`` is dropped; the blank policy of a name is turned over; the
    tolerance is set to 0 or raised by 1. Those that read no cell and no fact are left out, for they are no rules.

    Raises:
        RuleError: an expression of the rule is malformed, or names what an edition does not have.
    """
    wholes = {key: bind(rule, editions[key]) for key in rule.editions if key in editions}
    found = [*_of_condition(rule), *_of_when(rule), *_of_blanks(rule, list(wholes.values())), *_of_tolerance(rule)]
    for key, whole in wholes.items():
        found += _of_groups(rule, key, whole)
    distinct = {mutant.description: mutant for mutant in reversed(found)}
    return [_judged(mutant, {key: (editions[key], whole) for key, whole in wholes.items()}) for mutant in reversed(distinct.values())]


def _of_condition(rule: Rule) -> Iterator[Mutant]:
    for tree in variants(parse(rule.condition)):
        if any(name.text not in CONSTANTS for name in names(tree)):
            text = unparse(tree)
            yield Mutant(replace(rule, condition=replace(rule.condition, text=text)), f"assert: {text}")


def _of_when(rule: Rule) -> Iterator[Mutant]:
    if rule.when:
        yield Mutant(replace(rule, when=None), "when: (dropped)")
        for tree in variants(parse(rule.when)):
            text = unparse(tree)
            yield Mutant(replace(rule, when=replace(rule.when, text=text)), f"when: {text}")


def _of_blanks(rule: Rule, wholes: Sequence[BoundRule]) -> Iterator[Mutant]:
    bounds = [each for whole in wholes for each in (whole.condition, whole.when) if each]
    for name in dict.fromkeys(name for each in bounds for name in each.operands):
        other = "unknown" if blank_policies(wholes[0])(name) == "zero" else "zero"
        reason = _blank_is_never_read(name, rule, [operand for each in bounds for operand in each.operands.get(name, ())])
        yield Mutant(replace(rule, blank={**rule.blank, name: other}), f"blank: {{{name}: {other}}}", equivalent=reason)


def _blank_is_never_read(name: str, rule: Rule, operands: Sequence[Operand]) -> str:
    """Why the blank policy of a name does not matter to a rule; empty if it may."""
    condition, when = parse(rule.condition), parse(rule.when) if rule.when else None
    needed_to_apply = when is not None and _adds(when, name)
    if all(key.startswith(NEVER_BLANK) for operand in operands for key in operand.keys):
        return "every report has this fact"
    if not needed_to_apply and not _adds(condition, name):
        return "the name stands in no arithmetic, and only arithmetic reads the blank policy"
    if (when is not None and name in _asked_first(when)) or (not needed_to_apply and name in _asked_first(condition)):
        return "is_number decides where the name is blank"
    comparisons = [node for tree in (condition, when) if tree for node in _all(tree) if isinstance(node, Comparison) and _adds(node, name)]
    if not any(operand.group for operand in operands) and all(_reads_only(node, name) for node in comparisons):
        return "where the name is blank, nothing that it is compared with is a number of the report either"
    return ""


def _reads_only(node: Node, name: str) -> bool:
    counts = any(isinstance(each, Call) and each.function == "count" for each in _all(node))
    return not counts and {each.text for each in names(node)} <= {name, *CONSTANTS}


def _adds(node: Node, name: str) -> bool:
    """Whether a name's blank policy is read: it stands somewhere else than in a question, a count or an extreme."""
    if isinstance(node, Call) and (FUNCTIONS[node.function].argument == "cell" or node.function in ("count", "min", "max")):
        return any(not isinstance(child, Name) and _adds(child, name) for child in children(node))
    return (isinstance(node, Name) and node.text == name) or any(_adds(child, name) for child in children(node))


def _asked_first(node: Node) -> set[str]:
    """The names without whose number a condition is false, whatever else it says."""
    match node:
        case Call(function="is_number", arguments=(Name(text=text),)):
            return {text}
        case Logic(operator="and", left=left, right=right):
            return _asked_first(left) | _asked_first(right)
        case _:
            return set()


def _of_tolerance(rule: Rule) -> Iterator[Mutant]:
    compares = any(isinstance(node, Comparison) for node in _all(parse(rule.condition)))
    equivalent = "" if compares else "the condition compares nothing"
    for tolerance in (rule.tolerance + 1, *([0.0] if rule.tolerance else [])):
        yield Mutant(replace(rule, tolerance=tolerance), f"tolerance: {tolerance:g}", equivalent=equivalent)


def _all(node: Node) -> Iterator[Node]:
    yield node
    for child in children(node):
        yield from _all(child)


def _of_groups(rule: Rule, edition: str, whole: BoundRule) -> Iterator[Mutant]:
    operands = {name: each for bound in (whole.condition, whole.when) if bound for name, each in bound.operands.items()}
    for name, places in operands.items():
        if any(operand.group for operand in places):
            for member in range(max(len(operand.keys) for operand in places)):
                dropped = Dropped(edition, name, member)
                if all(_without(whole, dropped).keys(place) for place in range(len(places))):
                    yield Mutant(rule, f"{name} of {edition} without {_pattern(member, places)}", dropped)


def _pattern(member: int, places: Sequence[Operand]) -> str:
    """What the keys of a member have in common: ``applications.*.business``."""
    keys = [operand.keys[member].split(".") for operand in places if member < len(operand.keys)]
    return ".".join(parts[0] if len(set(parts)) == 1 else "*" for parts in zip(*keys, strict=False))


def _without(whole: BoundRule, dropped: Dropped) -> BoundRule:
    def cut(bound: Bound) -> Bound:
        if dropped.name not in bound.operands:
            return bound
        keys = [operand.keys for operand in bound.operands[dropped.name]]
        left = tuple(Operand((*each[: dropped.member], *each[dropped.member + 1 :]), group=True) for each in keys)
        return Bound(bound.node, {**bound.operands, dropped.name: left})

    return replace(whole, condition=cut(whole.condition), when=cut(whole.when) if whole.when else None)


def _judged(mutant: Mutant, wholes: Mapping[str, tuple[Names, BoundRule]]) -> Mutant:
    """The mutant, marked as equivalent if only its condition differs, and that is the same linear form as the rule's."""
    same = all(mutant.rule.condition == whole.rule.condition for _, whole in wholes.values())
    if same or any(_forms(whole) != _forms(mutant.bound(names)) for names, whole in wholes.values()):
        return mutant
    return replace(mutant, equivalent="the same linear form")


def _forms(whole: BoundRule) -> object:
    """The linear form at each place, and what a blank of each name means; of another condition, its own tree."""
    forms, policy = linear_forms(whole.condition), blank_policies(whole)
    if forms is None:
        return whole.condition.node
    sides = [(form.operator, *((each.coefficients(), each.constant) for each in (form.left, form.right))) for form in forms]
    return sides, {name: policy(name) for name in whole.condition.operands}
