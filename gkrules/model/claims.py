"""Claims: what a narrative can state about the cells of the form, and what one narrative does state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from gkrules.model.places import Place


@dataclass(frozen=True, slots=True)
class ClaimKind:
    """A kind of claim.

    Attributes:
        key: what rules call it (``claim of number``).
        values: the numbers that a statement of it consists of.
        cells: the names, in rules, of the cells that it speaks of.
        marks: what a row of the decision table must allow for it; empty if rows do not make it.
        finds: the group that its patterns must have; empty for none.
        absence: whether that nothing of it is said can be right or wrong too.
    """

    key: str
    values: tuple[str, ...] = ("stated",)
    cells: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    finds: str = ""
    absence: bool = False

    def before(self, name: str) -> bool:
        """Whether cells of a name are those of last year's report."""
        return name.endswith("before")

    def values_of(self, value: float, digit: float, direction: int) -> dict[str, float]:
        """The numbers of a statement that was read with a number, the value of its last digit, and a direction."""
        all_values = {"stated": value, "digit": digit, "direction": direction}
        return {name: all_values[name] for name in self.values}


NUMBER = ClaimKind("number", cells=("meant", "or_meant", "or_else_meant"), marks=("count", "none"))
AMOUNT = ClaimKind("amount", ("stated", "digit"), ("meant",), ("amount",))
PERCENTAGE = ClaimKind("percentage", ("stated", "digit"), ("part", "whole", "or_whole"), ("share",))
GROWTH = ClaimKind("growth", ("stated", "digit", "direction"), ("now", "before", "or_now", "or_before"), ("change",))
CHANGE = ClaimKind("change", ("stated", "direction"), ("now", "before", "or_now", "or_before"), ("change",))
LISTING = ClaimKind("listing", ("stated", "parts"))
SHARE = ClaimKind("share", ("stated", "digit", "part", "whole"))
HEADING = ClaimKind("heading", ("stated", "expected"))
REPETITION = ClaimKind("repetition")
YEAR = ClaimKind("year", finds="y")
PHRASE = ClaimKind("phrase", absence=True)
KINDS: dict[str, ClaimKind] = {
    each.key: each for each in (NUMBER, AMOUNT, PERCENTAGE, GROWTH, CHANGE, LISTING, SHARE, HEADING, REPETITION, YEAR, PHRASE)
}
"""The kinds of claims by key."""
MARKS: dict[str, ClaimKind] = {
    "count": NUMBER,
    "none": NUMBER,
    "amount": AMOUNT,
    "share": PERCENTAGE,
    "growth": GROWTH,
    "difference": CHANGE,
}
"""The kind that a mark of a number makes of a row of the decision table."""
ROW_MARKS: dict[str, tuple[str, ...]] = {
    "count": ("count",),
    "none": ("count", "none"),
    "amount": ("amount",),
    "share": ("share",),
    "growth": ("change",),
    "difference": ("change",),
}
"""What a row must allow for a mark of a number, one of them. Of what can be counted it can be said that there is none."""
SUFFIXES: dict[str, str] = {"number": "", "amount": "", "percentage": "_share", "growth": "_growth", "change": "_change"}
"""What the key of a claim adds to that of the row that makes it, by its kind."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A regular expression (RE2). `where` is its place, ``FILE:LINE``."""

    regex: str
    where: str = ""


@dataclass(frozen=True, slots=True)
class ClaimExample:
    """A sentence, and the number that the claim finds in it; ``None`` if it must find nothing; and where it stands in the file."""

    text: str
    value: float | None
    line: int = 0
    column: int = 0


@dataclass(frozen=True)
class Claim:
    """Something that narratives state, as a file of claims describes it, for one edition.

    Attributes:
        key: e.g. ``applications_denied``.
        label: what it is called, in each language.
        kind: one of `KINDS`.
        cells: by name, the cells that it speaks of.
        patterns: how it is worded, where no row of the decision table makes it.
        sections: where it is looked for; ``preamble`` is what stands before the first heading.
        unless: the sentence must not match this; empty for none.
        examples: sentences that it must, or must not, understand.
        row: the row of the decision table that makes it; ``None`` for none.
        file, line: where it stands.
    """

    key: str
    label: Mapping[str, str]
    kind: ClaimKind
    cells: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    patterns: tuple[Pattern, ...] = ()
    sections: tuple[str, ...] = ()
    unless: str = ""
    examples: tuple[ClaimExample, ...] = ()
    row: ClaimRow | None = None
    file: Path | None = None
    line: int = 0

    @property
    def without_number(self) -> bool:
        """Whether texts state it without a number only: 未收到申请, 均为维持."""
        return self.row is not None and self.row.marks == ("none",)


@dataclass(frozen=True)
class ClaimRow:
    """A row of the decision table: the slots of a segment, and what its number is about.

    Attributes:
        key: e.g. ``handled_total``.
        when: the slots that decide, and their values.
        marks: what can be said of it: ``count``, ``none``, ``share``, ``change``, ``amount``; see `ROW_MARKS`.
        while_zero: it is meant only where these cells are 0.
        where: its place, ``FILE:LINE``.
    """

    key: str
    when: frozenset[tuple[str, str]]
    marks: tuple[str, ...]
    while_zero: tuple[str, ...] = ()
    where: str = ""


@dataclass(frozen=True, eq=False)
class Lexicon:
    """The words of the clause grammar.

    Attributes:
        words: by word the values that it gives to slots.
        units: by unit of counting what it counts: ``form``, ``other`` or ``amount``.
    """

    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def values(self) -> dict[str, set[str]]:
        """By slot the values that words give to it."""
        found: dict[str, set[str]] = {}
        for slots in self.words.values():
            for slot, value in slots.items():
                found.setdefault(slot, set()).add(value)
        return found


@dataclass(frozen=True, eq=False)
class Claims:
    """All claims of an edition, and the words that they are worded in."""

    claims: tuple[Claim, ...] = ()
    lexicon: Lexicon = field(default_factory=Lexicon)
    files: tuple[Path, ...] = ()

    @cached_property
    def by_key(self) -> dict[str, Claim]:
        """The claims by key, in the order of their files."""
        return {claim.key: claim for claim in self.claims}

    @cached_property
    def by_slots(self) -> dict[frozenset[tuple[str, str]], dict[str, Claim]]:
        """The claims that rows of the decision table make: by the slots that decide, and the key of their kind."""
        found: dict[frozenset[tuple[str, str]], dict[str, Claim]] = {}
        for claim in self.claims:
            if claim.row is not None:
                found.setdefault(claim.row.when, {})[claim.kind.key] = claim
        return found


@dataclass(frozen=True, slots=True)
class Statement:
    """A claim that a narrative makes.

    Attributes:
        claim: key of the claim.
        values: its numbers by name; empty where there were more statements than are looked at.
        quote: the words that make it, shortened, as the document has them.
        place: where in the document.
        section: key of the section, ``preamble`` before the first.
        sentence: which sentence of the text, from 0.
        presumed: why its numbers are only presumed to be the report's, so that it counts only where the tables bear that out; else empty.
    """

    claim: str
    values: Mapping[str, float]
    quote: str
    place: Place | None = None
    section: str = ""
    sentence: int = -1
    presumed: str = ""
