"""The sheet beside the empty form on which every sum is checked while the form is filled in: a row for each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gkrules.language.linear import Side
from gkrules.render.book.cell_text import cell_text
from gkrules.render.book.empty_form import EmptyForm, Number
from gkrules.render.book.formulas import Cells, absolute, holds, quoted_text, sentence
from gkrules.render.book.layout import fit_row
from gkrules.render.book.live_checks import LiveCheck
from gkrules.render.book.looks import NO_RESULT, Book
from gkrules.render.words import ruleset_words, say, source_words

_COLUMNS = (
    ("rule", 9),
    ("state", 8),
    ("where", 26),
    ("title", 30),
    ("left-words", 26),
    ("left", 10),
    ("right-words", 36),
    ("right", 10),
    ("difference", 10),
    ("message", 46),
    ("source", 40),
)
_AT = {name: at for at, (name, _) in enumerate(_COLUMNS)}
_WIDTH = dict(_COLUMNS)
_HEAD = 4


@dataclass(frozen=True)
class Checks:
    """What is checked, where the cells of the form stand, the numbers that stand there already, and the name of the sheet."""

    checks: Sequence[LiveCheck]
    cells: Cells
    known: Mapping[str, Number]
    name: str


@dataclass(frozen=True)
class Told:
    """Where the sheet says what.

    Attributes:
        messages: for each check, the cell that says what is wrong; it shows nothing as long as nothing is.
        all: an expression for how many checks hold, with the first that does not.
        now: what that is now.
    """

    messages: Sequence[str]
    all: str
    now: str


def write_checks(book: Book, sheet: Any, form: EmptyForm, checks: Checks, lang: str) -> Told:
    """Fill the sheet."""
    return _ChecksSheet(book, sheet, checks, lang).write(form)


class _ChecksSheet:
    def __init__(self, book: Book, sheet: Any, checks: Checks, lang: str) -> None:
        self.book, self.sheet, self.checks, self.lang = book, sheet, checks, lang
        self.holds, self.broken, self.open = (say(f"render/form.state.{each}", lang) for each in ("holds", "broken", "open"))
        self.states: list[str] = []
        self._prefix = f"'{checks.name}'!"

    def write(self, form: EmptyForm) -> Told:
        for at, (name, width) in enumerate(_COLUMNS):
            self.sheet.set_column(at, at, width)
            self.sheet.write_string(_HEAD, at, say(f"render/form.column.{name}", self.lang), self.book.look("head"))
        self.sheet.freeze_panes(_HEAD + 1, 2)
        self.sheet.repeat_rows(_HEAD)
        rows = [self._row(_HEAD + 1 + number, check) for number, check in enumerate(self.checks.checks)]
        last = _HEAD + max(len(rows), 1)
        self.sheet.autofilter(_HEAD, 0, last, len(_COLUMNS) - 1)
        first, state, message = _HEAD + 1, _AT["state"], _AT["message"]
        states, messages = (f"{self._prefix}{absolute(first, at)}:{absolute(last, at)}" for at in (state, message))
        for word, look in ((self.broken, "broken"), (self.holds, "holds")):
            options = {"type": "cell", "criteria": "==", "value": quoted_text(word), "format": self.book.look(look)}
            self.sheet.conditional_format(first, state, last, state, options)
        counted, now = self._counted(states)
        self._top(form, counted, now)
        broken = quoted_text(self.broken)
        colon = quoted_text(say("render/colon", self.lang))
        shown = f'{counted}&IF(COUNTIF({states},{broken})=0,"",{colon}&INDEX({messages},MATCH({broken},{states},0)))'
        return Told([f"{self._prefix}{each}" for each in rows], shown, now)

    def _counted(self, states: str) -> tuple[str, str]:
        """How many checks hold, as an expression, and what that is now."""
        words = (self.broken, self.holds, self.open)
        items = say("render/items", self.lang)
        counted = f"&{quoted_text(items)}&".join(f"{quoted_text(f'{word} ')}&COUNTIF({states},{quoted_text(word)})" for word in words)
        return counted, items.join(f"{word} {self.states.count(word)}" for word in words)

    def _top(self, form: EmptyForm, counted: str, now: str) -> None:
        """What the sheet is. Each line has a name, so that nobody takes it for a text of the report."""
        lines = {
            "checked": say("render/form.checks-count", self.lang, count=len(self.states)),
            "how": say("render/form.how", self.lang),
            "counts": f"={counted}",
            "ruleset": ruleset_words(form.ruleset, self.lang),
        }
        for row, (name, text) in enumerate(lines.items()):
            self.sheet.write_string(row, 0, say(f"render/form.top.{name}", self.lang), self.book.look("top_line"))
            if name == "counts":
                self.sheet.write_formula(row, 2, text, self.book.look("top_line"), now)
            else:
                self.sheet.write_string(row, 2, text, self.book.look("plain_line"))

    def _row(self, row: int, check: LiveCheck) -> str:
        self._texts(row, check)
        left, right, difference, state = (absolute(row, _AT[name]) for name in ("left", "right", "difference", "state"))
        sums = (self._side(row, "left", check.left), self._side(row, "right", check.right))
        gap = sums[0] - sums[1] if sums[0] is not None and sums[1] is not None else None
        gap_formula = f'=IF(OR({left}="",{right}=""),"",ROUND({left}-{right},6))'
        self._formula(row, "difference", gap_formula, None if gap is None else round(gap, 6))
        initial = self.open if gap is None else self.holds if _holds(gap, check) else self.broken
        self.states.append(initial)
        told = f"IF({holds(difference, check)},{quoted_text(self.holds)},{quoted_text(self.broken)})"
        self._formula(row, "state", f'=IF({difference}="",{quoted_text(self.open)},{told})', initial)
        words = sentence(check, self.checks.cells, {"left": left, "right": right, "difference": difference})
        self._formula(row, "message", f'=IF({state}={quoted_text(self.broken)},{words},"")', None)
        return absolute(row, _AT["message"])

    def _texts(self, row: int, check: LiveCheck) -> None:
        texts = {
            "rule": check.code,
            "where": check.where,
            "title": check.title,
            "left-words": check.left_words,
            "right-words": check.right_words,
            "source": say("render/clauses", self.lang).join(source_words(each, self.lang) for each in check.source),
        }
        # There is room for its message, too, which is about as long as what it looks for and where.
        heights = texts | {"message": check.where + "".join(text for _, text in check.message)}
        fit_row(self.sheet, row, heights.values(), (_WIDTH[name] for name in heights))
        for name, text in texts.items():
            self.sheet.write_string(row, _AT[name], cell_text(text), self.book.look("text_cell"))

    def _side(self, row: int, name: str, side: Side) -> Number | None:
        """A side adds up once all of its cells are filled in; it gives what it comes to now."""
        keys = list(side.coefficients())
        self._formula(
            row,
            name,
            f'=IF({self.checks.cells.all_filled(keys)},{self.checks.cells.total(side)},"")',
            value := _sum(side, self.checks.known),
        )
        return value

    def _formula(self, row: int, name: str, formula: str, value: Number | str | None) -> None:
        self.sheet.write_formula(row, _AT[name], formula, self.book.look("text_cell"), NO_RESULT if value is None else value)


def _sum(side: Side, known: Mapping[str, Number]) -> Number | None:
    factors = side.coefficients()
    if not all(key in known for key in factors):
        return None
    parts: Iterable[Number] = (factor * known[key] for key, factor in factors.items())
    return side.constant + sum(parts)


def _holds(gap: Number, check: LiveCheck) -> bool:
    slack = check.tolerance + 1e-6
    return {
        "==": abs(gap) <= slack,
        "!=": abs(gap) > slack,
        "<=": gap <= slack,
        "<": gap < -1e-6,
        ">=": gap >= -slack,
        ">": gap > 1e-6,
    }[check.operator]
