"""Numbers of the year before, which those of the report's year are compared with."""

from __future__ import annotations

from gkrules.narrate.said import DISPUTES, Measure, Stop
from gkrules.narrate.scope import Scope
from gkrules.narrate.segments import LABELS
from gkrules.narrate.tokens import Token


class Comparands(Scope):
    """Reads 较上年的16件, 由16件升至28件: the difference is told too."""

    def _comparand(self, number: Token) -> bool:
        """Whether a number is that of the year that is compared with: 较2019年的6件, 由上年的16件."""
        before = self.before[-1] if self.before else None
        from_before = before is not None and before.is_("link", "from") and before.end == number.start
        if from_before and self.later and self.later[0].has("link", "rises_to"):
            return True
        if self._of_last_year() or self._in_brackets():
            return True
        for token in self.before:
            if (token.is_("mark", "compare") or token.is_("link", "from")) and not self.has("stage", "carry"):
                following = [each for each in self.before if each.start >= token.end]
                if (
                    following
                    and following[0].start == token.end
                    and (following[0].mark == "date" or following[0].is_("period", "last_year"))
                ):
                    return not any(each.is_("mark", "up") or each.is_("mark", "down") for each in following)
        return False

    def _since_last_year(self, number: Token) -> None:
        """收到12件，比上年（15件）: the difference is that of the two, unless it is written too."""
        frame, year = self.frame, self.clauses.year
        told = [said for each in self.earlier for said in each.said if said.mark == "count"]
        last = frame.last
        if last is None or last.part or not last.known or not told or not last.value or not number.exact or last.value == number.value:
            return
        if any(self.has(slot) for slot in LABELS) or self.has("link", "from"):
            return
        if self._unit(number) != "form" or (frame.compared_year and year and frame.compared_year != year - 1) or frame.narrowed:
            return
        if told[-1].slots == last.slots and frozenset(last.slots.items()) in self.clauses.rows:
            direction = 1 if last.value > number.value else -1
            self._say(last.slots, "difference", abs(last.value - number.value), number, direction=direction)

    def _of_last_year(self) -> bool:
        """收到21件，去年为14件: beside the number of the year, that of the year before."""
        opens = bool(self.before) and self.before[0].is_("period", "last_year") and self.before[0].start == self.segment.start
        plain = opens and not self.after and all(token.is_("wording") for token in self.before[1:])
        told = self.earlier[-1].said if self.earlier else []
        return plain and self.segment.mark in ("，", "（") and any(said.mark == "count" for said in told)

    def _in_brackets(self) -> bool:
        """比2019年（15件）: the number of the year that is named before the brackets."""
        if self.segment.mark != "（" or len(self.segment.tokens) != 1 or not self.earlier:
            return False
        outer = self.earlier[-1].segment.tokens
        year = len(outer) > 1 and (outer[-1].mark == "date" or outer[-1].is_("period", "last_year"))
        return year and outer[-2].is_("mark", "compare") and outer[-2].end == outer[-1].start

    def _risen(self, number: Token) -> None:
        """由上年的16件升至28件: the segment before says of what."""
        named = self.earlier[-1].segment if self.earlier else None
        if named is None:
            raise Stop("label")
        self._in_scope()
        objects = [token.slots["object"] for token in named.tokens if token.is_("object")]
        stages = [token.slots["stage"] for token in named.tokens if token.is_("stage")]
        value = objects[-1] if objects else self.frame.object
        results = [token.slots["result"] for token in named.tokens if token.is_("result")]
        if any(token.is_(slot) for token in named.tokens for slot in ("applicant", "outcome", "part_of")) or len(results) > 1:
            raise Stop("label")
        if value == "application" and results:
            slots = {"object": value, "result": results[0]}
        elif value == "application":
            slots = {"object": value, "stage": "new" if "new" in stages else stages[-1] if stages else "received"}
        elif value in DISPUTES and not stages:
            slots = {"object": value}
        else:
            raise Stop("object")
        self.frame.object = value
        self.frame.compared = True
        self.frame.last = self.frame.whole = Measure(slots, number.value)
        self._exact(number)
        self._say(slots, "count", number.value, number)
        before = named.number
        year = self.clauses.year
        last = named.has("period", "last_year") or any(token.mark == "date" and year and token.value == year - 1 for token in named.tokens)
        if before is not None and last and before.exact and before.value != number.value:
            # What it was is told too: the difference is that of the two.
            self._say(slots, "difference", abs(number.value - before.value), before, direction=1 if number.value > before.value else -1)
