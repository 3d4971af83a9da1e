"""Whose numbers a segment tells: those of the organ that reports, of another, or of more than it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from gkrules.narrate.segments import Segment
from gkrules.narrate.tokens import Token, Tokenizer

_GENERAL = re.compile(r"(?:各级|各|级|政务公开|信息公开|行政)*(?:机构|部门|单位|机关|政府|政府部门|行政单位)$")
_DROP = re.compile(r"人民|《》")
_FOLLOWS = frozenset(
    ("stage", "period", "polarity", "wording", "link", "outcome", "judging", "agent", "result", "submit", "object", "cause")
)
# Words that no name goes across.
_BREAKS = ("period", "polarity", "link", "agent", "stage", "submit", "plural", "object", "result", "cause", "mark")


@dataclass(frozen=True, slots=True)
class Agent:
    """Whose numbers: ``own``, ``other``, ``wider``, ``level`` or ``several``.

    Attributes:
        kind: of whom; ``level`` is the office of a government itself, and ``several`` its departments: either may be all that its report
            covers.
        subject: whether it is the subject, which holds for what follows.
        mentioned: whether a name told, and no word like 全县 or 我局.
    """

    kind: str
    subject: bool
    mentioned: bool = False


class Organs:
    """The organ that reports, as texts name it.

    Args:
        unit: its full name; empty if that is not known.
    """

    def __init__(self, unit: str) -> None:
        self.unit: str = _plain(unit)
        self.is_government: bool = (
            self.unit.endswith(("政府", "管委会", "管理委员会", "政府办公室", "政府办公厅", "街道办事处", "街道"))
            or not self.unit
            or re.fullmatch(r".+[省市县区旗州盟镇乡]", self.unit) is not None
        )
        self.has_parts: bool = self.is_government and not self.unit.endswith(
            ("镇政府", "乡政府", "街道办事处", "街道", "管委会", "管理委员会")
        )
        # Who reviews decisions of others: no township, and no bureau of a county but that of justice.
        county = self.unit.endswith("局") and re.search(r"[县区旗][^县区旗市]*局$", self.unit) is not None
        self.reviews: bool = "司法" in self.unit or not (county or (self.is_government and not self.has_parts))
        self.is_office: bool = self.unit.endswith(("政府办公室", "政府办公厅"))
        self.level: str = next(
            (level for level in ("省", "州", "盟", "市", "区", "县", "旗", "镇", "乡", "街道") if self._ends_at(level)), ""
        )

    def _ends_at(self, level: str) -> bool:
        head = re.sub(r"(?:管理委员会|管委会|政府|办公室|办公厅|办事处)+$", "", self.unit)
        return head.endswith(level)

    def agent(self, text: str, segment: Segment, words: Tokenizer) -> Agent | None:
        """Who is named in a segment; ``None`` if nobody is."""
        found: Agent | None = None
        labels = (segment.number, segment.first("stage"), segment.first("result"), segment.first("outcome"))
        end = min([token.start for token in labels if token is not None], default=segment.end)
        for token in segment.tokens if segment.has("agent") else ():
            if token.is_("agent"):
                kind = token.slots["agent"]
                if kind == "territory":
                    kind = self._territory(token.text)
                if kind == "several" and self.is_government and (self.is_office or found is None):
                    # 各部门收到申请86件 may be the whole county, or a part of it.
                    kind = "own" if segment.has("wording", "total") and not self.is_office else "several"
                    found = Agent(kind, subject=True)
                    continue
                if kind == "acting" and self.is_government:
                    found = Agent("level", subject=True)
                    continue
                if self._others(kind, token, segment, found):
                    return Agent("other", subject=token.start <= end)
                if kind == "level":
                    found = Agent("level" if self.is_government and not self._at_office(token, text) else "own", subject=True)
                elif kind in ("own", "wider"):
                    found = Agent(kind, subject=not segment.has("mark", "share"))
        mention = self._mention(text, segment, words)
        if mention is not None:
            name, start = mention
            if found is not None and found.kind == "own" and _GENERAL.match(name):
                return found
            if self.is_own(name, words.listed("ending", "office")):
                return found if found is not None and found.kind != "own" else Agent("own", subject=True, mentioned=True)
            if found is None or start > 0:
                return Agent("other", subject=start <= end and not segment.has("mark", "share"))
        return found

    def _others(self, kind: str, token: Token, segment: Segment, found: Agent | None) -> bool:
        """Whether 转办, 本级, 各部门, 以市政府名义 tells of the numbers of others."""
        if kind in ("own", "wider", "other"):
            return kind == "other"
        if kind == "several":
            return found is None
        if kind == "acting":
            return True
        if kind == "level":
            # 其中县政府本级 is part of the county's numbers; 区审计局本级 and 厅本级 is the bureau.
            return segment.has("link", "among")
        return not any(each.is_("stage", "received") and each.end <= token.start for each in segment.tokens)

    def _at_office(self, token: Token, text: str) -> bool:
        """Whether 办公室本级 is the office that reports."""
        return self.is_office and text[: token.start].endswith(("办公室", "办公厅", "办"))

    def _territory(self, word: str) -> str:
        """全市 is the city's own report, and more than a bureau's."""
        level = word[1:]
        if not self.unit:
            return "own"
        if not self.is_government or self.is_office:
            return "wider" if word[0] == "全" else "own"
        if self.level and level in ("省", "市", "区", "县", "镇", "乡", "街道", "州", "盟", "旗") and level != self.level:
            return "own" if word[0] != "全" else "wider" if self.level in ("镇", "乡", "街道") else "own"
        return "own"

    def _mention(self, text: str, segment: Segment, words: Tokenizer) -> tuple[str, int] | None:
        """An organ named right before a verb, a number or the end of a segment, and where."""
        tokens = segment.tokens
        number = segment.number
        through = words.listed("through", "through")
        for place, following in enumerate(tokens):
            stop = following.start
            if text[stop - 1 : stop] not in words.last_of_organs or not (following.mark or not _FOLLOWS.isdisjoint(following.slots)):
                continue
            if self._inside_name(following, tokens[place + 1 : place + 2], text, words.of_organs):
                continue
            if not text[segment.start : stop].endswith(words.of_organs):
                continue
            if place and tokens[place - 1].end == stop and not self._ends_name(tokens[place - 1], following):
                continue
            if number is not None and stop > number.start and not following.is_("stage"):
                continue
            if following.is_("agent", "passed_on") and any(each.is_("stage", "received") for each in tokens[:place]):
                continue
            start = self._name(segment, place)
            name = text[start:stop].lstrip("，、：由经据让请（）")
            if (name.startswith(through) and not self.is_own(name)) or text[:start].endswith(through):
                continue
            if len(name) > 1 and name not in words.listed("inner", "inner"):
                return name, start
        return None

    @staticmethod
    def _inside_name(token: Token, following: Sequence[Token], text: str, endings: tuple[str, ...]) -> bool:
        """Whether a letter that means nothing goes on in a name: the 新 of 国家税务总局新港区税务局."""
        if not token.is_("wording", "filler") or len(token.text) > 1 or token.is_("joins"):
            return False
        end = following[0].start if following else len(text)
        return text[token.end : end].endswith(endings) and not any(char in "，；。（）：、" for char in text[token.end : end])

    @staticmethod
    def _ends_name(token: Token, following: Token) -> bool:
        """Whether a word may be the end of a name: 自来水公司收到, 会计事务中心收到."""
        return token.is_("wording") or (token.is_("applicant") and following.is_("stage"))

    @staticmethod
    def _name(segment: Segment, place: int) -> int:
        """Where the name before a token starts: 计 in 统计局 is no word of the sentence."""
        before = segment.tokens[:place]
        end = segment.tokens[place].start
        breaks = [
            at + 1 for at, each in enumerate(before) if each.mark or (any(each.is_(slot) for slot in _BREAKS) and not each.is_("joins"))
        ]
        # 行政审批局: no organ is only 局.
        breaks = [at for at in breaks if end - before[at - 1].end > 1]
        number = max(breaks, default=0)
        start = before[number - 1].end if number else segment.start
        for token in before[number:]:
            if token.start != start or not token.is_("wording"):
                break
            start = token.end
        return start

    def is_own(self, name: str, offices: tuple[str, ...] = ()) -> bool:
        """Whether a name is that of the organ that reports."""
        if not self.unit:
            return False
        plain = _plain(name)
        if not plain:
            return False
        if any(plain.endswith(office) and self._is_own_place(plain.removesuffix(office)) for office in offices):
            return self.is_government
        if self.unit.endswith(plain) or plain.endswith(self.unit):
            return True
        if (
            self.is_government
            and not self.has_parts
            and plain.endswith("政府办公室")
            and self._is_own_place(plain.removesuffix("政府办公室"))
        ):
            return True
        if plain in self.unit and len(plain) > 1 and plain[-1] in "镇乡道":
            return True
        if len(plain) > 2 and plain[-1] == self.unit[-1] and plain[-1] in "局委厅办" and _within(plain, self.unit):
            return True
        return plain.endswith("政府") and plain in self.unit and self.unit.endswith(("办公室", "办公厅"))

    def _is_own_place(self, place: str) -> bool:
        return place in ("", self.level) or (len(place) > 1 and place in self.unit)


def _within(short: str, long: str) -> bool:
    """Whether the letters of one stand in the other in their order: 县卫健局 in 县卫生健康局."""
    letters = iter(long)
    return all(letter in letters for letter in short)


def _plain(name: str) -> str:
    plain = _DROP.sub("", name.strip())
    plain = re.sub(r"(?:政府办|府办)$", "政府办公室", plain)
    plain = re.sub(r"管理委员会$", "管委会", plain)
    plain = re.sub(r"(?<!管理)(?<!居民)(?<!村民)委员会$", "委", plain)
    return re.sub(r"街道办$", "街道办事处", plain)
