"""The content of an ``.ods`` file, checked and written anew before calamine sees it."""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import TYPE_CHECKING, Any, cast

from gkrules.reading.containers.odf import COLUMN_GROUPS, MOST, OFFICE, ROW_GROUPS, STYLE, TABLE, inside, repeated
from gkrules.reading.containers.package import Package
from gkrules.reading.faults import damaged, encrypted, in_megabytes, over_limit
from gkrules.reading.limits import Limits
from gkrules.reading.sheets.sheet import Rect
from gkrules.reading.sheets.workbook import NOT_CALCULATED, Checked, Extent, SheetFacts, bounded_merges, too_many_sheets

if TYPE_CHECKING:
    from lxml import etree

_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
_MANIFEST = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{_TYPE}"/></manifest:manifest>'
)


def check(data: bytes, limits: Limits) -> Checked:
    """Check a spreadsheet and write it anew.

    Raises:
        DocumentError: ``damaged``, ``encrypted``, ``unsafe``, or ``limit_…``.
    """
    from lxml import etree

    package = Package(data, limits)
    if b"encryption-data" in (package.part("META-INF/manifest.xml") or b""):
        raise encrypted("")
    content = package.part("content.xml")
    if content is None:
        raise damaged("缺少正文（content.xml）", "its content (content.xml) is missing")
    if len(content) > limits.max_sheet_bytes:
        size = in_megabytes(limits.max_sheet_bytes)
        raise over_limit("sheet_bytes", f"content.xml 超过 {size} 的上限", f"content.xml exceeds the limit of {size}")
    root = package.xml("content.xml")
    book = root.find(f"{OFFICE}body/{OFFICE}spreadsheet") if root is not None else None
    if root is None or book is None:
        raise damaged("正文不是电子表格", "its content is no spreadsheet")
    tables = book.findall(f"{TABLE}table")
    if len(tables) > limits.max_sheets:
        raise too_many_sheets(limits)
    unseen = _hidden_styles(root)
    clean = etree.Element(root.tag, nsmap=cast("Any", root.nsmap))
    spreadsheet = etree.SubElement(etree.SubElement(clean, f"{OFFICE}body"), f"{OFFICE}spreadsheet")
    sheets: list[SheetFacts] = []
    cells = 0
    for number, table in enumerate(tables, 1):
        facts = SheetFacts(table.get(f"{TABLE}name") or "", table.get(f"{TABLE}style-name") in unseen)
        extent = Extent(limits)
        extent.cells = cells
        spreadsheet.append(_sheet(table, number, facts, extent, limits))
        cells = extent.cells
        sheets.append(facts)
    return Checked(_written(etree.tostring(clean, encoding="UTF-8", xml_declaration=True)), sheets)


def _hidden_styles(root: etree._Element) -> set[str | None]:
    found: set[str | None] = set()
    for style in root.iter(f"{STYLE}style"):
        for properties in style.findall(f"{STYLE}table-properties"):
            if properties.get(f"{TABLE}display") == "false":
                found.add(style.get(f"{STYLE}name"))
    return found


def _sheet(table: etree._Element, number: int, facts: SheetFacts, extent: Extent, limits: Limits) -> etree._Element:
    """The table with nothing but rows and cells, every one written out, and without the empty ones at the ends."""
    from lxml import etree

    clean = etree.Element(f"{TABLE}table", {f"{TABLE}name": f"S{number}"}, nsmap=cast("Any", table.nsmap))
    column = 0
    for each in inside(table, f"{TABLE}table-column", COLUMN_GROUPS):
        count = repeated(each, "number-columns-repeated")
        if each.get(f"{TABLE}visibility") in {"collapse", "filter"}:
            facts.hidden_columns.update(range(column, min(column + count, MOST)))
        column = min(column + count, MOST)
    merges: list[Rect] = []
    blank, at = 0, 0  # empty rows that are written only if one with content follows
    for row in inside(table, f"{TABLE}table-row", ROW_GROUPS):
        count = repeated(row, "number-rows-repeated")
        cells = _cells(row)
        if row.get(f"{TABLE}visibility") in {"collapse", "filter"}:
            facts.hidden_rows.update(range(at, min(at + count, MOST)))
        if not cells:
            blank, at = blank + count, at + count
            continue
        extent.add(at + count - 1, max(cells))
        for _ in range(blank):
            etree.SubElement(clean, f"{TABLE}table-row")
        blank = 0
        for _ in range(count):
            clean.append(_row(cells, at, facts, merges, extent))
            at += 1
    facts.merges = bounded_merges(merges, limits)
    return clean


def _cells(row: etree._Element) -> dict[int, tuple[etree._Element, int]]:
    """The cells with content of a row by their first column, each with how often it stands there."""
    found: dict[int, tuple[etree._Element, int]] = {}
    column = 0
    for cell in row:
        if cell.tag not in {f"{TABLE}table-cell", f"{TABLE}covered-table-cell"}:
            continue
        count = repeated(cell, "number-columns-repeated")
        for note in cell.findall(f"{OFFICE}annotation"):
            cell.remove(note)
        spanned = _spans(cell) != (1, 1)
        if len(cell) or cell.get(f"{OFFICE}value-type") or cell.get(f"{TABLE}formula") or spanned:
            found[column] = (cell, count)
        column = min(column + count, MOST)
    return found


def _row(cells: dict[int, tuple[etree._Element, int]], row: int, facts: SheetFacts, merges: list[Rect], extent: Extent) -> etree._Element:
    from copy import copy

    from lxml import etree

    clean = etree.Element(f"{TABLE}table-row")
    done = 0
    for first, (cell, count) in cells.items():
        extent.add(row, first + count - 1)
        for _ in range(first - done):
            etree.SubElement(clean, f"{TABLE}table-cell")
        for column in range(first, first + count):
            extent.add(row, column)
            if cell.get(f"{TABLE}formula") and not cell.get(f"{OFFICE}value-type") and not "".join(map(str, cell.itertext())).strip():
                facts.texts[(row, column)] = NOT_CALCULATED
            height, width = _spans(cell)
            if (height, width) != (1, 1):
                merges.append((row, column, row + height - 1, column + width - 1))
            kept = copy(cell)
            # What lies under a merged cell is not shown.
            if cell.tag == f"{TABLE}covered-table-cell":
                kept = etree.Element(f"{TABLE}table-cell")
            kept.attrib.pop(f"{TABLE}number-columns-repeated", "")
            clean.append(kept)
        done = first + count
    return clean


def _spans(cell: etree._Element) -> tuple[int, int]:
    return repeated(cell, "number-rows-spanned"), repeated(cell, "number-columns-spanned")


def _written(content: bytes) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", _TYPE)
        archive.writestr("META-INF/manifest.xml", _MANIFEST)
        archive.writestr("content.xml", content)
    return stream.getvalue()
