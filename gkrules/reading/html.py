"""Web pages: the HTML5 tree of lexbor, with the tables as a browser shows them."""

from __future__ import annotations

import re
from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING

from gkrules.model.document import Block, Document, Grid, Notice, Paragraph
from gkrules.model.places import Place
from gkrules.reading.encoding import decode
from gkrules.reading.faults import too_many_cells
from gkrules.reading.flow import Flow
from gkrules.reading.limits import DEFAULT_LIMITS, Limits
from gkrules.reading.markup import check_depth, walk
from gkrules.reading.raised import lowered, raised
from gkrules.reading.spans import Section, SpanCell, bounded_span, lay_out

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([A-Za-z0-9_-]{2,20})", re.IGNORECASE)
_START = re.compile(r"<html\b", re.IGNORECASE)
_END = re.compile(r"</(?:html|body)\b", re.IGNORECASE)
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "dialog",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "legend",
        "li",
        "main",
        "menu",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
_CELLS = frozenset(["td", "th"])
_RANKS = {"thead": 0, "tbody": 1, "tfoot": 2}


def read(data: bytes, limits: Limits = DEFAULT_LIMITS) -> Document:
    """Read a web page.

    Raises:
        DocumentError: ``wrong_encoding`` or ``limit_…``.
    """
    hint = _CHARSET.search(data[:8192])
    decoded = decode(data, hint[1].decode("ascii") if hint else "")
    document = read_markup(decoded.text, limits)
    return Document("html", document.blocks, document.title, decoded.notices + document.notices)


def read_markup(markup: str, limits: Limits = DEFAULT_LIMITS) -> Document:
    """Read markup that is already text: a page or a fragment.

    Raises:
        DocumentError: ``limit_…``.
    """
    check_depth(markup, limits)
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(markup)
    title = tree.css_first("head > title")
    body = tree.body
    blocks: tuple[Block, ...] = ()
    if body is not None:
        nested = body.css_first("table table") is not None or markup.count("<") > limits.max_cells
        data_tables = (_innermost_tables if nested else _separate_tables)(body, limits)
        blocks = _Builder(data_tables, limits).build(body)
    return Document("html", blocks, " ".join(title.text().split()) if title is not None else "", _cut_short(markup))


def _cut_short(markup: str) -> tuple[Notice, ...]:
    if markup.rfind("<") > markup.rfind(">"):
        return (
            Notice(
                "incomplete", "文件末尾停在一个标签中间，其后的内容已丢失", "the file ends in the middle of a tag; what followed is lost"
            ),
        )
    if _START.search(markup) and not _END.search(markup):
        # HTML allows it, so that it is no proof; what is missing then, the rules on sections and rows find.
        return (Notice("remark", "网页没有结束标记，文件可能不完整", "the page has no end tag; the file may have been cut short"),)
    return ()


def _separate_tables(body: LexborNode, limits: Limits) -> frozenset[int]:
    """The tables that hold data: with two cells or more. None is inside another."""
    return frozenset(
        table.mem_id
        for table in body.css("table")
        if sum(1 for _ in islice((True for node, entering in walk(table, limits) if entering and node.tag in _CELLS), 2)) == 2
    )


def _innermost_tables(body: LexborNode, limits: Limits) -> frozenset[int]:
    """The tables that hold data: with two cells or more, and no such table inside. The others only lay the page out."""
    open_tables: list[int] = []
    cells: Counter[int] = Counter()
    parents: dict[int, int] = {}
    for node, entering in walk(body, limits):
        if node.tag == "table":
            if entering:
                if open_tables:
                    parents[node.mem_id] = open_tables[-1]
                open_tables.append(node.mem_id)
            else:
                open_tables.pop()
        elif entering and node.tag in _CELLS and open_tables:
            cells[open_tables[-1]] += 1
    if cells.total() > limits.max_cells:
        raise too_many_cells(limits.max_cells)
    data = {table for table, count in cells.items() if count > 1}
    layout: set[int] = set()
    for table in data:
        outer = parents.get(table)
        while outer is not None and outer not in layout:
            layout.add(outer)
            outer = parents.get(outer)
    return frozenset(data - layout)


class _Builder:
    """Turns the walk over a page into blocks. Data tables do not nest, so one open table is enough."""

    def __init__(self, data_tables: frozenset[int], limits: Limits) -> None:
        self._data = data_tables
        self._limits = limits
        self._blocks: list[Block] = []
        self._flow = Flow()
        self._sections: list[Section] | None = None
        self._cell: SpanCell | None = None
        self._cell_flow = Flow()
        self._boxes = 0  # tables of one cell inside a data table: frames around text
        self._preformatted = self._raised = self._lowered = 0  # how many such elements are open
        self._paragraphs = 0
        self._tables = 0

    def build(self, body: LexborNode) -> tuple[Block, ...]:
        for node, entering in walk(body, self._limits):
            tag = node.tag or ""
            if tag == "-text":
                if entering:
                    self._current().add(self._shown(node.text_content or ""), preformatted=self._preformatted > 0)
            elif tag in {"sup", "sub"}:
                if tag == "sup":
                    self._raised += 1 if entering else -1
                else:
                    self._lowered += 1 if entering else -1
            elif tag == "br":
                if entering:
                    self._current().break_line()
            elif tag == "table":
                self._table(node.mem_id in self._data, entering)
            elif self._sections is not None and not self._boxes and (self._cell is None or tag in {"td", "th"}):
                self._inside_table(node, tag, entering)
            elif tag in _BLOCKS:
                self._edge()
                if tag == "pre":
                    self._preformatted += 1 if entering else -1
        self._edge()
        return tuple(self._blocks)

    def _shown(self, text: str) -> str:
        return raised(text) if self._raised else lowered(text) if self._lowered else text

    def _current(self) -> Flow:
        return self._flow if self._cell is None else self._cell_flow

    def _edge(self) -> None:
        if self._cell is not None:
            self._cell_flow.end_block()
            return
        text = self._flow.take()
        if text.strip():
            self._paragraphs += 1
            self._blocks.append(Paragraph(text, Place(kind="html", paragraph=self._paragraphs)))

    def _table(self, holds_data: bool, entering: bool) -> None:
        self._edge()
        if not holds_data:
            if self._sections is not None:
                self._boxes += 1 if entering else -1
        elif entering:
            self._sections = []
        else:
            self._end_table()

    def _end_table(self) -> None:
        sections, self._sections = self._sections or [], None
        cells = lay_out(sections, kind="html", table=self._tables + 1, limits=self._limits)
        if cells:
            self._tables += 1
            self._blocks.append(Grid(cells, Place(kind="html", table=self._tables)))

    def _inside_table(self, node: LexborNode, tag: str, entering: bool) -> None:
        """A part of the open data table that is not inside one of its cells."""
        sections = self._sections if self._sections is not None else []
        if tag in {"td", "th"}:
            if entering:
                attributes = node.attributes
                self._cell = SpanCell(
                    "",
                    bounded_span(attributes.get("rowspan"), self._limits, zero=True),
                    bounded_span(attributes.get("colspan"), self._limits),
                )
            elif self._cell is not None:
                self._cell.text = self._cell_flow.take()
                if not sections or not sections[-1].rows:
                    sections.append(Section(1, [[]]))
                sections[-1].rows[-1].append(self._cell)
                self._cell = None
        elif tag in _RANKS and entering:
            sections.append(Section(_RANKS[tag]))
        elif tag == "tr" and entering:
            if not sections:
                sections.append(Section(1))
            sections[-1].rows.append([])
        elif tag in _BLOCKS:
            self._edge()
