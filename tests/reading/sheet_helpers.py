"""The blocks of a document as a workbook, so that what was read from one kind can be read back from another."""

from __future__ import annotations

import io
import warnings
from collections.abc import Sequence
from typing import Any

import openpyxl
import pytest
from corpus.writers.sheets import WIDTH, Spot, delimited, fields, ods, xls, xlsx_file
from corpus.writers.sheets import xlsx as plain_xlsx

from gkrules.model.document import Document, Grid
from gkrules.model.errors import DocumentError
from gkrules.reading import Limits, read_bytes

as_ods, as_xls = ods, xls


def entries(document: Document) -> list[Spot]:
    """Paragraphs as merged rows, grids below each other, with an empty row after each."""
    found: list[Spot] = []
    row = 0
    for block in document.blocks:
        if isinstance(block, Grid):
            found += [Spot(row + cell.row, cell.column, cell.text, cell.rowspan, cell.colspan) for cell in block.cells]
            row += max(cell.row + cell.rowspan for cell in block.cells) + 1
        else:
            found.append(Spot(row, 0, block.text, 1, WIDTH))
            row += 1
    return found


def as_xlsx(cells: Sequence[Spot]) -> bytes:
    """As openpyxl writes a workbook: with shared texts and styles."""
    return saved(openpyxl.load_workbook(io.BytesIO(plain_xlsx(cells))))


def as_csv(cells: Sequence[Spot]) -> bytes:
    return delimited(fields(cells), "gb18030")


def saved(book: Any) -> bytes:
    stream = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book.save(stream)
    return stream.getvalue()


def xlsx(sheet: str, *, strings: str = "", more: dict[str, str | bytes] | None = None) -> bytes:
    """A workbook written by hand: `sheet` is the inner XML of its only worksheet."""
    if not strings:
        return xlsx_file(sheet, more=more)
    return xlsx_file(sheet, relations={"sharedStrings": "sharedStrings.xml"}, more={"xl/sharedStrings.xml": strings} | (more or {}))


def refused(data: bytes, limits: Limits | None = None) -> DocumentError:
    with pytest.raises(DocumentError) as caught:
        read_bytes(data, "表.xlsx", limits=limits or Limits())
    assert caught.value.zh
    assert caught.value.en
    return caught.value


def texts(document: Document) -> list[list[str]]:
    (grid,) = document.grids()
    return [[each.text for each in row] for row in grid.rows()]
