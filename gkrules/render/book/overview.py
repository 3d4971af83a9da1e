"""The sheet that is seen first: how many files of each kind there are, which rules found something, what could not be read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from gkrules.render.book.cell_text import cell_text
from gkrules.render.book.looks import Book
from gkrules.render.inputs import Checked
from gkrules.render.summary import Summary, causes_words, counts_words
from gkrules.render.words import rule_titles, ruleset_words, say

_WIDTHS = (30, 64, 14)


def write_overview(book: Book, sheet: Any, checked: Checked, summary: Summary, remarks: Sequence[str], lang: str) -> None:
    """Fill the sheet. `remarks` say what the workbook has no room for."""
    _Overview(book, sheet, lang).write(checked, summary, remarks)


class _Overview:
    def __init__(self, book: Book, sheet: Any, lang: str) -> None:
        self.book, self.sheet, self.lang, self.row = book, sheet, lang, 0

    def write(self, checked: Checked, summary: Summary, remarks: Sequence[str]) -> None:
        for at, width in enumerate(_WIDTHS):
            self.sheet.set_column(at, at, width)
        self._line(say("render/book.title", self.lang), "title")
        for words in (*self._told(checked, summary), *remarks):
            self._line(words, "text")
        self.row += 1
        self._kinds(summary)
        self._rules(checked, summary)
        self._failed(checked)
        self._line(ruleset_words(checked.result.ruleset, self.lang), "note")

    def _told(self, checked: Checked, summary: Summary) -> Iterator[str]:
        counts = counts_words(summary.findings, self.lang)
        if counts:
            yield say("render/summary-found", self.lang, counts=counts + causes_words(len(summary.findings), summary.causes, self.lang))
        if summary.unmatched:
            yield say("render/summary-unmatched", self.lang, count=summary.unmatched)
        if checked.result.nothing_compared:
            yield say("render/book.nothing-compared", self.lang)
        if waived := sum(len(each.waived) for each in (*checked.result.reports, *checked.result.unmatched)):
            yield say("render/book.waived", self.lang, count=waived)

    def _kinds(self, summary: Summary) -> None:
        self._head(["kind", "", "count"])
        for kind, count in summary.files.items():
            self._entry(say(f"render/book.files.{kind}", self.lang), "", count)
        self._entry(say("render/book.files.all", self.lang), "", sum(summary.files.values()), "total_cell")
        self.row += 1

    def _rules(self, checked: Checked, summary: Summary) -> None:
        if not summary.rules:
            return
        titles = rule_titles(checked.result.ruleset, self.lang)
        self._head(["rule", "title", "findings"])
        for code, count in summary.rules:
            self._entry(code, titles.get(code, ""), count)
        self._entry(say("render/book.findings.all", self.lang), "", len(summary.findings), "total_cell")
        self.row += 1

    def _failed(self, checked: Checked) -> None:
        if not checked.failed:
            return
        self._head(["unreadable", "reason", ""])
        for each in checked.failed:
            self._entry(each.file, each.text(self.lang), None)
        self.row += 1

    def _line(self, text: str, look: str) -> None:
        self.sheet.merge_range(self.row, 0, self.row, len(_WIDTHS) - 1, "", self.book.look(look))
        self.sheet.write_string(self.row, 0, cell_text(text), self.book.look(look))
        if look == "title":
            self.sheet.set_row(self.row, 28)
        self.row += 1

    def _head(self, names: Sequence[str]) -> None:
        for at, name in enumerate(names):
            self._text(at, say(f"render/book.column.{name}", self.lang) if name else "", "head")
        self.row += 1

    def _entry(self, name: str, words: str, count: int | None, look: str = "text_cell") -> None:
        self._text(0, name, look)
        self._text(1, words, look)
        number = self.book.look("number_cell" if look == "text_cell" else look)
        if count is None:
            self.sheet.write_blank(self.row, 2, None, number)
        else:
            self.sheet.write_number(self.row, 2, count, number)
        self.row += 1

    def _text(self, column: int, text: str, look: str) -> None:
        if shown := cell_text(text):
            self.sheet.write_string(self.row, column, shown, self.book.look(look))
        else:
            self.sheet.write_blank(self.row, column, None, self.book.look(look))
