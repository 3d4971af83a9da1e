"""A broken equation with its real numbers, in the order of the rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gkrules.model.cells import CellState
from gkrules.model.edition import Edition
from gkrules.model.findings import Finding
from gkrules.render.cells import describe
from gkrules.render.words import cell_label, column_label, number, row_label, say, state_word
from gkrules.rulefiles.labels import Labels

Term = tuple[int | float, str]
_MANY = 8


@dataclass(frozen=True, slots=True)
class _Terms:
    """Labels of the terms: the row is left out where all share it, and so is the column."""

    edition: Edition
    lang: str
    labels: Labels | None
    same_row: bool
    same_column: bool

    def of(self, key: str) -> str:
        ref = self.edition.cell_by_key.get(key)
        if ref and self.same_row:
            return column_label(ref.column, self.lang)
        if ref and self.same_column:
            return row_label(ref.row, self.lang)
        return cell_label(self.edition, key, self.lang, self.labels)


def equation(finding: Finding, edition: Edition, lang: str, labels: Labels | None = None) -> str:
    """Both sides of the equation of `finding`, e.g. ``自然人 5 + 商业企业 0 = 5，总计填报 6``; empty if it has none."""
    if finding.equation is None:
        return ""
    left, right = finding.equation.left, finding.equation.right
    terms = _terms([key for _, key in (*left, *right)], edition, lang, labels)
    if not right:  # a sum that must come to a number
        words = say("render/sum-should-be", lang, sum=_total(left, finding.left, finding, terms), number=number(finding.right, lang))
    elif _is_single(left):
        words = say("render/sum-but", lang, sum=_total(right, finding.right, finding, terms), stated=_stated(left, finding, terms))
    elif _is_single(right):
        words = say("render/sum-but", lang, sum=_total(left, finding.left, finding, terms), stated=_stated(right, finding, terms))
    else:
        sides = {"left": _total(left, finding.left, finding, terms), "right": _total(right, finding.right, finding, terms)}
        words = say("render/sums-differ", lang, difference=number(finding.difference, lang), **sides)
    return words + _assumed(finding, edition, lang, terms)


def _terms(keys: list[str], edition: Edition, lang: str, labels: Labels | None) -> _Terms:
    refs = [edition.cell_by_key[key] for key in keys if key in edition.cell_by_key]
    known = len(refs) == len(keys)
    rows = {(ref.table.key, ref.row.key) for ref in refs}
    columns = {(ref.table.key, ref.column.key) for ref in refs}
    return _Terms(edition, lang, labels, known and len(rows) == 1, known and len(columns) == 1)


def _is_single(side: Sequence[Term]) -> bool:
    return len(side) == 1 and side[0][0] == 1


def _stated(side: Sequence[Term], finding: Finding, terms: _Terms) -> str:
    """The side that is one cell: what the document says there."""
    label = terms.of(side[0][1])
    value = finding.values.get(side[0][1])
    if value is None:
        return say("render/cell-says.blank", terms.lang, label=label, state=state_word(CellState.BLANK, terms.lang))
    return say("render/cell-says", terms.lang, label=label, number=number(value, terms.lang))


def _total(side: Sequence[Term], total: float | None, finding: Finding, terms: _Terms) -> str:
    """A side term by term with its sum. Of many terms only those that are not zero are named."""
    shown = list(side)
    folded = 0
    if len(side) > _MANY:
        shown = [term for term in side if finding.values.get(term[1]) or finding.implied.get(term[1])]
        folded = len(side) - len(shown)
        if folded == 1:
            shown, folded = list(side), 0
    words = ""
    for factor, key in shown:
        size = abs(factor)
        sign = ("" if not words else " + ") if factor >= 0 else ("-" if not words else " - ")
        times = "" if size == 1 else f"{number(size, terms.lang)} × "
        # A blank cell gets into a sum as zero or as what is implied for it, and that is said behind the equation.
        value = finding.implied.get(key, finding.values.get(key))
        words += f"{sign}{times}{terms.of(key)} {number(0 if value is None else value, terms.lang)}"
    if folded:
        rest = say("render/terms-of-zero.other" if words else "render/terms-of-zero", terms.lang, count=folded)
        words = f"{words} + {rest}" if words else rest
    if _is_single(side) and total == finding.values.get(side[0][1]):
        return words
    return f"{words} = {number(total, terms.lang)}"


def _assumed(finding: Finding, edition: Edition, lang: str, terms: _Terms) -> str:
    words = ""
    for keys, how in ((tuple(finding.implied), "implied"), (finding.assumed, "zero")):
        if keys:
            cells = describe(keys, edition, lang, labels=terms.labels, drop_row=terms.same_row, drop_column=terms.same_column)
            words += say(f"render/blank-counted.{how}", lang, cells=cells)
    return words
