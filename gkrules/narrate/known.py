"""Whether all is known between a label and its number, and of what is counted."""

from __future__ import annotations

from collections.abc import Sequence

from gkrules.narrate.said import RECEIVED, Stop
from gkrules.narrate.scope import Scope
from gkrules.narrate.tokens import Token


class Known(Scope):
    """Looks for words that are not known: beside a label they stop it, in what is counted they leave it to the tables."""

    def _known_behind(self, number: Token) -> None:
        """Nothing unknown right behind a number whose label follows."""
        following = next((token for token in self.after), None)
        if following is None or following.start > number.end:
            gap = self.gap(number.end, min(number.end + 1, self.segment.end))
            if gap and not any(token.is_(slot) for token in self.after for slot in ("stage", "result", "applicant", "outcome")):
                self._unsure()

    def _known(self, number: Token, *, first: bool) -> None:
        """Nothing unknown between the label and its number."""
        if first:
            self._known_behind(number)
            return
        labels = [token for token in self.before if any(token.is_(slot) for slot in ("stage", "result", "applicant", "outcome", "object"))]
        last = labels[-1]
        if last.is_("bare", "bare") and last.is_("object") and self.gap(last.end, number.start):
            self._unsure()
            return
        if self.gap(last.end, number.start):
            modifier = self.text[number.start - 1] in self.listed("of", "of") and last.is_("stage")
            if not modifier:
                if not (
                    last.is_("stage") and last.slots["stage"] in (*RECEIVED, "processed") and len(self.gap(last.end, number.start)) > 1
                ):
                    raise Stop("unknown")
                self._unsure()
                return
        if last.is_("object"):
            self._known_object(last, labels)
        elif last.is_("stage") and not self.has("object"):
            # 收到三件工单 and 收到12件，: what is counted must be known.
            near = self.gap(number.end, number.end + 1) and bool(self.after) and self.after[0].start > number.end
            if near or (not self.after and self.gap(number.end, self.segment.end)):
                self._unsure()

    def _modifier(self, start: int, end: int) -> str:
        """What follows the last unknown letter before an object: the 规定的书面 of 符合条例规定的书面申请."""
        for place in range(end - 1, start - 1, -1):
            if self.gap(place, place + 1):
                return self.text[place + 1 : end] or self.text[place]
        return self.text[start:end]

    def _known_object(self, last: Token, labels: Sequence[Token]) -> None:
        """Nothing unknown before 申请, unless 的, 等 or 类 follows it."""
        before = [token for token in self.before if token.end <= last.start]
        start = before[-1].end if before else self.segment.start
        if last.is_("bare", "bare") and before and before[-1].end == last.start and before[-1].is_("object", "foreign"):
            self._unsure()
            return
        if (
            last.is_("bare", "bare")
            and self.gap(start, last.start)
            and self.text[last.start - 1] not in self.listed("modifier", "modifier")
        ):
            self._unsure()
            return
        stage = next((token for token in reversed(labels[:-1]) if token.is_("stage")), None)
        if stage is not None and stage.end < last.start and self.gap(stage.end, last.start):
            ends = {*self._modifier(stage.end, last.start), self.text[last.start - 1]}
            modified = not ends.isdisjoint(self.listed("modifier", "modifier")) or self.has("submit") or self.has("plural")
            asked = self.has("bare", "request")
            if not modified or not (self.disclosed or self.has("disclosure") or asked or not last.is_("bare")):
                self._unsure()
