"""Lists of indicators: several tables of an edition that are printed as one, with a unit in each row and perhaps a number before it.

A list is read as one table with one column. What of it says neither which row it is nor what is counted is taken out before: the
column of units, serial numbers, and the strokes beside a heading. No number left of a label is a count.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from gkrules.align.cell_rows import is_words
from gkrules.align.labels import Name, parse_label
from gkrules.align.numbers import is_amount, is_blank
from gkrules.align.tokens import BLANK, NUMBER, Token
from gkrules.model.cells import Cell, CellState
from gkrules.model.document import Grid, GridCell
from gkrules.model.edition import Column, Edition, Table
from gkrules.model.report import Note
from gkrules.words import phrase

_HEADED = 0.75
_MOST_SHOWN = 5
_SURE = 0.8
_STROKES = frozenset("-—－–─―/")


@dataclass(frozen=True)
class ListTable(Table):
    """The tables of a list as one, as they are printed. Its rows are named ``table.row``; the keys of its cells are those of the form."""

    cell_keys: dict[str, str] = field(default_factory=dict)
    units: frozenset[str] = frozenset()

    def __hash__(self) -> int:
        return super().__hash__()

    def cell(self, row: str, column: str) -> str:
        """The key of the form's cell in a printed row."""
        return self.cell_keys[row]


def printed_tables(edition: Edition) -> tuple[Table, ...]:
    """The tables of an edition as they are printed."""
    parts = [table for table in edition.tables if table.layout == "indicators"]
    others = tuple(table for table in edition.tables if table.layout != "indicators")
    return (*others, _list(edition, parts)) if parts else others


def _list(edition: Edition, parts: Sequence[Table]) -> ListTable:
    refs = [ref for table in parts for ref in table.refs()]
    heads = edition.indicators.columns if edition.indicators else ()
    number, label = (next(each for each in heads if each.role == role) for role in ("number", "label"))
    rows = tuple(
        replace(
            ref.row,
            key=f"{ref.table.key}.{ref.row.key}",
            columns=(),
            type=ref.column.type,
            unit=ref.column.unit,
            replaces=tuple(f"{ref.table.key}.{key}" for key in ref.row.replaces),
        )
        for ref in refs
    )
    return ListTable(
        "indicators",
        parts[0].section,
        edition.indicators.title if edition.indicators else "",
        "the list of indicators",
        "down",
        rows,
        (Column("number", number.label, "number", "count", "", number.variants),),
        edition.indicators.title if edition.indicators else "",
        label.label,
        corner_variants=label.variants,
        cell_keys={row.key: ref.key for row, ref in zip(rows, refs, strict=True)},
        units=frozenset(ref.column.unit for ref in refs),
    )


