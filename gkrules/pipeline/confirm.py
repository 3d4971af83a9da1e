"""Numbers whose digits a narrow cell breaks over lines, confirmed by the equations of row and column.

``1`` over ``1`` is eleven, or two numbers of which one belongs elsewhere: the cell does not say, and `align` leaves it unread. Here it is
read as the joined number where the equations of the form say so: its row and its column, each with all other cells printed as numbers.
An equation has the cell once, so that only one value makes it hold, and no other reading of the digits can. Where one does not hold, an
error of the report may be the reason as well as another reading: the cell stays as it is, and the error is not covered up.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from gkrules.language.binding import BoundRule, bind
from gkrules.language.linear import standing_forms
from gkrules.model.cells import Cell, CellState
from gkrules.model.document import Notice
from gkrules.model.edition import CellRef, Edition
from gkrules.model.report import UNREAD_NOTES, Note, Report
from gkrules.rulefiles.rulebook import Rulebook
from gkrules.words import Phrase, as_read, phrase


@dataclass(frozen=True)
class LineEquation:
    """Σ factor · cell + constant == 0.

    Attributes:
        factors: by the key of the cell.
        constant: what is added.
        direction: ``row`` or ``column``: what its cells have in common.
    """

    factors: Mapping[str, int | float]
    constant: int | float
    direction: Literal["row", "column"]


def equations_of(rulebook: Rulebook, edition: Edition) -> list[LineEquation]:
    """The equations of an edition that always hold and whose cells stand in one row or in one column of a table.

    They are taken from the rules as these are written: compiling them takes pandera, which the process that reads must do without.
    """
    # Only these are bound: most rules say nothing of the kind, and binding them all takes longer than reading a page.
    rules = [rule for rule in rulebook.active(edition.key) if rule.when is None and "==" in rule.condition.text]
    names = rulebook.names(edition.key)
    return [each for rule in rules for each in _of_rule(bind(rule, names), edition)]


def _of_rule(bound: BoundRule, edition: Edition) -> Iterator[LineEquation]:
    for _, form in standing_forms(bound, edition):
        factors, constant = form.residual()
        refs = [edition.cell_by_key[key] for key in factors]
        rows = {(ref.table.key, ref.row.key) for ref in refs}
        columns = {(ref.table.key, ref.column.key) for ref in refs}
        if len(refs) > 1 and 1 in (len(rows), len(columns)):
            yield LineEquation(factors, constant, "row" if len(rows) == 1 else "column")


_MOST_DIGITS = 15  # more do not fit a float exactly
_MOST_SHOWN = 8
_DIGITS = frozenset("0123456789")


def with_wrapped(report: Report, rulebook: Rulebook) -> Report:
    """`report` with the wrapped numbers that equations confirm, and a remark that names them; itself where no number is wrapped.

    The others are unread: the document may well have a number there, so that it is no fault of the document that we have none.
    """
    candidates = _candidates(report)
    if not candidates:
        return report
    confirmed = _confirmed(report, candidates, equations_of(rulebook, report.edition))
    cells = {
        key: replace(cell, value=confirmed[key], state=CellState.NUMBER) if key in confirmed else cell for key, cell in report.cells.items()
    }
    remarks = (_remark(report, confirmed),) if confirmed else ()
    return replace(report, cells=cells, notes=(*report.notes, *remarks, *_unread(report, candidates.keys() - confirmed.keys())))


def joined(raw: str) -> int | None:
    """The number that a text of digits and line breaks is with its lines joined; ``None`` for any other text."""
    parts = [line.strip(" \t\r\u3000\u00a0") for line in raw.strip().split("\n")]
    whole = "".join(parts)
    # What begins with a zero is no number of several digits, but two numbers.
    if len(parts) < 2 or not all(parts) or not _DIGITS.issuperset(whole) or whole[0] == "0" or len(whole) > _MOST_DIGITS:
        return None
    return int(whole)


def _candidates(report: Report) -> dict[str, int]:
    """The cells that may be wrapped numbers. Not those of a row that was not read: which of its cells stands where is not known."""
    told = {key for note in report.notes for key in note.cells if note.kind in UNREAD_NOTES}
    cells = {
        key: value
        for key, cell in report.cells.items()
        if cell.state is CellState.TEXT and key not in told and (value := joined(cell.raw)) is not None
    }
    places = Counter(report.cells[key].place for key in cells)
    # One text for several cells is none of them; in a text dump all cells of a line have its place.
    alone = {key for key in cells if (place := report.cells[key].place) is None or place.kind == "text" or places[place] == 1}
    return {key: value for key, value in cells.items() if key in alone}


def _confirmed(report: Report, candidates: Mapping[str, int], equations: Sequence[LineEquation]) -> dict[str, int]:
    """Those of the candidates that a row and a column confirm, and no equation denies.

    What is confirmed counts as read in the next round: it may complete an equation of another. Where a column is narrow, all of its
    numbers are wrapped, and no equation has but one: then those are read that hold all together. In the end no equation with a
    confirmed cell may be broken.
    """
    by_cell = {key: [each for each in equations if key in each.factors] for key in candidates}

    def holding(values: Mapping[str, int]) -> dict[str, int]:
        kept = dict(values)
        while denied := {key for key in kept if not _holds(report, kept, by_cell[key])}:
            kept = {key: value for key, value in kept.items() if key not in denied}
        return kept

    found: dict[str, int] = {}
    while True:
        open_ = {key: value for key, value in candidates.items() if key not in found}
        fresh = {key: value for key, value in open_.items() if _holds(report, found | {key: value}, by_cell[key])}
        if not fresh:
            break
        found |= fresh
    found = holding(found)
    together = holding(candidates)
    return together if len(together) > len(found) else found


def _holds(report: Report, values: Mapping[str, int], equations: Sequence[LineEquation]) -> bool:
    """Whether the equations of a cell whose other cells are all read all hold, a row and a column among them."""
    directions = set()
    for equation in equations:
        terms = [(factor, _number(report.edition, report.cells, values, each)) for each, factor in equation.factors.items()]
        known = [(factor, number) for factor, number in terms if number is not None]
        if len(known) < len(terms):
            continue
        if sum(factor * number for factor, number in known) + equation.constant != 0:
            return False
        directions.add(equation.direction)
    return {"row", "column"} <= directions


def _number(edition: Edition, cells: Mapping[str, Cell], values: Mapping[str, int], key: str) -> int | float | None:
    """What a cell counts as; ``None`` where it is not read as a number. A blank is none: it may be what the cell lost."""
    if key in values:
        return values[key]
    cell = cells.get(key)
    if cell is not None and cell.state is not CellState.ABSENT:
        return cell.value
    # A document has a row or those that it replaces.
    ref = edition.cell_by_key[key]
    stand_ins = (row for row in ref.table.rows if ref.row.key in row.replaces)
    replaced = any(_is_there(cells, ref.table.cell(row.key, ref.column.key)) for row in stand_ins)
    return 0 if ref.optional or replaced else None


def _is_there(cells: Mapping[str, Cell], key: str) -> bool:
    return key in cells and cells[key].state is not CellState.ABSENT


def _unread(report: Report, keys: Collection[str]) -> Iterator[Note]:
    """For each row with cells that stay open, that these were not read."""
    rows: dict[str, list[str]] = {}
    for key in report.cells:
        if key in keys:
            rows.setdefault(key.rpartition(".")[0], []).append(key)
    for own in rows.values():
        ref = report.edition.cell_by_key[own[0]]
        yield Note("unread_row", ref.table.key, ref.row.label, ref.row.label, tuple(own), report.cells[own[0]].place)


def _remark(report: Report, confirmed: Mapping[str, int]) -> Note:
    refs = [report.edition.cell_by_key[key] for key in confirmed]
    left = len(refs) - _MOST_SHOWN
    said = phrase(
        "pipeline/digits-joined",
        cells=[_named(ref, number) for ref, number in zip(refs[:_MOST_SHOWN], confirmed.values(), strict=False)],
        # Chinese counts all of them there, English those that are left.
        more=phrase("pipeline/and-more", count=as_read(f"{len(refs)}", f"{left}")) if left > 0 else "",
    )
    notice = Notice("remark", said, report.cells[next(iter(confirmed))].place)
    return replace(Note.of(notice), cells=tuple(confirmed))


def _named(ref: CellRef, number: int) -> Phrase:
    row, column = as_read(ref.row.label, ref.row.en), as_read(ref.column.label, ref.column.en)
    return phrase("pipeline/number-of-cell", row=row, column=column, number=number)
