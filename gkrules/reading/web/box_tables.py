"""Tables made of ``div``: rows and cells by ``display: table``, CSS grids, rows that are flex boxes, ARIA roles.

Boxes also lay pages out, so that a table needs at least two rows with two cells, and cells that hold a text of some words each.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from gkrules.reading.limits import Limits
from gkrules.reading.web.box_grid import placed
from gkrules.reading.web.box_roles import CELL, CONTENTS, FLEX, GRID, GROUP, ROW, Role, Roles, elements, has_text
from gkrules.reading.web.spans import RowGroup, SpanCell, lay_out

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_NO_CELL = frozenset(
    ["table", "ul", "ol", "dl", "h1", "h2", "h3", "h4", "h5", "h6", "article", "main", "nav", "header", "footer", "form", "pre", "hr"]
)
_MOST_NODES = 60  # in one cell
_LONGEST = 200  # characters of one cell
_SAME_ROW = ("column", "reverse")

Slot = tuple[int, int, int, int]
"""Row and column, 0-based, and how many of them are covered."""


class BoxTable(NamedTuple):
    """The elements that are cells, and where each stands. In a `ragged` one the column only counts the cells of the row."""

    cells: tuple[tuple[LexborNode, Slot], ...]
    ragged: bool


class BoxTables:
    """Finds such tables."""

    def __init__(self, roles: Roles, limits: Limits) -> None:
        self._roles = roles
        self._limits = limits

    def at(self, node: LexborNode) -> BoxTable | None:
        """The table that an element is, if it is one."""
        role = self._roles.of(node)
        if role.kind == GRID:
            found = self._grid(node, role)
        elif role.kind in {ROW, CELL}:
            return None
        else:
            found = self._rows(node) or self._flex_rows(node)
        if found is None or not _has_two_rows(found) or not all(_may_be_cell(cell) for cell, _ in found.cells):
            return None
        return found

    def _grid(self, node: LexborNode, role: Role) -> BoxTable | None:
        items: list[tuple[LexborNode, Role]] = []
        for child in elements(node):
            own = self._roles.of(child)
            if own.kind == CONTENTS:
                items += [(inner, self._roles.of(inner)) for inner in elements(child)]
            else:
                items.append((child, own))
            if len(items) > self._limits.max_cells:
                return None
        slots = placed(role.settings, [own.settings for _, own in items], self._limits)
        if slots is None or has_text(node):
            return None
        return BoxTable(tuple((child, slot) for (child, _), slot in zip(items, slots, strict=True)), ragged=False)

    def _rows(self, node: LexborNode) -> BoxTable | None:
        """Rows and cells that are named as such."""
        rows: list[list[tuple[LexborNode, Role]]] = []
        for row in self._rows_in(node):
            cells = [(cell, self._roles.of(cell)) for cell in elements(row)]
            if not cells or any(role.kind != CELL for _, role in cells):
                return None
            rows.append(cells)
        return self._laid_out(rows) if rows else None

    def _rows_in(self, node: LexborNode) -> Iterator[LexborNode]:
        for child in elements(node):
            kind = self._roles.of(child).kind
            if kind == ROW:
                yield child
            elif kind == GROUP:
                for inner in elements(child):
                    if self._roles.of(inner).kind == ROW:
                        yield inner

    def _flex_rows(self, node: LexborNode) -> BoxTable | None:
        """Rows of which nothing but their arrangement tells: all that is there are rows, and all of one length."""
        rows: list[list[tuple[LexborNode, Role]]] = []
        for row in elements(node):
            role = self._roles.of(row)
            if role.kind != FLEX or has_text(row) or any(word in _direction(role) for word in _SAME_ROW):
                return None
            rows.append([(cell, self._roles.of(cell)) for cell in elements(row)])
            if any("order" in own.settings for _, own in rows[-1]):
                return None
        if has_text(node) or len({len(row) for row in rows}) != 1:
            return None
        # Only cells of one look stand below each other for certain: the widths of others are their own.
        columns = zip(*([_signature(cell) for cell, _ in row] for row in rows), strict=True)
        return self._laid_out(rows)._replace(ragged=any(len(set(column)) > 1 for column in columns))

    def _laid_out(self, rows: Sequence[Sequence[tuple[LexborNode, Role]]]) -> BoxTable:
        nodes = [cell for row in rows for cell, _ in row]
        section = RowGroup(0, [[SpanCell("", role.rowspan, role.colspan) for _, role in row] for row in rows])
        cells = lay_out([section], kind="html", table=1, limits=self._limits)
        ends: dict[int, int] = {}
        for cell in cells:
            for row_of_cell in range(cell.row, cell.row + cell.rowspan):
                ends[row_of_cell] = ends.get(row_of_cell, 0) + cell.colspan
        if len(set(ends.values())) == 1:
            return BoxTable(
                tuple((node, (cell.row, cell.column, cell.rowspan, cell.colspan)) for node, cell in zip(nodes, cells, strict=True)),
                ragged=False,
            )
        counted = ((cell, (index, at, 1, 1)) for index, row in enumerate(rows) for at, (cell, _) in enumerate(row))
        return BoxTable(tuple(counted), ragged=True)


def _signature(cell: LexborNode) -> tuple[str | None, ...]:
    attributes = cell.attributes
    return cell.tag, attributes.get("class"), attributes.get("style"), attributes.get("width")


def _direction(role: Role) -> str:
    return role.settings.get("flex-direction", "") + role.settings.get("flex-flow", "")


def _has_two_rows(table: BoxTable) -> bool:
    starts = sorted(slot[0] for _, slot in table.cells)
    return len({one for one, two in pairwise(starts) if one == two}) >= 2


def _may_be_cell(cell: LexborNode) -> bool:
    length = 0
    for count, node in enumerate(cell.traverse(include_text=True)):
        if count > _MOST_NODES or (node.tag in _NO_CELL):
            return False
        if node.tag == "-text":
            length += len((node.text_content or "").strip())
            if length > _LONGEST:
                return False
    return True
