"""The text of a cell → its state, value and unit. Blank, zero, "does not apply" and text are four different things."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from functools import lru_cache

from gkrules.model.cells import UNIT_IN_CELL, Cell, CellState
from gkrules.model.edition import Column
from gkrules.model.places import Place

Parsed = tuple[CellState, "int | float | None", bool]

_DASHES = frozenset("/\\-‐‑‒–—―−－﹣﹘⁃／＼⁄∕╱╲─━")
_OVERRIDES = frozenset("\u202d\u202e")  # they show digits in another order than they are stored
_DIGITS = frozenset("0123456789０１２３４５６７８９")
_MOST_DIGITS = 15  # more do not fit a float exactly
_LONGEST = 500

_NUMBER = re.compile(
    r"(?P<sign>[+-]?)"
    r"(?P<whole>[1-9][0-9]{0,2}(?:,[0-9]{3})+|[1-9][0-9]{0,2}(?: [0-9]{3})+|[0-9]+)"
    r"(?P<fraction>\.[0-9]+)?"
    r"(?P<rest>.*)",
    re.DOTALL,
)
_REMARK = re.compile(r"(?P<unit>[^()]*)(?:\((?P<remark>.*)\))?", re.DOTALL)
_REMARKED_UNIT = re.compile(r"(?:单位:?)?(?:人民币)?(?P<unit>[十百千万亿]*[^\W\d_]{1,2})")
_IN_BRACKETS = re.compile(r"\(([^()]*)\)")
_COUNTERS = frozenset({"件", "项", "宗", "条", "个", "次", "份", "起", "件次"})
_MONEY = {"元": Decimal(1), "千元": Decimal(1000), "万元": Decimal(10_000), "百万元": Decimal(1_000_000), "亿元": Decimal(100_000_000)}


def read_cell(raw: str, column: Column, place: Place | None = None, *, unit: str = "") -> Cell:
    """The cell of `column` that prints `raw`. `unit` is the one that its header names; one in the cell itself goes before it."""
    state, value, annotated = parse_cell(raw, column.type, column.unit)
    stated = column.unit == UNIT_IN_CELL and state is CellState.NUMBER
    return Cell(value, state, raw, place, annotated, (_unit_beside(raw) or unit) if stated else "")


def unit_in_label(label: str) -> str:
    """The unit of money that a label names in brackets: ``采购总金额（万元）``; empty if it names none."""
    for inside in _IN_BRACKETS.findall("".join(unicodedata.normalize("NFKC", label).split())):
        match = _REMARKED_UNIT.fullmatch(inside)
        if match and match["unit"] in _MONEY:
            return str(match["unit"])
    return ""


@lru_cache(maxsize=8192)  # most cells of most reports hold one of a few texts
def parse_cell(raw: str, column_type: str, unit: str) -> Parsed:
    """State, value in the column's unit, and whether other text stood around the number (a unit that belongs there is none).

    A text that allows two readings (``12,34``, ``2 1``, a lone ``一``) is text: a wrong number is worse than none.
    """
    if any(char in _OVERRIDES for char in raw):
        return _text()
    shown = _shown(raw)
    if not shown:
        return CellState.BLANK, None, False
    if all(char in _DASHES or char.isspace() for char in shown):
        return CellState.NOT_APPLICABLE, None, False
    number = _number(shown, column_type, unit)
    return _text() if number is None else (CellState.NUMBER, *number)


def _number(shown: str, column_type: str, unit: str) -> tuple[int | float, bool] | None:
    # NFKC would turn 5² into 52 and ① into 1, so foreign digits are refused before it.
    if len(shown) > _LONGEST or any(_is_foreign_digit(char) for char in shown):
        return None
    match = _match(shown)
    if not match:
        return None
    whole = match["whole"].replace(",", "").replace(" ", "")
    fraction = match["fraction"] or ""
    rest = match["rest"].strip()
    written = _written(rest)
    factor = None if written is None else _factor(written[0], column_type, unit)
    if written is None or factor is None or len(whole) + len(fraction) - bool(fraction) > _MOST_DIGITS:
        return None
    number = Decimal(match["sign"] + whole + fraction) * factor
    integral = number == number.to_integral_value() and (not fraction or factor != 1)
    annotated = written[1] if unit == UNIT_IN_CELL else bool(rest)
    return (int(number) if integral else float(number)) + 0, annotated


def has_number(text: str) -> bool:
    """Whether `text` reads as a number by itself."""
    return parse_cell(text, "count", "")[0] is CellState.NUMBER


def is_amount(text: str) -> bool:
    """Whether `text` reads as a number by itself, or as an amount of money with its unit."""
    return has_number(text) or parse_cell(text, "amount", UNIT_IN_CELL)[0] is CellState.NUMBER


def is_blank(text: str) -> bool:
    """Whether nothing visible stands in `text`."""
    return parse_cell(text, "count", "")[0] is CellState.BLANK


def _written(rest: str) -> tuple[str, bool] | None:
    """The unit behind a number, and whether there is a remark, too; ``None`` if the text may change the number's meaning."""
    match = _REMARK.fullmatch(rest)
    # 5(2): nobody can say what a remark without words means.
    if not match or (match["remark"] is not None and not any("\u4e00" <= char <= "\u9fff" for char in match["remark"])):
        return None
    written = match["unit"].strip()
    in_brackets = _REMARKED_UNIT.fullmatch("".join((match["remark"] or "").split()))
    if in_brackets and _is_unit(in_brackets["unit"]):
        return written + in_brackets["unit"], False
    return written, bool(match["remark"])


def _factor(written: str, column_type: str, unit: str) -> Decimal | None:
    """What a number in the unit `written` is to be multiplied with; ``None`` if the column cannot have that unit."""
    if not written:
        return Decimal(1)
    if column_type != "amount":
        return Decimal(1) if written == unit or written in _COUNTERS else None
    money = _MONEY.get(written.removesuffix("整"))
    return money / _MONEY[unit] if money and unit in _MONEY else money and Decimal(1)


@lru_cache(maxsize=1024)
def _unit_beside(raw: str) -> str:
    """The unit that stands behind the number in a cell; empty if none does."""
    match = _match(_shown(raw))
    written = _written(match["rest"].strip()) if match else None
    return written[0].removesuffix("整") if written else ""


def _shown(raw: str) -> str:
    """What a reader sees of a cell's text."""
    return "".join(" " if _is_control(char) else char for char in raw if unicodedata.category(char) != "Cf").strip()


def _match(shown: str) -> re.Match[str] | None:
    return _NUMBER.fullmatch(unicodedata.normalize("NFKC", shown.replace("\u2212", "-")))


def _is_unit(text: str) -> bool:
    bare = text.lstrip("十百千万亿")
    return bare == "元" or bare in _COUNTERS


def _is_control(char: str) -> bool:
    return unicodedata.category(char) == "Cc" and char not in "\n\r\t"


def _is_foreign_digit(char: str) -> bool:
    if char in _DIGITS:
        return False
    return unicodedata.category(char) in {"No", "Nd"} or any("0" <= part <= "9" for part in unicodedata.normalize("NFKC", char))


def _text() -> Parsed:
    return CellState.TEXT, None, False
