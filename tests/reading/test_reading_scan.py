"""Scans: pages of our own rendered, spoiled as scanners do, and read again. Most of it needs the extra ``ocr``."""

from __future__ import annotations

import zlib
from io import BytesIO

import numpy as np
import pypdfium2
import pytest
from reading.pdf_helpers import lattice, line, only, pdf, text, values

from gkrules.model.document import Document
from gkrules.model.errors import DocumentError
from gkrules.model.places import Place
from gkrules.reading import read_bytes, scan_model
from gkrules.reading.limits import Limits

needs_ocr = pytest.mark.skipif(not scan_model.is_installed(), reason="the extra ocr is not installed: pip install 'gkrules[ocr]'")
NUMBERS = [["1234", "567", "890"], ["0", "", "11"], ["9", "6606", "1000"], ["77.58", "3", "4"]]
XS, YS = (40, 110, 180, 250), (360, 335, 310, 285, 260)


def page(rows: list[list[str]], size: float = 10) -> bytes:
    shown = "".join(
        text(XS[column] + 12, YS[row] - 17, cell, size) for row, cells in enumerate(rows) for column, cell in enumerate(cells) if cell
    )
    return pdf(lattice(XS, YS) + shown)


def rendered(document: bytes, dpi: int) -> np.ndarray:
    with pypdfium2.PdfDocument(document) as opened:
        return opened[0].render(scale=dpi / 72, grayscale=True).to_numpy().copy().squeeze()


def scan(grey: np.ndarray, dpi: int, *more: np.ndarray, jpeg: int = 0) -> bytes:
    """A PDF whose pages are pictures."""
    pictures = (grey, *more)
    contents = [f"{each.shape[1] * 72 / dpi:.2f} 0 0 {each.shape[0] * 72 / dpi:.2f} 0 0 cm /X Do" for each in pictures]
    if jpeg:
        import cv2

        data, packing = cv2.imencode(".jpg", grey, [cv2.IMWRITE_JPEG_QUALITY, jpeg])[1].tobytes(), "DCTDecode"
    else:
        data, packing = zlib.compress(grey.tobytes()), "FlateDecode"
    picture = (
        f"<< /Type /XObject /Subtype /Image /Width {grey.shape[1]} /Height {grey.shape[0]} /ColorSpace /DeviceGray /BitsPerComponent 8"
        f" /Filter [/ASCIIHexDecode /{packing}] /Length {2 * len(data) + 1} >>\nstream\n{data.hex()}>\nendstream"
    )
    return pdf(*contents, objects=[picture])


def askew(grey: np.ndarray, angle: float) -> np.ndarray:
    import cv2

    high, wide = grey.shape
    turn = cv2.getRotationMatrix2D((wide / 2, high / 2), angle, 1.0)
    return cv2.warpAffine(grey, turn, (wide, high), flags=cv2.INTER_CUBIC, borderValue=255)


def noisy(grey: np.ndarray, sigma: float = 12) -> np.ndarray:
    noise = np.random.default_rng(5).normal(0, sigma, grey.shape)
    return np.clip(grey * 0.94 + 6 + noise, 0, 255).astype(np.uint8)


def compared(document: Document, rows: list[list[str]] = NUMBERS) -> int:
    """How many cells were read; no cell may say another number, or nothing for a number."""
    read = values(only(document))
    assert [len(row) for row in read] == [len(row) for row in rows]
    right = 0
    for found, wanted in zip((cell for row in read for cell in row), (cell for row in rows for cell in row), strict=True):
        assert found == wanted or "\ufffd" in found, (found, wanted)
        right += found == wanted
    return right


def refused(data: bytes, limits: Limits | None = None) -> DocumentError:
    with pytest.raises(DocumentError) as caught:
        read_bytes(data, "scan.pdf", limits=limits or Limits())
    return caught.value


def test_without_the_extra_the_message_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan_model, "_NEEDED", ("there_is_no_such_module",))
    error = refused(scan(np.full((400, 300), 255, np.uint8), 72))
    assert error.kind == "no_text_layer"
    assert "pip install 'gkrules[ocr]'" in error.zh
    assert "pictures" in error.en
    assert "pip install 'gkrules[ocr]'" in error.en


