"""Spreadsheets, sheet by sheet, into paragraphs and grids. Each kind has a module that walks over its cells, within bounds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial

from gkrules.model.document import Block, Document, Notice
from gkrules.model.places import Place, cell_name
from gkrules.reading.limits import Limits
from gkrules.reading.sheets.sheet import Sheet, blocks_of, hidden_texts
from gkrules.reading.sheets.values import NOT_CALCULATED
from gkrules.words import phrase


def document_of(kind: str, sheets: Iterable[Sheet], limits: Limits) -> Document:
    """The document that a workbook of a kind is. Hidden sheets, rows and columns are left out, with a notice.

    Raises:
        DocumentError: ``limit_cells``.
    """
    blocks: list[Block] = []
    notices: list[Notice] = []
    for number, sheet in enumerate(sheets, 1):
        notices += _notices(sheet)
        if not sheet.hidden:
            blocks += blocks_of(sheet, partial(_place, kind, number, sheet.name), limits.max_cells)
    return Document(kind, tuple(blocks), notices=tuple(notices))


def _notices(sheet: Sheet) -> Iterator[Notice]:
    name = sheet.name
    if sheet.hidden:
        if sheet.texts:
            yield Notice("remark", phrase("reading/sheet-hidden", name=name))
        return
    waiting = [cell_name(row + 1, column + 1) for (row, column), text in sheet.texts.items() if text == NOT_CALCULATED]
    if waiting:
        shown = ", ".join(waiting[:5]) + (" …" if len(waiting) > 5 else "")
        yield Notice(
            "remark",
            phrase("reading/formulas-not-calculated", name=name, count=len(waiting), shown=shown),
        )
    unseen = hidden_texts(sheet)
    if unseen:
        yield Notice(
            "remark",
            phrase("reading/cells-hidden", name=name, count=unseen),
        )


def _place(kind: str, number: int, name: str, row: int, column: int) -> Place:
    return Place(kind=kind, table=number, row=row, column=column, sheet=name)
