"""A narrative with one wrong number in it, or the tables that make words like 未收到 wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from random import Random

from gkrules.model.cells import Cell, CellState
from gkrules.model.report import Report
from gkrules.testing.narrative_marks import Told, chinese, chinese_decimal, wide

_ROUNDING = 3
"""A percentage or an amount is wrong for certain where it is off by so many units of its last digit."""
_VALUES = {char: value for value, chars in enumerate(("零", "一", "二两", "三", "四", "五", "六", "七", "八", "九")) for char in chars}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_MORE = 7


def falsified(texts: Mapping[str, str], told: Told, random: Random) -> dict[str, str]:
    """The texts with another number in the place of a claim's: a digit changed, or two transposed, in the same numerals.

    The number is wrong beyond rounding, and in each usage of the words.

    Raises:
        ValueError: the claim is one of kind ``none`` or ``all``, which has no number (see `falsified_tables`).
    """
    if told.kind in ("none", "all"):
        raise ValueError(f"no number to change in a claim of kind {told.kind}")
    text = texts[told.section]
    said = text[told.start : told.end]
    digits = _figures(said, told.value)
    choices = [each for each in _changed(digits) if _wrong(float(each), digits, told)]
    # A number of one digit whose neighbours are all true in some usage: there is always one far off.
    new = random.choice(choices) if choices else str(int(max(told.value, *told.also, 0)) + _MORE)
    return {**texts, told.section: f"{text[: told.start]}{_like(said, new, told)}{text[told.end :]}"}


def falsified_tables(report: Report, told: Told) -> Report | None:
    """A report whose tables contradict a claim of kind ``none`` or ``all``; within and across its rows all equations hold.

    Numbers are moved, so that as few others as may be are wrong too; ``None`` where that is not simple.
    """
    if told.kind not in ("none", "all") or any(key.startswith("last_year.") for key in told.cells):
        return None
    changes = _changes(report, told)
    if changes is None:
        return None
    cells = dict(report.cells)
    for key, more in changes.items():
        if key not in cells:
            return None
        value = (cells[key].value or 0) + more
        if value < 0:
            return None
        cells[key] = Cell(value, CellState.NUMBER, str(value), unit=cells[key].unit)
    return replace(report, cells=cells)


def _changes(report: Report, told: Told) -> dict[str, int] | None:
    """What is added to which cells."""
    table, row, column = told.cells[0].split(".")
    if table == "review_litigation":
        if told.kind == "none":
            return {f"{table}.{row}.upheld": _MORE, f"{table}.{row}.total": _MORE}
        row = next((each.split(".")[1] for each in told.cells if _holds(report, f"{table}.{each.split('.')[1]}.upheld")), row)
        return {f"{table}.{row}.upheld": -1, f"{table}.{row}.{column}": 1}
    if table == "regulations":
        return {f"{table}.{row}.issued": _MORE, f"{table}.{row}.in_force": _MORE}
    if table != "applications":
        return {told.cells[0]: _MORE}
    if column != "total":
        return _other_applicant(report, column)
    added = {"new": "carried_out", "carried_in": "carried_out", "carried_out": "carried_in"}
    if row in added:
        return {f"{table}.{each}.{kind}": _MORE for each in (row, added[row]) for kind in ("natural_person", "total")}
    named = {key.split(".")[1] for key in told.cells}
    moved = [row for row in _rows(report) if row not in named and row not in ("new", "carried_in", "handled_total", "carried_out")]
    for other in moved:
        for kind in ("natural_person", "business"):
            if _holds(report, f"{table}.{other}.{kind}") and f"{table}.{row}.{kind}" in report.cells:
                return {f"{table}.{each}.{what}": sign for each, sign in ((other, -1), (row, 1)) for what in (kind, "total")}
    return None


def _other_applicant(report: Report, column: str) -> dict[str, int] | None:
    """One application is that of an organisation instead of a person's, from the first row to the last."""
    for row in _rows(report):
        if row in ("new", "carried_in", "handled_total") or not _holds(report, f"applications.{row}.natural_person"):
            continue
        rows = ("new", row) if row == "carried_out" else ("new", row, "handled_total")
        return {f"applications.{each}.{kind}": sign for each in rows for kind, sign in (("natural_person", -1), (column, 1))}
    return None


def _holds(report: Report, key: str) -> bool:
    return key in report.cells and bool(report.cells[key].value)


def _rows(report: Report) -> list[str]:
    return list(dict.fromkeys(key.split(".")[1] for key in report.cells if key.startswith("applications.")))


def _figures(said: str, value: float) -> str:
    """A number as plain figures with as many decimals as it shows; two tenths (两成) are ``2``."""
    if said[0] in _VALUES or said[0] in _UNITS:
        _, point, decimals = said.partition("点")
        if len(said) == 1 and value != _VALUES.get(said, value):
            return str(_VALUES[said])
        return f"{int(value)}.{''.join(str(_VALUES[char]) for char in decimals)}" if point else str(int(value))
    return "".join(chr(ord(char) - 0xFEE0) if ord(char) > 0xFF00 else char for char in said).replace(",", "")


def _changed(digits: str) -> Iterator[str]:
    """Other numbers of as many digits: one is changed, or two neighbours are transposed."""
    for place, char in enumerate(digits):
        if not char.isdigit():
            continue
        for other in "0123456789":
            if other != char:
                yield f"{digits[:place]}{other}{digits[place + 1 :]}"
        if place + 1 < len(digits) and digits[place + 1].isdigit():
            yield f"{digits[:place]}{digits[place + 1]}{char}{digits[place + 2 :]}"


def _wrong(new: float, digits: str, told: Told) -> bool:
    scale = told.value / float(digits) if float(digits) else 1
    last = 10.0 ** -len(digits.partition(".")[2]) * scale
    apart = 1 if told.kind in ("count", "difference") and "." not in digits and told.value == int(told.value) else _ROUNDING * last
    if _amount(told):
        apart = _ROUNDING * last
    if told.kind == "ratio":
        apart = last
    padded = re.match(r"0[0-9]", f"{new:.0f}") is not None
    return new > 0 and not padded and all(abs(new * scale - each) >= apart * 0.999 for each in (told.value, *told.also))


def _amount(told: Told) -> bool:
    return told.cells[0].endswith(".amount")


def _like(said: str, new: str, told: Told) -> str:
    """A number in the numerals of another."""
    whole, point, decimals = new.partition(".")
    new = f"{int(whole)}{point}{decimals}"
    if said[0] in _VALUES or said[0] in _UNITS:
        return "两" if new == "2" and said == "两" else chinese_decimal(new) if point else chinese(int(new))
    if "," in said:
        return f"{int(new):,}"
    return wide(new) if ord(said[0]) > 0xFF00 else new
