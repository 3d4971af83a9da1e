"""The numbers of applications: stages, results, applicants."""

from __future__ import annotations

from collections.abc import Sequence

from gkrules.narrate.known import Known
from gkrules.narrate.said import APPLICATION_STAGES, RECEIVED, RESULT_GROUPS, Stop, applicants_of
from gkrules.narrate.tokens import Token


class Applications(Known):
    """Decides which row of the table the number of applications in a segment is about."""

    def _stage_slots(self) -> dict[str, str] | None:
        stages = self.values("stage")
        if "carry" in stages:
            return {"object": "application", "stage": self.carry or "carry"}
        if "pending" in stages:
            return {"object": "application", "stage": "carried_out"}
        for value in ("due", "handled", "processed", "new", "received"):
            if value in stages:
                return {"object": "application", "stage": value}
        return None

    def _application(self, number: Token, *, among: bool) -> tuple[dict[str, str], bool]:
        """The slots of a number of applications, and whether it is part of a list."""
        labels = [token for token in self.before if any(token.is_(slot) for slot in ("stage", "result", "applicant"))]
        self._part_of_named(number)
        if self.later and self.later[0].has("mark", "share") and self.later[0].has("agent", "territory"):
            # 收到66件，占全区总量的31.4%: a part of what the report may cover.
            self._presume("level")
        if any(each.has("part_of", "split") for each in (self.segment, *self.later, *(each.segment for each in self.earlier[-1:]))):
            # 6份，拆分登记为14件: what is counted are not the applications of the table.
            raise Stop("part_of")
        if self.has("judging"):
            # What is examined are answers, not applications.
            raise Stop("judging")
        if self._remains(number):
            return {"object": "application", "stage": "carried_out"}, False
        first = not labels
        tokens = self.before if labels else self.after
        results = self._results()
        stages = [value for value in self.values("stage", self._not_why(tokens) if first else tokens) if value in APPLICATION_STAGES]
        if self.has("sibling") and not stages and not results and not self.has("applicant"):
            return self._sibling()
        if not stages and not results and not applicants_of(tokens) and any(token.is_("stage") for token in tokens):
            raise Stop("stage")
        if results and "carry" not in stages:
            results = self._with_sibling(results)
            if self._is_entry(number) and (self._of_cases() or self._of_entries()):
                raise Stop("unit")
            self._of_the_year()
            results = self._widened(results)
            self._known(number, first=first)
            return {"object": "application", "result": results}, True
        stages += [value for value in self.values("stage", self.after) if value in ("carry", "pending") and value not in stages]
        if "carry" in stages or "pending" in stages or self.carry:
            return self._carried(number, stages, first=first)
        applicants = self._applicants(tokens)
        if applicants:
            self._of_the_year()
            return self._applied(number, applicants[0], stages, first=first)
        if not stages:
            return self._unstaged(number, among=among)
        return self._staged(number, stages, among=among, first=first)

    def _not_why(self, tokens: Sequence[Token]) -> Sequence[Token]:
        """1件因申请数量过大…: the words behind a number without those that only say why; what was done with it may stand there too."""
        because = next((token for token in tokens if token.is_("cause")), None)
        if because is None:
            return tokens
        return [token for token in tokens if token.start < because.start or token.slots.get("stage") not in RECEIVED]

    def _remains(self, number: Token) -> bool:
        """还有1件在法定办理期限内."""
        left = self.segment.first("remains")
        if left is None or left.end != number.start or not self.after or self.gap(number.end, self.segment.end):
            return False
        plain = (token.is_("wording") or token.is_("stage", "processed") or token.is_("object", "application") for token in self.after)
        return any(token.is_("punctual") for token in self.after) and all(plain)

    def _of_the_year(self) -> None:
        """Parts of what was carried in, or of what is not understood, are none of the table."""
        if self.frame.lost:
            self._presume("whole")
        stages = [said.slots["stage"] for each in self.earlier for said in each.said if "stage" in said.slots and said.mark == "count"]
        whom = [said.slots["applicant"] for each in self.earlier for said in each.said if "applicant" in said.slots]
        if not stages and len(set(whom)) == 1 and self.has("result"):
            # 对自然人提出的10件申请，予以公开5件
            raise Stop("whole")
        if stages and stages[-1] == "carried_in" and not set(stages) - {"carried_in"}:
            raise Stop("carry")

    def _widened(self, results: str) -> str:
        """予以公开7件（含部分公开）: both; 予以公开7件（其中部分公开2件）: with them, or beside them."""
        following = self.later[0] if self.later else None
        if following is None or following.depth <= self.segment.depth or following.mark != "（" or not following.has("link", "among"):
            return results
        inside = [token.slots["result"] for token in following.tokens if token.is_("result")]
        group = results.partition("_")[0]
        if following.number is not None and not all(results in RESULT_GROUPS and value.startswith(f"{group}_") for value in inside):
            # 信息不存在6件（其中需另行制作1件）: with it, or beside it.
            raise Stop("brackets")
        if results == "granted" and "partly_granted" in inside:
            return "granted+partly_granted"
        return results

    def _part_of_named(self, number: Token) -> None:
        """收到的申请中有3件内容相同: what the number is of must stand beside it."""
        of = self.segment.first("link", "of")
        if of is None or of.start > number.start or not any(token.end == of.start and token.is_("object") for token in self.before):
            return
        slots = ("stage", "result", "applicant")
        if not any(token.is_(slot) for token in self.segment.tokens if token.start >= of.end for slot in slots):
            raise Stop("part_of")

    def _of_entries(self) -> bool:
        """审查信息1204条，不予公开5条: what is counted are no applications."""
        counted = [each for each in self.earlier if each.segment.number is not None]
        return bool(counted) and not any(each.said for each in counted) and counted[0].stopped in ("object", "unit")

    def _of_cases(self) -> bool:
        """8件申请涉及信息32条，公开20条: what is counted in 条 beside cases are pieces of information."""
        if self.frame.whole_object() == "application":
            return not self.frame.entries
        counted = [each.segment.number for each in self.earlier]
        return any(each is not None and self._unit(each) == "form" and not self._is_entry(each) for each in counted)

    def _with_sibling(self, results: str) -> str:
        """不予处理及其他120件: both together; no other row is added up with what is left."""
        if not self.has("sibling"):
            return results
        if results != "not_handled":
            raise Stop("sibling")
        return "not_handled+other_handling"

    def _applicants(self, tokens: Sequence[Token]) -> list[str]:
        """The applicant that a number is about; of several only 企业等组织, which are organisations."""
        found = self.values("applicant", tokens)
        if self.has("plural", "others") and found[-1:] == ["organisations"]:
            return found[-1:]
        return [] if self.has("plural") or len(found) > 1 else found

    def _modified_by(self, place: int) -> str:
        """The letter right before a place that is no word, and means something."""
        gap = self.gap(place - 1, place)
        return "" if gap in self.listed("neutral", "neutral") else gap

    def _carried(self, number: Token, stages: Sequence[str], *, first: bool) -> tuple[dict[str, str], bool]:
        stage = (self.carry or "carry") if "carry" in stages else self.carry or "carried_out"
        if stage == "carry" and self._whole_stage() in ("handled", "processed"):
            stage = "carried_out"
        if not self.carry and "handled" in stages and "carry" in stages:
            # 结转办结3件: carried in, and concluded.
            raise Stop("carry")
        self._known(number, first=first)
        return {"object": "application", "stage": stage}, False

    def _applied(self, number: Token, applicant: str, stages: Sequence[str], *, first: bool) -> tuple[dict[str, str], bool]:
        named = next(token for token in self.segment.tokens if token.is_("applicant", applicant))
        if named.start > self.segment.start and self._modified_by(named.start) and not self.frame.mentioned:
            # 本地自然人: only some of them.
            raise Stop("unknown")
        if stages and stages[-1] in RECEIVED:
            self._known(number, first=first)
            return {"object": "application", "stage": "received", "by": applicant}, False
        if "handled" in stages or (self._whole_stage() in ("handled", "processed") and not stages):
            return {"object": "application", "applicant": applicant, "stage": "handled"}, True
        if stages:
            raise Stop("stage")
        self._known(number, first=first)
        return {"object": "application", "applicant": applicant}, True

    def _unstaged(self, number: Token, *, among: bool) -> tuple[dict[str, str], bool]:
        """依申请公开12件: only that they are applications."""
        named = self.segment.first("object", "application")
        if named is None:
            raise Stop("label")
        before = self.earlier[-1].segment if self.earlier else None
        if before is not None and before.number is None and before.has("applicant") and self.before[0].is_("submit"):
            # 自然人仍是主要群体，提交申请8921件: theirs.
            whom = list(dict.fromkeys(applicants_of(before.tokens)))
            if len(whom) > 1 or among:
                raise Stop("applicant")
            return {"object": "application", "applicant": whom[0]}, True
        if among or self.segment.mark in ("、", "：") or self.has("polarity", "rest"):
            raise Stop("stage")
        self._known(number, first=not any(token.is_("object") for token in self.before))
        sent = any(token.is_("submit") and token.start >= named.end for token in self.segment.tokens)
        behind = named.start >= number.end and not sent and self.gap(named.end, self.segment.end)
        if behind:
            raise Stop("unknown")
        if named.end <= number.start and named.is_("bare", "bare") and self.gap(self.segment.start, named.start):
            self._hold("unknown")
            raise Stop("unknown")
        if named.start >= number.end and named.is_("bare", "bare") and self.gap(number.end, named.start):
            raise Stop("unknown")
        beside = any(token.is_("object") and token.end == named.start for token in self.segment.tokens)
        if beside or (named.start >= number.end and self.has("object", "foreign")):
            raise Stop("unknown")
        return {"object": "application"}, False

    def _staged(self, number: Token, stages: Sequence[str], *, among: bool, first: bool) -> tuple[dict[str, str], bool]:
        if "due" in stages:
            return {"object": "application", "stage": "due"}, False
        stage = stages[-1]
        self._handled_as(stage, number)
        if self.has("kind") and (self.frame.narrowed or self._beside_channel()):
            raise Stop("kind")
        if "handled" in stages and "processed" in stages:
            stage = "handled"
        if stage == "received" and "new" in stages:
            stage = "new"
        if self.has("polarity", "none"):
            raise Stop("polarity")
        self._known(number, first=first)
        slots = {"object": "application", "stage": stage}
        if stage == "handled":
            self._all_of_them()
            if (among or first) and self._whole_stage() in RECEIVED:
                slots["of"] = "received"
        elif (
            among
            and stage in RECEIVED
            and not (stage == "new" and self._whole_stage() in ("processed", "due", "handled", "carried_in", ""))
        ):
            raise Stop("part_of")
        return slots, False

    def _beside_channel(self) -> bool:
        """书面申请18件、网上申请13件: those of one channel."""
        following = self.later[0] if self.later else None
        after = following is not None and following.mark == "、" and following.number is not None and following.has("part_of", "channel")
        return after or bool(self.earlier and self.earlier[-1].stopped == "part_of")

    def _handled_as(self, stage: str, number: Token) -> None:
        """按信访渠道处理的4件: how some were handled."""
        verb = self.segment.first("stage", stage)
        if stage != "processed" or verb is None or self.has("object", "application"):
            return
        modifies = any(word in self.text[verb.end : number.start] for word in self.listed("of", "of"))
        if modifies and self.gap(self.segment.start, verb.start):
            raise Stop("unknown")

    def _all_of_them(self) -> None:
        """Whether a number of those concluded is that of all: no others were passed on, withdrawn or late."""
        if any(each.has("part_of", "passed_on") for each in (*self.later, *(each.segment for each in self.earlier))):
            raise Stop("part_of")
        if self.frame.lost:
            self._presume("whole")
        if self.has("punctual") and any(each.has("part_of", "late") and each.number is not None for each in self.later):
            # 11件按时办结，1件延期办结
            raise Stop("part_of")
        if self.frame.withdrawn or any(each.has("part_of", "withdrawn") for each in self.later):
            raise Stop("withdrawn")
        if self.has("polarity", "rest") and not (self.frame.last and self.frame.last.slots.get("stage") == "carried_out"):
            raise Stop("rest")

    def _whole_stage(self) -> str:
        return self.frame.whole.slots.get("stage", "") if self.frame.whole else "none"

    def _sibling(self) -> tuple[dict[str, str], bool]:
        """其他8件: what is left of the list."""
        slots = self.frame.last.slots if self.frame.last and self.frame.last.part and self.frame.last.known else {}
        gap = self.gap(self.segment.start, self.segment.end)
        if gap or (self.has("part_of") and not self.has("plural", "others")):
            raise Stop("label")
        if "result" in slots:
            # Of a short list, it may be all that was not named.
            if sum(bool(each.said) and "result" in each.said[0].slots for each in self.earlier) < 3:
                raise Stop("sibling")
            return {"object": "application", "result": "other_handling"}, True
        if "applicant" in slots and "stage" not in slots:
            return {"object": "application", "applicant": "other_organisation"}, True
        raise Stop("label")

    def _results(self) -> str:
        """The row or group of results that the segment names; rows of one group with 等 are the group."""
        among = self.before if any(token.is_("result") for token in self.before) else self.after
        found = self.values("result", among)
        if not found:
            return ""
        bare = [token for token in self.segment.tokens if token.is_("result") and token.is_("bare")]
        certain = any(token.is_("result", "partly_granted") for token in self.segment.tokens)
        if bare and not certain and not self._listed(bare[0]):
            raise Stop("result")
        single = [value for value in found if value not in RESULT_GROUPS]
        named = [value for value in found if value in RESULT_GROUPS]
        if len(single) == 1 and not self._and_others(single[0]):
            group = single[0].rpartition("_")[0]
            if not named or (len(named) == 1 and single[0].startswith(named[0].removesuffix("_handling"))):
                return single[0]
            del group
            raise Stop("result")
        if single and len(named) == 1 and (self._and_others(single[0]) or len(single) > 1):
            return named[0]
        if single:
            raise Stop("result")
        if len(named) == 1:
            because = self.segment.first("cause")
            if because is not None and self.gap(because.end, self._token_of(named[0]).start) and not self.has("plural", "others"):
                raise Stop("reason")
            return named[0]
        return "+".join(sorted(named))

    def _and_others(self, result: str) -> bool:
        """Whether 等 follows a reason, which then is one of several; not 人事管理等内部事务信息, where it is what follows 等."""
        label = self._token_of(result)
        return any(token.is_("plural", "others") and token.end != label.start for token in self.segment.tokens)

    def _listed(self, bare: Token) -> bool:
        """Whether 公开 alone is a result: among others, and nothing else beside it."""
        number = self.number
        return (
            number is not None
            and not self._is_entry(number)
            and not self.gap(self.segment.start, self.segment.end)
            and all(token is bare or token.mark or _nothing_more(token) for token in self.segment.tokens)
            and (self.frame.whole_object() == "application" or self._among_results())
            and (bare.end == number.start or bare.start == number.end or bare.start == number.end + 1)
        )

    def _among_results(self) -> bool:
        """Whether the sentence has another result with a number."""
        others = [*self.later, *(each.segment for each in self.earlier)]
        return self.object == "application" and any(
            token.is_("result") and not token.is_("bare") for each in others if each.number is not None for token in each.tokens
        )

    def _token_of(self, result: str) -> Token:
        return next(token for token in self.segment.tokens if token.is_("result", result))


def _nothing_more(token: Token) -> bool:
    """Whether a word beside 公开 leaves it what it is: not 不宜公开5件, 拟公开3件."""
    return (
        token.is_("wording")
        or token.is_("link", "among")
        or token.is_("filler")
        or token.is_("polarity", "rest")
        or token.is_("object", "application")
    )
