"""Web pages: the HTML5 tree of lexbor, with the tables as a browser shows them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import partial
from types import MappingProxyType

from gkrules.model.document import Block, Document, Grid, Notice
from gkrules.reading.context import Context
from gkrules.reading.encoding import check_size, decode
from gkrules.reading.limits import DEFAULT_LIMITS, Limits
from gkrules.reading.own_outputs import refuse_page
from gkrules.reading.web.blocks import BlockBuilder, Carrier
from gkrules.reading.web.box_roles import Roles, may_have_boxes
from gkrules.reading.web.box_tables import BoxTables
from gkrules.reading.web.markup import check_depth
from gkrules.reading.web.tables import data_tables, of_use
from gkrules.reading.web.unshown import CARRIERS, Carried, carried_in, may_carry
from gkrules.words import Phrase, phrase

_NO_FRAMES: Mapping[str, str] = MappingProxyType({})
_DEEPEST = 3  # pages within pages

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([A-Za-z0-9_-]{2,20})", re.IGNORECASE)
_START = re.compile(r"<html\b", re.IGNORECASE)
_END = re.compile(r"</(?:html|body)\b", re.IGNORECASE)


def read(data: bytes, limits: Limits, _context: Context) -> Document:
    """Read a web page.

    Raises:
        DocumentError: ``wrong_encoding``, ``own_output`` or ``limit_…``.
    """
    check_size(data, limits)
    hint = _CHARSET.search(data[:8192])
    decoded = decode(data, hint[1].decode("ascii") if hint else "")
    refuse_page(decoded.text)
    document = read_markup(decoded.text, limits)
    return Document("html", document.blocks, document.title, decoded.notices + document.notices)


def read_markup(markup: str, limits: Limits = DEFAULT_LIMITS, frames: Mapping[str, str] = _NO_FRAMES) -> Document:
    """Read markup that is already text: a page or a fragment. `frames` has the pages that were saved with it, by their address.

    Raises:
        DocumentError: ``limit_…``.
    """
    page = _Page(markup, limits)
    blocks, _ = page.blocks((0, 0))
    notices = _cut_short(markup)
    if not of_use(blocks) and page.look_for_boxes():
        blocks, _ = page.blocks((0, 0))
    if not of_use(blocks):
        carried = carried_in(page.tree, limits, frames) if frames or may_carry(markup) else []
        found = _tables_carried(carried, limits, 1)
        if found:
            blocks, _ = page.blocks((0, 0), found)
            notices += (_taken_from([each.kind for each in carried if each.node in found]),)
        elif page.pictures:
            notices += (_pictures(page.pictures),)
    title = page.tree.css_first("head > title")
    return Document("html", blocks, " ".join(title.text().split()) if title is not None else "", notices)


class _Page:
    """The tree of a page, from which its blocks can be made more than once."""

    def __init__(self, markup: str, limits: Limits) -> None:
        check_depth(markup, limits)
        from selectolax.lexbor import LexborHTMLParser

        self.tree = LexborHTMLParser(markup)
        self.pictures = 0
        self._markup = markup
        self._limits = limits
        self._boxes: BoxTables | None = None
        body = self.tree.body
        self._data = data_tables(body, limits, many=markup.count("<") > limits.max_cells) if body is not None else frozenset()

    def look_for_boxes(self) -> bool:
        """Take tables made of other elements in, too, from now on; whether there may be any."""
        if may_have_boxes(self._markup):
            sheets = (style.text() or "" for style in self.tree.css("style"))
            self._boxes = BoxTables(Roles(sheets, self._limits), self._limits)
        return self._boxes is not None

    def blocks(self, start: tuple[int, int], carried: Mapping[int, Carrier] | None = None) -> tuple[tuple[Block, ...], tuple[int, int]]:
        """The blocks, counted on from `start`, with what it carries in the place of the carriers; and the new count."""
        builder = BlockBuilder(self._data, self._limits, start=start, carried=carried, boxes=self._boxes)
        blocks = builder.build(self.tree.head if carried else None, self.tree.body)
        self.pictures = builder.pictures
        return blocks, builder.count


def _tables_carried(carried: Sequence[Carried], limits: Limits, depth: int) -> dict[int, Carrier]:
    """How to make the blocks of what holds tables of figures, by the element that carries it. What holds the same tables counts once."""
    pages: dict[int, list[Carrier]] = {}
    seen: set[tuple[tuple[tuple[str, int, int], ...], ...]] = set()
    for each in carried:
        page = _Page(each.markup, limits)
        inner: dict[int, Carrier] = {}
        blocks, _ = page.blocks((0, 0))
        if not of_use(blocks) and depth < _DEEPEST and may_carry(each.markup):
            inner = _tables_carried(carried_in(page.tree, limits, _NO_FRAMES), limits, depth + 1)
            blocks, _ = page.blocks((0, 0), inner)
        tables = tuple(tuple((cell.text, cell.row, cell.column) for cell in block.cells) for block in blocks if isinstance(block, Grid))
        if of_use(blocks) and tables not in seen:
            seen.add(tables)
            pages.setdefault(each.node, []).append(partial(page.blocks, carried=inner))
    return {node: _one_after_another(carriers) for node, carriers in pages.items()}


def _one_after_another(carriers: Sequence[Carrier]) -> Carrier:
    def carrier(count: tuple[int, int]) -> tuple[Sequence[Block], tuple[int, int]]:
        blocks: list[Block] = []
        for each in carriers:
            more, count = each(count)
            blocks += more
        return blocks, count

    return carrier


def _taken_from(kinds: Sequence[str]) -> Notice:
    return Notice("remark", phrase("reading/taken-from", names=[Phrase(CARRIERS[kind]) for kind in dict.fromkeys(kinds)]))


def _pictures(count: int) -> Notice:
    return Notice(
        "remark",
        phrase("reading/only-pictures", count=count),
    )


def _cut_short(markup: str) -> tuple[Notice, ...]:
    if markup.rfind("<") > markup.rfind(">"):
        return (
            Notice(
                "incomplete",
                phrase("reading/ends-in-tag"),
            ),
        )
    if _START.search(markup) and not _END.search(markup):
        # HTML allows it, so that it is no proof; what is missing then, the rules on sections and rows find.
        return (Notice("remark", phrase("reading/no-end-tag")),)
    return ()
