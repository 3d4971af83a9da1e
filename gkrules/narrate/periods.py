"""Which time a segment tells of: the year of the report, another, or a part of it; and what was carried from or to another year."""

from __future__ import annotations

from collections.abc import Sequence

from gkrules.narrate.said import DECISIONS, RECEIVED
from gkrules.narrate.scope import Scope
from gkrules.narrate.tokens import Token

_WHOLE = ((1, 1), (12, 31))


class Periods(Scope):
    """Reads the period of a segment into `period`, `carry` and the frame."""

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
        elif token.is_("moment", "end") and any(
            each.start == token.end and each.slots.get("stage") in RECEIVED for each in self.segment.tokens[place + 1 : place + 2]
        ):
            self.period = "part"
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
            self.carry: str = "carried_out"
        elif compared and token.month and token.value == year and (token.month, token.day) != (1, 1):
            self._since = True
            self.period = frame.period = "part"
        elif self._ends_range(token):
            self.period = frame.period = "cumulative"
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

    def _ends_range(self, token: Token) -> bool:
        """2021—2025年: of several years."""
        before = self.text[: token.start].rstrip("—-–~～至到年")
        return before != self.text[: token.start] and before[-2:].isdigit() and before[-4:-2] in ("19", "20")

    def _opens(self, token: Token) -> bool:
        """Whether a date is all that the segment has: 2024年6月，我局收到…."""
        return token.start == self.segment.start and token.end == self.segment.end

    def _month(self, token: Token) -> None:
        """12月收到3件: a part of the year, unless what lasts until its end is told."""
        lasting = self.has("stage", "pending") or self.has("stage", "carry") or self.has("period", "cumulative")
        if token.month and self.has("stage") and not lasting and self.number is not None:
            self.period: str = "part"

    def _initial_year(self, token: Token, place: int) -> bool:
        rest = self.segment.tokens[place + 1 :]
        if rest and rest[0].is_("stage", "carry") and rest[0].start == token.end and any(each.is_("period", "this_year") for each in rest):
            # 2024年结转至本年度
            return False
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
