"""The section headings of a document, and the text under each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from gkrules.align.characters import folded, letters
from gkrules.align.labels import Label, Name, parse_label
from gkrules.model.document import Document, Grid, GridCell
from gkrules.model.edition import Edition
from gkrules.model.places import Place
from gkrules.model.report import SectionText

_LONGEST_HEADING = 40
_ALIKE = 0.75  # the enumerator agrees as well
_NEARLY_SAME = 0.95


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
    """The document line by line; a heading that stands alone in a row of a grid counts as a line."""
    names = _names(edition)
    lines: list[Line] = []
    for block in document.blocks:
        if not isinstance(block, Grid):
            lines.extend(Line(text, block.place) for text in block.text.split("\n"))
            continue
        lines.append(Line(None, block.place))
        rows: dict[int, list[GridCell]] = {}
        for cell in block.cells:
            if cell.text.strip():
                rows.setdefault(cell.row, []).append(cell)
        for _, filled in sorted(rows.items()):
            if len(filled) == 1 and parse_label(filled[0].text).kind == "part" and _recognise(filled[0].text, names, sure=True):
                lines.append(Line(filled[0].text, filled[0].place))
    return lines


def first_heading(lines: Sequence[Line], edition: Edition) -> int:
    """Index of the first section heading; the number of lines if there is none."""
    headings = _headings(lines, edition)
    return min((heading.line for heading in headings), default=len(lines))


def is_heading(text: str, edition: Edition, key: str) -> bool:
    """Whether a line is the heading of the section `key`."""
    return _recognise(text, _names(edition)) == key


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
    names = _names(edition)
    keyed = ((_recognise(line.text, names), index) for index, line in enumerate(lines) if line.text is not None)
    found = [_Heading(key, index) for key, index in keyed if key is not None]
    runs = _runs(found)
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


@lru_cache(maxsize=16)
def _names(edition: Edition) -> dict[str, Name]:
    return {section.key: Name(section.heading, section.variants) for section in edition.sections}


def _recognise(text: str, names: dict[str, Name], *, sure: bool = False) -> str | None:
    """The key of the section that `text` is the heading of."""
    plain = _folded(text[: 4 * _LONGEST_HEADING])
    if not plain or len(plain) > _LONGEST_HEADING or "。" in plain[:-1]:
        return None
    label = _spaced_enumerator(text) or parse_label(text)
    best, score = None, 0.0
    for key, name in names.items():
        alike = name.similarity(label)
        if not label.kind and label.core == name.official.core:
            return key
        if label.kind != "part":
            continue
        agrees = label.enumerator == name.official.enumerator
        needed = _ALIKE if agrees and not sure else _NEARLY_SAME
        rank = alike + (0.1 if agrees else 0.0)
        if alike >= needed and rank > score:
            best, score = key, rank
    return best


@lru_cache(maxsize=2048)  # every edition asks for every line
def _folded(text: str) -> str:
    return folded(text)


def _spaced_enumerator(text: str) -> Label | None:
    """``一 总体情况``: the blank is the only mark between enumerator and heading."""
    parts = text.strip().split(maxsplit=1)
    if len(parts) == 2 and len(parts[0]) == 1 and parts[0] in "一二三四五六七八九十":
        return Label(letters(folded(text)), "part", parts[0], letters(folded(parts[1])))
    return None
