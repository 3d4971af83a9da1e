"""Word files: an own walk over the main part, because the libraries lose tracked, wrapped or merged cells."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from gkrules.model.document import Block, Document, Grid, GridCell, Paragraph
from gkrules.model.places import Place
from gkrules.reading.containers.package import Package
from gkrules.reading.context import Context
from gkrules.reading.faults import damaged, too_many_cells
from gkrules.reading.limits import Limits
from gkrules.reading.word.numbering import Numbering
from gkrules.reading.word.shown import SHOWN, TEXTS, in_properties, inside, pieces
from gkrules.reading.word.wordml import (
    MATH_TEXT,
    UNKNOWN,
    Styles,
    child,
    children,
    clean,
    mark_is_deleted,
    number,
    simplify_names,
    struck,
    value,
)

if TYPE_CHECKING:
    from lxml import etree

Traced = dict[Place, "list[etree._Element]"]
"""By place, the paragraphs or the cell that stand there; at the place of a table its first cell."""
PREFIX = "prefix"
"""The attribute of a paragraph that holds its number."""
_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_RAGGED = "ragged"
_CELLS_OF_DATA = 3  # filled cells beside its inner tables that make an outer table more than a frame


def read(data: bytes, limits: Limits, context: Context) -> Document:
    """Read a Word file (``.docx``, transitional or strict). The kind of the context is that of the document and of its places.

    Raises:
        DocumentError: ``damaged``, ``unsafe`` or ``limit_…``.
    """
    package = Package(data, limits)
    main = package.main_name()
    root = package.xml(main)
    if root is None:
        raise damaged("reading/broken.no-main-part")
    return Document(context.kind, _blocks(package, main, root, limits, context.kind, None), _title(package))


def traced(package: Package, root: etree._Element, limits: Limits, kind: str) -> Traced:
    """The elements that the blocks of a main part were read from; `root` is its tree, which is made plain.

    Raises:
        DocumentError: see `read`.
    """
    found: Traced = {}
    _blocks(package, package.main_name(), root, limits, kind, found)
    return found


def _blocks(package: Package, main: str, root: etree._Element, limits: Limits, kind: str, trace: Traced | None) -> tuple[Block, ...]:
    names = simplify_names(root)
    body = child(root, "body")
    if root.tag != "document" or body is None:
        raise damaged("reading/broken.no-body")
    styles = Styles(*_optional(package, main, "styles"))
    names = clean(root, styles, names)
    lists, _ = _optional(package, main, "numbering")
    numbering = Numbering(lists, styles) if "numPr" in names | styles.names else None
    return blocks_of_body(body, numbering, limits, kind, names, trace)


def blocks_of_body(
    body: etree._Element,
    numbering: Numbering | None,
    limits: Limits,
    kind: str = "docx",
    names: frozenset[str] | None = None,
    trace: Traced | None = None,
) -> tuple[Block, ...]:
    """The blocks of a clean body (see `gkrules.reading.word.wordml`), with places of `kind`. A ``tbl`` may be ``ragged``.

    `names` are those of the elements, as far as they are known: what is not there is not looked for. `trace` is filled with the
    elements that were read.

    Raises:
        DocumentError: ``limit_cells``.
    """
    if numbering is not None:
        for paragraph in body.iter("p"):
            # Set down at once: the walk may read a paragraph twice, but it counts once.
            if prefix := numbering.prefix(paragraph):
                paragraph.set(PREFIX, prefix)
    walk = _Walk(limits, kind, names if names is not None else frozenset(map(_name, body.iter())), body, trace)
    walk.blocks_of(body)
    walk.end()
    return tuple(walk.blocks)


def _name(element: etree._Element) -> str:
    return str(element.tag)


def _optional(package: Package, main: str, kind: str) -> tuple[etree._Element | None, frozenset[str]]:
    """A part that the main part relates to, with the names of its elements."""
    name = package.related(main, kind)
    root = package.xml(name) if name else None
    return root, frozenset() if root is None else simplify_names(root)


def _title(package: Package) -> str:
    root = package.xml("docProps/core.xml")
    title = None if root is None else root.find(_TITLE)
    return "" if title is None else " ".join((title.text or "").split())


@dataclass(slots=True)
class _Cell:
    """A cell while its table is read; `inner` are the tables inside it, `struck` is what a line is drawn through."""

    row: int
    column: int
    colspan: int
    element: etree._Element
    rowspan: int = 1
    lines: list[str] = field(default_factory=list)
    inner: list[etree._Element] = field(default_factory=list)
    struck: list[str] = field(default_factory=list)

    def text(self) -> str:
        """What the cell shows; a cell in which all is struck out is neither what was struck nor blank."""
        shown = "\n".join(self.lines).replace("\t", " ").strip("\n ")
        return shown if shown or not self.struck else struck("".join(self.struck).strip())


class _Walk:
    """A walk over a body. `names` are those of the elements in it: what is not there is not looked for."""

    def __init__(self, limits: Limits, kind: str, names: frozenset[str], body: etree._Element, trace: Traced | None) -> None:
        self.blocks: list[Block] = []
        self._kind = kind
        self._limits = limits
        self._paragraphs = 0
        self._tables = 0
        self._cells = 0
        self._carried = ""  # text of a paragraph whose end was deleted
        self._trace = trace
        self._read: list[etree._Element] = []  # the paragraphs that what is emitted next was read from, if they are traced
        self._struck: list[str] = []  # of the paragraph that was read last
        self._deletes = "del" in names
        self._merges_down, self._merges_across, self._spans = ("vMerge" in names, "hMerge" in names, "gridSpan" in names)
        self._starts_late = "gridBefore" in names
        self._shown = [tag for tag in SHOWN if tag in names or tag in MATH_TEXT]
        # In most documents text stands nowhere but in runs, so that it can be listed without looking at what is around it.
        self._listed = "txbxContent" not in names and not in_properties()(body)
        self._only_text = self._listed and TEXTS.issuperset(self._shown)

    def blocks_of(self, container: etree._Element) -> None:
        """Append the blocks of a body, a text box or a cell of a layout table."""
        for element in container:
            if element.tag == "p":
                text, boxes = self._paragraph(element)
                if self._trace is not None:
                    self._read.append(element)
                # A sign before the first word is a bullet.
                text = text if self._carried else text.lstrip(UNKNOWN + " \t")
                if self._ends(element):
                    self._emit(self._carried + text)
                    self._carried = ""
                else:
                    self._carried += text
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
            place = Place(kind=self._kind, paragraph=self._paragraphs)
            self.blocks.append(Paragraph(text.strip(" \t\n"), place))
            if self._trace is not None:
                self._trace[place] = self._read
        self._read = []

    def _ends(self, paragraph: etree._Element) -> bool:
        """Whether the next paragraph is another one."""
        return not (self._deletes and mark_is_deleted(paragraph))

    def _paragraph(self, paragraph: etree._Element) -> tuple[str, list[etree._Element]]:
        """The text of a paragraph, with its number, and the text boxes that hang on it."""
        self._struck = []
        boxes: list[etree._Element] = []
        if self._only_text:
            text = "".join([element.text or "" for element in paragraph.iter(*self._shown)])
        else:
            listed = paragraph.iter(*self._shown) if self._listed else inside(paragraph, boxes)
            text = "".join([piece for _, piece in pieces(listed, self._struck)])
        prefix = paragraph.get(PREFIX)
        return (prefix + text.lstrip(" \t") if prefix and text.strip() else text), boxes

    def _table(self, table: etree._Element) -> None:
        cells = self._cells_of(table)
        inner = [element for cell in cells for element in cell.inner]
        shown = [cell.text() for cell in cells]
        filled = sum(1 for cell, text in zip(cells, shown, strict=True) if not cell.inner and text.strip())
        if len(cells) == 1 or (any(_has_cells(element) for element in inner) and filled < _CELLS_OF_DATA):
            # A frame around text or other tables. Its cells are read again, now as blocks.
            for row in children(table, "tr"):
                for cell_element in children(row, "tc"):
                    self.blocks_of(cell_element)
            return
        if cells:
            self._tables += 1
            grid_cells = tuple(
                GridCell(
                    text,
                    cell.row,
                    cell.column,
                    cell.rowspan,
                    cell.colspan,
                    Place(kind=self._kind, table=self._tables, row=cell.row + 1, column=cell.column + 1),
                )
                for cell, text in zip(cells, shown, strict=True)
            )
            grid = Grid(grid_cells, Place(kind=self._kind, table=self._tables), ragged=table.get(_RAGGED) is not None)
            self.blocks.append(grid)
            if self._trace is not None:
                self._trace[grid.place] = [cells[0].element]
                self._trace.update((shown.place, [cell.element]) for cell, shown in zip(cells, grid_cells, strict=True) if shown.place)
        for element in inner:
            if _has_cells(element):
                self._table(element)

    def _cells_of(self, table: etree._Element) -> list[_Cell]:
        """The cells of a table on its grid, vertically merged ones joined."""
        cells: list[_Cell] = []
        merged: dict[int, _Cell] = {}  # by column: the cell that a continuation in this row belongs to
        rows = ((row, list(children(row, "tc"))) for row in children(table, "tr"))
        for index, (row, elements) in enumerate(pair for pair in rows if pair[1]):
            column = min(number(child(row, "trPr", "gridBefore"), 0), self._limits.max_span) if self._starts_late else 0
            below: dict[int, _Cell] = {}
            left: _Cell | None = None
            for element in elements:
                properties = child(element, "tcPr")
                colspan = max(1, min(number(child(properties, "gridSpan"), 1), self._limits.max_span)) if self._spans else 1
                if self._merges_across and left is not None and _merge(properties, "hMerge") == "continue":
                    left.colspan += colspan
                    column += colspan
                    continue
                vertical = _merge(properties, "vMerge") if self._merges_down else ""
                above = merged.get(column) if vertical == "continue" else None
                if above is not None:
                    above.rowspan = index - above.row + 1
                    cell = above
                else:
                    cell = _Cell(index, column, colspan, element)
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
                cell.struck += self._struck
                if self._ends(element):
                    cell.lines.append(carried + text)
                    carried = ""
                else:
                    carried += text
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
