from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import expression

from gkrules import RuleError
from gkrules.language.parser import MAX_DEPTH, MAX_LENGTH, parse
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
    kind,
    names,
)


def shape(node: Node) -> str:
    """The tree with every parenthesis written out."""
    match node:
        case Number(value=value):
            return str(value)
        case Name(text=text):
            return text
        case Negative(operand=operand):
            return f"-[{shape(operand)}]"
        case Not(operand=operand):
            return f"not [{shape(operand)}]"
        case Call(function=function, arguments=arguments):
            return f"{function}({', '.join(map(shape, arguments))})"
        case Arithmetic() | Comparison() | Logic():
            return f"[{shape(node.left)} {node.operator} {shape(node.right)}]"


def number(text: str) -> str:
    return shape(parse(expression(text), "number"))


def truth(text: str) -> str:
    return shape(parse(expression(text)))


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("5", "5"),
        ("2.5", "2.5"),
        ("new", "new"),
        ("applications.new.total", "applications.new.total"),
        ("a + b - c", "[[a + b] - c]"),
        ("a - b + c", "[[a - b] + c]"),
        ("a - (b + c)", "[a - [b + c]]"),
        ("a + b * c", "[a + [b * c]]"),
        ("a * b + c", "[[a * b] + c]"),
        ("(a + b) * c", "[[a + b] * c]"),
        ("a * b * c", "[[a * b] * c]"),
        ("-a * b", "[-[a] * b]"),
        ("a * -b", "[a * -[b]]"),
        ("a - -b", "[a - -[b]]"),
        ("--a", "-[-[a]]"),
        ("-(a + b)", "-[[a + b]]"),
        ("((a))", "a"),
        ("sum(a)", "sum(a)"),
        ("sum(a, b + 1, -c)", "sum(a, [b + 1], -[c])"),
        ("max(0, min(a, b))", "max(0, min(a, b))"),
        ("abs(a - b)", "abs([a - b])"),
        ("count(a)", "count(a)"),
        ("sum (a)", "sum(a)"),
        (" \n\ta\n +\tb ", "[a + b]"),
        ("order + nothing + andes", "[[order + nothing] + andes]"),
    ],
)
def test_numbers(text: str, tree: str) -> None:
    assert number(text) == tree


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        *((f"a {operator} b", f"[a {operator} b]") for operator in ("==", "!=", "<", "<=", ">", ">=")),
        ("a<=b", "[a <= b]"),
        ("a + b == c * d", "[[a + b] == [c * d]]"),
        ("a == 1 and b == 2 or c == 3", "[[[a == 1] and [b == 2]] or [c == 3]]"),
        ("a == 1 or b == 2 and c == 3", "[[a == 1] or [[b == 2] and [c == 3]]]"),
        ("(a == 1 or b == 2) and c == 3", "[[[a == 1] or [b == 2]] and [c == 3]]"),
        ("a == 1 and b == 2 and c == 3", "[[[a == 1] and [b == 2]] and [c == 3]]"),
        ("a == 1 or b == 2 or c == 3", "[[[a == 1] or [b == 2]] or [c == 3]]"),
        ("a == 1 implies b == 2 implies c == 3", "[[a == 1] implies [[b == 2] implies [c == 3]]]"),
        ("a == 1 or b == 2 implies c == 3 and d == 4", "[[[a == 1] or [b == 2]] implies [[c == 3] and [d == 4]]]"),
        ("not a == 1", "not [[a == 1]]"),
        ("not a == 1 and b == 2", "[not [[a == 1]] and [b == 2]]"),
        ("not not is_blank(a)", "not [not [is_blank(a)]]"),
        ("not (a == 1 and b == 2)", "not [[[a == 1] and [b == 2]]]"),
        *((f"{name}(a)", f"{name}(a)") for name, function in FUNCTIONS.items() if function.gives == "truth"),
        ("is_blank((a))", "is_blank(a)"),
    ],
)
def test_conditions(text: str, tree: str) -> None:
    assert truth(text) == tree


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("a == b", [("a == b", 0), ("a", 0), ("b", 5)]),
        ("aa+bb  ==\n cc", [("aa+bb  ==\n cc", 0), ("aa+bb", 0), ("aa", 0), ("bb", 3), ("cc", 11)]),
        ("is_blank(xy)", [("is_blank(xy)", 0), ("xy", 9)]),
        ("a < -12", [("a < -12", 0), ("a", 0), ("-12", 4), ("12", 5)]),
        ("0 < sum( a , b )", [("0 < sum( a , b )", 0), ("0", 0), ("sum( a , b )", 4), ("a", 9), ("b", 13)]),
    ],
)
def test_spans(text: str, spans: list[tuple[str, int]]) -> None:
    def walk(node: Node) -> list[Node]:
        return [node, *(below for child in children(node) for below in walk(child))]

    found = [node.span for node in walk(parse(expression(text)))]
    assert [(text[start:end], start) for start, end in found] == spans


