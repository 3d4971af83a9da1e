"""Where something stands in a document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from types import NoneType
from typing import Any

from gkrules.model.arguments import misuse, require
from gkrules.model.slots import setters


@dataclass(frozen=True, slots=True, init=False)
class Place:
    """A spot in a document, counted from 1 the way a person counts.

    Which fields are set depends on `kind`: ``text`` has `line`; ``docx``, ``doc``, ``odt``, ``html`` and ``converted`` (the
    ``.docx`` that a file was converted to) have `table`, `row` and `column` inside a table and `paragraph` outside; ``pdf`` and ``ofd``
    have `page` and `box` (x0, y0, x1, y1 in points); ``xlsx``, ``xls`` and ``ods`` have `sheet` (its name), `row`
    and `column`; ``csv`` has `row` and `column`; ``json`` has `path`; ``frame`` (a pandas frame) has `table`,
    `row` and `column`. Where text was recognised in a picture, `confidence` (0 to 1) is that of its least certain character.
    """

    kind: str
    line: int | None = None
    paragraph: int | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None
    page: int | None = None
    box: tuple[float, float, float, float] | None = None
    path: str | None = None
    sheet: str | None = None
    confidence: float | None = None

    def __init__(
        self,
        kind: str,
        line: int | None = None,
        paragraph: int | None = None,
        table: int | None = None,
        row: int | None = None,
        column: int | None = None,
        page: int | None = None,
        box: tuple[float, float, float, float] | None = None,
        path: str | None = None,
        sheet: str | None = None,
        confidence: float | None = None,
    ) -> None:
        _kind(self, kind)
        _line(self, line)
        _paragraph(self, paragraph)
        _table(self, table)
        _row(self, row)
        _column(self, column)
        _page(self, page)
        _box(self, box)
        _path(self, path)
        _sheet(self, sheet)
        _confidence(self, confidence)

    def to_dict(self) -> dict[str, Any]:
        """The fields that are set, as plain data."""
        pairs = ((field.name, getattr(self, field.name)) for field in fields(self))
        return {name: list(value) if isinstance(value, tuple) else value for name, value in pairs if value is not None}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any] | None) -> Place | None:
        """The inverse of `to_dict`; unknown fields are ignored, an empty mapping gives ``None``.

        Raises:
            UsageError: it is no mapping, or its box is not four numbers (``wrong_type``).
        """
        require("data", data, (Mapping, NoneType), "place")
        if not data or not isinstance(data.get("kind"), str):
            return None
        known = {field.name: data[field.name] for field in fields(cls) if data.get(field.name) is not None}
        if "box" in known:
            try:
                x0, y0, x1, y1 = (float(edge) for edge in known["box"])
            except (TypeError, ValueError):
                raise misuse("box", "place", known["box"]) from None
            known["box"] = (x0, y0, x1, y1)
        return cls(**known)


_kind, _line, _paragraph, _table, _row, _column, _page, _box, _path, _sheet, _confidence = setters(Place)


def cell_name(row: int, column: int) -> str:
    """What spreadsheets call a cell: ``C7`` for row 7, column 3."""
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row}"
