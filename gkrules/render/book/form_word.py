"""The empty form as a Word document: title, statistical period, the headings, and the tables as the form prints them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from io import BytesIO
from typing import Any

from gkrules.model.cells import printed
from gkrules.render.book.cell_text import cut
from gkrules.render.book.empty_form import OFFICIAL, EmptyForm, Number, carried
from gkrules.render.book.layout import Placed, placed_boxes
from gkrules.render.book.looks import FONT
from gkrules.render.form_grid import FormSheet, Role, form_sheets
from gkrules.render.words import section_label

_MADE = datetime(2000, 1, 1)  # noqa: DTZ001 - the properties of a document know no zones
_SMALL, _TEXT, _HEADING, _TITLE = 8, 12, 14, 18
_MOST_OF_PROPERTY = 255
_WIDTH = 17.0  # centimetres between the margins of A4
_MARGIN = 2.0
_LABEL = 1.5  # a label beside the numbers, in columns
_DENSE = 12  # a table of more columns has smaller letters


def word_form(form: EmptyForm, lang: str) -> bytes:
    """The format ``docx`` of `gkrules template`, in its official language whatever `lang` is.

    Raises:
        ImportError: python-docx is not installed.
    """
    return _WordForm(form).made()


class _WordForm:
    def __init__(self, form: EmptyForm) -> None:
        import docx

        self.form = form
        self.document: Any = docx.Document()
        self.known: Mapping[str, Number] = carried(form).values

    def made(self) -> bytes:
        self._page()
        self._paragraph(self.form.title, _TITLE, bold=True, center=True)
        self._paragraph(self.form.period, _TEXT, indent=True)
        for section in self.form.edition.sections:
            self._paragraph(section_label(section, OFFICIAL), _HEADING, bold=True)
            sheets = form_sheets(self.form.edition, section.key)
            for number, sheet in enumerate(sheets):
                if number:
                    self._paragraph("", _SMALL)
                self._table(sheet)
            self._paragraph("", _TEXT, indent=not sheets)
        made = BytesIO()
        self.document.save(made)
        return made.getvalue()

    def _page(self) -> None:
        from docx.shared import Cm

        page = self.document.sections[0]
        page.page_width, page.page_height = Cm(21), Cm(29.7)
        page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Cm(_MARGIN)
        properties = self.document.core_properties
        properties.title, properties.author, properties.comments = cut(self.form.title, _MOST_OF_PROPERTY), "", ""
        # What is made again from the same says the same.
        properties.created = properties.modified = _MADE
        self._font(self.document.styles["Normal"].element.get_or_add_rPr())

    @staticmethod
    def _font(properties: Any) -> None:
        from docx.oxml.ns import qn

        fonts = properties.get_or_add_rFonts()
        for name in ("w:ascii", "w:hAnsi", "w:eastAsia"):
            fonts.set(qn(name), FONT)

    def _paragraph(self, text: str, size: int, *, bold: bool = False, center: bool = False, indent: bool = False) -> None:
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.shared import Pt

        made = self.document.add_paragraph()
        _write(made, text, size, bold=bold)
        made.paragraph_format.space_after = Pt(6)
        made.paragraph_format.keep_with_next = bold
        if center:
            made.alignment = WD_ALIGN_PARAGRAPH.CENTER
        if indent:
            made.paragraph_format.first_line_indent = Pt(2 * size)

    def _table(self, sheet: FormSheet) -> None:
        from docx.enum.table import WD_TABLE_ALIGNMENT
        from docx.shared import Cm

        table = self.document.add_table(rows=sheet.height, cols=sheet.width)
        table.style, table.alignment, table.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
        widths = [Cm(each) for each in _widths(sheet)]
        for column, width in zip(table.columns, widths, strict=True):
            column.width = width
        grid = [list(row.cells) for row in table.rows]
        for row in grid:
            for cell, width in zip(row, widths, strict=True):
                cell.width = width
        size = _SMALL - 1 if sheet.width >= _DENSE else _SMALL + 1
        for box in sheet.boxes:
            cell = grid[box.row][box.column]
            if (box.height, box.width) != (1, 1):
                cell = cell.merge(grid[box.row + box.height - 1][box.column + box.width - 1])
            text = printed(self.known.get(box.key)) if box.role is Role.VALUE else box.text
            self._cell(cell, text, size, center=box.role is not Role.ROW)
        for row in table.rows[: sheet.header]:
            _repeated(row)

    @staticmethod
    def _cell(cell: Any, text: str, size: int, *, center: bool) -> None:
        from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.shared import Pt

        first, *others = cell.paragraphs
        for each in others:  # of the cells that were merged into it
            each._element.getparent().remove(each._element)
        _write(first, text, size)
        first.paragraph_format.space_after = Pt(0)
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        if center:
            first.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _write(paragraph: Any, text: str, size: int, *, bold: bool = False) -> None:
    """Text, or an empty run, so that what is typed there looks the same."""
    from docx.shared import Pt

    run = paragraph.add_run(text)
    run.bold = bold or None
    run.font.size = Pt(size)
    _WordForm._font(run._element.get_or_add_rPr())


def _repeated(row: Any) -> None:
    """Print a row on every page of its table."""
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _widths(sheet: FormSheet) -> Iterator[float]:
    """The width of each column in centimetres, as wide beside each other as in the workbook."""
    spans = {each.box.column: each for each in placed_boxes(sheet, 0) if each.box.width == 1}
    labels = {each.column for each in sheet.boxes if each.role is Role.ROW or (each.role is Role.GROUP and each.height > 1)}
    units = [max(_span(spans.get(column)), _LABEL if column in labels else 1) for column in range(sheet.width)]
    yield from (_WIDTH * each / sum(units) for each in units)


def _span(placed: Placed | None) -> int:
    return 1 if placed is None else placed.right - placed.left + 1
