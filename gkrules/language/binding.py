"""Names → cells: an expression together with what its names mean at every place of its rule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from gkrules.language.parser import fail, nearest, parse
from gkrules.language.scopes import Operand, Scope, scopes
from gkrules.language.syntax import FUNCTIONS, Call, Name, Node, children
from gkrules.model.edition import Edition
from gkrules.model.rule import Expression, Rule


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

    def keys(self, place: int) -> tuple[str, ...]:
        """The cells and facts that the condition reads at a place, in its order, each once."""
        found = (key for operands in self.condition.operands.values() for key in operands[place].keys)
        return tuple(dict.fromkeys(found))


def bind(rule: Rule, edition: Edition, facts: Sequence[str]) -> BoundRule:
    """Bind a rule to an edition.

    Raises:
        RuleError: an expression of the rule is malformed, or names what the edition does not have.
    """
    places = tuple(scopes(rule.for_each, edition, facts))
    condition = _bind(rule.condition, places, edition, facts)
    when = _bind(rule.when, places, edition, facts) if rule.when else None
    return BoundRule(rule, places, condition, when)


def _bind(expression: Expression, places: tuple[Scope, ...], edition: Edition, facts: Sequence[str]) -> Bound:
    node = parse(expression)
    operands: dict[str, tuple[Operand, ...]] = {}
    _collect(node, "alone", expression, places, (edition, facts), operands)
    return Bound(node, operands)


def _collect(
    node: Node,
    position: Literal["alone", "numbers"],
    expression: Expression,
    places: tuple[Scope, ...],
    known: tuple[Edition, Sequence[str]],
    operands: dict[str, tuple[Operand, ...]],
) -> None:
    if isinstance(node, Name):
        operands[node.text] = tuple(_operand(node, expression, scope, *known) for scope in places)
        if position == "alone" and any(operand.group for operand in operands[node.text]):
            fail(
                expression, node.span, zh=f"“{node.text}”是一组，须放在 sum(…) 等函数里", en=f"'{node.text}' is a group: put it into sum(…)"
            )
        return
    inside: Literal["alone", "numbers"] = "alone"
    if isinstance(node, Call) and FUNCTIONS[node.function].argument == "numbers":
        inside = "numbers"
    for child in children(node):
        _collect(child, inside, expression, places, known, operands)


def _operand(name: Name, expression: Expression, scope: Scope, edition: Edition, facts: Sequence[str]) -> Operand:
    if name.text in scope.names:
        return scope.names[name.text]
    if name.text in edition.cell_by_key or name.text in facts:
        return Operand((name.text,), group=False)
    group = _group(name.text, edition)
    if group:
        return Operand(group, group=True)
    valid = [*scope.names, *facts, *edition.cell_by_key]
    zh, en = nearest(name.text, valid)
    here = "、".join(scope.names)
    return fail(
        expression,
        name.span,
        zh=f"不认识的名称“{name.text}”{zh or '。'}此处可用：{here}，以及 表.行.列",
        en=f"unknown name '{name.text}'{en or '.'} Names here: {', '.join(scope.names)}, and table.row.column",
    )


def _group(text: str, edition: Edition) -> tuple[str, ...]:
    """The cells of ``table.row-or-group.column-or-group``; empty if it is not such a name."""
    parts = text.split(".")
    table = edition.table_by_key.get(parts[0])
    if table is None or len(parts) != 3:
        return ()
    rows = table.row_groups.get(parts[1]) or ((parts[1],) if parts[1] in table.row_by_key else ())
    columns = table.column_groups.get(parts[2]) or ((parts[2],) if parts[2] in table.column_by_key else ())
    return tuple(table.cell(row, column) for row in rows for column in columns)
