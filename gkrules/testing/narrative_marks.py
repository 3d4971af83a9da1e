"""Numbers inside a narrative that is still being put together, and what they are once it is whole."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

Kind = Literal["count", "share", "growth", "difference", "ratio", "none", "all"]

_DIGITS = "零一二三四五六七八九"
_OPEN, _THEN, _CLOSE = "\ue000", "\ue001", "\ue002"
_MARK = re.compile(f"{_OPEN}([0-9]{{1,6}}){_THEN}([^{_OPEN}{_CLOSE}]{{0,80}}){_CLOSE}")


@dataclass(frozen=True, slots=True)
class Told:
    """A claim that a narrative makes.

    Attributes:
        section: key of the section in whose text it stands.
        start, end: the characters of the number in that text; for ``none`` and ``all`` those of the words.
        value: the number (per cent for ``share`` and ``growth``); 0 for ``none`` and ``all``.
        cells: the cells whose sum is meant, those of last year with ``last_year.`` before them. For a share the cells of the part,
            for a comparison those of this year, for ``none`` and ``all`` the cells that are 0.
        kind: ``count``, ``share``, ``growth`` (per cent), ``difference`` (a count), ``ratio`` (times), ``none`` or ``all``.
        also: what the same words would say in another usage (受理 with or without what was carried in): true as well for a
            reader who does not know which.
    """

    section: str
    start: int
    end: int
    value: float
    cells: tuple[str, ...]
    kind: Kind
    also: tuple[float, ...] = ()


class Ledger:
    """The claims of a narrative in the order in which they were written, by marks around their numbers."""

    def __init__(self) -> None:
        self._claims: list[Told] = []

    def mark(self, text: str, value: float, cells: tuple[str, ...], kind: Kind, also: tuple[float, ...] = ()) -> str:
        """A number with marks around it; it may be moved about, repeated in no place, or dropped."""
        self._claims.append(Told("", 0, 0, value, cells, kind, also))
        return f"{_OPEN}{len(self._claims) - 1}{_THEN}{text}{_CLOSE}"

    def resolved(self, sections: Mapping[str, str]) -> tuple[dict[str, str], list[Told]]:
        """The texts without marks, and where their claims stand."""
        texts: dict[str, str] = {}
        told: list[Told] = []
        for section, marked in sections.items():
            parts, length, last = [], 0, 0
            for match in _MARK.finditer(marked):
                before = marked[last : match.start()]
                start = length + len(before)
                length, last = start + len(match[2]), match.end()
                parts += [before, match[2]]
                told.append(replace(self._claims[int(match[1])], section=section, start=start, end=length))
            texts[section] = "".join([*parts, marked[last:]])
        return texts, told


def chinese(value: int) -> str:
    """A whole number from 0 to 99 999 999 in Chinese numerals."""
    if value >= 10_000:
        high, low = divmod(value, 10_000)
        rest = chinese(low)
        # 十二 stands alone; behind 万 it is 零一十二.
        full = f"一{rest}" if rest.startswith("十") else rest
        return f"{chinese(high)}万" + ("" if not low else f"零{full}" if low < 1000 else full)
    text, pending = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, value = divmod(value, unit)
        if digit:
            text += ("零" if pending and text else "") + _DIGITS[digit] + name
            pending = False
        else:
            pending = True
    return (text.removeprefix("一") if text.startswith("一十") else text) or "零"


def chinese_decimal(text: str) -> str:
    """A number in figures, with or without decimals, in Chinese numerals: ``四十五点二``."""
    whole, _, decimals = text.partition(".")
    return chinese(int(whole)) + (f"点{''.join(_DIGITS[int(each)] for each in decimals)}" if decimals else "")


def wide(text: str) -> str:
    """Figures in full width."""
    return "".join(chr(ord(char) + 0xFEE0) if char.isascii() and char.isdigit() else char for char in text)
