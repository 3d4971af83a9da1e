"""The sheets of an ``.xlsx`` file. Only the parts that its relationships name are read, each within bounds."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from gkrules.model.document import Document
from gkrules.model.errors import DocumentError
from gkrules.reading.containers.package import Package, parse_xml
from gkrules.reading.context import Context
from gkrules.reading.faults import damaged, unknown_kind
from gkrules.reading.limits import Limits
from gkrules.reading.own_outputs import refuse_workbook
from gkrules.reading.sheets.bounds import Bounds
from gkrules.reading.sheets.sheet import Rect, Sheet, Spot
from gkrules.reading.sheets.spreadsheet import document_of
from gkrules.reading.sheets.values import NOT_CALCULATED, dated, moment_of, number_of, text_of, time_format

if TYPE_CHECKING:
    from lxml import etree

_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9][0-9]{0,6})")
_ROWS, _COLUMNS = 1_048_576, 16_384
_YES = frozenset({"1", "true"})
_BOOLEANS = {"": "", "0": "FALSE", "false": "FALSE", "1": "TRUE", "true": "TRUE"}
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def read(data: bytes, limits: Limits, context: Context) -> Document:
    """Read a workbook.

    Raises:
        DocumentError: ``damaged``, ``unsafe``, ``own_output``, ``limit_…``, or ``unknown_kind`` for the binary ``.xlsb``.
    """
    return document_of(context.kind, sheets_of(data, limits), limits)


def sheets_of(data: bytes, limits: Limits) -> list[Sheet]:
    """The sheets in the order of their tabs; raises what `read` does."""
    workbook = _Workbook(data, limits)
    return [workbook.sheet(*listed) for listed in workbook.listed()]


class _Workbook:
    """A workbook with what its sheets share: texts, formats and the day from which dates are counted."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        self._package = Package(data, limits)
        refuse_workbook(self._package)
        self._bounds = Bounds(limits)
        self._limits = limits
        self._main = self._package.related("", "officeDocument") or "xl/workbook.xml"
        if self._main.endswith(".bin"):
            raise unknown_kind("xlsb", "")
        root = self._part(self._main)
        if root is None:
            raise damaged("reading/broken.no-xlsx-workbook")
        self._root = root
        self._since_1904 = any(child.get("date1904") in _YES for child in root if _local(child) == "workbookPr")
        strings = self._shared("sharedStrings")
        self._strings = {str(index): _rich(entry) for index, entry in enumerate(strings if strings is not None else ())}
        self._times = dict(_times(self._shared("styles")))

    def listed(self) -> Iterator[tuple[str, bool, str]]:
        """Name, whether it is hidden, and part of every worksheet; chart sheets hold no cells."""
        folder, file = posixpath.split(self._main)
        relations = self._package.xml(posixpath.join(folder, "_rels", f"{file}.rels"))
        targets = {each.get("Id"): each for each in (relations if relations is not None else ())}
        for each in [each for child in self._root if _local(child) == "sheets" for each in child]:
            self._bounds.sheet()
            identity = next((str(value) for key, value in each.attrib.items() if str(key).endswith("}id")), None)
            relation = targets.get(identity) if identity else None
            if relation is None or not (relation.get("Type") or "").endswith("/worksheet") or relation.get("TargetMode") == "External":
                continue
            target = relation.get("Target") or ""
            path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            yield each.get("name") or "", each.get("state") in {"hidden", "veryHidden"}, path

    def sheet(self, name: str, hidden: bool, part: str) -> Sheet:
        """Read a worksheet."""
        root = self._part(part)
        if root is None:
            raise damaged("reading/broken.no-sheet", name=name)
        sheet = Sheet(name=name, hidden=hidden)
        for child in root:
            kind = _local(child)
            if kind == "sheetData":
                self._cells(child, sheet)
            elif kind == "mergeCells":
                sheet.merges += self._bounds.merges(_range(each.get("ref") or "") for each in child)
            elif kind == "cols":
                for each in child:
                    if each.get("hidden") in _YES:
                        first, last = _number(each.get("min")), min(_number(each.get("max")), _COLUMNS)
                        sheet.hidden_columns.update(range(first - 1, last))
        return sheet

    def _part(self, name: str) -> etree._Element | None:
        data = self._package.part(name)
        if data is None:
            return None
        self._bounds.size("reading/sheet_bytes.part", len(data), name=name)
        return parse_xml(data, name, self._limits)

    def _shared(self, kind: str) -> etree._Element | None:
        name = self._package.related(self._main, kind)
        return self._part(name) if name else None

    def _cells(self, data: etree._Element, sheet: Sheet) -> None:
        row = -1
        for line in data:
            if _local(line) != "row":
                continue
            row = _number(line.get("r")) - 1 if line.get("r") else row + 1
            if not 0 <= row < _ROWS:
                raise _bad_reference(line.get("r") or "")
            if line.get("hidden") in _YES:
                sheet.hidden_rows.add(row)
            column = -1
            for cell in line:
                if _local(cell) != "c":
                    continue
                reference = cell.get("r")
                spot = _spot(reference) if reference else (row, column + 1)
                column = spot[1]
                if spot[0] != row or column >= _COLUMNS:
                    raise _bad_reference(reference or "")
                text = self._text(cell)
                if text is not None:
                    self._bounds.put(sheet, row, column, text)

    def _text(self, cell: etree._Element) -> str | None:
        """What a cell shows; ``None`` if it has no content."""
        parts = {_local(child): child for child in cell}
        value, rich, kind = parts.get("v"), parts.get("is"), cell.get("t") or "n"
        raw = (value.text or "") if value is not None else ""
        if kind == "e" and parts:
            return raw or "#"
        # An empty text is a result, if the cell says that its result is a text.
        if "f" in parts and not raw and not (value is not None and kind == "str"):
            return NOT_CALCULATED
        if rich is not None:
            return _rich(rich)
        if value is None:
            return None
        if kind == "n":
            number, time = number_of(raw), self._times.get(cell.get("s") or "0", "")
            return number if isinstance(number, str) else text_of(dated(number, time, since_1904=self._since_1904))
        if kind == "s" and raw:
            if raw not in self._strings:
                raise damaged("reading/broken.no-string")
            return self._strings[raw]
        if kind == "b" and raw in _BOOLEANS:
            return _BOOLEANS[raw]
        if kind == "d":
            return text_of(moment_of(raw))
        if kind in {"s", "str", "inlineStr"}:
            return _unescaped(raw)
        raise damaged("reading/broken.cell-type")


