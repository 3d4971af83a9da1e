"""A report from its exchange form: the JSON that `extract` prints and other programs return."""

from __future__ import annotations

import difflib
import json
from collections.abc import Mapping
from datetime import date
from typing import Any, NoReturn

from gkrules.model.cells import UNIT_IN_CELL, Cell, CellState
from gkrules.model.document import NOTICE_KINDS, Notice
from gkrules.model.edition import Edition
from gkrules.model.errors import DocumentError
from gkrules.model.places import Place
from gkrules.model.report import NOTE_KINDS, Note, Report, SectionText
from gkrules.words import as_read

MAX_VALUE = 10**15
MAX_INTEGER = 100_000


def report_from_json(
    data: str | bytes | Mapping[str, Any],
    editions: Mapping[str, Edition],
    *,
    edition: str | None = None,
    year: int | None = None,
    file: str = "",
) -> Report:
    """A report from JSON text or from the mapping that it holds.

    A cell is an object with `value`, `state`, `raw`, `place` and `unit`, or just a number, or ``null`` for a blank cell. Cells
    that are not given are absent. `edition` and `year` take precedence over what the data says.

    Raises:
        DocumentError: ``bad_json`` if it is not such an object; the message names the entry.
    """
    if not isinstance(data, Mapping):
        try:
            data = json.loads(data)
        except (ValueError, RecursionError) as error:
            _fail("", f"不是合法的 JSON：{error}", f"not valid JSON: {error}")
    if not isinstance(data, Mapping) or not isinstance(data.get("cells"), Mapping):
        _fail("cells", "缺少单元格（表.行.列: 数）", "the cells are missing (table.row.column: number)")
    year = year if year is not None else _integer(data.get("year"), "year")
    form = _edition(edition or data.get("edition"), year, editions, data["cells"])
    cells = {key: _cell(key, value, form) for key, value in data["cells"].items()}
    sections = tuple(_section(item, number, form) for number, item in enumerate(_list(data, "sections"), 1))
    return Report(
        edition=form,
        unit=_text(data.get("unit"), "unit"),
        year=year,
        cells={key: cell for key, cell in cells.items() if cell.state is not CellState.ABSENT},
        sections=sections,
        preamble=_text(data.get("preamble"), "preamble"),
        published=_date(data.get("published")),
        has_text=_truth(data.get("has_text"), "has_text", default=bool(sections)),
        title_year=_integer(data.get("title_year"), "title_year"),
        period_years=_pair(data, "period_years", "年份", "years"),
        quoted_year=_integer(data.get("quoted_year"), "quoted_year"),
        period_days=_pair(data, "period_days", "月日", "days"),
        notes=tuple(note for item in _list(data, "notes") if (note := _note(item, form))),
        file=file or _text(data.get("file"), "file"),
        part=_integer(data.get("part"), "part"),
    )


def _fail(path: str, zh: str, en: str) -> NoReturn:
    where_zh, where_en = (f"“{path}”：", f"'{path}': ") if path else ("", "")
    raise DocumentError("bad_json", zh=f"JSON 数据有误。{where_zh}{zh}", en=f"The JSON is wrong. {where_en}{en}")


def _edition(key: Any, year: int | None, editions: Mapping[str, Edition], cells: Mapping[str, Any]) -> Edition:
    """The edition that is named, else the one that serves the year, unless only another one has these cells."""
    if key is not None:
        if str(key) not in editions:
            _fail(
                "edition",
                f"没有“{key}”这一版格式，现有：{'、'.join(editions)}",
                f"there is no edition '{key}'; editions: {', '.join(editions)}",
            )
        return editions[str(key)]
    known = {each.key: sum(cell in each.cell_by_key for cell in cells) for each in editions.values()}
    return max(editions.values(), key=lambda each: (known[each.key], year is not None and each.serves(year), each.first_year))


