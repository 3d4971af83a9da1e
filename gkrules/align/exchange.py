"""A report from its exchange form: the JSON that `extract` prints and other programs return."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, NoReturn

from gkrules.align.identity import year_of_name
from gkrules.align.numbers import read_cell
from gkrules.align.tolerance import Tolerated
from gkrules.model.arguments import nearest, type_name
from gkrules.model.cells import UNIT_IN_CELL, Cell, CellState
from gkrules.model.document import NOTICE_KINDS, Notice
from gkrules.model.edition import Edition
from gkrules.model.errors import DocumentError, UsageError
from gkrules.model.places import Place
from gkrules.model.report import NOTE_KINDS, Note, Report, SectionText
from gkrules.words import Phrase, as_read, phrase

MAX_VALUE = 10**15
MAX_INTEGER = 100_000
_SHOWN = 40
_ENTRIES = frozenset(
    {
        *("schema_version", "ruleset", "file", "part", "unit", "year", "edition", "edition_status", "year_certain", "title_year"),
        *("period_years", "period_days", "quoted_year", "published", "has_text", "preamble", "cells", "absent", "sections", "notes"),
    }
)
"""The entries of the form; other programs may add others, which are said to be unused."""


def report_of_exchange(
    data: Mapping[str, Any],
    editions: Mapping[str, Edition],
    *,
    edition: str | None = None,
    year: int | None = None,
    file: str = "",
    taken: Sequence[Phrase] = (),
) -> Report:
    """A report from what its JSON holds.

    A cell is an object with `value`, `state`, `raw`, `place` and `unit`, or just a number, or ``null`` for a blank cell. Cells
    that are not given are absent. What is not quite of this form, but unmistakable (see `Tolerated`), is taken and counted in a
    note, together with what was `taken` off its text. `edition` and `year` take precedence over what the data says.

    Raises:
        DocumentError: ``bad_json`` if it is not such an object; the message names the entry.
    """
    if not isinstance(data.get("cells"), Mapping):
        _fail("cells", phrase("model/cells-missing"))
    tolerated = Tolerated(before=tuple(taken))
    year = year if year is not None else _year(data.get("year"), tolerated)
    form = _edition(edition or data.get("edition"), year, editions, data["cells"])
    cells = {key: _cell(key, value, form, tolerated) for key, value in data["cells"].items()}
    tolerated.unused(name for name in data if name not in _ENTRIES)
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
        period_years=_pair(data, "period_years", phrase("model/no-two-years")),
        quoted_year=_integer(data.get("quoted_year"), "quoted_year"),
        year_certain=_truth(data.get("year_certain"), "year_certain", default=True),
        period_days=_pair(data, "period_days", phrase("model/no-two-days")),
        notes=(*(note for item in _list(data, "notes") if (note := _note(item, form))), *tolerated.notes()),
        file=file or _text(data.get("file"), "file"),
        part=_integer(data.get("part"), "part"),
    )


def _fail(path: str, fault: Phrase) -> NoReturn:
    raise DocumentError("model/bad_json", fault=phrase("model/at", path=path, fault=fault))


def _edition(key: Any, year: int | None, editions: Mapping[str, Edition], cells: Mapping[str, Any]) -> Edition:
    """The edition that is named, else the one that serves the year, unless only another one has these cells."""
    if key is not None:
        if str(key) not in editions:
            _fail("edition", phrase("model/no-edition", name=str(key), known=tuple(editions)))
        return editions[str(key)]
    known = {each.key: sum(cell in each.cell_by_key for cell in cells) for each in editions.values()}
    return max(editions.values(), key=lambda each: (known[each.key], year is not None and each.serves(year), each.first_year))


def _cell(key: str, data: Any, edition: Edition, tolerated: Tolerated) -> Cell:
    if key not in edition.cell_by_key:
        form = as_read(edition.zh, edition.en)
        _fail(f"cells.{key}", phrase("model/no-cell", edition=form, hint=nearest(key, edition.cell_by_key)))
    if not isinstance(data, Mapping):
        data = {"value": data}
    value = tolerated.number(data.get("value"))
    raw = _text(data.get("raw"), f"cells.{key}.raw")
    if isinstance(value, str):
        column, unit = edition.cell_by_key[key].column, _text(data.get("unit"), f"cells.{key}.unit")
        cell = read_cell(value, column, _place(data.get("place")), unit=unit)
        tolerated.text_of(cell)
        stated = data.get("state", cell.state)
        if stated != cell.state:
            _fail(f"cells.{key}", phrase("model/state-misfits", state=repr(stated), value=repr(value[:_SHOWN])))
        return replace(cell, raw=raw) if raw else cell
    # Not a number, or too large a one; NaN fails the comparison.
    if value is not None and (isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) <= MAX_VALUE):
        shown = str(value)[:_SHOWN] if isinstance(value, float) else type_name(value)
        _fail(f"cells.{key}", phrase("model/no-usable-number", shown=shown))
    state = data.get("state", CellState.BLANK if value is None else CellState.NUMBER)
    if state not in list(CellState) or (value is not None) != (state == CellState.NUMBER):
        _fail(f"cells.{key}", phrase("model/state-misfits", state=repr(state), value=repr(value)))
    unit = _unit(_text(data.get("unit"), f"cells.{key}.unit"), key, edition) if value is not None else ""
    return Cell(value, CellState(state), raw, _place(data.get("place")), bool(data.get("annotated", False)) and value is not None, unit)


def _unit(unit: str, key: str, edition: Edition) -> str:
    """The unit of a number, kept where the column leaves it to the cells; elsewhere it can only be the column's."""
    required = edition.cell_by_key[key].column.unit
    if required == UNIT_IN_CELL:
        return unit
    if unit not in ("", required):
        _fail(f"cells.{key}.unit", phrase("model/other-unit", required=required, unit=unit))
    return ""


