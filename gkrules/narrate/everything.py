"""That all are of one kind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from gkrules.narrate.counts import Counts
from gkrules.narrate.said import DISPUTES, RECEIVED, Stop
from gkrules.narrate.tokens import Token


class Everything(Counts):
    """Reads 均已办结, 均为自然人, 全部予以公开, 均维持."""

    def _all(self, everything: Token) -> None:
        frame = self.frame
        if frame.exempt and (self.number is None or self.number.start > everything.start or self._before_outside()):
            raise Stop("except")
        after = [token for token in self.segment.tokens if token.start >= everything.start]
        self._in_scope()
        self._all_parts_told()
        last = None if self._named_whole(everything) else frame.last
        slots = last.slots if last else {}
        self._of_all(slots)
        outcomes, results = self.values("outcome", after), self.values("result", after)
        applicants, objects = self.values("applicant", after), [v for v in self.values("object", after) if v != "weak"]
        whole = (
            slots.get("stage", "") in (*RECEIVED, "carried_in", "processed", "due") or slots == {"object": "application"} or last is None
        )
        if outcomes and self.object in DISPUTES:
            self._all_ended(outcomes, everything)
        elif self.object in ("direct_litigation", "litigation_after_review") and objects[-1:] == [self.object]:
            self._say({"object": self.object, "polarity": "all"}, "none", 0, everything)
        elif results == ["granted"] and self._just_issued():
            self._say({"object": slots["object"], "stage": "published"}, "count", last.value if last and last.value else 0, everything)
        elif self.object != "application":
            raise Stop("object")
        elif last is not None and (last.part or not last.known) and not (self.number and self.number.value):
            raise Stop("part_of")
        elif len(applicants) == 1 and not results and whole:
            self._all_applicants(applicants[0], everything)
        elif results == ["granted"] and (whole or slots.get("stage") == "handled"):
            self._all_granted(everything)
        elif (any(token.is_("done") for token in after) or self._answered(after)) and whole and not self.has("polarity", "none"):
            self._all_done(everything, foreign="foreign" in objects)
        elif self.number is not None:
            self._count(self.number)
        else:
            raise Stop("label")

    def _named_whole(self, everything: Token) -> bool:
        """上述信息公开申请均已办结: of all applications, whatever stands before."""
        named = next((token for token in self.segment.tokens if token.is_("object", "application") and token.end <= everything.start), None)
        others = ("kind", "applicant", "result", "part_of", "period")
        if named is None or named.is_("bare") or any(self.has(slot) for slot in others) or self.number is not None:
            return False
        return not self.gap(self.segment.start, everything.start)

    def _all_applicants(self, applicant: str, everything: Token) -> None:
        """申请人均为自然人."""
        if self.has("stage", "handled"):
            raise Stop("stage")
        token = next(token for token in self.segment.tokens if token.start >= everything.start and token.is_("applicant"))
        # 完善全部单位职责: a predicate stands at the end, and nothing unknown before it.
        if self.gap(self.segment.start, token.start) or self.gap(token.end, self.segment.end):
            raise Stop("unknown")
        self._say({"object": "application", "applicant": applicant, "polarity": "all"}, "none", 0, everything)

    def _before_outside(self) -> bool:
        """除1件外均予以公开, and not 除此以外的57件全部办结."""
        words = self.text[self.number.end : self.segment.end] if self.number is not None else ""
        return any(word in words for word in self.listed("outside", "outside"))

    def _of_all(self, slots: Mapping[str, str]) -> None:
        """Whether what went before is all that there was: not a part, not only what was carried in."""
        if self.frame.subset or self.frame.topic or self.has("link", "among") or (self.has("part_of") and not self.has("plural")):
            raise Stop("part_of")
        received = any(said.slots.get("stage") in RECEIVED for each in self.earlier for said in each.said)
        if self.carry or (slots.get("stage") == "carried_in" and not received):
            raise Stop("carry")

    def _all_ended(self, outcomes: Sequence[str], everything: Token) -> None:
        """均为维持."""
        frame, last = self.frame, self.frame.last
        if last is not None and last.slots.get("outcome") == "decided" and last.value and len(outcomes) == 1 and last.known:
            self._say({"object": last.slots["object"], "outcome": outcomes[0]}, "count", last.value, everything)
            return
        if last is not None and not last.known:
            raise Stop("object")
        if len(outcomes) != 1 or outcomes[0] == "upheld_or_dismissed" or (last and "outcome" in last.slots):
            raise Stop("outcome")
        self._linked()
        kinds = set(frame.disputes) | ({self.object} if self.has("object") else set())
        if len(kinds) > 1 and "review" not in kinds:
            raise Stop("object")
        if any(token.is_("court") for token in self.segment.tokens) and "review" in kinds and len(kinds) > 1:
            kinds = kinds - {"review"}
        if self.segment.mark == "（" and last is not None and last.slots.get("object") in kinds:
            # 行政诉讼2件（均维持）: those before the brackets.
            kinds = {last.slots["object"]}
        value = kinds.pop() if len(kinds) == 1 else "dispute" if kinds else self.object
        self._all_of(value, outcomes[0], everything)

    def _just_counted(self) -> bool:
        """Whether the number before it stands in this sentence and is certain: not 回顾2023年，收到80件。从结果看，均予以公开."""
        last = self.frame.last
        told = [said for each in self.earlier for said in each.said if said.mark == "count" and not said.presumed]
        return last is not None and any(said.slots == last.slots and said.value == last.value for said in told)

    def _just_issued(self) -> bool:
        last = self.frame.last
        slots = last.slots if last is not None and last.value else {}
        return slots.get("object") in ("norms", "rules") and slots.get("stage") in ("issued", "made")

    def _all_granted(self, everything: Token) -> None:
        """全部予以公开: nothing else."""
        token = next(token for token in self.segment.tokens if token.start >= everything.start and token.is_("result"))
        if token.start > everything.end and self.gap(everything.end, token.start):
            # 全面推进结果“公开”
            raise Stop("unknown")
        self._say({"object": "application", "result": "granted", "polarity": "all"}, "none", 0, everything)
        last = self.frame.last
        stage = last.slots.get("stage") if last is not None and last.value and last.known else ""
        if last is not None and last.value and stage in (*RECEIVED, "handled") and self._just_counted():
            # 收到4件，全部予以公开: as many.
            of = {"of": "received"} if stage in RECEIVED else {}
            self._say({"object": "application", "result": "granted", **of}, "count", last.value, everything)

    def _all_done(self, everything: Token, *, foreign: bool) -> None:
        """均已办结; a number that differs from the one before counts."""
        last = self.frame.last
        if self.number is not None and not (last and last.value == self.number.value):
            self._count(self.number)
            return
        if foreign:
            raise Stop("object")
        self._say({"object": "application", "stage": "handled", "polarity": "all"}, "none", 0, everything)

    def _rest(self, applicant: str, token: Token) -> bool:
        """除1件由企业提出外，其余均为自然人申请: as many as are left of the whole."""
        whole, last = self.frame.whole, self.frame.last
        if whole is None or last is None or not last.part or not last.known or not whole.value or not last.value:
            return False
        if "applicant" not in last.slots or sum(bool(each.said) and "applicant" in each.said[0].slots for each in self.earlier) != 1:
            return False
        self._in_scope()
        self._say({"object": "application", "applicant": applicant}, "count", whole.value - last.value, token)
        return True

    def _answered(self, after: Sequence[Token]) -> bool:
        """均依法答复, with nothing else about it."""
        if self.has("punctual"):
            # 均在法定期限内答复: what was answered was answered in time.
            return False
        plain = all(token.is_("stage", "handled") or token.is_("polarity") or token.is_("wording") for token in after)
        return plain and any(token.is_("stage", "handled") for token in after) and not self.gap(after[0].start, self.segment.end)

    def _single(self) -> bool:
        """行政复议1件，结果维持: of one, its outcome is that of all."""
        last, outcomes = self.frame.last, self.values("outcome")
        if last is None or last.value != 1 or "outcome" in last.slots or last.slots.get("object") not in DISPUTES:
            return False
        if len(outcomes) != 1 or outcomes[0] == "upheld_or_dismissed" or self.has("object") or self.has("polarity"):
            return False
        self._in_scope()
        token = next(token for token in self.segment.tokens if token.is_("outcome"))
        self._all_of(last.slots["object"], outcomes[0], token)
        return True

    def _all_of(self, value: str, outcome: str, token: Token) -> None:
        """All disputes ended alike: as many as were counted, and none otherwise."""
        last = self.frame.last
        if last is not None and last.slots == {"object": value} and last.value and value != "dispute" and self._just_counted():
            self._say({"object": value, "outcome": outcome}, "count", last.value, token)
        self._say({"object": value, "outcome": outcome, "polarity": "all"}, "none", 0, token)
