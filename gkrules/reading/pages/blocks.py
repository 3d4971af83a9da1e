"""Pages of fixed layout → the blocks of a document: tables by their ruling lines, paragraphs between them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from gkrules.model.document import Document, Grid, GridCell, Notice
from gkrules.model.places import Place
from gkrules.reading.faults import no_text_layer, too_many_cells
from gkrules.reading.limits import Limits
from gkrules.reading.pages.columns import WordTable, tables_by_words
from gkrules.reading.pages.fills import filled_tables
from gkrules.reading.pages.lattice import DrawnTable, find_tables
from gkrules.reading.pages.page import Budget, PageContent
from gkrules.reading.pages.paragraphs import PageLine, is_page_number, rounded, with_paragraphs
from gkrules.reading.pages.pictures import MOSTLY, RECOGNISED, from_pictures, is_picture, is_recognised, pages_are_pictures
from gkrules.reading.pages.text import Char, TextLine, cell_text, lines_of

_DIGITS = frozenset("0123456789")
_TOUCHING = 0.05
_NUMBERS = re.compile(r"(?:^|\s)[0-9/－—-]+\s+[0-9/－—-]+(?:\s|$)")  # two numbers side by side


def document_of(
    kind: str, pages: Sequence[PageContent], limits: Limits, name: str = "", title: str = "", notices: tuple[Notice, ...] = ()
) -> Document:
    """The document that pages make. `kind` is that of the document and of its places.

    Raises:
        DocumentError: ``no_text_layer`` or ``limit_…``.
    """
    shown = sum(len(page.chars) for page in pages)
    hidden = sum(len(page.hidden) for page in pages)
    pictures = [number for number, page in enumerate(pages, start=1) if is_picture(page)]
    if not shown + hidden or len(pictures) == len(pages):
        raise no_text_layer(kind, name, recognises=any(page.recognised for page in pages))
    everywhere = hidden > MOSTLY * (shown + hidden)
    recognised = [page for page in pages if page.hidden and (everywhere or is_recognised(page))]
    for page in recognised:
        page.chars.extend(page.hidden)
    if recognised:
        notices = (*notices, RECOGNISED)
    if pictures:
        notices = (*notices, pages_are_pictures(pictures))
    scanned = [number for number, page in enumerate(pages, start=1) if page.recognised]
    if scanned:
        notices = (*notices, from_pictures(scanned, [sure for page in pages for _, sure, counts in page.confidences if counts]))
    return Document(kind, tuple(with_paragraphs(_parts(kind, pages, limits), kind)), title, notices)


def _parts(kind: str, pages: Sequence[PageContent], limits: Limits) -> list[Grid | PageLine]:
    """Grids and lines of all pages, from top to bottom."""
    budget = Budget(limits)
    parts: list[Grid | PageLine] = []
    tables_before = cells = 0
    for number, page in enumerate(pages, start=1):
        drawn = find_tables(page.horizontal, page.vertical, budget.add_slots)
        drawn += filled_tables(page.fills, page.chars, drawn, budget.add_slots)
        outside, inside = _distributed(page.chars, drawn)
        tables: list[tuple[DrawnTable | WordTable, Sequence[list[Char]]]] = list(zip(drawn, inside, strict=True))
        lines = lines_of(outside)
        rows: list[TextLine] = []
        if not page.recognised and any(_NUMBERS.search(line.text) for line in lines):  # by words alone a recognised number is not certain
            breaks = [edge for table in drawn for edge in (table.ys[0], table.ys[-1])]
            found, rows, rest = tables_by_words(outside, page.horizontal, breaks, page.height)
            tables += [(table, table.chars) for table in found]
            lines = lines_of(rest)
        cells += sum(len(table.cells) for table, _ in tables)
        if cells > limits.max_cells:
            raise too_many_cells(limits.max_cells)
        tables.sort(key=lambda entry: (entry[0].box[1], entry[0].box[0]))
        placed: list[tuple[float, Grid | PageLine]] = [
            (table.box[1], _grid(kind, table, texts, number, tables_before + order, _confidences(page, table)))
            for order, (table, texts) in enumerate(tables, start=1)
        ]
        tables_before += len(tables)
        placed.extend(
            ((line.box[1] + line.box[3]) / 2, PageLine(number, page.width, line, alone))
            for group, alone in ((lines, False), (rows, True))
            for line in group
            if not is_page_number(line, page.height)
        )
        placed.sort(key=lambda entry: entry[0])
        parts.extend(part for _, part in placed)
    return parts


def _distributed(chars: list[Char], tables: list[DrawnTable]) -> tuple[list[Char], list[list[list[Char]]]]:
    """The characters outside tables, and those of each cell of each table, told by their centres."""
    if not tables:
        return chars, []
    inside: list[list[list[Char]]] = [[[] for _ in table.cells] for table in tables]
    innermost = sorted(range(len(tables)), key=lambda index: tables[index].area)
    outside: list[Char] = []
    before, before_in = None, outside
    for char in chars:
        x, y = (char.x0 + char.x1) / 2, char.middle
        into = outside
        for index in innermost:
            cell = tables[index].cell_at(x, y)
            if cell is not None:
                into = inside[index][cell]
                break
        into.append(char)
        if into is not before_in and before is not None and _is_one_number(before, char):
            # A number that runs over a wall: neither cell holds it, and its pieces must not read as numbers.
            for cut, x0, x1 in ((into, 2 * char.x0 - char.x1, char.x0), (before_in, before.x1, 2 * before.x1 - before.x0)):
                if cut is not outside:
                    cut.append(char._replace(text="\ufffd", x0=x0, x1=x1))
        before, before_in = char, into
    return outside, inside


def _is_one_number(left: Char, right: Char) -> bool:
    size = right.y1 - right.y0
    touching = abs(right.x0 - left.x1) < _TOUCHING * size and abs(right.middle - left.middle) < _TOUCHING * size
    return touching and left.text in _DIGITS and right.text in _DIGITS


def _confidences(page: PageContent, table: DrawnTable | WordTable) -> dict[int, float]:
    """By cell, the least certainty of what was recognised in it."""
    least: dict[int, float] = {}
    if page.confidences and isinstance(table, DrawnTable):
        for (x, y), confidence, _ in page.confidences:
            cell = table.cell_at(x, y)
            if cell is not None:
                least[cell] = round(min(confidence, least.get(cell, 1.0)), 3)
    return least


def _grid(
    kind: str, table: DrawnTable | WordTable, texts: Sequence[Sequence[Char]], page: int, number: int, confidences: Mapping[int, float]
) -> Grid:
    cells = (
        GridCell(
            cell_text(chars),
            cell.row,
            cell.column,
            cell.rowspan,
            cell.colspan,
            Place(
                kind,
                table=number,
                row=cell.row + 1,
                column=cell.column + 1,
                page=page,
                box=rounded(cell.box),
                confidence=confidences.get(at),
            ),
        )
        for at, (cell, chars) in enumerate(zip(table.cells, texts, strict=True))
    )
    return Grid(tuple(cells), Place(kind, table=number, page=page, box=rounded(table.box)))
