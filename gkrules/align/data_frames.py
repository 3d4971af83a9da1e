"""Frames with a row for each report, or for each cell → data of the exchange form, or with the names of the frame."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from gkrules.align.data_fields import EDITION, TITLE, UNIT, YEAR
from gkrules.align.names import CellNames, names_of
from gkrules.model.cells import CellState
from gkrules.model.edition import Edition

if TYPE_CHECKING:
    import pandas as pd

_STATE = ".state"
_STATES = (*CellState, CellState.NUMBER, CellState.TEXT, CellState.NUMBER)
"""By their code in `gkrules.compile.batch.StateCode`: behind the states are a number among text, what was unread, one without unit."""
_ANNOTATED = 5
_VALUES = frozenset({"value", "values", "number", "amount", "值", "数值", "数量", "填报数"})
_CELL = frozenset({"cell", "key", "单元格", "键"})
_PARTS = ("table", "row", "column")
_YEAR = "report.year"
_ABOUT = ("file", "part", "unit", "year", "edition")
_OF_REPORT = frozenset({*UNIT, *YEAR, *TITLE, *EDITION, "file", "part", "report"})


def data_of_frame(frame: pd.DataFrame, editions: Sequence[Edition]) -> list[dict[str, Any]] | None:
    """What a frame says of each report, as `gkrules.align.data.reports_of_data` takes it; ``None`` if it is a table of the form.

    ``wide`` has a row per report, and a column per cell, named by its key or by its labels; ``tidy`` a row per cell, that names it and
    has its value.
    """
    names = [str(name) for name in frame.columns]
    if frame.columns.nlevels > 1 or len(set(names)) < len(names):
        return None
    lowered = {name.strip().lower(): name for name in names}
    if _is_wide(names, editions):
        return [_wide(row, editions) for row in _rows(frame, names)]
    value = next((lowered[name] for name in lowered if name in _VALUES), None)
    if value is not None and _is_tidy(frame, names, value, editions):
        return _tidy(list(_rows(frame, names)), lowered, value, editions)
    return None


def names_of_rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a table of the form, each with its labels as values and its numbers by the labels of their columns."""
    labels = [f"index {number}" for number in range(frame.index.nlevels)]
    found: list[dict[str, Any]] = []
    for key, values in zip(frame.index, frame.to_numpy(dtype=object), strict=True):
        parts = key if isinstance(key, tuple) else (key,)
        row: dict[str, Any] = {label: part for label, part in zip(labels, parts, strict=True) if isinstance(part, str)}
        for name, value in zip(frame.columns, values, strict=True):
            _put(row, name if isinstance(name, tuple) else (name,), plain(value))
        found.append(row)
    return found


def plain(value: Any) -> Any:
    """A value of a frame as plain data; nothing where it is missing."""
    if isinstance(value, (str, bool, int)) or value is None:
        return value
    if isinstance(value, float):
        return None if math.isnan(value) else value
    if str(value) in ("<NA>", "NaT", "nan"):
        return None
    item = getattr(value, "item", None)
    return item() if callable(item) else str(value)


def _put(row: dict[str, Any], names: Sequence[Any], value: Any) -> None:
    """Put a value below its names. A name that a scraper repeats over several levels stands once."""
    told = list(dict.fromkeys(str(name) for name in names if str(name) and not str(name).startswith("Unnamed:")))
    for name in told[:-1]:
        inner = row.setdefault(name, {})
        row = inner if isinstance(inner, dict) else row
    row[told[-1] if told else ""] = value


def _rows(frame: pd.DataFrame, names: Sequence[str]) -> Iterator[dict[str, Any]]:
    for values in frame.to_numpy(dtype=object):
        yield dict(zip(names, map(plain, values), strict=True))


def _is_wide(names: Sequence[str], editions: Sequence[Edition]) -> bool:
    return any(_one_cell(name, names_of(each)) for name in names for each in editions)


def _one_cell(name: str, names: CellNames) -> bool:
    """Whether a name is the key of a cell, or made of labels that name one cell together."""
    if name in names.edition.cell_by_key:
        return True
    parts = names.split(name)
    return len(parts) > 1 and len(names.cells(parts)) == 1


