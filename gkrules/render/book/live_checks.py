"""The rules that are sums of cells, as formulas of a workbook: nothing of a rule is written here, all of it comes from its linear form."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from gkrules.language.binding import BoundRule
from gkrules.language.linear import LinearForm, Side, linear_forms
from gkrules.model.edition import Source
from gkrules.model.findings import Equation, Finding, Outcome
from gkrules.model.relations import LAST_YEAR, split
from gkrules.render.book.empty_form import EmptyForm, Number
from gkrules.render.cells import describe
from gkrules.render.messages import message
from gkrules.render.text.scopes import scope_words
from gkrules.render.words import say

# Numbers that no template holds: where a sentence has one of them, the workbook puts in what it has worked out.
_LEFT, _RIGHT, _DIFFERENCE, _CELL = 987654321001, 987654321002, 987654321003, 987654322000
_STAND_IN = re.compile(r"98765432[12]\d{3}")


@dataclass(frozen=True)
class LiveCheck:
    """An equation, or a limit, between cells of the form.

    Attributes:
        code, title: of the rule.
        where: the place of the form that it looks at; empty for the whole of it.
        left, right: its sides; of last year's cells, which are known, nothing but their sum is left, in the constant.
        left_words, right_words: what the sides add up.
        operator, tolerance: how the sides must stand to each other.
        message: what is said where it does not hold: texts, and between them ``left``, ``right``, ``difference``, or the key of a cell.
        source: on what legal ground.
    """

    code: str
    title: str
    where: str
    left: Side
    right: Side
    left_words: str
    right_words: str
    operator: str
    tolerance: float
    message: tuple[tuple[str, str], ...]
    source: tuple[Source, ...]

    @property
    def cells(self) -> tuple[str, ...]:
        """The cells of the form that it is about, each once."""
        return tuple(dict.fromkeys(key for _, key in (*self.left.terms, *self.right.terms)))


def live_checks(form: EmptyForm, lang: str) -> list[LiveCheck]:
    """All of them. A rule that holds under a condition, or that compares with what is not known yet, is none.

    What is about a single cell, such as that it is not negative, the cell itself takes care of.
    """
    found = []
    for rule in form.rules:
        forms = linear_forms(rule.condition) if rule.when is None else None
        for place, each in enumerate(forms or ()):
            if not rule.scopes[place].optional and (check := _check(form, rule, place, each, lang)) is not None:
                found.append(check)
    return found


def _check(form: EmptyForm, rule: BoundRule, place: int, equation: LinearForm, lang: str) -> LiveCheck | None:
    left, right = _known(equation.left, form), _known(equation.right, form)
    if left is None or right is None:
        return None
    keys = {key for _, key in (*equation.left.terms, *equation.right.terms)}
    if len(keys) < 2 or not (left.terms or right.terms):
        return None
    return LiveCheck(
        rule.rule.code,
        rule.rule.title[lang],
        scope_words(rule.scopes[place].keys, form.edition, lang),
        left,
        right,
        _words(equation.left, form, lang),
        _words(equation.right, form, lang),
        equation.operator,
        rule.rule.tolerance,
        tuple(_message(form, rule, place, equation, lang)),
        tuple(each for each in rule.rule.source if form.edition.key in (each.editions or (form.edition.key,))),
    )


def _known(side: Side, form: EmptyForm) -> Side | None:
    """A side with last year's cells as the numbers that they are; ``None`` if it is about anything else beside the form, or unknown."""
    terms: list[tuple[Number, str]] = []
    constant = side.constant
    for factor, key in side.terms:
        prefix, rest = split(key)
        if prefix == LAST_YEAR:
            value = form.last_year(rest)
            if value is None:
                return None
            constant += factor * value
        elif key not in form.edition.cell_by_key:
            return None
        elif not form.edition.cell_by_key[key].optional:  # the form does not have what documents print in place of its rows
            terms.append((factor, key))
    return Side(tuple(terms), constant)


def _words(side: Side, form: EmptyForm, lang: str) -> str:
    labels = form.ruleset.labels(form.edition.key)
    shown = [key for _, key in side.terms if split(key)[0] or not form.edition.cell_by_key[key].optional]
    return describe(shown, form.edition, lang, labels=labels) if shown else ""


def _message(form: EmptyForm, rule: BoundRule, place: int, equation: LinearForm, lang: str) -> Iterator[tuple[str, str]]:
    """The sentence of the rule with names in place of its numbers."""
    keys = list(dict.fromkeys(key for _, key in (*equation.left.terms, *equation.right.terms)))
    values: Mapping[str, int | float | None] = {key: _CELL + number for number, key in enumerate(keys)}
    finding = Finding(
        rule.rule.code,
        rule.rule.name,
        rule.rule.severity,
        Outcome.FAIL,
        scope=rule.scopes[place].keys,
        cells=tuple(keys),
        values=values,
        left=_LEFT,
        right=_RIGHT,
        difference=_DIFFERENCE,
        equation=Equation(equation.left.terms, equation.right.terms),
    )
    try:
        text = message(finding, form.ruleset, form.edition.key, lang)
    except KeyError:  # it speaks of what only a report has
        text = say("render/form.does-not-hold", lang, title=rule.rule.title[lang])
    yield from _pieces(text, keys, form)


def _pieces(text: str, keys: Sequence[str], form: EmptyForm) -> Iterator[tuple[str, str]]:
    names = {_LEFT: "left", _RIGHT: "right", _DIFFERENCE: "difference"}
    end = 0
    for found in _STAND_IN.finditer(text):
        yield "text", text[end : found.start()]
        end = found.end()
        number = int(found.group())
        if number in names:
            yield names[number], ""
            continue
        prefix, key = split(keys[number - _CELL])
        if prefix:
            yield "text", str(form.last_year(key))
        else:
            yield "cell", key
    yield "text", text[end:]
