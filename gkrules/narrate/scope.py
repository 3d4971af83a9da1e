"""The scope of a segment: whose numbers, of which time, about what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from gkrules.narrate.organs import Organs
from gkrules.narrate.said import APPLICATION_STAGES, DECISIONS, DISPUTES, RECEIVED, Frame, Reading, Said, Stop
from gkrules.narrate.segments import Segment
from gkrules.narrate.tokens import Token, Tokenizer

# Marks, which are no unknown words.
_WHOLE = ((1, 1), (12, 31))
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
        self.clauses, self.text, self.segment, self.frame = clauses, text, segment, frame
        self.later, self.earlier = later, earlier
        self.reading = Reading(segment, text[segment.start : segment.end])
        tokens = segment.tokens
        place = next((number for number, token in enumerate(tokens) if token.mark == "count"), None)
        self.number = tokens[place] if place is not None else None
        self.before = tokens[:place] if place is not None else tokens
        self.after = tokens[place + 1 :] if place is not None else ()
        self.percent = next((token for token in tokens if token.mark in ("percent", "times", "tenths")), None)
        self.carry = ""
        self.held = self._since = False
        self.object = self.period = self.agent = ""
        self.disclosed = frame.disclosure

    def _hold(self, value: str) -> None:
        """Leave an object to the segments that follow."""
        self.frame.object, self.held = value, True

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

    def _period(self) -> None:
        frame, tokens = self.frame, self.segment.tokens
        self.period = frame.period
        year = self.clauses.year
        carried = self.segment.has("stage", "carry")
        for place, token in enumerate(tokens):
            if token.mark != "date" and not token.is_("period"):
                continue
            previous = tokens[place - 1] if place and tokens[place - 1].end == token.start else None
            compared = previous is not None and (previous.is_("mark", "compare") or previous.is_("link", "from") or previous.is_("equals"))
            if token.is_("period", "last_year"):
                bare = previous is not None and previous.is_("wording")
                self._last_year(place, carried=carried, compared=compared, bare=bare)
            elif token.is_("period"):
                self._named_period(token, place, carried=carried)
            elif token.mark == "date":
                self._date(token, place, carried=carried, compared=compared, year=year)

    def _last_year(self, place: int, *, carried: bool, compared: bool, bare: bool) -> None:
        """上年: what was carried in, what is compared with, or another year."""
        if carried or self.has("stage", "pending"):
            self.carry = "carried_in"
        elif compared or bare or self.has("mark", "compare"):
            self.frame.compared = self.frame.compared or compared
        else:
            self.period = "other"
            if self._initial(place):
                self.frame.period = "other"

    def _named_period(self, token: Token, place: int, *, carried: bool) -> None:
        value = token.slots["period"]
        if value == "next_year":
            if carried:
                self.carry = self.carry or "carried_out"
            elif self._initial(place):
                self.period = "other"
                self.frame.planned = True
        elif value == "this_year" and self._since:
            pass
        elif (
            value == "this_year"
            and place
            and self.segment.tokens[place - 1].is_("stage", "carry")
            and self.segment.tokens[place - 1].end == token.start
        ):
            # 2023年度结转至本年办理
            self.carry = "carried_in"
        elif value == "this_year" or (value == "cumulative" and self._until_the_end(self.segment.tokens[place + 1 : place + 2])):
            self.period = self.frame.period = "own"
        elif value != "cumulative":
            self.period = self.frame.period = "part"
        elif not (token.is_("wording", "total") and self.period in ("", "own") and self._alone(token)):
            self.period = self.frame.period = "cumulative"

    def _date(self, token: Token, place: int, *, carried: bool, compared: bool, year: int | None) -> None:
        frame = self.frame
        if not token.value:
            self._month(token)
            return
        if year is None:
            return
        if carried and token.value != year and not self._initial_year(token, place):
            self.carry = self.carry or ("carried_in" if token.value < year else "carried_out")
        elif token.value == year + 1 and not compared and any(value in ("handled", "processed") for value in self.values("stage")):
            self.carry = "carried_out"
        elif compared and token.month and token.value == year and (token.month, token.day) != (1, 1):
            self._since = True
            self.period = frame.period = "part"
        elif compared:
            frame.compared, frame.compared_year = True, token.value
        elif token.value == year:
            self._date_of_this_year(token, place)
        elif self._initial(place):
            following = self.text[token.end : token.end + 1]
            attribute = bool(self.gap(token.end, token.end + 1)) and following not in "，；：" and not self.has("stage")
            if not attribute:
                self.period = frame.period = "other"
        elif self.number is not None and token.value < year:
            self.period = "other"

    def _date_of_this_year(self, token: Token, place: int) -> None:
        frame = self.frame
        until = token.month == 12 and place > 0 and self.segment.tokens[place - 1].is_("period", "cumulative")
        if not token.month or (token.month, token.day) in _WHOLE:
            if self._initial(place) and not self._since:
                self.period = frame.period = "own"
        elif until and not token.day:
            self.period = frame.period = "own"
        elif self.segment.number is not None or self.segment.has("period", "cumulative") or self._opens(token):
            # 2024年6月，…: until something of the whole year is told.
            self.period = frame.period = "part"

    def _opens(self, token: Token) -> bool:
        """Whether a date is all that the segment has: 2024年6月，我局收到…."""
        return token.start == self.segment.start and token.end == self.segment.end

    def _month(self, token: Token) -> None:
        """12月收到3件: a part of the year, unless what lasts until its end is told."""
        lasting = self.has("stage", "pending") or self.has("stage", "carry") or self.has("period", "cumulative")
        if token.month and self.has("stage") and not lasting and self.number is not None:
            self.period = "part"

    def _initial_year(self, token: Token, place: int) -> bool:
        others = any(each is not token and (each.mark == "date" or each.is_("period")) for each in self.segment.tokens)
        return self._initial(place) and others and not any(each.is_("stage", "carry") for each in self.segment.tokens[:place])

    def _initial(self, place: int) -> bool:
        """Whether only the subject stands before a word."""
        tokens = self.segment.tokens[:place]
        return not any(token.mark in ("count", "percent") or token.is_("stage") or token.is_("result") for token in tokens)

    def _alone(self, summed: Token) -> bool:
        """Whether 累计 stands without 以来, 截至 or another year: it counts the year's."""
        year = self.clauses.year
        if any(token.is_("object") and token.slots["object"] in (*DECISIONS, "norms", "rules", "fees") for token in self.segment.tokens):
            return False
        said = any(token.is_("period", "this_year") or (token.mark == "date" and token.value == year) for token in self.before)
        if not said and any(each.has("period", "this_year") or any(token.mark == "date" for token in each.tokens) for each in self.later):
            return False
        return not any(
            each is not summed and (each.is_("period", "cumulative") or (each.mark == "date" and each.value not in (0, year or 0)))
            for each in self.segment.tokens
        )

    def _until_the_end(self, following: Sequence[Token]) -> bool:
        year = self.clauses.year
        for token in following:
            if token.mark == "date":
                return (not token.value or token.value == year) and (token.month, token.day) in (
                    (12, 31),
                    (12, 0),
                    (0, 0) if token.value else (12, 31),
                )
            if token.is_("period", "this_year"):
                return True
        return False

    def _agent(self) -> None:
        frame = self.frame
        found = self.clauses.organs.agent(self.text, self.segment, self.clauses.tokenizer)
        self.agent = frame.agent
        if found is None:
            return
        frame.mentioned = frame.mentioned or found.mentioned
        self.agent = found.kind
        if found.subject:
            frame.agent = found.kind
        if found.kind == "own":
            frame.named = not found.mentioned or not self.clauses.organs.has_parts or self.clauses.organs.is_office
            frame.others_counted = False
        elif self.number is not None:
            frame.others_counted = True

    def _object(self) -> str:
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
        value = "dispute" if "review" in kinds and "litigation" in kinds and self.number is None else chosen.slots["object"]
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
        return "foreign" if enquiries or others else value

    def _aside(self, token: Token) -> bool:
        """Whether a word is no object here: 因…信访投诉不予处理8件 says why, 来信2件 in a list of channels how."""
        if not token.is_("object", "foreign"):
            return False
        if token.is_("part_of", "channel") and self.frame.object == "application":
            return True
        because = any(each.is_("cause") and each.end <= token.start for each in self.segment.tokens)
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
        self.reading.said.append(Said(slots, mark, value, token.start, token.end, direction=direction, **more))

    def _in_scope(self) -> None:
        if self.agent in ("other", "wider"):
            raise Stop("agent")
        if self.period not in ("", "own"):
            raise Stop("period")
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
