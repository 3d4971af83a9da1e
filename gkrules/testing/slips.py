"""Slips: the mistakes that people make when they fill in a report, put into a valid one, with what must be found then."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from random import Random
from types import NoneType
from typing import Any

from gkrules.compile.ruleset import Ruleset, ruleset_of
from gkrules.model.arguments import require, shown
from gkrules.model.cells import Cell, CellState
from gkrules.model.edition import CellRef
from gkrules.model.errors import UsageError
from gkrules.model.report import Report
from gkrules.testing.balance import Balance, Number, balance_of
from gkrules.testing.generate import number_text

# The rules that see a single cell, by the name of the fault; everything else that a slip causes is a broken equation.
_SEEN_IN_ONE_CELL = {"blank": "cell-blank", "sign": "count-negative"}


@dataclass(frozen=True, slots=True)
class Broken:
    """A finding that a slip must cause: the code of the rule, and the cells that the finding names, at least."""

    code: str
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Slipped:
    """A report with a slip in it.

    Attributes:
        slip: one of `SLIPS`.
        cell: key of the cell where it was made.
        report: the report with the slip; `original` is the one without.
        changes: by cell, the number before and after; ``None`` for a blank.
        expected: findings that the slip must cause. There may be more.
    """

    slip: str
    cell: str
    report: Report
    original: Report
    changes: Mapping[str, tuple[Number | None, Number | None]]
    expected: tuple[Broken, ...]

    def __repr__(self) -> str:
        return f"Slipped({self.slip!r}, {self.cell!r}, changes={dict(self.changes)!r}, report={self.report!r})"

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        printer.text(repr(self))


@dataclass(frozen=True)
class _Spot:
    """A cell of a report that a slip may be made in, and what stands around it."""

    report: Report
    ref: CellRef
    balance: Balance
    previous: Report | None
    amount: int

    @property
    def value(self) -> Number:
        return self.report.cells[self.ref.key].value or 0

    def along(self, *, down: bool) -> list[str]:
        """The numbers from this cell to the end of its row, or of its column, as they are printed."""
        table, row, column = self.ref.table, self.ref.row, self.ref.column
        if table.layout == "across":  # its rows stand side by side, in one line
            line = [table.cell(each.key, other.key) for each in table.rows for other in table.columns_of(each)]
            keys = [self.ref.key] if down else line[line.index(self.ref.key) :]
        elif down:
            keys = [table.cell(each.key, column.key) for each in table.rows_of(column) if table.rows.index(each) >= table.rows.index(row)]
        else:
            own = [each.key for each in table.columns_of(row)]
            keys = [table.cell(row.key, each) for each in own[own.index(column.key) :]]
        return [key for key in keys if key in self.report.cells and self.report.cells[key].value is not None]


Changes = dict[str, Number | None]


def _total_wrong(spot: _Spot) -> Changes:
    """A total is off by an amount."""
    is_total = any(equation.total == spot.ref.key for equation in spot.balance.equations)
    return {spot.ref.key: spot.value + spot.amount} if is_total else {}


def _shifted(spot: _Spot, *, down: bool) -> Changes:
    """The numbers from a cell on stand one place further; nothing stands in the cell, and the last number is lost."""
    keys = spot.along(down=down)
    values = [spot.report.cells[key].value or 0 for key in keys]
    return dict(zip(keys, [0, *values], strict=False)) if len(keys) > 1 else {}


def _of_digits(change: Callable[[str, int], str]) -> Callable[[_Spot], Changes]:
    """A slip in the digits of a whole number; the amount tells at which of the possible places."""

    def slip(spot: _Spot) -> Changes:
        if not isinstance(spot.value, int) or spot.value < 0:
            return {}
        text = str(spot.value)
        found = dict.fromkeys(int(changed) for at in range(len(text)) if (changed := change(text, at)) and not _padded(changed))
        others = [value for value in found if value != spot.value]
        return {spot.ref.key: others[spot.amount % len(others)]} if others else {}

    return slip


def _padded(text: str) -> bool:
    return len(text) > 1 and text.startswith("0")


def _transposed(text: str, at: int) -> str:
    return text[:at] + text[at : at + 2][::-1] + text[at + 2 :] if at + 1 < len(text) else ""


def _dropped(text: str, at: int) -> str:
    return text[:at] + text[at + 1 :]


def _doubled(text: str, at: int) -> str:
    return text[: at + 1] + text[at:]


def _sign(spot: _Spot) -> Changes:
    return {spot.ref.key: -spot.value}


def _swapped(spot: _Spot) -> Changes:
    """The numbers of a cell and of the next in its row are in each other's place; in a table of one column, the next below."""
    keys = spot.along(down=len(spot.ref.table.columns) == 1)[:2]
    return {keys[0]: spot.report.cells[keys[1]].value, keys[1]: spot.value} if len(keys) == 2 else {}


def _last_years(spot: _Spot) -> Changes:
    cell = spot.previous.cells.get(spot.ref.key) if spot.previous else None
    return {spot.ref.key: cell.value} if cell and cell.value is not None else {}


