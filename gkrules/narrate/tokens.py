"""A sentence → tokens: the words of the lexicon, longest first, and the numbers with their marks."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from gkrules.model.claims import Lexicon
from gkrules.model.numerals import NUMBER, YEAR, number, percentage, year

_DECIMAL = r"[0-9]{1,12}(?:\.[0-9]{1,6})?"
_PERCENT = rf"{_DECIMAL}(?:%|个百分点)|百分之[0-9〇零一二两三四五六七八九十百点]{{1,12}}"
_TIMES = rf"(?:{_DECIMAL}|[〇零一二两三四五六七八九十百千万]{{1,12}})倍"
_TENTHS = r"[一二两三四五六七八九]成"
_DATE = rf"(?:{YEAR}年(?:度)?)(?:[0-9]{{1,2}}月(?:[0-9]{{1,2}}日)?)?|[0-9]{{1,2}}月(?:[0-9]{{1,2}}日)?|[0-9]{{1,2}}日"
_ORDINAL = rf"第{NUMBER}"
_LIST_MARK = r"（[一二三四五六七八九十]{1,3}）|[一二三四五六七八九十]{1,3}[是、]|（[0-9]{1,2}）"
_REMEMBERED = 200
_FIGURES = frozenset("0123456789.")
_NUMERIC = frozenset("0123456789〇零一二两三四五六七八九十百千万亿第（")

# Slots of letters that are looked up or looked for at the end of names, but are no words of a sentence.
_APART = frozenset(
    {"ending", "entry", "modifier", "of", "letters", "before_dispute", "after_none", "neutral", "outside", "inner", "through"}
)


@dataclass(frozen=True, slots=True)
class Token:
    """A word or number of a sentence.

    Attributes:
        start, end: where in the sentence.
        text: as the sentence has it.
        slots: the values that the lexicon gives it by slot; empty for a number.
        mark: of a number ``count``, ``percent``, ``times``, ``tenths`` or ``date``; empty for a word.
        value: of a number.
        digit: the value of the last digit that a number shows.
        unit: of a count.
        exact: whether a count is not ``20余件``.
        month, day: of a date, 0 where it has none; `value` is the year or 0.
    """

    start: int
    end: int
    text: str
    slots: Mapping[str, str] = field(default_factory=dict)
    mark: str = ""
    value: float = 0
    digit: float = 1
    unit: str = ""
    exact: bool = True
    month: int = 0
    day: int = 0

    def is_(self, slot: str, value: str = "") -> bool:
        """Whether the lexicon gives it this slot, and this value."""
        found = self.slots.get(slot)
        return found is not None and (not value or found == value)


class Tokenizer:
    """Finds the tokens of sentences, leftmost and then longest first, in linear time."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon

    @cached_property
    def _words(self) -> dict[str, Mapping[str, str]]:
        """The words that sentences have; what is only looked up is none."""
        return {word: slots for word, slots in self.lexicon.words.items() if not slots.keys() <= _APART}

    @cached_property
    def _sizes(self) -> dict[str, tuple[int, ...]]:
        """The lengths of the words that start with two letters, or are one, the longest first."""
        found: dict[str, set[int]] = {}
        for word in self._words:
            found.setdefault(word[:2], set()).add(len(word))
        alone = {word for word in self._words if len(word) == 1}
        ordered = {head: tuple(sorted(lengths, reverse=True)) for head, lengths in found.items()}
        return {head: lengths if len(head) == 1 or head[0] not in alone else (*lengths, 1) for head, lengths in ordered.items()}

    @cached_property
    def _numbers(self) -> list[re.Pattern[str]]:
        units = "|".join(map(re.escape, sorted(self.lexicon.units, key=len, reverse=True))) or r"\x00"
        return [re.compile(each) for each in (_PERCENT, _TIMES, _TENTHS, _DATE, _ORDINAL, _LIST_MARK, rf"{NUMBER}[余多]?(?:{units})")]

    @cached_property
    def _lengths(self) -> list[int]:
        return sorted({len(unit) for unit in self.lexicon.units}, reverse=True)

    def listed(self, slot: str, value: str) -> tuple[str, ...]:
        """The words with a value."""
        return self._by_value.get((slot, value), ())

    @cached_property
    def of_organs(self) -> tuple[str, ...]:
        """What names of organs end with."""
        return self.listed("ending", "organ") + self.listed("ending", "office")

    @cached_property
    def last_of_organs(self) -> frozenset[str]:
        """The last letters of `of_organs`."""
        return frozenset(ending[-1] for ending in self.of_organs)

    @cached_property
    def _by_value(self) -> dict[tuple[str, str], tuple[str, ...]]:
        found: dict[tuple[str, str], list[str]] = {}
        for word, slots in self.lexicon.words.items():
            for key in slots.items():
                found.setdefault(key, []).append(word)
        return {key: tuple(words) for key, words in found.items()}

    def tokens(self, text: str) -> tuple[Token, ...]:
        """The tokens of a sentence in their order; they do not overlap."""
        return self._cached(text)

    @cached_property
    def _cached(self) -> Callable[[str], tuple[Token, ...]]:
        # What a paragraph names first is looked for before it is read: its sentences are asked for twice.
        return lru_cache(maxsize=_REMEMBERED)(self._found)

    def _found(self, text: str) -> tuple[Token, ...]:
        found: list[Token] = []
        place, end = 0, len(text)
        sizes, words = self._sizes, self._words
        while place < end:
            head = text[place : place + 2]
            size = 0
            for length in sizes.get(head) or sizes.get(head[0], ()):
                if text[place : place + length] in words and place + length <= end:
                    size = length
                    break
            if head[0] in _NUMERIC:
                size = max(size, self._number(text, place))
            token = self._token(text[place : place + size], place, place + size) if size else None
            if token is not None:
                found.append(token)
            place += size or 1
        return tuple(
            token for place, token in enumerate(found) if not token.is_("only_before") or _leads(token, found[place + 1 : place + 2])
        )

    def _number(self, text: str, place: int) -> int:
        """The length of the longest number, date or mark of a list at a place; 0 if there is none, or it starts before."""
        if place and text[place - 1] in _FIGURES and text[place] in _FIGURES:
            return 0
        return max((match.end() - place for pattern in self._numbers if (match := pattern.match(text, place))), default=0)

    def _token(self, text: str, start: int, end: int) -> Token | None:
        slots = self._words.get(text)
        if slots is not None:
            return Token(start, end, text, slots)
        if text[0] in "第（" or text[-1] in "、是":
            return Token(start, end, text, {"filler": "mark"})
        if text.endswith("倍"):
            value = number(text[:-1])
            return None if value is None else Token(start, end, text, mark="times", value=value, digit=_last_digit(text[:-1]))
        if text.endswith("成"):
            value = number(text[:-1])
            return None if value is None else Token(start, end, text, mark="tenths", value=value * 10, digit=10)
        if text.endswith("个百分点"):
            return Token(start, end, text, {"filler": "points"})
        if text.endswith("%") or text.startswith("百分之"):
            read = percentage(text)
            return None if read is None else Token(start, end, text, mark="percent", value=read[0], digit=read[1])
        units = self.lexicon.units
        unit = next((text[-length:] for length in self._lengths if text[-length:] in units), "")
        if not unit:
            return _date(text, start, end)
        if units[unit] == "time":
            return Token(start, end, text, {"filler": "time"})
        digits = text.removesuffix(unit)
        value = number(digits.rstrip("余多"))
        if value is None:
            return None
        exact = digits[-1] not in "余多"
        return Token(start, end, text, mark="count", value=value, digit=_last_digit(digits), unit=unit, exact=exact)


def _leads(token: Token, following: Sequence[Token]) -> bool:
    """Whether what a word counts before follows at once: a year or the like, or a word with a slot."""
    slot = token.slots["only_before"]
    return any(each.start == token.end and (each.is_(slot) or (slot == "period" and each.mark == "date")) for each in following)


def _date(text: str, start: int, end: int) -> Token:
    head, mark, rest = text.partition("年")
    months = (rest.removeprefix("度") if mark else text).partition("月")
    month = int(months[0]) if months[1] else 0
    days = months[2] if months[1] else months[0]
    day = int(days.removesuffix("日")) if days.endswith("日") else 0
    return Token(start, end, text, mark="date", value=year(head) if mark else 0, month=month, day=day)


def _last_digit(text: str) -> float:
    digits = text.rstrip("万亿")
    if not text[:1].isascii():
        return 1.0
    return float(10.0 ** -len(digits.partition(".")[2]) * {"万": 10**4, "亿": 10**8}.get(text[len(digits) :], 1))


@lru_cache(maxsize=8)
def tokenizer_of(lexicon: Lexicon) -> Tokenizer:
    """The tokenizer of a lexicon, made once."""
    return Tokenizer(lexicon)
