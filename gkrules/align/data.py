"""Plain data (what JSON holds) whose names say which cell a value belongs to → reports.

Names are keys of the form, its labels or known variants, nested or flat, in any order. A name that is none of them is never
guessed at: where it stands over a number it is an error with suggestions, elsewhere a remark.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, NoReturn

from gkrules.align.data_fields import apart
from gkrules.align.data_reading import KIND, DataReading, Fault
from gkrules.align.editions import choose_edition, in_a_row
from gkrules.align.exchange import report_of_exchange
from gkrules.align.names import names_of
from gkrules.align.report import align
from gkrules.model.document import Document
from gkrules.model.edition import Edition
from gkrules.model.errors import DocumentError
from gkrules.model.report import Note, Report
from gkrules.words import Phrase, phrase

_MOST_SHOWN = 5


def reports_of_data(
    data: Any,
    editions: Sequence[Edition],
    *,
    edition: str | None = None,
    year: int | None = None,
    file: str = "",
    taken: Sequence[Phrase] = (),
) -> list[Report]:
    """The reports of what a JSON file says: the exchange form, or anything whose names are keys or labels of the form.

    A list of objects that name several organs or years holds a report for each of these; `Report.part` then counts them.
    `taken` is what was taken off its text, which a note of each report tells.

    Raises:
        DocumentError: ``bad_json``; the message names the entry, and what it may have meant. As `align` for lists of lines.
        UsageError: there is no such edition.
    """
    parts = apart(data)
    found = [_report(part, editions, edition, year, several=len(parts) > 1, file=file, taken=taken) for part in parts]
    return found if len(found) == 1 else [replace(report, part=number) for number, report in enumerate(found, 1)]


def _report(
    data: Any, editions: Sequence[Edition], key: str | None, year: int | None, *, several: bool, file: str, taken: Sequence[Phrase]
) -> Report:
    """`year` goes before the year that the data states, but not where it states one for each of `several` reports."""
    if _is_exchange(data, editions):
        given = None if several and data.get("year") is not None else year
        return report_of_exchange(data, {each.key: each for each in editions}, edition=key, year=given, file=file, taken=taken)
    if not isinstance(data, Mapping | list):
        _fail(phrase("align/no-object-or-list"))
    candidates = list(editions)
    if key is not None:
        candidates = [choose_edition(Document(KIND, ()), editions, key=key, year=None)]
    readings = [DataReading.of(data, names_of(each)) for each in candidates]
    for reading in readings:
        reading.tolerated.before = tuple(taken)
    identity = readings[0].identity
    named = [reading for reading in readings if identity.edition in (None, reading.names.edition.key)]
    if not named:
        _fail(phrase("model/no-edition", name=identity.edition, known=[each.key for each in candidates]))
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
    reading.tolerated.unused(reading.unused)
    told = reading.tolerated.notes()
    if not (reading.grids and reading.cells):
        return told
    return (*told, Note("remark", said=phrase("align/lists-unused", paths=_some([grid.place.path or "" for grid in reading.grids]))))


def _printed(reading: DataReading, editions: Sequence[Edition], key: str | None, year: int | None, file: str) -> Report:
    """The report of tables that are given line by line, recognised as those of any document are."""
    report = align(Document(KIND, tuple(reading.grids)), editions, edition=key or reading.identity.edition, year=year, file=file)
    return replace(report, unit=reading.identity.unit or reading.identity.title.unit, notes=(*report.notes, *_notes(reading)))


def _require_sound(reading: DataReading) -> None:
    """Raise what is wrong with the names, if anything is."""
    if reading.faults:
        told = [phrase("model/at", path=fault.path, fault=_told(fault)) for fault in reading.faults[:_MOST_SHOWN]]
        more = len(reading.faults) - len(told)
        _fail(in_a_row([*told, phrase("align/more-faults", count=more)] if more else told))
    if not reading.cells:
        names = _some([name[:40] for name in reading.unused])
        found = phrase("align/names-found", names=names) if names else ""
        _fail(phrase("align/no-cells", found=found, example='{"unit": "某市", "year": 2024, "applications": {"new": {"total": 5}}}'))


def _told(fault: Fault) -> Phrase:
    name = fault.name[:40]
    if fault.twice:
        return phrase("align/same-cell", path=fault.twice)
    if fault.cells:
        return phrase("align/several-cells", cells=_some(fault.cells, 3))
    if fault.near:
        return phrase("align/no-such-name.near", name=name, near=_some(fault.near))
    return phrase("align/no-such-name", name=name)


def _some(names: Sequence[str], most: int = _MOST_SHOWN) -> list[str]:
    return [*names[:most], "…"] if len(names) > most else list(names)


def _fail(fault: Phrase) -> NoReturn:
    raise DocumentError("model/bad_json", fault=fault)
