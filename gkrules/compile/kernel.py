"""A bound rule → a kernel that says, for many reports at once, what the rule's outcome is at each of its places."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import copy
from dataclasses import dataclass, field
from functools import cached_property
from typing import Self

import numpy as np

from gkrules.compile.batch import Codes, Columns, Floats, Positions, Rows, StateCode, Subset, stand_ins
from gkrules.compile.logic import Leaf, Valuation, leaf
from gkrules.language.binding import Bound, BoundRule
from gkrules.language.linear import LinearForm, leading, linear_forms, shown_forms
from gkrules.language.syntax import Call, Comparison, Logic, Name, Node, Not, Number
from gkrules.model.edition import Edition
from gkrules.model.findings import Outcome
from gkrules.model.relations import CLAIM, split

OUTCOMES = (Outcome.PASS, Outcome.FAIL, Outcome.UNKNOWN, Outcome.NOT_APPLICABLE)
PASS, FAIL, UNKNOWN, NOT_APPLICABLE = range(4)


@dataclass(frozen=True)
class RuleResult:
    """What a kernel found.

    Attributes:
        rows: the reports that were looked at one by one, ascending.
        outcomes: int8 index into `OUTCOMES`, (len(rows), places).
        otherwise: the outcomes of every other report, (places,).
        sides: adds up both sides of an equation; ``None`` for other conditions. Who asks only whether a batch is valid
            never needs them.
        left, right: the sides, the same shape as `outcomes`; of conditions without sides nothing but ``NaN``.
        implied: by report and place, the blanks that counted as what other numbers imply and not as zero, by the number of the cell.
    """

    rows: Rows
    outcomes: Codes
    otherwise: Codes
    sides: Callable[[], tuple[Floats, Floats]] | None = None
    implied: Mapping[tuple[int, int], Mapping[int, float]] = field(default_factory=dict)

    @cached_property
    def _sides(self) -> tuple[Floats, Floats]:
        none = np.full(self.outcomes.shape, np.nan)
        return self.sides() if self.sides else (none, none)

    @property
    def left(self) -> Floats:  # noqa: D102 - see Attributes
        return self._sides[0]

    @property
    def right(self) -> Floats:  # noqa: D102 - see Attributes
        return self._sides[1]


class Kernel:
    """A rule, ready to run.

    Attributes:
        bound: the rule with its places.
        edition: key of the edition that it is bound to.
        columns: the names of all columns.
        needs_facts: whether it asks about the document beside its cells.
        holds_for_plain: whether it holds in every report whose cells are all plain (a number from 0, whole where it
            is a count), so that such reports need not be looked at.
    """

    bound: BoundRule
    edition: str
    columns: Columns
    needs_facts: bool
    holds_for_plain: bool
    otherwise: Codes

    def __init__(self, bound: BoundRule, edition: Edition, columns: Columns) -> None:
        self.bound = bound
        self.edition = edition.key
        self.columns = columns
        conditions = [bound.condition, *([bound.when] if bound.when else [])]
        read = bound.read()
        # Whether there is another report beside this one is a fact, too.
        known = sorted({columns.position[f"{split(key)[0]}known"] for key in read if key in columns.related})
        self._known = np.array(known, dtype=np.intp)
        self.needs_facts = bool(known) or not read.isdisjoint(columns.facts)
        self.holds_for_plain = not self.needs_facts and all(_plain(each.node, _types(each, edition)) for each in conditions)
        replaced_by = stand_ins(edition)
        blank = blank_policies(bound)
        # What a text states is compared with what the blanks of the table are by the other numbers.
        of_claims = "claim" in bound.scopes[0].keys
        signed = [{name for name, types in _types(each, edition).items() if "change" in types} for each in conditions]
        self._leaves: list[dict[str, Leaf]] = [
            {
                name: leaf(ops, columns, replaced_by, zero=blank(name) == "zero", implied=of_claims and name not in negative)
                for name, ops in each.operands.items()
            }
            for each, negative in zip(conditions, signed, strict=True)
        ]
        self._optional = np.array([scope.optional for scope in bound.scopes], dtype=np.bool_)
        keys = [_witness(bound, place) for place in range(len(bound.scopes))]
        self._stand_in = np.array([columns.position.get(replaced_by.get(key, ""), -1) for key in keys], dtype=np.intp)
        self._witness = np.array([columns.position.get(key, 0) for key in keys], dtype=np.intp)
        self.otherwise = np.where(self._optional, NOT_APPLICABLE, PASS).astype(np.int8)

    @cached_property
    def linear(self) -> tuple[LinearForm, ...] | None:
        """The linear form of the condition at each place; ``None`` if it has none."""
        return linear_forms(self.bound.condition)

    @cached_property
    def shown(self) -> tuple[LinearForm, ...] | None:
        """The linear form that a finding shows: that of the condition, or of the first of its alternatives; ``None`` if it has none."""
        return shown_forms(self.bound.condition)

    @cached_property
    def positions(self) -> Positions:
        """The numbers of the cells that the condition reads at each place, (places, terms); -1 where there are fewer."""
        position = self.columns.position
        found = [[position[key] for key in self.bound.keys(place)] for place in range(len(self.bound.scopes))]
        terms = max(map(len, found))
        return np.array([[*each, *[-1] * (terms - len(each))] for each in found], dtype=np.intp)

    @cached_property
    def counts_blanks(self) -> bool:
        """Whether it counts any blank as zero, or as what other numbers imply."""
        return any(leaf.zero or leaf.implied for leaves in self._leaves for leaf in leaves.values())

    @property
    def code(self) -> str:
        """The code of the rule."""
        return self.bound.rule.code

    def has_related(self, subset: Subset) -> bool:
        """Whether any report of the subset has beside it what the rule asks about other reports."""
        return not len(self._known) or bool((subset.values[:, self._known] == 1).all(axis=1).any())

    def nothing(self) -> RuleResult:
        """The result where nothing can be asked: not applicable everywhere."""
        return self._for_all(np.full(len(self.otherwise), NOT_APPLICABLE, dtype=np.int8))

    def settled(self) -> RuleResult:
        """The result where no report needs to be looked at: it passes everywhere."""
        return self._for_all(self.otherwise)

    @staticmethod
    def _for_all(outcomes: Codes) -> RuleResult:
        return RuleResult(np.empty(0, dtype=np.intp), np.empty((0, len(outcomes)), dtype=np.int8), outcomes)

    def part(self, places: Positions) -> Self:
        """The same rule at some of its places, for its outcomes."""
        found = copy(self)
        found._leaves = [{name: each.at(places) for name, each in leaves.items()} for leaves in self._leaves]
        found._optional, found._stand_in, found._witness = self._optional[places], self._stand_in[places], self._witness[places]
        found.otherwise = self.otherwise[places]
        found.__dict__["positions"] = self.positions[places]
        return found

    def evaluate(self, subset: Subset, rows: Rows) -> RuleResult:
        """Look at the reports of a subset; `rows` are their numbers in the batch."""
        asked = self._asked(subset)
        if len(asked) == len(self.otherwise):
            return self._evaluate(subset, rows)
        shape = (len(rows), len(self.otherwise))
        outcomes = np.full(shape, NOT_APPLICABLE, dtype=np.int8)
        if not len(asked):
            return RuleResult(rows, outcomes, self.otherwise)
        found = self.part(asked)._evaluate(subset, rows)
        outcomes[:, asked] = found.outcomes

        def sides() -> tuple[Floats, Floats]:
            left, right = np.zeros(shape), np.zeros(shape)
            left[:, asked], right[:, asked] = found.left, found.right
            return left, right

        implied = {(row, int(asked[place])): counted for (row, place), counted in found.implied.items()}
        return RuleResult(rows, outcomes, self.otherwise, sides if found.sides else None, implied)

    def _asked(self, subset: Subset) -> Positions:
        """The places at which there is anything to look at: no report states more than a few of all claims."""
        if len(self._known) and not self.has_related(subset):
            return np.empty(0, dtype=np.intp)
        if not self._optional.any():
            return np.arange(len(self.otherwise))
        asked = ~self._optional | (subset.states[:, self._witness] != StateCode.ABSENT).any(axis=0)
        return np.flatnonzero(asked)

    def _evaluate(self, subset: Subset, rows: Rows) -> RuleResult:
        bound = self.bound
        places = len(self.otherwise)
        valuation = Valuation(bound.condition, self._leaves[0], places, subset, bound.rule.tolerance)
        node = bound.condition.node
        first = leading(node)
        sides = None if first is None else lambda: (valuation.quantity(first.left).value, valuation.quantity(first.right).value)
        truth = valuation.truth(node)
        outcomes = np.where(truth.known, np.where(truth.value, PASS, FAIL), np.where(truth.void, NOT_APPLICABLE, UNKNOWN)).astype(np.int8)
        if bound.when:
            when = Valuation(bound.when, self._leaves[1], places, subset).truth(bound.when.node)
            outcomes[~when.known] = UNKNOWN
            outcomes[when.known & ~when.value] = NOT_APPLICABLE
        if len(self._known):
            outcomes[(subset.values[:, self._known] != 1).any(axis=1)] = NOT_APPLICABLE
        # A place whose cells the document prints elsewhere has nothing of its own to assess.
        elsewhere = (self._stand_in >= 0) & (subset.states[:, self._stand_in] != StateCode.ABSENT)
        outcomes[elsewhere & (subset.states[:, self._witness] == StateCode.ABSENT) & (outcomes == UNKNOWN)] = NOT_APPLICABLE
        if self._optional.any():
            outcomes[self._optional & (subset.states[:, self._witness] == StateCode.ABSENT)] = NOT_APPLICABLE
        return RuleResult(rows, outcomes, self.otherwise, sides, self._implied(subset, rows))

    def _implied(self, subset: Subset, rows: Rows) -> dict[tuple[int, int], Mapping[int, float]]:
        """The blanks that do not count as zero, by report and place."""
        found: dict[tuple[int, int], Mapping[int, float]] = {}
        if subset.counts is None or not self.counts_blanks:
            return found
        for place, positions in enumerate(self.positions):
            counts = np.where(positions >= 0, subset.counts[:, positions], 0.0)
            for at in np.flatnonzero(((counts != 0) & np.isfinite(counts)).any(axis=1)).tolist():
                pairs = zip(positions.tolist(), counts[at].tolist(), strict=True)
                found[int(rows[at]), place] = {cell: value for cell, value in pairs if value and np.isfinite(value)}
        return found


def _witness(bound: BoundRule, place: int) -> str:
    """The cell without which an optional place is not there: of a claim its statement, else the first."""
    claim = bound.scopes[place].keys.get("claim")
    return f"{CLAIM}{claim}" if claim else next(iter(bound.keys(place)), "")


def blank_policies(bound: BoundRule) -> Callable[[str], str]:
    """What a blank means in a rule, by name: ``zero`` or ``unknown``."""
    policies = dict(bound.rule.blank)
    node = bound.condition.node
    # The lone cell on one side of an equation is its total: without it there is nothing to compare the parts with.
    if isinstance(node, Comparison) and node.operator == "==":
        for side in (node.left, node.right):
            if isinstance(side, Name):
                policies.setdefault(side.text, "unknown")
    return lambda name: policies.get(name, policies[""])


def _types(bound: Bound, edition: Edition) -> Mapping[str, set[str]]:
    return {
        name: {edition.cell_by_key[key].column.type for op in operands for key in op.keys if key in edition.cell_by_key}
        for name, operands in bound.operands.items()
    }


def _plain(node: Node, types: Mapping[str, set[str]]) -> bool:
    """Whether a condition is certain to hold where every cell is plain."""
    match node:
        case Not(operand=Call(function="is_blank" | "is_text" | "is_absent" | "is_annotated")):
            return True
        case Call(function="is_number"):
            return True
        case Call(function="is_whole", arguments=(Name(text=text),)):
            return types[text] <= {"count", "change"}
        case Comparison(operator=">=", left=Name(text=text), right=Number(value=value)):
            return value <= 0 and types[text] <= {"count", "amount"}
        case Logic(operator="and", left=left, right=right):
            return _plain(left, types) and _plain(right, types)
        case Logic(operator="or", left=left, right=right):
            return _plain(left, types) or _plain(right, types)
        case Logic(operator="implies", right=right):
            return _plain(right, types)
        case _:
            return False
