"""Text → syntax tree. Nothing is ever evaluated as Python."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from typing import Literal, NoReturn, cast

from gkrules.language.pointing import pointed, quoted
from gkrules.language.syntax import FUNCTIONS, Arithmetic, Call, Comparison, Logic, Name, Negative, Node, Not, Number, Span, kind
from gkrules.model.errors import RuleError
from gkrules.model.rule import Expression
from gkrules.words import Phrase, phrase

MAX_LENGTH = 4000
MAX_DEPTH = 50
MAX_TOKENS = 400

_TOKEN = re.compile(
    r"\s*(?:(?P<number>[0-9]+(?:\.[0-9]+)?)|(?P<name>[a-z_][a-z0-9_]*(?:\.[a-z0-9_]+)*)|(?P<operator>==|!=|<=|>=|[-+*()<>,]))",
)
_WORDS = ("and", "or", "not", "implies")
_COMPARISONS = ("==", "!=", "<", "<=", ">", ">=")


def parse(expression: Expression, expected: Literal["number", "truth"] = "truth") -> Node:
    """Parse an expression.

    Raises:
        RuleError: it is not an expression of the language, or not of the kind that is expected; the message
            shows the line with a caret under the fault.
    """
    node = _Parser(expression).whole()
    if kind(node) != expected:
        fail(expression, node.span, f"language/bad_expression.not-a-{expected}")
    return node


def fail(expression: Expression, span: Span, key: str, /, **arguments: object) -> NoReturn:
    """Raise a `RuleError` that points into an expression; the entry `key` of the catalogue says what is wrong there."""
    start = min(span[0], len(expression.text))
    before = expression.text[:start]
    line = expression.line + before.count("\n")
    inner = start - (before.rfind("\n") + 1)
    column = inner + 1 + (expression.column - 1 if "\n" not in before else 0)
    shown = expression.text.split("\n")[before.count("\n")]
    line_shown, caret = pointed(shown, inner, span[1] - span[0])
    where = f"{expression.file}:{line}:{column}"
    fault = Phrase(key, {name: quoted(value) for name, value in arguments.items()})
    raise RuleError("language/bad_expression", place=where, fault=fault, line=line_shown, caret=caret, where=where)


def nearest(word: str, valid: Iterable[str]) -> Phrase | str:
    """The hint after an unknown word; empty if nothing is near."""
    near = difflib.get_close_matches(word, list(valid), 1)
    return phrase("language/did-you-mean", name=near[0]) if near else ""


class _Parser:
    """Recursive descent, one method per level of precedence, the loosest first."""

    def __init__(self, expression: Expression) -> None:
        self.expression = expression
        self.depth = 0
        if len(expression.text) > MAX_LENGTH:
            fail(expression, (0, 1), "language/bad_expression.too-long", limit=MAX_LENGTH)
        self.tokens = self._tokens()
        self.index = 0

    def _tokens(self) -> list[tuple[str, str, Span]]:
        text, position, tokens = self.expression.text, 0, []
        while text[position:].strip():
            match = _TOKEN.match(text, position)
            if match is None:
                start = position + len(text[position:]) - len(text[position:].lstrip())
                fail(self.expression, (start, start + 1), "language/bad_expression.unknown-symbol", symbol=text[start])
            group = cast("str", match.lastgroup)
            word, span = match[group], match.span(group)
            tokens.append(("operator" if word in _WORDS else group, word, span))
            position = match.end()
            if len(tokens) > MAX_TOKENS:
                fail(self.expression, span, "language/bad_expression.too-many-words", limit=MAX_TOKENS)
        tokens.append(("end", "", (len(text), len(text) + 1)))
        return tokens

    @property
    def word(self) -> str:
        group, word, _ = self.tokens[self.index]
        return word if group == "operator" else ""

    @property
    def span(self) -> Span:
        return self.tokens[self.index][2]

    def take(self) -> tuple[str, str, Span]:
        token = self.tokens[self.index]
        self.index += 1
        return token

    def whole(self) -> Node:
        node = self.implication()
        if self.tokens[self.index][0] != "end":
            fail(self.expression, self.span, "language/bad_expression.goes-on")
        return node

    def implication(self) -> Node:
        left = self.disjunction()
        if self.word == "implies":
            self.take()
            return self.logic("implies", left, self.implication())
        return left

    def disjunction(self) -> Node:
        left = self.conjunction()
        while self.word == "or":
            self.take()
            left = self.logic("or", left, self.conjunction())
        return left

    def conjunction(self) -> Node:
        left = self.negation()
        while self.word == "and":
            self.take()
            left = self.logic("and", left, self.negation())
        return left

    def logic(self, operator: Literal["and", "or", "implies"], left: Node, right: Node) -> Node:
        self.need("truth", left, right)
        return Logic(operator, left, right, (left.span[0], right.span[1]))

    def negation(self) -> Node:
        if self.word != "not":
            return self.comparison()
        start = self.take()[2][0]
        self.deeper()
        operand = self.negation()
        self.depth -= 1
        self.need("truth", operand)
        return Not(operand, (start, operand.span[1]))

    def comparison(self) -> Node:
        left = self.addition()
        if self.word not in _COMPARISONS:
            return left
        operator = cast("Literal['==', '!=', '<', '<=', '>', '>=']", self.take()[1])
        right = self.addition()
        if self.word in _COMPARISONS:
            fail(self.expression, self.span, "language/bad_expression.chained-comparison")
        self.need("number", left, right)
        return Comparison(operator, left, right, (left.span[0], right.span[1]))

    def addition(self) -> Node:
        left = self.multiplication()
        while self.word in ("+", "-"):
            operator = cast("Literal['+', '-']", self.take()[1])
            left = self.arithmetic(operator, left, self.multiplication())
        return left

    def multiplication(self) -> Node:
        left = self.unary()
        while self.word == "*":
            self.take()
            left = self.arithmetic("*", left, self.unary())
        return left

    def arithmetic(self, operator: Literal["+", "-", "*"], left: Node, right: Node) -> Node:
        self.need("number", left, right)
        return Arithmetic(operator, left, right, (left.span[0], right.span[1]))

    def unary(self) -> Node:
        if self.word != "-":
            return self.atom()
        start = self.take()[2][0]
        self.deeper()
        operand = self.unary()
        self.depth -= 1
        self.need("number", operand)
        return Negative(operand, (start, operand.span[1]))

    def atom(self) -> Node:
        group, word, span = self.take()
        if group == "number":
            return Number(float(word) if "." in word else int(word), span)
        if group == "name":
            return self.call(word, span) if self.word == "(" else Name(word, span)
        if word == "(":
            self.deeper()
            node = self.implication()
            self.depth -= 1
            self.close(span)
            return node
        return fail(self.expression, span, "language/bad_expression.no-operand")

    def call(self, name: str, span: Span) -> Node:
        if name not in FUNCTIONS:
            hint = nearest(name, FUNCTIONS) or phrase("language/no-function-near")
            fail(self.expression, span, "language/bad_expression.no-function", name=name, hint=hint, functions=list(FUNCTIONS))
        opening = self.take()[2]
        self.deeper()
        arguments = [self.implication()]
        while self.word == ",":
            self.take()
            arguments.append(self.implication())
        self.depth -= 1
        end = self.close(opening)
        function = FUNCTIONS[name]
        self.need("number", *arguments)
        if function.argument != "numbers" and len(arguments) != 1:
            fail(self.expression, arguments[1].span, "language/bad_expression.several-arguments", function=name)
        if function.argument == "cell" and not isinstance(arguments[0], Name):
            fail(self.expression, arguments[0].span, "language/bad_expression.argument-not-a-cell", function=name)
        return Call(name, tuple(arguments), (span[0], end))

    def close(self, opening: Span) -> int:
        if self.word != ")":
            fail(self.expression, opening, "language/bad_expression.unclosed")
        return self.take()[2][1]

    def need(self, expected: Literal["number", "truth"], *nodes: Node) -> None:
        for node in nodes:
            if kind(node) != expected:
                fail(self.expression, node.span, f"language/bad_expression.part-not-a-{expected}")

    def deeper(self) -> None:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            fail(self.expression, self.span, "language/bad_expression.too-deep", limit=MAX_DEPTH)
