"""Texts that are alike: the same passages in the reports of two organs, or in two years of one.

Texts are compared by the runs of a few letters that they consist of (shingles), after numbers are masked: last year's text with this
year's numbers is the same text. Which texts to compare is told by min-wise hashes of these runs in bands, so that no text is compared
with all others; what is said of two texts is counted on the runs themselves.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from gkrules.collection.organs import same_numbers
from gkrules.model.report import ALIKE_TEXT, Note, Report, SectionText
from gkrules.model.units import same_unit
from gkrules.words import Phrase, as_read, phrase

SECTIONS = ("overview", "problems", "other_matters")
"""The sections whose text an organ writes by itself."""
SHORTEST = 80
"""Letters that a text must have; what is shorter is alike because there is only one way to say it."""
SHARE = 0.6
"""How much of the shorter text must stand in the other."""
LONGEST_PASSAGE = 30
"""Letters that one common passage must have: phrases that every office uses are shorter."""

_RUN = 8
_BANDS, _ROWS = 32, 3
_MOST_LETTERS = 20_000
_MOST_IN_BUCKET = 8
_MOST_COMPARED = 16
_COPY = 0.95
_QUOTED = 40
_NUMBER = re.compile(r"[0-9]+(?:[.,][0-9]+)*")
_SENTENCE = re.compile(r"[^。；;\n]*[。；;\n]?")
# Sentences that the form or the notices ask for in these words.
_PRESCRIBED = re.compile(
    r"^(?:.{0,12}(?:无|没有|暂无)(?:其他|其它)?(?:需要|需|应当)?(?:报告|说明)的?(?:其他|其它)?(?:事项|情况|内容)"
    r"|.{0,40}(?:没有|未|无).{0,6}(?:收取|收费|产生).{0,12}(?:信息处理费|费用)"
    r"|.{0,60}《政府信息公开信息处理费管理办法》.{0,60}"
    r"|.{0,20}根据《?中华人民共和国政府信息公开条例》?.{0,60}(?:编制|公布|发布).{0,20}).?$"
)
Hashes = NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class Alike:
    """A section of a report that is much like that of an earlier one.

    Attributes:
        report, section: the later text, or the second of two for one year.
        other: the report with the earlier one.
        share: how much of the shorter text stands in the other, from 0 to 1.
        passage: the longest passage that both have, as the later one has it.
    """

    report: Report
    section: SectionText
    other: Report
    share: float
    passage: str


@dataclass(frozen=True, slots=True)
class _Text:
    report: Report
    section: SectionText
    hashes: Hashes


def alike(reports: Sequence[Report], others: Sequence[Report] = ()) -> list[Alike]:
    """The sections of `reports` that are much like one of an earlier report, among `reports` and `others`; the likest for each.

    Two documents of one report, for the same year and with the same numbers, are not compared.
    """
    mine = {id(report) for report in reports}
    every = sorted({id(report): report for report in (*others, *reports)}.values(), key=lambda report: report.year or 0)
    result: list[Alike] = []
    for key in SECTIONS:
        kept = _Kept()
        for text in _texts(every, key):
            bands = _bands(text.hashes)
            found = _likest(text, kept.near(bands))
            if found is not None and id(text.report) in mine:
                result.append(found)
            # A copy is represented by what it was copied from.
            if found is None or found.share < _COPY:
                kept.add(text, bands)
    return result


class _Kept:
    """The texts so far, by their bands."""

    def __init__(self) -> None:
        self._texts: list[_Text] = []
        self._buckets: dict[tuple[int, int], list[int]] = {}

    def near(self, bands: Sequence[tuple[int, int]]) -> Iterator[_Text]:
        """The texts that share most bands, so many of them at most."""
        shared = Counter(number for band in bands for number in self._buckets.get(band, ()))
        return (self._texts[number] for number, _ in shared.most_common(_MOST_COMPARED))

    def add(self, text: _Text, bands: Sequence[tuple[int, int]]) -> None:
        self._texts.append(text)
        for band in bands:
            bucket = self._buckets.setdefault(band, [])
            if len(bucket) < _MOST_IN_BUCKET:
                bucket.append(len(self._texts) - 1)


def _texts(reports: Sequence[Report], key: str) -> Iterator[_Text]:
    for report in reports:
        section = next((each for each in report.sections if each.key == key), None)
        letters = "" if section is None else _letters(section.text)[0]
        if section is not None and len(letters) >= SHORTEST:
            yield _Text(report, section, np.unique(_hashes(letters)))


def _likest(text: _Text, others: Iterator[_Text]) -> Alike | None:
    """The text that is most like this one, if one is; passages are looked for only where runs say that it is worth it."""
    shares = [(_share(text.hashes, other.hashes), other) for other in others]
    for share, other in sorted(shares, key=lambda each: -each[0]):
        if share < SHARE:
            break
        if _same_report(text.report, other.report):
            continue
        passage, letters = _longest_passage(text.section.text, other.section.text)
        if letters >= LONGEST_PASSAGE:
            return Alike(text.report, text.section, other.report, share, passage)
    return None


def _share(one: Hashes, other: Hashes) -> float:
    """How much of the shorter text stands in the other."""
    return len(np.intersect1d(one, other, assume_unique=True)) / min(len(one), len(other))


def _same_report(one: Report, other: Report) -> bool:
    """Whether they are documents of one report."""
    return one.year == other.year and bool(one.unit) and same_unit(one.unit, other.unit) and same_numbers(one, other)


def _letters(text: str) -> tuple[str, list[int]]:
    """The letters of a text that are compared, and where each stands: no punctuation, no prescribed sentence, numbers masked."""
    letters: list[str] = []
    places: list[int] = []
    for sentence in _SENTENCE.finditer(text[:_MOST_LETTERS]):
        if _PRESCRIBED.match(sentence.group().strip()[:200]):
            continue
        inside = _NUMBER.sub(lambda match: "#" + "\0" * (len(match.group()) - 1), _narrow(sentence.group()))
        for offset, letter in enumerate(inside):
            if letter == "#" or letter.isalnum():
                letters.append(letter)
                places.append(sentence.start() + offset)
    return "".join(letters), places


def _narrow(text: str) -> str:
    """`text` with narrow digits and letters, each where it stood."""
    if text.isascii():
        return text
    return "".join(narrow if len(narrow := unicodedata.normalize("NFKC", letter)) == 1 else letter for letter in text)


def _hashes(letters: str) -> Hashes:
    """A hash for each run of letters, in their order."""
    points = np.frombuffer(letters.encode("utf-32-le", "replace"), dtype=np.uint32).astype(np.uint64)
    windows = np.lib.stride_tricks.sliding_window_view(points, min(_RUN, len(points)))
    weights = _odd_numbers()[: windows.shape[1]]
    mixed = (windows * weights).sum(axis=1, dtype=np.uint64)
    mixed ^= mixed >> np.uint64(29)
    mixed *= np.uint64(0xBF58476D1CE4E5B9)
    result: Hashes = (mixed >> np.uint64(32)).astype(np.uint32)
    return result


def _bands(hashes: Hashes) -> list[tuple[int, int]]:
    """What near texts have in common: the least of the runs in several random orders, so many orders to a band."""
    multiply, add = _orders()
    least = np.empty(len(multiply), dtype=np.uint64)
    wide = hashes.astype(np.uint64)
    for number in range(len(multiply)):
        least[number] = ((wide * multiply[number] + add[number]) >> np.uint64(32)).min()
    rows = least.reshape(_BANDS, _ROWS)
    return [(number, hash(row.tobytes())) for number, row in enumerate(rows)]


@cache
def _orders() -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    random = np.random.default_rng(18)
    numbers: NDArray[np.uint64] = random.integers(0, 2**63, size=(2, _BANDS * _ROWS), dtype=np.uint64)
    return 2 * numbers[0] + 1, numbers[1]


@cache
def _odd_numbers() -> NDArray[np.uint64]:
    numbers: NDArray[np.uint64] = np.random.default_rng(81).integers(0, 2**63, size=_RUN, dtype=np.uint64)
    return 2 * numbers + 1


def _longest_passage(text: str, other: str) -> tuple[str, int]:
    """The longest passage of `text` that `other` has, too, and how many letters of it were compared."""
    letters, places = _letters(text)
    others, _ = _letters(other)
    first: dict[int, int] = {}
    for position, each in enumerate(_hashes(others).tolist()):
        first.setdefault(each, position)
    best = (0, 0)
    start = 0
    last: int | None = None
    runs = _hashes(letters).tolist()
    for position, each in enumerate(runs):
        there = first.get(each)
        if there is None or last is None or there != last + 1:
            start = position
        last = there
        if there is not None and position - start + _RUN > best[1] - best[0]:
            best = (start, position + _RUN)
    if not best[1]:
        return "", 0
    end = places[best[1]] if best[1] < len(places) else len(text)
    return text[places[best[0]] : end].strip(), best[1] - best[0]


def alike_notes(reports: Sequence[Report], others: Sequence[Report] = ()) -> list[tuple[Note, ...]]:
    """The remarks about each of `reports`, in their order."""
    notes: dict[int, list[Note]] = {}
    for each in alike(reports, others):
        section = each.report.edition.section_by_key[each.section.key]
        said = phrase(
            "collection/alike",
            section=as_read(section.heading, section.en),
            other=_named(each.other),
            share=round(100 * each.share),
            passage=" ".join(each.passage.split())[:_QUOTED],
        )
        notes.setdefault(id(each.report), []).append(Note(ALIKE_TEXT, said=said, place=each.section.place))
    return [tuple(notes.get(id(report), ())) for report in reports]


def _named(report: Report) -> Phrase:
    year = "" if report.year is None else phrase("collection/alike-year", year=report.year)
    return phrase("collection/alike-other", file=report.file, unit=report.unit, year=year)