class ListReader:
    """Takes out of the grids of a document what a list has beside labels and numbers; what a header says holds for the next page, too."""

    def __init__(self, edition: Edition) -> None:
        self._heads = {each.role: Name(each.label, each.variants) for each in edition.indicators.columns} if edition.indicators else {}
        self._table = next((table for table in printed_tables(edition) if isinstance(table, ListTable)), None)
        self._known: tuple[int, Mapping[int, str]] | None = None

    @cached_property
    def _headings(self) -> tuple[Name, ...]:
        rows = self._table.rows if self._table else ()
        return tuple(Name(text) for text in dict.fromkeys(text for row in rows for text in row.under))

    @cached_property
    def _rows(self) -> tuple[Name, ...]:
        return tuple(Name(row.label, row.variants) for row in (self._table.rows if self._table else ()))

    def plain(self, grid: Grid) -> Grid:
        """The grid without units, serial numbers and the strokes of headings; itself where it is no part of a list."""
        if self._table is None:
            return grid
        columns = None if grid.ragged or grid.loose else self._other_columns(grid)
        rows = [self._plain_row(row, columns) for row in grid.rows()]
        kept = [cell for row in rows for cell in row]
        if columns is None:  # cells of a row have no columns of their own: those that stay move up
            kept = [replace(cell, column=at) for row in rows for at, cell in enumerate(row)] if len(kept) < len(grid.cells) else kept
        elif columns:
            order = {column: at for at, column in enumerate(sorted({cell.column for cell in kept}))}
            kept = [replace(cell, column=order[cell.column], colspan=self._span(cell, order)) for cell in kept]
        return replace(grid, cells=tuple(kept))

    @staticmethod
    def _span(cell: GridCell, order: dict[int, int]) -> int:
        return max(1, sum(cell.column <= column < cell.column + cell.colspan for column in order))

    def _other_columns(self, grid: Grid) -> Mapping[int, str] | None:
        """What stands in the columns of units and serial numbers; ``None`` where no header of this grid or of the page before says."""
        width = max((cell.column + cell.colspan for cell in grid.cells), default=0)
        for row in grid.rows():
            roles = [(self._role(cell), range(cell.column, cell.column + cell.colspan)) for cell in row]
            if len(roles) > 1 and any(role == "label" for role, _ in roles):
                others = {column: role for role, columns in roles if role in ("unit", "serial") for column in columns}
                self._known = width, others
                return others
        return self._known[1] if self._known and self._known[0] == width else None

    def _role(self, cell: GridCell) -> str:
        label = parse_label(cell.text)
        scored = {role: name.similarity(label) for role, name in self._heads.items()}
        best = max(scored, key=lambda role: scored[role])
        return best if label.core and scored[best] >= _HEADED else ""

    def _plain_row(self, row: Sequence[GridCell], columns: Mapping[int, str] | None) -> list[GridCell]:
        words = [cell for cell in row if is_words(cell)]
        heading = any(self._is_heading(cell.text) for cell in words)
        # A heading that stands in the line of a row below it has no strokes of its own: what is blank is the number of that row.
        alone = heading and all(self._is_heading(cell.text) or self._is_unit(cell.text) for cell in words)
        kept = [cell for cell in row if not (alone and _is_stroke(cell.text))]
        if columns is not None:
            return [each for cell in kept for each in self._beside(cell, columns)]
        if len(words) > 1 or heading:
            kept = [cell for cell in kept if not self._is_unit(cell.text)]
        first = next((at for at, cell in enumerate(kept) if is_words(cell)), 0)
        return [cell for at, cell in enumerate(kept) if at >= first or not is_amount(cell.text)]

    @staticmethod
    def _beside(cell: GridCell, others: Mapping[int, str]) -> Iterator[GridCell]:
        """A cell, unless it holds a unit or a serial number; one among the units that has a digit belongs to the numbers beside it."""
        roles = {others.get(column) for column in range(cell.column, cell.column + cell.colspan)}
        if None in roles:
            yield cell
        elif "unit" in roles and any(char.isdigit() for char in cell.text):
            yield replace(cell, column=next(at for at in range(cell.column, max(others) + 2) if at not in others), colspan=1)

    def _is_unit(self, text: str) -> bool:
        known = self._table.units if self._table else frozenset()
        return "".join(text.split()) in known or self._heads["unit"].similarity(parse_label(text)) == 1

    def _is_heading(self, text: str) -> bool:
        label = parse_label(text)
        alike = max((name.similarity(label) for name in self._headings), default=0.0) if label.core else 0.0
        return alike >= _SURE and alike > max(name.similarity(label) for name in self._rows)

    def plain_tokens(self, tokens: Iterable[Token]) -> list[Token]:
        """The same for the pieces of a text."""
        if self._table is None:
            return list(tokens)
        found: list[Token] = []
        several = list(tokens)
        begins = False  # whether what began the line was left out
        for at, token in enumerate(several):
            before = next((each for each in reversed(found) if each.kind != BLANK), None)
            directly = found[-1] if found else None
            after = several[at + 1] if at + 1 < len(several) else None
            begins = begins or token.starts
            # Behind a number and before another it parts no rows: both are numbers of one.
            between = after is not None and after.kind == NUMBER
            unit = self._is_unit(token.text) and before is not None and (before.kind != NUMBER or between)
            stroke = _is_stroke(token.text) and directly is not None and self._is_heading(directly.text)
            if not (unit or stroke or self._is_serial(token, after)):
                found.append(replace(token, starts=begins))
                begins = False
        return found

    def _is_serial(self, token: Token, after: Token | None) -> bool:
        """Whether a number begins a line that goes on with words, or this is what stands over such numbers."""
        if token.kind == NUMBER:
            return token.starts and after is not None and not after.starts and after.kind not in (NUMBER, BLANK)
        return "serial" in self._heads and self._heads["serial"].similarity(parse_label(token.text)) == 1


def _is_stroke(text: str) -> bool:
    return is_blank(text) or all(char in _STROKES for char in "".join(text.split()))


def of_its_tables(notes: Iterable[Note], edition: Edition) -> list[Note]:
    """Remarks about a list, each of the table of the form that it is about: that of its cells, else that of the remark before."""
    last = next((table.key for table in edition.tables if table.layout == "indicators"), "")
    found = []
    for note in notes:
        if note.table == "indicators":
            last = edition.cell_by_key[note.cells[0]].table.key if note.cells else last
            note = replace(note, table=last)  # noqa: PLW2901
        found.append(note)
    return found


def unread_rows(edition: Edition, cells: Mapping[str, Cell]) -> Iterator[Note]:
    """Remarks on rows of a list that the document does not have, and on those in which no number could be read.

    No rule says so: which rows a list must have, and what must stand in them, is not known for certain.
    """
    refs = [ref for table in edition.tables if table.layout == "indicators" for ref in table.refs()]
    labels = Counter(ref.row.label for ref in refs)
    for kind, found in (
        ("align/rows-absent", [ref for ref in refs if ref.key not in cells]),
        ("align/rows-unread", [ref for ref in refs if ref.key in cells and cells[ref.key].state is CellState.TEXT]),
    ):
        shown = [ref.row.label if labels[ref.row.label] == 1 else f"{ref.table.label} {ref.row.label}" for ref in found[:_MOST_SHOWN]]
        rows = [phrase("align/named", text=text) for text in shown]
        rows += [phrase("align/more-rows", count=len(found) - _MOST_SHOWN)] if len(found) > _MOST_SHOWN else []
        if rows:
            place = next((cells[ref.key].place for ref in found if ref.key in cells), None)
            yield Note("remark", cells=tuple(ref.key for ref in found), place=place, said=phrase(kind, rows=rows))
