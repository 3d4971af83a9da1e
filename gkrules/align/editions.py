"""Which edition of the form a document follows, also where that is another than the one of its year."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache, reduce

from gkrules.align.labels import parse_label
from gkrules.model.cells import Cell, CellState
from gkrules.model.document import Document, GridCell
from gkrules.model.edition import Column, Edition, Row, Table
from gkrules.model.errors import UsageError
from gkrules.model.report import Note
from gkrules.words import Phrase, phrase

_BETWEEN = re.compile(r"[|｜\t]")
_LONGEST = 2000
_SEVERAL = 3  # a label or two may be left over from, or borrowed from, another form
_CLEARLY = 2  # times as many as of the form that is due


def choose_edition(document: Document, editions: Sequence[Edition], *, key: str | None, year: int | None) -> Edition:
    """The edition that was asked for, else the one that serves `year`, else the one whose labels the document prints.

    Raises:
        UsageError: there is no edition `key`, or none serves `year`.
    """
    if key is not None:
        for edition in editions:
            if edition.key == key:
                return edition
        known = ", ".join(edition.key for edition in editions)
        raise UsageError("align/unknown_edition", key=key, known=known)
    newest_first = sorted(editions, key=lambda edition: edition.first_year, reverse=True)
    if year is not None:
        for edition in newest_first:
            if edition.serves(year):
                return edition
        raise UsageError("align/no_edition_for_year", year=year, served=in_a_row(map(_served, reversed(newest_first))))
    printed = {parse_label(cell.text).core for grid in document.grids() for cell in grid.cells} or _printed_in_text(document)
    return max(newest_first, key=lambda edition: len(printed & label_cores(edition)))


def _served(edition: Edition) -> Phrase:
    if edition.last_year is None:
        return phrase("align/served.still", key=edition.key, first=edition.first_year)
    return phrase("align/served", key=edition.key, first=edition.first_year, last=edition.last_year)


def in_a_row(phrases: Iterable[Phrase]) -> Phrase:
    """Parts of a sentence, of which each may have commas of its own."""
    return reduce(lambda before, last: phrase("align/and", before=before, last=last), phrases)


def _printed_in_text(document: Document) -> set[str]:
    """What stands alone in a line, or between bars and tabs, of a document whose tables lost their grid."""
    lines = (line[:_LONGEST] for block in document.paragraphs() for line in block.text.split("\n"))
    return {parse_label(piece).core for line in lines for piece in _BETWEEN.split(line) if piece.strip()}


@lru_cache(maxsize=32)
def label_cores(edition: Edition, *, variants: bool = True) -> frozenset[str]:
    """The cores of all official labels in the tables of an edition, and of their variants."""
    texts = [table.title for table in edition.tables] + [table.corner for table in edition.tables]
    for table in edition.tables:
        parts: list[Row | Column] = [*table.rows, *table.columns]
        for part in parts:
            texts.extend((part.label, *part.under, *(part.variants if variants else ())))
    for column in edition.indicators.columns if edition.indicators else ():
        texts.extend((column.label, *(column.variants if variants else ())))
    return frozenset(parse_label(text).core for text in texts if text)


def other_edition(document: Document, due: Edition, editions: Sequence[Edition]) -> tuple[Edition, Note] | None:
    """The edition that the tables of a document follow instead of `due`, with the remark that says so; ``None`` if they do not.

    Only official labels that one of two editions has and the other does not know can tell. Several of them must stand
    there, and clearly more than of the edition that is due.
    """
    printed = _printed(document)
    due_labels, due_official = label_cores(due), label_cores(due, variants=False)
    best: tuple[int, Edition] | None = None
    for edition in editions:
        own = printed.keys() & (label_cores(edition, variants=False) - due_labels)
        missed = printed.keys() & (due_official - label_cores(edition))
        if len(own) >= _SEVERAL and len(own) > _CLEARLY * len(missed) and (best is None or len(own) > best[0]):
            best = len(own), edition
    return None if best is None else (best[1], _note(best[1], due, printed, due_labels))


def foreign_columns(document: Document, due: Edition, editions: Sequence[Edition]) -> Note | None:
    """The remark that a table has the columns of another edition, in a document that follows `due` otherwise; ``None`` if none has.

    Columns of the two must not stand there together: then a column has been added, and nothing is known of the others.
    """
    printed = _printed(document)
    due_labels = label_cores(due)
    for table in due.tables:
        for other in (edition.table_by_key.get(table.key) for edition in editions if edition is not due):
            if other is None:
                continue
            theirs = {_core(column): (number, column) for number, column in enumerate(other.columns)}
            found = [core for core in theirs if core in printed and core not in due_labels]
            own = {_core(column) for column in table.columns} - theirs.keys()
            if found and own and not own & printed.keys():
                number, column = theirs[found[0]]
                cell, official = printed[found[0]], _counterpart(table, other, column, number)
                keys = tuple(table.cell(row.key, each.key) for row in table.rows for each in table.columns)
                return Note("other_edition", table.key, parse_label(cell.text).shown, official, keys, cell.place)
    return None


def without_foreign(cells: Mapping[str, Cell], foreign: Note) -> dict[str, Cell]:
    """Cells without the numbers under columns of another edition: they count something else, and are left as unread text."""
    unread = {key: Cell(None, CellState.TEXT, cell.raw, cell.place) for key in foreign.cells if (cell := cells.get(key)) is not None}
    return {**cells, **unread}


def without_told(notes: Sequence[Note], foreign: Note, editions: Sequence[Edition]) -> list[Note]:
    """Remarks without those that only repeat that the columns of a table are foreign."""
    columns = {_core(column) for edition in editions if (table := edition.table_by_key.get(foreign.table)) for column in table.columns}
    return [
        note
        for note in notes
        if note.table != foreign.table
        or not (note.kind in ("unread_row", "extra_column") or (note.kind == "other_label" and parse_label(note.label).core in columns))
    ]


def _printed(document: Document) -> dict[str, GridCell]:
    """The cores of the texts of all cells, each with the first cell that has it."""
    texts: dict[str, GridCell] = {}
    for grid in document.grids():
        for cell in grid.cells:
            texts.setdefault(cell.text, cell)
    printed: dict[str, GridCell] = {}
    for text, cell in texts.items():
        printed.setdefault(parse_label(text).core, cell)
    return printed


def _core(column: Column) -> str:
    return parse_label(column.label).core


def _note(edition: Edition, due: Edition, printed: Mapping[str, GridCell], due_labels: Collection[str]) -> Note:
    """The first label in the order of the form that only `edition` has."""
    for table in edition.tables:
        columns, rows = list(enumerate(table.columns)), list(enumerate(table.rows))
        parts: list[tuple[int, Row | Column]] = [*columns, *rows]
        for position, part in parts:
            core = parse_label(part.label).core
            if core in printed and core not in due_labels:
                cell = printed[core]
                official = _counterpart(due.table_by_key.get(table.key), table, part, position)
                return Note("other_edition", table.key, parse_label(cell.text).shown, official, place=cell.place)
    return Note("other_edition", edition.tables[0].key, "")


def _counterpart(due: Table | None, table: Table, part: Row | Column, position: int) -> str:
    """What the form that is due prints in the place of a row or column; empty where it has no such place."""
    if due is None:
        return ""
    theirs: Sequence[Row | Column] = due.columns if isinstance(part, Column) else due.rows
    ours: Sequence[Row | Column] = table.columns if isinstance(part, Column) else table.rows
    same = next((other for other in theirs if other.key == part.key), None)
    if same is None and len(theirs) == len(ours) and theirs[position].key not in {other.key for other in ours}:
        same = theirs[position]
    return same.label if same else ""
