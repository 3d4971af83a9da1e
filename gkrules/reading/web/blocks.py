"""The walk over the tree of a web page that makes its paragraphs and grids, as a browser shows them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from gkrules.model.document import Block, Grid, GridCell, Paragraph
from gkrules.model.places import Place
from gkrules.reading.faults import too_deep
from gkrules.reading.limits import Limits
from gkrules.reading.raised import lowered, raised
from gkrules.reading.web.box_tables import BoxTable, BoxTables
from gkrules.reading.web.looks import OVERRIDE, PLAIN, Flow, Look, in_order, is_reversed
from gkrules.reading.web.markup import BLOCKS, CELLS, IGNORED, SHOWN, look_at, visibility
from gkrules.reading.web.spans import RowGroup, SpanCell, bounded_span, lay_out
from gkrules.reading.web.tables import PICTURE, PICTURES, STRUCK, STRUCK_TEXT, is_picture, only_text, shown_in, with_marks

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_PLAIN_INLINE = frozenset(["span", "font", "b", "strong", "em", "i", "u", "big", "small", "label", "o:p"])
_MARGINS = frozenset({"header", "footer", "nav"})
_RANKS = {"thead": 0, "tbody": 1, "tfoot": 2}
_ROWS = frozenset({"tr", *_RANKS})
_PARTS = CELLS | _ROWS  # of a data table
_BLOCK_DISPLAYS = frozenset({"block", "flex", "grid", "list-item", "table", "table-row", "table-cell", "flow-root"})
Carrier = Callable[[tuple[int, int]], tuple[Sequence[Block], tuple[int, int]]]
"""Gives the blocks that stand for an element from how many paragraphs and tables came before, and how many there are then."""
_INLINE, _RAISED, _LOWERED, _BLOCK, _TABLE, _PART, _LINK = range(7)


class BlockBuilder:
    """Turns a page into blocks. Data tables do not nest, so one open table is enough.

    Args:
        data_tables: the tables that hold data, as `mem_id`.
        limits: the bounds of the reading.
        start: how many paragraphs and tables came before, for places.
        boxes: finds tables that are made of other elements than those for tables; by default none is.
        carried: what stands for an element, by the `mem_id` of that element.
    """

    def __init__(
        self,
        data_tables: frozenset[int],
        limits: Limits,
        *,
        start: tuple[int, int] = (0, 0),
        carried: Mapping[int, Carrier] | None = None,
        boxes: BoxTables | None = None,
    ) -> None:
        self._data = data_tables
        self._box_tables = boxes
        self._carried = dict(carried or {})
        self._limits = limits
        self._blocks: list[Block] = []
        self._flow = self._current = Flow()
        self._cell_flow = Flow()
        self._sections: list[RowGroup] | None = None
        self._cell: SpanCell | None = None
        self._marks = 0  # what the open cell has beside its text
        self._boxes = 0  # tables of one cell inside a data table: frames around text
        self._preformatted = self._raised = self._lowered = 0  # how many such elements are open
        self._altered = 0  # how many of any of them
        self._links = 0  # and heads and feet of the page: pictures in these are none of its text
        self._paragraphs, self._tables = start
        self.pictures: int = 0
        """How many pictures stand outside tables and links."""

    def build(self, *roots: LexborNode | None) -> tuple[Block, ...]:
        """The blocks of `roots`, which are the body of the page, and before it its head if that may carry markup.

        Raises:
            DocumentError: ``limit_…``.
        """
        for root in roots:
            if root is not None:
                self._walk(root)
        self._edge()
        return tuple(self._blocks)

    def _walk(self, root: LexborNode) -> None:
        deepest = self._limits.max_markup_depth
        above: list[tuple[LexborNode, str, int]] = []
        node = root
        while True:
            tag = node.tag or ""
            if tag == "-text":
                text = node.text_content or ""
                if self._altered:
                    self._add(text)
                else:
                    self._current.pieces.append(text)
            elif (effect := self._enter(node, tag)) >= 0:
                child = node.first_child
                if child is not None:
                    above.append((node, tag, effect))
                    if len(above) > deepest:
                        raise too_deep("markup_depth", deepest)
                    node = child
                    continue
                if effect:
                    self._leave(node, tag, effect)
            while above:
                following = node.next
                if following is not None:
                    node = following
                    break
                node, tag, effect = above.pop()
                if effect:
                    self._leave(node, tag, effect)
            else:
                return

    def _enter(self, node: LexborNode, tag: str) -> int:
        """Begin an element: what `_leave` has to end, or -1 if it is not looked into."""
        if self._carried and self._replaced(node, tag):
            return -1
        if tag in IGNORED:
            self._unwalked(node, tag)
            return -1
        attributes = node.attributes
        look = PLAIN
        empty = False
        if attributes:
            look = look_at(attributes)
            if look is not PLAIN and (look.gone or look.invisible):
                if look.gone or tag not in CELLS:
                    return -1
                empty = True
        if look is PLAIN and tag in _PLAIN_INLINE:
            return _INLINE
        if tag in _PARTS and self._sections is not None and not self._boxes:
            return self._enter_part(node, tag, attributes, look, empty=empty)
        if look.struck and tag not in _PARTS and tag != "table":
            self._mark_struck(node)
            return -1
        if tag not in BLOCKS:
            return self._enter_inline(node, tag, attributes, look)
        if tag == "table":
            self._enter_table(node.mem_id in self._data)
            return _TABLE
        return self._enter_block(node, tag)

    def _enter_block(self, node: LexborNode, tag: str) -> int:
        self._edge()
        if self._box_tables is not None and self._cell is None and self._sections is None:
            box = self._box_tables.at(node)
            if box is not None:
                self._box_grid(box)
                return -1
        if tag == "pre":
            self._preformatted += 1
            self._altered += 1
        elif tag in _MARGINS:
            self._links += 1
        return _BLOCK

    def _enter_inline(self, node: LexborNode, tag: str, attributes: Mapping[str, str | None], look: Look) -> int:
        if tag == "br":
            self._current.break_line()
        elif tag == "img":
            self._picture(attributes)
        elif tag == "a":
            self._links += 1
            return _LINK
        elif tag == "input":
            self._add(shown_in(node, tag))
        elif tag == "sup" or look.raised:
            self._raised += 1
            self._altered += 1
            return _RAISED
        elif tag == "sub" or look.lowered:
            self._lowered += 1
            self._altered += 1
            return _LOWERED
        elif look.display in _BLOCK_DISPLAYS:
            self._edge()
            return _BLOCK
        elif (tag == "bdo" or look.reversed) and is_reversed(tag, attributes, look):
            self._add(OVERRIDE)
        return _INLINE

    def _leave(self, node: LexborNode, tag: str, effect: int) -> None:
        if effect == _BLOCK:
            self._edge()
            if tag == "pre":
                self._preformatted -= 1
                self._altered -= 1
            elif tag in _MARGINS:
                self._links -= 1
        elif effect == _PART:
            self._leave_part(tag)
        elif effect == _TABLE:
            self._leave_table(node.mem_id in self._data)
        elif effect == _RAISED:
            self._raised -= 1
            self._altered -= 1
        elif effect == _LOWERED:
            self._lowered -= 1
            self._altered -= 1
        else:
            self._links -= 1

    def _replaced(self, node: LexborNode, tag: str) -> bool:
        """Put what an element carries in its place; what is not shown may hold elements that carry something, too."""
        carrier = self._carried.pop(node.mem_id, None)
        if carrier is not None:
            self._edge()
            self._take_over(*carrier((self._paragraphs, self._tables)))
            return True
        if tag in IGNORED or visibility(node.attributes) != SHOWN:
            for inner in node.traverse():
                carrier = self._carried.pop(inner.mem_id, None)
                if carrier is not None:
                    self._take_over(*carrier((self._paragraphs, self._tables)))
        return False

    def _take_over(self, blocks: Sequence[Block], count: tuple[int, int]) -> None:
        self._blocks += blocks
        self._paragraphs, self._tables = count

    @property
    def count(self) -> tuple[int, int]:
        """How many paragraphs and tables there are."""
        return self._paragraphs, self._tables

    def _unwalked(self, node: LexborNode, tag: str) -> None:
        """An element that is not looked into: fields of a form show their value, pictures and struck text leave a mark."""
        if tag in STRUCK:
            self._mark_struck(node)
        elif self._cell is None:
            return
        elif tag in PICTURES:
            if visibility(node.attributes) == SHOWN:
                self._marks |= PICTURE
        elif tag in {"textarea", "select"} and visibility(node.attributes) == SHOWN:
            self._add(shown_in(node, tag))

    def _mark_struck(self, node: LexborNode) -> None:
        if self._cell is not None and (node.text() or "").strip():
            self._marks |= STRUCK_TEXT

    def _picture(self, attributes: Mapping[str, str | None]) -> None:
        if is_picture(attributes):
            self._marks |= PICTURE
            if self._cell is None and not self._links:
                self.pictures += 1

    def _add(self, text: str) -> None:
        if self._raised:
            text = raised(text)
        elif self._lowered:
            text = lowered(text)
        self._current.add(text, preformatted=self._preformatted > 0)

    def _edge(self) -> None:
        if self._cell is not None:
            self._cell_flow.end_block()
            return
        if not self._flow.is_empty():
            self._paragraph(self._flow.take())

    def _paragraph(self, text: str) -> None:
        if text.strip():
            self._paragraphs += 1
            self._blocks.append(Paragraph(text, Place("html", paragraph=self._paragraphs)))

    def _enter_table(self, holds_data: bool) -> None:
        self._edge()
        if holds_data:
            self._sections = []
        elif self._sections is not None:
            self._boxes += 1

    def _leave_table(self, holds_data: bool) -> None:
        self._edge()
        if holds_data:
            sections, self._sections = self._sections or [], None
            self._grid(lay_out(sections, kind="html", table=self._tables + 1, limits=self._limits))
        elif self._sections is not None:
            self._boxes -= 1

    def _grid(self, cells: Sequence[GridCell], *, ragged: bool = False) -> None:
        if not cells:
            return
        if only_text(cells):
            for cell in cells:
                self._paragraph(cell.text)
            return
        self._tables += 1
        self._blocks.append(Grid(tuple(cells), Place("html", table=self._tables), ragged))

    def _box_grid(self, box: BoxTable) -> None:
        cells: list[GridCell] = []
        for node, (row, column, rowspan, colspan) in box.cells:
            self._marks = 0
            self._cell, self._current = SpanCell(""), self._cell_flow
            self._walk(node)
            place = Place("html", table=self._tables + 1, row=row + 1, column=column + 1)
            cells.append(GridCell(self._end_cell(), row, column, rowspan, colspan, place))
        self._grid(cells, ragged=box.ragged)

    def _end_cell(self) -> str:
        text = in_order(self._cell_flow.take())
        self._cell, self._current = None, self._flow
        return with_marks(text, self._marks) if self._marks else text

    def _enter_part(self, node: LexborNode, tag: str, attributes: Mapping[str, str | None], look: Look, *, empty: bool) -> int:
        """A part of the open data table."""
        sections = self._sections if self._sections is not None else []
        if tag in CELLS:
            self._marks = 0
            if attributes:
                rowspan = bounded_span(attributes.get("rowspan"), self._limits, zero=True)
                self._cell = SpanCell("", rowspan, bounded_span(attributes.get("colspan"), self._limits))
            else:
                self._cell = SpanCell("")
            self._current = self._cell_flow
            if look.struck:
                self._mark_struck(node)
            if look.struck or empty:
                self._leave_part(tag)
                return -1
            return _PART
        if self._cell is not None:
            return _INLINE
        if tag == "tr":
            if not sections:
                sections.append(RowGroup(1))
            sections[-1].rows.append([])
        else:
            sections.append(RowGroup(_RANKS[tag]))
        return _INLINE

    def _leave_part(self, tag: str) -> None:
        cell, sections = self._cell, self._sections
        if cell is None or sections is None:
            return
        cell.text = self._end_cell()
        if not sections or not sections[-1].rows:
            sections.append(RowGroup(1, [[]]))
        sections[-1].rows[-1].append(cell)
