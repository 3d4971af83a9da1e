"""A report as tables for people: the official form with what the document has in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from gkrules.model.cells import Cell, CellState
from gkrules.model.edition import Column, Table
from gkrules.model.report import Report
from gkrules.render.form_grid import printed_rows
from gkrules.render.inputs import WIDTH, Extracted
from gkrules.render.lines import Line, line, plain
from gkrules.render.notes import counts_line, note_lines
from gkrules.render.safe import clean
from gkrules.render.text.findings import report_header
from gkrules.render.text.grid import GridHeader, GridRow, grid_lines
from gkrules.render.text.places import places_lines
from gkrules.render.words import number, quoted, ruleset_words, say, section_label, short, state_word, table_label


def extracted_lines(extracted: Extracted, lang: str) -> Iterator[Line]:
    """The format ``text`` of `gkrules extract`: the reports one after the other, and by which rules they were read."""
    for position, report in enumerate(extracted.reports):
        if position:
            yield line("")
        yield from tables_lines(report, lang, extracted.width, places=extracted.places)
    if extracted.reports:
        yield line(ruleset_words(extracted.ruleset, lang), "dim")


def tables_text(report: Report, lang: str, width: int = WIDTH) -> str:
    """The report as plain text."""
    return plain(tables_lines(report, lang, width))


def tables_lines(report: Report, lang: str, width: int = WIDTH, *, places: bool = False) -> Iterator[Line]:
    """The report line by line: its tables by section, remarks, sections found, with `places` where everything stands, legend."""
    yield report_header(report, lang)
    yield counts_line(report, lang)
    for section in report.edition.sections:
        tables = [table for table in report.edition.tables if table.section == section.key]
        if not tables:
            continue
        yield line("")
        yield line(section_label(section, lang), "bold cyan")
        for table in tables:
            if table.title:
                yield line(table_label(table, lang), "bold")
            yield from table_lines(report, table, lang, width)
    yield line("")
    yield from _section_lines(report, lang)
    yield from note_lines(report.notes, report, lang)
    if places:
        yield from places_lines(report, lang)
    yield line(_legend(lang), "dim", hang=2)


def table_lines(
    report: Report, table: Table, lang: str, width: int = WIDTH, *, marked: Mapping[str, str] | None = None, whole: bool = True
) -> Iterator[Line]:
    """One table.

    Args:
        report: whose table.
        table: which of them.
        lang: ``zh`` or ``en``.
        width: how many columns of a terminal it may take.
        marked: cells to put into square brackets, by key, each with what is said behind its content.
        whole: show all rows; otherwise only those with a marked cell.
    """
    marked = marked or {}
    printed = printed_rows(report)
    rows: list[GridRow] = []
    above: tuple[str, ...] = ()
    for row in table.rows:
        there = {column.key for column in table.columns_of(row)}
        keys = [table.cell(row.key, column.key) if column.key in there else "" for column in table.columns]
        is_marked = any(key in marked for key in keys)
        if not (is_marked or (whole and f"{table.key}.{row.key}" in printed)):
            continue
        for depth, group in enumerate(row.under):
            # The groups have official labels only; the rows' English labels carry the groups' numerals instead.
            if lang == "zh" and above[: depth + 1] != row.under[: depth + 1]:
                rows.append(GridRow(group, indent=2 * depth))
        above = row.under
        cells = tuple(_marked(_cell(report.cell(key), lang), marked.get(key)) if key else ("", "") for key in keys)
        label = short(row.label) if lang == "zh" else row.en
        rows.append(GridRow(label, cells, 2 * len(row.under) if lang == "zh" else 0))
    heads = tuple(column.label if lang == "zh" else column.en for column in table.columns)
    yield from grid_lines(GridHeader(heads, _over(table.columns) if lang == "zh" else ()), rows, width)


def _marked(cell: tuple[str, str], words: str | None) -> tuple[str, str]:
    return cell if words is None else (f"[{cell[0]}{words}]", "bold red")


def _over(columns: tuple[Column, ...]) -> tuple[tuple[str, int, int], ...]:
    """The labels over runs of columns, without those that stand over the whole table."""
    runs: list[tuple[str, int, int]] = []
    for depth in range(max(len(column.under) for column in columns)):
        start = 0
        for index in range(1, len(columns) + 1):
            before = columns[start].under[: depth + 1]
            if index == len(columns) or columns[index].under[: depth + 1] != before:
                if len(before) > depth and 1 < index - start < len(columns):
                    runs.append((before[depth], start, index - start))
                start = index
    return tuple(runs)


def _cell(cell: Cell, lang: str) -> tuple[str, str]:
    if cell.state is CellState.NUMBER:
        # The star leads to the legend: the document has more in this cell than the number.
        return number(cell.value, lang) + clean(cell.unit) + ("*" if cell.annotated else ""), "yellow" if cell.annotated else ""
    if cell.state is CellState.BLANK:
        return "·", "dim"
    if cell.state is CellState.ABSENT:
        return state_word(cell.state, lang), "red"
    if cell.state is CellState.NOT_APPLICABLE:
        return clean(cell.raw) or state_word(cell.state, lang), "dim"
    return quoted(cell.raw, lang), "yellow"


def _section_lines(report: Report, lang: str) -> Iterator[Line]:
    if not report.has_text:
        yield line(say("render/text-unknown", lang))
        return
    found = {section.key: section for section in report.sections}
    parts = []
    for section in report.edition.sections:
        label = section_label(section, lang)
        if section.key in found:
            length = len(found[section.key].text)
            parts.append(say("render/section.length" if length else "render/section.empty", lang, section=label, count=length))
        else:
            parts.append(say("render/section.missing", lang, section=label))
    yield line(say("render/text-sections", lang, sections=say("render/clauses", lang).join(parts)), hang=2)


def _legend(lang: str) -> str:
    blank, absent = state_word(CellState.BLANK, lang), state_word(CellState.ABSENT, lang)
    return say("render/legend", lang, blank=blank, absent=absent)