def _times(styles: etree._Element | None) -> Iterator[tuple[str, str]]:
    """Style of a cell, and whether it shows dates or lengths of time."""
    groups = {_local(group): group for group in styles} if styles is not None else {}
    codes = {each.get("numFmtId"): each.get("formatCode") for each in groups.get("numFmts", ())}
    for index, style in enumerate(groups.get("cellXfs", ())):
        number = style.get("numFmtId") or "0"
        yield str(index), time_format(int(number) if re.fullmatch("[0-9]{1,5}", number) else 0, codes.get(number))


def _rich(text: etree._Element) -> str:
    """A text, or the runs of one with formatting; how it is pronounced is left out."""
    runs = [part for child in text for part in (child if _local(child) == "r" else (child,)) if _local(part) == "t"]
    return _unescaped("".join((run.text or "") if run.get(_SPACE) == "preserve" else (run.text or "").strip(" \t\r\n") for run in runs))


def _unescaped(text: str) -> str:
    """A text with the characters that are written by their number; XML has no other way for some of them."""
    return text_of(_ESCAPED.sub(_character, text) if "_x" in text else text)


def _character(match: re.Match[str]) -> str:
    character = chr(int(match[1], 16))
    return character if character in "\t\n\r" or (character >= " " and not "\ud800" <= character <= "\udfff") else ""


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
    return damaged("reading/broken.cell-position", shown=shown)


def _local(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2]
