"""Reports with the numbers that a test names; every other cell of the form is 0."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gkrules.model.cells import Cell, CellState
from gkrules.model.report import Report, SectionText
from gkrules.rulefiles.rulebook import own_rulebook

BLANK = Cell(None, CellState.BLANK)
UNREAD = Cell(None, CellState.TEXT, "约3件")


def report(unit: str, year: int | None, cells: Mapping[str, int | Cell] | None = None, *, edition: str = "2021", **parts: Any) -> Report:
    """A report with these cells."""
    form = own_rulebook(None).editions[edition]
    given = {key: cell if isinstance(cell, Cell) else Cell(cell, CellState.NUMBER, str(cell)) for key, cell in (cells or {}).items()}
    zeros = {key: Cell(0, CellState.NUMBER, "0") for key in form.cells}
    parts.setdefault("file", f"{unit}-{year}.docx")
    return Report(form, unit=unit, year=year, cells=zeros | given, **parts)


def with_text(unit: str, year: int, texts: Mapping[str, str], **parts: Any) -> Report:
    """A report with the text of these sections."""
    sections = tuple(SectionText(key, key, text, number) for number, (key, text) in enumerate(texts.items(), 1))
    return report(unit, year, sections=sections, has_text=True, **parts)
