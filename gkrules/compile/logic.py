"""Three-valued evaluation of bound expressions over many reports and all places of a rule at once.

Every array has the shape (reports, places). A number can be unknown, because a cell is blank, is text or is not there;
what depends on it is then unknown too, unless the rest decides (Kleene's logic). `docs/language.md` states the rules.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from gkrules.compile.batch import HOLDS_NUMBER, Bools, Codes, Columns, Floats, Positions, StateCode, Subset
from gkrules.language.binding import Bound
from gkrules.language.scopes import Operand
from gkrules.language.syntax import FUNCTIONS, Arithmetic, Call, Comparison, Logic, Name, Negative, Node, Not, Number

# Members of an enumeration are looked up by name each time, which took longer than to compare states.
_ABSENT, _BLANK, _NOT_APPLICABLE, _TEXT, _UNITLESS, _UNREAD = (
    int(StateCode.ABSENT),
    int(StateCode.BLANK),
    int(StateCode.NOT_APPLICABLE),
    int(StateCode.TEXT),
    int(StateCode.UNITLESS),
    int(StateCode.UNREAD),
)


@dataclass(frozen=True)
class Quantity:
    """A number at each place.

    Attributes:
        value: the number; where it is not `known` what it is at least, if that is known, else meaningless.
        known: whether it is known.
        least: what it is at least; minus infinity where nobody can say.
        complete: whether nothing is missing from it (a row that the document does not have).
        counted: whether any cell behind it holds a number.
        void: whether every cell behind it says "does not apply".
    """

    value: Floats
    known: Bools
    complete: Bools
    counted: Bools
    void: Bools
    least: Floats


@dataclass(frozen=True)
class Truth:
    """A truth value at each place: `value` where `known`; `void` where it is unknown because nothing applies."""

    value: Bools
    known: Bools
    void: Bools


@dataclass(frozen=True)
class Leaf:
    """The positions of a name's cells.

    Attributes:
        positions: (places, members), padded with 0.
        member: which of them are meant.
        excused: positions of the cells that stand in for a member when the document does not have it, (places,
            members); −1 for none, −2 where the member itself is optional.
        zero: whether a blank counts as zero.
        implied: whether a blank counts as what other numbers imply, and else is unknown but no less than 0.
    """

    positions: Positions
    member: Bools
    excused: Positions
    zero: bool
    implied: bool = False

    def at(self, places: Positions) -> Leaf:
        """The same at some of the places."""
        return replace(self, positions=self.positions[places], member=self.member[places], excused=self.excused[places])


def leaf(operands: tuple[Operand, ...], columns: Columns, replaced_by: Mapping[str, str], *, zero: bool, implied: bool = False) -> Leaf:
    """Prepare a name for evaluation. `replaced_by` gives, for a cell, the optional cell that documents print instead."""
    width = max((len(operand.keys) for operand in operands), default=0)
    positions = np.zeros((len(operands), width), dtype=np.intp)
    member = np.zeros(positions.shape, dtype=np.bool_)
    excused = np.full(positions.shape, -1, dtype=np.intp)
    optional = set(columns.optional)
    for place, operand in enumerate(operands):
        for number, key in enumerate(operand.keys):
            positions[place, number] = columns.position[key]
            member[place, number] = True
            if key in optional:
                excused[place, number] = -2
            elif key in replaced_by:
                excused[place, number] = columns.position[replaced_by[key]]
    return Leaf(positions, member, excused, zero, implied)


class Valuation:
    """What one bound expression comes to over a subset."""

    def __init__(self, bound: Bound, leaves: Mapping[str, Leaf], places: int, subset: Subset, tolerance: float = 0) -> None:
        self.bound: Bound = bound
        self.leaves: Mapping[str, Leaf] = leaves
        self.subset: Subset = subset
        self.tolerance: float = tolerance
        self.shape: tuple[int, int] = (len(subset.values), places)
        self._known: dict[int | str | tuple[float], Quantity] = {}

    def truth(self, node: Node) -> Truth:
        """Evaluate a condition."""
        match node:
            case Comparison():
                return self.compare(node)
            case Not(operand=operand):
                inner = self.truth(operand)
                return Truth(~inner.value, inner.known, inner.void)
            case Logic(operator="and", left=left, right=right):
                return _conjunction(self.truth(left), self.truth(right))
            case Logic(operator="or", left=left, right=right):
                return _disjunction(self.truth(left), self.truth(right))
            case Logic(operator="implies", left=left, right=right):
                premise = self.truth(left)
                return _disjunction(Truth(~premise.value, premise.known, premise.void), self.truth(right))
            case Call(function=function, arguments=(Name(text=text),)) if FUNCTIONS[function].argument == "cell":
                return self.predicate(function, self.leaves[text])
            case _:
                raise TypeError(f"not a condition: {node}")

    def quantity(self, node: Node) -> Quantity:
        """Evaluate a number, once; a name or a literal once wherever it stands."""
        key = node.text if isinstance(node, Name) else (node.value,) if isinstance(node, Number) else id(node)
        if key not in self._known:
            self._known[key] = self._quantity(node)
        return self._known[key]

    def _quantity(self, node: Node) -> Quantity:
        match node:
            case Number(value=value):
                return self.constant(value)
            case Name(text=text):
                return self.total(self.leaves[text])
            case Negative(operand=operand):
                inner = self.quantity(operand)
                return _exact(-inner.value, inner.known, inner.complete, inner.counted, inner.void)
            case Arithmetic(operator=operator, left=left, right=right):
                return _join(_OPERATIONS[operator], self.quantity(left), self.quantity(right))
            case Call(function="abs", arguments=(argument,)):
                inner = self.quantity(argument)
                return _exact(np.abs(inner.value), inner.known, inner.complete, inner.counted, inner.void)
            case Call(function="sum", arguments=arguments):
                first, *rest = [self.quantity(argument) for argument in arguments]
                for other in rest:
                    first = _join(np.add, first, other)
                return first
            case Call(function="count", arguments=arguments):
                return self.count(arguments)
            case Call(function="min" | "max" as function, arguments=arguments):
                return self.extreme(function, arguments)
            case _:
                raise TypeError(f"not a number: {node}")

    def constant(self, value: float) -> Quantity:
        """The same number everywhere."""
        yes, no = np.ones(self.shape, dtype=np.bool_), np.zeros(self.shape, dtype=np.bool_)
        return _exact(np.full(self.shape, float(value)), yes, yes, no, yes)

    def cells(self, leaf: Leaf) -> tuple[Floats, Codes]:
        """Values and states of a name's cells, (reports, places, members); padding is absent."""
        states = np.where(leaf.member, self.subset.states[:, leaf.positions], _ABSENT)
        return self.subset.values[:, leaf.positions], states

    def total(self, leaf: Leaf) -> Quantity:
        """The sum of a name's cells: of one cell, or of the members of a group that the document has."""
        values, states = self.cells(leaf)
        number = _is_number(states)
        void = states == _NOT_APPLICABLE
        absent = states == _ABSENT
        known = number | void | absent
        summed = np.where(number, values, 0.0)
        if leaf.zero:
            blank = states == _BLANK
            known |= blank
            if self.subset.counts is not None:
                counts = self.subset.counts[:, leaf.positions]
                known &= ~(blank & np.isinf(counts))
                summed = np.where(blank & np.isfinite(counts), counts, summed)
                number = number | (blank & (counts != 0) & np.isfinite(counts))
        floor = np.where(known, summed, -np.inf)
        if leaf.implied and not leaf.zero:
            blank = states == _BLANK
            counts, least = (
                np.zeros_like(summed) if each is None else each[:, leaf.positions] for each in (self.subset.counts, self.subset.least)
            )
            told = blank & (counts != 0) & np.isfinite(counts)
            summed = np.where(told, counts, np.where(blank, least, summed))
            known |= told
            number |= told
            floor = np.where(blank, summed, floor)
        stand_in: Bools = self.subset.states[:, np.maximum(leaf.excused, 0)] != _ABSENT
        excused: Bools = ~leaf.member | (leaf.excused == -2) | ((leaf.excused >= 0) & stand_in)
        if summed.shape[2] == 1:  # most names are one cell, and to walk over an axis of one takes longer than all the rest
            known, complete = known & ~absent, ~absent | excused
            return Quantity(summed[:, :, 0], known[:, :, 0], complete[:, :, 0], number[:, :, 0], void[:, :, 0], floor[:, :, 0])
        return Quantity(
            _added(summed),
            known.all(axis=2) & ~absent.all(axis=2),
            np.all(~absent | excused, axis=2),
            np.any(number, axis=2),
            np.all(void | absent, axis=2) & np.any(void, axis=2),
            floor.sum(axis=2),
        )

    def count(self, arguments: tuple[Node, ...]) -> Quantity:
        """How many of the cells hold a number."""
        total = np.zeros(self.shape)
        for argument in arguments:
            if isinstance(argument, Name):
                total += _is_number(self.cells(self.leaves[argument.text])[1]).sum(axis=2)
            else:
                total += self.quantity(argument).known
        yes = np.ones(self.shape, dtype=np.bool_)
        return _exact(total, yes, yes, yes, ~yes)

    def extreme(self, function: str, arguments: tuple[Node, ...]) -> Quantity:
        """The smallest or largest of the numbers that are there; cells without a number are passed over, text makes it unknown."""
        join = np.fmax if function == "max" else np.fmin
        best = np.full(self.shape, np.nan)
        readable = np.ones(self.shape, dtype=np.bool_)
        for argument in arguments:
            if isinstance(argument, Name):
                values, states = self.cells(self.leaves[argument.text])
                numbers = np.where(_is_number(states), values, np.nan)
                if numbers.shape[2]:
                    best = join(best, join.reduce(numbers, axis=2))
                readable &= ~np.isin(states, (_TEXT, _UNREAD)).any(axis=2)
            else:
                inner = self.quantity(argument)
                best = join(best, np.where(inner.known, inner.value, np.nan))
                readable &= inner.known
        known = readable & ~np.isnan(best)
        return _exact(np.where(known, best, 0.0), known, np.ones_like(known), known, np.zeros_like(known))

    def compare(self, node: Comparison) -> Truth:
        """Compare two numbers. Where every cell is blank nothing was there to compare: unknown, or void if nothing applies."""
        left, right = self.quantity(node.left), self.quantity(node.right)
        result = compare(node.operator, left.value, right.value, self.tolerance)
        complete = left.complete & right.complete
        # What is missing from a sum may be zero, so a balance that holds counts; one that does not may be the missing row's.
        decided = complete | result if node.operator == "==" else complete
        known = left.known & right.known & (left.counted | right.counted) & decided
        if node.operator == "==":
            # Blanks can only add: what is too much already stays too much.
            over = (left.known & compare(">", right.least, left.value, self.tolerance)) | (
                right.known & compare(">", left.least, right.value, self.tolerance)
            )
            refuted = over & ~(left.known & right.known) & (left.counted | right.counted) & complete
            result, known = result & ~refuted, known | refuted
        return Truth(result, known, left.void & right.void)

    def predicate(self, function: str, leaf: Leaf) -> Truth:
        """What a cell holds; always known."""
        all_values, all_states = self.cells(leaf)
        values, states = all_values[:, :, 0], all_states[:, :, 0]
        number = _is_number(states)
        match function:
            case "is_number":
                value = number
            case "has_unit":
                value = number & (states != _UNITLESS)
            case "is_whole":
                value = number & (np.floor(values) == values)
            case _:
                value = states == _STATE_OF[function]
        return Truth(value, np.ones(self.shape, dtype=np.bool_), np.zeros(self.shape, dtype=np.bool_))


