"""A page of a PDF as a picture: rendered in grey within bounds, and turned so that its lines run level."""

from __future__ import annotations

import ctypes
from typing import Any

import numpy as np
import numpy.typing as npt
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from gkrules.reading.faults import damaged_pdf, over_limit
from gkrules.reading.limits import Limits

DPI = 200  # digits of a report are then 25 to 30 pixels high, about as high as the models take them
POINTS = 72.0 / DPI

Grey = npt.NDArray[np.uint8]

_WIDEST = 10_000  # pixels along one side: no page of a report
_DEEPEST = 8
_SKEW = 3.0  # degrees, as far as a sheet lies askew in a feeder
_COARSE, _FINE = 0.1, 0.02
_SAMPLE = 60_000  # points are enough to tell an angle


def rendered(page: Any, limits: Limits) -> Grey:
    """A loaded page in grey, 0 black. The caller holds the lock of pdfium.

    Raises:
        DocumentError: ``limit_pixels``, told from what the page says, before anything is unpacked.
    """
    width, height = (max(1, round(float(size) / POINTS)) for size in (pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)))
    most = max((_pixels(pdfium.FPDFPage_GetObject(page, at), 0) for at in range(pdfium.FPDFPage_CountObjects(page))), default=0)
    if max(width * height, most) > limits.max_pixels or max(width, height) > _WIDEST:
        raise over_limit("reading/pixels.picture", most=limits.max_pixels)
    bitmap = pdfium.FPDFBitmap_CreateEx(width, height, pdfium.FPDFBitmap_Gray, None, 0)
    if not bitmap:
        raise damaged_pdf("reading/broken.page-picture")
    try:
        pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xFFFFFFFF)
        pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, pdfium.FPDF_GRAYSCALE | pdfium.FPDF_ANNOT)
        stride = int(pdfium.FPDFBitmap_GetStride(bitmap))
        pointer = ctypes.cast(pdfium.FPDFBitmap_GetBuffer(bitmap), ctypes.POINTER(ctypes.c_uint8))
        return np.ctypeslib.as_array(pointer, (height, stride))[:, :width].copy()
    finally:
        pdfium.FPDFBitmap_Destroy(bitmap)


def _pixels(drawn: Any, depth: int) -> int:
    """How many pixels the largest picture in an object has by its own word."""
    kind = pdfium.FPDFPageObj_GetType(drawn)
    if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
        wide, high = ctypes.c_uint(), ctypes.c_uint()
        return wide.value * high.value if pdfium.FPDFImageObj_GetImagePixelSize(drawn, wide, high) else 0
    if kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
        count = pdfium.FPDFFormObj_CountObjects(drawn)
        return max((_pixels(pdfium.FPDFFormObj_GetObject(drawn, at), depth + 1) for at in range(count)), default=0)
    return 0


def levelled(grey: Grey) -> Grey:
    """The page turned by the small angle at which its rows are sharpest."""
    import cv2

    angle = _skew(ink_of(grey))
    if abs(angle) < _FINE * 2:
        return grey
    high, wide = grey.shape
    turn = cv2.getRotationMatrix2D((wide / 2, high / 2), angle, 1.0)
    return np.asarray(cv2.warpAffine(grey, turn, (wide, high), flags=cv2.INTER_CUBIC, borderValue=255), np.uint8)


def _skew(ink: npt.NDArray[np.bool_]) -> float:
    ys, xs = np.nonzero(ink)
    if len(xs) < 100:
        return 0.0
    if len(xs) > _SAMPLE:
        some = np.random.default_rng(0).choice(len(xs), _SAMPLE, replace=False)
        xs, ys = xs[some], ys[some]
    xs = xs - xs.mean()

    def sharpness(angle: float) -> float:
        rows = np.round(ys - xs * np.tan(np.radians(angle))).astype(np.int64)
        counts = np.bincount(rows - rows.min())
        return float((counts.astype(np.float64) ** 2).sum())

    coarse = max(np.arange(-_SKEW, _SKEW + _COARSE, _COARSE), key=sharpness)
    return float(max(np.arange(coarse - _COARSE, coarse + _COARSE, _FINE), key=sharpness))


def ink_of(grey: Grey, least: float = 55.0) -> npt.NDArray[np.bool_]:
    """Where there is ink: clearly darker than the paper, and by more than the paper's own noise. `least` is in levels of 255."""
    import cv2

    smooth = cv2.GaussianBlur(grey, (3, 3), 0.6)
    paper = float(np.percentile(smooth, 60))
    light = smooth[smooth > paper - 40]
    noise = 1.48 * float(np.median(np.abs(light.astype(np.float32) - np.median(light)))) if light.size else 0.0
    return np.asarray(smooth < paper - min(110.0, max(least, 5 * noise)))
