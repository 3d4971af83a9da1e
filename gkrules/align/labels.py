"""Labels: an enumerator and a core, and how alike two of them are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz import fuzz

from gkrules.align.characters import folded, letters, without_noise
from gkrules.model.numerals import COUNT

_ENUMERATORS = (
    ("group", re.compile(rf"\(({COUNT}|[0-9]{{1,2}})\)[、.,]?")),
    ("part", re.compile(rf"({COUNT})[、.,:]")),
    ("item", re.compile(r"([0-9]{1,2})[、.,)](?![0-9])")),
)
_COUNTED = re.compile(r"\((?:单位:?)?(?:件|项|个|宗|条|次|份|件次)\)$")  # says what is counted, and nothing of what is meant
_KEPT = 1024  # texts per name whose similarity is remembered: the same few stand in most documents
_LONGEST = 300  # no label is longer; a cell that is holds body text


class Label(NamedTuple):
    """A label taken apart; a tuple, because labels are looked up all the time, and the hash of a tuple costs little.

    Attributes:
        shown: as the document prints it, without noise and white space.
        kind: of the enumerator: ``part`` (一、), ``group`` (（一）), ``item`` (1.) or empty.
        number: what the enumerator says.
        core: the rest, without punctuation and differences of width.
    """

    shown: str
    kind: str
    number: str
    core: str

    @property
    def enumerator(self) -> tuple[str, str]:
        """Kind and number together."""
        return (self.kind, self.number)

    def contradicts(self, other: Label) -> bool:
        """Whether both have an enumerator, and not the same."""
        return bool(self.kind and other.kind and self.enumerator != other.enumerator)


@lru_cache(maxsize=8192)
def parse_label(text: str) -> Label:
    """Take a label apart. A text without letters gives an empty core."""
    plain = _COUNTED.sub("", folded(text[:_LONGEST]))
    for kind, pattern in _ENUMERATORS:
        match = pattern.match(plain)
        if match and letters(plain[match.end() :]):
            return Label(without_noise(text), kind, match.group(1), letters(plain[match.end() :]))
    return Label(without_noise(text), "", "", letters(plain))


def is_official(official: str, label: Label) -> bool:
    """Whether `label` is the official one after width, spacing and punctuation are evened out."""
    own = parse_label(official)
    return label.core == own.core and not label.contradicts(own)


class Name:
    """The official label of something, with its known variants; nothing is like one that is `exact` but these."""

    def __init__(self, official: str, variants: Sequence[str] = (), *, exact: bool = False) -> None:
        self.text = official
        self._exact = exact
        self.official: Label = parse_label(official)
        self.labels: tuple[Label, ...] = (self.official, *(parse_label(variant) for variant in variants))
        self._cores = tuple(dict.fromkeys(label.core for label in self.labels))
        self._alike = lru_cache(maxsize=_KEPT)(self._compare)

    def similarity(self, label: Label) -> float:
        """From 0 to 1: how alike the cores are; enumerators do not count, so that they cannot hide a slip."""
        return self._alike(label.core) if label.core else 0.0

    def agreement(self, label: Label) -> float:
        """A small bonus for the same enumerator, a small malus for another one."""
        if not label.kind:
            return 0.0
        same_core = [own for own in self.labels if own.core == label.core] or [self.official]
        if any(own.enumerator == label.enumerator for own in same_core):
            return 0.1
        return -0.1 if all(own.contradicts(label) for own in same_core) else 0.0

    def _compare(self, core: str) -> float:
        if core in self._cores or self._exact:
            return float(core in self._cores)
        return max(fuzz.ratio(own, core) for own in self._cores) / 100
