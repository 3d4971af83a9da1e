"""The statistical period that a report states."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from gkrules.align.years import YEAR, compact, year_of

_CHINESE = "一二三四五六七八九"
_NUMBER = "[0-9一二三四五六七八九十]{1,3}"
_PERIOD = re.compile(
    rf"(?P<first>{YEAR})年(?P<month>{_NUMBER})月(?:(?P<day>{_NUMBER})日)?起?[，,]?(?:至|到|—+|-+|–+|－+|―+|~|～|─+)"
    rf"(?:(?P<last>{YEAR})年|当年|同年)?(?P<last_month>{_NUMBER})月(?:(?P<last_day>{_NUMBER})日)?"
)
_WORDS = ("统计期限", "统计时限", "统计时间", "统计周期", "统计区间", "统计期间", "所列数据", "报告期", "数据期限", "数据统计", "统计数据")


@dataclass(frozen=True, slots=True)
class Period:
    """First and last year of a period; `days` are its first and last day as month × 100 + day, as stated, where it is said for sure
    that the report's figures are of it. A day that is not stated is the first of the first month, and the last of the last."""

    years: tuple[int, int]
    days: tuple[int, int] | None = None


def period_in(preamble: Sequence[str], body: Sequence[str]) -> Period | None:
    """The period that a sentence on the report's figures states, else the first one before section one."""
    sentences = [(part, index < len(preamble)) for index, line in enumerate([*preamble, *body]) for part in re.split(r"[。；\n]", line)]
    fallback: Period | None = None
    for sentence, in_preamble in sentences:
        stated = any(word in "".join(sentence.split()) for word in _WORDS)
        if not (stated or in_preamble):
            continue
        match = _PERIOD.search(compact(sentence))
        if not match:
            continue
        first = year_of(match["first"])
        last = year_of(match["last"]) if match["last"] else first
        if first is None or last is None:
            continue
        if stated:
            return Period((first, last), _days(match))
        fallback = fallback or Period((first, last))
    return fallback


def _days(match: re.Match[str]) -> tuple[int, int] | None:
    numbers = [_number(match[name] or default) for name, default in (("month", ""), ("day", "1"), ("last_month", ""), ("last_day", "31"))]
    if None in numbers:
        return None
    month, day, last_month, last_day = (number or 0 for number in numbers)
    return month * 100 + day, last_month * 100 + last_day


def _number(text: str) -> int | None:
    """A number up to 99 in either script; ``None`` where the two are mixed, or it is too large for a day."""
    if text.isascii():
        return int(text) if text and len(text) <= 2 else None
    tens, ten, ones = text.partition("十")
    if not ten:
        return _CHINESE.find(text) + 1 if len(text) == 1 else None
    if any(len(part) > 1 or part not in _CHINESE for part in (tens, ones)):
        return None
    return 10 * (_CHINESE.find(tens) + 1 if tens else 1) + (_CHINESE.find(ones) + 1 if ones else 0)
