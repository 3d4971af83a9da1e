"""The text's own arithmetic: a whole with the parts that follow it, and a part with its percentage."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gkrules.model.claims import LISTING, NUMBER, SHARE, ClaimKind, Claims
from gkrules.model.report import Report
from gkrules.narrate.said import RESULT_GROUPS, Reading, Said
from gkrules.narrate.segments import Segment
from gkrules.narrate.tokens import Token

_NEARLY = 0.8
_MAX_PARTS = 60
_LABELS = ("result", "applicant", "outcome")
_CHANGES = ("up", "down", "compare")
_SEVERAL = ("each", "apiece")
"""Links of numbers that belong to several things one by one."""


@dataclass(frozen=True, slots=True)
class _Counted:
    """A number in a text, and the segment that it stands in."""

    number: Token
    segment: Segment


class Lists:
    """Reads listings and shares of one report.

    Args:
        claims: the rows of the decision table tell which results there are.
        report: whose tables tell whether a listing of results leaves any out.
    """

    def __init__(self, claims: Claims, report: Report) -> None:
        self.report = report
        self._results = {
            value: claim.cells["meant"]
            for when, of_row in claims.by_slots.items()
            for claim in (of_row.get(NUMBER.key),)
            for value in (dict(when).get("result", "+"),)
            if claim is not None and len(when) == 2 and "+" not in value
        }
        self._before: _Counted | None = None

    def start(self) -> None:
        """A new paragraph: no whole stands before it."""
        self._before = None

    def of(self, readings: Sequence[Reading]) -> Iterator[tuple[ClaimKind, dict[str, float], int]]:
        """What the listings and shares of a sentence say: their kind, numbers, and where they start."""
        segments = [reading.segment for reading in readings]
        for place, segment in enumerate(segments):
            wholes = self._wholes(segments, place)
            values = self._listing(wholes, segments, place) if wholes else None
            if values is not None:
                yield LISTING, values, segment.start
        yield from self._shares(segments)
        counted = [_Counted(number, segment) for segment in segments if (number := segment.number) is not None]
        self._before = counted[0] if len(counted) == 1 else None

    def of_paragraph(self, said: Sequence[Said]) -> dict[str, float] | None:
        """The number of applications that a paragraph says were concluded, and the results that it tells; ``None`` if it leaves any out."""
        counts = [(each.slots, each.value) for each in said if each.mark == "count" and each.slots.get("object") == "application"]
        handled = {value for slots, value in counts if slots.get("stage") == "handled" and "applicant" not in slots}
        results = [(slots["result"], value) for slots, value in counts if "result" in slots]
        listed = {result for result, _ in results}
        if len(handled) != 1 or len(listed) < 2 or len(listed) != len(results) or not listed <= RESULT_GROUPS:
            return None
        if any(self._positive(key) for key in self._results if key in RESULT_GROUPS and key not in listed):
            return None
        return {"stated": handled.pop(), "parts": sum(value for _, value in results)}

    def _wholes(self, segments: Sequence[Segment], place: int) -> list[_Counted]:
        """The numbers that can be the whole whose parts start at a segment; none if no list starts there."""
        segment = segments[place]
        opened = segment.mark in ("：", "（") and segment.number is not None
        among = segment.has("link", "among")
        if not (opened or among or _each(segment)):
            return []
        outer = [each for each in segments[:place] if each.depth <= segment.depth]
        before = [
            _Counted(number, each)
            for each in outer
            if (number := each.number) is not None and not any(each.has("mark", mark) for mark in _CHANGES)
        ]
        whole = before[-1] if before else self._before if among and place == 0 else None
        # 复议和诉讼分别为6件和3件，其中…: two wholes, each with parts of its own.
        if whole is None or any(each.has("link", name) for each in (*outer, whole.segment) for name in _SEVERAL):
            return []
        # 其中…60条，其中…30条 may be of the 60 or of what these are of; 办结18件，其中… after another list is of the 18.
        another = [number for number, each in enumerate(segments[:place]) if each.has("link", "among") and each.depth == segment.depth]
        if another and (not whole.segment.has("stage") or whole.segment in self._parts(segments[another[-1] :])[0]):
            return []
        return before if among and before and not another else [whole]

    def _listing(self, wholes: Sequence[_Counted], segments: Sequence[Segment], place: int) -> dict[str, float] | None:
        first, whole = segments[place], wholes[-1]
        parts, ended = self._parts(segments[place:])
        numbers = [number for part in parts if (number := part.number) is not None]
        unit = whole.number.unit
        if len(numbers) < 2 or {number.unit for number in numbers} != {unit} or not whole.number.exact:
            return None
        if any(part.has("doubt") or sum(token.mark == "count" for token in part.tokens) > 1 for part in parts):
            return None
        if any(part.has("link", "apiece") for part in parts) or (not first.has("link", "each") and any(map(_bare, parts))):
            return None
        if ended is not None and ended.number is not None and ended.number.unit == unit and not self._ends(ended, first):
            return None
        totals = [each.number.value for each in wholes if each.number.unit == unit]
        numbers = self._first_list(parts, numbers, totals)
        added = sum(number.value for number in numbers)
        results = any(part.has("result") for part in parts)
        carried = ended is not None and ended.has("stage", "carry") and not whole.segment.has("stage", "handled")
        if results and carried and ended is not None and ended.number is not None:
            # 收到186件，其中予以公开97件、…，结转下年度7件
            added += ended.number.value
            if added not in totals:
                # Those carried in may be among them.
                return None
        rounded = sum(number.digit for number in (*numbers, whole.number) if number.digit > 1) / 2
        if rounded and abs(added - whole.number.value) <= rounded:
            # 2.35万条，其中8926条、1.46万条
            return {"stated": added, "parts": added}
        if added in totals or added == sum(totals):
            return {"stated": added, "parts": added}
        if len(set(totals)) > 1:
            # Which of them the parts belong to is certain only where they fit.
            return None
        if results and whole.segment.has("stage", "carry"):
            # 结转下年6件；办理结果为：予以公开20件，…: they are not of what was carried.
            return None
        if (
            added < whole.number.value
            and ended is not None
            and ended.number is not None
            and ended.number.unit != unit
            and ended.mark in ("，", "、")
        ):
            # 52篇，其中图解30篇，视频12篇，发布会3场: it goes on with what is counted otherwise.
            return None
        if added < whole.number.value and not self._complete(whole, parts, added / whole.number.value):
            return None
        return {"stated": whole.number.value, "parts": added}

    @staticmethod
    def _first_list(parts: Sequence[Segment], numbers: list[Token], totals: Sequence[float]) -> list[Token]:
        """9项，其中学区类4项、招聘类5项，5项予以公开，…: another list begins where the first is whole and parts of another kind follow."""
        labelled = [any(part.has(slot) for slot in _LABELS) for part in parts if part.number is not None]
        added = 0.0
        for place, number in enumerate(numbers[:-1]):
            added += number.value
            if place and added in totals and not any(labelled[: place + 1]) and labelled[place + 1]:
                return numbers[: place + 1]
        return numbers

    def _parts(self, segments: Sequence[Segment]) -> tuple[list[Segment], Segment | None]:
        """The segments with the numbers of a list, and the one that it ends before: what stands in brackets inside it is none of it."""
        first = segments[0]
        parts: list[Segment] = []
        for segment in segments:
            if segment.depth < first.depth or len(parts) >= _MAX_PARTS or (parts and segment.mark == "；"):
                return parts, segment
            if segment.depth > first.depth:
                continue
            if segment.number is None:
                share = any(token.mark == "percent" for token in segment.tokens)
                if share or (not parts and not segment.has("stage")):
                    continue
                return parts, segment
            if self._breaks(segment, parts):
                return parts, segment
            parts.append(segment)
        return parts, None

    @staticmethod
    def _breaks(segment: Segment, parts: Sequence[Segment]) -> bool:
        """Whether a segment is no part of the list any more: a verb of another stage, a second whole, another list, a change."""
        if not parts:
            return any(segment.has("mark", mark) for mark in _CHANGES)
        if segment.has("link", "among") or (_total(segment) and not any(map(_total, parts))):
            return True
        stages = {token.slots["stage"] for part in parts for token in part.tokens if token.is_("stage")}
        other = any(token.is_("stage") and token.slots["stage"] not in stages for token in segment.tokens)
        return other or any(segment.has("mark", mark) for mark in _CHANGES)

    @staticmethod
    def _ends(segment: Segment, first: Segment) -> bool:
        """Whether it is plain that a list ends before a segment."""
        if segment.has("link", "among"):
            return False
        return segment.mark in ("；", "。") or segment.depth < first.depth or segment.has("stage") or _total(segment)

    def _complete(self, whole: _Counted, parts: Sequence[Segment], share: float) -> bool:
        """Whether a listing is meant to name every part, though they are fewer than the whole."""
        listed = {token.slots["result"] for part in parts for token in part.tokens if token.is_("result")}
        if listed:
            labelled = sum(part.has("result") for part in parts)
            groups = {key for key in self._results if key not in listed and not any(each.startswith(key.split("_")[0]) for each in listed)}
            return labelled == len(parts) and not any(self._positive(key) for key in groups)
        if any(part.has(slot) for part in parts for slot in _LABELS):
            return all(any(part.has(slot) for slot in _LABELS) for part in parts) and share >= _NEARLY
        closed = parts[-1].has("sibling") or parts[-1].has("polarity", "rest") or _each(parts[0])
        return closed or (share >= _NEARLY and whole.segment.has("wording", "total"))

    def _positive(self, key: str) -> bool:
        """Whether the table has any of a result, or does not tell."""
        # A report has only one of the rows that stand in each other's place.
        cells = [self.report.cells[cell] for cell in self._results[key] if cell in self.report.cells]
        return not cells or any(cell.value != 0 for cell in cells)

    def _shares(self, segments: Sequence[Segment]) -> Iterator[tuple[ClaimKind, dict[str, float], int]]:
        """A part, its percentage, and the one number before it that can be the whole."""
        for place, segment in enumerate(segments):
            percent = next((token for token in segment.tokens if token.mark == "percent"), None)
            if percent is None or segment.has("mark", "up") or segment.has("mark", "down") or segment.has("mark", "rate"):
                continue
            named = [token for token in segment.tokens if token.start < percent.start and not token.is_("wording")]
            if any(token.mark != "count" and not token.is_("mark", "share") for token in named):
                continue
            before = [_Counted(number, each) for each in segments[: place + 1] if (number := each.number) and number.start < percent.start]
            if len(before) != 2 or before[1].segment not in (segment, segments[place - 1]):
                continue
            if any(before[0].segment.has(slot) and before[1].segment.has(slot) for slot in _LABELS):
                # A sibling: 部分公开14件、其他处理13件（18.5%）.
                continue
            between = range(before[0].number.end, before[1].number.start)
            if any(token.mark == "percent" and token.start in between for each in segments[: place + 1] for token in each.tokens):
                # A sibling with a share of its own: 221件、占55%，无法提供133件、占33%.
                continue
            whole, part = before[0].number, before[1].number
            if whole.unit != part.unit or whole.value < part.value or not whole.value or before[0].segment.has("doubt"):
                continue
            if not _of_whole(before[0].segment, before[1].segment, segments[:place]):
                continue
            yield SHARE, {"stated": percent.value, "digit": percent.digit, "part": part.value, "whole": whole.value}, part.start


def _each(segment: Segment) -> bool:
    """Whether a list of all parts starts with it: 公开信息100条，分别为网站60条、公众号40条."""
    token = segment.first("link", "each") or segment.first("list", "parts")
    return token is not None and token.start == segment.start


def _total(segment: Segment) -> bool:
    """Whether a segment with a number starts with 共 or the like: a whole, and no part of one."""
    return bool(segment.tokens) and segment.tokens[0].is_("wording", "total") and segment.tokens[0].start == segment.start


def _bare(part: Segment) -> bool:
    """Whether it is a number and no more: the 2件 of 维持4件和2件, which is not said of what."""
    number = part.number
    return number is not None and part.start == number.start and part.end == number.end


def _of_whole(whole: Segment, part: Segment, segments: Sequence[Segment]) -> bool:
    """Whether a number is said to be of the whole before it, and is no sibling: 予以公开88件，占33.2%；部分公开31件，占11.7%."""
    after = segments[segments.index(whole) + 1 :] if whole in segments else []
    between = after[: after.index(part) + 1] if part in after else after
    if part.depth > whole.depth or any(each.has("link", "among") for each in between):
        return True
    apart = any(each.mark == "；" or any(token.mark == "percent" for token in each.tokens if each is not part) for each in between)
    return not apart and whole.has("wording", "total") and not any(whole.has(slot) for slot in _LABELS)
