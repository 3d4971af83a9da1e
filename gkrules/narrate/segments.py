"""A sentence → segments: what stands between two marks, and at most one number with its label."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from gkrules.narrate.tokens import Token

_HARD = "，；：。！？!?（）"
_SOFT = "、"
LABELS = ("stage", "result", "outcome", "applicant", "object", "part_of")
_STARTS = ("stage", "result", "outcome", "applicant", "polarity", "period", "agent")


_COUNT = ("", "count")


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a sentence.

    Attributes:
        start, end: where in the sentence.
        tokens: its words and numbers.
        mark: the mark before it, ``、`` where two numbers are joined, empty where a verb of another stage starts it.
        depth: inside how many brackets it stands.
        closes: how many brackets were closed between the segment before and this one.
    """

    start: int
    end: int
    tokens: tuple[Token, ...]
    mark: str = ""
    depth: int = 0
    closes: int = 0
    _index: dict[tuple[str, str], Token] = field(init=False, repr=False, compare=False)
    _known: list[frozenset[int]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        # Each slot is asked for again and again.
        index: dict[tuple[str, str], Token] = {}
        for token in self.tokens:
            if token.mark == "count":
                index.setdefault(_COUNT, token)
            for slot, value in token.slots.items():
                index.setdefault((slot, ""), token)
                index.setdefault((slot, value), token)
        object.__setattr__(self, "_index", index)
        object.__setattr__(self, "_known", [])

    @property
    def known(self) -> frozenset[int]:
        """The places of letters that belong to its words and numbers."""
        if not self._known:
            self._known.append(frozenset(place for token in self.tokens for place in range(token.start, token.end)))
        return self._known[0]

    @property
    def number(self) -> Token | None:
        """Its first count."""
        return self._index.get(_COUNT)

    def first(self, slot: str, value: str = "") -> Token | None:
        """Its first word with a slot, and a value."""
        return self._index.get((slot, value))

    def has(self, slot: str, value: str = "") -> bool:
        """Whether it has a word with a slot, and a value."""
        return (slot, value) in self._index


def segments(text: str, tokens: Sequence[Token]) -> Iterator[Segment]:
    """The segments of a sentence in their order."""
    cut = _Cutter(text, tokens)
    for place, token in enumerate(tokens):
        cut.gap(token.start)
        cut.add(token, tokens[place + 1] if place + 1 < len(tokens) else None)
    cut.gap(len(text))
    cut.close("", len(text), len(text))
    yield from _joined(_labelled(cut.found))


def _labelled(found: Sequence[Segment]) -> list[Segment]:
    """With a label joined to the number before the brackets between them: 6件（占6.9%）无法提供."""
    result: list[Segment] = []
    skipped, closes = set[int](), 0
    for place, segment in enumerate(found):
        if place in skipped:
            closes += segment.closes
            continue
        if closes:
            segment, closes = replace(segment, closes=segment.closes + closes), 0  # noqa: PLW2901 - the brackets close here
        behind = _behind(found, place)
        if behind is not None:
            label = found[behind]
            skipped.add(behind)
            aside = Token(segment.end, label.start, "", {"filler": "aside"})
            segment = replace(segment, end=label.end, tokens=(*segment.tokens, aside, *label.tokens))  # noqa: PLW2901
        result.append(segment)
    return result


def _behind(found: Sequence[Segment], place: int) -> int | None:
    """Where the label of a number stands that brackets part from it; ``None`` if there is none."""
    segment = found[place]
    number = segment.number
    if number is None or number.end != segment.end or any(segment.has(slot) for slot in LABELS):
        return None
    for later in range(place + 1, len(found)):
        if found[later].depth <= segment.depth:
            label = found[later]
            named = any(label.has(slot) for slot in ("result", "outcome", "applicant", "stage"))
            inside = later > place + 1 and label.mark == "）" and label.depth == segment.depth
            return later if inside and named and label.number is None else None
    return None


def _joined(found: Sequence[Segment]) -> Iterator[Segment]:
    """With a number alone joined to the label before it: 予以公开：17件, 予以公开（含部分公开）133件, 收到申请，共12件."""
    for place, segment in enumerate(found):
        outer = next((each for each in reversed(found[:place]) if each.depth == segment.depth), None)
        head = _head(outer) if outer is not None and outer.number is None and _continues(segment) else ()
        if head and outer is not None:
            between = Token(head[-1].end, segment.start, "", {"filler": "aside"})
            yield replace(segment, start=outer.start, tokens=(*head, between, *segment.tokens))
            continue
        if outer is None or outer.number is not None or not _joins(outer, segment):
            yield segment
            continue
        inside = [each for each in found[:place] if each.start >= outer.end and each.depth > segment.depth]
        aside: list[Token] = []
        if inside:
            whole = len(inside) == 1 and inside[0].has("link", "among") and inside[0].number is None and inside[0].has("result")
            aside = [Token(outer.end, segment.start, "", {"filler": "aside"})] if not whole else list(inside[0].tokens)
        tokens = (*outer.tokens, *aside, *segment.tokens)
        yield replace(segment, start=outer.start, tokens=tokens, mark=outer.mark, closes=segment.closes)


def _head(outer: Segment) -> tuple[Token, ...]:
    """The label of a segment that tells of a share or a change: 新收申请数量增幅为8.3%，达到260件."""
    place = next(
        (place for place, token in enumerate(outer.tokens) if token.is_("mark") or token.mark in ("percent", "times", "tenths")), None
    )
    if place is None:
        return ()
    head = outer.tokens[:place]
    while head and (head[-1].is_("period", "last_year") or head[-1].is_("wording")):
        head = head[:-1]
    return head if any(token.is_(slot) for token in head for slot in LABELS) else ()


def _continues(segment: Segment) -> bool:
    """Whether it is a number with 为, 达到 or 共 and nothing else."""
    if segment.mark != "，" or not segment.tokens or segment.tokens[-1].mark != "count":
        return False
    words = segment.tokens[:-1]
    return bool(words) and words[0].start == segment.start and all(token.is_("wording") and not token.mark for token in words)


def _joins(outer: Segment, segment: Segment) -> bool:
    labelled = any(outer.has(slot) for slot in ("result", "outcome", "applicant", "stage", "object"))
    first = next((token for token in segment.tokens if not token.is_("period", "this_year")), None)
    if not labelled or first is None or any(segment.has(slot) for slot in LABELS):
        return False
    if segment.mark == "）":
        return first.start == segment.start or first.text == "的"
    counted = next((token for token in segment.tokens if token.mark), None)
    if (
        counted is None
        or counted.mark != "count"
        or any(not (token.is_("wording") or token.is_("period", "this_year")) for token in segment.tokens if token.start < counted.start)
    ):
        return False
    if segment.mark == "：":
        return first.start == segment.start
    opens = first.start == (segment.start if first is segment.tokens[0] else segment.tokens[0].end)
    return segment.mark == "，" and first.is_("wording", "total") and opens


class _Cutter:
    def __init__(self, text: str, tokens: Sequence[Token]) -> None:
        self.text, self.found = text, list[Segment]()
        self.numbers = [token.start for token in tokens if token.mark in ("count", "percent")]
        self.others = [token.start for token in tokens if token.is_("plural", "others")]
        self.at = self.start = self.depth = self.closes = 0
        self.mark = ""
        self.tokens: list[Token] = []

    def gap(self, end: int) -> None:
        """Pass over what is no token: marks cut."""
        if end <= self.at:
            return
        for place in range(self.at, end):
            char = self.text[place]
            if char in _HARD:
                self.close(char, place, place + 1)
                if char == "（":
                    self.depth += 1
                elif char == "）":
                    self.closes += 1 if self.depth else 0
                    self.depth = max(self.depth - 1, 0)
            elif char in _SOFT and self._lists(place):
                self.close(char, place, place + 1)
        self.at = max(end, self.at)

    def add(self, token: Token, following: Token | None) -> None:
        """Take a token into the segment, or let it begin the next one."""
        if self.tokens and self._cuts(token, following):
            self.close("、" if token.is_("joins") else "", token.start, token.end if token.is_("joins") else token.start)
        if not (token.is_("joins") and not self.tokens and self.start == token.end):
            self.tokens.append(token)
        self.at = token.end
        if token.is_("link", "of") and self._whole_of(token):
            self.close("", token.end, token.end)

    def close(self, mark: str, end: int, start: int) -> None:
        """End the segment at `end`; the next one begins at `start`."""
        if self.tokens or any(char not in _HARD for char in self.text[self.start : end]):
            self.found.append(Segment(self.start, end, tuple(self.tokens), self.mark, self.depth, self.closes))
            self.closes = 0
        if mark or self.tokens:
            self.mark = mark
        self.tokens, self.start = [], start

    def _lists(self, place: int) -> bool:
        """Whether 、 parts two numbers, and not two reasons of one: 3件因…、…等原因无法提供."""
        if not self._numbered() and not (self.mark == "）" and self.found and self.found[-1].depth > self.depth):
            return False
        end = next((at for at in range(place + 1, len(self.text)) if self.text[at] in _HARD), len(self.text))
        item = next((at for at in range(place + 1, end) if self.text[at] in _SOFT), end)
        if bisect_left(self.numbers, place) < bisect_left(self.numbers, item):
            return True
        return self._numbered() and bisect_left(self.others, place) == bisect_left(self.others, end)

    def _numbered(self) -> bool:
        return any(token.mark in ("count", "percent") for token in self.tokens)

    def _cuts(self, token: Token, following: Token | None) -> bool:
        """Whether a new segment starts at a token, without any mark before it."""
        if token.is_("link", "rises_to") or token.is_("link", "among"):
            return True
        number = next((place for place, each in enumerate(self.tokens) if each.mark in ("count", "percent")), None)
        if number is None:
            return False
        if token.is_("joins"):
            return following is None or following.start > token.end or not following.is_("period", "last_year")
        before, after = self.tokens[:number], self.tokens[number + 1 :]
        if token.mark in ("count",):
            return True
        # The comparand of a change: 比上年的16件.
        labelled = any(each.is_(slot) for each in before for slot in ("stage", "result", "outcome", "applicant"))
        if token.is_("mark", "share") and self.tokens[number].mark == "count":
            return labelled or any(each.is_(slot) for each in after for slot in LABELS)
        if token.is_("mark", "up") or token.is_("mark", "down") or token.is_("mark", "compare"):
            compared = any(each.is_("mark", "compare") for each in before) and self.tokens[number].mark == "count"
            if (
                compared
                and not token.is_("mark", "compare")
                and any(each.mark == "date" or each.is_("period", "last_year") for each in before)
            ):
                return True
            return labelled and not token.is_("light")
        if labelled and any(token.is_(slot) for slot in _STARTS):
            return not (token.is_("applicant") and token.is_("object"))
        return False

    def _whole_of(self, token: Token) -> bool:
        number = next((place for place, each in enumerate(self.tokens) if each.mark == "count"), None)
        if number is None or len(self.tokens) < 2:
            return False
        previous = self.tokens[-2]
        return previous.end == token.start and (previous.mark == "count" or previous.is_("object"))
