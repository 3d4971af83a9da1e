"""The remarks about the shape of the tables and about the document, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from gkrules.model.cells import CellState
from gkrules.model.edition import Edition
from gkrules.model.report import Note, Report
from gkrules.render.lines import Line, line
from gkrules.render.safe import clean
from gkrules.render.words import pick, place_words, state_word, table_label

_WORDS = {
    "extra_row": ("格式之外的行“{label}”", "row that the form does not have: “{label}”"),
    "extra_column": ("格式之外的列“{label}”", "column that the form does not have: “{label}”"),
    "other_label": ("标签“{label}”与格式不同", "label “{label}” differs from the form"),
    "moved_row": ("行“{label}”的位置与格式不同", "row “{label}” is out of place"),
    "unread_row": ("行“{label}”读法不能确定，数字未采用", "row “{label}” can be read in more than one way; its figures were not used"),
    "repeated_row": ("行“{label}”重复出现，数字未采用", "row “{label}” occurs more than once; its figures were not used"),
    "incomplete": ("文件不完整", "the document is incomplete"),
    "uncertain": ("文字不可靠", "the text is not certain"),
    "remark": ("关于文件的说明", "a remark about the document"),
    "other_edition": ("采用了其他年度的格式，如标签“{label}”", "the form of other years was used, e.g. the label “{label}”"),
    "expired_waiver": ("豁免“{label}”已过截止日", "the last day of the waiver “{label}” is over"),
    "unused_waiver": ("豁免“{label}”没有用到", "the waiver “{label}” accepted nothing"),
}


def note_words(note: Note, edition: Edition, lang: str) -> str:
    """One sentence part about a note, e.g. ``第二十条第（一）项：标签“规范性文件”与格式不同，格式为“行政规范性文件”``."""
    if note.zh:
        return clean(pick(lang, note.zh, note.en))
    label = clean(note.label) or pick(lang, *(form.format(state_word(CellState.BLANK, lang)) for form in ("（{}）", "({})")))
    table = edition.table_by_key.get(note.table)
    where = table_label(table, lang) + pick(lang, "：", ": ") if table else ""
    what = pick(lang, *_WORDS[note.kind]).replace("{label}", label)
    official = clean(note.official)
    if official and official != label:
        what += pick(lang, f"，格式为“{official}”", f"; the form says “{official}”")
    return where + what


def note_lines(notes: Iterable[Note], report: Report, lang: str) -> Iterator[Line]:
    """Remarks about the tables or the document, a line each."""
    for note in notes:
        place = place_words(note.place, lang) if note.place else ""
        where = pick(lang, f"（{place}）", f" ({place})") if place else ""
        yield line(pick(lang, "注意：", "Note: ") + note_words(note, report.edition, lang) + where, "yellow", hang=2)
