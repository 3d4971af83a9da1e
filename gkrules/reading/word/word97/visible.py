"""Which characters of a story its reader sees: fields show their results, and hidden or deleted text is gone."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field

from gkrules.reading.faults import too_deep
from gkrules.reading.word.word97.container import u16
from gkrules.reading.word.word97.formatting import C_DELETED, C_SPEC_VANISH, C_STYLE, C_SYMBOL, C_VANISH, Runs, Styles, sprms
from gkrules.reading.word.word97.text import Text

_BEGIN, _SEPARATE, _END = "\x13", "\x14", "\x15"
_NOT_AS_STYLE = 0x81


@dataclass(frozen=True, slots=True)
class Look:
    """What the modifiers of a run say about its text: whether it is hidden (0, 1, as its style or not), deleted, or a symbol."""

    vanish: int | None = None
    style: int | None = None
    deleted: bool = False
    symbol: bool = False


_PLAIN = Look()


def look(grpprl: bytes, before: Look = _PLAIN) -> Look:
    """What modifiers say of a run, on top of `before`."""
    vanish, style, deleted, symbol = before.vanish, before.style, before.deleted, before.symbol
    for sprm, operand in sprms(grpprl):
        if sprm == C_VANISH:
            vanish = operand[0]
        elif sprm == C_SPEC_VANISH:
            vanish = operand[0] if vanish is None else vanish
        elif sprm == C_STYLE:
            style = u16(operand, 0)
        elif sprm == C_DELETED:
            deleted = bool(operand[0])
        elif sprm == C_SYMBOL:
            symbol = True
    return Look(vanish, style, deleted, symbol) if (vanish, style, deleted, symbol) != (None, None, False, False) else _PLAIN


@dataclass(slots=True)
class Spans:
    """Consecutive characters of one look: where each begins, and how it looks. They cover the whole text."""

    starts: list[int] = field(default_factory=list)
    looks: list[Look] = field(default_factory=list)
    uncovered: bool = False


def spans_of(text: Text, runs: Runs) -> Spans:
    """The looks of all characters. `Text.end` is where the stories end; a guard may follow.

    Raises:
        DocumentError: ``damaged``.
    """
    known: dict[tuple[bytes, bytes], Look] = {}
    spans = Spans()

    def add(start: int, grpprl: bytes, modifier: bytes) -> None:
        found = known.get((grpprl, modifier))
        if found is None:
            found = known[grpprl, modifier] = look(modifier, look(grpprl))
        if not spans.looks or spans.looks[-1] != found:
            spans.starts.append(start)
            spans.looks.append(found)

    for piece in text.pieces:
        at = piece.start
        index = max(bisect_right(runs.starts, piece.offset) - 1, 0)
        while at < piece.end:
            place = piece.place(at)
            while index < len(runs.ends) and runs.ends[index] <= place:
                index += 1
            if index >= len(runs.starts) or runs.starts[index] > place:
                # Text without formatting is plain.
                spans.uncovered |= at < text.end
                limit = runs.starts[index] if index < len(runs.starts) else piece.place(piece.end)
                add(at, b"", piece.modifier)
            else:
                limit = runs.ends[index]
                add(at, runs.grpprls[index], piece.modifier)
            at = min(piece.end, at + max(1, -(-(limit - place) // piece.width)))
    return spans


class Visible:
    """The visible text of one story.

    Attributes:
        broken_fields: whether a field has no end; its text is then shown whole.
        deleted: whether text was left out because a tracked change deletes it.
    """

    def __init__(self, text: Text, story: tuple[int, int], spans: Spans, styles: Styles, deepest: int) -> None:
        self._deepest = deepest
        self._text = text.characters
        self._first = story[0]
        self._spans = spans
        self._styles = styles
        self.broken_fields: bool = False
        self.deleted: bool = False
        self._instructions = bytearray(story[1] - story[0])
        self._find_instructions(story)

    def look(self, position: int) -> Look:
        """How a character looks."""
        return self._spans.looks[bisect_right(self._spans.starts, position) - 1]

    def hidden(self, position: int, style: int) -> bool:
        """Whether a character is hidden in a paragraph of `style`."""
        return self._is_hidden(self.look(position), style)

    def text(self, start: int, end: int, style: int) -> str:
        """The visible characters from `start` to before `end` in a paragraph of `style`, surrogates and control characters included."""
        shown: list[str] = []
        index = bisect_right(self._spans.starts, start) - 1
        while start < end:
            after = self._spans.starts[index + 1] if index + 1 < len(self._spans.starts) else end
            stop = min(after, end)
            found = self._spans.looks[index]
            if found.deleted:
                self.deleted = True
            elif not found.symbol and not self._is_hidden(found, style):
                shown.append(self._without_instructions(start, stop))
            start, index = stop, index + 1
        return "".join(shown)

    def _without_instructions(self, start: int, end: int) -> str:
        first = self._first
        if self._instructions.find(1, start - first, end - first) < 0:
            return self._text[start:end]
        return "".join(self._text[position] for position in range(start, end) if not self._instructions[position - first])

    def _is_hidden(self, look_: Look, style: int) -> bool:
        if look_.vanish in {0, 1}:
            return look_.vanish == 1
        by_style = self._styles.hidden(look_.style) if look_.style is not None else None
        if by_style is None:
            by_style = self._styles.hidden(style)
        return not by_style if look_.vanish == _NOT_AS_STYLE else bool(by_style)

    def _find_instructions(self, story: tuple[int, int]) -> None:
        """Mark what stands between the beginning of a field and its result (or its end, if it has none)."""
        open_: list[tuple[int, bool]] = []  # where a field, or its result, begins
        first = self._first
        for position in range(*story):
            character = self._text[position]
            if character == _BEGIN:
                open_.append((position, False))
                if len(open_) > self._deepest:
                    raise too_deep("depth", self._deepest)
            elif character == _SEPARATE and open_ and not open_[-1][1]:
                begin, _ = open_.pop()
                self._instructions[begin - first : position - first + 1] = b"\x01" * (position - begin + 1)
                open_.append((position, True))
            elif character == _END and open_:
                begin, in_result = open_.pop()
                if not in_result:
                    self._instructions[begin - first : position - first + 1] = b"\x01" * (position - begin + 1)
        self.broken_fields = bool(open_)
