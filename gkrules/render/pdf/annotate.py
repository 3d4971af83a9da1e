"""A PDF with its problems as highlights: by pdfium, which reads it anyway; what is written is added behind the bytes of the file."""

from __future__ import annotations

import ctypes
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from io import BytesIO
from typing import Any

import pypdfium2  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from gkrules.reading.faults import damaged_pdf, encrypted
from gkrules.reading.limits import DEFAULT_LIMITS, Limits
from gkrules.reading.pages.pdf import LOCK, PASSWORD_ERRORS
from gkrules.reading.pages.pdf_page import turned_back, upright
from gkrules.render.word.remarks import Remark

_AUTHOR = "gkrules"
_YELLOW = (255, 221, 0)
_SIDE = 14.0  # of the mark in the corner of the first page, for what has no box
_STEP = 4


def annotated_pdf(data: bytes, remarks: Sequence[Remark], limits: Limits = DEFAULT_LIMITS) -> bytes:
    """The file with a highlight for each remark. One without a box is in the corner of its page, or of the first, with its place in words.

    Raises:
        DocumentError: ``encrypted`` or ``damaged``.
    """
    with LOCK:
        try:
            document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            raise (encrypted("") if error.err_code in PASSWORD_ERRORS else damaged_pdf("reading/broken.not-opened")) from None
        with closing(document):
            before = _count(document.raw)
            _annotate(document.raw, remarks)
            target = BytesIO()
            # Behind what is there: nothing of the file is written anew, and a signature of it stays valid.
            whole = bool(pdfium.FPDF_DocumentHasValidCrossReferenceTable(document.raw))
            document.save(target, flags=pdfium.FPDF_INCREMENTAL if whole else pdfium.FPDF_NO_INCREMENTAL)
        made = target.getvalue()
        with closing(pypdfium2.PdfDocument(made)) as again:
            if _count(again.raw) - before != len(remarks):
                raise RuntimeError("highlights were lost")
    return made


def _annotate(document: Any, remarks: Sequence[Remark]) -> None:
    pages = pdfium.FPDF_GetPageCount(document)
    by_page: dict[int, list[Remark]] = {}
    for remark in remarks:
        page = remark.place.page if remark.place is not None and remark.place.page is not None else 1
        by_page.setdefault(page - 1 if 0 < page <= pages else 0, []).append(remark)
    for index, here in sorted(by_page.items()):
        page = pdfium.FPDF_LoadPage(document, index)
        if not page:
            raise damaged_pdf("reading/broken.page", number=index + 1)
        try:
            back = turned_back(page, upright(page))
            corners: Counter[int] = Counter()
            for remark in here:
                place = remark.place
                if place is not None and place.box is not None:
                    _highlight(page, back(place.box), remark.lines)
                else:
                    corners[index] += 1
                    top = _STEP + (corners[index] - 1) * (_SIDE + _STEP)
                    lines = (*remark.lines, remark.where) if remark.where else remark.lines
                    _highlight(page, back((_STEP, top, _STEP + _SIDE, top + _SIDE)), lines)
        finally:
            pdfium.FPDF_ClosePage(page)


def _highlight(page: Any, box: tuple[float, float, float, float], lines: Sequence[str]) -> None:
    left, bottom, right, top = box
    note = pdfium.FPDFPage_CreateAnnot(page, pdfium.FPDF_ANNOT_HIGHLIGHT)
    try:
        corners = pdfium.FS_QUADPOINTSF(left, top, right, top, left, bottom, right, bottom)
        done = (
            note
            and pdfium.FPDFAnnot_SetRect(note, pdfium.FS_RECTF(left, top, right, bottom))
            and pdfium.FPDFAnnot_AppendAttachmentPoints(note, corners)
            and pdfium.FPDFAnnot_SetColor(note, pdfium.FPDFANNOT_COLORTYPE_Color, *_YELLOW, 255)
            and pdfium.FPDFAnnot_SetFlags(note, pdfium.FPDF_ANNOT_FLAG_PRINT)
            and _say(note, b"T", _AUTHOR)
            and _say(note, b"Contents", "\r".join(lines))
        )
        if not done:
            raise RuntimeError("pdfium took no highlight")
    finally:
        if note:
            pdfium.FPDFPage_CloseAnnot(note)


def _say(note: Any, key: bytes, text: str) -> bool:
    coded = (text + "\0").encode("utf-16-le", "ignore")
    buffer = ctypes.create_string_buffer(coded, len(coded))
    return bool(pdfium.FPDFAnnot_SetStringValue(note, key, ctypes.cast(buffer, pdfium.FPDF_WIDESTRING)))


def _count(document: Any) -> int:
    """How many annotations there are."""
    count = 0
    for index in range(pdfium.FPDF_GetPageCount(document)):
        page = pdfium.FPDF_LoadPage(document, index)
        if page:
            count += pdfium.FPDFPage_GetAnnotCount(page)
            pdfium.FPDF_ClosePage(page)
    return count
