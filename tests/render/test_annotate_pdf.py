"""Highlights in copies of PDF files."""

from __future__ import annotations

import ctypes
from io import BytesIO
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from hostile_texts import HOSTILE

from gkrules.model.errors import DocumentError
from gkrules.model.places import Place
from gkrules.reading.pages.pdf_page import turned_back
from gkrules.render.pdf.annotate import annotated_pdf
from gkrules.render.word.remarks import Remark, plain_text


def blank(*sizes: tuple[float, float], rotation: int = 0) -> bytes:
    document = pypdfium2.PdfDocument.new()
    for size in sizes:
        document.new_page(*size).set_rotation(rotation)
    target = BytesIO()
    document.save(target)
    return target.getvalue()


def remark(page: int | None, box: tuple[float, float, float, float] | None, *lines: str, where: str = "") -> Remark:
    place = None if page is None else Place("pdf", page=page, box=box)
    return Remark(lines or ("问题", "说明"), place, None, where, 1)


def notes(data: bytes) -> list[dict[str, Any]]:
    """What another reader of the file finds."""
    found = []
    with pypdfium2.PdfDocument(data) as document:
        for index in range(len(document)):
            page = document[index]
            for number in range(pdfium.FPDFPage_GetAnnotCount(page.raw)):
                note = pdfium.FPDFPage_GetAnnot(page.raw, number)
                rect = pdfium.FS_RECTF()
                pdfium.FPDFAnnot_GetRect(note, rect)
                found.append(
                    {
                        "page": index + 1,
                        "kind": pdfium.FPDFAnnot_GetSubtype(note),
                        "points": pdfium.FPDFAnnot_CountAttachmentPoints(note),
                        "text": text(note, b"Contents"),
                        "author": text(note, b"T"),
                        "box": tuple(round(edge) for edge in (rect.left, rect.bottom, rect.right, rect.top)),
                    }
                )
                pdfium.FPDFPage_CloseAnnot(note)
    return found


def text(note: Any, key: bytes) -> str:
    size = pdfium.FPDFAnnot_GetStringValue(note, key, None, 0)
    buffer = ctypes.create_string_buffer(size)
    pdfium.FPDFAnnot_GetStringValue(note, key, ctypes.cast(buffer, ctypes.POINTER(pdfium.FPDF_WCHAR)), size)
    return buffer.raw[: size - 2].decode("utf-16-le")


def test_a_highlight_with_its_note_is_at_the_box() -> None:
    data = blank((200, 300), (200, 300))
    made = annotated_pdf(data, [remark(2, (10, 20, 60, 40)), remark(2, (10, 20, 60, 40), "另一个")])
    assert notes(made) == [
        {
            "page": 2,
            "kind": pdfium.FPDF_ANNOT_HIGHLIGHT,
            "points": 1,
            "text": said,
            "author": "gkrules",
            "box": (10, 260, 60, 280),
        }
        for said in ("问题\r说明", "另一个")
    ]
    assert made.startswith(data)


def test_the_highlight_is_seen_on_the_page() -> None:
    made = annotated_pdf(blank((200, 300)), [remark(1, (10, 20, 60, 40))])
    with pypdfium2.PdfDocument(made) as document:
        picture = document[0].render(may_draw_forms=True).to_pil().convert("RGB")
    assert picture.getpixel((30, 30)) == (255, 221, 0)
    assert picture.getpixel((30, 60)) == (255, 255, 255)


@pytest.mark.parametrize(("rotation", "box"), [(90, (20, 10, 40, 60)), (180, (140, 20, 190, 40)), (270, (160, 240, 180, 290))])
def test_a_page_that_is_turned_is_marked_where_it_is_seen(rotation: int, box: tuple[int, ...]) -> None:
    made = annotated_pdf(blank((200, 300), rotation=rotation), [remark(1, (10, 20, 60, 40))])
    assert notes(made)[0]["box"] == box
    with pypdfium2.PdfDocument(made) as document:
        picture = document[0].render().to_pil().convert("RGB")
    assert picture.getpixel((30, 30)) == (255, 221, 0)


def test_a_page_that_does_not_begin_at_its_corner() -> None:
    document = pypdfium2.PdfDocument.new()
    page = document.new_page(400, 400)
    page.set_cropbox(100, 50, 300, 350)
    assert turned_back(page.raw, 0)((10, 20, 60, 40)) == (110, 310, 160, 330)


def test_what_has_no_box_is_in_a_corner_with_its_place_in_words() -> None:
    made = annotated_pdf(
        blank((200, 300), (200, 300)), [remark(None, None, where="位置：某处"), remark(2, None), remark(9, None), remark(1, None)]
    )
    found = notes(made)
    assert [(each["page"], each["text"].endswith("位置：某处")) for each in found] == [(1, True), (1, False), (1, False), (2, False)]
    assert len({(each["page"], each["box"]) for each in found}) == 4


def test_existing_notes_stay() -> None:
    once = annotated_pdf(blank((200, 300)), [remark(1, (10, 20, 60, 40))])
    twice = annotated_pdf(once, [remark(1, (10, 80, 60, 90), "第二")])
    assert [each["text"] for each in notes(twice)] == ["问题\r说明", "第二"]


def test_hostile_texts_are_only_texts() -> None:
    made = annotated_pdf(blank((200, 300)), [remark(1, (10, 20, 60, 40), plain_text(each)) for each in HOSTILE])
    assert [each["text"] for each in notes(made)] == [plain_text(each) for each in HOSTILE]


@pytest.mark.parametrize("data", [b"", b"%PDF-1.4", b"no pdf"])
def test_a_broken_file_is_a_document_error(data: bytes) -> None:
    with pytest.raises(DocumentError) as caught:
        annotated_pdf(data, [remark(1, None)])
    assert caught.value.kind == "damaged"


def test_an_encrypted_file_is_told() -> None:
    locked = b"trailer << /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <" + b"11" * 32 + b"> /U <" + b"22" * 32 + b"> >>"
    with pytest.raises(DocumentError) as caught:
        annotated_pdf(blank((200, 300)).replace(b"trailer\r\n<<", locked), [remark(1, None)])
    assert caught.value.kind == "encrypted"