def test_names_in_order() -> None:
    node = parse(expression("b + a == sum(c, b) and not is_blank(d)"))
    assert [name.text for name in names(node)] == ["b", "a", "c", "b", "d"]
    assert kind(node) == "truth"


def fault(text: str, *, expected: str = "truth", line: int = 10, column: int = 13) -> tuple[int, int, str]:
    """Line, column and the text over the carets of the error that `text` raises; all the same in both languages."""
    with pytest.raises(RuleError) as caught:
        parse(expression(text, line, column), "number" if expected == "number" else "truth")
    error = caught.value
    assert error.kind == "bad_expression"
    places = []
    for words in (error.zh, error.en):
        *head, shown, caret = words.split("\n")
        where = re.match(r"rule\.yaml:(\d+):(\d+)[:：]", head[0])
        assert where
        marked = shown[caret.index("^") : caret.rindex("^") + 1]
        places.append((int(where[1]), int(where[2]), marked))
    assert places[0] == places[1]
    return places[0]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a == $b", (10, 18, "$")),
        ("a = b", (10, 15, "=")),
        ("a == b == c", (10, 20, "==")),
        ("a < b < c", (10, 19, "<")),
        ("a == b c", (10, 20, "c")),
        ("(a == b", (10, 13, "(")),
        ("sum(a, b == c", (10, 16, "(")),
        ("a == )", (10, 18, ")")),
        ("a + b", (10, 13, "a + b")),
        ("a and b == 1", (10, 13, "a")),
        ("a == 1 and b", (10, 24, "b")),
        ("a == 1 or 5", (10, 23, "5")),
        ("not a", (10, 17, "a")),
        ("(a == b) + 1 == 2", (10, 14, "a == b")),
        ("(a == b) == (c == d)", (10, 14, "a == b")),
        ("-is_blank(a) == 1", (10, 14, "is_blank(a)")),
        ("sum(a == b) == 1", (10, 17, "a == b")),
        ("is_blank(a + b)", (10, 22, "a + b")),
        ("is_blank(5)", (10, 22, "5")),
        ("is_blank(a, b)", (10, 25, "b")),
        ("abs(a, bb) == 1", (10, 20, "bb")),
        ("total(a) == 1", (10, 13, "total")),
        ("a ==\n  b +\n   $c", (12, 4, "$")),
        ("a == 1 and\nb ++ c == 2", (11, 4, "+")),
        ("a == 5x", (10, 19, "x")),
        ("a == 5.", (10, 19, ".")),
        ("a == Total", (10, 18, "T")),
        ("a == '1'", (10, 18, "'")),
        ("a == b.__class__()", (10, 18, "b.__class__")),
        ("a == b[0]", (10, 19, "[")),
        ("a == 1 # really", (10, 20, "#")),
        ("a / b == 1", (10, 15, "/")),
        ("a ** b == 1", (10, 16, "*")),
        ("总计 == 1", (10, 13, "总")),
    ],
)
def test_errors_point_at_the_fault(text: str, place: tuple[int, int, str]) -> None:
    assert fault(text) == place


