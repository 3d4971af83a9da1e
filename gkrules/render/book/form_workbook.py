"""The empty form as a workbook that checks itself while it is filled in."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from gkrules.model.edition import Column
from gkrules.render.book.checks_sheet import Checks, Told, write_checks
from gkrules.render.book.empty_form import OFFICIAL, Carried, EmptyForm, carried
from gkrules.render.book.formulas import Cells, absolute, quoted_text
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
from gkrules.render.book.live_checks import LiveCheck, live_checks
from gkrules.render.book.looks import NO_RESULT, Book
from gkrules.render.form_grid import Role, form_sheets
from gkrules.render.words import say, section_label

_NAME_WIDTH = 2  # columns of what stands before a message
_MESSAGE_LINES = 3
_TEXT_HEIGHT = 120
_NOTHING_SEEN = "\u200b"
_LARGEST = 999_999_999_999
_LABEL_LINES = 6


def workbook_form(form: EmptyForm, lang: str) -> bytes:
    """The format ``xlsx`` of `gkrules template`. The form is in its official language, what is said of it in `lang`.

    Raises:
        ImportError: XlsxWriter is not installed.
    """
    return _FormWorkbook(form, lang).made()


class _FormWorkbook:
    def __init__(self, form: EmptyForm, lang: str) -> None:
        self.form, self.lang = form, lang
        self.book = Book(form.title)
        self.name, checks = say("render/form.sheet", lang), say("render/form.checks-sheet", lang)
        self.sheet = self.book.add_sheet(self.name)
        self.checks_sheet, self.checks_name = self.book.add_sheet(checks), checks
        self.known: Carried = carried(form)
        self.placed: dict[str, Placed] = {}
        self.message_rows: dict[int, list[str]] = {}
        self.row = 0

    def made(self) -> bytes:
        self._draw()
        checks = [each for each in live_checks(self.form, self.lang) if all(key in self.placed for key in each.cells)]
        checked = Checks(checks, Cells(self.placed, self.name), self.known.values, self.checks_name)
        told = write_checks(self.book, self.checks_sheet, self.form, checked, self.lang)
        self._validate()
        self._mark(checks)
        self._tell(checks, told)
        for sheet in (self.sheet, self.checks_sheet):
            # Against slips, not against anybody: there is no password.
            sheet.protect("", {"format_columns": True, "format_rows": True})
        return self.book.finished()

    def _draw(self) -> None:
        form, sheet = self.form, self.sheet
        sheet.set_column(0, COLUMNS - 1, COLUMN_WIDTH)
        sheet.set_column(COLUMNS, COLUMNS, 2)
        self._line(form.title, "form_title")
        self.row += 1  # how much holds
        self._line(form.period, "text")
        with_tables = {table.section for table in form.edition.tables}
        for section in form.edition.sections:
            self.row += 1
            self._line(section_label(section, OFFICIAL), "heading")
            if section.key not in with_tables:
                sheet.merge_range(self.row, 0, self.row, COLUMNS - 1, "", self.book.look("input_text"))
                sheet.set_row(self.row, _TEXT_HEIGHT)
                self.row += 1
            for each in form_sheets(form.edition, section.key):
                keys = [box.key for box in each.boxes if box.role is Role.VALUE]
                self.message_rows[self.row] = keys
                self.row += 2  # what does not hold, and a blank row
                self._table(placed_boxes(each, self.row))
                self.row += each.height + 1
        sheet.print_area(0, 0, self.row, COLUMNS - 1)
        sheet.freeze_panes(2, 0)

    def _line(self, text: str, look: str) -> None:
        self.sheet.merge_range(self.row, 0, self.row, COLUMNS - 1, "", self.book.look(look))
        self.sheet.write_string(self.row, 0, text, self.book.look(look))
        self.sheet.set_row(self.row, line_height(text_lines(text, COLUMNS)) + (8 if look != "text" else 0))
        self.row += 1

    def _table(self, placed: Sequence[Placed]) -> None:
        for each in placed:
            if each.box.role is Role.VALUE:
                self.placed[each.box.key] = each
                write_box(self.sheet, each, self.known.values.get(each.box.key), self.book.look("input"))
            else:
                write_box(self.sheet, each, each.box.text, self.book.look(label_look(each.box)))
        if all(each.box.role is Role.VALUE for each in placed if each.bottom == placed[-1].bottom):
            # A row without any text is none for who reads a sheet: this one is the last of the table, and has no label.
            self.sheet.write_string(placed[-1].bottom, COLUMNS, _NOTHING_SEEN, self.book.look("message"))
        for row, height in row_heights(placed, [each.box.text for each in placed]):
            self.sheet.set_row(row, min(height, line_height(_LABEL_LINES)))

    def _validate(self) -> None:
        """What may be typed into each cell, by its type; what is said is said when the cell is chosen."""
        cells = self.form.edition.cell_by_key

        def kind(key: str) -> tuple[str, str]:
            column: Column = cells[key].column
            return column.type, column.unit

        for (of_type, unit), keys in groupby(sorted(self.placed, key=kind), key=kind):
            spots = [(each.top, each.left, each.top, each.left) for each in (self.placed[key] for key in keys)]
            self.sheet.data_validation(*spots[0], _typed(of_type) | _told(of_type, unit, self.lang) | {"other_cells": spots[1:]})

    def _mark(self, checks: Sequence[LiveCheck]) -> None:
        """The cells of what does not hold turn red."""
        cells = Cells(self.placed)
        for check in checks:
            ranges = [each.replace("$", "") for each in cells.ranges(check.cells)]
            first = self.placed[min(check.cells, key=lambda key: (self.placed[key].top, self.placed[key].left))]
            options = {"type": "formula", "criteria": cells.broken(check), "format": self.book.look("broken")}
            if len(ranges) > 1 or ":" in ranges[0]:
                options["multi_range"] = " ".join(ranges)
            self.sheet.conditional_format(first.top, first.left, first.bottom, first.right, options)

    def _tell(self, checks: Sequence[LiveCheck], told: Told) -> None:
        """What does not hold: in the row that stays in sight the first, and above each table all of it.

        Rows of their own, with a name before the message: beside its numbers a text would make a row unreadable, and alone in a
        row it would be taken for a sentence of the report.
        """
        self._message(1, quoted_text(say("render/form.top.counts", self.lang)), told.all, told.now)
        for row, keys in self.message_rows.items():
            within = frozenset(keys)
            mine = [cell for check, cell in zip(checks, told.messages, strict=True) if within.intersection(check.cells)]
            if mine:
                joined = '&" "&'.join(mine)
                name = quoted_text(say("render/form.column.message", self.lang))
                self._message(row, f'IF({absolute(row, _NAME_WIDTH)}="","",{name})', f"TRIM({joined})", NO_RESULT)

    def _message(self, row: int, name: str, words: str, now: str) -> None:
        first, last = _NAME_WIDTH, COLUMNS - 1
        look = self.book.look("message")
        self.sheet.merge_range(row, 0, row, first - 1, "", look)
        self.sheet.merge_range(row, first, row, last, "", look)
        self.sheet.write_formula(row, 0, f"={name}", look, NO_RESULT if now == NO_RESULT else name.strip('"'))
        self.sheet.write_formula(row, first, f"={words}", look, now)
        self.sheet.set_row(row, line_height(_MESSAGE_LINES))


def _typed(of_type: str) -> dict[str, Any]:
    match of_type:
        case "count":
            return {"validate": "integer", "criteria": ">=", "value": 0}
        case "amount":
            return {"validate": "decimal", "criteria": ">=", "value": 0}
        case _:
            return {"validate": "integer", "criteria": "between", "minimum": -_LARGEST, "maximum": _LARGEST}


def _told(of_type: str, unit: str, lang: str) -> dict[str, str]:
    words = say(f"render/form.type.{of_type}", lang)
    shown = say("render/form.unit", lang, unit=unit) if unit and len(unit) < 20 and unit.isalpha() and not unit.isascii() else ""
    return {
        "input_title": say("render/form.input", lang),
        "input_message": f"{words}{shown}{say('render/form.zero', lang)}",
        "error_title": say("render/form.input", lang),
        "error_message": words,
    }
