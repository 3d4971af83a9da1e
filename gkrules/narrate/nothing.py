"""That there are none, or that all are of one kind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from gkrules.narrate.counts import Counts
from gkrules.narrate.said import DECISIONS, DISPUTES, RECEIVED, RULE_STAGES, Measure, Stop, applicants_of, target_is_object
from gkrules.narrate.tokens import Token


class Nothing(Counts):
    """Reads 未收到申请, 均已办结, 无一纠正."""

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
        if last is not None and last.value and stage in (*RECEIVED, "handled"):
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
        if last is not None and last.slots == {"object": value} and last.value and value != "dispute":
            self._say({"object": value, "outcome": outcome}, "count", last.value, token)
        self._say({"object": value, "outcome": outcome, "polarity": "all"}, "none", 0, token)