def _wide(row: Mapping[str, Any], editions: Sequence[Edition]) -> dict[str, Any]:
    about = {name: row[name] for name in _ABOUT if row.get(name) is not None}
    if row.get(_YEAR) is not None:
        about.setdefault("year", row[_YEAR])
    keys = {key for edition in editions for key in edition.cell_by_key}
    if not any(name in keys for name in row):
        return dict(row)
    stated = any(name.endswith(_STATE) for name in row)
    cells: dict[str, Any] = {}
    for name, value in row.items():
        if name in keys:
            cells[name] = _cell(value, row.get(name + _STATE)) if stated else value
    others = {name: value for name, value in row.items() if name not in keys and name.removesuffix(_STATE) not in keys}
    unknown = {name: value for name, value in others.items() if name.count(".") == 2 and value is not None and _is_of_table(name, editions)}
    return _exchange(about, {**cells, **unknown})


def _is_of_table(name: str, editions: Sequence[Edition]) -> bool:
    """Whether a name looks like the key of a cell; if it is none, it is an error and nothing to be left out."""
    return any(name.partition(".")[0] in edition.table_by_key for edition in editions)


def _cell(value: Any, code: Any) -> dict[str, Any]:
    """A cell with the code of its state, as `gkrules.compile.batch.StateCode` counts them."""
    state = _STATES[int(code)] if isinstance(code, (int, float)) and 0 <= int(code) < len(_STATES) else None
    if state is None or (state is CellState.NUMBER) != (value is not None):
        return {"value": value}
    return {"value": value, "state": state.value, **({"annotated": True} if code == _ANNOTATED else {})}


def _is_tidy(frame: pd.DataFrame, names: Sequence[str], value: str, editions: Sequence[Edition]) -> bool:
    """Whether there is a column beside that of the values whose every text is a name of the form."""
    for position, name in enumerate(names):
        if name == value or name.strip().lower() in _OF_REPORT:
            continue
        texts = {text for text in frame.iloc[:, position] if isinstance(text, str) and text}
        if texts and any(all(text in each.cell_by_key or names_of(each).knows(text) for text in texts) for each in editions):
            return True
    return False


def _tidy(rows: Sequence[dict[str, Any]], lowered: Mapping[str, str], value: str, editions: Sequence[Edition]) -> list[dict[str, Any]]:
    groups: dict[tuple[Hashable, ...], list[dict[str, Any]]] = defaultdict(list)
    about = [lowered[name] for name in lowered if name in _OF_REPORT]
    for row in rows:
        groups[tuple(row[name] for name in about)].append(row)
    cell = next((lowered[name] for name in lowered if name in _CELL), None)
    parts = [lowered.get(name) for name in _PARTS]
    keys = {key for edition in editions for key in edition.cell_by_key}
    found: list[dict[str, Any]] = []
    for group in groups.values():
        first = {name: group[0][lowered[name]] for name in _ABOUT if name in lowered and group[0][lowered[name]] is not None}
        named = [str(row[cell]) if cell else ".".join(str(row.get(part or "")) for part in parts) for row in group]
        if all(name in keys for name in named) and len(set(named)) == len(named):
            found.append(_exchange(first, {name: _told(row, lowered, value) for name, row in zip(named, group, strict=True)}))
            continue
        # By labels, or a cell twice: each row names its cell by what stands in its columns, and what is wrong is said of it.
        left = [{name: each for name, each in row.items() if name not in about and name.lower() not in ("state", "raw")} for row in group]
        stated = {name: group[0][name] for name in about if name.strip().lower() not in ("report", "file", "part")}
        found.append({**stated, "rows": left})
    return found


def _told(row: Mapping[str, Any], lowered: Mapping[str, str], value: str) -> dict[str, Any]:
    """A cell as its row tells it."""
    told: dict[str, Any] = {"value": row[value]}
    for name in ("state", "raw"):
        if name in lowered and isinstance(row[lowered[name]], str):
            told[name] = row[lowered[name]]
    return told


def _exchange(about: Mapping[str, Any], cells: Mapping[str, Any]) -> dict[str, Any]:
    told = {name: str(value) if name == "edition" else value for name, value in about.items()}
    for name in ("year", "part"):
        number = told.get(name)
        if isinstance(number, float) and number.is_integer():
            told[name] = int(number)
    return {"schema_version": "1", **told, "cells": dict(cells)}