def _cell(key: str, data: Any, edition: Edition) -> Cell:
    if key not in edition.cell_by_key:
        near = difflib.get_close_matches(key, edition.cell_by_key, 1)
        zh, en = (f"，是否应为“{near[0]}”", f"; did you mean '{near[0]}'") if near else ("", "")
        _fail(f"cells.{key}", f"{edition.zh}没有这个单元格{zh}？", f"{edition.en} has no such cell{en}?")
    if not isinstance(data, Mapping):
        data = {"value": data}
    value = data.get("value")
    raw = _text(data.get("raw"), f"cells.{key}.raw")
    # Not a number, or too large a one; NaN fails the comparison.
    if value is not None and (isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) <= MAX_VALUE):
        shown = str(value)[:40] if isinstance(value, float | str) else type(value).__name__
        _fail(f"cells.{key}", f"“{shown}”不是可用的数（绝对值不超过 10 的 15 次方）", f"'{shown}' is not a usable number (up to 10^15)")
    state = data.get("state", CellState.BLANK if value is None else CellState.NUMBER)
    if state not in list(CellState) or (value is not None) != (state == CellState.NUMBER):
        _fail(f"cells.{key}", f"状态 {state!r} 与值 {value!r} 不相符", f"the state {state!r} does not fit the value {value!r}")
    unit = _unit(_text(data.get("unit"), f"cells.{key}.unit"), key, edition) if value is not None else ""
    return Cell(value, CellState(state), raw, _place(data.get("place")), bool(data.get("annotated", False)) and value is not None, unit)


def _unit(unit: str, key: str, edition: Edition) -> str:
    """The unit of a number, kept where the column leaves it to the cells; elsewhere it can only be the column's."""
    required = edition.cell_by_key[key].column.unit
    if required == UNIT_IN_CELL:
        return unit
    if unit not in ("", required):
        _fail(f"cells.{key}.unit", f"这一列的单位是“{required}”，不是“{unit}”", f"the unit of this column is '{required}', not '{unit}'")
    return ""


def _section(data: Any, number: int, edition: Edition) -> SectionText:
    if not isinstance(data, Mapping) or data.get("key") not in list(edition.section_by_key):
        keys = "、".join(edition.section_by_key)
        _fail(f"sections[{number - 1}].key", f"应为以下之一：{keys}", f"must be one of: {keys}")
    path = f"sections[{number - 1}]"
    position = _integer(data.get("position"), f"{path}.position")
    heading, text = _text(data.get("heading"), f"{path}.heading"), _text(data.get("text"), f"{path}.text")
    return SectionText(data["key"], heading, text, number if position is None else position, _place(data.get("place")))


def _note(data: Any, edition: Edition) -> Note | None:
    """A note of a kind that is known; others are only words for people."""
    if not isinstance(data, Mapping) or data.get("kind") not in NOTE_KINDS:  # a tuple: takes what cannot be hashed
        return None
    label, official = _text(data.get("label"), "notes.label"), _text(data.get("official"), "notes.official")
    keys = tuple(key for key in _list(data, "cells") if isinstance(key, str) and key in edition.cell_by_key)
    if data["kind"] in NOTICE_KINDS:
        words = data.get("message")
        zh, en = (_text(words.get(lang), f"notes.message.{lang}") for lang in ("zh", "en")) if isinstance(words, Mapping) else ("", "")
        return Note.of(Notice(data["kind"], as_read(zh, en), _place(data.get("place")))) if zh and en else None
    table = data.get("table") or (keys[0].partition(".")[0] if keys else "")
    if table not in list(edition.table_by_key):
        return None
    return Note(data["kind"], table, label, official, keys, _place(data.get("place")))


def _pair(data: Mapping[str, Any], key: str, zh: str, en: str) -> tuple[int, int] | None:
    value = data.get(key)
    if value is None:
        return None
    numbers = [_integer(each, key) for each in value] if isinstance(value, list | tuple) else []
    if len(numbers) != 2 or numbers[0] is None or numbers[1] is None:
        _fail(key, f"应为两个{zh}", f"must be two {en}")
    return numbers[0], numbers[1]


def _date(value: Any) -> date | None:
    if value is None:
        return None
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        _fail("published", "应为日期，如 2025-01-31", "must be a date such as 2025-01-31")


def _place(data: Any) -> Place | None:
    try:
        return Place.from_dict(data) if isinstance(data, Mapping) else None
    except (TypeError, ValueError):
        _fail("place", "位置应由文字和数组成，box 为四个数", "a place is made of text and numbers, its box of four numbers")


def _truth(value: Any, path: str, *, default: bool) -> bool:
    if value is not None and not isinstance(value, bool):
        _fail(path, "应为 true 或 false", "must be true or false")
    return default if value is None else value


def _list(data: Mapping[str, Any], key: str) -> list[Any]:
    value = data.get(key) or []
    if not isinstance(value, list):
        _fail(key, "应为列表", "must be a list")
    return value


def _text(value: Any, path: str) -> str:
    if value is not None and not isinstance(value, str):
        _fail(path, "应为文字", "must be text")
    return value or ""


def _integer(value: Any, path: str) -> int | None:
    if value is not None and (isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MAX_INTEGER):
        _fail(path, f"应为 0 至 {MAX_INTEGER} 的整数", f"must be a whole number from 0 to {MAX_INTEGER}")
    return value
