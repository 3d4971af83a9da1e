"""Applications: received, carried in, by whom, handled with which results and for which reasons, carried out."""

from __future__ import annotations

from gkrules.testing.narrative_results import Results
from gkrules.testing.narrative_writer import LAST, Writer

_KINDS = {
    "natural_person": ("自然人", "公民个人"),
    "business": ("商业企业", "企业"),
    "research": ("科研机构",),
    "public_welfare": ("社会公益组织",),
    "legal_service": ("法律服务机构",),
    "other_organisation": ("其他组织",),
}
# One column in one text, all organisations in the next: what their share is of, usage does not settle.
_TWO_SENSES = ("企业", "其他组织")
_ORGANISATIONS = tuple(key for key in _KINDS if key != "natural_person")
_MODIFIERS = (
    "公民、法人和其他组织提出的",
    "涉及土地征收、房屋拆迁等领域的",
    "各类申请人递交的",
    "书面",
    "群众提交的",
    "关于教育、医疗等方面的",
)


_REMARKS = ("，内容多与城市更新有关", "，由办公室统一登记", "，主要涉及征地补偿、道路养护等事项")


class Applications:
    """Writes the sentences on applications; each begins with the name of what it is about, so that they can stand in any order."""

    def __init__(self, writer: Writer) -> None:
        self.w = writer
        self.cells = {name: writer.row(name) for name in ("new", "carried_in", "handled_total", "carried_out")}
        self.values = {name: writer.value(*keys) for name, keys in self.cells.items()}
        self._carried_in_said = False

    def sentences(self) -> list[str]:
        """Sentences that each stand for themselves."""
        new, handled = self.values["new"], self.values["handled_total"]
        if new is None or self.values["carried_in"] is None:
            return []
        plan = self.w.random.randrange(4)
        if plan == 0 and new and handled:
            # All stages in one sentence, the results in one of their own.
            first = [self._received(short=True), self._carried_in(), self._handled(new), self._carried_out()]
            several = [self._joined(first), self._results_alone(handled)]
        elif plan == 1 and new and handled:
            several = [self._joined([self._received(), self._carried_in()]), self._handled_alone(handled)]
            several += [self._carried_out_alone()] if self.w.maybe(0.7) else []
        elif plan == 2 and new and handled:
            several = [
                self._joined([f"{self._handled_named(handled)}{self._results(handled)}", self._carried_out()]),
                self._joined([self._received()]),
            ]
        else:
            several = [self._joined([self._received(), self._carried_in()])]
            several += [self._handled_alone(handled)] if handled else []
            several += [self._all_done()] if new and self.values["carried_out"] == 0 and not (handled and self.w.maybe(0.5)) else []
        several += [self._applicants_alone(new)] if new and self.w.maybe(0.3) else []
        return [each for each in several if each]

    def _joined(self, clauses: list[str]) -> str:
        kept = [clause for clause in clauses if clause]
        text = kept[0]
        for clause in kept[1:]:
            # What is listed after a comma would take in the next clause: there a semicolon stands, unless its verb parts them.
            text += clause if clause[0] in "，；。" else self.w.pick("，", "，", "；") + clause
        return f"{text}。"

    # --- received
    def _received(self, *, short: bool = False) -> str:
        """How many were received, with or without those carried in; who asked; how that has changed."""
        w, new, carried = self.w, self.values["new"] or 0, self.values["carried_in"] or 0
        cells = self.cells["new"]
        if not new:
            return self._none_received()
        if carried and w.maybe(0.12):
            verb, both = w.pick("共收到", "共需办理"), (*cells, *self.cells["carried_in"])
            self._carried_in_said = True
            return f"{w.subject()}{verb}{w.application()}{w.n(new + carried, *both)}（含上年结转{w.n(carried, *self.cells['carried_in'])}）"
        risen = self._risen(new) if not short and w.maybe(0.12) else ""
        text = risen or self._received_clause(new, new + carried)
        if not risen and not short and w.maybe(0.35):
            text += self._applicants(new)
        elif not risen and w.maybe(0.7):
            text += w.change(cells, new, (*cells, *self.cells["carried_in"]))
        return text + (w.random.choice(_REMARKS) if w.maybe(0.15) else "")

    def _received_clause(self, new: int, both: int) -> str:
        """The number received, first or last; `both` is what some mean by 受理, with what was carried in."""
        w, cells = self.w, self.cells["new"]
        number, certain = w.n(new, *cells, also=(both,)), w.n(new, *cells)
        modifier = w.random.choice(_MODIFIERS) if w.maybe(0.3) else ""
        if w.value(*w.row("new", "natural_person")) == new and w.maybe(0.2):
            modifier = "自然人提出的"
        verb = w.pick("收到", "共收到", "受理", "共受理", "接到", "接收", "收到并受理")
        plain, name, total = verb.removeprefix("共"), w.application(), w.pick("", "", "共", "共计", "")
        newly = w.pick("新收", "新收到", "新增")
        return w.pick(
            f"{w.subject()}{verb}{modifier}{name}{number}",
            f"{w.subject()}{plain}{modifier}{name}{total}{number}",
            f"{w.subject()}{newly}{modifier}{name}{total}{certain}",
            f"{w.subject()}{newly}{certain}{modifier}{name}",
            f"{w.subject()}{verb}{number}{modifier}{name}",
            # 累计 is this year's only where the period stands before it.
            f"{w.pick('全年', '本年度')}{w.who()}累计{w.pick('收到', '受理')}{modifier}{name}{number}",
            f"{w.subject()}{plain}{modifier or '的'}{name}{w.pick('为', '共计', '共有')}{number}",
            f"{w.who()}{w.when().rstrip('，')}{name}{w.pick('数量', '量', '总数')}为{number}",
            f"依申请公开方面，{w.subject()}{plain}{modifier}申请{total}{number}",
        )

    def _risen(self, new: int) -> str:
        """From last year's number to this year's."""
        w, cells = self.w, self.cells["new"]
        last = tuple(f"{LAST}{key}" for key in cells)
        before = w.value(*last) if w.previous else None
        if not before or before == new:
            return ""
        verb = w.pick("升至", "上升到", "增加到", "增至") if new > before else w.pick("降至", "下降到", "减少到", "减至")
        then = w.n(before, *last).strip()
        return f"{w.subject()}{w.application()}{w.pick('数量', '受理量')}由{w.last_year()}的{then}{verb}{w.n(new, *cells).strip()}"

    def _none_received(self) -> str:
        w = self.w
        words = w.pick("未收到", "没有收到", "未接到", "没有受理")
        name = w.pick(
            "政府信息公开申请", "信息公开申请", "依申请公开件", "公民、法人和其他组织提出的政府信息公开申请", "任何政府信息公开申请"
        )
        return w.random.choice(
            (
                f"{w.subject()}{w.none(words + name, *self.cells['new'])}",
                f"{w.subject()}{w.none(w.pick('无', '没有') + w.pick('政府信息公开申请', '依申请公开事项'), *self.cells['new'])}",
                f"{w.subject()}收到政府信息公开申请{w.n(0, *self.cells['new'])}",
            )
        )

    # --- who asked
    def _groups(self) -> list[tuple[str, tuple[str, ...], int]]:
        """The applicants with words, cells and number, in all kinds or as persons and organisations; all of them."""
        w = self.w
        if w.maybe(0.5):
            both = (("natural_person",), _ORGANISATIONS)
            words = (w.pick("自然人", "公民个人"), w.pick("法人或其他组织", "法人和其他组织", "法人及其他组织"))
        else:
            both = tuple((key,) for key in _KINDS)  # type: ignore[assignment]
            words = tuple(w.random.choice(names) for names in _KINDS.values())  # type: ignore[assignment]
        found = []
        for word, columns in zip(words, both, strict=True):
            cells = tuple(cell for column in columns for cell in w.row("new", column))
            value = w.value(*cells)
            if value is None:
                return []
            found.append((word, cells, value))
        return [each for each in found if each[2]]

    def _applicants(self, new: int) -> str:
        """Those who asked, in brackets or behind 其中, as numbers or shares, or as all of one kind."""
        w, groups = self.w, self._groups()
        if sum(value for _, _, value in groups) != new:
            return ""
        if len(groups) == 1:
            return self._all_of_one_kind(groups[0][1]) if groups[0][0] in _KINDS["natural_person"] else ""
        parts = [
            f"{word}{w.pick('', '提出', '申请')}{w.n(value, *cells)}{'' if word in _TWO_SENSES else self._share(value, new, cells)}"
            for word, cells, value in groups
        ]
        listed = w.pick("、", "，").join(parts)
        return w.pick(f"（{listed}）", f"（其中{listed}）", f"，其中{listed}", f"，其中：{listed}")

    def _all_of_one_kind(self, cells: tuple[str, ...]) -> str:
        w = self.w
        others = tuple(cell for column in _ORGANISATIONS for cell in w.row("new", column))
        words = w.pick("均为自然人", "全部为自然人", "均由自然人提出", "均为自然人提出", "均系公民个人提出")
        return w.pick("，", "，申请人" if words.endswith("自然人") else "，") + w.none(words, *others, kind="all")

    def _share(self, part: int, whole: int, cells: tuple[str, ...]) -> str:
        share = self.w.per_cent(part, whole, cells, "share") if self.w.maybe(0.3) else ""
        return self.w.pick(f"（{share}）", f"（占{share}）", f"（占比{share}）") if share else ""

    def _applicants_alone(self, new: int) -> str:
        """A sentence that names the whole and those who asked."""
        w, groups = self.w, self._groups()
        if len(groups) < 2 or sum(value for _, _, value in groups) != new:
            return ""
        certain = not any(word in _TWO_SENSES for word, _, _ in groups)
        shares = [(word, w.per_cent(value, new, cells, "share") if certain else "") for word, cells, value in groups]
        whole = f"从申请主体看，{w.pick('本年', '全年')}新收{w.application()}{w.n(new, *self.cells['new'])}"
        if all(share for _, share in shares) and w.maybe(0.5):
            return f"{whole}，{w.pick('，', '、').join(f'{word}提出的占{share}' for word, share in shares)}。"
        return f"{whole}，{'，'.join(f'{word}{w.n(value, *cells)}' for word, cells, value in groups)}。"

    # --- carried in and out
    def _carried_in(self) -> str:
        w, value, cells = self.w, self.values["carried_in"], self.cells["carried_in"]
        if value is None or self._carried_in_said or w.maybe(0.3):
            return ""
        last = w.pick("上年", "上年度", "上一年度")
        if not value:
            return w.none(w.pick(f"没有{last}结转", f"无{last}结转申请", f"{last}无申请结转"), *cells)
        return w.pick(f"{last}结转{w.n(value, *cells)}", f"{last}结转申请{w.n(value, *cells)}", f"结转{last}申请{w.n(value, *cells)}")

    def _carried_out(self) -> str:
        """A clause behind others, the object inherited."""
        w, value, cells = self.w, self.values["carried_out"], self.cells["carried_out"]
        if value is None or w.maybe(0.25):
            return ""
        then = w.next_year()
        if not value:
            return w.none(w.pick(f"无结转{then}办理的申请", f"没有申请结转{then}", f"无{then}结转件"), *cells)
        return w.pick(
            f"结转{then}继续办理{w.n(value, *cells)}",
            f"结转{then}{w.n(value, *cells)}",
            f"{w.n(value, *cells)}结转{then}办理".strip(),
            f"{w.n(value, *cells)}延至{then}办理".strip(),
            f"转入{then}继续办理{w.n(value, *cells)}",
            f"尚有{w.n(value, *cells)}转{then}继续办理",
        )

    def _carried_out_alone(self) -> str:
        w, value, cells = self.w, self.values["carried_out"], self.cells["carried_out"]
        if not value:
            return ""
        change = w.change(cells, value) if w.maybe(0.3) else ""
        return w.pick(
            f"结转{w.next_year()}继续办理的{w.application()}{w.pick('', '有', '共')}{w.n(value, *cells)}{change}。",
            f"另有{w.n(value, *cells)}{w.application()}结转{w.next_year()}办理。",
        )

    # --- handled
    def _all_done(self) -> str:
        words = self.w.pick("均已办结", "全部办结", "均已按时办结", "已全部办理完毕")
        return (
            f"{self.w.pick('上述', '以上', '所收到的')}{self.w.application()}{self.w.none(words, *self.cells['carried_out'], kind='all')}。"
        )

    def _handled(self, new: int) -> str:
        """A clause behind the number of those received."""
        w, value, cells = self.w, self.values["handled_total"] or 0, self.cells["handled_total"]
        if self.values["carried_out"] == 0 and not self.values["carried_in"] and new and w.maybe(0.4):
            return w.none(w.pick("均已办结", "全部按时办结", "均已按期答复", "已全部办结"), *self.cells["carried_out"], kind="all")
        number = w.n(value, *cells)
        return w.pick(
            f"{w.pick('', '已', '年内', '本年', '共')}{w.pick('办结', '答复', '办理完毕', '办理答复')}{number}",
            f"{number.strip()}{w.pick('按时办结', '已办理完毕', '按期答复', '已办结')}",
        )

    def _handled_named(self, handled: int) -> str:
        w, name = self.w, self.w.application()
        number = w.n(handled, *self.cells["handled_total"])
        verb = w.pick("办结", "共办结", "答复", "共答复", "办理完毕")
        return w.pick(
            f"{w.subject()}{verb}{name}{'' if verb[0] == '共' else w.pick('', '共', '共计')}{number}",
            f"{w.subject()}办结{number}{name}",
            f"{w.subject()}对{number}{name}作出答复",
            f"{w.subject()}{name}办结数为{number}",
        )

    def _handled_alone(self, handled: int) -> str:
        change = self.w.change(self.cells["handled_total"], handled) if self.w.maybe(0.25) else ""
        return f"{self._handled_named(handled)}{change or self._results(handled)}。"

    def _results(self, handled: int) -> str:
        """The results behind the number of those handled."""
        return Results(self.w, handled).listed() if self.w.maybe(0.85) else ""

    def _results_alone(self, handled: int) -> str:
        """The results in a sentence of their own, which may name the whole again."""
        w = self.w
        results = Results(w, handled)
        if alike := results.all_alike():
            return f"从办理结果看，{w.pick('', '已办结的申请')}{alike}。"
        listed = results.whole_list()
        if not listed:
            return ""
        whole = f"{w.n(handled, *self.cells['handled_total'])}"
        return w.pick(
            f"从办理结果看，{listed}。",
            f"{self.w.application()}办理结果为：{listed}。",
            f"已办结的{whole.strip()}{w.application()}中，{listed}。",
            f"所答复的{w.application()}中，{listed}。",
        )
