"""A broken equation with its real numbers, in the order of the rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gkrules.model.edition import Edition
from gkrules.model.findings import Finding
from gkrules.model.relations import CLAIM
from gkrules.render.cells import describe
from gkrules.render.words import cell_label, column_label, holds, number, quoted, row_label, say
from gkrules.rulefiles.labels import Labels

Term = tuple[int | float, str]
_MANY = 8
_ZERO_TERMS = {
    (False, False): "render/terms-of-zero",
    (False, True): "render/terms-of-zero.counted",
    (True, False): "render/terms-of-zero.other",
    (True, True): "render/terms-of-zero.other.counted",
}
"""What is said of terms of 0: by whether others stand before them, and whether one of them is no 0 that only counts as one."""


@dataclass(frozen=True, slots=True)
class _Side:
    """A side of an equation: its terms, the number that stands beside them, and what it comes to."""

    terms: tuple[Term, ...]
    constant: float
    total: float | None

    @classmethod
    def of(cls, terms: Sequence[Term], total: float | None, finding: Finding) -> _Side:
        """The side of an equation of `finding`; what its terms do not make of the total is a number of the rule."""
        counted = sum(factor * (finding.implied.get(key, finding.values.get(key)) or 0) for factor, key in terms)
        return cls(tuple(terms), 0 if total is None else round(total - counted, 9), total)

    @property
    def is_cell(self) -> bool:
        """Whether it is a cell and nothing else."""
        return len(self.terms) == 1 and self.terms[0][0] == 1 and not self.constant


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
    keys = [key for _, key in (*finding.equation.left, *finding.equation.right)]
    if any(key.startswith(CLAIM) for key in keys):  # what the text states is told by the message
        return ""
    terms = _terms(keys, edition, lang, labels)
    left = _Side.of(finding.equation.left, finding.left, finding)
    right = _Side.of(finding.equation.right, finding.right, finding)
    if not left.terms and right.terms:
        left, right = right, left
    if not right.terms:  # a sum that must come to a number
        words = say("render/sum-should-be", lang, sum=_total(left, finding, terms), number=number(right.total, lang))
    elif left.is_cell:
        words = say("render/sum-but", lang, sum=_total(right, finding, terms), stated=_stated(left, finding, terms))
    elif right.is_cell:
        words = say("render/sum-but", lang, sum=_total(left, finding, terms), stated=_stated(right, finding, terms))
    else:
        sides = {"left": _total(left, finding, terms), "right": _total(right, finding, terms)}
        words = say("render/sums-differ", lang, difference=number(finding.difference, lang), **sides)
    return words + _assumed(finding, edition, lang, terms)


def _terms(keys: list[str], edition: Edition, lang: str, labels: Labels | None) -> _Terms:
    refs = [edition.cell_by_key[key] for key in keys if key in edition.cell_by_key]
    known = len(refs) == len(keys)
    rows = {(ref.table.key, ref.row.key) for ref in refs}
    columns = {(ref.table.key, ref.column.key) for ref in refs}
    return _Terms(edition, lang, labels, known and len(rows) == 1, known and len(columns) == 1)


def _stated(side: _Side, finding: Finding, terms: _Terms) -> str:
    """The side that is one cell: what the document says there, and what that counts as where it is no number."""
    key = side.terms[0][1]
    label, value, raw = terms.of(key), finding.values.get(key), finding.raw.get(key, "")
    if value is not None:
        return say("render/cell-says", terms.lang, label=label, number=number(value, terms.lang))
    if raw.strip():
        text = quoted(raw, terms.lang)
        return say("render/cell-says.text", terms.lang, label=label, text=text, number=number(side.total, terms.lang))
    return say("render/cell-says.blank", terms.lang, label=label)


def _total(side: _Side, finding: Finding, terms: _Terms) -> str:
    """A side term by term with its sum. Of many terms only those that are not zero are named."""
    shown = list(side.terms)
    folded = 0
    if len(side.terms) > _MANY:
        shown = [term for term in side.terms if finding.values.get(term[1]) or finding.implied.get(term[1])]
        folded = len(side.terms) - len(shown)
        if folded == 1:
            shown, folded = list(side.terms), 0
    words = ""
    for factor, key in shown:
        size = abs(factor)
        times = "" if size == 1 else f"{number(size, terms.lang)} × "
        words += f"{_sign(factor, first=not words)}{times}{terms.of(key)} {_counted(key, finding, terms.lang)}"
    if folded:
        # A “/” is not a 0, though it counts as one.
        unlike = any(finding.raw.get(term[1]) for term in side.terms if term not in shown)
        rest = say(_ZERO_TERMS[bool(words), unlike], terms.lang, count=folded)
        words = f"{words} + {rest}" if words else rest
    if side.constant:
        words += _sign(side.constant, first=not words) + number(abs(side.constant), terms.lang)
    if side.is_cell and side.total == finding.values.get(side.terms[0][1]):
        return words
    return f"{words} = {number(side.total, terms.lang)}"


def _sign(factor: float, *, first: bool) -> str:
    if first:
        return "" if factor >= 0 else "-"
    return " + " if factor >= 0 else " - "


def _counted(key: str, finding: Finding, lang: str) -> str:
    """What stands in a cell of a sum; of a blank one, what it counts as: that it is blank is said behind the equation."""
    value = finding.implied.get(key, finding.values.get(key))
    raw = finding.raw.get(key, "")
    return number(0, lang) if value is None and not raw.strip() else holds(value, raw, lang)


def _assumed(finding: Finding, edition: Edition, lang: str, terms: _Terms) -> str:
    words = ""
    for keys, how in ((tuple(finding.implied), "implied"), (finding.assumed, "zero")):
        if keys:
            cells = describe(keys, edition, lang, labels=terms.labels, drop_row=terms.same_row, drop_column=terms.same_column)
            words += say(f"render/blank-counted.{how}", lang, cells=cells)
    return words
