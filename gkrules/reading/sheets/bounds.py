"""The bounds of workbooks and sheets, kept while their cells are read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from gkrules.model.errors import DocumentError
from gkrules.model.places import cell_name
from gkrules.reading.faults import in_megabytes, over_limit, too_many_cells
from gkrules.reading.limits import Limits
from gkrules.reading.sheets.sheet import Rect, Sheet


class Bounds:
    """What the sheets of one workbook take up, refused as soon as it is too much.

    A few bytes may claim a far corner, stand for a million cells, or repeat one long text in each of them.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._sheets = 0
        self._cells = 0
        self._characters = 0
        self._bottom = self._right = self._merged = 0

    def sheet(self) -> None:
        """Begin another sheet.

        Raises:
            DocumentError: ``limit_sheets``.
        """
        self._sheets += 1
        self._bottom = self._right = self._merged = 0
        if self._sheets > self._limits.max_sheets:
            most = self._limits.max_sheets
            raise over_limit("reading/sheets.count", most=most)

    def size(self, key: str, size: int, /, **arguments: object) -> None:
        """Take the bytes of a part, or the texts of all cells; `key` and `arguments` are what to say of too many.

        Raises:
            DocumentError: ``limit_sheet_bytes``.
        """
        if size > self._limits.max_sheet_bytes:
            raise over_limit(key, most=in_megabytes(self._limits.max_sheet_bytes), **arguments)

    def put(self, sheet: Sheet, row: int, column: int, text: str) -> None:
        """Write a cell with content; it may still show nothing.

        Raises:
            DocumentError: ``limit_…``.
        """
        self.reach(row, column)
        self._cells += 1
        if self._cells > self._limits.max_cells:
            raise too_many_cells(self._limits.max_cells)
        self._characters += len(text)
        self.size("reading/sheet_bytes.texts", self._characters)
        if text.strip():
            sheet.texts[(row, column)] = text

    def reach(self, row: int, column: int) -> None:
        """Take the position of a cell, before those on the way to it are written out.

        Raises:
            DocumentError: ``limit_sheet_area``.
        """
        self._bottom, self._right = max(self._bottom, row), max(self._right, column)
        # From the first cell of the sheet, as the layout counts it.
        if (self._bottom + 1) * (self._right + 1) > self._limits.max_sheet_area:
            raise sheet_too_large(self._limits, cell_name(self._bottom + 1, self._right + 1))

    def merges(self, boxes: Iterable[Rect]) -> Iterator[Rect]:
        """The merged cells of a sheet, as long as all of them together cover an area within the limits.

        Raises:
            DocumentError: ``limit_sheet_area``.
        """
        for top, left, bottom, right in boxes:
            if top <= bottom and left <= right:
                self._merged += (bottom - top + 1) * (right - left + 1)
                if self._merged > self._limits.max_sheet_area:
                    raise sheet_too_large(self._limits, f"{cell_name(top + 1, left + 1)}:{cell_name(bottom + 1, right + 1)}")
                yield top, left, bottom, right


def sheet_too_large(limits: Limits, where: str) -> DocumentError:
    """The used rectangle of a sheet, or its merged cells, exceed the limit."""
    return over_limit("reading/sheet_area.reach", where=where, most=limits.max_sheet_area)
