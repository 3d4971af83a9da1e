"""Which edition of the form a document follows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache, reduce

from gkrules.align.labels import parse_label
from gkrules.model.document import Document
from gkrules.model.edition import Column, Edition, Row
from gkrules.model.errors import UsageError
from gkrules.words import Phrase, phrase

_BETWEEN = re.compile(r"[|｜\t]")
_LONGEST = 2000


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
