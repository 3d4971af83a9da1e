"""Pages of a PDF as PNG pictures, upright, for showing what was recognised on them."""

from __future__ import annotations

import struct
import zlib
from contextlib import closing

import pypdfium2  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from gkrules.reading.pages.pdf import LOCK
from gkrules.reading.pages.pdf_page import upright

SCALE = 1.5


def page_images(data: bytes, most: int) -> list[tuple[float, float, bytes]]:
    """Width and height in points and the picture of the first `most` pages.

    Raises:
        pypdfium2.PdfiumError: it is no PDF that can be opened.
    """
    images: list[tuple[float, float, bytes]] = []
    with LOCK, closing(pypdfium2.PdfDocument(data)) as document:
        for index in range(min(len(document), most)):
            page = document[index]
            turn = (upright(page.raw) - pdfium.FPDFPage_GetRotation(page.raw)) % 4
            bitmap = page.render(scale=SCALE, rotation=90 * turn, grayscale=True)
            rows = bytes(bitmap.buffer)
            lines = (rows[at * bitmap.stride : at * bitmap.stride + bitmap.width] for at in range(bitmap.height))
            images.append(
                (bitmap.width / SCALE, bitmap.height / SCALE, _png(bitmap.width, bitmap.height, b"".join(b"\0" + row for row in lines)))
            )
            bitmap.close()
            page.close()
    return images


def _png(width: int, height: int, rows: bytes) -> bytes:
    """A picture of 8-bit grey; each row starts with its filter, 0."""
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows, 6)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body)) for name, body in chunks
    )
