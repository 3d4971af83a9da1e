"""Claims: what a narrative can state about the cells of the form, and what one narrative does state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from gkrules.model.places import Place

VALUES: dict[str, tuple[str, ...]] = {
    "number": ("stated",),
    "amount": ("stated", "digit"),
    "percentage": ("stated", "digit"),
    "growth": ("stated", "digit", "direction"),
    "change": ("stated", "direction"),
    "listing": ("stated", "parts"),
    "share": ("stated", "digit", "part", "whole"),
    "heading": ("stated", "expected"),
    "repetition": ("stated",),
    "year": ("stated",),
    "phrase": ("stated",),
}
"""The kinds of claims, and the numbers that a statement of each kind consists of."""

CELLS: dict[str, tuple[str, ...]] = {
    "number": ("meant", "or_meant", "or_else_meant"),
    "amount": ("meant",),
    "percentage": ("part", "whole", "or_whole"),
    "growth": ("now", "before", "or_now", "or_before"),
    "change": ("now", "before", "or_now", "or_before"),
}
"""The cells that claims of a kind speak of, by the names that they have in rules."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A regular expression (RE2). Where it has no number of its own, it states `says`. `where` is its place, ``FILE:LINE``."""

    regex: str
    says: float | None = None
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
        kind: one of `VALUES`.
        cells: by name (see `CELLS`), the cells that it speaks of.
        patterns: how it is worded.
        topic: what the text must be about; empty if that does not matter.
        topics: further topics that will do.
        sections: where it is looked for; ``preamble`` is what stands before the first heading.
        ignores: scopes that do not matter to it.
        unless: the sentence must not match this; empty for none.
        needs: the sentence must match this before the claim; empty for none.
        follows: claims one of which must be stated by the number before it in the same sentence.
        words: what the patterns of a kind with its own reading are made of, by name.
        examples: sentences that it must, or must not, understand.
        file, line: where it stands.
    """

    key: str
    label: Mapping[str, str]
    kind: str
    cells: Mapping[str, tuple[str, ...]]
    patterns: tuple[Pattern, ...]
    topics: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    ignores: tuple[str, ...] = ()
    unless: str = ""
    needs: str = ""
    follows: tuple[str, ...] = ()
    words: Mapping[str, str] = field(default_factory=dict)
    examples: tuple[ClaimExample, ...] = ()
    file: Path | None = None
    line: int = 0


@dataclass(frozen=True, slots=True)
class ScopeWords:
    """Words after which a claim is about something else than the whole report.

    Attributes:
        key: e.g. ``another_organ``.
        words: what opens the scope.
        closed_by: what closes it again; empty for nothing.
        never: wordings that only look like `words`.
        reach: how far it goes: ``clause``, ``sentence`` or ``paragraph``.
    """

    key: str
    words: str
    reach: str
    closed_by: str = ""
    never: str = ""


@dataclass(frozen=True, eq=False)
class Claims:
    """All claims of an edition, the scopes that they heed, and the topics that tell what a sentence is about."""

    claims: tuple[Claim, ...] = ()
    scopes: tuple[ScopeWords, ...] = ()
    topics: Mapping[str, str] = field(default_factory=dict)
    files: tuple[Path, ...] = ()

    @cached_property
    def by_key(self) -> dict[str, Claim]:
        """The claims by key, in the order of their files."""
        return {claim.key: claim for claim in self.claims}


@dataclass(frozen=True, slots=True)
class Statement:
    """A claim that a narrative makes.

    Attributes:
        claim: key of the claim.
        values: its numbers by name; empty where there were more statements than are looked at.
        quote: the sentence, shortened, as the document has it.
        place: where in the document.
    """

    claim: str
    values: Mapping[str, float]
    quote: str
    place: Place | None = None
