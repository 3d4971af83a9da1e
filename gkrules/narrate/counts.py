"""A count in a segment: in scope, exact, with a label, and what it leaves to the next segment."""

from __future__ import annotations

from collections.abc import Sequence

from gkrules.narrate.applications import Applications
from gkrules.narrate.comparands import Comparands
from gkrules.narrate.disputes import Disputes
from gkrules.narrate.said import DISPUTES, PRESUMED, RECEIVED, RESULT_GROUPS, Aside, Measure, Reading, Stop
from gkrules.narrate.section_two import SectionTwo
from gkrules.narrate.tokens import Token


class Counts(Applications, Disputes, SectionTwo, Comparands):
    """Reads a count."""

    def _count(self, number: Token) -> None:
        frame = self.frame
        if self._comparand(number):
            frame.compared = True
            self._since_last_year(number)
            raise Aside("comparand")
        if self.has("link", "rises_to"):
            self._risen(number)
            return
        if self._tally(number) or self._carried_later(number):
            return
        unlabelled = not (self.has("remains") and self.has("punctual")) and not any(
            token.is_(slot)
            for token in self.segment.tokens
            for slot in ("stage", "result", "outcome", "applicant", "object", "part_of", "sibling")
        )
        if unlabelled:
            # 维持4件和2件: each of the two belongs to something else.
            if self.segment.mark == "、" and not self.gap(self.segment.start, number.start) and self.earlier and self._each_said():
                self.earlier[-1].said.clear()
                self.earlier[-1].stopped = "each"
            frame.narrowed = frame.narrowed or self.has("link", "among")
            if self._topical(number):
                frame.topic = True
            raise Stop("label")
        if (self.has("link", "apiece") or not number.value) and self._apiece(number):
            return
        try:
            slots, part = self._decided(number)
        except Stop:
            if self.object and not self.held and any(token.is_("object") for token in self.segment.tokens):
                frame.object = self.object
            raise
        if any(token.is_("object") for token in self.segment.tokens):
            frame.object = self.object
        self._leave(slots, number, part=part)
        self._exact(number)
        self._say(slots, "count", number.value, number)

    def _leave(self, slots: dict[str, str], number: Token, *, part: bool) -> None:
        """What was counted is what the next segments refer to."""
        frame = self.frame
        frame.last = Measure(slots, number.value, part=part)
        if not part:
            frame.lost = False
            frame.whole = frame.last
            frame.entries = self._is_entry(number)
        if slots.get("object") in DISPUTES and "outcome" not in slots:
            kept = () if part and frame.disputes == ("litigation",) else frame.disputes
            frame.disputes = (*kept, slots["object"])
        elif "outcome" in slots:
            frame.disputes = ()
        frame.object = frame.object or slots["object"]

    def _respectively(self, number: Token) -> bool:
        """部分公开、不予公开分别为3件和4件: as many numbers as labels, in their order."""
        each = self.segment.first("link", "each")
        numbers = [number]
        for segment in self.later:
            alone = segment.mark == "、" and len(segment.tokens) == 1 and segment.number is not None
            if not alone or segment.number is None or self.text[segment.start : segment.number.start].strip():
                break
            numbers.append(segment.number)
        if each is None or each.start > number.start or self.frame.topic or self.frame.subset or self.has("part_of"):
            return False
        for slot in ("result", "applicant", "outcome"):
            labels = [token for token in self.before if token.is_(slot) and not token.is_("bare")]
            others = any(token.is_(name) for token in self.before for name in ("stage", "result", "applicant", "outcome") if name != slot)
            if len(labels) != len(numbers) or len(labels) < 2 or others or self.gap(labels[0].start, number.start):
                continue
            if slot == "outcome" and (self.object not in DISPUTES or len(set(self.frame.disputes)) > 1):
                return False
            if slot != "outcome" and self.object != "application":
                return False
            for label, counted in zip(labels, numbers, strict=True):
                self._exact(counted)
                if self._unit(counted) != "form":
                    return False
                self._say({"object": self.object, slot: label.slots[slot]}, "count", counted.value, counted)
            return True
        return False

    def _apiece(self, number: Token) -> bool:
        """内部事务信息和过程性信息各2件, 不予公开、不予处理0件: each of them has as many."""
        slot = "result" if self.has("result") else "applicant"
        labels = [token for token in self.before if token.is_(slot) and not token.is_("bare")]
        each = self.segment.first("link", "apiece")
        if each is not None and len(labels) > 2 and labels[-1].slots[slot] in RESULT_GROUPS and labels[-1].start >= each.end:
            # 商业秘密、过程性信息各不予公开1件
            labels.pop()
        together = each is not None and not self.gap(each.end, number.start) and labels[-1].end <= each.start if labels else False
        if self.object != "application" or len(labels) < 2 or not (together or not number.value) or self.frame.topic:
            return False
        self._in_scope()
        self._exact(number)
        if self._unit(number) != "form" or self.gap(labels[0].start, number.start) or self.has("part_of") or self.frame.subset:
            raise Stop("each")
        for value in dict.fromkeys(token.slots[slot] for token in labels):
            self._say({"object": "application", slot: value}, "count", number.value, number)
        self.frame.last = Measure({}, number.value, known=False)
        return True

    def _each_said(self) -> bool:
        return bool(self.earlier[-1].said) and not any(each.stopped == "respectively" for each in self.earlier[-3:])

    def _carried_later(self, number: Token) -> bool:
        """其余2件因收到时间较晚，按规定结转下年: what is left, and in the next segment that it was carried over."""
        following = self.later[0] if self.later else None
        left = self.has("polarity", "rest") or self.has("remains")
        if self.object != "application" or not left or following is None or following.number is not None:
            return False
        carried = following.has("stage", "carry") and not following.has("period", "last_year")
        if not carried or any(self.has(slot) for slot in ("result", "applicant", "outcome")) or self.has("stage", "carry"):
            return False
        self._in_scope()
        self._exact(number)
        if self._unit(number) != "form":
            raise Stop("unit")
        slots = {"object": "application", "stage": "carried_out"}
        self._leave(slots, number, part=False)
        self._say(slots, "count", number.value, number)
        return True

    def _tally(self, number: Token) -> bool:
        """网络申请31件、信函申请12件，合计43件: the sum of the channels is what was received."""
        frame = self.frame
        told = [each for each in self.earlier if each.segment.number is not None]
        only = all(token.is_("wording", "total") for token in self.before) and self.before and not self.after
        if (
            not only
            or self.segment.mark not in ("，", "；")
            or len(told) < 2
            or self.gap(self.segment.start, number.start)
            or self.object != "application"
        ):
            return False
        slots = self._summed(told)
        if slots is None:
            return False
        self._in_scope()
        self._exact(number)
        if slots["stage"] == "received":
            frame.subset = frame.narrowed = frame.lost = False
            frame.last = frame.whole = Measure(slots, number.value)
        self._say(slots, "count", number.value, number)
        return True

    @staticmethod
    def _summed(told: Sequence[Reading]) -> dict[str, str] | None:
        """What the sum of parts is: of applicants or channels those received, of results those concluded; ``None`` if that is not known."""
        if any(each.segment.has("link", "among") for each in told):
            return None
        said = [each.said[0].slots for each in told if each.said]
        channels = [
            each.stopped in ("part_of", "kind") and (each.segment.has("part_of", "channel") or each.segment.has("kind")) for each in told
        ]
        stage = ""
        if all(channels):
            stage = "received"
        elif len(said) < len(told):
            return None
        elif all("applicant" in slots or "by" in slots for slots in said):
            stage = "received"
        elif len(told) > 2 and all("result" in slots for slots in said):
            stage = "handled"
        elif len(told) == 2 and said[0].get("stage") in RECEIVED and said[1].get("stage") == "carried_in":
            stage = "due"
        return {"object": "application", "stage": stage} if stage else None

    def _topical(self, number: Token) -> bool:
        """Whether results that follow are those of a subject only: 征地补偿类89件，予以公开41件."""
        topic = next((token for token in self.before if token.is_("topic") and token.end == number.start), None)
        return topic is not None and self.object == "application" and bool(self.gap(self.segment.start, topic.start))

    def _decided(self, number: Token) -> tuple[dict[str, str], bool]:
        """The slots of a count, and whether it is part of a list."""
        frame = self.frame
        self._in_scope()
        if self._unit(number) != "form" and not (
            self._unit(number) == "occasions" and self.object in (*DISPUTES, "coercive", "procurement")
        ):
            raise Stop("unit")
        if self.object in ("", "foreign", "unknown"):
            frame.object = self.object or frame.object
            raise Stop("object")
        if not self.has("link", "among"):
            self._all_parts_told()
        self._excepted(number)
        self._within_days()
        self._shared_out(number)
        among = not self.is_part and (self.has("link", "among") or frame.narrowed)
        if frame.topic and not any(token.is_("stage") for token in self.before):
            raise Stop("topic")
        if self.has("link", "among"):
            frame.narrowed = not self.is_part
        self._not_some()
        none = self.segment.first("polarity", "none")
        if none is not None and none.start < number.start and not none.is_("result"):
            raise Stop("polarity")
        if (
            self.object == "application"
            and not self.before
            and any(each.has("part_of", "withdrawn") and each.number is None for each in self.later)
        ):
            raise Stop("withdrawn")
        self._subset(number, among=among)
        if frame.subset and among:
            raise Stop("part_of")
        if self.object in DISPUTES:
            return self._dispute(number)
        if self.object == "application":
            return self._application(number, among=among)
        return self._section_two(number), False

    def _excepted(self, number: Token) -> None:
        """除1件外: of what, only what stands between tells."""
        token = self.segment.first("polarity", "except")
        if token is None or token.start > number.start:
            return
        words = self.text[number.end : self.segment.end]
        label = any(word in words for word in self.listed("outside", "outside"))
        named = any(each.is_(slot) for each in self.after for slot in ("stage", "result", "outcome", "applicant")) and not words.startswith(
            self.listed("outside", "outside")
        )
        if not named and label:
            raise Stop("except")

    def _within_days(self) -> None:
        """15件在10个工作日内办结: those that took no longer, but where all have that time by law."""
        tokens = self.segment.tokens
        for place, token in enumerate(tokens):
            if token.is_("filler", "time") and not (place and tokens[place - 1].is_("term")):
                raise Stop("part_of")

    def _shared_out(self, number: Token) -> None:
        """分别 and 各 give several labels their numbers."""
        if self.has("link", "apiece") and self.object != "application":
            raise Stop("each")
        if not self.has("link", "each"):
            return
        if self._respectively(number):
            raise Aside("respectively")
        if self.object in DISPUTES:
            self._hold("foreign")
        raise Stop("each")

    def _not_some(self) -> None:
        """Those that were late, withdrawn, sampled or foremost are only some."""
        for value in ("foremost", "sample", "late", "withdrawn"):
            meant = (value == "late" and self.carry) or (value == "withdrawn" and self.object in DISPUTES)
            if self.has("part_of", value) and not meant:
                raise Stop("part_of")

    def _subset(self, number: Token, *, among: bool) -> None:
        frame = self.frame
        channel = self.has("part_of", "channel") and not self.has("plural", "several") and not self.has("outcome")
        # 全市税务系统 is no channel.
        channel = channel and self.agent not in PRESUMED
        subject = self.segment.first("part_of", "subject")
        narrowed = False
        if subject is not None:
            objects = [token for token in self.segment.tokens if token.is_("object", self.object) and subject.end <= token.start]
            received = any(token.is_("stage") and token.start < subject.start for token in self.segment.tokens)
            dispute = self.object in DISPUTES and self.has("disclosure")
            narrowed = not dispute and not (objects and received and not among)
        if channel or narrowed:
            frame.subset = True
            raise Stop("part_of")
        if not among:
            frame.subset = False
