"""Stored values → what the sheet shows for them."""

from __future__ import annotations

import datetime
import math
import re
from decimal import Decimal

NOT_CALCULATED = "（公式未计算）"
"""A formula whose result was never stored; it is not evaluated."""

_NUMBER = re.compile(r"[+-]?(?:[0-9]{1,400}(?:\.[0-9]{0,400})?|\.[0-9]{1,400})(?:[eE][+-]?[0-9]{1,4})?")
# The built-in formats that show a date or a time, with those of Chinese, Japanese and Korean Excel; 46 shows a length of time.
_DATES = frozenset({*range(14, 23), *range(27, 37), 45, 47, *range(50, 59)})
_LONGEST_FORMAT = 255
_LITERAL = re.compile(r'"[^"]*"|[\\_*].', re.DOTALL)
_ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
_BRACKETS = re.compile(r"\[[^\]]*\]")
_PARTS_OF_TIME = re.compile(r"[ymdhs]|a/p", re.IGNORECASE)
_DAY = 24 * 60 * 60 * 1000


def number_of(text: str) -> float | str:
    """A number as it is stored; what is none stays the text that it is."""
    value = float(text) if _NUMBER.fullmatch(text) else math.inf
    return value if math.isfinite(value) else text


def moment_of(text: str) -> datetime.datetime | str:
    """A date of ISO 8601; what is none stays the text that it is."""
    try:
        return datetime.datetime.fromisoformat(text)
    except ValueError:
        return text


def time_format(number: int, code: str | None = None) -> str:
    """``date`` or ``duration`` if a number format shows such, else an empty string. A built-in format needs no code."""
    if code is None:
        return "duration" if number == 46 else "date" if number in _DATES else ""
    positive = _LITERAL.sub("", code[:_LONGEST_FORMAT]).partition(";")[0]
    if _ELAPSED.search(positive):
        return "duration"
    return "date" if _PARTS_OF_TIME.search(_BRACKETS.sub("", positive)) else ""


def dated(value: float, time: str, *, since_1904: bool) -> object:
    """A number of days as the date, the time or the length of time that its format shows."""
    if not time:
        return value
    try:
        span = datetime.timedelta(milliseconds=round(value * _DAY))
        if time == "duration" or value < 0:
            return span if time == "duration" else value
        # 1900 was no leap year, but Lotus 1-2-3 had it so: up to its day 60, a day is another one.
        start = datetime.datetime(1904, 1, 1) if since_1904 else datetime.datetime(1899, 12, 31 if value < 60 else 30)  # noqa: DTZ001
        return start + span if value >= 1 else (start + span).time()
    except (OverflowError, ValueError):  # no calendar has such a day, or it is no number at all
        return value


def text_of(value: object) -> str:
    """What the sheet shows for a value: numbers with the fifteen digits that a spreadsheet keeps, and never with an exponent."""
    if isinstance(value, str):
        return value.replace("\r\n", "\n").replace("\r", "\n")
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        # 0.1 + 0.2 is stored as 0.30000000000000004, and shown as 0.3.
        return _plain(Decimal(f"{value:.15g}"))
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date().isoformat()
    if isinstance(value, datetime.datetime):
        return value.isoformat(" ")
    return value.isoformat() if isinstance(value, datetime.date | datetime.time) else str(value)


def _plain(number: Decimal) -> str:
    text = f"{number:f}" if number else "0"  # there is no minus zero on a sheet
    return text.rstrip("0").rstrip(".") if "." in text else text
