"""That there are none."""

from __future__ import annotations

from collections.abc import Sequence

from gkrules.narrate.everything import Everything
from gkrules.narrate.said import DECISIONS, DISPUTES, RECEIVED, RULE_STAGES, Measure, Stop, applicants_of, target_is_object
from gkrules.narrate.tokens import Token


class Nothing(Everything):
    """Reads 未收到申请, 未发生行政诉讼, 无一纠正."""

    def _none(self, none: Token) -> None:
        frame = self.frame
        after = [token for token in self.segment.tokens if token.start >= none.end]
        before = [token for token in self.segment.tokens if token.end <= none.start]
        self._in_scope()
        if none.start and self.text[none.start - 1] in "“‘":
            # “零复议”: a slogan.
            raise Stop("quote")
        for slot, value in (("part_of", "late"), ("part_of", "withdrawn"), ("part_of", "foremost"), ("link", "each")):
            if self.has(slot, value):
                raise Stop(slot)
        objects = self.values("object", after) or (self.values("object", before) if self._at_end(none) else [])
        own_object = [value for value in objects if value != "weak"]
        stages = self.values("stage", before if none.is_("zero") and self._at_end(none) else after)
        if "carry" in stages and (not own_object or own_object[-1] == "application"):
            if (own_object or [frame.object])[-1] != "application":
                raise Stop("object")
            stage = self.carry or ("carried_out" if self._handled_before() else "carry")
            self._say({"object": "application", "stage": stage}, "none", 0, none)
            return
        if any(value in RULE_STAGES for value in stages) and (not own_object or own_object[-1] in ("norms", "rules")):
            self._none_issued(none, stages, own_object)
            return
        disputes = [value for value in objects if value in DISPUTES]
        if disputes and own_object[0] in DISPUTES and own_object[-1] == "foreign" and self.text[none.end : self.segment.end].count("、"):
            # 无复议、诉讼、举报: none of them.
            own_object = objects = disputes
        if disputes and own_object[-1] in DISPUTES:
            self._none_disputed(none, after, objects, disputes)
            return
        if self.has("outcome", "corrected") and (none.is_("not_one") or none.is_("there")) and frame.object in DISPUTES:
            self._none_corrected(none, [])
            return
        if own_object and set(own_object) <= set(DECISIONS) and not self.has("part_of") and not self.has("disclosure"):
            self._none_decided(none, own_object, after)
            return
        if own_object and own_object[-1] == "fees":
            self._own_alone()
            if stages and "charged" not in stages:
                raise Stop("stage")
            self._say({"object": "fees"}, "amount", 0, none, digit=0)
            return
        self._none_received(none, after, before, own_object, stages)

    def _handled_before(self) -> bool:
        """Whether what was concluded was told, or this year is named: 办结5件，无结转; 年底无结转."""
        told = [said.slots for each in self.earlier for said in each.said]
        whole = self.frame.whole.slots.get("stage") if self.frame.whole else ""
        concluded = whole in ("handled", "processed") or any(slots.get("stage") == "handled" or "result" in slots for slots in told)
        return concluded or self.has("period", "this_year") or any(each.segment.has("stage", "handled") for each in self.earlier)

    def _none_disputed(self, none: Token, after: Sequence[Token], objects: Sequence[str], disputes: list[str]) -> None:
        if any(each.has("polarity", "rest") for each in self.later):
            raise Stop("rest")
        if self.has("outcome") and self.values("outcome") != ["other"]:
            self._none_corrected(none, disputes)
            return
        if any(value in (*DECISIONS, "foreign") for value in objects):
            raise Stop("object")
        if self._modified(none, after):
            raise Stop("unknown")
        if self.has("stage", "new"):
            # 未新增诉讼案件: there may be older ones.
            raise Stop("carry")
        both = "dispute" in disputes or len(set(disputes)) > 1
        value = "dispute" if both else disputes[-1]
        self.frame.object = value
        for each in ("review", "litigation") if both else (value,):
            self._say({"object": each, **({"polarity": "none"} if each == "litigation" else {})}, "none", 0, none)
        self.frame.last = Measure({"object": value}, 0)

    def _modified(self, none: Token, after: Sequence[Token]) -> bool:
        """Whether the disputes that there were not are only some: 未发生败诉的行政诉讼."""
        first = next((token for token in after if token.is_("object") and token.slots["object"] in DISPUTES), None)
        if first is not None and any(token.is_("kind") for token in after if token.end <= first.start):
            # 未发生有重大影响的行政复议
            return True
        if first is None or self.has("disclosure") or self.has("cause"):
            return False
        gap = self.gap(none.end, first.start)
        return bool(gap) and gap not in self.listed("before_dispute", "before_dispute")

    def _at_end(self, none: Token) -> bool:
        """Whether nothing but a verb follows: 行政诉讼的情况没有发生, 数量均为零."""
        rest = self.text[none.end : self.segment.end]
        return rest.strip("。") in ("", *self.listed("after_none", "after_none"))

    def _none_issued(self, none: Token, stages: list[str], objects: list[str]) -> None:
        frame = self.frame
        value = (objects or [frame.object])[-1]
        if value not in ("norms", "rules") or "foreign" in self.values("object"):
            raise Stop("object")
        self._own_alone()
        kinds = [stage for stage in RULE_STAGES if stage in stages]
        frame.object = value
        self._say({"object": value, "stage": "+".join(kinds)}, "none", 0, none)

    def _none_decided(self, none: Token, objects: list[str], after: Sequence[Token]) -> None:
        self._own_alone()
        first = next((token for token in after if token.is_("object")), None)
        plain = first is None or not self.gap(none.end, first.start)
        if not plain or not all(value in ("decided", "processed") for value in self.values("stage")):
            raise Stop("unknown")
        for value in objects:
            self._say({"object": value, "stage": "decided"}, "none", 0, none)

    def _none_corrected(self, none: Token, disputes: list[str]) -> None:
        outcomes = self.values("outcome")
        if outcomes != ["corrected"]:
            raise Stop("outcome")
        outcome = next(token for token in self.segment.tokens if token.is_("outcome"))
        if self.has("cause") and self.gap(none.end, outcome.start):
            # 未因程序问题被纠错
            raise Stop("reason")
        found = set(disputes or self.frame.disputes or [self.frame.object])
        if outcome.is_("court") and not disputes:
            found = {"litigation"}
        value = found.pop() if len(found) == 1 else "dispute"
        self._say({"object": value, "outcome": "corrected", "polarity": "none"}, "none", 0, none)

    def _none_received(self, none: Token, after: Sequence[Token], before: Sequence[Token], objects: list[str], stages: list[str]) -> None:
        frame = self.frame
        if self.has("part_of") and not self.has("plural"):
            raise Stop("part_of")
        if objects and objects[-1] != "application":
            if objects[-1] == "foreign":
                raise Stop("object")
            raise Stop("no_row")
        applicants = applicants_of(after)
        if self._none_of(none, applicants or applicants_of(before)):
            return
        if applicants and target_is_object(after) and none.is_("there") and len(applicants) == 1 and not stages:
            self._say({"object": "application", "applicant": applicants[0]}, "none", 0, none)
            return
        everyone = all(token.is_("anyone") for token in after if token.is_("applicant")) or {"natural_person", "organisations"} <= set(
            applicants
        )
        if applicants and not everyone:
            raise Stop("applicant")
        received = next((token for token in after if token.is_("stage") and token.slots["stage"] in RECEIVED), None)
        given = next((token for token in after if token.is_("submit") and not token.is_("object")), None)
        target = next((token for token in reversed(after) if token.is_("object", "application")), None)
        if target is not None and self.gap(target.end, self.segment.end).strip(self._letters()):
            raise Stop("unknown")
        if received is not None and target is not None and received.end <= target.start:
            self._unmodified(received.end, target.start)
        if received is not None and not self.gap(none.end, received.start):
            if target is None and (frame.object != "application" or self.gap(received.end, self.segment.end)):
                raise Stop("object")
        elif (
            (given is not None and target is not None and given.end <= target.start and (not self.gap(none.end, given.start)))
            or (target is not None and none.is_("there") and not self.gap(none.end, target.start) and not stages and not self.has("result"))
            or (self._at_end(none) and none.is_("zero") and any(token.is_("object", "application") for token in before))
        ):
            pass
        else:
            raise Stop("stage")
        frame.object = "application"
        frame.last = frame.whole = Measure({"object": "application", "stage": "received"}, 0)
        self._say({"object": "application", "stage": "received", "polarity": "none"}, "none", 0, none)

    def _none_of(self, none: Token, applicants: Sequence[str]) -> bool:
        """科研机构、法律服务机构及其他组织均未提交申请: of each of them there are none."""
        found = list(dict.fromkeys(applicants))
        named = [token for token in self.segment.tokens if token.is_("applicant")]
        alone = len(found) == 1 and named[-1].end == none.start and named[0].start == self.segment.start
        if (
            (len(found) < 2 and not alone)
            or {"natural_person", "organisations"} <= set(found)
            or any(token.is_("anyone") for token in self.segment.tokens)
        ):
            return False
        if self.gap(min(none.end, named[0].start), max(named[-1].end, none.start)) or self.has("result") or self.has("period", "last_year"):
            raise Stop("applicant")
        for value in found:
            self._say({"object": "application", "applicant": value}, "count", 0, none)
        return True

    def _unmodified(self, start: int, end: int) -> None:
        """未收到书面申请 tells of a kind of them."""
        gap = self.gap(start, end)
        for word in sorted(self.listed("neutral", "neutral"), key=len, reverse=True):
            gap = gap.replace(word, "")
        if gap or any(token.is_("kind") or token.is_("result") for token in self.segment.tokens if start <= token.start < end):
            raise Stop("unknown")
