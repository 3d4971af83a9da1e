"""The numbers of section two: documents, decisions, fees."""

from __future__ import annotations

from gkrules.narrate.said import DECISIONS, RULE_STAGES, Stop
from gkrules.narrate.scope import Scope
from gkrules.narrate.tokens import Token


class SectionTwo(Scope):
    """Decides which row of the table a number of section two is about."""

    def _section_two(self, number: Token) -> dict[str, str]:
        frame = self.frame
        self._own_alone()
        stages = [value for value in self.values("stage") if value in (*RULE_STAGES, "decided", "processed")]
        before = [value for value in self.values("stage", self.before) if value in (*RULE_STAGES, "decided", "processed")]
        self._done_by_it()
        last = [token for token in self.before if token.is_("stage") or token.is_("object")]
        if last and self.gap(last[-1].end, number.start):
            raise Stop("unknown")
        self._of_a_kind()
        if self.object in ("norms", "rules"):
            return self._documents(before, stages)
        if self.object == "fees":
            raise Stop("unit")
        if self.object == "procurement":
            return {"object": "procurement"}
        objects = [token for token in self.segment.tokens if token.is_("object", self.object)]
        object_token = next((token for token in reversed(objects) if token.end <= number.start), objects[0] if objects else None)
        if object_token is None:
            raise Stop("object")
        if "processed" in stages and "decided" not in stages and self._is_entry(number):
            raise Stop("unit")
        if any(value in ("decided", "processed") for value in stages) or any(
            word in object_token.text for word in self.listed("ending", "decision")
        ):
            return {"object": self.object, "stage": "decided"}
        if (
            frame.last is not None
            and frame.last.slots.get("stage") == "decided"
            and frame.last.known
            and not self.gap(self.segment.start, object_token.start)
            and not (self._is_entry(number) and self.text[: number.start].endswith(self.listed("ending", "items")))
        ):
            return {"object": self.object, "stage": "decided"}
        if self._plain_list(object_token, number):
            return {"object": self.object, "stage": "decided"}
        if self.has("bare", "bare") and not self._is_entry(number):
            # 公开行政许可1862件: those that were published, which may be all.
            self._presume("published")
            return {"object": self.object, "stage": "decided"}
        raise Stop("stage")

    def _done_by_it(self) -> None:
        """起草的法规1部、规章2部, 公开处罚信息3条: what it did not issue or decide."""
        kinds = next((token for token in self.before if token.is_("plural", "others")), None)
        foreign = any(token.is_("object", "foreign") and not (kinds and token.end <= kinds.start) for token in self.before)
        if foreign or self.has("part_of", "subject") or self.has("judging"):
            raise Stop("object")
        if self.has("undone"):
            raise Stop("undone")
        last = self.frame.last
        if (self.has("link", "among") or self.frame.narrowed) and last is not None and not last.known:
            # 清理规范性文件28件，其中继续有效19件
            raise Stop("part_of")
        before = self.earlier[-1] if self.earlier else None
        if self.segment.mark == "、" and before is not None and before.segment.number is not None and before.stopped:
            raise Stop(before.stopped)

    def _of_a_kind(self) -> None:
        """作出环保行政处罚决定3件: only some; 采取查封、扣押等行政强制措施 says what they are for example."""
        verb = next((token for token in self.before if token.is_("stage", "decided")), None)
        named = next((token for token in reversed(self.before) if token.is_("object", self.object)), None)
        if verb is None or named is None or verb.end > named.start or not self.gap(verb.end, named.start):
            return
        if not any(token.is_("plural", "others") and token.end == named.start for token in self.before):
            raise Stop("unknown")

    def _documents(self, before: list[str], stages: list[str]) -> dict[str, str]:
        """制发规范性文件3件, and 公开2件 after it."""
        if not before:
            before = stages
        if (
            not before
            and self.has("bare")
            and self.has("result", "granted")
            and self.frame.last is not None
            and self.frame.last.slots.get("object") == self.object
        ):
            before = ["published"]
        last = self.frame.last
        if not before and self.segment.mark == "、" and last is not None and last.known and last.slots.get("stage") in RULE_STAGES:
            # 公布规章2部、规范性文件14件
            before = [last.slots["stage"]]
        if len(before) == 2 and "in_force" in before:
            before = ["in_force"]
        if len(before) != 1:
            raise Stop("stage")
        return {"object": self.object, "stage": before[0]}

    def _plain_list(self, named: Token, number: Token) -> bool:
        """行政处罚88件: the decisions, where nothing else is said of them."""
        plain = all(
            token.is_("wording")
            or token.is_("plural", "others")
            or token.is_("object", self.object)
            or token.is_("period")
            or token.is_("agent")
            or token.mark == "date"
            for token in self.before
            if token is not named
        )
        before = self.frame.object
        told = [each for each in self.earlier if each.segment.number is not None]
        if told and told[-1].stopped and self.segment.mark != "；":
            return False
        if self._is_entry(number) or not (
            before in ("", "fees", "norms", "rules", "other_services", *DECISIONS) or self.segment.mark == "；"
        ):
            return False
        return (
            plain
            and named.end <= number.start
            and not self.gap(self.segment.start, named.start)
            and all(
                token.is_("polarity", "all") or token.is_("object", "weak") or token.is_("object", "foreign") or token.is_("wording")
                for token in self.after
            )
        )

    def _own_alone(self) -> None:
        """A government must say whose documents and decisions it counts, or its tables bear it out; a township has no others."""
        own = self.frame.named or (self.object == "rules" and self.agent == "own")
        if not own and self.clauses.organs.has_parts:
            self._presume("own")

    def _amount(self, number: Token) -> None:
        frame = self.frame
        if self.object not in ("fees", "procurement"):
            raise Stop("object")
        self._in_scope()
        self._own_alone()
        if self.has("undone"):
            raise Stop("undone")
        if self.has("mark", "down") or self.has("mark", "up") or self.has("link", "among") or frame.narrowed:
            raise Stop("mark")
        self._exact(number)
        named = self.segment.first("object", self.object)
        kinds = named is not None and any(token.is_("plural", "others") and token.end == named.start for token in self.before)
        if named is not None and self.gap(self.segment.start, named.start) and not self.frame.mentioned and not kinds:
            raise Stop("unknown")
        last = [token for token in self.before if token.is_("object") or token.is_("stage")]
        if last and self.gap(last[-1].end, number.start):
            raise Stop("unknown")
        slots = {"object": "fees"} if self.object == "fees" else {"object": "procurement", "stage": "paid"}
        self._say(slots, "amount", number.value, number, digit=number.digit)