def test_a_confidence_goes_with_its_place_and_comes_back() -> None:
    place = Place("pdf", page=1, box=(0.0, 0.0, 1.0, 1.0), confidence=0.93)
    assert Place.from_dict(place.to_dict()) == place
    assert "confidence" not in Place("pdf", page=1).to_dict()


@needs_ocr
@pytest.mark.parametrize("dpi", [150, 200, 300])
def test_a_clean_scan_is_read_whole(dpi: int) -> None:
    document = read_bytes(scan(rendered(page(NUMBERS), dpi), dpi), "scan.pdf")
    assert compared(document) >= 11
    (notice,) = document.notices
    assert notice.kind == "uncertain"
    assert "OCR" in notice.zh
    assert "compared with the original by eye" in notice.en
    cells = {cell.text: cell.place for cell in only(document).cells}
    assert cells["1234"] is not None
    assert 0.9 <= (cells["1234"].confidence or 0) <= 1
    assert cells[""] is not None
    assert cells[""].confidence is None


@needs_ocr
@pytest.mark.parametrize("dpi", [150, 300])
def test_a_spoiled_scan_never_says_another_number(dpi: int) -> None:
    picture = noisy(askew(rendered(page(NUMBERS), dpi), 0.7))
    assert compared(read_bytes(scan(picture, dpi, jpeg=60), "scan.pdf")) >= 9


@needs_ocr
def test_ink_that_is_no_text_is_neither_blank_nor_a_number() -> None:
    scribble = line(120, 325, 165, 318) + line(125, 315, 160, 329) + line(130, 320, 170, 327)
    rows = [NUMBERS[0], ["0", "", "11"]]
    shown = "".join(
        text(XS[column] + 12, YS[row] - 17, cell) for row, cells in enumerate(rows) for column, cell in enumerate(cells) if cell
    )
    drawn = pdf(lattice(XS, YS[:3]) + shown + scribble)
    read = values(only(read_bytes(scan(rendered(drawn, 200), 200), "scan.pdf")))
    assert read[1][1].endswith("\ufffd")


@needs_ocr
def test_a_digit_on_a_ruling_line_is_not_certain() -> None:
    drawn = pdf(lattice(XS, YS[:3]) + text(XS[0] + 12, 343, "1234") + text(XS[1] - 6, 343, "5678") + text(XS[0] + 12, 318, "90"))
    read = values(only(read_bytes(scan(rendered(drawn, 200), 200), "scan.pdf")))
    assert "5678" not in read[0]
    assert all("\ufffd" in cell or cell in {"", "1234"} for cell in read[0])


@needs_ocr
def test_a_page_that_is_a_picture_among_others_is_recognised() -> None:
    grey = rendered(page(NUMBERS), 200)
    whole = scan(grey, 200)
    with pypdfium2.PdfDocument(whole) as picture, pypdfium2.PdfDocument(page([["21", "22", "23"]] * 4)) as shown:
        shown.import_pages(picture)
        out = BytesIO()
        shown.save(out)
    document = read_bytes(out.getvalue(), "mixed.pdf")
    first, second = document.grids()
    assert values(first)[0] == ["21", "22", "23"]
    assert values(second)[0] == NUMBERS[0]
    assert "第 2 页" in next(notice.zh for notice in document.notices if notice.kind == "uncertain")
    assert first.cells[0].place is not None
    assert first.cells[0].place.confidence is None


@needs_ocr
def test_numbers_beside_each_other_without_ruling_lines_are_not_read() -> None:
    drawn = pdf("".join(text(40 + 60 * at, 300 - 20 * row, str(100 + 10 * row + at)) for row in range(4) for at in range(4)))
    with_numbers = read_bytes(scan(rendered(drawn, 200), 200), "scan.pdf")
    assert not list(with_numbers.grids())
    assert not any(char.isdigit() for paragraph in with_numbers.paragraphs() for char in paragraph.text)


@needs_ocr
def test_scans_are_bounded() -> None:
    grey = np.full((400, 300), 255, np.uint8)
    assert refused(scan(grey, 72, grey), Limits(max_scans=1)).kind == "limit_scans"
    assert refused(scan(grey, 72), Limits(max_pixels=10_000)).kind == "limit_pixels"
    blank = refused(scan(grey, 72))
    assert blank.kind == "no_text_layer"
    assert "pip install" not in blank.zh
