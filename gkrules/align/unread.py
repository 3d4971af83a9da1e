"""What the form asks for and a document may well have, but not so that it can be read: tables that were torn, text without a heading."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet

from gkrules.align.editions import label_cores
from gkrules.align.labels import parse_label
from gkrules.align.sections import Line, is_sentence
from gkrules.align.tokens import LABEL, tokens_of
from gkrules.align.vocabulary import TableNames, Vocabulary
from gkrules.model.document import Document
from gkrules.model.edition import Edition
from gkrules.model.places import Place
from gkrules.model.report import Note, SectionText
from gkrules.words import phrase

_ENOUGH = 3  # labels that no other table has; a sentence names one or two


def torn_tables(document: Document, vocabulary: Vocabulary, read: AbstractSet[str]) -> Iterator[Note]:
    """A remark, with all cells, for each table of the form of which no cell is among those `read`, but whose labels stand there."""
    missing = [names for names in vocabulary.tables if read.isdisjoint(_keys(names))]
    if not missing:
        return
    known = label_cores(vocabulary.edition)
    shared = Counter(core for names in vocabulary.tables for core in _cores(names))
    printed: dict[str, Place] = {}
    for token in tokens_of(enumerate(document.blocks), known):
        if token.kind == LABEL:
            printed.setdefault(parse_label(token.text).core, token.place)
    for names in missing:
        places = [place for core, place in printed.items() if core in _cores(names) and shared[core] == 1]
        if len(places) >= min(_ENOUGH, len([core for core in _cores(names) if shared[core] == 1])):
            label = names.table.label
            yield Note("unread_row", names.table.key, label, label, tuple(_keys(names)), places[0])


def _keys(names: TableNames) -> list[str]:
    return [names.table.cell(row.key, column.key) for row in names.table.rows if not row.replaces for column in names.table.columns]


def _cores(names: TableNames) -> set[str]:
    return {*names.cores, *(name.official.core for name in (*names.column_groups, *names.row_groups))}


def unheaded(edition: Edition, sections: Sequence[SectionText], before: Sequence[Line]) -> Note | None:
    """The remark that sections of text were not found, and where their text went; ``None`` where no text can be theirs.

    Args:
        edition: the edition of the form.
        sections: what was found.
        before: the lines before the first heading.
    """
    with_table = {table.section for table in edition.tables}
    found = {section.key for section in sections}
    missing = [section for section in edition.sections if section.key not in found | with_table]
    texts = [*(line.text for line in before if line.text), *(section.text for section in sections)]
    if not missing or not any(is_sentence(text) for text in texts):
        return None
    headings = [phrase("align/named", text=section.heading) for section in missing]
    last = before[-1].place if before else None
    place = last if edition.sections[0] in missing else None
    return Note("remark", place=place, said=phrase("align/headings-missing", headings=headings))
