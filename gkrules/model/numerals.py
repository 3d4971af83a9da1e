"""Numbers as texts write them: ``21``, ``1.2万``, ``一百二十三``, ``两``, ``百分之四十五``; and what counts sections, items and days."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

NUMBER = r"(?:[0-9]{1,12}(?:\.[0-9]{1,6})?[万亿]?|[〇零一二两三四五六七八九十百千万亿]{1,16})"
"""What can be a number, as a regular expression; `number` says whether it is one."""
PERCENTAGE = r"(?:[0-9]{1,6}(?:\.[0-9]{1,6})?%|百分之[0-9〇零一二两三四五六七八九十百点]{1,12})"
YEAR = r"(?:20[0-9]{2}|二[〇零][〇零一二三四五六七八九]{2})"
COUNTING = "一二三四五六七八九十"
"""The characters of numbers that count something: sections, items, months."""
COUNT = rf"[{COUNTING}]{{1,3}}"
"""Such a number, as a regular expression; `count` says whether it is one."""

_DIGITS = {char: value for value, chars in enumerate(("〇零", "一", "二两", "三", "四", "五", "六", "七", "八", "九")) for char in chars}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_GROUPS = {"万": 10**4, "亿": 10**8}


def number(text: str) -> int | float | None:
    """The value of a number; ``None`` if it is none (``十十``, ``两三``, a lone ``万``)."""
    if not text:
        return None
    if text[0].isascii():
        factor = _GROUPS.get(text[-1], 1)
        try:
            value = Decimal(text.rstrip("万亿")) * factor
        except InvalidOperation:
            return None
        return int(value) if value == value.to_integral_value() else float(value)
    if all(char in _DIGITS for char in text):
        # 二〇 and 二一 are digit by digit; 两三 is "two or three", and so is no number.
        plain = len(text) == 1 or "〇" in text or "零" in text
        return int("".join(str(_DIGITS[char]) for char in text)) if plain else None
    return _chinese(text)


def count(text: str) -> int | None:
    """The value of a number that counts something, up to 99, in either script; ``None`` if it is none, or a larger one."""
    value = number(text) if len(text) <= (2 if text.isascii() else 3) else None
    return value if isinstance(value, int) else None


def _chinese(text: str) -> int | None:
    total, rest = 0, text
    for group in ("亿", "万"):
        head, mark, tail = rest.partition(group)
        if mark:
            value = _below_ten_thousand(head)
            if not value:
                return None
            # 三万二 is 32 000, colloquial, and read as nothing rather than as 30 002.
            if len(tail) == 1 and tail not in ("万",):
                return None
            total, rest = total + value * _GROUPS[group], tail
    if not rest:
        return total
    value = _below_ten_thousand(rest)
    return None if value is None else total + value


def _below_ten_thousand(text: str) -> int | None:
    """``一千零二十``; ``None`` if it is not well-formed."""
    total, digit, last, zero = 0, None, 10_000, False
    for char in text:
        if char in _UNITS:
            unit = _UNITS[char]
            if digit is None and not (unit == 10 and total == 0 and not zero):
                return None
            if unit >= last or digit == 0:
                return None
            total, digit, last, zero = total + (1 if digit is None else digit) * unit, None, unit, False
        elif char in "〇零":
            if digit is not None or zero:
                return None
            zero = True
        elif char in _DIGITS:
            if digit is not None:
                return None
            digit = _DIGITS[char]
        else:
            return None
    if digit is None:
        return None if zero or not text else total
    # 一百二 means 120 in speech: not a number here.
    if last < 10_000 and last > 10 and not zero:
        return None
    return total + digit


def percentage(text: str) -> tuple[float, float] | None:
    """The value of a percentage and that of its last digit; ``None`` if it is none."""
    digits = text.removesuffix("%")
    if text.startswith("百分之"):
        whole, _, decimals = text.removeprefix("百分之").partition("点")
        value = 100 if whole == "百" else number(whole)
        places = [str(_DIGITS[char]) for char in decimals if char in _DIGITS]
        if value is None or len(places) < len(decimals):
            return None
        digits = f"{value}.{''.join(places)}" if places else str(value)
    try:
        exact = Decimal(digits)
    except InvalidOperation:
        return None
    return float(exact), 10.0 ** -len(digits.partition(".")[2])


def last_digit(text: str) -> float:
    """The value of the last digit that a number in figures shows; 1 for one in Chinese numerals."""
    digits = text.rstrip("万亿")
    return 10.0 ** -len(digits.partition(".")[2]) * _GROUPS.get(text[len(digits) :], 1) if text[:1].isascii() else 1.0


def year(text: str) -> int:
    """The value of a year in digits of either kind."""
    return int("".join(char if char.isascii() else str(_DIGITS[char]) for char in text))
