"""How cells of our workbooks look: each format is made once and asked for by its name."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from io import BytesIO
from typing import Any

from gkrules.model.findings import Severity

NO_RESULT = " "
"""The stored result of a formula that shows nothing. XlsxWriter leaves an empty one out, as if the formula were not worked out yet."""
FONT = "宋体"
_A4 = 9
# A workbook that is made again from the same is the same file.
_MADE = datetime(2000, 1, 1)  # noqa: DTZ001 - a workbook knows no zones
_BOX = {"border": 1, "border_color": "#808080", "valign": "vcenter", "text_wrap": True}
_FILL = {Severity.ERROR: ("#FFD9D9", "#FF8080"), Severity.WARNING: ("#FFF2CC", "#FFD24D"), Severity.INFO: ("#DDEBF7", "#9DC3E6")}
# Text of a document is text also for who edits the cell: `quote_prefix` is the apostrophe that one would type.
_TEXT = {"valign": "top", "text_wrap": True, "quote_prefix": True}
_STYLES: Mapping[str, Mapping[str, object]] = {
    "title": {"bold": True, "font_size": 15, "valign": "vcenter", "quote_prefix": True},
    "form_title": {"bold": True, "font_size": 16, "align": "center", "valign": "vcenter", "text_wrap": True, "quote_prefix": True},
    "heading": {"bold": True, "font_size": 12, "valign": "vcenter", "text_wrap": True, "quote_prefix": True},
    "note": {"font_color": "#595959", **_TEXT},
    "text": _TEXT,
    "plain_line": {"valign": "vcenter"},
    "top_line": {"valign": "vcenter", "bold": True},
    "link": {"valign": "top", "font_color": "#0563C1", "underline": 1, "quote_prefix": True},
    "head": {**_BOX, "bold": True, "align": "center", "bg_color": "#D9E2F3"},
    "text_cell": {**_BOX, "valign": "top", "quote_prefix": True},
    "link_cell": {**_BOX, "valign": "top", "font_color": "#0563C1", "underline": 1, "quote_prefix": True},
    "number_cell": {**_BOX, "valign": "top", "align": "right"},
    "total_cell": {**_BOX, "valign": "top", "bold": True, "bg_color": "#F2F2F2"},
    "label": {**_BOX, "bg_color": "#EDF1F8", "quote_prefix": True},
    "label_center": {**_BOX, "align": "center", "bg_color": "#EDF1F8", "quote_prefix": True},
    "value": {**_BOX, "align": "center", "num_format": "General", "quote_prefix": True},
    "input": {**_BOX, "align": "center", "bg_color": "#FFFFE8", "locked": False},
    "input_text": {**_BOX, "valign": "top", "bg_color": "#FFFFE8", "locked": False},
    "message": {"valign": "vcenter", "text_wrap": True, "font_color": "#C00000", "bold": True, "indent": 1},
    "broken": {"bg_color": "#FF8080", "font_color": "#7F0000"},
    "holds": {"bg_color": "#E2F0D9"},
}


class Book:
    """A workbook in the making, with its looks.

    Args:
        title: what the properties of the file call it.
        category: by which a reader knows what it is.

    Raises:
        ImportError: XlsxWriter is not installed.
    """

    def __init__(self, title: str, category: str = "") -> None:
        import xlsxwriter

        self._made = BytesIO()
        # Whatever a text looks like, it is written as text; what is a number or a formula is said where it is written.
        options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
        self.workbook: Any = xlsxwriter.Workbook(self._made, options)
        self.workbook.set_properties({"title": title, "category": category, "created": _MADE})
        self._formats: dict[str, Any] = {}

    def add_sheet(self, name: str) -> Any:
        """A sheet that prints on A4, landscape, as wide as the page."""
        sheet = self.workbook.add_worksheet(name)
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.set_footer("&C&P / &N")
        return sheet

    def look(self, name: str) -> Any:
        """The format of a style."""
        if name not in self._formats:
            self._formats[name] = self.workbook.add_format({"font_name": FONT, "font_size": 10, **_STYLES[name]})
        return self._formats[name]

    def severity(self, severity: Severity, base: str = "text_cell", *, suspected: bool = False) -> Any:
        """A style with the colour of a severity: stronger where the cell is the one that is likely wrong."""
        name = f"{base} {severity.value} {suspected}"
        if name not in self._formats:
            style = {"font_name": FONT, "font_size": 10, **_STYLES[base], "bg_color": _FILL[severity][suspected], "bold": suspected}
            self._formats[name] = self.workbook.add_format(style)
        return self._formats[name]

    def finished(self) -> bytes:
        """The workbook as a file."""
        self.workbook.close()
        return self._made.getvalue()
