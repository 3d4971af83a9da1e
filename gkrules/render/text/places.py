"""Where everything of a report stands in its document: every row of cells with its runs, every heading."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gkrules.model.edition import Column, Table
from gkrules.model.places import Place
from gkrules.model.report import Report
from gkrules.render.lines import Line, line
from gkrules.render.words import column_label, listing, place_words, row_label, say, section_label, table_label

_COUNTED = ("line", "paragraph", "table", "row", "column")


@dataclass(slots=True)
class _Run:
    """Cells of a row that stand side by side, or one below the other, in the document."""

    columns: list[Column]
    first: Place
    last: Place
    step: str = ""

    def takes(self, place: Place) -> bool:
        """Whether `place` is the next one of this run."""
        before = self.last.to_dict() | {"box": None, "confidence": None}
        after = place.to_dict() | {"box": None, "confidence": None}
        changed = [name for name in before.keys() | after.keys() if before.get(name) != after.get(name)]
        if len(changed) != 1 or changed[0] not in _COUNTED or (self.step and changed[0] != self.step):
            return False
        name = changed[0]
        if before.get(name) is None or after.get(name) is None or after[name] != before[name] + 1:
            return False
        self.step = name
        return True


def places_lines(report: Report, lang: str) -> Iterator[Line]:
    """The place of every heading that was found, and of every cell, row by row."""
    yield line(say("render/places", lang), "bold cyan")
    if report.sections:
        yield line(say("render/headings", lang), "bold", indent=2)
    for section in report.sections:
        label = section_label(report.edition.section_by_key[section.key], lang)
        yield _entry(label, where_words(section.place, section.place, lang), lang)
    for table in report.edition.tables:
        rows = list(_rows(report, table, lang))
        if rows:
            yield line(table_label(table, lang), "bold", indent=2)
            yield from rows


def where_words(first: Place | None, last: Place | None, lang: str) -> str:
    """A place, or a run of places, with the box on the page; says so where it is not known."""
    if first is None or last is None:
        return say("render/place-unknown", lang)
    words = place_words(first, lang, last=last)
    if first.box and last.box:
        starts, ends = map(min, first.box[:2], last.box[:2]), map(max, first.box[2:], last.box[2:])
        left, top, right, bottom = (f"{at:g}" for at in (*starts, *ends))
        words += say("render/place-box", lang, left=left, top=top, right=right, bottom=bottom)
    sure = min((place.confidence for place in (first, last) if place.confidence is not None), default=None)
    if sure is not None:
        words += say("render/place-confidence", lang, confidence=f"{sure:.2f}")
    return words or say("render/place-unknown", lang)


def _rows(report: Report, table: Table, lang: str) -> Iterator[Line]:
    for row in table.rows:
        cells = [(column, report.cells.get(table.cell(row.key, column.key))) for column in table.columns_of(row)]
        found = [(column, cell.place) for column, cell in cells if cell is not None]
        if not found:
            continue
        runs = _runs([(column, place) for column, place in found if place is not None])
        unknown = [column for column, place in found if place is None]
        label = row_label(row, lang)
        if len(runs) == 1 and not unknown and len(found) == len(cells):
            yield _entry(label, where_words(runs[0].first, runs[0].last, lang), lang)
            continue
        parts = [f"{_columns(run.columns, lang)} {where_words(run.first, run.last, lang)}" for run in runs]
        if unknown:
            parts.append(f"{_columns(unknown, lang)} {where_words(None, None, lang)}")
        yield _entry(label, say("render/clauses", lang).join(parts), lang)


def _runs(places: Sequence[tuple[Column, Place]]) -> list[_Run]:
    runs: list[_Run] = []
    for column, place in places:
        if runs and runs[-1].takes(place):
            runs[-1].last = place
            runs[-1].columns.append(column)
        else:
            runs.append(_Run([column], place, place))
    return runs


def _columns(columns: Sequence[Column], lang: str) -> str:
    return listing([column_label(column, lang) for column in columns], lang)


def _entry(label: str, where: str, lang: str) -> Line:
    return Line(((label + say("render/colon", lang), ""), (where, "dim")), indent=4, hang=2)
