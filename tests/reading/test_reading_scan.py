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
from gkrules.reading import read_bytes
from gkrules.reading.limits import Limits
from gkrules.reading.pages import scan_model
from gkrules.reading.pages.scan_ink import InkLine
from gkrules.reading.pages.scan_model import Reading
from gkrules.reading.pages.scan_values import said

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


class Stub:
    """Says of each line what a recogniser would say, whatever the picture; a picture of three copies, three times."""

    def __init__(self, texts: list[str], alone: list[bool]) -> None:
        self.texts = texts
        self.alone = alone
        self.calls = 0

    def read(self, pictures: list[np.ndarray]) -> list[Reading]:
        self.calls += 1
        texts = self.texts
        if self.calls > 1:
            texts = [each for text, alone in zip(self.texts, self.alone, strict=True) for each in ([3 * text] * 2 if alone else [text])]
        return [Reading(text, (0.99,) * len(text), (0.5,) * len(text)) for text in texts[: len(pictures)]]  # labels, the last, once only


HEIGHT, WIDTH, STEP = 20, 10, 14


def drawn_digits(rows: list[list[tuple[float, int, int]]]) -> tuple[np.ndarray, list[InkLine]]:
    """Frames for glyphs: by row, where each begins, its width and its height."""
    grey = np.full((40 * len(rows) + 40, 400), 250, np.uint8)
    lines = []
    for at, row in enumerate(rows):
        bottom = 40 * at + 50
        boxes = [(round(20 + x), bottom - high, round(20 + x) + wide, bottom) for x, wide, high in row]
        for x0, y0, x1, y1 in boxes:
            grey[y0:y1, x0:x1] = 0
            if x1 - x0 > 6 and y1 - y0 > 6:
                grey[y0 + 3 : y1 - 3, x0 + 3 : x1 - 3] = 250
        lines.append(InkLine((boxes[0][0], min(box[1] for box in boxes), boxes[-1][2], bottom), tuple(boxes)))
    return grey, lines


def number(count: int, step: float = STEP, wide: int = WIDTH, high: int = HEIGHT) -> list[tuple[float, int, int]]:
    return [(step * at, wide, high) for at in range(count)]


def told(rows: list[list[tuple[float, int, int]]], texts: list[str]) -> list[str]:
    grey, lines = drawn_digits(rows)
    stub = Stub(texts, [len(row) == 1 for row in rows])
    return [each.text for each in said(grey, lines, stub)]  # type: ignore[arg-type]


PAGE = [number(3), number(3), number(2)]
READ = ["000", "000", "00"]


def test_digits_like_those_of_the_page_are_read() -> None:
    assert told([*PAGE, number(2), number(1)], [*READ, "00", "0"]) == [*READ, "00", "0"]


@pytest.mark.parametrize(
    ("strange", "text"),
    [
        (number(2, step=STEP * 1.5), "00"),  # a space between them that the recogniser did not say
        (number(2), "0 0"),  # one that it did
        (number(1, high=15), "0"),  # o
        (number(1, wide=16), "0"),  # O
        (number(1, wide=3), "1"),  # a bar on a page without any 1
        ([(0, WIDTH, HEIGHT), (STEP, WIDTH, 15)], "00"),  # 0o
        ([(0, WIDTH, HEIGHT), (STEP, WIDTH, HEIGHT), (2 * STEP, 4, 8)], "00"),  # ink that nothing was said of
        ([(0, 12, 3)], ""),  # a flat stroke that was not read is no dash
    ],
)
def test_what_departs_from_the_digits_of_the_page_is_not_read(strange: list[tuple[float, int, int]], text: str) -> None:
    *others, found = told([*PAGE, strange], [*READ, text])
    assert others == READ
    assert found.endswith("\ufffd")


def test_a_digit_on_a_page_with_few_others_is_not_read() -> None:
    assert told([number(1)], ["0"]) == ["0\ufffd"]


def test_a_number_before_a_remark_is_not_read() -> None:
    rows = [*PAGE, number(8)]
    assert told(rows, [*READ, "22（其中修订16件）"])[-1].startswith("\ufffd")


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
