"""Spreadsheets: values by calamine, behind checks of our own; sheet by sheet into paragraphs and grids."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import partial
from importlib.util import find_spec
from io import BytesIO
from typing import Any

from gkrules.model.document import Block, Document, Notice
from gkrules.model.errors import DocumentError
from gkrules.model.places import Place
from gkrules.reading.faults import damaged, missing_extra
from gkrules.reading.limits import DEFAULT_LIMITS, Limits
from gkrules.reading.sheets.sheet import Sheet, Spot, blocks_of, hidden_texts
from gkrules.reading.sheets.workbook import NOT_CALCULATED, Checked, SheetFacts, cell_name


def read(data: bytes, kind: str, limits: Limits = DEFAULT_LIMITS) -> Document:
    """Read a workbook of `kind` ``xlsx``, ``xls`` or ``ods``. Hidden sheets, rows and columns are left out, with a notice.

    Raises:
        DocumentError: ``missing_extra`` (calamine is not installed), ``damaged``, ``encrypted``, ``unsafe`` or
            ``limit_…``.
    """
    if any(find_spec(package) is None for package in ("olefile", "python_calamine")):
        raise missing_extra("excel", "电子表格", "spreadsheets")
    checked = _checked(data, kind, limits)
    blocks: list[Block] = []
    notices: list[Notice] = []
    for number, (name, texts) in enumerate(_sheets(checked), 1):
        facts = checked.sheets[number - 1]
        if facts.hidden:
            if texts:
                notices.append(Notice("remark", f"工作表“{name}”是隐藏的，没有读取", f"the sheet “{name}” is hidden and was not read"))
            continue
        waiting = [cell_name(*spot) for spot, text in texts.items() if text == NOT_CALCULATED]
        if waiting:
            notices.append(_uncalculated(name, waiting))
        sheet = Sheet(texts, facts.merges, frozenset(facts.hidden_rows), frozenset(facts.hidden_columns))
        unseen = hidden_texts(sheet)
        if unseen:
            notices.append(
                Notice(
                    "remark",
                    f"工作表“{name}”的隐藏行或隐藏列中有 {unseen} 个单元格，没有读取",
                    f"{unseen} cells in hidden rows or columns of the sheet “{name}” were not read",
                )
            )
        blocks += blocks_of(sheet, partial(_place, kind, number, name), limits.max_cells)
    return Document(kind, tuple(blocks), notices=tuple(notices))


def _uncalculated(name: str, spots: Sequence[str]) -> Notice:
    shown = ", ".join(spots[:5]) + (" …" if len(spots) > 5 else "")
    return Notice(
        "remark",
        f"工作表“{name}”有 {len(spots)} 处公式没有保存计算结果（{shown}），公式不会重新计算，请用 Excel 或 WPS 打开保存后再检查",
        f"{len(spots)} formulas of the sheet “{name}” have no stored result ({shown}) and are not evaluated; "
        "open the file in Excel or WPS and save it",
    )


def _place(kind: str, number: int, name: str, row: int, column: int) -> Place:
    return Place(kind=kind, table=number, row=row, column=column, sheet=name)


def _checked(data: bytes, kind: str, limits: Limits) -> Checked:
    if kind == "xls":
        from gkrules.reading.sheets import biff

        return biff.check(data, limits)
    if kind == "ods":
        from gkrules.reading.sheets import ods_parts

        return ods_parts.check(data, limits)
    from gkrules.reading.sheets import xlsx_parts

    return xlsx_parts.check(data, limits)


def _sheets(checked: Checked) -> Iterator[tuple[str, dict[Spot, str]]]:
    """Name and texts of every sheet."""
    from python_calamine import load_workbook

    try:
        workbook = load_workbook(BytesIO(checked.data))
        names = workbook.sheet_names
        if len(names) != len(checked.sheets):
            raise _unreadable()
        for index, facts in enumerate(checked.sheets):
            sheet = workbook.get_sheet_by_index(index)
            yield facts.name or names[index], _texts(sheet, facts)
    except (DocumentError, GeneratorExit, KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException as error:  # a panic of the parser is no Exception
        raise _unreadable() from error


def _texts(sheet: Any, facts: SheetFacts) -> dict[Spot, str]:
    top, left = sheet.start or (0, 0)
    texts: dict[Spot, str] = {}
    for row, values in enumerate(sheet.to_python(), top):
        for column, value in enumerate(values, left):
            text = text_of(value)
            if text.strip():
                texts[(row, column)] = text
    return {**texts, **facts.texts}


def text_of(value: object) -> str:
    """What the sheet shows for a value: numbers with the fifteen digits that a spreadsheet keeps, and never with an exponent."""
    if isinstance(value, str):
        return value.replace("\r\n", "\n").replace("\r", "\n").replace("_x000D_", "")
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        # 0.1 + 0.2 is stored as 0.30000000000000004, and shown as 0.3.
        return _plain(Decimal(f"{value:.15g}"))
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date().isoformat()
    if isinstance(value, datetime.datetime):
        return value.isoformat(" ")
    return value.isoformat() if isinstance(value, datetime.date | datetime.time) else str(value)


def _plain(number: Decimal) -> str:
    text = f"{number:f}" if number else "0"  # there is no minus zero on a sheet
    return text.rstrip("0").rstrip(".") if "." in text else text


def _unreadable() -> DocumentError:
    return damaged("电子表格的内容无法解析", "the content of the spreadsheet cannot be parsed")
