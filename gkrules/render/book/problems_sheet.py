"""The sheet of problems: one row for each thing that there is to mend, with a link to where it is seen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from gkrules.model.places import cell_name
from gkrules.render.book.cell_text import cell_text
from gkrules.render.book.layout import fit_row
from gkrules.render.book.looks import Book
from gkrules.render.book.report_sheet import Told
from gkrules.render.problems import Problem, ToldProblem, level_word
from gkrules.render.words import listing, say, shown_file

Spot = tuple[str, int, int]
"""A cell of a sheet: name of the sheet, row, column."""
MOST_ROWS = 1_000_000
"""Of problems; a sheet has 1 048 576 rows."""
_MOST_LINKS = 65_000  # a sheet has at most 65 530
_COLUMNS = (
    ("file", 20),
    ("unit", 18),
    ("year", 6),
    ("number", 5),
    ("severity", 7),
    ("rule", 8),
    ("what", 36),
    ("advice", 36),
    ("place", 16),
    ("source", 22),
    ("cells", 22),
)
_AT = {name: at for at, (name, _) in enumerate(_COLUMNS)}


def write_problems(book: Book, sheet: Any, reports: Iterable[tuple[Told, Mapping[int, Spot]]], lang: str) -> int:
    """Fill the sheet.

    Returns:
        How many problems there was no room for.
    """
    headed(book, sheet, [(say(f"render/book.column.{name}", lang), width) for name, width in _COLUMNS])
    row = left_out = 0
    for told, spots in reports:
        for problem, words in told.problems:
            if row >= MOST_ROWS:
                left_out += 1
                continue
            row += 1
            _write_row(book, sheet, row, _values(told, problem, words, lang), problem)
            spot = spots.get(problem.number)
            if spot is not None and row <= _MOST_LINKS:
                name, at, column = spot
                # The link is on the number: some spreadsheets do not wrap a text with a link.
                sheet.write_url(row, _AT["number"], f"internal:'{name}'!{cell_name(at + 1, column + 1)}", book.look("link_cell"))
                sheet.write_number(row, _AT["number"], problem.number, book.look("link_cell"))
    sheet.autofilter(0, 0, max(row, 1), len(_COLUMNS) - 1)
    return left_out


def headed(book: Book, sheet: Any, columns: Iterable[tuple[str, float]]) -> None:
    """Write the header of a list: frozen, and on every page."""
    for at, (name, width) in enumerate(columns):
        sheet.set_column(at, at, width)
        sheet.write_string(0, at, name, book.look("head"))
    sheet.set_row(0, 22)
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)


def _values(told: Told, problem: Problem, words: ToldProblem, lang: str) -> list[str | int | None]:
    report = told.found.report
    return [
        shown_file(report, lang),
        report.unit,
        report.year,
        problem.number,
        level_word(problem, lang),
        "\n".join(problem.codes),
        _what(problem, words),
        "\n".join(words.advice),
        words.place,
        "\n".join(words.sources),
        listing([key for key in problem.cells if key in told.edition.cell_by_key], "en"),
    ]


def _what(problem: Problem, words: ToldProblem) -> str:
    """What is wrong; where several findings have one cause, each of them below it."""
    findings = [each.message for each in words.findings] if len(problem.findings) > 1 else []
    return "\n".join(dict.fromkeys((words.head, *findings)))


def _write_row(book: Book, sheet: Any, row: int, values: Iterable[str | int | None], problem: Problem) -> None:
    shown = list(values)
    # The keys of the cells are for programs; they alone make no row higher.
    fit_row(sheet, row, ("" if value is None else cell_text(str(value)) for value in shown[:-1]), (width for _, width in _COLUMNS[:-1]))
    for column, value in enumerate(shown):
        look = book.severity(problem.severity) if column == _AT["severity"] else book.look("text_cell")
        if value is None or value == "":
            sheet.write_blank(row, column, None, look)
        elif isinstance(value, str):
            sheet.write_string(row, column, cell_text(value), look)
        else:
            sheet.write_number(row, column, value, look)
