"""The values of data, read with the names of one edition: cells, text of sections, and what could not be placed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from gkrules.align.data_fields import DataIdentity, Leaf, identify_data, is_identity, leaves
from gkrules.align.labels import parse_label
from gkrules.align.names import CellNames
from gkrules.align.numbers import has_number, read_cell
from gkrules.align.tolerance import Tolerated
from gkrules.model.cells import Cell, printed
from gkrules.model.document import Grid
from gkrules.model.places import Place
from gkrules.model.report import SectionText

KIND = "json"
_NEUTRAL = frozenset(
    {
        *("", "value", "values", "cells", "data", "table", "tables", "row", "rows", "column", "columns", "report", "reports", "result"),
        *("content", "text", "body", "sections", "records", "items", "state", "raw", "place"),
        *("数据", "表格", "报告", "值", "数值", "数量", "内容", "正文", "文字"),
    }
)
_COUNTERS = frozenset({"id", "_id", "no", "index", "number", "level", "part", "序号", "编号", "行号", "行次", "列号"})


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a value belongs to no cell for certain: its name is none (`near` has what it is like), or does for several cells."""

    path: str
    name: str
    near: Sequence[str] = ()
    cells: Sequence[str] = ()
    twice: str = ""


@dataclass
class DataReading:
    """What data says to one who knows the names of one edition.

    Attributes:
        cells, texts: what was read, by key of the cell and of the section.
        grids: tables given as lists of lines.
        unused: names that mean nothing, over values that matter to no cell.
        faults: values that were to be those of a cell.
        identity: whose report it is.
        tolerated: what was taken although it is not of the exchange form.
    """

    names: CellNames
    cells: dict[str, Cell] = field(default_factory=dict)
    texts: dict[str, SectionText] = field(default_factory=dict)
    grids: list[Grid] = field(default_factory=list)
    unused: dict[str, None] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    identity: DataIdentity = field(default_factory=DataIdentity)
    tolerated: Tolerated = field(default_factory=Tolerated)

    @classmethod
    def of(cls, data: Any, names: CellNames) -> DataReading:
        """Read every value of `data`.

        Raises:
            DocumentError: ``bad_json``: it states two organs or years.
        """
        reading = cls(names)
        found = list(leaves(data, names.knows))
        reading.grids = [each for each in found if isinstance(each, Grid)]
        values = [each for each in found if isinstance(each, Leaf)]
        about = [leaf for leaf in values if is_identity(leaf, names.knows)]
        reading.identity = identify_data(about)
        paths = [(leaf, *reading._named(leaf)) for leaf in values if not is_identity(leaf, names.knows)]
        # 总计 under 其他 and 其他 under 总计 are told apart by the order that all others have.
        orders = {names.rows_first(path) for _, path, unknown in paths if not unknown} - {None}
        order = orders.pop() if len(orders) == 1 else None
        for leaf, path, unknown in paths:
            reading._take(leaf, path, unknown, order)
        return reading

    def _named(self, leaf: Leaf) -> tuple[list[str], list[str]]:
        """The names of the form over a value, and unknown ones among them and behind: what stands around all is a wrapper."""
        path: list[str] = []
        unknown: list[str] = []
        around: list[str] = []
        for name in leaf.names:
            parts = self.names.split(name)
            path.extend(parts)
            if not parts and name.strip().lower() not in _NEUTRAL:
                (unknown if path else around).append(name)
        if not path:
            return [], around or list(leaf.names[-1:])
        self.unused |= dict.fromkeys(around)
        return path, unknown

    def _take(self, leaf: Leaf, path: list[str], unknown: list[str], order: bool | None) -> None:
        text = _text(leaf.value)
        if not text and (unknown or not path):
            return
        counts = has_number(text) and not isinstance(leaf.value, bool) and leaf.names[-1:] and leaf.names[-1].lower() not in _COUNTERS
        section = self._section(path) if not unknown else None
        if section and text and not counts:
            self._take_text(section, path[-1], text, leaf)
        elif unknown or not path:
            self._refuse(leaf, path, unknown, counts=bool(counts))
        else:
            self._take_cell(leaf, path, text, order)

    def _section(self, path: Sequence[str]) -> str | None:
        sections = {self.names.section(name) for name in path}
        return sections.pop() if len(sections) == 1 else None

    def _take_text(self, section: str, name: str, text: str, leaf: Leaf) -> None:
        heading = "" if name.strip() == section else name.strip()
        place = Place(KIND, path=leaf.path)
        before = self.texts.get(section)
        both = f"{before.text}\n{text}" if before else text
        self.texts[section] = SectionText(section, heading, both, len(self.texts) + (not before), before.place if before else place)

    def _refuse(self, leaf: Leaf, path: Sequence[str], unknown: Sequence[str], *, counts: bool) -> None:
        name = unknown[0] if unknown else ""
        near = self.names.near(name) if counts and len(self.faults) < 100 else []
        if counts and (path or near):
            self.faults.append(Fault(leaf.path, name, near))
        else:
            self.unused.setdefault(name)

    def _take_cell(self, leaf: Leaf, path: Sequence[str], text: str, order: bool | None) -> None:
        keys = self.names.cells(path)
        if len(keys) > 1:
            keys = self.names.cells(path, rows_first=order)
        if len(keys) != 1:
            if text:
                self.faults.append(Fault(leaf.path, path[-1], cells=keys))
            return
        if keys[0] in self.cells:
            before = self.cells[keys[0]].place
            self.faults.append(Fault(leaf.path, path[-1], cells=keys, twice=before.path or "" if before else ""))
            return
        ref = self.names.edition.cell_by_key[keys[0]]
        unit = leaf.value.get("unit") if isinstance(leaf.value, Mapping) else None
        cell = read_cell(text, ref.column, Place(KIND, path=leaf.path), unit=unit if isinstance(unit, str) else "")
        value = leaf.value.get("value") if isinstance(leaf.value, Mapping) else leaf.value
        if isinstance(value, str):
            self.tolerated.text_of(cell)
        self.tolerated.number(value)
        self.cells[keys[0]] = cell


def _text(value: Any) -> str:
    """What a value is when it is printed. Of a cell's object that is its raw text, where this is of the same value."""
    if not isinstance(value, Mapping):
        return str(value).lower() if isinstance(value, bool) else printed(value)
    raw, number = value.get("raw"), printed(value["value"])
    if not isinstance(raw, str):
        return number
    return raw if not number or parse_label(raw).shown == number else number
