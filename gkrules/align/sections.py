"""The section headings of a document, and the text under each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gkrules.align.headings import Recognised, headings_of
from gkrules.model.document import Document, Grid, GridCell
from gkrules.model.edition import Edition
from gkrules.model.places import Place
from gkrules.model.report import SectionText

_SEVERAL = 3  # so many headings in an unusual style are no sub-headings
_SENTENCE = re.compile(r"[^。！？\s]{6}[。！？]")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the document outside its tables, or a table (`text` is ``None``)."""

    text: str | None
    place: Place | None


@dataclass(frozen=True, slots=True)
class _Heading:
    key: str
    line: int


def lines_of(document: Document, edition: Edition) -> list[Line]:
    """The document line by line; of a grid what stands alone in a row, where the grid holds headings or is but one column of text."""
    lines: list[Line] = []
    for block in document.blocks:
        if isinstance(block, Grid):
            lines.extend(_lines_in(block, edition))
        else:
            lines.extend(Line(_without_edges(text), block.place) for text in block.text.split("\n"))
    return lines


def _without_edges(text: str) -> str:
    """Without bars at the edges alone: programs that part the texts of a page by bars leave them about those outside tables, too."""
    shown = text.strip()
    inner = shown.removeprefix("|").removesuffix("|")
    return text if "|" in inner or inner == shown else inner.strip()


def _lines_in(grid: Grid, edition: Edition) -> Iterator[Line]:
    rows: dict[int, list[GridCell]] = {}
    for cell in grid.cells:
        if cell.text.strip():
            rows.setdefault(cell.row, []).append(cell)
    alone = [filled[0] for _, filled in sorted(rows.items()) if len(filled) == 1]
    headed = [cell for cell in alone if _numbered(cell.text, edition)]
    column = len(alone) == len(rows) and (bool(headed) or any(is_sentence(cell.text) for cell in alone))
    if not column:
        yield Line(None, grid.place)
    if headed or column:
        for cell in alone:
            # In a grid with other rows, one that holds a label alone is a row of a table whose numbers are lost.
            if column or cell in headed or is_sentence(cell.text):
                yield from (Line(text, cell.place) for text in cell.text.split("\n"))


def _numbered(text: str, edition: Edition) -> bool:
    found = headings_of(edition).recognise(text)
    return found is not None and found.sure and bool(found.style)


def is_sentence(text: str) -> bool:
    """Whether a text has a sentence: titles, captions and labels have none."""
    return _SENTENCE.search(text) is not None


def has_narrative(lines: Sequence[Line], edition: Edition) -> bool:
    """Whether a document has a text, and not only tables with their titles: then a section without heading is missing in it."""
    if any(line.text is not None and is_sentence(line.text) for line in lines):
        return True
    with_table = {table.section for table in edition.tables}
    return any(section.key not in with_table for section in find_sections(lines, edition))


def first_heading(lines: Sequence[Line], edition: Edition) -> int:
    """Index of the first section heading; the number of lines if there is none."""
    headings = _headings(lines, edition)
    return min((heading.line for heading in headings), default=len(lines))


def is_heading(text: str, edition: Edition, key: str) -> bool:
    """Whether a line is the heading of the section `key`."""
    found = headings_of(edition).recognise(text)
    return found is not None and found.sure and found.key == key


def find_sections(lines: Sequence[Line], edition: Edition) -> tuple[SectionText, ...]:
    """The sections that the document has, in its order."""
    headings = _headings(lines, edition)
    sections = []
    for position, heading in enumerate(headings, start=1):
        end = headings[position].line if position < len(headings) else len(lines)
        body = [line for line in lines[heading.line + 1 : end] if line.text is not None and line.text.strip()]
        text, places = "\n".join(line.text or "" for line in body), tuple(line.place for line in body)
        own = lines[heading.line]
        sections.append(SectionText(heading.key, (own.text or "").strip(), text, position, own.place, places))
    return tuple(sections)


def _headings(lines: Sequence[Line], edition: Edition) -> list[_Heading]:
    recognise = headings_of(edition).recognise
    seen = ((recognise(line.text), index) for index, line in enumerate(lines) if line.text)
    runs = _runs(_certain([(found, index) for found, index in seen if found is not None], edition))
    if not runs:
        return []
    chosen = max(runs, key=lambda run: (_content(run, lines) > 0, -run[0].line)) if _content(runs[0], lines) == 0 else runs[0]
    # A heading printed twice ends a run; what only stands in a later run still counts.
    keys = {heading.key for heading in chosen}
    for run in runs:
        if run[0].line > chosen[0].line:
            fresh = [heading for heading in run if heading.key not in keys]
            chosen = [*chosen, *fresh]
            keys.update(heading.key for heading in fresh)
    return sorted(chosen, key=lambda heading: heading.line)


def _certain(found: Sequence[tuple[Recognised, int]], edition: Edition) -> list[_Heading]:
    """Without sub-headings: where no heading has the enumerators of the form, several in one style and in order are headings."""
    usual = any(each.sure and each.style for each, _ in found)
    order = list(edition.section_by_key)
    taken: set[str] = set()
    if not usual:
        for style in ("group", "item", ""):
            keys = [each.key for each, _ in found if each.style == style]
            first = list(dict.fromkeys(keys))
            if len(first) >= _SEVERAL and first == sorted(first, key=order.index):
                taken.add(style)
                break
    return [_Heading(each.key, index) for each, index in found if each.sure or each.style in taken]


def _runs(headings: Sequence[_Heading]) -> list[list[_Heading]]:
    """Headings in runs without a repetition: a table of contents is a run of its own."""
    runs: list[list[_Heading]] = []
    for heading in headings:
        if not runs or any(other.key == heading.key for other in runs[-1]):
            runs.append([])
        runs[-1].append(heading)
    return runs


def _content(run: Sequence[_Heading], lines: Sequence[Line]) -> int:
    """How many lines and tables stand between the headings of a run; after the last one anything may come."""
    own = {heading.line for heading in run}
    between = range(run[0].line, run[-1].line) if len(run) > 1 else range(run[0].line, min(run[0].line + 2, len(lines)))
    return sum(1 for index in between if index not in own and (lines[index].text is None or (lines[index].text or "").strip()))
