"""The bytes of a JSON file, or of JSON Lines → plain data, with the tables in it. What names mean is none of this module's business."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import count
from typing import Any, TypeGuard

from gkrules.model.cells import printed
from gkrules.model.errors import DocumentError
from gkrules.reading.data.frames import grid_of
from gkrules.reading.data.json_text import Loaded, parse
from gkrules.reading.encoding import decode
from gkrules.reading.faults import over_limit, too_deep
from gkrules.reading.limits import DEFAULT_LIMITS, Limits

KIND = "json"
_COLUMNS = ("columns", "header", "headers", "表头", "列")
_ROWS = ("data", "rows", "行", "数据")
_INDEX = ("index", "索引")


def load(data: str | bytes) -> Loaded:
    """What JSON text says; that of JSON Lines is the list of what its lines say.

    Raises:
        DocumentError: ``bad_json``; see `json_text.parse`.
    """
    return parse(_decoded(data) if isinstance(data, bytes) else data)


def arranged(data: Any, *, limits: Limits = DEFAULT_LIMITS) -> Any:
    """Data with its tables told: lists of lines become grids, and a header beside its rows (pandas: ``orient="split"``) records.

    Raises:
        DocumentError: ``limit_depth`` or ``limit_cells``.
    """
    _require_bounds(data, limits)
    return _arranged(data, "", count(1))


def _arranged(data: Any, path: str, numbers: Iterator[int]) -> Any:
    if isinstance(data, Mapping):
        records = _records(data)
        if records is not None:
            return records
        return {str(name): _arranged(value, f"{path}/{name}", numbers) for name, value in data.items()}
    if not isinstance(data, list):
        return data
    if data and all(map(_is_line, data)) and max(map(len, data)) > 1:
        grid = grid_of([[*map(printed, line)] for line in data], KIND, next(numbers))
        return replace(grid, place=replace(grid.place, path=path))
    return [_arranged(value, f"{path}/{number}", numbers) for number, value in enumerate(data)]


def _records(data: Mapping[str, Any]) -> list[Any] | None:
    columns, rows, index = (next((data[name] for name in names if name in data), None) for names in (_COLUMNS, _ROWS, _INDEX))
    if not _is_line(columns) or not isinstance(rows, list) or not rows or not all(map(_is_line, rows)):
        return None
    if any(len(row) != len(columns) for row in rows) or len(set(map(str, columns))) < len(columns):
        return None
    labels = index if _is_line(index) and len(index) == len(rows) else [None] * len(rows)
    others = {name: value for name, value in data.items() if name not in (*_COLUMNS, *_ROWS, *_INDEX)}
    names = list(map(str, columns))
    return [{**others, "": label, **dict(zip(names, row, strict=True))} for label, row in zip(labels, rows, strict=True)]


def _is_line(data: Any) -> TypeGuard[list[Any]]:
    return isinstance(data, list) and not any(isinstance(value, dict | list) for value in data)


def _decoded(data: bytes) -> str:
    try:
        return decode(data).text
    except DocumentError as error:
        raise DocumentError("reading/bad_json.undecodable", reason=error.said) from None


def _require_bounds(data: Any, limits: Limits) -> None:
    level, depth, found = [data], 0, 0
    while level:
        depth += 1
        if depth > limits.max_depth:
            raise too_deep("depth", limits.max_depth)
        level = [child for each in level for child in _children(each)]
        found += sum(not isinstance(child, dict | list) for child in level)
        if found > limits.max_cells:
            raise over_limit("reading/cells.json", most=limits.max_cells)


def _children(data: Any) -> Iterator[Any]:
    return iter(data.values() if isinstance(data, dict) else data if isinstance(data, list) else ())
