"""What a place in a paragraph is about: the topic, the year, and whether a narrower scope is open there."""

from __future__ import annotations

from dataclasses import dataclass, field

from gkrules.narrate.numerals import year
from gkrules.narrate.scanner import Scanner, Scope, spans

_CLAUSE_MARKS = "，；：。、"


@dataclass
class Context:
    """The state that one sentence leaves to the next.

    Attributes:
        topic: the topic named last.
        year: the year named last; ``None`` if none was.
        open: the scopes that are open.
    """

    topic: str = ""
    year: int | None = None
    open: frozenset[str] = frozenset()

    def of_heading(self) -> Context:
        """What a heading leaves to the paragraph under it."""
        return Context(topic=self.topic)


@dataclass
class SentenceContext:
    """A sentence with the topics, years and scopes in it."""

    scanner: Scanner
    text: str
    before: Context
    _topics: list[tuple[int, str]] = field(default_factory=list)
    _years: list[tuple[int, int]] = field(default_factory=list)
    _events: dict[str, list[tuple[int, int, bool]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.scanner.topics is not None:
            for match in self.scanner.topics.finditer(self.text):
                self._topics.append((match.start(), next(key for key, value in match.groupdict().items() if value is not None)))
        for match in self.scanner.years.finditer(self.text):
            if match["compared"] is None:
                self._years.append((match.start(), year(match["y"])))
        for key, scope in self.scanner.scopes.items():
            events = _events(scope, self.text)
            if events:
                self._events[key] = events

    @property
    def years(self) -> list[int]:
        """The years that the sentence names, but for those that it only compares with."""
        return [value for _, value in self._years]

    def topic(self, position: int) -> str:
        """The topic at a position."""
        return next((key for start, key in reversed(self._topics) if start < position), self.before.topic)

    def year(self, position: int) -> int | None:
        """The year at a position; ``None`` if none was named."""
        return next((value for start, value in reversed(self._years) if start <= position), self.before.year)

    def open(self, position: int) -> set[str]:
        """The scopes that are open at a position."""
        found = set(self.before.open) - set(self._events)
        for key, events in self._events.items():
            reach = self.scanner.scopes[key].words.reach
            last = next(((end, opens) for start, end, opens in reversed(events) if start < position), None)
            if last is None:
                found.update({key} & self.before.open)
            elif last[1] and not (reach == "clause" and any(mark in self.text[last[0] : position] for mark in _CLAUSE_MARKS)):
                found.add(key)
        return found

    def after(self) -> Context:
        """What the sentence leaves to the next one."""
        end = len(self.text) + 1
        lasting = {key for key in self.open(end) if self.scanner.scopes[key].words.reach == "paragraph"}
        return Context(self.topic(end), self.year(end), frozenset(lasting))


def _events(scope: Scope, text: str) -> list[tuple[int, int, bool]]:
    """Start and end of the words of a scope, and whether they open it."""
    opens = list(spans(scope.opens, text))
    if opens:
        never = list(spans(scope.never, text))
        opens = [(start, end) for start, end in opens if not any(start < stop and begin < end for begin, stop in never)]
    closes = list(spans(scope.closes, text))
    return sorted([(start, end, True) for start, end in opens] + [(start, end, False) for start, end in closes])
