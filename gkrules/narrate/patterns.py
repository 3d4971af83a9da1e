"""Claims that patterns find: phrases and years, in linear time.

Words that a pattern must contain say which of them a sentence can match.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import re2

from gkrules.model.claims import YEAR, Claim, Claims
from gkrules.model.errors import RuleError
from gkrules.model.numerals import year
from gkrules.rulefiles.patterns import compiled, options


class Patterns:
    """The patterns of the claims of an edition."""

    def __init__(self, claims: Claims) -> None:
        self._of: dict[int, tuple[Claim, str]] = {}
        self._filter = re2.Filter()
        for claim in claims.claims:
            for pattern in claim.patterns:
                self._of[self._add(pattern.regex, f"{claim.key}, {pattern.where}")] = claim, pattern.regex
        self._filter.Compile()

    def _add(self, regex: str, where: str) -> int:
        try:
            return int(self._filter.Add(regex, options()))
        except re2.error as error:
            raise RuleError("narrate/bad_pattern", pattern=where, regex=regex) from error

    def found(self, text: str, section: str) -> Iterator[tuple[Claim, float, int]]:
        """The claims that a sentence of a section makes, the number of each, and where."""
        for number in (self._filter.Match(text) or ()) if self._of else ():
            claim, regex = self._of[number]
            if section not in claim.sections or (claim.unless and compiled(claim.unless).search(text) is not None):
                continue
            match = compiled(regex).search(text)
            if match is not None:
                yield claim, year(match["y"]) if claim.kind is YEAR else 1, match.start()


@lru_cache(maxsize=8)
def patterns_of(claims: Claims) -> Patterns:
    """The patterns of the claims of an edition, compiled once."""
    return Patterns(claims)
