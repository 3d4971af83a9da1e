"""Document → Report: the way through this room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from gkrules.align.conversions import with_doubtful_blanks
from gkrules.align.editions import choose_edition, foreign_columns, other_edition, without_foreign, without_told
from gkrules.align.fragments import Fragment, find_fragments, unread_tables
from gkrules.align.identity import Identity, identify, year_of_name
from gkrules.align.indicators import of_its_tables, unread_rows
from gkrules.align.parts import holds_several, parts_of
from gkrules.align.preamble import preamble, published_on
from gkrules.align.refusals import no_matching_table, require_report
from gkrules.align.reporting_year import reporting_year
from gkrules.align.sections import Line, find_sections, first_heading, has_narrative, lines_of
from gkrules.align.streams import with_tables_of_text
from gkrules.align.tables import fill_tables
from gkrules.align.trace import Trace
from gkrules.align.traditional import simplified
from gkrules.align.unread import torn_tables, unheaded
from gkrules.align.vocabulary import vocabulary_of
from gkrules.model.cells import Cell, CellState
from gkrules.model.document import Document
from gkrules.model.edition import Edition
from gkrules.model.errors import DocumentError, GkrulesError, retold
from gkrules.model.report import Note, Report
from gkrules.words import as_read


def align_all(
    document: Document, editions: Sequence[Edition], *, edition: str | None = None, year: int | None = None, file: str = ""
) -> list[Report]:
    """All reports of a document, in its order; otherwise as `align`.

    Where there are several, `Report.part` counts them, and `year` is the year of those that state none.

    Raises:
        DocumentError: as `align`; ``several_reports`` where it is not certain what belongs to which report.
        UsageError: as `align`.
    """
    document = with_doubtful_blanks(simplified(document))
    try:
        report = align(document, editions, edition=edition, year=year, file=file)
    except DocumentError as error:
        if error.kind != "several_reports":
            raise
        parts = parts_of(document, editions)
        if len(parts) < 2:
            raise
    else:
        if not holds_several(document, editions):
            return [report]
        parts = parts_of(document, editions)
        if len(parts) < 2:
            raise DocumentError("align/several_reports")
    reports = []
    for number, part in enumerate(parts, 1):
        try:
            report = align(part, editions, edition=edition, file=file, default_year=year)
        except GkrulesError as error:
            raise retold(error, "align/of-part", number=number) from None
        reports.append(replace(report, part=number))
    return reports


def align(
    document: Document,
    editions: Sequence[Edition],
    *,
    edition: str | None = None,
    year: int | None = None,
    file: str = "",
    trace: Trace | None = None,
    default_year: int | None = None,
) -> Report:
    """Find the tables and sections of the form in a document.

    Args:
        document: what a reader returned.
        editions: the editions of the form that may be meant.
        edition: key of the edition to use; by default the one that serves the report's year, unless the tables clearly follow
            another one; the one whose labels fit where no year is known.
        year: the reporting year; by default what title, introduction and statistical period say (see `reporting_year`), else the
            names of the sheets.
        file: where the document was read from, for the report.
        trace: where to write down what was considered; by default nowhere.
        default_year: the reporting year of a document that states none.

    Raises:
        DocumentError: there is no table (``no_tables``), none that the form has (``no_matching_table``), more than one of a
            kind (``several_reports``), or nothing of a report at all (``not_a_report``).
        UsageError: no such edition (``unknown_edition``), or none for the year (``no_edition_for_year``).
    """
    if edition is not None:
        choose_edition(document, editions, key=edition, year=None)
    document = simplified(document)
    readings = [(candidate, lines_of(document, candidate)) for candidate in editions]
    # A form that leaves the text free says nothing of where it begins.
    starts = [(first_heading(lines, candidate), lines) for candidate, lines in readings if not candidate.free_text or len(readings) == 1]
    start, lines = min(starts, key=lambda entry: entry[0], default=(0, []))
    identity, published, sheets = _identify(document, lines, start), published_on(document), _year_of_sheets(document)
    body = [line.text or "" for line in lines[start:]]
    own = reporting_year(identity, body=body, published=published, sheets=sheets, file=file)
    found_year = next((each for each in (year, own.year, sheets, default_year) if each is not None), None)
    chosen = choose_edition(document, editions, key=edition, year=found_year)
    free = edition is None and found_year is not None
    clash = other_edition(document, chosen, editions) if free else None
    chosen = clash[0] if clash else chosen
    read, fragments = _fragments(document, chosen)
    if free and not clash and read is not document and (clash := other_edition(read, chosen, editions)):
        chosen = clash[0]
        read, fragments = _fragments(document, chosen)
    own_lines = next(own for candidate, own in readings if candidate is chosen) if read is document else lines_of(read, chosen)
    document = read
    require_report(document, identity, found_year, chosen, editions, headed=start < len(lines))
    if trace:
        trace.identity, trace.edition = identity, chosen.key
        trace.edition_by = "tables" if clash else "asked" if edition is not None else "labels" if found_year is None else "year"
    if trace:
        fragments = find_fragments(document.grids(), vocabulary_of(chosen), trace)
    if not fragments:
        raise no_matching_table(document, chosen)
    tables = fill_tables(fragments)
    cells = {key: tables.cells[key] for key in chosen.cell_by_key if key in tables.cells}
    torn = tuple(torn_tables(document, vocabulary_of(chosen), cells.keys()))
    cells |= {key: Cell(None, CellState.TEXT, "", note.place) for note in torn for key in note.cells}
    foreign = foreign_columns(document, chosen, editions) if edition is None and not clash else None
    if foreign:
        cells = without_foreign(cells, foreign)
    notes = of_its_tables(tables.notes, chosen)
    if chosen.status == "preview":
        # Where the official wording is not known for certain, another wording is nothing to remark upon.
        notes = [note for note in notes if note.kind != "other_label"]
    of_tables = without_told(notes, foreign, editions) if foreign else notes
    sections, has_text = find_sections(own_lines, chosen), has_narrative(own_lines, chosen)
    remark = unheaded(chosen, sections, lines[:start]) if has_text and not chosen.free_text else None
    told = Note("remark", said=as_read(chosen.remark["zh"], chosen.remark["en"])) if chosen.remark else None
    return Report(
        chosen,
        unit=identity.unit,
        year=found_year,
        year_certain=year is not None or own.certain,
        cells=cells,
        sections=sections,
        has_text=has_text,
        title_year=identity.title_year,
        period_years=identity.period_years,
        quoted_year=identity.quoted_year,
        period_days=identity.period_days,
        preamble=preamble(lines[:start]) if has_text else "",
        published=published,
        notes=(
            *map(Note.of, document.notices),
            *(note for note in (told, clash and clash[1], foreign, remark) if note),
            *of_tables,
            *of_its_tables(torn, chosen),
            *unread_rows(chosen, cells),
        ),
        file=file,
    )


def _fragments(document: Document, edition: Edition) -> tuple[Document, list[Fragment]]:
    """The parts of tables in a document, with those that only its text has as grids."""
    vocabulary = vocabulary_of(edition)
    fragments = find_fragments(document.grids(), vocabulary)
    missing = unread_tables(fragments, vocabulary)
    restored = with_tables_of_text(document, vocabulary, missing) if missing else None
    return (document, fragments) if restored is None else (restored, find_fragments(restored.grids(), vocabulary))


def _identify(document: Document, lines: Sequence[Line], start: int) -> Identity:
    # Without a heading nothing says where the preamble ends; a title stands near the top in any case.
    end = start if start < len(lines) else min(len(lines), 30)
    texts = [line.text or "" for line in lines]
    return identify(texts[:end], texts[end:], document.title)


def _year_of_sheets(document: Document) -> int | None:
    names = {block.place.sheet for block in document.blocks if block.place.sheet}
    years = {year for name in names if (year := year_of_name(name)) is not None}
    return years.pop() if len(years) == 1 else None
