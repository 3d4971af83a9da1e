"""Shares, and changes on last year."""

from __future__ import annotations

from collections.abc import Mapping

from gkrules.narrate.counts import Counts
from gkrules.narrate.said import DISPUTES, RECEIVED, Stop
from gkrules.narrate.segments import Segment
from gkrules.narrate.tokens import Token


class Changes(Counts):
    """Reads 占60%, 同比增长8%, 是上年的3倍."""

    # It reads a label's segment and words for a while: type checkers ask that what a subclass sets is declared there, too.
    segment: Segment
    before: tuple[Token, ...]
    after: tuple[Token, ...]

    def _of_mark(self) -> None:
        frame = self.frame
        token = self.percent
        up, down = self.segment.first("mark", "up"), self.segment.first("mark", "down")
        if up is not None or down is not None or (token is not None and token.mark == "times"):
            self._change(token, up, down)
        elif token is not None and self.number is not None and token.mark != "times" and self.number.end <= token.start:
            self._count(self.number)
            self._share(token)
        elif token is not None:
            self._share(token)
        del frame

    def _share(self, token: Token) -> None:
        frame = self.frame
        self._in_scope()
        rate = self.segment.first("mark", "rate")
        share = self.segment.first("mark", "share")
        self._exact(token)
        if self.has("sibling") and self.has("result"):
            raise Stop("sibling")
        if rate is not None:
            self._rate(token, rate)
            return
        bracketed = not self.gap(self.segment.start, token.start) and not [
            t for t in self.segment.tokens if t.start < token.start and not t.is_("wording")
        ]
        if share is None and not bracketed:
            raise Stop("mark")
        if share is not None:
            if any(each.is_("doubt", "about") and each.end == share.start for each in self.segment.tokens):
                raise Stop("doubt")
            self._of_the_whole(share, token)
        labels = [
            t for t in self.segment.tokens if t.start < (share or token).start and any(t.is_(s) for s in ("result", "outcome", "applicant"))
        ]
        if self.number is not None and self.reading.said:
            slots: Mapping[str, str] = self.reading.said[-1].slots
        elif labels:
            self._unit_free()
            slots = self._labelled((share or token).start)
        elif self.segment.closes and self.text[self.segment.start] in self.listed("of", "of"):
            slots = self._before_brackets()
        elif any(t.is_(s) for t in self.segment.tokens if t.start < (share or token).start for s in ("stage", "object", "part_of")) or (
            self.gap(self.segment.start, (share or token).start)
        ):
            raise Stop("label")
        elif self.has("wording", "total"):
            slots = self._both()
        elif frame.last is not None and frame.last.known and self.earlier:
            slots = frame.last.slots
        else:
            raise Stop("label")
        self._say(slots, "share", token.value, token, digit=token.digit)

    def _both(self) -> dict[str, str]:
        """予以公开861件、部分公开104件，合计占51.3%: of the two together."""
        told = [said.slots["result"] for each in self.earlier for said in each.said if "result" in said.slots and said.mark == "count"]
        if len(told) != 2 or self.object != "application":
            raise Stop("label")
        return {"object": "application", "result": "+".join(sorted(told))}

    def _of_the_whole(self, share: Token, token: Token) -> None:
        """占自然人申请的20%: of a part, or of something that is not known."""
        for each in self.segment.tokens:
            if not share.end <= each.start < token.start:
                continue
            sibling = any(each.is_(slot) for slot in ("result", "outcome", "applicant", "part_of", "agent"))
            if sibling or (each.is_("object") and each.slots["object"] not in (self.frame.object, "application")):
                raise Stop("whole")
        if self.gap(share.end, token.start).strip(self._letters()):
            raise Stop("whole")

    def _before_brackets(self) -> dict[str, str]:
        """不予处理（…）的占15%: the label stands before the brackets."""
        outer = next((each.segment for each in reversed(self.earlier) if each.segment.depth == self.segment.depth), None)
        if outer is None or outer.number is not None:
            raise Stop("label")
        self._unit_free()
        own = self.segment
        self.segment = outer
        try:
            return self._labelled(outer.end)
        finally:
            self.segment = own

    def _unit_free(self) -> None:
        if self.frame.subset or (self.has("part_of") and not self.has("plural")):
            raise Stop("part_of")

    def _labelled(self, end: int) -> dict[str, str]:
        """The slots of a label without a number."""
        before = [token for token in self.segment.tokens if token.end <= end]
        self.before = tuple(before)
        self.after = ()
        if self.object in DISPUTES:
            outcomes = self.values("outcome", before)
            if len(outcomes) != 1:
                raise Stop("outcome")
            self._linked()
            return {"object": self.object, "outcome": outcomes[0]}
        if self.object != "application":
            raise Stop("object")
        results = self._results()
        last = before[-1]
        labels = [token for token in before if token.is_("result") or token.is_("applicant") or token.is_("object")]
        if labels and self.gap(labels[-1].end, end).strip(self._letters()) and not last.is_("submit"):
            raise Stop("unknown")
        if results:
            return {"object": "application", "result": self._widened(results)}
        applicants = self.values("applicant", before)
        if len(applicants) != 1 or any(t.is_("stage") and t.slots["stage"] not in RECEIVED for t in before):
            raise Stop("applicant")
        return {"object": "application", "applicant": applicants[0]}

    def _rate(self, token: Token, rate: Token) -> None:
        outcomes = [each for each in self.segment.tokens if each.is_("outcome") and each.end == rate.start]
        if outcomes and self.object in DISPUTES and not self.gap(rate.end, token.start):
            self._linked()
            self._say({"object": self.object, "outcome": outcomes[0].slots["outcome"]}, "share", token.value, token, digit=token.digit)
        elif rate.is_("rate", "concluded") and token.value == 100 and self.object == "application" and not self.gap(rate.end, token.start):
            if self.frame.subset or (self.frame.last and self.frame.last.slots.get("stage") in ("handled", "carried_out")):
                raise Stop("part_of")
            self._say({"object": "application", "stage": "handled", "polarity": "all"}, "none", 0, token)
        elif rate.is_("rate", "concluded") and self.object == "application" and not self.gap(rate.end, token.start):
            self._unit_free()
            if self.gap(self.segment.start, rate.start):
                raise Stop("unknown")
            self._say({"object": "application", "stage": "handled", "of": "due"}, "share", token.value, token, digit=token.digit)
        else:
            labels = [each for each in self.segment.tokens if each.is_("result") and each.end <= rate.start]
            if labels and rate.is_("rate", "of_label") and labels[-1].end == rate.start and self.object == "application":
                self._unit_free()
                self._say(self._labelled(rate.start), "share", token.value, token, digit=token.digit)
            else:
                raise Stop("mark")

    def _just_said(self, up: Token | None, down: Token | None) -> bool:
        """新收申请118件，上升7.9%: right behind a number of the year, on the year before."""
        word, number = up or down, self.percent or self.number
        if word is None or number is None or word.start != self.segment.start or number not in self.segment.tokens[1:2]:
            return False
        return self.segment.mark == "，" and number.start == word.end and bool(self.earlier and self.earlier[-1].said)

    def _change(self, token: Token | None, up: Token | None, down: Token | None) -> None:
        frame = self.frame
        year = self.clauses.year
        if not (frame.compared or self.has("period", "last_year") or self._just_said(up, down)):
            raise Stop("compare")
        self._whose()
        if self.period in ("part", "cumulative"):
            raise Stop("scope")
        if self.has("doubt") or self.has("link", "each"):
            # 复议和诉讼较上年分别下降40%、50%
            raise Stop("doubt")
        if frame.compared_year and year and frame.compared_year != year - 1:
            raise Stop("compared_year")
        if any(each.is_("basis", "other") for each in self.segment.tokens) or self._other_basis(up, down):
            raise Stop("compare")
        number = token if token is not None else self.number
        if number is None:
            raise Stop("label")
        slots = self._measured()
        frame.changed = slots
        direction = -1 if down is not None and (up is None or down.start > up.start) else 1
        if token is None:
            if self._unit(number) != "form":
                raise Stop("unit")
            self._exact(number)
            for each in self.earlier[-1:]:
                # 由12件升至21件，增加9件: what is written goes before what follows from the two.
                each.said = [said for said in each.said if said.mark != "difference" or said.slots != slots]
            self._say(slots, "difference", number.value, number, direction=direction)
        elif token.mark == "times":
            # 是上年的3倍: two hundred per cent more; 增长3倍: three hundred.
            more = token.value if up is not None else token.value - 1
            if more < 0:
                raise Stop("doubt")
            self._say(slots, "growth", 100 * more, token, digit=100 * token.digit, direction=1)
        else:
            self._say(slots, "growth", token.value, token, digit=token.digit, direction=direction)

    def _other_basis(self, up: Token | None, down: Token | None) -> bool:
        """较疫情前增长: compared with something that is not known."""
        end = min((each.start for each in (up, down) if each is not None), default=self.segment.end)
        against = next((each for each in self.segment.tokens if each.is_("mark", "compare") and each.end <= end), None)
        return against is not None and bool(self.gap(against.end, end))

    def _measured(self) -> Mapping[str, str]:
        """What has changed: what the segment names, else the number before it."""
        frame = self.frame
        stages = self._stage_slots() if self.object == "application" else None
        objects = [token for token in self.segment.tokens if token.is_("object")]
        if self.has("part_of") and not self.has("plural"):
            raise Stop("part_of")
        if self.object in ("foreign", "unknown"):
            raise Stop("object")
        results = self.values("result")
        if len(results) == 1 and self.object == "application" and not self.has("applicant") and not frame.topic and not frame.narrowed:
            token = next(each for each in self.segment.tokens if each.is_("result"))
            if token.is_("bare") or self.gap(self.segment.start, token.start):
                raise Stop("label")
            return {"object": "application", "result": results[0]}
        if self.has("result") or self.has("applicant") or self.has("outcome"):
            raise Stop("label")
        if stages is not None:
            return stages
        if objects:
            return {"object": "application", "stage": "received"} if self.object == "application" else {"object": self.object}
        if (
            frame.changed
            and self.segment.mark == "，"
            and self.earlier
            and any(said.mark == "difference" for said in self.earlier[-1].said)
        ):
            return frame.changed
        if frame.last is None or not frame.last.known or not frame.last.slots:
            raise Stop("label")
        if frame.last.slots.get("stage") == "carried_in" and not any(each.said for each in self.earlier):
            # 收到46件，上年结转3件。与上年的38件相比，…: of those received.
            raise Stop("label")
        labelled = "result" in frame.last.slots or "applicant" in frame.last.slots
        own = bool(self.earlier) and bool(self.earlier[-1].said) and not frame.narrowed and labelled
        if frame.last.part and not own:
            raise Stop("label")
        if frame.last.slots == {"object": "application"}:
            return {"object": "application", "stage": "received"}
        return frame.last.slots
