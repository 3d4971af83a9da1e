"""A document with several reports → a document for each of them, where it is certain what belongs to which.

Cuts are made where a report can begin: at the title of another organ or year, at section one when it comes again, and at the
start of a sheet. The first two always separate; sheets are put together as long as no table comes twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from gkrules.align.editions import choose_edition
from gkrules.align.fragments import DownFragment, Fragment, find_fragments
from gkrules.align.identity import Title, titles_in, year_of_name
from gkrules.align.sections import find_sections, is_heading, lines_of
from gkrules.align.vocabulary import Vocabulary
from gkrules.model.document import Block, Document, Grid
from gkrules.model.edition import Edition
from gkrules.model.errors import DocumentError
from gkrules.model.units import same_unit


@dataclass(frozen=True, slots=True)
class _Atom:
    """Blocks that no cut divides.

    `tables` and `sections` are keys of the tables that it has, and of the sections that these stand in; `certain` is whether what
    comes before it is another report for sure.
    """

    blocks: tuple[Block, ...]
    certain: bool
    tables: frozenset[str] = frozenset()
    sections: frozenset[str] = frozenset()


def holds_several(document: Document, editions: Sequence[Edition]) -> bool:
    """Whether section one begins twice, each time under the title of another organ or year: then no table need come twice."""
    lines = (line for block in document.paragraphs() for line in block.text.split("\n"))
    if sum(_begins(line, editions) for line in lines) < 2:
        return False
    titles = [event.title for event in _events(document, editions) if event.kind == "heading"]
    return any(_differ(one, two) for one, two in pairwise(titles))


def parts_of(document: Document, editions: Sequence[Edition]) -> list[Document]:
    """The reports of a document as documents of their own; fewer than two where nothing separates them, or it is not certain what.

    The title of the container is not passed on: it can be that of one of them only.

    Raises:
        DocumentError: one of the reports has no table (``no_tables``).
    """
    atoms = _without_empty(_atoms(document, editions), document, editions)
    pieces: list[list[_Atom]] = []
    for atom in atoms:
        if not pieces or atom.certain:
            pieces.append([])
        pieces[-1].append(atom)
    # Two pieces that have no table in common may be one report, with something like a title in its midst.
    if any(_tables(one).isdisjoint(_tables(two)) for one, two in pairwise(pieces)):
        return []
    sheets = [_by_sheets(piece) for piece in pieces]
    if any(piece is None for piece in sheets):
        return []
    return [
        replace(document, blocks=tuple(block for atom in part for block in atom.blocks), title="")
        for piece in sheets
        for part in piece or ()
    ]


def _by_sheets(atoms: list[_Atom]) -> list[list[_Atom]] | None:
    """Sheets put together to reports; ``None`` where that can be done in more than one way."""
    first = _grown(atoms)
    last = [part[::-1] for part in _grown(atoms[::-1])][::-1]
    if first != last:
        return None
    together = [part for part in first if len(part) > 1]
    whole = all(len(atom.sections) == 1 for part in together for atom in part)
    alike = len({tuple(atom.tables for atom in part) for part in first}) == 1
    # A sheet with the tables of several sections may well be a report that lacks one.
    return first if not together or whole or alike else None


def _grown(atoms: Sequence[_Atom]) -> list[list[_Atom]]:
    """Atoms in runs, each as long as can be without a table that comes twice."""
    runs: list[list[_Atom]] = []
    for atom in atoms:
        if not runs or not atom.tables.isdisjoint(_tables(runs[-1])):
            runs.append([])
        runs[-1].append(atom)
    return runs


def _tables(atoms: Sequence[_Atom]) -> frozenset[str]:
    return frozenset().union(*(atom.tables for atom in atoms))


def _atoms(document: Document, editions: Sequence[Edition]) -> Iterator[_Atom]:
    cuts = _cuts(document, editions)
    starts = sorted({0, *cuts})
    for start, end in zip(starts, [*starts[1:], len(document.blocks)], strict=True):
        blocks = document.blocks[start:end]
        grids = [block for block in blocks if isinstance(block, Grid)]
        edition = choose_edition(replace(document, blocks=blocks), editions, key=None, year=None)
        found = find_fragments(grids, Vocabulary(edition)) if grids else []
        # Rows without a header can be figures in the narrative.
        tables = [fragment.names.table for fragment in found if _is_headed(fragment)] or [fragment.names.table for fragment in found]
        keys, sections = frozenset(table.key for table in tables), frozenset(table.section for table in tables)
        yield _Atom(blocks, cuts.get(start, False), keys, sections)


def _is_headed(fragment: Fragment) -> bool:
    return fragment.plan is not None if isinstance(fragment, DownFragment) else bool(fragment.rows)


def _without_empty(atoms: Iterator[_Atom], document: Document, editions: Sequence[Edition]) -> list[_Atom]:
    """Atoms without tables joined with the next one (covers, lists of contents), or with the one before (the text of a report).

    Raises:
        DocumentError: the text of a whole report stands alone (``no_tables``); it must not become that of its neighbour.
    """
    joined: list[_Atom] = []
    waiting: _Atom | None = None
    for atom in atoms:
        if waiting:
            if atom.certain and len(_text_sections(waiting, document, editions)) > 1:
                raise _without_tables(waiting)
            atom = replace(atom, blocks=waiting.blocks + atom.blocks, certain=waiting.certain or atom.certain)  # noqa: PLW2901
        elif joined and not atom.tables and not atom.certain:
            sections = _text_sections(atom, document, editions)
            if sections and editions[0].sections[0].key not in sections:
                joined[-1] = replace(joined[-1], blocks=joined[-1].blocks + atom.blocks)
                continue
        waiting = None if atom.tables else atom
        if atom.tables:
            joined.append(atom)
    if waiting and joined:
        if waiting.certain and len(_text_sections(waiting, document, editions)) > 1:
            raise _without_tables(waiting)
        joined[-1] = replace(joined[-1], blocks=joined[-1].blocks + waiting.blocks)
    return joined


def _text_sections(atom: _Atom, document: Document, editions: Sequence[Edition]) -> set[str]:
    """Keys of the sections of which an atom has text; a list of contents has no sentences."""
    part = replace(document, blocks=atom.blocks)
    return {section.key for edition in editions for section in find_sections(lines_of(part, edition), edition) if "。" in section.text}


def _cuts(document: Document, editions: Sequence[Edition]) -> dict[int, bool]:
    """Where a report can begin, as indexes of blocks; ``True`` where it must."""
    cuts: dict[int, bool] = {}
    unit, year, begun = "", None, False
    for event in _events(document, editions):
        if event.kind == "sheet":
            cuts.setdefault(event.block, False)
        title = event.title
        if _differ(title, Title(unit, year, 0)) or (event.kind == "heading" and begun):
            cuts[event.block] = event.block > 0
            unit, year, begun = title.unit, title.year, False
        else:
            unit, year = unit or title.unit, year or title.year
        begun = begun or event.kind == "heading"
    return cuts


def _differ(one: Title, two: Title) -> bool:
    """Whether titles name two organs, or two years."""
    return bool((one.unit and two.unit and not same_unit(one.unit, two.unit)) or (one.year and two.year and one.year != two.year))


@dataclass(frozen=True, slots=True)
class _Event:
    """What may begin a report: a ``title``, the ``sheet`` that a block is the first of, or the ``heading`` of section one."""

    kind: str
    block: int
    title: Title


_NO_TITLE = Title("", None, 0)


def _events(document: Document, editions: Sequence[Edition]) -> Iterator[_Event]:
    sheet: str | None = None
    gap: list[tuple[str, int]] = []
    for index, block in enumerate((*document.blocks, None)):
        place = block.place if block else None
        if block is None or isinstance(block, Grid) or place is None or place.sheet != sheet:
            yield from _in_text(gap, editions)
            gap = []
        if place and place.sheet != sheet:
            sheet = place.sheet
            yield _Event("sheet", index, Title("", year_of_name(sheet or ""), 0))
        if isinstance(block, Grid):
            if _heads_a_row(block, document, editions):
                yield _Event("heading", index, _NO_TITLE)
        elif block is not None:
            gap.extend((line, index) for line in block.text.split("\n"))


def _heads_a_row(grid: Grid, document: Document, editions: Sequence[Edition]) -> bool:
    """Whether the heading of section one stands alone in a row of a grid."""
    part = replace(document, blocks=(grid,))
    return any(_begins(line.text, [edition]) for edition in editions for line in lines_of(part, edition) if line.text)


def _in_text(lines: Sequence[tuple[str, int]], editions: Sequence[Edition]) -> Iterator[_Event]:
    """Titles and headings among lines that stand together. A heading stands where its title does."""
    titles = titles_in([text for text, _ in lines])
    begun = 0
    headings = [number for number, (text, _) in enumerate(lines) if _begins(text, editions)]
    for number in [*headings, len(lines)]:
        own = [title for title in titles if begun <= title.line < number]
        for title in own:
            yield _Event("title", lines[title.line][1], title)
        if number < len(lines):
            yield _Event("heading", lines[own[-1].line if own else number][1], own[-1] if own else _NO_TITLE)
        begun = number


def _begins(text: str, editions: Sequence[Edition]) -> bool:
    return any(is_heading(text, edition, edition.sections[0].key) for edition in editions)


def _without_tables(atom: _Atom) -> DocumentError:
    texts = (block.text.strip() for block in atom.blocks if not isinstance(block, Grid))
    shown = next((text for text in texts if text), "")[:40]
    return DocumentError("align/no_tables.of-part", begin=shown)