_STATE_OF = {
    "is_blank": StateCode.BLANK,
    "is_text": StateCode.TEXT,
    "is_absent": StateCode.ABSENT,
    "is_annotated": StateCode.ANNOTATED,
}
_OPERATIONS: dict[str, Callable[..., Any]] = {"+": np.add, "-": np.subtract, "*": np.multiply}


def _added(terms: Floats) -> Floats:
    """The sums of the members, one after the other as the first look adds them: the last digits of huge numbers depend on the order."""
    return np.cumsum(terms, axis=2)[:, :, -1] if terms.shape[2] else np.zeros(terms.shape[:2])


def _is_number(states: Codes) -> Bools:
    number: Bools = HOLDS_NUMBER[states]
    return number


def compare(operator: str, left: Floats, right: Floats, tolerance: float = 0) -> Bools:
    """Compare numbers as the language does: those that differ by no more than `tolerance` are equal."""
    # Sums of decimals carry a rounding error of some units in the last place; it is far below 1 for any count.
    equal: Bools = np.abs(left - right) <= tolerance + 2 * np.finfo(np.float64).eps * (np.abs(left) + np.abs(right))
    result: Bools
    match operator:
        case "==":
            result = equal
        case "!=":
            result = ~equal
        case "<":
            result = (left < right) & ~equal
        case "<=":
            result = (left < right) | equal
        case ">":
            result = (left > right) & ~equal
        case _:
            result = (left > right) | equal
    return result


def _exact(value: Floats, known: Bools, complete: Bools, counted: Bools, void: Bools) -> Quantity:
    """A number of which nothing is known where it is not known itself."""
    return Quantity(value, known, complete, counted, void, np.where(known, value, -np.inf))


def _join(operation: Callable[..., Any], left: Quantity, right: Quantity) -> Quantity:
    value, known = operation(left.value, right.value), left.known & right.known
    least = left.least + right.least if operation is np.add else np.where(known, value, -np.inf)
    return Quantity(value, known, left.complete & right.complete, left.counted | right.counted, left.void & right.void, least)


def _conjunction(left: Truth, right: Truth) -> Truth:
    false = (left.known & ~left.value) | (right.known & ~right.value)
    return Truth(left.value & right.value & ~false, false | (left.known & right.known), left.void & right.void)


def _disjunction(left: Truth, right: Truth) -> Truth:
    true = (left.known & left.value) | (right.known & right.value)
    return Truth(true, true | (left.known & right.known), left.void & right.void)
