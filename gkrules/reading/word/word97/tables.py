"""From the flat paragraphs of a Word file to the tables that they stand in."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lxml import etree

from gkrules.reading.faults import too_deep
from gkrules.reading.word.word97.paragraphs import Paragraph
from gkrules.reading.word.word97.rows import CONTINUED, FIRST, MERGED, RESTART, RowDefinition, columns

if TYPE_CHECKING:
    from gkrules.reading.limits import Limits

_LEVELS_OF_TABLE = 3  # elements that a table adds to the depth of the tree


@dataclass(slots=True)
class _Row:
    cells: list[etree._Element]
    definition: RowDefinition
    regular: bool


@dataclass(slots=True)
class _Table:
    """A table while it is read: its finished rows, the finished cells of the row, and the cell that is read."""

    rows: list[_Row] = field(default_factory=list)
    cells: list[etree._Element] = field(default_factory=list)
    cell: etree._Element = field(default_factory=lambda: etree.Element("tc"))


@dataclass(slots=True)
class Builder:
    """Puts paragraphs into a body, building the tables on the way.

    Attributes:
        body: where they go.
        irregular: how many tables have rows without a fitting definition; they come out as rows of cells without positions.
        covered: how many cells hold text that merged cells cover.
    """

    body: etree._Element
    limits: Limits
    irregular: int = 0
    covered: int = 0
    _open: list[_Table] = field(default_factory=list)

    def add(self, paragraph: Paragraph, element: etree._Element, *, row_deleted: bool) -> None:
        """Take in the next paragraph. The mark of a row's end is no paragraph of its own.

        Raises:
            DocumentError: ``limit_depth``.
        """
        properties = paragraph.properties
        self._go_to(properties.depth)
        if not self._open:
            self.body.append(element)
            return
        table = self._open[-1]
        if properties.row is not None:
            self._end_row(table, properties.row, deleted=row_deleted)
            return
        table.cell.append(element)
        if paragraph.by_cell_mark if properties.depth == 1 else properties.cell_end:
            table.cells.append(table.cell)
            table.cell = etree.Element("tc")

    def end(self) -> None:
        """Close what is open."""
        self._go_to(0)

    def _go_to(self, depth: int) -> None:
        if depth * _LEVELS_OF_TABLE > self.limits.max_depth:
            raise too_deep("depth", self.limits.max_depth)
        while len(self._open) > depth:
            table = self._open.pop()
            element = self._element(table)
            if element is not None:
                (self._open[-1].cell if self._open else self.body).append(element)
        while len(self._open) < depth:
            self._open.append(_Table())

    @staticmethod
    def _end_row(table: _Table, definition: RowDefinition, *, deleted: bool) -> None:
        unfinished = len(table.cell) > 0
        if unfinished:
            table.cells.append(table.cell)
        if table.cells and not deleted:
            regular = not unfinished and len(definition.edges) == len(table.cells) + 1
            table.rows.append(_Row(table.cells, definition, regular))
        table.cells, table.cell = [], etree.Element("tc")

    def _element(self, table: _Table) -> etree._Element | None:
        if table.cells or len(table.cell):
            # The row has no end.
            self._end_row(table, RowDefinition(), deleted=False)
        if not table.rows:
            return None
        lines = columns([row.definition for row in table.rows]) if all(row.regular for row in table.rows) else None
        element = etree.Element("tbl")
        if lines is None:
            self.irregular += 1
            element.set("ragged", "1")
        for row in table.rows:
            tr = etree.SubElement(element, "tr")
            if lines is not None:
                self._place(tr, row, lines)
            tr.extend(row.cells)
        return element

    def _place(self, tr: etree._Element, row: _Row, lines: dict[int, int]) -> None:
        edges = row.definition.edges
        if lines[edges[0]]:
            etree.SubElement(etree.SubElement(tr, "trPr"), "gridBefore", val=str(lines[edges[0]]))
        for index, cell in enumerate(row.cells):
            properties = etree.Element("tcPr")
            cell.insert(0, properties)
            etree.SubElement(properties, "gridSpan", val=str(lines[edges[index + 1]] - lines[edges[index]]))
            side, vertical = row.definition.side[index], row.definition.vertical[index]
            if side == FIRST:
                etree.SubElement(properties, "hMerge", val="restart")
            elif side == CONTINUED:
                etree.SubElement(properties, "hMerge", val="continue")
            if vertical & MERGED:
                etree.SubElement(properties, "vMerge", val="restart" if vertical & RESTART else "continue")
            continued = side == CONTINUED or vertical == MERGED
            if continued and any((text.text or "").strip() for text in cell.iter("t")):
                self.covered += 1
