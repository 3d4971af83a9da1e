"""Spreadsheets, sheet by sheet, into paragraphs and grids. Each kind has a module that walks over its cells, within bounds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial

from gkrules.model.document import Block, Document, Notice
from gkrules.model.places import Place
from gkrules.reading.limits import Limits
from gkrules.reading.sheets.bounds import cell_name
from gkrules.reading.sheets.sheet import Sheet, blocks_of, hidden_texts
from gkrules.reading.sheets.values import NOT_CALCULATED
from gkrules.words import as_read


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
            yield Notice("remark", as_read(f"工作表“{name}”是隐藏的，没有读取", f"the sheet “{name}” is hidden and was not read"))
        return
    waiting = [cell_name(*spot) for spot, text in sheet.texts.items() if text == NOT_CALCULATED]
    if waiting:
        shown = ", ".join(waiting[:5]) + (" …" if len(waiting) > 5 else "")
        yield Notice(
            "remark",
            as_read(
                f"工作表“{name}”有 {len(waiting)} 处公式没有保存计算结果（{shown}），公式不会重新计算，请用 Excel 或 WPS 打开保存后再检查",
                f"{len(waiting)} formulas of the sheet “{name}” have no stored result ({shown}) and are not evaluated; "
                "open the file in Excel or WPS and save it",
            ),
        )
    unseen = hidden_texts(sheet)
    if unseen:
        yield Notice(
            "remark",
            as_read(
                f"工作表“{name}”的隐藏行或隐藏列中有 {unseen} 个单元格，没有读取",
                f"{unseen} cells in hidden rows or columns of the sheet “{name}” were not read",
            ),
        )


def _place(kind: str, number: int, name: str, row: int, column: int) -> Place:
    return Place(kind=kind, table=number, row=row, column=column, sheet=name)
