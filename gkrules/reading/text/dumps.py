"""Plain text dumps: tables as tab-led cells, tab-separated lines, Markdown pipes, cells between bars, by rules of dashes, or as markup."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace

from gkrules.model.document import Block, Document, Grid, GridCell, Paragraph
from gkrules.model.places import Place
from gkrules.reading.encoding import decode
from gkrules.reading.enumerators import begins_part
from gkrules.reading.faults import too_many_cells, too_many_lines
from gkrules.reading.limits import DEFAULT_LIMITS, Limits
from gkrules.reading.text import lone_tabs
from gkrules.reading.text.bars import BarTable, PipeTable, is_bar_line, is_pipe_line
from gkrules.reading.text.grid_table import GridTable, is_rule
from gkrules.reading.text.inline import plain
from gkrules.reading.text.ruled_table import ruled_tables
from gkrules.reading.text.tabs import TabRegion, is_tab_line

_NOISE = re.compile(r"\[bookmark: [^\]\n]{0,100}\]")
_HEADING_MARK = re.compile(r"#{1,6}[ \t]+")
_TABLE_TAG = re.compile(r"<(/?)table\b", re.IGNORECASE)
_VALUE = re.compile(r"[\s\d.,、%+\-‐‑–—/]*")
_ENUMERATOR = re.compile(r"[0-9]{1,2}[.、]")
_LONGEST_CONTINUATION = 60

_Region = TabRegion | PipeTable | GridTable | BarTable


def read(data: bytes, limits: Limits = DEFAULT_LIMITS) -> Document:
    """Read a text dump.

    Raises:
        DocumentError: ``wrong_encoding``, ``limit_lines`` or ``limit_cells``; for embedded tables also what the HTML reader raises.
    """
    decoded = decode(data)
    text = normalise_lines(decoded.text)
    if text.count("\n") > limits.max_lines:
        raise too_many_lines(limits.max_lines)
    blocks: list[Block] = []
    cells = 0
    for first_line, part, markup in _parts(text):
        for block in _markup_blocks(part, first_line, limits) if markup else _with_lone_tabs(part.split("\n"), first_line, limits):
            blocks.append(block)
            cells += len(block.cells) if isinstance(block, Grid) else 0
            if cells > limits.max_cells:
                raise too_many_cells(limits.max_cells)
    return Document("text", tuple(blocks), notices=decoded.notices)


def normalise_lines(text: str) -> str:
    """One kind of line end; page breaks, vertical tabs and Unicode separators end a line too; bookmark noise is dropped."""
    text = text.replace("\r\n", "\n")
    for end in "\r\f\v\u2028\u2029":
        text = text.replace(end, "\n")
    return _NOISE.sub("", text)


def _parts(text: str) -> Iterator[tuple[int, str, bool]]:
    """The text cut at embedded ``<table>`` elements: first line, part, and whether it is markup."""
    line, done, depth, opened = 1, 0, 0, 0
    for tag in _TABLE_TAG.finditer(text):
        if not tag[1]:
            if depth == 0:
                opened = tag.start()
            depth += 1
        elif depth:
            depth -= 1
            if depth == 0:
                end = text.find(">", tag.end()) + 1 or len(text)
                yield line, text[done:opened], False
                line += text.count("\n", done, opened)
                yield line, text[opened:end], True
                line += text.count("\n", opened, end)
                done = end
    yield line, text[done:], False


def _markup_blocks(markup: str, line: int, limits: Limits) -> Iterator[Block]:
    from gkrules.reading.web import html

    for block in html.read_markup(markup, limits).blocks:
        if isinstance(block, Paragraph):
            yield Paragraph(block.text, Place(kind="text", line=line))
            continue
        cells = (replace(cell, place=Place(kind="text", line=line, row=cell.row + 1, column=cell.column + 1)) for cell in block.cells)
        yield Grid(tuple(cells), Place(kind="text", line=line))


def _with_lone_tabs(lines: list[str], first_line: int, limits: Limits) -> Iterator[Block]:
    """The blocks of lines, with the tables that only lone tabs tell."""
    done = 0
    for first, last, rows in lone_tabs.tables(lines, first_line):
        yield from _blocks(lines[done : first - first_line], first_line + done, limits)
        yield Grid(_cells(rows), Place(kind="text", line=first), ragged=True)
        done = last + 1 - first_line
    yield from _blocks(lines[done:], first_line + done, limits)


def _cells(rows: list[list[tuple[int, str]]]) -> tuple[GridCell, ...]:
    return tuple(
        GridCell(text, index, column, place=Place(kind="text", line=number))
        for index, row in enumerate(rows)
        for column, (number, text) in enumerate(row)
    )


def _blocks(lines: list[str], first_line: int, limits: Limits) -> Iterator[Block]:
    done = 0
    for table in ruled_tables(lines, limits.max_cells):
        yield from _regions(lines[done : table.start], first_line + done, limits)
        rows = [[(first_line + row[0][0], text) for _, text in row] for row in table.rows]
        yield Grid(_cells(rows), Place(kind="text", line=first_line + table.start), loose=table.loose)
        done = table.end
    yield from _regions(lines[done:], first_line + done, limits)


def _regions(lines: list[str], first_line: int, limits: Limits) -> Iterator[Block]:
    region: _Region | None = None
    for number, line in enumerate(lines, first_line):
        kind = _kind(line, region)
        if kind is not None and not isinstance(region, kind):
            yield from _finish(region, limits)
            region = kind()
        if region is not None and kind is not None:
            region.add(line, number)
        elif isinstance(region, TabRegion) and not line.strip():
            region.end_row()
        elif isinstance(region, TabRegion) and _continues(region, line):
            region.continue_cell(line)
        else:
            yield from _finish(region, limits)
            region = None
            if line.strip():
                yield _paragraph(line, number)
    yield from _finish(region, limits)


def _kind(line: str, region: _Region | None) -> type[_Region] | None:
    """What kind of table a line is a row of, if any."""
    if (isinstance(region, GridTable) and region.takes(line)) or is_rule(line):
        return GridTable
    if isinstance(region, BarTable) and region.takes(line):
        return BarTable
    if is_pipe_line(line):
        return PipeTable
    if is_tab_line(line) or (isinstance(region, TabRegion) and region.takes(line)):
        return TabRegion
    return BarTable if is_bar_line(line) else None


def _continues(region: TabRegion, line: str) -> bool:
    """Whether a line without a tab belongs to the cell above: neither values nor sentences do, and a heading starts anew."""
    last = region.open_cell()
    if last is None:
        return False
    shown = unicodedata.normalize("NFKC", last)
    if _VALUE.fullmatch(shown) and not _ENUMERATOR.fullmatch(shown.strip()):
        return False
    if last.rstrip().endswith(("。", "；")):
        return False
    stripped = line.strip()
    return len(stripped) <= _LONGEST_CONTINUATION and not begins_part(stripped)


def _finish(region: _Region | None, limits: Limits) -> Iterator[Block]:
    if region is None:
        return
    if isinstance(region, GridTable):
        yield from _drawn(region, limits)
        return
    if not region.is_table():
        for number, text in region.texts():
            if text.strip():
                yield _paragraph(text, number)
        return
    rows = region.rows()
    ragged, loose = region.looseness()
    yield Grid(_cells(rows), Place(kind="text", line=rows[0][0][0]), ragged, loose)


def _drawn(region: GridTable, limits: Limits) -> Iterator[Block]:
    spots = region.cells() if len(region.texts()) <= limits.max_cells else None
    if spots is None:
        for number, line in region.texts():
            if not is_rule(line):
                yield _paragraph(line, number)
        return
    cells = tuple(
        GridCell(text, row, column, rowspan, colspan, Place(kind="text", line=number))
        for row, column, rowspan, colspan, number, text in spots
    )
    yield Grid(cells, Place(kind="text", line=region.texts()[0][0]))


def _paragraph(line: str, number: int) -> Paragraph:
    text = plain(line).strip(" \t\n")
    mark = _HEADING_MARK.match(text)
    if mark:
        text = text[mark.end() :].strip(" ")
    if len(text) > 4 and text.startswith("**") and text.endswith("**") and "**" not in text[2:-2]:
        text = text[2:-2].strip(" ")
    return Paragraph(text, Place(kind="text", line=number))
