"""PDF files with a text layer: characters and ruling lines by pdfium, tables by an own lattice.

Nothing is executed, followed or rendered. Boxes run down from the upper left corner of a page whose text stands upright.
"""

from __future__ import annotations

import ctypes
import threading
from contextlib import closing
from typing import Any

import pypdfium2  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from gkrules.model.document import Document, Grid, GridCell, Notice
from gkrules.model.places import Place
from gkrules.reading.faults import damaged_pdf, encrypted, no_text_layer, over_limit, too_many_cells
from gkrules.reading.lattice import Table, find_tables
from gkrules.reading.limits import DEFAULT_LIMITS, Limits
from gkrules.reading.pdf_page import Budget, PageContent, read_page
from gkrules.reading.pdf_paragraphs import PageLine, is_page_number, rounded, with_paragraphs
from gkrules.reading.pdf_text import Char, cell_text, lines_of

LOCK = threading.Lock()  # pdfium keeps global state: it is not safe to call it from two threads
_PASSWORD_ERRORS = (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY)
_DRAWN_NOTES = (pdfium.FPDF_ANNOT_WIDGET, pdfium.FPDF_ANNOT_FREETEXT)
_MOSTLY = 0.9

_RECOVERED = Notice(
    "incomplete",
    "PDF 文件的结构已损坏，只读出了能够恢复的部分，内容可能不全",
    "the PDF is damaged; what could be recovered may be incomplete",
)
_RECOGNISED = Notice(
    "uncertain",
    "文字来自图片背后的识别层，请对照原件核对",
    "the text comes from a recognition layer behind pictures; compare it with the original",
)


def read(data: bytes, limits: Limits = DEFAULT_LIMITS, name: str = "") -> Document:
    """Read a PDF.

    Raises:
        DocumentError: ``encrypted``, ``damaged``, ``no_text_layer`` or ``limit_…``.
    """
    with LOCK:
        try:
            opened = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            if error.err_code in _PASSWORD_ERRORS:
                raise encrypted(name) from None
            raise damaged_pdf("不能打开", "it cannot be opened") from None
        with closing(opened):
            pages = _pages(opened.raw, limits)
            title = _title(opened.raw)
            whole = bool(pdfium.FPDF_DocumentHasValidCrossReferenceTable(opened.raw))
    shown = sum(len(page.chars) for page in pages)
    hidden = sum(len(page.hidden) for page in pages)
    if not shown + hidden:
        raise no_text_layer(name)
    notices = () if whole else (_RECOVERED,)
    if hidden > _MOSTLY * (shown + hidden):
        notices = (*notices, _RECOGNISED)
        for page in pages:
            page.chars.extend(page.hidden)
    return Document("pdf", tuple(with_paragraphs(_parts(pages, limits))), title, notices)


def _pages(document: Any, limits: Limits) -> list[PageContent]:
    count = pdfium.FPDF_GetPageCount(document)
    if count > limits.max_pages:
        raise over_limit("pages", f"PDF 有 {count} 页，超过 {limits.max_pages} 页", f"it has {count} pages, more than {limits.max_pages}")
    if count < 1:
        raise damaged_pdf("没有页面", "it has no pages")
    budget = Budget(limits)
    return [_page(document, index, budget) for index in range(count)]


def _page(document: Any, index: int, budget: Budget) -> PageContent:
    page = _loaded(document, index)
    try:
        if _has_drawn_notes(page) and pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY) == pdfium.FLATTEN_SUCCESS:
            # What was filled into form fields is shown, but no text of the page until it is made so (in memory only).
            pdfium.FPDF_ClosePage(page)
            page = None
            page = _loaded(document, index)
        return read_page(page, budget)
    finally:
        if page:
            pdfium.FPDF_ClosePage(page)


def _loaded(document: Any, index: int) -> Any:
    page = pdfium.FPDF_LoadPage(document, index)
    if not page:
        raise damaged_pdf(f"第 {index + 1} 页不能读取", f"page {index + 1} cannot be read")
    return page


def _has_drawn_notes(page: Any) -> bool:
    for index in range(min(pdfium.FPDFPage_GetAnnotCount(page), 10_000)):
        note = pdfium.FPDFPage_GetAnnot(page, index)
        if note:
            kind = pdfium.FPDFAnnot_GetSubtype(note)
            pdfium.FPDFPage_CloseAnnot(note)
            if kind in _DRAWN_NOTES:
                return True
    return False


def _title(document: Any) -> str:
    size = pdfium.FPDF_GetMetaText(document, b"Title", None, 0)
    if not 2 < size < 10_000:
        return ""
    buffer = ctypes.create_string_buffer(size)
    pdfium.FPDF_GetMetaText(document, b"Title", buffer, size)
    return " ".join(buffer.raw[: size - 2].decode("utf-16-le", "replace").split())


def _parts(pages: list[PageContent], limits: Limits) -> list[Grid | PageLine]:
    """Grids and lines of all pages, from top to bottom."""
    budget = Budget(limits)
    parts: list[Grid | PageLine] = []
    tables_before = cells = 0
    for number, page in enumerate(pages, start=1):
        tables = find_tables(page.horizontal, page.vertical, budget.add_slots)
        cells += sum(len(table.cells) for table in tables)
        if cells > limits.max_cells:
            raise too_many_cells(limits.max_cells)
        outside, inside = _distributed(page.chars, tables)
        placed: list[tuple[float, Grid | PageLine]] = [
            (table.box[1], _grid(table, texts, number, tables_before + order))
            for order, (table, texts) in enumerate(zip(tables, inside, strict=True), start=1)
        ]
        tables_before += len(tables)
        placed.extend(
            ((line.box[1] + line.box[3]) / 2, PageLine(number, page.width, line))
            for line in lines_of(outside)
            if not is_page_number(line, page.height)
        )
        placed.sort(key=lambda entry: entry[0])
        parts.extend(part for _, part in placed)
    return parts


def _distributed(chars: list[Char], tables: list[Table]) -> tuple[list[Char], list[list[list[Char]]]]:
    """The characters outside tables, and those of each cell of each table, told by their centres."""
    inside: list[list[list[Char]]] = [[[] for _ in table.cells] for table in tables]
    innermost = sorted(range(len(tables)), key=lambda index: tables[index].area)
    outside: list[Char] = []
    for char in chars:
        x, y = (char.x0 + char.x1) / 2, char.middle
        for index in innermost:
            cell = tables[index].cell_at(x, y)
            if cell is not None:
                inside[index][cell].append(char)
                break
        else:
            outside.append(char)
    return outside, inside


def _grid(table: Table, texts: list[list[Char]], page: int, number: int) -> Grid:
    cells = (
        GridCell(
            cell_text(chars),
            cell.row,
            cell.column,
            cell.rowspan,
            cell.colspan,
            Place("pdf", table=number, row=cell.row + 1, column=cell.column + 1, page=page, box=rounded(cell.box)),
        )
        for cell, chars in zip(table.cells, texts, strict=True)
    )
    return Grid(tuple(cells), Place("pdf", table=number, page=page, box=rounded(table.box)))