SLIPS: Mapping[str, Callable[[_Spot], Changes]] = {
    "total_wrong": _total_wrong,
    "column_shifted": lambda spot: _shifted(spot, down=False),
    "row_shifted": lambda spot: _shifted(spot, down=True),
    "digits_transposed": _of_digits(_transposed),
    "digit_dropped": _of_digits(_dropped),
    "digit_doubled": _of_digits(_doubled),
    "sign": _sign,
    "neighbours_swapped": _swapped,
    "last_years_value": _last_years,
    "blank": lambda spot: {spot.ref.key: None},
}
"""By name, how the slip changes the cells around the one that it is made in."""


def make_slip(
    report: Report,
    slip: str,
    *,
    cell: str | None = None,
    amount: int = 1,
    seed: int = 0,
    previous: Report | None = None,
    ruleset: Ruleset | None = None,
) -> Slipped:
    """A copy of a report with a slip that a rule must notice; the report itself stays as it is.

    Args:
        report: a report, best a valid one.
        slip: one of `SLIPS`.
        cell: key of the cell to make it in; by default one is drawn where it is noticed.
        amount: by how much a wrong total is off, and at which of the possible digits a slip of digits is made.
        seed: another number draws another cell.
        previous: last year's report, for ``last_years_value``.
        ruleset: by default the rules of this package.

    Raises:
        UsageError: there is no such slip, cell, or no place where the slip is noticed.
    """
    require("report", report, Report, "report")
    require("previous", previous, (Report, NoneType), "report")
    require("amount", amount, int, "number")
    require("cell", cell, (str, NoneType), "cell")
    if not isinstance(slip, str) or slip not in SLIPS:
        raise UsageError("testing/unknown_slip", slip=shown(slip), valid=list(SLIPS))
    if slip == "last_years_value" and previous is None:
        raise UsageError("testing/no_previous")
    rules = ruleset_of(ruleset)
    balance = balance_of(rules, report.edition)
    if cell is not None and cell not in report.cells:
        raise UsageError("testing/unknown_cell", cell=cell)
    keys = [cell] if cell is not None else _drawn(report, slip, seed)
    for key in keys:
        found = slip_at(report, slip, key, rules, balance, amount=amount, previous=previous)
        if found and (found.expected or cell is not None):
            return found
    if cell:
        raise UsageError("testing/slip_not_possible.in-cell", slip=slip, cell=cell)
    raise UsageError("testing/slip_not_possible.in-report", slip=slip)


def slip_at(
    report: Report, slip: str, key: str, ruleset: Ruleset, balance: Balance, *, amount: int = 1, previous: Report | None = None
) -> Slipped | None:
    """The slip in a cell; ``None`` if it changes nothing there."""
    cell = report.cells.get(key)
    if cell is None or cell.value is None:
        return None
    wanted = SLIPS[slip](_Spot(report, report.edition.cell_by_key[key], balance, previous, amount))
    changes = {each: (report.cells[each].value, value) for each, value in wanted.items() if value != report.cells[each].value}
    if not changes:
        return None
    cells = {**report.cells, **{each: _cell(report.cells[each], value) for each, (_, value) in changes.items()}}
    slipped = replace(report, cells=cells)
    return Slipped(slip, key, slipped, report, changes, _expected(report, slipped, slip, key, changes, balance, ruleset))


def _drawn(report: Report, slip: str, seed: int) -> list[str]:
    """The cells with a number in a drawn order, those that are not 0 first."""
    random = Random(f"{slip} {seed}")  # noqa: S311 -- a choice, not a secret
    keys = [key for key in report.edition.cell_by_key if key in report.cells and report.cells[key].value is not None]
    random.shuffle(keys)
    return sorted(keys, key=lambda key: not report.cells[key].value)


def _cell(before: Cell, value: Number | None) -> Cell:
    if value is None:
        return Cell(None, CellState.BLANK, "", before.place)
    return Cell(value, CellState.NUMBER, number_text(value), before.place, unit=before.unit)


def _expected(
    report: Report, slipped: Report, slip: str, key: str, changes: Collection[str], balance: Balance, ruleset: Ruleset
) -> tuple[Broken, ...]:
    """The equations that hold without the slip and not with it, and the rule that sees the cell itself."""
    active = {rule.name: rule.code for rule in ruleset.active(report.edition.key)}
    alone = active.get(_SEEN_IN_ONE_CELL.get(slip, ""))
    seen = [Broken(alone, (key,))] if alone and _is_seen(slip, slipped, key) else []
    for equation in balance.equations:
        if not any(each in changes for each in equation.factors):
            continue
        before, after = ([one.cell(each).value for each in equation.factors] for one in (report, slipped))
        if None in before or None in after:
            continue
        held, holds = (not equation.residual(_numbers(one, equation.factors)) for one in (report, slipped))
        if held and not holds:
            seen.append(Broken(equation.code, tuple(equation.factors)))
    return tuple(seen)


def _is_seen(slip: str, slipped: Report, key: str) -> bool:
    value = slipped.cells[key].value
    return slip == "blank" or (slipped.edition.cell_by_key[key].column.type != "change" and value is not None and value < 0)


def _numbers(report: Report, keys: Mapping[str, Number]) -> dict[str, Number]:
    return {key: report.cell(key).value or 0 for key in keys}
