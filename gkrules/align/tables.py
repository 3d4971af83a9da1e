"""Fragments → the cells of the report, with remarks on the shape of its tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from gkrules.align.across import AcrossPlan, AcrossSlot, assign_across
from gkrules.align.assign import ends_with_number
from gkrules.align.breaks import joined_lines
from gkrules.align.cell_rows import filled, joined
from gkrules.align.fragments import AcrossFragment, DownFragment, Fragment
from gkrules.align.labels import is_official, parse_label
from gkrules.align.numbers import read_cell, unit_in_label
from gkrules.align.rows import Match, align_rows
from gkrules.align.table_lines import TableLine
from gkrules.align.vocabulary import TableNames
from gkrules.model.cells import Cell, CellState
from gkrules.model.document import GridCell
from gkrules.model.edition import Column, Row, Table
from gkrules.model.errors import DocumentError
from gkrules.model.places import Place
from gkrules.model.report import Note


@dataclass(slots=True)
class Filled:
    """The cells of a report by key, and the remarks."""

    cells: dict[str, Cell] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)


def fill_tables(fragments: Sequence[Fragment]) -> Filled:
    """Put the fragments of each table together and read its cells.

    Raises:
        DocumentError: the document holds two tables of one kind (``several_reports``).
    """
    result = Filled()
    by_table: dict[str, list[Fragment]] = {}
    for fragment in fragments:
        by_table.setdefault(fragment.names.table.key, []).append(fragment)
    for parts in by_table.values():
        filled_parts = [part for part in parts if not isinstance(part, AcrossFragment) or part.rows]
        if len({id(part.names) for part in filled_parts}) > 1:
            raise _several(parts[0].names.table, [part.place for part in filled_parts])
        down = [part for part in parts if isinstance(part, DownFragment)]
        across = [part for part in parts if isinstance(part, AcrossFragment)]
        if down:
            # Rows without a header, e.g. figures in the narrative, count only where the table itself is not there.
            _fill_down([part for part in down if part.plan] or down, result)
        elif across:
            _fill_across(across, result)
    return result


def _fill_down(parts: Sequence[DownFragment], result: Filled) -> None:
    names = parts[0].names
    official = sum(1 for row in names.table.rows if not row.replaces)
    rows = [part.rows() for part in parts] if len(parts) > 1 else []
    for index, own in enumerate(rows):
        for other in range(index):
            if 2 * len(own & rows[other]) >= official:
                raise _several(names.table, [parts[other].place, parts[index].place])
    alignment = align_rows(joined_lines([part.lines for part in parts], names), names)
    plans = [part.plan for part in parts if part.plan]
    columns = list({column.key: column for plan in plans for column in plan.columns}.values()) or list(names.table.columns)
    units = {slot.column.key: unit_in_label(slot.cell.text) for plan in plans for slot in plan.slots if slot.column}
    row_keys = [match.row.key for match in alignment.matches]
    for slot in plans[0].slots if plans else ():
        label = parse_label(slot.cell.text)
        if slot.column is None:
            result.notes.append(Note("extra_column", names.table.key, label.shown, place=slot.cell.place))
        elif not is_official(slot.column.label, label):
            cells = tuple(names.table.cell(row, slot.column.key) for row in row_keys)
            result.notes.append(Note("other_label", names.table.key, label.shown, slot.column.label, cells, slot.cell.place))
    for match in alignment.matches:
        _fill_row(match, columns, units, names, result)
    for line, either in alignment.unclear:
        _leave_unread(line, either, columns, names, result)
    for line in alignment.foreign:
        place = line.cell.place if line.cell else next((cell.place for cell in filled(line.values)), None)
        result.notes.append(Note("extra_row", names.table.key, line.label.shown if line.label else "", place=place))


def _fill_row(match: Match, columns: Sequence[Column], units: Mapping[str, str], names: TableNames, result: Filled) -> None:
    table, row, line = names.table, match.row, match.lines[0]
    found: dict[str, Cell] = {}
    if len(match.lines) > 1:
        kind = "repeated_row"
        for column in columns:
            cells = [cell for one in match.lines for cell in _cells_for(one, column)]
            found[table.cell(row.key, column.key)] = _undecided(cells, " / ".join(cell.text.strip() for cell in cells))
    elif line.by_column is None:
        # A blank row has as many blanks as columns; fewer are what is left of one whose numbers stand elsewhere.
        short = 0 < len(line.values) < len(columns)
        kind = "unread_row" if line.has_content or short or (line.label and ends_with_number(line.label)) else ""
        undecided = _undecided(line.values, joined(line.values))
        if kind and undecided.state is CellState.BLANK:
            undecided = Cell(None, CellState.TEXT, "", undecided.place)
        for column in columns if line.values else ():
            found[table.cell(row.key, column.key)] = undecided
    else:
        kind = "moved_row" if match.moved else ""
        own = {column.key: column for column in table.columns_of(row)}
        for column in columns:
            if column.key in line.by_column:
                texts = line.by_column[column.key]
                found[table.cell(row.key, column.key)] = _read(texts, own.get(column.key, column), units.get(column.key, ""))
    new = tuple(key for key in found if key not in result.cells)
    result.cells.update(found)
    for one in match.lines:
        if one.label and one.cell:
            if not is_official(row.label, one.label):
                result.notes.append(Note("other_label", table.key, one.label.shown, row.label, new, one.cell.place))
            if kind and (one is not line or len(match.lines) == 1):
                result.notes.append(Note(kind, table.key, one.label.shown, row.label, new, one.cell.place))


def _leave_unread(line: TableLine, rows: Sequence[Row], columns: Sequence[Column], names: TableNames, result: Filled) -> None:
    """A line that can be either of several rows, which have the same label."""
    keys = tuple(key for row in rows for column in columns if (key := names.table.cell(row.key, column.key)) not in result.cells)
    result.cells.update(dict.fromkeys(keys, _undecided(line.values, joined(line.values))))
    if line.label and line.cell:
        result.notes.append(Note("unread_row", names.table.key, line.label.shown, rows[0].label, keys, line.cell.place))


def _fill_across(parts: Sequence[AcrossFragment], result: Filled) -> None:
    names = parts[0].names
    table = names.table
    numbered = [part for part in parts if part.rows]
    if len(numbered) > 1:
        raise _several(table, [part.place for part in numbered])
    part = numbered[0] if numbered else parts[0]
    _note_header(part, result)
    if not part.rows:
        return
    pairs = assign_across(part.rows[0], part.plan) if len(part.rows) == 1 and part.plan.proven else None
    if pairs is None:
        everything = [cell for row in part.rows for cell in row]
        keys = tuple(table.cell(row.key, column.key) for row, column in _known(part.plan, table))
        for key in keys:
            result.cells[key] = _undecided(everything, joined(everything))
        if filled(everything):
            kind = "repeated_row" if len(part.rows) > 1 else "unread_row"
            result.notes.append(Note(kind, table.key, table.label, table.label, keys, filled(everything)[0].place))
        return
    claims: dict[str, list[tuple[AcrossSlot, GridCell]]] = {}
    for slot, cell in pairs:
        if slot.row and slot.column:
            claims.setdefault(table.cell(slot.row.key, slot.column.key), []).append((slot, cell))
    for row in table.rows:
        for column in table.columns:
            key = table.cell(row.key, column.key)
            if key in claims:
                result.cells[key] = _read([cell for _, cell in claims[key]], column)


def _note_header(part: AcrossFragment, result: Filled) -> None:
    table = part.names.table
    for slot in part.plan.slots:
        label = parse_label(slot.cell.text)
        if slot.column is None:
            result.notes.append(Note("extra_column", table.key, label.shown, place=slot.cell.place))
        elif not is_official(slot.column.label, label):
            rows = [slot.row] if slot.row else list(table.rows)
            cells = tuple(table.cell(row.key, slot.column.key) for row in rows)
            result.notes.append(Note("other_label", table.key, label.shown, slot.column.label, cells, slot.cell.place))


def _known(plan: AcrossPlan, table: Table) -> list[tuple[Row, Column]]:
    """The cells that the header names; all of the table if it does not say which rows they are in."""
    named = [(slot.row, slot.column) for slot in plan.slots if slot.row and slot.column]
    return named if plan.proven else [(row, column) for row in table.rows for column in table.columns]


def _cells_for(line: TableLine, column: Column) -> Iterable[GridCell]:
    return line.values if line.by_column is None else line.by_column.get(column.key, ())


def _read(cells: Sequence[GridCell], column: Column, unit: str = "") -> Cell:
    if len(cells) > 1:
        return _undecided(cells, " / ".join(cell.text.strip() for cell in cells))
    return read_cell(cells[0].text, column, cells[0].place, unit=unit)


def _undecided(cells: Sequence[GridCell], raw: str) -> Cell:
    """A cell for which more than one text of the document can be meant. No text at all is blank."""
    texts = filled(cells)
    if not texts:
        return Cell(None, CellState.BLANK, "", cells[0].place if cells else None)
    return Cell(None, CellState.TEXT, raw, texts[0].place)


def _several(table: Table, places: Sequence[Place]) -> DocumentError:
    where = ", ".join(_spot(place) for place in places)
    return DocumentError("align/several_reports.tables", table=table.label, places=where)


def _spot(place: Place) -> str:
    shown = {key: value for key, value in place.to_dict().items() if key in {"page", "sheet", "table", "line"}}
    return " ".join(f"{key} {value}" for key, value in shown.items()) or place.kind
