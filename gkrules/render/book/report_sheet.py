"""The sheet of a report: the form as it is filled in, with what is wrong marked and told in comments."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from gkrules.model.cells import ABSENT, CellState
from gkrules.model.edition import Edition
from gkrules.model.findings import ReportFindings
from gkrules.model.report import Report
from gkrules.render.book.cell_text import cell_text, is_exact
from gkrules.render.book.layout import (
    COLUMN_WIDTH,
    COLUMNS,
    Placed,
    label_look,
    line_height,
    placed_boxes,
    row_heights,
    text_lines,
    write_box,
)
from gkrules.render.book.looks import Book
from gkrules.render.form_grid import FormBox, Role, form_sheets, printed_rows
from gkrules.render.problems import Mark, Problem, ToldProblem, level_word, marks_of
from gkrules.render.words import listing, pick, say, section_label, shown_file, state_word, unit_words, year_words

_MOST_COMMENT = 2_000
_COMMENT_WIDTH, _COMMENT_LINE, _COMMENT_ROOM = 360, 17, 52


@dataclass(frozen=True)
class Told:
    """A report with its problems, each with its words."""

    found: ReportFindings
    edition: Edition
    problems: Sequence[tuple[Problem, ToldProblem]]


def title_words(report: Report, lang: str) -> str:
    """Organ and year."""
    return f"{unit_words(report.unit, lang)}  {year_words(report.year, lang)}"


def write_report(book: Book, sheet: Any, told: Told, overview: str, lang: str) -> dict[int, tuple[int, int]]:
    """Fill the sheet of a report.

    Returns:
        By the number of a problem the cell (row, column) of the sheet that shows it best.
    """
    return _ReportSheet(book, sheet, told, lang).write(overview)


class _ReportSheet:
    def __init__(self, book: Book, sheet: Any, told: Told, lang: str) -> None:
        self.book, self.sheet, self.told, self.lang = book, sheet, told, lang
        self.report, self.edition = told.found.report, told.edition
        self.marks = marks_of([problem for problem, _ in told.problems], told.edition)
        self.cells: dict[str, tuple[int, int]] = {}
        self.row = 0

    def write(self, overview: str) -> dict[int, tuple[int, int]]:
        self.sheet.set_column(0, COLUMNS - 1, COLUMN_WIDTH)
        self._line(title_words(self.report, self.lang), "title")
        self._line(shown_file(self.report, self.lang), "note")
        self.sheet.write_url(self.row, 0, f"internal:'{overview}'!A1", self.book.look("link"), say("render/book.back", self.lang))
        self.row += 2
        self.sheet.freeze_panes(2, 0)
        rows = printed_rows(self.report)
        for section in self.edition.sections:
            forms = form_sheets(self.edition, section.key, rows)
            if forms:
                self._line(section_label(section, self.lang), "heading")
            for form in forms:
                placed = placed_boxes(form, self.row)
                self._form(placed)
                self.row += form.height + 1
        return self._elsewhere()

    def _line(self, text: str, look: str) -> None:
        text = cell_text(text)
        self.sheet.merge_range(self.row, 0, self.row, COLUMNS - 1, "", self.book.look(look))
        self.sheet.write_string(self.row, 0, text, self.book.look(look))
        self.sheet.set_row(self.row, line_height(text_lines(text, COLUMNS)) + (6 if look in ("title", "heading") else 0))
        self.row += 1

    def _form(self, placed: Sequence[Placed]) -> None:
        texts: list[str] = []
        for each in placed:
            if each.box.role is Role.VALUE:
                content = self._content(each.box.key)
                self._value(each, content)
                texts.append("" if content is None else str(content))
            else:
                texts.append(self._label(each.box))
                write_box(self.sheet, each, texts[-1], self.book.look(label_look(each.box)))
        for row, height in row_heights(placed, texts):
            self.sheet.set_row(row, min(height, line_height(12)))

    def _label(self, box: FormBox) -> str:
        return pick(self.lang, box.text, box.en or box.text)

    def _content(self, key: str) -> str | float | None:
        cell = self.report.cells.get(key, ABSENT)
        if cell.state is CellState.ABSENT:
            return state_word(CellState.ABSENT, self.lang)
        if cell.value is None:
            return cell.raw
        return cell.value if is_exact(cell.value) else cell.raw or str(cell.value)

    def _value(self, placed: Placed, content: str | float | None) -> None:
        key = placed.box.key
        self.cells[key] = (placed.top, placed.left)
        mark = self.marks.get(key)
        if mark is None:
            write_box(self.sheet, placed, content, self.book.look("value"))
            return
        write_box(self.sheet, placed, content, self.book.severity(mark.severity, "value", suspected=mark.change is not None))
        text = self._comment(mark)
        lines = sum(1 + len(each) * 2 // _COMMENT_ROOM for each in text.split("\n"))
        size = {"width": _COMMENT_WIDTH, "height": min(400, 20 + _COMMENT_LINE * lines), "font_size": 9}
        self.sheet.write_comment(placed.top, placed.left, text, size)

    def _comment(self, mark: Mark) -> str:
        parts = [
            "\n".join((_head_line(problem, self.lang), told.head, *told.advice))
            for problem, told in self.told.problems
            if problem.number in mark.problems
        ]
        return cell_text("\n\n".join(parts), _MOST_COMMENT)

    def _elsewhere(self) -> dict[int, tuple[int, int]]:
        """Where each problem is seen; those that no cell of the form shows are listed below it."""
        spots: dict[int, tuple[int, int]] = {}
        rest = []
        for problem, told in self.told.problems:
            keys = (*(change.cell for change in problem.changes), *problem.cells)
            spot = next((self.cells[key] for key in keys if key in self.cells), None)
            if spot is None:
                rest.append((problem, told))
            else:
                spots[problem.number] = spot
        if rest:
            self._line(say("render/book.elsewhere", self.lang), "heading")
        for problem, told in rest:
            spots[problem.number] = (self.row, 0)
            text = cell_text("\n".join(self._told(problem, told)))
            self.sheet.merge_range(self.row, 0, self.row, COLUMNS - 1, "", self.book.severity(problem.severity))
            self.sheet.write_string(self.row, 0, text, self.book.severity(problem.severity))
            self.sheet.set_row(self.row, line_height(text_lines(text, COLUMNS)))
            self.row += 1
        return spots

    def _told(self, problem: Problem, told: ToldProblem) -> Iterator[str]:
        yield f"{_head_line(problem, self.lang)}{say('render/colon', self.lang)}{told.head}"
        yield from told.advice
        if told.place:
            yield say("render/finding-place", self.lang, place=told.place)


def _head_line(problem: Problem, lang: str) -> str:
    return f"{listing(problem.codes, lang)} {level_word(problem, lang)}"
