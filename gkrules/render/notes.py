"""The remarks about the shape of the tables and about the document, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from gkrules.model.cells import CellState
from gkrules.model.edition import Edition
from gkrules.model.report import Note, Report
from gkrules.render.lines import Line, line
from gkrules.render.safe import clean
from gkrules.render.words import place_words, say, state_word, table_label


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
