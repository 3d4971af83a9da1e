"""Why a document is refused that has no table of the form: what stands in it instead, and what to do about it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from gkrules.align.editions import label_cores
from gkrules.align.identity import Identity
from gkrules.align.labels import parse_label
from gkrules.model.document import Document
from gkrules.model.edition import Edition
from gkrules.model.errors import DocumentError
from gkrules.words import Phrase, as_read, phrase

_FILE = re.compile(
    r"[^\s，。；：、/\\<>\"“”‘’（）()\[\]]{1,60}\.(?:docx?|xlsx?|pdf|wps|et|ofd|zip|rar|7z|jpe?g|png|tiff?)(?![a-z0-9])", re.IGNORECASE
)
_NUMBER = re.compile(r"[0-9０-９][0-9０-９,，.．]*")
_SEVERAL = 5  # labels or numbers; a sentence or two may hold as many
_LONGEST = 2000
_SHOWN = 3
_MOST_WANTED = 5


def require_report(
    document: Document, identity: Identity, year: int | None, chosen: Edition, editions: Sequence[Edition], *, headed: bool
) -> None:
    """Refuse a document without a single table, and say what it seems to be.

    Args:
        document: what a reader returned.
        identity: what it says of itself.
        year: its reporting year, as far as it is known.
        chosen: the edition that it is read with.
        editions: all that may be meant.
        headed: whether it has headings of the form.

    Raises:
        DocumentError: ``not_a_report`` or ``no_tables``.
    """
    if any(True for _ in document.grids()):
        return
    paragraphs = sum(1 for paragraph in document.paragraphs() if paragraph.text.strip())
    instead = _instead(document, editions)
    if not headed and not identity.titled:
        raise DocumentError("align/not_a_report", paragraphs=paragraphs, instead=instead)
    told: Phrase | str = ""
    if year is not None and chosen.without_tables:
        told = phrase("align/year-without-tables", year=year, reason=as_read(chosen.without_tables["zh"], chosen.without_tables["en"]))
    raise DocumentError("align/no_tables", paragraphs=paragraphs, wanted=_sections_with_tables(chosen), instead=instead, year=told)


def _sections_with_tables(edition: Edition) -> Phrase | list[Phrase]:
    """What tables a form has, in words: those of its numbered sections, or by the heading of the section that they stand in."""
    keys = {table.section for table in edition.tables}
    sections = [(number, section) for number, section in enumerate(edition.sections, 1) if section.key in keys]
    numerals = [parse_label(section.heading).number for _, section in sections]
    if all(numerals):
        numbers = [as_read(numeral, str(number)) for numeral, (number, _) in zip(numerals, sections, strict=True)]
        return phrase("align/tables-of-sections", numbers=numbers)
    return [phrase("align/named", text=as_read(section.heading, section.en)) for _, section in sections]


def no_matching_table(document: Document, edition: Edition) -> DocumentError:
    """The error that none of the tables of a document is one of the form."""
    grids = list(document.grids())
    known = label_cores(edition)
    best = max(grids, key=lambda grid: sum(parse_label(cell.text).core in known for cell in grid.cells))
    found = "、".join(dict.fromkeys(label[:20] for cell in best.cells if (label := parse_label(cell.text).shown)))
    shown = found[:80] or "—"
    paragraphs = sum(1 for paragraph in document.paragraphs() if paragraph.text.strip())
    # What tells a table: of one that is laid out across the first column, of the others the first row.
    firsts = [(table.columns if table.layout == "across" else table.rows)[0].label for table in edition.tables]
    wanted = "、".join(firsts[:_MOST_WANTED])
    return DocumentError(
        "align/no_matching_table",
        grids=len(grids),
        form=as_read(f"《{edition.title}》{edition.zh}", edition.en),
        shown=shown,
        paragraphs=paragraphs,
        instead=_instead(document, [edition]),
        wanted=wanted,
    )


def _instead(document: Document, editions: Sequence[Edition]) -> Phrase:
    """Sentences on what a document without tables has: attachments, lines of labels and numbers, notices."""
    lines = [line.strip()[:_LONGEST] for block in document.paragraphs() for line in block.text.split("\n") if line.strip()]
    notices: Phrase | str = ""
    for notice in document.notices:
        notices = phrase("align/notice", before=notices, said=as_read(notice.zh, f"{notice.en[:1].upper()}{notice.en[1:]}"))
    return phrase("align/instead", attachments=_attachments(lines), labels=_labels(lines, editions), notices=notices)


def _attachments(lines: Sequence[str]) -> Phrase | str:
    files = list(dict.fromkeys(name for line in lines for name in _FILE.findall(line)))
    if not files:
        return ""
    beyond = len(files) - _SHOWN
    more = phrase("align/more-attachments", count=as_read(str(len(files)), str(beyond))) if beyond > 0 else ""
    return phrase("align/attachments", files=files[:_SHOWN], more=more)


def _labels(lines: Sequence[str], editions: Sequence[Edition]) -> Phrase | str:
    known = frozenset().union(*(label_cores(edition) for edition in editions))
    labels = [line for line in lines if len(line) > 1 and parse_label(line).core in known]
    if len(labels) < _SEVERAL:
        return ""
    numbers = sum(_NUMBER.fullmatch(line) is not None for line in lines)
    shown = "、".join(dict.fromkeys(label[:20] for label in labels[:_SHOWN]))
    return phrase("align/labels-in-lines", count=len(labels), shown=shown, numbers=numbers)
