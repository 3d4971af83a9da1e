"""The linear parts of the rules in force as one system of equations and inequalities."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from gkrules.language.binding import Bound, BoundRule
from gkrules.language.linear import LinearForm
from gkrules.language.syntax import Call, Comparison, Logic, Node, Not
from gkrules.lint.forms import Row, exact, forms_of

_COUNTS_AS_ALWAYS = ("is_number", "is_whole")
_NEVER = ("is_blank", "is_absent", "is_text", "is_annotated")


@dataclass(frozen=True)
class Constraint:
    """Σ coefficient · cell + constant `operator` 0, of a rule. `operator` is ``==``, ``<=`` or ``<``."""

    code: str
    operator: str
    terms: Row
    constant: Fraction


def constraints(bound: BoundRule) -> list[Constraint]:
    """The linear constraints of a rule in a report whose every cell holds a number; none where it applies only to some reports.

    A rule with a tolerance gives a band: residual ≤ tolerance and −residual ≤ tolerance.
    """
    if bound.when and not _always(bound.when.node):
        return []
    return [each for forms in forms_of(bound.condition) for form in forms or () for each in _of_form(bound, form)]


def all_linear(bound: BoundRule) -> bool:
    """Whether the constraints say everything that the condition says."""
    return all(forms and all(form.operator != "!=" for form in forms) for forms in forms_of(bound.condition))


def where_it_applies(bound: BoundRule) -> BoundRule:
    """The rule as if it always applied."""
    return BoundRule(bound.rule, bound.scopes, Bound(bound.condition.node, bound.condition.operands), None)


def tolerance_of(bound: BoundRule) -> Fraction:
    """How far a rule lets the sides of its comparison differ."""
    value = getattr(bound.rule, "tolerance", None)
    return Fraction(str(value)) if isinstance(value, int | float) else Fraction(0)


def span_of(rows: Sequence[tuple[Row, Fraction]]) -> dict[str, Row]:
    """A basis of the equations `rows` in echelon form, by leading cell; the constant is the term ``""``."""
    basis: dict[str, Row] = {}
    for terms, constant in rows:
        rest = reduced(basis, terms, constant)
        leading = min((key for key in rest if key), default=None)
        if leading is not None:
            basis[leading] = {key: value / rest[leading] for key, value in rest.items()}
    return basis


def reduced(basis: dict[str, Row], terms: Row, constant: Fraction) -> Row:
    """What is left of an equation when the multiples of the basis are taken from it; nothing if it follows from them."""
    rest = {**terms, **({"": constant} if constant else {})}
    while (leading := min((key for key in rest if key in basis), default=None)) is not None:
        factor = rest[leading]
        for key, value in basis[leading].items():
            rest[key] = rest.get(key, Fraction(0)) - factor * value
            if not rest[key]:
                del rest[key]
    return rest


def _of_form(bound: BoundRule, form: LinearForm) -> list[Constraint]:
    terms, constant = exact(form)
    code, tolerance = bound.rule.code, tolerance_of(bound)
    negative = {key: -value for key, value in terms.items()}
    match form.operator:
        case "==" if not tolerance:
            return [Constraint(code, "==", terms, constant)]
        case "==":
            return [Constraint(code, "<=", terms, constant - tolerance), Constraint(code, "<=", negative, -constant - tolerance)]
        case "<=" | "<" as operator:
            return [Constraint(code, operator, terms, constant - tolerance)]
        case ">=" | ">" as operator:
            return [Constraint(code, "<" if operator == ">" else "<=", negative, -constant - tolerance)]
        case _:
            return []


def _always(node: Node) -> bool:
    """Whether a condition holds in every report whose cells are all numbers."""
    match node:
        case Call(function=function):
            return function in _COUNTS_AS_ALWAYS
        case Not(operand=Call(function=function)):
            return function in _NEVER
        case Logic(operator="and", left=left, right=right):
            return _always(left) and _always(right)
        case Comparison():
            return False
        case _:
            return False
