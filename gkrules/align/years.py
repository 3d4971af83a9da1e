"""Years in either script, and the statistical period that a report states."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from gkrules.align.characters import without_noise
from gkrules.model.numerals import COUNTING, count

YEAR = r"(?:[12][0-9]{3}|二[〇○零OО0][〇○零OО一二三四五六七八九]{2})"
_CHINESE_DIGITS = str.maketrans("〇○零Ｏ０О一二三四五六七八九", "000000123456789")
_NUMBER = rf"[0-9{COUNTING}]{{1,3}}"
_PERIOD = re.compile(
    rf"(?P<first>{YEAR})年(?P<month>{_NUMBER})月(?:(?P<day>{_NUMBER})日)?起?[，,]?(?:至|到|—+|-+|–+|－+|―+|~|～|─+)"
    rf"(?:(?P<last>{YEAR})年|当年|同年)?(?P<last_month>{_NUMBER})月(?:(?P<last_day>{_NUMBER})日)?"
)
_WORDS = ("统计期限", "统计时限", "统计时间", "统计周期", "统计区间", "统计期间", "所列数据", "报告期", "数据期限", "数据统计", "统计数据")


def year_of(text: str) -> int | None:
    """The first year in a text; ``None`` where it holds none, or one of another time."""
    match = re.search(YEAR, text)
    if not match:
        return None
    digits = match.group().translate(_CHINESE_DIGITS).replace("O", "0")
    return int(digits) if 1990 <= int(digits) <= 2199 else None


def compact(text: str) -> str:
    """Without white space and noise; digits and letters in half width, Chinese punctuation left alone."""
    return "".join(_half_width(char) for char in without_noise(text))


def _half_width(char: str) -> str:
    narrow = unicodedata.normalize("NFKC", char)
    return narrow if narrow.isascii() and narrow.isalnum() else char


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
    numbers = [count(match[name] or default) for name, default in (("month", ""), ("day", "1"), ("last_month", ""), ("last_day", "31"))]
    if None in numbers:
        return None
    month, day, last_month, last_day = (number or 0 for number in numbers)
    return month * 100 + day, last_month * 100 + last_day
