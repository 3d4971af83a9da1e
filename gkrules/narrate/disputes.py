"""The numbers of reviews and lawsuits."""

from __future__ import annotations

from collections.abc import Sequence

from gkrules.narrate.said import DECISIONS, DISPUTES, RECEIVED, Stop
from gkrules.narrate.scope import Scope
from gkrules.narrate.tokens import Token


class Disputes(Scope):
    """Decides which row of the table the number of disputes in a segment is about."""

    presumed: tuple[str, ...]

    def _suffered(self, objects: Sequence[Token]) -> bool:
        """Whether the disputes are about what the organ did: 引发行政复议3件, 被提起行政诉讼1件."""
        if not objects:
            return False
        words = self.text[self.segment.start : objects[0].end]
        return any(word in words for word in self.listed("caused", "caused"))

    def _linked(self) -> None:
        """Disputes count only where they are about disclosure."""
        if any(segment.has("unrelated") for segment in (self.segment, *self.later)):
            raise Stop("unrelated")
        if self.has("disclosure") or self.has("object", "application"):
            self.frame.dispute = ""
            return
        objects = [token for token in self.segment.tokens if token.is_("object") and token.slots["object"] in DISPUTES]
        if objects and self._other_cause(objects[0]):
            self.frame.disclosure = self.frame.suffered = False
            self._hold("foreign")
            raise Stop("unrelated")
        if objects:
            if not self.has("towards") and self._other_matter(objects[0]):
                self._hold("foreign")
                raise Stop("unknown")
            if any(each.has("link", "among") and each.has("disclosure") for each in self.later):
                self._hold("foreign")
                raise Stop("unrelated")
        if (
            any(each.has("disclosure") and each.number is not None and not each.has("object", "application") for each in self.later)
            and objects
        ):
            self._hold("foreign")
            raise Stop("unrelated")
        last = self.frame.last
        follows = not objects and last is not None and last.known and last.slots.get("object") in DISPUTES
        formal = bool(objects) and objects[0].start == self.segment.start and self._of_the_form(objects[0])
        plain = (self.frame.supervised or formal) and not any(self.gap(self.segment.start, token.start) for token in objects)
        others = (*DECISIONS, "foreign")
        caused = self._suffered(objects) and self.frame.object not in others
        if caused or plain:
            self.frame.suffered, self.frame.dispute = True, ""
        elif not self.frame.disclosure and not self.frame.suffered and not follows:
            if not objects:
                raise Stop("disclosure")
            # They may be about anything: the tables show whether they are about disclosure.
            self.frame.dispute = "dispute"
        if self.frame.dispute:
            self._presume(self.frame.dispute)

    def _of_the_form(self, named: Token) -> bool:
        """行政诉讼4件，其中复议后起诉3件: parted as the form parts them."""
        forms = ("direct_litigation", "litigation_after_review")
        among = any(each.has("link", "among") and any(each.has("object", value) for value in forms) for each in self.later[:1])
        return named.is_("object", "litigation") and among

    def _other_cause(self, first: Token) -> bool:
        """因城市管理引发行政复议, 劳资纠纷引发行政复议: whatever stands before it is not disclosure."""
        caused = [token for token in self.segment.tokens if token.end <= first.start and (token.is_("cause") or token.is_("caused"))]
        if not caused:
            return False
        cause = next((token for token in caused if token.is_("cause")), None)
        if cause is not None:
            words = [token for token in self.segment.tokens if cause.end <= token.start and token.end <= first.start]
            gap = self.gap(cause.end, first.start)
            plain = not gap or gap in self.listed("before_dispute", "before_dispute")
            return not plain or not all(token.is_("wording") or token.is_("caused") for token in words)
        gap = self.gap(self.segment.start, caused[0].start)
        return bool(gap) and self.agent != "own"

    def _other_matter(self, first: Token) -> bool:
        """环境行政处罚类复议: something before it that is not disclosure."""
        inside = [token for token in self.segment.tokens if token.end <= first.start]
        opening = [
            each for each in inside if each.mark == "date" or any(each.is_(slot) for slot in ("agent", "period", "link", "polarity"))
        ]
        start = opening[-1].end if opening else self.segment.start
        if any(each.is_("object") and each.start >= start and each.slots["object"] not in DISPUTES for each in inside):
            return True
        gap = self.gap(start, first.start)
        if not gap or gap in self.listed("before_dispute", "before_dispute"):
            return False
        return not (self.agent == "own" and self.frame.mentioned)

    def _follows_stopped(self) -> str:
        """Why the number before it, with which it is listed, said nothing: 新立案行政复议4件、行政诉讼3件."""
        before = self.earlier[-1] if self.earlier else None
        if before is None or before.said or before.segment.number is None:
            return ""
        listed = self.segment.mark == "、" or self.has("link", "among")
        return before.stopped if listed and before.segment.has("object") else ""

    def _judged(self) -> bool:
        """Whether a verb of those who decide cases stands right before: 收到行政复议申请, 办理行政复议."""
        named = [token for token in self.before if token.is_("object") and token.slots["object"] in DISPUTES]
        token = named[-1] if named else None
        if token is None or token.text.startswith(self.listed("ending", "passive")) or self.has("outcome"):
            return False
        for each in reversed([each for each in self.segment.tokens if each.end <= token.start]):
            if each.is_("stage"):
                if any(cause.is_("cause") and cause.end <= each.start for cause in self.segment.tokens):
                    return False
                return each.slots["stage"] in (*RECEIVED, "processed", "handled") and not self.gap(each.end, token.start)
            if not (each.is_("wording") or each.is_("plural")) or each.is_("therefore"):
                return False
        return False

    def _other_outcome(self) -> str:
        """维持3件、纠正1件、其他2件: the other outcomes, with those that are pending unless they have a number of their own."""
        told = [said.slots for each in self.earlier for said in each.said if said.slots.get("object") == self.object]
        outcomes = {slots["outcome"] for slots in told if "outcome" in slots}
        alone = self.has("sibling") and not self.gap(self.segment.start, self.segment.end) and not self.has("part_of")
        if not alone or not {"upheld", "corrected"} <= outcomes:
            return ""
        return "other" if "pending" in outcomes or any(each.has("outcome", "pending") for each in self.later) else "rest"

    def _dispute(self, number: Token) -> tuple[dict[str, str], bool]:
        named = self.has("object")
        if self.has("judging") and (named or not self.has("outcome")):
            self._hold("foreign")
            raise Stop("judging")
        judged = self.clauses.organs.reviews and self._judged()
        if self.has("stage", "carry"):
            self._hold("foreign")
            raise Stop("carry")
        before = self._follows_stopped()
        if before and not self.has("disclosure"):
            self._hold("foreign")
            raise Stop(before)
        own = any(token.is_("object") and token.slots["object"] in DISPUTES for token in self.segment.tokens)
        outcomes = self.values("outcome", self.before) or self.values("outcome", self.after)
        if own or outcomes:
            self._linked()
        if judged:
            # 收到行政复议案件4件: those that it decided, or those against it.
            self.frame.dispute = "judged"
            self.presumed = tuple(why for why in self.presumed if why != "dispute")
            self._presume(self.frame.dispute)
        if outcomes:
            return self._ended(outcomes, own=own)
        if not own:
            other = self._other_outcome()
            if not other:
                raise Stop("label")
            return {"object": self.object, "outcome": other}, True
        if any(token.is_("object") for token in self.before):
            last = [token for token in self.before if token.is_("object")][-1]
            if self.gap(last.end, number.start):
                raise Stop("unknown")
        if self.has("sibling"):
            # 行政复议结果为“其他”的3件
            self._hold("foreign")
            raise Stop("sibling")
        part = self.has("link", "among") and not self.has("disclosure")
        return {"object": self.object}, part and self.object in ("direct_litigation", "litigation_after_review")

    def _ended(self, outcomes: list[str], *, own: bool) -> tuple[dict[str, str], bool]:
        """维持3件: of the disputes that the segment or one before it names."""
        if set(outcomes) == {"upheld_or_dismissed", "other"}:
            outcomes = ["other"]
        if len(outcomes) > 1 or outcomes[0] == "upheld_or_dismissed":
            raise Stop("outcome")
        named = [value for value in self.values("object") if value in DISPUTES]
        if len(named) > 1 or (not own and len(set(self.frame.disputes)) > 1):
            raise Stop("object")
        return {"object": self.object, "outcome": outcomes[0]}, True
