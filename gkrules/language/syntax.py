"""The syntax tree of the rule language: a closed set of nodes, each with its span in the text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Number:
    """A literal number."""

    value: int | float
    span: Span


@dataclass(frozen=True, slots=True)
class Name:
    """A name: of a cell, a row, a column, a group or a fact."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Negative:
    """``-x``"""

    operand: Node
    span: Span


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """``left + right``, ``-``, ``*``"""

    operator: Literal["+", "-", "*"]
    left: Node
    right: Node
    span: Span


@dataclass(frozen=True, slots=True)
class Comparison:
    """``left == right`` and its kin."""

    operator: Literal["==", "!=", "<", "<=", ">", ">="]
    left: Node
    right: Node
    span: Span


@dataclass(frozen=True, slots=True)
class Logic:
    """``left and right``, ``or``, ``implies``"""

    operator: Literal["and", "or", "implies"]
    left: Node
    right: Node
    span: Span


@dataclass(frozen=True, slots=True)
class Not:
    """``not x``"""

    operand: Node
    span: Span


@dataclass(frozen=True, slots=True)
class Call:
    """A call of one of `FUNCTIONS`."""

    function: str
    arguments: tuple[Node, ...]
    span: Span


Node = Number | Name | Negative | Arithmetic | Comparison | Logic | Not | Call


@dataclass(frozen=True, slots=True)
class Function:
    """What a function takes and gives. `argument` is ``numbers`` (any number of numbers and groups), ``number`` or ``cell``."""

    argument: Literal["numbers", "number", "cell"]
    gives: Literal["number", "truth"]
    meaning: str


FUNCTIONS: dict[str, Function] = {
    "sum": Function("numbers", "number", "the sum of what the document has of a group"),
    "count": Function("numbers", "number", "how many members of a group hold a number"),
    "min": Function("numbers", "number", "the smallest number"),
    "max": Function("numbers", "number", "the largest number"),
    "abs": Function("number", "number", "the absolute value"),
    "is_blank": Function("cell", "truth", "the cell is there and empty"),
    "is_number": Function("cell", "truth", "the cell holds a number"),
    "is_text": Function("cell", "truth", "the cell holds text that is not a number"),
    "is_absent": Function("cell", "truth", "the document does not have the cell"),
    "is_whole": Function("cell", "truth", "the cell holds a whole number"),
    "has_unit": Function("cell", "truth", "the number's unit is known, from the form or from the cell"),
    "is_annotated": Function("cell", "truth", "the cell holds a number with other text around it"),
}


def kind(node: Node) -> Literal["number", "truth"]:
    """Whether a node is a number or a truth value."""
    match node:
        case Comparison() | Logic() | Not():
            return "truth"
        case Call(function=name):
            return FUNCTIONS[name].gives
        case _:
            return "number"


def children(node: Node) -> tuple[Node, ...]:
    """The nodes directly below."""
    match node:
        case Negative(operand=operand) | Not(operand=operand):
            return (operand,)
        case Arithmetic(left=left, right=right) | Comparison(left=left, right=right) | Logic(left=left, right=right):
            return (left, right)
        case Call(arguments=arguments):
            return arguments
        case _:
            return ()


def names(node: Node) -> Iterator[Name]:
    """Every name in the order of the text."""
    if isinstance(node, Name):
        yield node
    for child in children(node):
        yield from names(child)
