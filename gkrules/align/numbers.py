"""The text of a cell → its state and value. Blank, zero, "does not apply" and text are four different things."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from functools import lru_cache

from gkrules.model.cells import CellState

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
_COUNTERS = frozenset({"件", "项", "宗", "条", "个", "次", "份", "起", "件次"})
_MONEY = {"元": Decimal(1), "千元": Decimal(1000), "万元": Decimal(10_000), "百万元": Decimal(1_000_000), "亿元": Decimal(100_000_000)}


@lru_cache(maxsize=8192)  # most cells of most reports hold one of a few texts
def parse_cell(raw: str, column_type: str, unit: str) -> Parsed:
    """State, value in the column's unit, and whether other text stood around the number.

    A text that allows two readings (``12,34``, ``2 1``, a lone ``一``) is text: a wrong number is worse than none.
    """
    if any(char in _OVERRIDES for char in raw):
        return _text()
    shown = "".join(" " if _is_control(char) else char for char in raw if unicodedata.category(char) != "Cf").strip()
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
    match = _NUMBER.fullmatch(unicodedata.normalize("NFKC", shown.replace("\u2212", "-")))
    if not match:
        return None
    whole = match["whole"].replace(",", "").replace(" ", "")
    fraction = match["fraction"] or ""
    factor = _factor(match["rest"].strip(), column_type, unit)
    if factor is None or len(whole) + len(fraction) - bool(fraction) > _MOST_DIGITS:
        return None
    number = Decimal(match["sign"] + whole + fraction) * factor
    integral = number == number.to_integral_value() and (not fraction or factor != 1)
    return (int(number) if integral else float(number)) + 0, bool(match["rest"].strip())


def has_number(text: str) -> bool:
    """Whether `text` reads as a number by itself."""
    return parse_cell(text, "count", "")[0] is CellState.NUMBER


def is_blank(text: str) -> bool:
    """Whether nothing visible stands in `text`."""
    return parse_cell(text, "count", "")[0] is CellState.BLANK


def _factor(rest: str, column_type: str, unit: str) -> Decimal | None:
    """What the number is to be multiplied with for the text after it; ``None`` if that text may change its meaning."""
    match = _REMARK.fullmatch(rest)
    # 5(2): nobody can say what a remark without words means.
    if not match or (match["remark"] is not None and not any("\u4e00" <= char <= "\u9fff" for char in match["remark"])):
        return None
    written = match["unit"].strip()
    in_brackets = _REMARKED_UNIT.fullmatch("".join((match["remark"] or "").split()))
    if in_brackets and _is_unit(in_brackets["unit"]):
        written += in_brackets["unit"]
    if not written:
        return Decimal(1)
    if column_type != "amount":
        return Decimal(1) if written == unit or written in _COUNTERS else None
    money = _MONEY.get(written.removesuffix("整"))
    return money / _MONEY[unit] if money and unit in _MONEY else money and Decimal(1)


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
