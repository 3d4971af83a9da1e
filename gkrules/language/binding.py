"""Names → cells: an expression together with what its names mean at every place of its rule."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal, NoReturn

from gkrules.language.names import Names
from gkrules.language.parser import fail, nearest, parse
from gkrules.language.scopes import Operand, Scope, cells_of, scopes
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
)
from gkrules.model.relations import CLAIM, split
from gkrules.model.rule import Expression, Rule
from gkrules.model.units import Level
from gkrules.words import phrase

CONSTANTS: dict[str, int] = {"unknown": 0, **{level.name.lower(): int(level) for level in Level}}
"""Names that stand for a number everywhere: the levels of organs."""


@dataclass(frozen=True)
class Bound:
    """An expression whose names are known to stand for something at each place.

    Attributes:
        node: the syntax tree.
        operands: for each name in it, its operand at each place, in the order of `scopes`.
    """

    node: Node
    operands: Mapping[str, tuple[Operand, ...]]


@dataclass(frozen=True)
class BoundRule:
    """A rule bound to an edition: its places, its condition and the condition under which it applies."""

    rule: Rule
    scopes: tuple[Scope, ...]
    condition: Bound
    when: Bound | None

    def read(self) -> set[str]:
        """All cells and facts that the rule reads anywhere."""
        conditions = [self.condition, *([self.when] if self.when else [])]
        return {key for each in conditions for operands in each.operands.values() for operand in operands for key in operand.keys}

    def places(self) -> list[set[str]]:
        """All cells and facts that the rule reads, by place."""
        found: list[set[str]] = [set() for _ in self.scopes]
        for each in [self.condition, *([self.when] if self.when else [])]:
            for operands in each.operands.values():
                for keys, operand in zip(found, operands, strict=True):
                    keys.update(operand.keys)
        return found

    def keys(self, place: int) -> tuple[str, ...]:
        """The cells and facts that the condition reads at a place, in its order, each once."""
        if place not in self._keys:
            found = (key for operands in self.condition.operands.values() for key in operands[place].keys)
            self._keys[place] = tuple(dict.fromkeys(found))
        return self._keys[place]

    @cached_property
    def _keys(self) -> dict[int, tuple[str, ...]]:
        """What `keys` has said, for it is asked for every finding."""
        return {}


def bind(rule: Rule, names: Names) -> BoundRule:
    """Bind a rule to an edition.

    Raises:
        RuleError: an expression of the rule is malformed, or names what the edition does not have.
    """
    places = tuple(scopes(rule.for_each, names))
    renamed = rule.bindings.get(names.edition.key, {})
    condition = _Binder(rule.condition, places, names, renamed).bound()
    when = _Binder(rule.when, places, names, renamed).bound() if rule.when else None
    if not places or not condition.operands:
        key = "language/bad_expression.names-nothing" if places else "language/bad_expression.no-place"
        fail(rule.condition if places else rule.for_each, (0, 1), key)
    return BoundRule(rule, places, condition, when)


class _Binder:
    """Binds one expression. `renamed` says what a name of the rule is called in this edition."""

    def __init__(
        self,
        expression: Expression,
        places: tuple[Scope, ...],
        names: Names,
        renamed: Mapping[str, str],
    ) -> None:
        self.expression, self.places, self.names, self.renamed = expression, places, names, renamed
        self.edition, self.facts = names.edition, frozenset(names.facts)
        self.operands: dict[str, tuple[Operand, ...]] = {}

    def bound(self) -> Bound:
        """Parse and bind."""
        node = self._with_constants(parse(self.expression))
        self._collect(node, "alone")
        return Bound(node, self.operands)

    def _with_constants(self, node: Node) -> Node:
        match node:
            case Name(text=text, span=span) if text in CONSTANTS and not any(text in scope.names for scope in self.places):
                return Number(CONSTANTS[text], span)
            case Negative(operand=operand) | Not(operand=operand):
                return replace(node, operand=self._with_constants(operand))
            case Arithmetic(left=left, right=right) | Comparison(left=left, right=right) | Logic(left=left, right=right):
                return replace(node, left=self._with_constants(left), right=self._with_constants(right))
            case Call(arguments=arguments):
                return replace(node, arguments=tuple(self._with_constants(argument) for argument in arguments))
            case _:
                return node

    def _collect(self, node: Node, position: Literal["alone", "numbers"]) -> None:
        if isinstance(node, Name):
            operands = tuple(self._operand(node, scope) for scope in self.places)
            self.operands[node.text] = operands
            if position == "alone" and any(operand.group for operand in operands):
                fail(self.expression, node.span, "language/bad_expression.group-alone", name=node.text)
            return
        numbers = isinstance(node, Call) and FUNCTIONS[node.function].argument == "numbers"
        for child in children(node):
            self._collect(child, "numbers" if numbers else "alone")

    def _operand(self, name: Name, scope: Scope) -> Operand:
        if name.text in self.facts:
            return Operand((name.text,), group=False)
        prefix, rest = split(name.text)
        if prefix == CLAIM and rest in self.names.claims.by_key:
            return Operand((name.text,), group=False)
        rest = self.renamed.get(rest, rest)
        found = self._of_report(rest, scope)
        if found is None:
            self._unknown(name, rest, scope)
        return Operand(tuple(f"{prefix}{key}" for key in found.keys), found.group) if prefix else found

    def _of_report(self, text: str, scope: Scope) -> Operand | None:
        if text in scope.names:
            return scope.names[text]
        if text in self.edition.cell_by_key or text in self.facts:
            return Operand((text,), group=False)
        group = cells_of(text, self.edition)
        return Operand(group, group=True) if group else None

    def _unknown(self, name: Name, text: str, scope: Scope) -> NoReturn:
        hint = nearest(text, [*scope.names, *self.facts, *self.edition.cell_by_key, *CONSTANTS]) or phrase("language/nothing-near")
        fail(self.expression, name.span, "language/bad_expression.unknown-name", name=name.text, hint=hint, valid=list(scope.names))
