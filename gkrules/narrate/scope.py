"""The scope of a segment: whose numbers, of which time, about what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from gkrules.narrate.organs import Organs
from gkrules.narrate.said import APPLICATION_STAGES, DECISIONS, DISPUTES, PRESUMED, RECEIVED, Frame, Reading, Said, Stop
from gkrules.narrate.segments import Segment
from gkrules.narrate.tokens import Token, Tokenizer

# Marks, which are no unknown words.
_MARKS = frozenset('、“”‘’"/（）：，；')


class Grammar(Protocol):
    """What decides: the words, the rows of the table and the report."""

    tokenizer: Tokenizer
    rows: frozenset[frozenset[tuple[str, str]]]
    organs: Organs
    year: int | None


class Scope:
    """A segment, and what the segments before it left: the questions that all rooms of the grammar ask.

    Args:
        clauses: the grammar.
        text: of the sentence.
        segment: to be read.
        frame: what went before left; it is changed.
        later: the segments that follow.
        earlier: the readings of those before.
    """

    def __init__(
        self, clauses: Grammar, text: str, segment: Segment, frame: Frame, later: Sequence[Segment], earlier: list[Reading]
    ) -> None:
        self.clauses: Grammar = clauses
        self.text: str = text
        self.segment: Segment = segment
        self.frame: Frame = frame
        self.later: Sequence[Segment] = later
        self.earlier: list[Reading] = earlier
        self.reading: Reading = Reading(segment, text[segment.start : segment.end])
        tokens = segment.tokens
        place = next((number for number, token in enumerate(tokens) if token.mark == "count"), None)
        self.number: Token | None = tokens[place] if place is not None else None
        self.before: tuple[Token, ...] = tokens[:place] if place is not None else tokens
        self.after: tuple[Token, ...] = tokens[place + 1 :] if place is not None else ()
        self.percent: Token | None = next((token for token in tokens if token.mark in ("percent", "times", "tenths")), None)
        self.carry = ""
        self.held: bool = False
        self._since = False
        self.presumed: tuple[str, ...] = ()
        self.object: str = ""
        self.period: str = ""
        self.agent: str = ""
        self.naming: bool = False
        self.is_part: bool = False
        self.disclosed: bool = frame.disclosure

    def _hold(self, value: str) -> None:
        """Leave an object to the segments that follow."""
        self.frame.object, self.held = value, True

    def _presume(self, why: str) -> None:
        """Let what the segment says count only where the tables bear it out, together with what else is presumed for this reason."""
        if why not in self.presumed:
            self.presumed = (*self.presumed, why)

    def _unsure(self) -> None:
        """What is counted, here and in what follows, has a word that is not known."""
        if self.frame.object != "unknown":
            self.frame.unsure = f"object:{self.reading.text}"
        self._hold("unknown")
        self._presume(self.frame.unsure)

    def has(self, slot: str, value: str = "") -> bool:
        """Whether the segment has a word with a slot, and a value."""
        return self.segment.has(slot, value)

    def gap(self, start: int, end: int) -> str:
        """What between two places is no word of the lexicon."""
        known = self.segment.known
        return "".join(char for place, char in enumerate(self.text[start:end], start) if place not in known and char not in _MARKS)

    def listed(self, slot: str, value: str) -> tuple[str, ...]:
        """The words of the lexicon with a value."""
        return self.clauses.tokenizer.listed(slot, value)

    def _letters(self) -> str:
        """Letters that mean nothing at the end of a label."""
        return "".join(self.listed("letters", "letters"))

    def values(self, slot: str, tokens: Sequence[Token] | None = None) -> list[str]:
        """The values of a slot in their order, each once."""
        among = self.segment.tokens if tokens is None else tokens
        return list(dict.fromkeys(token.slots[slot] for token in among if slot in token.slots))

    def _agent(self) -> None:
        frame = self.frame
        found = self.clauses.organs.agent(self.text, self.segment, self.clauses.tokenizer)
        self.agent = frame.agent
        decides = found is not None and found.kind == "other" and frame.object in DISPUTES
        if decides and self.number is not None:
            # 被申请行政复议5件，区政府撤销2件: of what was counted before.
            told = self.earlier[-1].said if self.earlier else []
            decides = self.has("outcome") and not self.has("object") and any(said.slots.get("object") in DISPUTES for said in told)
            if decides:
                self._presume("decider")
        if found is None or (decides and not self.has("stage", "received")):
            # 由区政府责令重新答复: who decides the dispute.
            return
        frame.mentioned = frame.mentioned or found.mentioned
        if found.kind == "own" and found.mentioned and frame.wide:
            # 全市收到812件，…。市政府办公室收到61件: one of the two is what the report covers.
            found = replace(found, kind="level")
            self.is_part = self.has("link", "among")
        frame.wide = frame.wide or found.kind == "wider" or (found.kind == "own" and not found.mentioned and self.clauses.organs.has_parts)
        self.agent = found.kind
        self.naming = True
        if found.subject:
            frame.agent, frame.naming = found.kind, self.reading.text
        if found.kind in ("own", *PRESUMED):
            frame.named = not found.mentioned or not self.clauses.organs.has_parts or self.clauses.organs.is_office
            frame.others_counted = False
        elif self.number is not None:
            frame.others_counted = True

    def _object(self) -> str:
        """What the segment is about; of what is not known, and of results that can only be of applications, that is presumed."""
        value = self._named_object()
        if value == "unknown":
            self.held = True
            self._presume(self.frame.unsure)
            return "application"
        if not value and self.number is not None and any(token.is_("result") and not token.is_("bare") for token in self.segment.tokens):
            # 1.予以公开104件: of what, nothing says.
            self._hold("unknown")
            self.frame.unsure = "implied"
            self._presume("implied")
            return "application"
        formal = any(token.is_("result") and not token.is_("bare") and not token.is_("object") for token in self.segment.tokens)
        if value == "foreign" and formal and not any(token.is_("object") and not self._is_weak(token) for token in self.segment.tokens):
            self.held = True
            self._presume("foreign")
            return "application"
        return value

    def _named_object(self) -> str:
        frame = self.frame
        objects = [token for token in self.segment.tokens if token.is_("object") and not self._aside(token)]
        strong = [token for token in objects if not self._is_weak(token)]
        if any(self._is_weak(token) and self._beside(token) for token in objects):
            strong = [token for token in objects if not self._is_weak(token) or self._beside(token)]
        if not strong:
            if not frame.object and frame.ahead == "application" and (self.has("result") or self.has("applicant") or self._handles()):
                return "application"
            return frame.object
        before = [token for token in strong if self.number is None or token.start < self.number.start]
        after = [token for token in strong if self.number is not None and token.start > self.number.start and not self._reason(token)]
        chosen = self._chosen(before, after)
        if chosen is None:
            return frame.object
        kinds = self.values("object", strong)
        both = "review" in kinds and "litigation" in kinds and (self.number is None or self._totalled(strong))
        value = "dispute" if both else chosen.slots["object"]
        value = "foreign" if value == "weak" else value
        if (
            value == "foreign"
            and chosen.is_("result")
            and frame.object == "application"
            and (self.has("link", "among") or (self.number is not None and self.number.end <= chosen.start and len(strong) == 1))
        ):
            # 其中主动公开27件: what had been published already is granted.
            return frame.object
        attribute = chosen.is_("bare", "attribute") and not self.has("stage")
        if chosen.is_("bare", "attribute") and self.has("stage"):
            return "application"
        if (
            chosen.is_("bare")
            and not (attribute and self.number is None)
            and frame.object in ("foreign", "unknown")
            and not any(each in RECEIVED for each in self.values("stage"))
        ):
            return frame.object
        if chosen.is_("outcome") and frame.object in DISPUTES:
            return frame.object
        enquiries = value == "application" and chosen.is_("bare") and chosen in before and self._among_enquiries(chosen, strong)
        others = value in DISPUTES and self.has("cause") and any(each in (*DECISIONS, "foreign") for each in kinds)
        if others:
            # 因行政处罚被申请行政复议: what follows is not about disclosure either.
            frame.disclosure = frame.suffered = False
        return "foreign" if enquiries or others else value

    def _totalled(self, objects: Sequence[Token]) -> bool:
        """行政复议、行政诉讼共11件: both together."""
        disputes = [each for each in objects if each.slots["object"] in DISPUTES]
        total = next((each for each in self.before if each.is_("wording", "total") and each.start >= disputes[-1].end), None)
        return total is not None and len(disputes) == 2 and not self.gap(disputes[0].end, disputes[1].start)

    def _aside(self, token: Token) -> bool:
        """Whether a word is no object here: 因…信访投诉不予处理8件 says why, 来信2件 in a list of channels how."""
        if not token.is_("object", "foreign"):
            return False
        if token.is_("part_of", "channel") and self.frame.object == "application":
            return True
        because = any(
            (each.is_("cause") and each.end <= token.start) or (each.is_("plural", "others") and each.start >= token.end)
            for each in self.segment.tokens
        )
        end = self.number.start if self.number is not None else self.segment.end
        return because and any(
            each.is_("result") and not each.is_("bare") and token.end <= each.start < end for each in self.segment.tokens
        )

    def _chosen(self, before: Sequence[Token], after: Sequence[Token]) -> Token | None:
        """The object that a number is about: the last one before it, else one behind it."""
        if before and self.number is not None:
            return before[-1]
        if after:
            disputes = [token for token in after if token.slots["object"] in DISPUTES]
            near = self._beside(after[0]) or after[0].slots["object"] == "foreign" or not self.frame.object
            return disputes[0] if disputes else after[0] if near else None
        return before[-1] if before else None

    def _among_enquiries(self, chosen: Token, objects: Sequence[Token]) -> bool:
        """留言、咨询等各类申请, 各类申请: applications for anything."""
        several = any(each.is_("plural", "several") and each.end == chosen.start for each in self.segment.tokens)
        if several and not (self.frame.disclosure or self.has("disclosure")):
            return True
        verb = next((each.end for each in reversed(self.before) if each.is_("stage") and each.end <= chosen.start), self.segment.start)
        return any(each.is_("object", "foreign") and verb <= each.start and each.end < chosen.start for each in objects)

    def _reason(self, token: Token) -> bool:
        """Whether a word behind the number only says why: 3件因补正或延期结转."""
        if not token.is_("object", "foreign") or self.number is None:
            return False
        return any(each.is_("cause") and self.number.end <= each.start < token.start for each in self.segment.tokens)

    def _handles(self) -> bool:
        return self.number is not None and any(value in APPLICATION_STAGES for value in self.values("stage"))

    @staticmethod
    def _is_weak(token: Token) -> bool:
        return token.is_("object", "weak")

    def _beside(self, token: Token) -> bool:
        number = self.number
        if number is None:
            return False
        if token.end <= number.start:
            return not self.gap(token.end, number.start) and not any(
                each.is_("result") or each.is_("stage") or each.is_("object")
                for each in self.segment.tokens
                if token.end <= each.start < number.start
            )
        return token.start - number.end <= 1 and not self.gap(number.end, token.start)

    def _unit(self, token: Token) -> str:
        return self.clauses.tokenizer.lexicon.units.get(token.unit, "")

    def _is_entry(self, number: Token) -> bool:
        """Whether a unit is one of entries that are published, rather than of cases: 条, 篇, 项."""
        return "entry" in self.clauses.tokenizer.lexicon.words.get(number.unit, {})

    def _say(self, slots: Mapping[str, str], mark: str, value: float, token: Token, **more: float) -> None:
        if frozenset(slots.items()) not in self.clauses.rows:
            raise Stop("no_row")
        self.reading.slots.update(slots)
        direction = int(more.pop("direction", 0))
        presumed = "|".join(self.presumed)
        self.reading.said.append(Said(slots, mark, value, token.start, token.end, direction=direction, presumed=presumed, **more))

    def _all_parts_told(self) -> None:
        """收到6件，其中网上4件、来信2件，…: where the parts are the whole, what follows is of the whole again."""
        frame, whole = self.frame, self.frame.whole
        if whole is None or not whole.value or not (frame.subset or (frame.last is not None and frame.last.part)):
            return
        place = next(
            (
                at
                for at, each in enumerate(self.earlier)
                if any(said.slots == whole.slots and said.value == whole.value for said in each.said)
            ),
            None,
        )
        if place is None:
            return
        parts = [each.segment for each in self.earlier[place + 1 :] if each.segment.depth == self.segment.depth]
        numbers = [each.number.value for each in parts if each.number is not None]
        if numbers and sum(numbers) == whole.value and parts[0].has("link", "among"):
            frame.subset = frame.narrowed = frame.lost = False
            frame.last = whole

    def _whose(self) -> None:
        """Another organ's numbers say nothing; those that may be another's are presumed."""
        if self.agent == "other" and self.naming:
            raise Stop("agent")
        if self.agent == "other":
            self._presume(f"agent:{self.frame.naming}")
        elif self.agent in PRESUMED:
            # 全省系统收到1326件，其中厅机关97件。自然人申请71件: what follows may be of the part.
            self._presume("part" if self.agent == "wider" and not self.naming else self.agent)

    def _in_scope(self) -> None:
        self._whose()
        if self.period not in ("", "own"):
            if any(token.mark == "date" or token.is_("period") for token in self.segment.tokens):
                raise Stop("period")
            self._presume("period")
        if self.frame.planned or self.has("doubt", "plan") or self.has("doubt", "average"):
            raise Stop("doubt")
        if self.has("part_of", "passed_on"):
            # What others passed on, or what was passed on to others, are only some.
            raise Stop("part_of")

    def _exact(self, number: Token) -> None:
        for token in self.segment.tokens:
            if token.is_("doubt", "about") and (token.end == number.start or token.start == number.end):
                raise Stop("doubt")
        if not number.exact:
            raise Stop("doubt")
