"""The sheets of an ``.ods`` file. Only its content is read, and what stands for many cells is bounded before it is written out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from gkrules.model.document import Document
from gkrules.reading.containers.odf import COLUMN_GROUPS, DRAW, MOST, OFFICE, ROW_GROUPS, STYLE, TABLE, TEXT, inside, repeated
from gkrules.reading.containers.package import Package, parse_xml
from gkrules.reading.context import Context
from gkrules.reading.faults import damaged, encrypted
from gkrules.reading.limits import Limits
from gkrules.reading.sheets.bounds import Bounds
from gkrules.reading.sheets.sheet import Sheet
from gkrules.reading.sheets.spreadsheet import document_of
from gkrules.reading.sheets.values import NOT_CALCULATED, moment_of, number_of, text_of

if TYPE_CHECKING:
    from lxml import etree

_HIDDEN = frozenset({"collapse", "filter"})
_NUMBERS = frozenset({"float", "percentage", "currency"})
_LINES = frozenset({f"{TEXT}p", f"{TEXT}h"})
_BESIDE = frozenset({f"{OFFICE}annotation", f"{OFFICE}annotation-end", f"{TEXT}ruby-text"})
_BREAKS = {f"{TEXT}tab": "\t", f"{TEXT}line-break": "\n"}
_MOST_SPACES = 100


def read(data: bytes, limits: Limits, context: Context) -> Document:
    """Read a workbook.

    Raises:
        DocumentError: ``damaged``, ``encrypted``, ``unsafe``, or ``limit_…``.
    """
    return document_of(context.kind, sheets_of(data, limits), limits)


def sheets_of(data: bytes, limits: Limits) -> list[Sheet]:
    """The sheets in the order of their tabs; raises what `read` does."""
    package, bounds = Package(data, limits), Bounds(limits)
    if b"encryption-data" in (package.part("META-INF/manifest.xml") or b""):
        raise encrypted("")
    content = package.part("content.xml")
    if content is None:
        raise damaged("reading/broken.no-content-xml")
    bounds.size("reading/sheet_bytes.content-xml", len(content))
    root = parse_xml(content, "content.xml", limits)
    book = root.find(f"{OFFICE}body/{OFFICE}spreadsheet")
    if book is None:
        raise damaged("reading/broken.no-spreadsheet")
    unseen = {
        style.get(f"{STYLE}name")
        for style in root.iter(f"{STYLE}style")
        if any(each.get(f"{TABLE}display") == "false" for each in style.findall(f"{STYLE}table-properties"))
    }
    return [_sheet(table, table.get(f"{TABLE}style-name") in unseen, bounds) for table in book.iterfind(f"{TABLE}table")]


def _sheet(table: etree._Element, hidden: bool, bounds: Bounds) -> Sheet:
    bounds.sheet()
    sheet = Sheet(name=table.get(f"{TABLE}name") or "", hidden=hidden)
    column = 0
    for each in inside(table, f"{TABLE}table-column", COLUMN_GROUPS):
        count = repeated(each, "number-columns-repeated")
        if each.get(f"{TABLE}visibility") in _HIDDEN:
            sheet.hidden_columns.update(range(column, min(column + count, MOST)))
        column = min(column + count, MOST)
    row = 0
    for line in inside(table, f"{TABLE}table-row", ROW_GROUPS):
        end = row + repeated(line, "number-rows-repeated")
        if line.get(f"{TABLE}visibility") in _HIDDEN:
            sheet.hidden_rows.update(range(row, min(end, MOST)))
        for first, last, cell in _cells(line):
            text, height, width = _text(cell), repeated(cell, "number-rows-spanned"), repeated(cell, "number-columns-spanned")
            if not text and (height, width) == (1, 1):
                continue
            bounds.reach(end - 1, last)
            for spot in ((at, column) for at in range(row, end) for column in range(first, last + 1)):
                bounds.put(sheet, *spot, text)
                if (height, width) != (1, 1):
                    sheet.merges += bounds.merges([(*spot, spot[0] + height - 1, spot[1] + width - 1)])
        row = end
    return sheet


def _cells(line: etree._Element) -> Iterator[tuple[int, int, etree._Element]]:
    """First and last column of each cell of a row that may have content. What lies under a merged cell is not shown."""
    column = 0
    for cell in line:
        if cell.tag in {f"{TABLE}table-cell", f"{TABLE}covered-table-cell"}:
            first, column = column, column + repeated(cell, "number-columns-repeated")
            if cell.tag == f"{TABLE}table-cell" and (len(cell) or cell.attrib):
                yield first, column - 1, cell


def _text(cell: etree._Element) -> str:
    """What a cell shows. A number is taken as it is stored, since it may be shown with fewer digits."""
    kind = cell.get(f"{OFFICE}value-type") or ""
    if kind in _NUMBERS and cell.get(f"{OFFICE}value"):
        return text_of(number_of(cell.get(f"{OFFICE}value") or ""))
    if kind == "date" and cell.get(f"{OFFICE}date-value"):
        return text_of(moment_of(cell.get(f"{OFFICE}date-value") or ""))
    if kind == "boolean" and cell.get(f"{OFFICE}boolean-value"):
        return text_of(cell.get(f"{OFFICE}boolean-value") == "true")
    shown = "\n".join(_line(child) for child in cell if child.tag in _LINES)
    text = (cell.get(f"{OFFICE}string-value") if kind == "string" else "") or shown or cell.get(f"{OFFICE}time-value") or ""
    return NOT_CALCULATED if not text.strip() and kind != "string" and cell.get(f"{TABLE}formula") else text_of(text)


def _line(element: etree._Element) -> str:
    pieces = [element.text or ""]
    for part in element:
        tag = str(part.tag)
        if tag == f"{TEXT}s":
            count = part.get(f"{TEXT}c") or "1"
            pieces.append(" " * (min(int(count), _MOST_SPACES) if count.isascii() and count.isdigit() and len(count) < 9 else _MOST_SPACES))
        elif tag not in _BESIDE and not tag.startswith(DRAW):
            pieces.append(_BREAKS.get(tag) or _line(part))
        pieces.append(part.tail or "")
    return "".join(pieces)
