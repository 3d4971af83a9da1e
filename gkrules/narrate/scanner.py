"""The patterns of an edition's claims, compiled: words that they must contain say which of them a sentence can match; in linear time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import re2

from gkrules.model.claims import Claim, Claims, Pattern, ScopeWords
from gkrules.model.errors import RuleError
from gkrules.narrate.numerals import YEAR

_MEMORY = 256 << 20
_YEAR = rf"(?P<compared>比|较|与|同|和|自|从|至|于)?(?P<y>{YEAR})年"


@dataclass(frozen=True)
class Rule:
    """A pattern of a claim, compiled when it is first needed. Of two that want the same number, the lower `rank` gets it."""

    claim: Claim
    pattern: Pattern
    rank: tuple[int, int]

    @cached_property
    def regex(self) -> Any:
        """The pattern."""
        return compiled(self.pattern.regex)

    @cached_property
    def unless(self) -> Any:
        """What the sentence must not match; ``None`` for nothing."""
        return compiled(self.claim.unless) if self.claim.unless else None

    @cached_property
    def needs(self) -> Any:
        """What the sentence must match before the claim; ``None`` for nothing."""
        return compiled(self.claim.needs) if self.claim.needs else None


@dataclass(frozen=True)
class Scope:
    """The words of a scope, compiled when they are first needed."""

    words: ScopeWords

    @cached_property
    def opens(self) -> Any:
        """What opens it."""
        return compiled(self.words.words)

    @cached_property
    def closes(self) -> Any:
        """What closes it; ``None`` for nothing."""
        return compiled(self.words.closed_by) if self.words.closed_by else None

    @cached_property
    def never(self) -> Any:
        """What only looks like it; ``None`` for nothing."""
        return compiled(self.words.never) if self.words.never else None


class Scanner:
    """Everything that is looked for in a sentence.

    Attributes:
        claims: the claims by key.
        rules: the patterns of the claims by their number in the filter.
        scopes: the scopes by key.
        topics: one regular expression with a group per topic.
        years: years, and whether something is compared with them.
    """

    def __init__(self, claims: Claims) -> None:
        self.claims = claims.by_key
        self.rules: dict[int, Rule] = {}
        self.scopes = {each.key: Scope(each) for each in claims.scopes}
        joined = "|".join(f"(?P<{key}>{words})" for key, words in claims.topics.items())
        self.topics = compiled(joined) if joined else None
        self.years = compiled(_YEAR)
        self._filter = re2.Filter()
        self._context: set[int] = set()
        for order, claim in enumerate(claims.claims):
            for number, pattern in enumerate(claim.patterns):
                self.rules[self._add(pattern.regex, f"{claim.key}, {pattern.where}")] = Rule(claim, pattern, (number, order))
        for scope in claims.scopes:
            for words in filter(None, (scope.words, scope.closed_by)):
                self._context.add(self._add(words, scope.key))
        for words in (joined, _YEAR):
            if words:
                self._context.add(self._add(words, "topics"))
        self._filter.Compile()

    def _add(self, regex: str, where: str) -> int:
        try:
            return int(self._filter.Add(regex, _options()))
        except re2.error as error:
            raise RuleError(
                "bad_pattern",
                zh=f"正文模式（{where}）不是 RE2 的正则表达式：{regex}",
                en=f"not a regular expression of RE2 ({where}): {regex}",
            ) from error

    def hits(self, text: str) -> tuple[list[Rule], bool]:
        """The patterns that a sentence matches, and whether it says anything about topic, year or scope."""
        found = self._filter.Match(text) or ()
        return [self.rules[number] for number in found if number in self.rules], any(number in self._context for number in found)


@lru_cache(maxsize=8)
def scanner_of(claims: Claims) -> Scanner:
    """The scanner for the claims of an edition, made once."""
    return Scanner(claims)


@lru_cache(maxsize=2048)
def compiled(regex: str) -> Any:
    """A compiled regular expression.

    Raises:
        re2.error: it is none that RE2 knows.
    """
    return re2.compile(regex, _options())


def _options() -> Any:
    options = re2.Options()
    options.max_mem = _MEMORY
    options.log_errors = False
    return options


def group_span(match: Any, name: str) -> tuple[int, int]:
    """Where a named group matched."""
    found: tuple[int, int] = match.span(match.re.groupindex[name])
    return found


def spans(regex: Any, text: str) -> Iterator[tuple[int, int]]:
    """Where a compiled pattern matches."""
    return (match.span() for match in regex.finditer(text)) if regex is not None else iter(())