def _section(data: Any, number: int, edition: Edition) -> SectionText:
    if not isinstance(data, Mapping) or data.get("key") not in list(edition.section_by_key):
        _fail(f"sections[{number - 1}].key", phrase("model/no-such-section", known="、".join(edition.section_by_key)))
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


def _pair(data: Mapping[str, Any], key: str, fault: Phrase) -> tuple[int, int] | None:
    value = data.get(key)
    if value is None:
        return None
    numbers = [_integer(each, key) for each in value] if isinstance(value, list | tuple) else []
    if len(numbers) != 2 or numbers[0] is None or numbers[1] is None:
        _fail(key, fault)
    return numbers[0], numbers[1]


def _date(value: Any) -> date | None:
    if value is None:
        return None
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        _fail("published", phrase("model/no-date"))


def _place(data: Any) -> Place | None:
    try:
        return Place.from_dict(data) if isinstance(data, Mapping) else None
    except UsageError:
        _fail("place", phrase("model/no-place"))


def _truth(value: Any, path: str, *, default: bool) -> bool:
    if value is not None and not isinstance(value, bool):
        _fail(path, phrase("model/no-truth"))
    return default if value is None else value


def _list(data: Mapping[str, Any], key: str) -> list[Any]:
    value = data.get(key) or []
    if not isinstance(value, list):
        _fail(key, phrase("model/no-list"))
    return value


def _text(value: Any, path: str) -> str:
    if value is not None and not isinstance(value, str):
        _fail(path, phrase("model/no-text"))
    return value or ""


def _year(value: Any, tolerated: Tolerated) -> int | None:
    if not isinstance(value, str):
        return _integer(value, "year")
    if not value.strip():
        return None
    found = year_of_name(value)
    if found is None:
        _fail("year", phrase("align/no-year", shown=value[:_SHOWN]))
    tolerated.year_as_text = True
    return found


def _integer(value: Any, path: str) -> int | None:
    if value is not None and (isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MAX_INTEGER):
        _fail(path, phrase("model/no-integer", most=MAX_INTEGER))
    return value
