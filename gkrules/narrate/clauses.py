"""The segments of a paragraph, read one after the other: slots, and what they say by the decision table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from gkrules.narrate.changes import Changes
from gkrules.narrate.nothing import Nothing
from gkrules.narrate.organs import Organs
from gkrules.narrate.periods import Periods
from gkrules.narrate.said import DISPUTES, RESULT_GROUPS, Aside, Frame, Measure, Reading, Said, Stop, statements
from gkrules.narrate.segments import Segment, segments
from gkrules.narrate.tokens import Token, Tokenizer

__all__ = ["DISPUTES", "Clauses", "Frame", "Measure", "Reading", "Said", "Stop", "statements"]


_UNKNOWN = ("object", "label", "unknown", "result", "sibling", "no_row", "reason")
"""Why a part of a list is not understood."""
_PARTS = ("repealed", "issued", "decided")


class Clauses:
    """Reads sentences with the words of a lexicon and the rows of a decision table.

    Args:
        tokenizer: of the lexicon.
        rows: the slots of the rows.
        organs: of the report.
        year: of the report.
    """

    def __init__(self, tokenizer: Tokenizer, rows: frozenset[frozenset[tuple[str, str]]], organs: Organs, year: int | None) -> None:
        self.tokenizer: Tokenizer = tokenizer
        self.rows: frozenset[frozenset[tuple[str, str]]] = rows
        self.organs: Organs = organs
        self.year: int | None = year

    def sentence(self, text: str, frame: Frame) -> tuple[list[Reading], Frame]:
        """The readings of the segments of a sentence, and what they leave to the next one."""
        readings: list[Reading] = []
        found = list(segments(text, self.tokenizer.tokens(text)))
        stack: list[Frame] = []
        if not frame.object and implied(found):
            frame.ahead = "application"
        for place, segment in enumerate(found):
            for _ in range(min(segment.closes, len(stack))):
                settled = frame.disputes == ()
                frame = stack.pop()
                if settled:
                    frame.disputes = ()
            while len(stack) < segment.depth:
                stack.append(frame.copy())
            readings.append(_Reader(self, text, segment, frame, found[place + 1 :], readings).read())
        for outer in reversed(stack):
            frame = outer
        _drop_several(readings)
        _presume_lists(readings)
        return readings, frame.of_sentence()


def _drop_several(readings: Sequence[Reading]) -> None:
    """废止1件，宣布失效1件: two parts of one row say nothing of it, though they are as many."""
    told: dict[tuple[str, frozenset[tuple[str, str]]], list[Reading]] = {}
    for reading in readings:
        for said in reading.said:
            if said.mark == "count" and ("result" in said.slots or "outcome" in said.slots or said.slots.get("stage") in _PARTS):
                told.setdefault((said.presumed, frozenset(said.slots.items())), []).append(reading)
    for (_, slots), several in told.items():
        if len(several) > 1:
            for reading in several:
                reading.said = [said for said in reading.said if frozenset(said.slots.items()) != slots]
                reading.stopped = reading.stopped or "several"


def _presume_lists(readings: Sequence[Reading]) -> None:
    """In a list with a label that is not understood, the others may have other bounds than the rows of the form: the tables decide."""
    for slot in ("result", "applicant", "outcome"):
        places = [place for place, each in enumerate(readings) if any(said.mark == "count" and slot in said.slots for said in each.said)]
        if not places:
            continue
        first, last = places[0], places[-1]
        around = [*readings[first : last + 2], *(readings[first - 1 : first] if readings[first].segment.mark == "、" else ())]
        depth = readings[first].segment.depth
        if any(each.stopped == "respectively" for each in around):
            continue
        unknown = [each for each in around if not each.said and each.segment.number is not None and each.segment.depth == depth]
        if any(each.stopped in _UNKNOWN and each.segment.mark in ("、", "，", "；") for each in unknown):
            for place in range(first, last + 1):
                readings[place].said = [
                    replace(said, presumed=f"{said.presumed}|list") if slot in said.slots and said.mark in ("count", "share") else said
                    for said in readings[place].said
                ]


def implied(found: Sequence[Segment]) -> bool:
    """Whether a sentence that names no object lists results or stages that only applications have.

    予以公开5件、部分公开2件, and 新收28件，办结26件，结转下年2件.
    """
    results, stages = set[str](), set[str]()
    named = [segment for segment in found if segment.has("stage", "carry")]
    if named and all(segment.number is None and not segment.has("object") for segment in found):
        return True
    for segment in found:
        for token in segment.tokens:
            if token.is_("object") and not token.is_("object", "weak"):
                return token.is_("object", "application") and not token.is_("bare") and bool(results)
            if token.is_("result") and not token.is_("bare"):
                results.add(token.slots["result"])
            if token.is_("stage") and segment.number is not None:
                stages.add(token.slots["stage"])
    if len(results) > 1 and results & (RESULT_GROUPS - {"other_handling"}):
        return True
    return (
        "handled" in stages
        and bool(stages & {"carry", "pending"})
        and (bool(stages & {"received", "new"}) or all(_plain(segment) for segment in found))
    )


def _plain(segment: Segment) -> bool:
    """Whether nothing but a verb and words of no meaning stand before its number: 本年度办结304件."""
    number, place = segment.number, segment.start
    if number is None:
        return True
    for token in segment.tokens:
        if token.start >= number.start:
            break
        if token.start != place or token.is_("case"):
            return False
        place = token.end
    return place == number.start


class _Reader(Nothing, Changes, Periods):
    """Reads a segment."""

    def read(self) -> Reading:
        frame, reading = self.frame, self.reading
        if self.segment.mark == "；":
            frame.disputes, frame.narrowed, frame.topic = (), False, False
        self._period()
        self._agent()
        frame.planned = frame.planned or self.has("wish")
        frame.exempt = frame.exempt or self.has("polarity", "except")
        reading.slots.update({key: value for key, value in (("agent", frame.agent), ("period", self.period)) if value})
        self.disclosed = frame.disclosure
        if self.has("supervision"):
            frame.supervised = True
        if self.has("disclosure") or self.has("object", "application"):
            frame.disclosure = True
        if self.has("part_of", "withdrawn"):
            frame.withdrawn = True
        self.object = self._object()
        if self.naming and self.object == "foreign":
            # 办公室开展检查4次: what it did is nothing that the form counts.
            frame.others_counted = False
        if self.object in DISPUTES and not self.earlier and not self.later and self._is_title():
            frame.supervised = True
        if self.has("mark", "compare") or (self.percent and self.has("period", "last_year")):
            frame.compared = True
        try:
            self._read()
        except Stop as stop:
            reading.stopped = str(stop)
            if self.number is not None and not isinstance(stop, Aside):
                frame.last = Measure({}, self.number.value, known=False)
                frame.lost = frame.lost or self._was_whole()
        if self.object:
            reading.slots.setdefault("object", self.object)
            if not self.held and any(token.is_("object") for token in self.segment.tokens) and self._leads_on():
                frame.object = self.object
        return reading

    def _but_for(self, number: Token, everything: Token) -> bool:
        """除8件结转外全部办结: what the number is of stands between it and 外."""
        words = self.text[number.end : everything.start]
        outside = next((word for word in self.listed("outside", "outside") if words.endswith(word)), "")
        return (
            bool(outside)
            and self.has("polarity", "except")
            and any(token.is_(slot) for token in self.after if token.end <= everything.start for slot in ("stage", "result"))
        )

    def _is_title(self) -> bool:
        """（三）行政复议、行政诉讼情况: the room of the form."""
        tokens = self.segment.tokens
        titled = all(
            (token.is_("object") and token.slots["object"] in DISPUTES) or token.is_("wording") or token.is_("filler") for token in tokens
        )
        return titled and not self.gap(self.segment.start, self.segment.end)

    def _was_whole(self) -> bool:
        """Whether a number that is not understood may be the whole of what follows: 住房类申请12件，予以公开10件."""
        if self.has("result") or self.has("outcome") or any(each.said for each in self.earlier):
            return False
        return self.object == "application" and (self.has("object", "application") or self.has("stage") or self.has("applicant"))

    def _leads_on(self) -> bool:
        """Whether what follows is about the object too: not where 诉求 only stands somewhere in a segment without a number."""
        if self.number is not None or self.object != "foreign":
            return True
        token = next(token for token in self.segment.tokens if token.is_("object"))
        before = [each for each in self.segment.tokens if each.end <= token.start]
        return not self.gap(self.segment.start, token.start) and all(
            each.is_("period") or each.mark == "date" or each.is_("agent") or each.is_("wording") for each in before
        )

    def _read(self) -> None:
        frame = self.frame
        if self.percent is not None or (self.number is not None and (self.has("mark", "up") or self.has("mark", "down"))):
            self._of_mark()
            return
        amounts = (token for token in self.segment.tokens if token.mark == "count")
        amount = next(
            (token for token in amounts if self._unit(token) == "amount" or (not token.value and self._unit(token) == "money")), None
        )
        if amount is not None:
            self._amount(amount)
            return
        none, everything = self.segment.first("polarity", "none"), self.segment.first("polarity", "all")
        if self.number is not None and none is not None and none.is_("result"):
            # 不存在4件
            none = None
        if self.number is not None and everything is not None and self._but_for(self.number, everything):
            self.after, everything = tuple(token for token in self.after if token.end <= everything.start), None
        if none is not None and (self.number is None or self.number.value == 1):
            self._none(none)
        elif everything is not None and not self.has("polarity", "rest") and (self.number is None or self.has("stage", "handled")):
            self._all(everything)
        elif self.number is not None:
            self._count(self.number)
        elif (
            everything is not None
            and self.object == "application"
            and len(self.values("applicant")) == 1
            and self._rest(self.values("applicant")[0], everything)
        ) or self._single():
            pass
        elif self.object == "application" and self.has("object") and self.has("stage") and frame.last is None:
            frame.last = Measure(self._stage_slots() or {}, None)
