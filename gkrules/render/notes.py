"""What a person should know before the findings: how many cells were read, and the remarks about tables and document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass

from gkrules.model.cells import CellState
from gkrules.model.edition import Edition
from gkrules.model.report import UNREAD_NOTES, Note, Report
from gkrules.render.lines import Line, line
from gkrules.render.safe import clean
from gkrules.render.words import place_words, say, state_word, table_label


@dataclass(frozen=True, slots=True)
class CellCounts:
    """How many cells of the form there are of each kind; together they are all of it.

    Attributes:
        read: those with a number.
        unread: those whose text is no certain number, those of rows that could not be read with certainty, and those that a
            table lacks that is there.
        blank, not_applicable: those with nothing, and those that say "does not apply".
        absent: those of tables that are not there.
    """

    read: int
    unread: int
    blank: int
    not_applicable: int
    absent: int

    def as_dict(self) -> dict[str, int]:
        """By name."""
        return asdict(self)


def cell_counts(report: Report) -> CellCounts:
    """Count the cells of a report; a row that stands for several official ones counts in their place."""
    unread = {key for note in report.notes if note.kind in UNREAD_NOTES for key in note.cells}
    there = {report.edition.cell_by_key[key].table.key for key, cell in report.cells.items() if cell.state is not CellState.ABSENT}
    replaced = {
        table.cell(official, column.key)
        for table in report.edition.tables
        for row in table.rows
        for column in table.columns_of(row)
        for official in row.replaces
        if report.cell(table.cell(row.key, column.key)).state is not CellState.ABSENT
    }
    counts = dict.fromkeys(("read", "unread", "blank", "not_applicable", "absent"), 0)
    for key, ref in report.edition.cell_by_key.items():
        state = report.cell(key).state
        if state is CellState.ABSENT and (ref.optional or key in replaced):
            continue
        if key in unread or state is CellState.TEXT or (state is CellState.ABSENT and ref.table.key in there):
            counts["unread"] += 1
        else:
            counts["read" if state is CellState.NUMBER else state.value] += 1
    return CellCounts(**counts)


def counts_line(report: Report, lang: str) -> Line:
    """``单元格：读出 188，未读出 0，空白 4。``"""
    counts = cell_counts(report)
    parts = [say("render/cells.read", lang, count=counts.read), say("render/cells.unread", lang, count=counts.unread)]
    for state in (CellState.BLANK, CellState.NOT_APPLICABLE, CellState.ABSENT):
        count = counts.as_dict()[state.value]
        if count or state is CellState.BLANK:
            parts.append(say("render/cells.state", lang, state=state_word(state, lang), count=count))
    words = say("render/cells", lang, counts=say("render/items", lang).join(parts))
    return line(words, "yellow" if counts.unread or counts.absent else "dim", hang=2)


def note_words(note: Note, edition: Edition, lang: str) -> str:
    """One sentence part about a note, e.g. ``第二十条第（一）项：标签“规范性文件”与格式不同，格式为“行政规范性文件”``."""
    if note.said:
        return clean(note.said.text(lang))
    label = clean(note.label) or say("render/label-empty", lang, state=state_word(CellState.BLANK, lang))
    table = edition.table_by_key.get(note.table)
    where = table_label(table, lang) + say("render/colon", lang) if table else ""
    what = say(f"render/note.{note.kind}", lang, label=label)
    official = clean(note.official)
    if official and official != label:
        what = say("render/note-official", lang, note=what, label=official)
    return where + what


def note_lines(notes: Iterable[Note], report: Report, lang: str) -> Iterator[Line]:
    """Remarks about the tables or the document, a line each."""
    for note in notes:
        place = place_words(note.place, lang) if note.place else ""
        where = say("render/in-brackets", lang, text=place) if place else ""
        yield line(say("render/note", lang, note=note_words(note, report.edition, lang)) + where, "yellow", hang=2)
