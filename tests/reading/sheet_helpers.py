"""The blocks of a document as a workbook, so that what was read from one kind can be read back from another."""

from __future__ import annotations

import csv
import io
import warnings
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import openpyxl
import xlwt
from read_helpers import package

from gkrules.model.document import Document, Grid

Entry = tuple[int, int, str, int, int]
"""Row, column, text, height, width."""

ODS = "application/vnd.oasis.opendocument.spreadsheet"
SPACES = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text", "style"))


def entries(document: Document) -> list[Entry]:
    """Paragraphs as merged rows over ten columns, grids below each other, with an empty row after each."""
    found: list[Entry] = []
    row = 0
    for block in document.blocks:
        if isinstance(block, Grid):
            found += [(row + cell.row, cell.column, cell.text, cell.rowspan, cell.colspan) for cell in block.cells]
            row += max(cell.row + cell.rowspan for cell in block.cells) + 1
        else:
            found.append((row, 0, block.text, 1, 10))
            row += 1
    return found


def value(text: str) -> Any:
    try:
        number = float(text)
    except ValueError:
        return text
    return int(number) if number == int(number) else number


def as_xlsx(cells: list[Entry]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "年报"
    for row, column, text, height, width in cells:
        sheet.cell(row + 1, column + 1).value = value(text)
        if (height, width) != (1, 1):
            sheet.merge_cells(start_row=row + 1, start_column=column + 1, end_row=row + height, end_column=column + width)
    return saved(book)


def as_xls(cells: list[Entry]) -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("年报")
    for row, column, text, height, width in cells:
        sheet.write_merge(row, row + height - 1, column, column + width - 1, value(text))
    return saved(book)


def as_csv(cells: list[Entry], delimiter: str = ",") -> bytes:
    height, width = max(cell[0] + cell[3] for cell in cells), max(cell[1] + cell[4] for cell in cells)
    table = [[""] * width for _ in range(height)]
    for row, column, text, _, _ in cells:
        table[row][column] = text
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter).writerows(table)
    return stream.getvalue().encode("gb18030")


def as_ods(cells: list[Entry]) -> bytes:
    by_spot = {cell[:2]: cell for cell in cells}
    covered = {(r, c) for row, column, _, h, w in cells for r in range(row, row + h) for c in range(column, column + w)} - by_spot.keys()
    rows = []
    for row in range(max(row + height for row, _, _, height, _ in cells)):
        out = []
        for column in range(16):
            if (row, column) in by_spot:
                _, _, text, height, width = by_spot[(row, column)]
                spans = f'table:number-rows-spanned="{height}" table:number-columns-spanned="{width}"'
                number = isinstance(value(text), int | float)
                kind = f'office:value-type="float" office:value={quoteattr(text)}' if number else 'office:value-type="string"'
                out.append(f"<table:table-cell {spans} {kind if text else ''}><text:p>{escape(text)}</text:p></table:table-cell>")
            else:
                out.append("<table:covered-table-cell/>" if (row, column) in covered else "<table:table-cell/>")
        rows.append(f"<table:table-row>{''.join(out)}<table:table-cell table:number-columns-repeated='16368'/></table:table-row>")
    tail = (
        "<table:table-row table:number-rows-repeated='1048000'><table:table-cell table:number-columns-repeated='16384'/></table:table-row>"
    )
    return ods(f'<table:table table:name="年报">{"".join(rows)}{tail}</table:table>')


def ods(tables: str, *, styles: str = "", manifest: str = "") -> bytes:
    content = (
        f"<office:document-content {SPACES}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    return package({"mimetype": ODS, "content.xml": content, "META-INF/manifest.xml": f"<m>{manifest}</m>"})


def saved(book: Any) -> bytes:
    stream = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book.save(stream)
    return stream.getvalue()
