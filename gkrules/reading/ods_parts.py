"""The content of an ``.ods`` file, checked and written anew before calamine sees it."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING, Any, cast

from gkrules.reading.faults import damaged, encrypted, in_megabytes, over_limit
from gkrules.reading.limits import Limits
from gkrules.reading.package import Package
from gkrules.reading.sheet import Rect
from gkrules.reading.workbook import NOT_CALCULATED, Checked, Extent, SheetFacts, bounded_merges, too_many_sheets

if TYPE_CHECKING:
    from lxml import etree

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
_MANIFEST = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{_TYPE}"/></manifest:manifest>'
)
_GROUPS = frozenset({f"{_TABLE}table-row-group", f"{_TABLE}table-header-rows", f"{_TABLE}table-rows"})
_COLUMN_GROUPS = frozenset({f"{_TABLE}table-column-group", f"{_TABLE}table-header-columns", f"{_TABLE}table-columns"})
_MOST = 1 << 20


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
    book = root.find(f"{_OFFICE}body/{_OFFICE}spreadsheet") if root is not None else None
    if root is None or book is None:
        raise damaged("正文不是电子表格", "its content is no spreadsheet")
    tables = book.findall(f"{_TABLE}table")
    if len(tables) > limits.max_sheets:
        raise too_many_sheets(limits)
    unseen = _hidden_styles(root)
    clean = etree.Element(root.tag, nsmap=cast("Any", root.nsmap))
    spreadsheet = etree.SubElement(etree.SubElement(clean, f"{_OFFICE}body"), f"{_OFFICE}spreadsheet")
    sheets: list[SheetFacts] = []
    cells = 0
    for number, table in enumerate(tables, 1):
        facts = SheetFacts(table.get(f"{_TABLE}name") or "", table.get(f"{_TABLE}style-name") in unseen)
        extent = Extent(limits)
        extent.cells = cells
        spreadsheet.append(_sheet(table, number, facts, extent, limits))
        cells = extent.cells
        sheets.append(facts)
    return Checked(_written(etree.tostring(clean, encoding="UTF-8", xml_declaration=True)), sheets)


def _hidden_styles(root: etree._Element) -> set[str | None]:
    found: set[str | None] = set()
    for style in root.iter(f"{_STYLE}style"):
        for properties in style.findall(f"{_STYLE}table-properties"):
            if properties.get(f"{_TABLE}display") == "false":
                found.add(style.get(f"{_STYLE}name"))
    return found


def _sheet(table: etree._Element, number: int, facts: SheetFacts, extent: Extent, limits: Limits) -> etree._Element:
    """The table with nothing but rows and cells, every one written out, and without the empty ones at the ends."""
    from lxml import etree

    clean = etree.Element(f"{_TABLE}table", {f"{_TABLE}name": f"S{number}"}, nsmap=cast("Any", table.nsmap))
    column = 0
    for each in _inside(table, f"{_TABLE}table-column", _COLUMN_GROUPS):
        count = _repeated(each, "number-columns-repeated")
        if each.get(f"{_TABLE}visibility") in {"collapse", "filter"}:
            facts.hidden_columns.update(range(column, min(column + count, _MOST)))
        column = min(column + count, _MOST)
    merges: list[Rect] = []
    blank, at = 0, 0  # empty rows that are written only if one with content follows
    for row in _inside(table, f"{_TABLE}table-row", _GROUPS):
        count = _repeated(row, "number-rows-repeated")
        cells = _cells(row)
        if row.get(f"{_TABLE}visibility") in {"collapse", "filter"}:
            facts.hidden_rows.update(range(at, min(at + count, _MOST)))
        if not cells:
            blank, at = blank + count, at + count
            continue
        extent.add(at + count - 1, max(cells))
        for _ in range(blank):
            etree.SubElement(clean, f"{_TABLE}table-row")
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
        if cell.tag not in {f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"}:
            continue
        count = _repeated(cell, "number-columns-repeated")
        for note in cell.findall(f"{_OFFICE}annotation"):
            cell.remove(note)
        spanned = _spans(cell) != (1, 1)
        if len(cell) or cell.get(f"{_OFFICE}value-type") or cell.get(f"{_TABLE}formula") or spanned:
            found[column] = (cell, count)
        column = min(column + count, _MOST)
    return found


def _row(cells: dict[int, tuple[etree._Element, int]], row: int, facts: SheetFacts, merges: list[Rect], extent: Extent) -> etree._Element:
    from copy import copy

    from lxml import etree

    clean = etree.Element(f"{_TABLE}table-row")
    done = 0
    for first, (cell, count) in cells.items():
        extent.add(row, first + count - 1)
        for _ in range(first - done):
            etree.SubElement(clean, f"{_TABLE}table-cell")
        for column in range(first, first + count):
            extent.add(row, column)
            if cell.get(f"{_TABLE}formula") and not cell.get(f"{_OFFICE}value-type") and not "".join(map(str, cell.itertext())).strip():
                facts.texts[(row, column)] = NOT_CALCULATED
            height, width = _spans(cell)
            if (height, width) != (1, 1):
                merges.append((row, column, row + height - 1, column + width - 1))
            kept = copy(cell)
            # What lies under a merged cell is not shown.
            if cell.tag == f"{_TABLE}covered-table-cell":
                kept = etree.Element(f"{_TABLE}table-cell")
            kept.attrib.pop(f"{_TABLE}number-columns-repeated", "")
            clean.append(kept)
        done = first + count
    return clean


def _spans(cell: etree._Element) -> tuple[int, int]:
    return _repeated(cell, "number-rows-spanned"), _repeated(cell, "number-columns-spanned")


def _repeated(element: etree._Element, attribute: str) -> int:
    text = element.get(f"{_TABLE}{attribute}") or "1"
    if not (text.isascii() and text.isdigit()):
        raise damaged(f"{attribute} 不是数", f"{attribute} is no number")
    return max(1, min(int(text[:8]), _MOST)) if len(text) <= 8 else _MOST


def _inside(parent: etree._Element, tag: str, groups: frozenset[str]) -> Iterator[etree._Element]:
    """The rows or columns of a table, also those in groups."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in groups:
            yield from _inside(child, tag, groups)


def _written(content: bytes) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", _TYPE)
        archive.writestr("META-INF/manifest.xml", _MANIFEST)
        archive.writestr("content.xml", content)
    return stream.getvalue()
