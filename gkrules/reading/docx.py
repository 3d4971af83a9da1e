"""Word files: an own walk over the main part, because the libraries lose tracked, wrapped or merged cells."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from gkrules.model.document import Block, Document, Grid, GridCell, Paragraph
from gkrules.model.places import Place
from gkrules.reading.faults import damaged, too_many_cells
from gkrules.reading.limits import DEFAULT_LIMITS, Limits
from gkrules.reading.numbering import Numbering
from gkrules.reading.package import Package
from gkrules.reading.wordml import Styles, child, children, clean, mark_is_deleted, number, simplify_names, value

if TYPE_CHECKING:
    from lxml import etree

_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_MATH_TEXT = ("{http://schemas.openxmlformats.org/officeDocument/2006/math}t", "{http://purl.oclc.org/ooxml/officeDocument/math}t")
_PLAIN = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_PREFIX = "prefix"
_RAGGED = "ragged"
_CELLS_OF_DATA = 3  # filled cells beside its inner tables that make an outer table more than a frame


def read(data: bytes, limits: Limits = DEFAULT_LIMITS, kind: str = "docx") -> Document:
    """Read a Word file (``.docx``, transitional or strict). `kind` is that of the document and of its places.

    Raises:
        DocumentError: ``damaged``, ``unsafe`` or ``limit_…``.
    """
    package = Package(data, limits)
    main = package.main_name()
    root = package.xml(main)
    if root is None:
        raise damaged("缺少正文", "its main part is missing")
    simplify_names(root)
    body = child(root, "body")
    if root.tag != "document" or body is None:
        raise damaged("正文中没有 w:body", "its main part has no w:body")
    styles = Styles(_optional(package, main, "styles"))
    clean(root, styles)
    numbering = Numbering(_optional(package, main, "numbering"), styles)
    return Document(kind, blocks_of_body(body, numbering, limits, kind), _title(package))


def blocks_of_body(body: etree._Element, numbering: Numbering, limits: Limits, kind: str = "docx") -> tuple[Block, ...]:
    """The blocks of a clean body (see `gkrules.reading.wordml`), with places of `kind`. A ``tbl`` may be ``ragged``.

    Raises:
        DocumentError: ``limit_cells``.
    """
    for paragraph in body.iter("p"):
        # Set down at once: the walk may read a paragraph twice, but it counts once.
        paragraph.set(_PREFIX, numbering.prefix(paragraph))
    walk = _Walk(limits, kind)
    walk.blocks_of(body)
    walk.end()
    return tuple(walk.blocks)


def _optional(package: Package, main: str, kind: str) -> etree._Element | None:
    name = package.related(main, kind)
    root = package.xml(name) if name else None
    if root is not None:
        simplify_names(root)
    return root


def _title(package: Package) -> str:
    root = package.xml("docProps/core.xml")
    title = None if root is None else root.find(_TITLE)
    return "" if title is None else " ".join((title.text or "").split())


@dataclass(slots=True)
class _Cell:
    """A cell while its table is read; `inner` are the tables inside it."""

    row: int
    column: int
    colspan: int
    rowspan: int = 1
    lines: list[str] = field(default_factory=list)
    inner: list[etree._Element] = field(default_factory=list)

    def text(self) -> str:
        return "\n".join(self.lines).replace("\t", " ").strip("\n ")


class _Walk:
    def __init__(self, limits: Limits, kind: str) -> None:
        self.blocks: list[Block] = []
        self._kind = kind
        self._limits = limits
        self._paragraphs = 0
        self._tables = 0
        self._cells = 0
        self._carried = ""  # text of a paragraph whose end was deleted

    def blocks_of(self, container: etree._Element) -> None:
        """Append the blocks of a body, a text box or a cell of a layout table."""
        for element in container:
            if element.tag == "p":
                text, boxes = self._paragraph(element)
                if mark_is_deleted(element):
                    self._carried += text
                else:
                    self._emit(self._carried + text)
                    self._carried = ""
                for box in boxes:
                    self.blocks_of(box)
            elif element.tag == "tbl":
                self._table(element)

    def end(self) -> None:
        """Let go of text that waits for a following paragraph."""
        self._emit(self._carried)
        self._carried = ""

    def _emit(self, text: str) -> None:
        if text.strip():
            self._paragraphs += 1
            self.blocks.append(Paragraph(text.strip(" \t\n"), Place(kind=self._kind, paragraph=self._paragraphs)))

    def _paragraph(self, paragraph: etree._Element) -> tuple[str, list[etree._Element]]:
        """The text of a paragraph, with its number, and the text boxes that hang on it."""
        prefix = paragraph.get(_PREFIX) or ""
        pieces: list[str] = []
        boxes: list[etree._Element] = []
        waiting = list(reversed(paragraph))
        while waiting:
            element = waiting.pop()
            tag = element.tag
            if tag == "t" or tag in _MATH_TEXT:
                pieces.append(element.text or "")
            elif tag in _PLAIN:
                pieces.append(_PLAIN[tag])
            elif tag == "txbxContent":
                boxes.append(element)
            elif tag not in {"pPr", "rPr"}:
                waiting.extend(reversed(element))
        text = "".join(pieces)
        return (prefix + text.lstrip(" \t") if prefix and text.strip() else text), boxes

    def _table(self, table: etree._Element) -> None:
        cells = self._cells_of(table)
        inner = [element for cell in cells for element in cell.inner]
        filled = sum(1 for cell in cells if not cell.inner and cell.text().strip())
        if len(cells) == 1 or (any(_has_cells(element) for element in inner) and filled < _CELLS_OF_DATA):
            # A frame around text or other tables. Its cells are read again, now as blocks.
            for row in children(table, "tr"):
                for cell_element in children(row, "tc"):
                    self.blocks_of(cell_element)
            return
        if cells:
            self._tables += 1
            grid_cells = (
                GridCell(
                    cell.text(),
                    cell.row,
                    cell.column,
                    cell.rowspan,
                    cell.colspan,
                    Place(kind=self._kind, table=self._tables, row=cell.row + 1, column=cell.column + 1),
                )
                for cell in cells
            )
            self.blocks.append(Grid(tuple(grid_cells), Place(kind=self._kind, table=self._tables), ragged=table.get(_RAGGED) is not None))
        for element in inner:
            if _has_cells(element):
                self._table(element)

    def _cells_of(self, table: etree._Element) -> list[_Cell]:
        """The cells of a table on its grid, vertically merged ones joined."""
        cells: list[_Cell] = []
        merged: dict[int, _Cell] = {}  # by column: the cell that a continuation in this row belongs to
        for index, row in enumerate(row for row in children(table, "tr") if child(row, "tc") is not None):
            column = min(number(child(row, "trPr", "gridBefore"), 0), self._limits.max_span)
            below: dict[int, _Cell] = {}
            left: _Cell | None = None
            for element in children(row, "tc"):
                properties = child(element, "tcPr")
                colspan = max(1, min(number(child(properties, "gridSpan"), 1), self._limits.max_span))
                if left is not None and _merge(properties, "hMerge") == "continue":
                    left.colspan += colspan
                    column += colspan
                    continue
                vertical = _merge(properties, "vMerge")
                above = merged.get(column) if vertical == "continue" else None
                if above is not None:
                    above.rowspan = index - above.row + 1
                    cell = above
                else:
                    cell = _Cell(index, column, colspan)
                    self._fill(cell, element)
                    cells.append(cell)
                    self._cells += 1
                    if self._cells > self._limits.max_cells:
                        raise too_many_cells(self._limits.max_cells)
                if vertical:
                    below[column] = cell
                left = cell
                column += colspan
            merged = below
        return cells

    def _fill(self, cell: _Cell, container: etree._Element) -> None:
        carried = ""
        for element in container:
            if element.tag == "p":
                text, boxes = self._paragraph(element)
                if mark_is_deleted(element):
                    carried += text
                else:
                    cell.lines.append(carried + text)
                    carried = ""
                for box in boxes:
                    self._fill(cell, box)
            elif element.tag == "tbl":
                cell.inner.append(element)
                for row in children(element, "tr"):
                    for inner_cell in children(row, "tc"):
                        self._fill(cell, inner_cell)
        if carried:
            cell.lines.append(carried)


def _has_cells(table: etree._Element) -> bool:
    return sum(1 for row in children(table, "tr") for _ in children(row, "tc")) > 1


def _merge(properties: etree._Element | None, name: str) -> str:
    """``restart``, ``continue`` (the default of the element) or an empty string."""
    element = child(properties, name)
    if element is None:
        return ""
    return "restart" if value(element) == "restart" else "continue"
