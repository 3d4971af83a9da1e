"""What the checks of spreadsheets hand on: a file that holds nothing unchecked, and what calamine does not tell about its sheets."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from gkrules.model.errors import DocumentError
from gkrules.reading.faults import over_limit, too_many_cells
from gkrules.reading.limits import Limits
from gkrules.reading.sheets.sheet import Rect, Spot

NOT_CALCULATED = "（公式未计算）"


@dataclass(slots=True)
class SheetFacts:
    """What stands in a sheet besides the values.

    Attributes:
        name: as the tab shows it; empty if calamine is to say it.
        hidden: whether the sheet is not shown.
        merges: merged cells, within the limits.
        texts: cells whose text calamine does not give: errors, and formulas without a result.
        hidden_rows, hidden_columns: what is not shown.
    """

    name: str = ""
    hidden: bool = False
    merges: list[Rect] = field(default_factory=list)
    texts: dict[Spot, str] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)


@dataclass(slots=True)
class Checked:
    """A workbook within the limits; `data` was written anew from what was checked, so that no parser sees more than the check did."""

    data: bytes
    sheets: list[SheetFacts]


class Extent:
    """The extent of a sheet's cells with content.

    calamine lays out the whole rectangle in memory, and ends the process where that fails: so it is bounded before.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._box: Rect | None = None
        self.cells = 0

    def add(self, row: int, column: int) -> None:
        """Take a cell.

        Raises:
            DocumentError: ``limit_…``.
        """
        self.cells += 1
        top, left, bottom, right = self._box or (row, column, row, column)
        self._box = top, left, bottom, right = (min(top, row), min(left, column), max(bottom, row), max(right, column))
        # From the first cell of the sheet, as the layout counts it.
        if (bottom + 1) * (right + 1) > self._limits.max_sheet_area:
            raise sheet_too_large(self._limits, cell_name(bottom, right))
        if self.cells > self._limits.max_cells:
            raise too_many_cells(self._limits.max_cells)


def bounded_merges(merges: Iterable[Rect], limits: Limits) -> list[Rect]:
    """The merged cells, if all of them together cover an area within the limits.

    Raises:
        DocumentError: ``limit_…``.
    """
    found: list[Rect] = []
    area = 0
    for box in merges:
        top, left, bottom, right = box
        if bottom < top or right < left:
            continue
        area += (bottom - top + 1) * (right - left + 1)
        if area > limits.max_sheet_area:
            raise sheet_too_large(limits, f"{cell_name(top, left)}:{cell_name(bottom, right)}")
        found.append(box)
    return found


def sheet_too_large(limits: Limits, where: str) -> DocumentError:
    """The used rectangle of a sheet, or its merged cells, exceed the limit."""
    return over_limit(
        "sheet_area",
        f"工作表的范围（到 {where}）超过 {limits.max_sheet_area} 格的上限",
        f"a sheet reaches to {where}, which exceeds the limit of {limits.max_sheet_area} cells",
    )


def too_many_sheets(limits: Limits) -> DocumentError:
    """The workbook has more sheets than the limits allow."""
    return over_limit("sheets", f"工作表超过 {limits.max_sheets} 张", f"it has more than {limits.max_sheets} sheets")


def cell_name(row: int, column: int) -> str:
    """``A1`` for (0, 0)."""
    letters = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"
