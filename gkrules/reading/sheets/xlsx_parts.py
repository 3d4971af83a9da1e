"""The parts of an ``.xlsx`` file, checked and written anew before calamine sees them."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING, Any

from gkrules.model.errors import DocumentError
from gkrules.reading.containers.package import Package
from gkrules.reading.faults import damaged, in_megabytes, over_limit, unknown_kind
from gkrules.reading.limits import Limits
from gkrules.reading.sheets.sheet import Rect, Spot
from gkrules.reading.sheets.workbook import NOT_CALCULATED, Checked, Extent, SheetFacts, bounded_merges, cell_name, too_many_sheets

if TYPE_CHECKING:
    from lxml import etree

_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9][0-9]{0,6})")
_ROWS, _COLUMNS = 1_048_576, 16_384
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_MAP: Any = {None: _MAIN, "r": _OFFICE}
_RELATIONS_MAP: Any = {None: _RELATIONS}


def check(data: bytes, limits: Limits) -> Checked:
    """Check a workbook and write it anew.

    Raises:
        DocumentError: ``damaged``, ``unsafe``, ``limit_…``, or ``unknown_kind`` for the binary ``.xlsb``.
    """
    from lxml import etree

    package = Package(data, limits)
    main = package.related("", "officeDocument") or "xl/workbook.xml"
    if main.endswith(".bin"):
        raise unknown_kind("xlsb", "")
    workbook = _part(package, main, limits)
    if workbook is None:
        raise damaged("缺少工作簿（xl/workbook.xml）", "its workbook (xl/workbook.xml) is missing")
    parts: dict[str, bytes] = {}
    sheets: list[SheetFacts] = []
    extents = 0
    for name, hidden, target in _sheets(package, workbook, main, limits):
        root = _part(package, target, limits)
        if root is None:
            raise damaged(f"缺少工作表“{name}”", f"the sheet “{name}” is missing")
        facts = SheetFacts(name, hidden)
        extent = Extent(limits)
        extent.cells = extents
        content = _sheet(root, facts, extent, limits)
        extents = extent.cells
        sheets.append(facts)
        parts[f"xl/worksheets/sheet{len(sheets)}.xml"] = content
    for kind, file in (("sharedStrings", "xl/sharedStrings.xml"), ("styles", "xl/styles.xml")):
        target_name = package.related(main, kind)
        root = _part(package, target_name, limits) if target_name else None
        if root is not None:
            for count in ("count", "uniqueCount"):  # calamine makes room for as many as are promised
                root.attrib.pop(count, "")
            parts[file] = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
    dated = next((child.get("date1904") in {"1", "true"} for child in workbook if _local(child) == "workbookPr"), False)
    return Checked(_written(parts, sheets, dated), sheets)


def _part(package: Package, name: str, limits: Limits) -> etree._Element | None:
    data = package.part(name)
    if data is not None and len(data) > limits.max_sheet_bytes:
        size = in_megabytes(limits.max_sheet_bytes)
        raise over_limit("sheet_bytes", f"部件 {name} 超过 {size} 的上限", f"part {name} exceeds the limit of {size}")
    return package.xml(name)


def _sheets(package: Package, workbook: etree._Element, main: str, limits: Limits) -> Iterator[tuple[str, bool, str]]:
    """Name, whether it is hidden, and part of every worksheet; chart sheets hold no cells."""
    folder, file = posixpath.split(main)
    relations = package.xml(posixpath.join(folder, "_rels", f"{file}.rels"))
    targets = {each.get("Id"): each for each in (relations if relations is not None else ())}
    listed = [each for child in workbook if _local(child) == "sheets" for each in child]
    if len(listed) > limits.max_sheets:
        raise too_many_sheets(limits)
    for each in listed:
        identity = next((str(value) for key, value in each.attrib.items() if str(key).endswith("}id")), None)
        relation = targets.get(identity) if identity else None
        if relation is None or not (relation.get("Type") or "").endswith("/worksheet") or relation.get("TargetMode") == "External":
            continue
        target = relation.get("Target") or ""
        path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
        yield each.get("name") or "", each.get("state") in {"hidden", "veryHidden"}, path


def _sheet(root: etree._Element, facts: SheetFacts, extent: Extent, limits: Limits) -> bytes:
    """Take what calamine does not tell, and give back the sheet with nothing but its cells with content."""
    from lxml import etree

    clean = etree.Element(f"{{{_MAIN}}}worksheet", nsmap=_MAP)
    for child in root:
        kind = _local(child)
        if kind == "sheetData":
            clean.append(_cells(child, facts, extent))
        elif kind == "mergeCells":
            facts.merges += bounded_merges([_range(each.get("ref") or "") for each in child], limits)
        elif kind == "cols":
            for each in child:
                if each.get("hidden") in {"1", "true"}:
                    first, last = _number(each.get("min")), min(_number(each.get("max")), _COLUMNS)
                    facts.hidden_columns.update(range(first - 1, last))
    return etree.tostring(clean, encoding="UTF-8", xml_declaration=True)


def _cells(data: etree._Element, facts: SheetFacts, extent: Extent) -> etree._Element:
    from lxml import etree

    clean = etree.Element(f"{{{_MAIN}}}sheetData")
    row_index = -1
    for row in [child for child in data if _local(child) == "row"]:
        row_index = _number(row.get("r")) - 1 if row.get("r") else row_index + 1
        if not 0 <= row_index < _ROWS:
            raise _bad_reference(row.get("r") or "")
        if row.get("hidden") in {"1", "true"}:
            facts.hidden_rows.add(row_index)
        kept = etree.SubElement(clean, f"{{{_MAIN}}}row", {"r": str(row_index + 1)})
        column = -1
        for cell in [child for child in row if _local(child) == "c"]:
            spot = _spot(cell.get("r") or "") if cell.get("r") else (row_index, column + 1)
            column = spot[1]
            if spot[0] != row_index or column >= _COLUMNS:
                raise _bad_reference(cell.get("r") or "")
            if not any(_local(child) in {"v", "is", "f"} for child in cell):
                continue
            extent.add(*spot)
            text = _text_beside(cell)
            if text is not None:
                facts.texts[spot] = text
            cell.set("r", cell_name(*spot))
            kept.append(cell)
    return clean


def _text_beside(cell: etree._Element) -> str | None:
    """What calamine gives as blank: an error, or a formula that nothing has calculated yet."""
    value = next((child for child in cell if _local(child) == "v"), None)
    text = (value.text or "") if value is not None else ""
    if cell.get("t") == "e":
        return text or "#"
    formula = any(_local(child) == "f" for child in cell)
    # An empty text is a result, if the cell says that its result is a text.
    return NOT_CALCULATED if formula and not text and not (value is not None and cell.get("t") == "str") else None


def _written(parts: dict[str, bytes], sheets: list[SheetFacts], dated: bool) -> bytes:
    from lxml import etree

    book = etree.Element(f"{{{_MAIN}}}workbook", nsmap=_MAP)
    etree.SubElement(book, f"{{{_MAIN}}}workbookPr", {"date1904": "1" if dated else "0"})
    listed = etree.SubElement(book, f"{{{_MAIN}}}sheets")
    relations = etree.Element(f"{{{_RELATIONS}}}Relationships", nsmap=_RELATIONS_MAP)
    for number in range(1, len(sheets) + 1):
        identity = {"name": f"S{number}", "sheetId": str(number), f"{{{_OFFICE}}}id": f"r{number}"}
        etree.SubElement(listed, f"{{{_MAIN}}}sheet", identity)
        _relate(relations, f"r{number}", "worksheet", f"worksheets/sheet{number}.xml")
    for kind in ("sharedStrings", "styles"):
        if f"xl/{kind}.xml" in parts:
            _relate(relations, kind, kind, f"{kind}.xml")
    top = etree.Element(f"{{{_RELATIONS}}}Relationships", nsmap=_RELATIONS_MAP)
    _relate(top, "r1", "officeDocument", "xl/workbook.xml")
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        types = b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
        archive.writestr("[Content_Types].xml", types)
        archive.writestr("_rels/.rels", etree.tostring(top))
        archive.writestr("xl/workbook.xml", etree.tostring(book))
        archive.writestr("xl/_rels/workbook.xml.rels", etree.tostring(relations))
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def _relate(relations: etree._Element, identity: str, kind: str, target: str) -> None:
    from lxml import etree

    attributes = {"Id": identity, "Type": f"{_OFFICE}/{kind}", "Target": target}
    etree.SubElement(relations, f"{{{_RELATIONS}}}Relationship", attributes)


def _range(reference: str) -> Rect:
    first, _, last = reference.partition(":")
    top, left = _spot(first)
    return (top, left, *(_spot(last) if last else (top, left)))


def _spot(reference: str) -> Spot:
    match = _REFERENCE.fullmatch(reference)
    if not match:
        raise _bad_reference(reference)
    column = 0
    for letter in match[1].upper():
        column = column * 26 + ord(letter) - 64
    return int(match[2]) - 1, column - 1


def _number(text: str | None) -> int:
    if not text or not re.fullmatch(r"[0-9]{1,7}", text):
        raise _bad_reference(text or "")
    return int(text)


def _bad_reference(reference: str) -> DocumentError:
    shown = reference[:20]
    return damaged(f"单元格位置“{shown}”不正确", f"the cell position “{shown}” is wrong")


def _local(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2]
