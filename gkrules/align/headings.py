"""Whether a line is the heading of a section: by its enumerator, and by the words of which it consists.

An edition says which words tell the subject of a section, which may stand beside them, and which may stand in any heading. A line is
a heading where these words, the years and the organ's name make up the whole of it: a sentence always says something more.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from gkrules.align.characters import folded, letters
from gkrules.align.labels import Label, Name, parse_label
from gkrules.model.edition import Edition, Section
from gkrules.model.numerals import COUNTING, count

LONGEST = 40
_ALIKE = 0.75  # the enumerator agrees as well, and the length: a slip or two
_NEARLY_SAME = 0.95
_MARKS = re.compile(r"^[#*>\-•●◆■□▪★☆]+|[#*]+$")  # how dumps mark a heading
_CHAPTER = re.compile(rf"第([{COUNTING}]|[0-9])(?:大?部分|章)[、.,:]?")
_NOTE = re.compile(r"(?<=..)\([^()]*\)$")  # a unit, a remark: says nothing of the subject
_PAGE = re.compile(r"(?<=[^0-9.·])[.·]{2,}[0-9]{1,3}$")  # of a list of contents
_YEAR = re.compile(r"(?:(?:19|20)[0-9]{2}|二[〇零o][〇零o一二三四五六七八九]{2})(?:年度|年)?", re.IGNORECASE)
_ORGAN = re.compile(r"[政府局委办厅部院处会心镇乡道村科队站社司署校所馆室区县市省行组园州盟旗位关级]$")
_AFTER_ORGAN = re.compile(r"政府信息|信息公开|政务公开|[0-9]{4}年|二[〇零]")
_WE = "我本全各"
_LONGEST_ORGAN = 25


@dataclass(frozen=True, slots=True)
class Recognised:
    """What a line is the heading of.

    `style` is that of its enumerator: ``part`` (一、), ``chapter`` (第一部分), ``group`` (（一）), ``item`` (1、), or empty. Where
    `sure` is false, only other headings of the same style can tell whether it is one: sub-headings may look the same.
    """

    key: str
    style: str
    sure: bool


@lru_cache(maxsize=16)
def headings_of(edition: Edition) -> Headings:
    """The headings of an edition, put together once."""
    return Headings(edition)


class Headings:
    """The headings of the sections of an edition."""

    def __init__(self, edition: Edition) -> None:
        self._sections = [_Words(section, number, edition.heading_words) for number, section in enumerate(edition.sections, 1)]
        self.recognise: Callable[[str], Recognised | None] = lru_cache(maxsize=2048)(self._recognise)

    def _recognise(self, text: str) -> Recognised | None:
        """The section that a line is the heading of."""
        plain = _plain(text[: 4 * LONGEST])
        if not plain:
            return None
        label, number = _enumerated(text, plain)
        if not label.kind:
            return self._bare(label)
        sure = label.kind in ("part", "chapter")
        best: tuple[float, str] | None = None
        for section in self._sections:
            agrees = section.number == number
            if not agrees and label.kind != "part":
                continue
            rank = section.rank(label, agrees=agrees)
            if rank and (best is None or rank > best[0]):
                best = rank, section.key
        return Recognised(best[1], label.kind, sure) if best else None

    def _bare(self, label: Label) -> Recognised | None:
        for section in self._sections:
            if label.core == section.name.official.core:
                return Recognised(section.key, "", True)
        found = [section.key for section in self._sections if section.consists(label.core)]
        return Recognised(found[0], "", False) if len(found) == 1 else None


@lru_cache(maxsize=2048)  # every edition asks for every line
def _plain(text: str) -> str:
    """A line that can be a heading, without what may stand around one; empty where it is too long, or more than a sentence."""
    plain = _MARKS.sub("", folded(text))
    if len(plain) > LONGEST or "。" in plain[:-1]:
        return ""
    return _NOTE.sub("", _PAGE.sub("", plain.rstrip("。")))


class _Words:
    """The words of the heading of one section."""

    def __init__(self, section: Section, number: int, common: tuple[str, ...]) -> None:
        self.key, self.number = section.key, number
        self.name = Name(section.heading, section.variants)
        self._words: dict[str, list[tuple[str, bool]]] = defaultdict(list)
        for words, says in ((section.says, True), (section.beside, False), (common, False)):
            for word in words:
                core = letters(folded(word))
                if core:
                    self._words[core[0]].append((core, says))

    def rank(self, label: Label, *, agrees: bool) -> float:
        """How much speaks for a line with an enumerator; 0 where it is not the heading."""
        alike = self.name.similarity(label)
        if not agrees:
            return alike if alike >= _NEARLY_SAME else 0.0
        if alike >= _ALIKE and (alike >= _NEARLY_SAME or self._as_long(label.core)):
            return alike + 0.1
        return _NEARLY_SAME if self.consists(label.core) else 0.0

    def _as_long(self, core: str) -> bool:
        return not re.search("[0-9]", core) and any(abs(len(own.core) - len(core)) <= 1 for own in self.name.labels)

    def consists(self, core: str) -> bool:
        """Whether the words make up the whole of a line, and one of them tells the subject."""
        open_: set[tuple[int, bool]] = {(start, False) for start in _starts(core)}
        for position in range(len(core)):
            for said in (False, True):
                if (position, said) in open_:
                    open_.update((end, said or says) for end, says in self._ends(core, position))
        return (len(core), True) in open_

    def _ends(self, core: str, position: int) -> Iterator[tuple[int, bool]]:
        for word, says in self._words.get(core[position], ()):
            if core.startswith(word, position):
                yield position + len(word), says
        year = _YEAR.match(core, position)
        if year:
            yield year.end(), False


def _starts(core: str) -> Iterator[int]:
    """Where the words can begin: at once, or after the name of the organ."""
    yield 0
    for end in range(2, min(len(core), _LONGEST_ORGAN)):
        if _ORGAN.search(core[:end]) and ((core[0] in _WE and end <= 4) or _AFTER_ORGAN.match(core, end)):
            yield end


def _enumerated(text: str, plain: str) -> tuple[Label, int]:
    """A line taken apart, and what its enumerator counts; 0 where it has none."""
    chapter = _CHAPTER.match(plain)
    if chapter:
        return Label(plain, "chapter", chapter[1], letters(plain[chapter.end() :])), count(chapter[1]) or 0
    parts = text.strip().split(maxsplit=1)
    if len(parts) == 2 and len(parts[0]) == 1 and parts[0] in COUNTING:
        # The blank is the only mark between enumerator and heading.
        return Label(plain, "part", parts[0], letters(plain[1:])), count(parts[0]) or 0
    label = parse_label(plain)
    return label, count(label.number) or 0