@pytest.mark.parametrize("text", ["a ==", "a == 1 and", "a == -", "a == (", "sum(a,"])
def test_errors_at_the_end_point_behind_it(text: str) -> None:
    line, column, _ = fault(text)
    assert (line, column) == (10, 13 + len(text))


@pytest.mark.parametrize("text", ["", "  ", "\n"])
def test_nothing_is_no_condition(text: str) -> None:
    with pytest.raises(RuleError, match="expected a number, a name or a parenthesis"):
        parse(expression(text))


def test_a_number_is_asked_for() -> None:
    assert fault("a == b", expected="number") == (10, 13, "a == b")


@pytest.mark.parametrize(("text", "hint"), [("summ(a) == 1", "sum"), ("is_blan(a)", "is_blank"), ("coun(a, b) == 1", "count")])
def test_unknown_functions_are_hinted(text: str, hint: str) -> None:
    with pytest.raises(RuleError) as caught:
        parse(expression(text))
    assert f"“{hint}”？" in caught.value.zh
    assert f"'{hint}'?" in caught.value.en


@pytest.mark.parametrize(
    ("left", "middle", "right"),
    [("(", "a == 1", ")"), ("not ", "a == 1", ""), ("abs(", "a", ") == 1"), ("-", "a", " == 1"), ("sum(", "a", ") == 1")],
)
def test_deep_nesting_is_refused(left: str, middle: str, right: str) -> None:
    close = right.removesuffix(" == 1")
    rest = " == 1" if right.endswith("== 1") else ""
    assert truth(left * MAX_DEPTH + middle + close * MAX_DEPTH + rest)
    with pytest.raises(RuleError, match=str(MAX_DEPTH)):
        parse(expression(left * (MAX_DEPTH + 1) + middle + close * (MAX_DEPTH + 1) + rest))
    with pytest.raises(RuleError):
        parse(expression(left * 700 + middle + close * 700 + rest))


def test_huge_text_is_refused() -> None:
    assert truth("a" * (MAX_LENGTH - 5) + " == 1").endswith("== 1]")
    with pytest.raises(RuleError, match=str(MAX_LENGTH)):
        parse(expression("a" * (MAX_LENGTH - 4) + " == 1"))


@given(st.text(alphabet="ab1.()+-*<>=!, \n\t$总andornotimpliessum_", max_size=60))
def test_any_text_gives_a_tree_or_a_rule_error(text: str) -> None:
    try:
        node = parse(expression("a == 1 and " + text + " x"))
    except RuleError as error:
        assert error.kind == "bad_expression"  # noqa: PT017
    else:
        assert kind(node) == "truth"


_NUMBERS = st.recursive(
    st.integers(0, 99).map(str) | st.sampled_from(["a", "b.c", "d"]),
    lambda inner: (
        st.tuples(inner, st.sampled_from("+-*"), inner).map(lambda each: f"[{each[0]} {each[1]} {each[2]}]")
        | inner.map(lambda each: f"-[{each}]")
    ),
    max_leaves=12,
)


@given(_NUMBERS)
def test_what_is_written_out_reads_back_the_same(tree: str) -> None:
    assert number(tree.replace("[", "(").replace("]", ")")) == tree


@pytest.mark.parametrize("text", ["a ==\n", "(a == 1) and\n", "a == ５", " and ".join(["1 < 2"] * 480)])
def test_expressions_that_are_none(text: str) -> None:
    with pytest.raises(RuleError):
        parse(expression(text))


def test_words_have_their_span() -> None:
    assert parse(expression("not is_blank(xy)")).span == (0, 16)
    with pytest.raises(RuleError, match="10:13"):
        parse(expression("and == 1"))
