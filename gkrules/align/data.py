"""Plain data (what JSON holds) whose names say which cell a value belongs to → reports.

Names are keys of the form, its labels or known variants, nested or flat, in any order. A name that is none of them is never
guessed at: where it stands over a number it is an error with suggestions, elsewhere a remark.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, NoReturn

from gkrules.align.choice import choose_edition
from gkrules.align.data_identity import apart
from gkrules.align.data_reading import KIND, DataReading, Fault
from gkrules.align.names import names_of
from gkrules.align.report import align
from gkrules.model.document import Document, Notice
from gkrules.model.edition import Edition
from gkrules.model.errors import DocumentError
from gkrules.model.exchange import report_from_json
from gkrules.model.report import Note, Report
from gkrules.words import as_read

_MOST_SHOWN = 5


def reports_of_data(
    data: Any, editions: Sequence[Edition], *, edition: str | None = None, year: int | None = None, file: str = ""
) -> list[Report]:
    """The reports of what a JSON file says: the exchange form, or anything whose names are keys or labels of the form.

    A list of objects that name several organs or years holds a report for each of these; `Report.part` then counts them.

    Raises:
        DocumentError: ``bad_json``; the message names the entry, and what it may have meant. As `align` for lists of lines.
        UsageError: there is no such edition.
    """
    parts = apart(data)
    found = [_report(part, editions, edition, year, several=len(parts) > 1, file=file) for part in parts]
    return found if len(found) == 1 else [replace(report, part=number) for number, report in enumerate(found, 1)]


def _report(data: Any, editions: Sequence[Edition], key: str | None, year: int | None, *, several: bool, file: str) -> Report:
    """`year` goes before the year that the data states, but not where it states one for each of `several` reports."""
    if _is_exchange(data, editions):
        stated = data.get("year") if several else None
        return report_from_json(data, {each.key: each for each in editions}, edition=key, year=year if stated is None else None, file=file)
    if not isinstance(data, Mapping | list):
        _fail("应为对象或列表", "it must be an object or a list")
    candidates = list(editions)
    if key is not None:
        candidates = [choose_edition(Document(KIND, ()), editions, key=key, year=None)]
    readings = [DataReading.of(data, names_of(each)) for each in candidates]
    identity = readings[0].identity
    named = [reading for reading in readings if identity.edition in (None, reading.names.edition.key)]
    if not named:
        known = "、".join(each.key for each in candidates)
        _fail(f"没有“{identity.edition}”这一版格式，现有：{known}", f"there is no edition '{identity.edition}'; editions: {known}")
    own = identity.year if identity.year is not None else identity.title.title_year
    told = (own if own is not None else year) if several else (year if year is not None else own)
    best = max(named, key=lambda each: _fit(each, told))
    if best.grids and not best.cells:
        return _printed(best, editions, key, told, file)
    _require_sound(best)
    return _built(best, told, file)


def _fit(reading: DataReading, year: int | None) -> tuple[int, bool, int]:
    edition = reading.names.edition
    return len(reading.cells), year is not None and edition.serves(year), edition.first_year


def _is_exchange(data: Any, editions: Sequence[Edition]) -> bool:
    if not isinstance(data, Mapping) or "cells" not in data:
        return False
    cells = data["cells"]
    if not isinstance(cells, Mapping):
        return not isinstance(cells, list) or not cells or not all(isinstance(cell, Mapping) for cell in cells)
    known = any(name in edition.cell_by_key for name in cells for edition in editions)
    return "schema_version" in data or known or all(str(name).count(".") == 2 for name in cells)


def _built(reading: DataReading, year: int | None, file: str) -> Report:
    edition, identity = reading.names.edition, reading.identity
    return Report(
        edition,
        unit=identity.unit or identity.title.unit,
        year=year,
        cells={key: reading.cells[key] for key in edition.cell_by_key if key in reading.cells},
        sections=tuple(reading.texts.values()),
        has_text=all(section.key in reading.texts for section in edition.sections),
        title_year=identity.title.title_year,
        notes=_notes(reading),
        file=file,
    )


def _notes(reading: DataReading) -> tuple[Note, ...]:
    zh_en = []
    if reading.unused:
        names = [name[:40] for name in reading.unused]
        shown = _list(names)
        zh_en.append((f"这些名称不属于表格，没有使用：{shown[0]}", f"these names belong to no table and were not used: {shown[1]}"))
    if reading.grids and reading.cells:
        paths = _list([grid.place.path or "" for grid in reading.grids])
        zh_en.append((f"这些列表没有使用：{paths[0]}", f"these lists were not used: {paths[1]}"))
    return tuple(Note.of(Notice("remark", as_read(zh, en))) for zh, en in zh_en)


def _printed(reading: DataReading, editions: Sequence[Edition], key: str | None, year: int | None, file: str) -> Report:
    """The report of tables that are given line by line, recognised as those of any document are."""
    report = align(Document(KIND, tuple(reading.grids)), editions, edition=key or reading.identity.edition, year=year, file=file)
    return replace(report, unit=reading.identity.unit or reading.identity.title.unit, notes=(*report.notes, *_notes(reading)))


def _require_sound(reading: DataReading) -> None:
    """Raise what is wrong with the names, if anything is."""
    if reading.faults:
        told = [_told(fault) for fault in reading.faults[:_MOST_SHOWN]]
        more = len(reading.faults) - len(told)
        zh = "；".join(zh for zh, _ in told) + (f"；另有 {more} 处" if more else "")
        en = "; ".join(en for _, en in told) + (f"; and {more} more" if more else "")
        _fail(zh, en)
    if not reading.cells:
        example = '{"unit": "某市", "year": 2024, "applications": {"new": {"total": 5}}}'
        names = _list([name[:40] for name in reading.unused])
        zh = f"找到的名称：{names[0]}。" if reading.unused else ""
        en = f" Names found: {names[1]}." if reading.unused else ""
        _fail(
            f"没有找到表格的单元格。{zh}名称应为表格的键或官方标签，例如：{example}",
            f"there is no cell of the tables.{en} Names must be keys or official labels of the tables, for example: {example}",
        )


def _told(fault: Fault) -> tuple[str, str]:
    where_zh, where_en = f"“{fault.path}”：", f"'{fault.path}': "
    name = fault.name[:40]
    if fault.twice:
        return f"{where_zh}与“{fault.twice}”是同一个单元格", f"{where_en}it is the same cell as '{fault.twice}'"
    if fault.cells:
        keys = _list(fault.cells, 3)
        return f"{where_zh}不能确定是哪个单元格（{keys[0]}）", f"{where_en}it can be several cells ({keys[1]}); name its row and its column"
    if fault.near:
        near = _list(fault.near)
        return f"{where_zh}没有“{name}”这一行或列，是否应为“{near[0]}”？", f"{where_en}there is no '{name}'; did you mean {near[1]}?"
    if fault.name:
        return (
            f"{where_zh}没有名为“{name}”的行或列，或与其他名称不相配",
            f"{where_en}there is no row or column '{name}', or not with these names",
        )
    return f"{where_zh}没有名称", f"{where_en}it has no name"


def _list(names: Sequence[str], most: int = _MOST_SHOWN) -> tuple[str, str]:
    more = ["…"] if len(names) > most else []
    return "、".join([*names[:most], *more]), ", ".join([*names[:most], *more])


def _fail(zh: str, en: str) -> NoReturn:
    raise DocumentError("bad_json", zh=f"JSON 数据有误。{zh}", en=f"The JSON is wrong. {en}")
