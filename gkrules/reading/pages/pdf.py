"""PDF files with a text layer: characters and ruling lines by pdfium, tables by an own lattice.

Nothing is executed or followed, and only pages that are pictures are rendered: with the extra ``ocr`` their text is recognised. Boxes run
down from the upper left corner of a page whose text stands upright.
"""

from __future__ import annotations

import ctypes
import threading
from contextlib import closing
from typing import Any

import pypdfium2  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from gkrules.model.document import Document, Notice
from gkrules.reading.context import Context
from gkrules.reading.faults import damaged_pdf, encrypted, over_limit, too_many_pages
from gkrules.reading.limits import Limits
from gkrules.reading.pages.blocks import document_of
from gkrules.reading.pages.page import Budget, PageContent
from gkrules.reading.pages.pdf_page import read_page
from gkrules.reading.pages.pictures import is_picture
from gkrules.words import phrase

LOCK = threading.Lock()  # pdfium keeps global state: it is not safe to call it from two threads
PASSWORD_ERRORS = (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY)
_DRAWN_NOTES = (pdfium.FPDF_ANNOT_WIDGET, pdfium.FPDF_ANNOT_FREETEXT)

_RECOVERED = Notice(
    "incomplete",
    phrase("reading/pdf-recovered"),
)


def read(data: bytes, limits: Limits, context: Context) -> Document:
    """Read a PDF.

    Raises:
        DocumentError: ``encrypted``, ``damaged``, ``no_text_layer`` or ``limit_…``.
    """
    with LOCK:
        try:
            opened = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            if error.err_code in PASSWORD_ERRORS:
                raise encrypted(context.name) from None
            raise damaged_pdf("reading/broken.not-opened") from None
        with closing(opened):
            pages = _pages(opened.raw, limits)
            pictures = _pictures(opened.raw, pages, limits)
            title = _title(opened.raw)
            whole = bool(pdfium.FPDF_DocumentHasValidCrossReferenceTable(opened.raw))
    if pictures:
        from gkrules.reading.pages.scan import recognised

        budget = Budget(limits)
        for index in sorted(pictures):
            pages[index] = recognised(pictures.pop(index), budget)
    return document_of("pdf", pages, limits, context.name, title, () if whole else (_RECOVERED,))


def _pages(document: Any, limits: Limits) -> list[PageContent]:
    count = pdfium.FPDF_GetPageCount(document)
    if count > limits.max_pages:
        raise too_many_pages(count, limits.max_pages)
    if count < 1:
        raise damaged_pdf("reading/broken.no-pages")
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


def _pictures(document: Any, pages: list[PageContent], limits: Limits) -> dict[int, Any]:
    """The pages without text, rendered, by their index; none unless their text can be recognised."""
    textless = not any(page.chars or page.hidden for page in pages)
    asked = [index for index, page in enumerate(pages) if textless or is_picture(page)]
    if not asked:
        return {}
    from gkrules.reading.pages.scan_model import is_installed

    if not is_installed():
        return {}
    from gkrules.reading.pages.scan_image import rendered

    if len(asked) > limits.max_scans:
        raise over_limit("reading/scans.count", count=len(asked), most=limits.max_scans)
    pictures = {}
    for index in asked:
        page = _loaded(document, index)
        try:
            pictures[index] = rendered(page, limits)
        finally:
            pdfium.FPDF_ClosePage(page)
    return pictures


def _loaded(document: Any, index: int) -> Any:
    page = pdfium.FPDF_LoadPage(document, index)
    if not page:
        raise damaged_pdf("reading/broken.page", number=index + 1)
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
