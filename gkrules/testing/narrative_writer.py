"""What all parts of a narrative share: the tables, the draws of chance, numerals, and how a share or a comparison is worded."""

from __future__ import annotations

import re
from collections.abc import Sequence
from random import Random

from gkrules.model.report import Report
from gkrules.testing.narrative_marks import Kind, Ledger, chinese, chinese_decimal, wide

LAST = "last_year."
_MOST_CHINESE = 99_999_999
_MOST_PER_CENT = 1000
_NAMES = (
    "政府信息公开申请",
    "政府信息公开申请",
    "信息公开申请",
    "依申请公开件",
    "依申请公开事项",
    "政府信息依申请公开申请",
    "政务信息公开申请",
)
_LONGEST_NAME = 8
_CHARACTERS = re.compile("[一-鿿]*")
_OWN = {"局": "局", "委员会": "委", "厅": "厅"}


class Writer:
    """Writes about one report; the same `random` writes the same.

    Attributes:
        organs: how this report may call the organ that it is about, with everything below it.
        here: the territory of a government (全县), else ``""``.
        thing: the name that the narrative has for an application most of the time.
        other_disputes: whether it may tell of disputes that are not about disclosure.
    """

    def __init__(self, report: Report, random: Random, previous: Report | None) -> None:
        self.report, self.random, self.previous, self.ledger = report, random, previous, Ledger()
        self.style = random.choice(("plain", "plain", "plain", "chinese", "wide", "comma", "spaced"))
        self.unit = random.choice(("件", "件", "件", "件", "份", "宗"))
        self.thing = random.choice(_NAMES)
        self.here, self.organs = _own_names(report.unit or "")
        self.year = report.year or 0
        # Where the text also tells of disputes about other things, 未发生行政复议 alone would be untrue.
        self.other_disputes = random.random() < 0.4

    # --- chance
    def pick(self, *choices: str) -> str:
        """One of these texts."""
        return self.random.choice(choices)

    def maybe(self, likely: float) -> bool:
        """Whether it happens, being so likely."""
        return self.random.random() < likely

    def shuffled(self, several: Sequence[str]) -> list[str]:
        """The texts in an order of chance."""
        return self.random.sample(list(several), len(several))

    # --- the tables
    def value(self, *keys: str) -> int | None:
        """The sum of cells, those of last year by ``last_year.``; ``None`` if one holds no whole number, or there is none."""
        total = 0
        for key in keys:
            report = self.previous if key.startswith(LAST) else self.report
            cell = report.cells.get(key.removeprefix(LAST)) if report else None
            if cell is None or cell.value is None or cell.value != int(cell.value) or cell.value < 0:
                return None
            total += int(cell.value)
        return total if keys else None

    def row(self, name: str, column: str = "total") -> tuple[str, ...]:
        """The cells of a row, or of the rows of a group that the document has."""
        table = self.report.edition.table_by_key["applications"]
        keys = [table.cell(row, column) for row in table.row_groups.get(name, (name,))]
        return tuple(key for key in keys if key in self.report.cells or not self.report.edition.cell_by_key[key].optional)

    # --- numerals
    def numeral(self, value: int) -> str:
        """A number in the numerals of this narrative."""
        if self.style == "chinese" and 0 < value <= _MOST_CHINESE:
            return self.pick("两", "两", "二") if value == 2 else chinese(value)
        if self.style == "comma":
            return f"{value:,}"
        return wide(str(value)) if self.style == "wide" else str(value)

    def n(self, value: int, *cells: str, unit: str = "", kind: Kind = "count", also: tuple[float, ...] = ()) -> str:
        """A number with its unit; it is told if cells are given."""
        text = self.numeral(value)
        marked = self.ledger.mark(text, value, cells, kind, also) if cells else text
        space = " " if self.style == "spaced" and text[0].isascii() else ""
        return f"{space}{marked}{space}{unit or self.unit}"

    def none(self, words: str, *cells: str, kind: Kind = "none") -> str:
        """Words that say that cells are 0."""
        return self.ledger.mark(words, 0, cells, kind)

    def per_cent(self, part: int, whole: int, cells: tuple[str, ...], kind: Kind, others: Sequence[tuple[int, int]] = ()) -> str:
        """A percentage, rounded or cut to no, one or two digits; ``""`` where these digits would show nothing.

        `others` are parts and wholes of another usage of the same words.
        """
        digits = self.random.choice((0, 1, 1, 2, 2))
        scaled, rest = divmod(100 * part * 10**digits, whole)
        if 2 * rest >= whole and self.maybe(0.8):
            scaled += 1
        value = scaled / 10**digits
        if not scaled or value >= _MOST_PER_CENT:
            return ""
        text = f"{value:.{digits}f}"
        also = tuple(100 * p / w for p, w in others if w and p >= 0)
        if self.style == "chinese":
            return f"百分之{self.ledger.mark(chinese_decimal(text), value, cells, kind, also)}"
        text = wide(text) if self.style == "wide" else text
        return f"{self.ledger.mark(text, value, cells, kind, also)}{'％' if self.style == 'wide' else '%'}"

    # --- who and when
    def when(self) -> str:
        """The period, which may end in a comma."""
        if not self.year:
            return self.pick("全年", "年内", "本年度")
        if self.style == "chinese" and self.maybe(0.1):
            return f"{''.join('〇一二三四五六七八九'[int(digit)] for digit in str(self.year))}年，"
        return self.pick(
            f"{self.year}年，", f"{self.year}年", f"{self.year} 年度，", f"{self.year}年度", "全年", "年内，", "本年度，", "今年"
        )

    def who(self) -> str:
        """The organ, as its own report calls it."""
        return self.random.choice(self.organs)

    def subject(self) -> str:
        """Period and organ in either order, or one of them."""
        when, who = self.when(), self.who()
        return self.random.choice((when + who, when + who, when, who + when.rstrip("，"), who))

    def application(self) -> str:
        """A name of an application, most often the one that this narrative prefers."""
        return self.thing if self.maybe(0.7) else self.random.choice(_NAMES)

    def last_year(self) -> str:
        """A name of the year before."""
        return self.pick("上年", "上年度", "上一年度", "去年", f"{self.year - 1}年" if self.year else "上年")

    def next_year(self) -> str:
        """A name of the year after."""
        return self.pick("下年", "下年度", "下一年度", "次年", f"{self.year + 1}年" if self.year else "下年度")

    # --- comparison with last year
    def change(self, cells: tuple[str, ...], now: int, usage: tuple[str, ...] = ()) -> str:
        """How a number has changed, in a clause of its own or in brackets; ``""`` if there is nothing to compare with.

        `usage` are the cells that the words mean in another usage.
        """
        last = tuple(f"{LAST}{key}" for key in cells)
        before = self.value(*last) if self.previous else None
        if not before or not now:
            return ""
        if before == now:
            return self.pick("，与上年持平", "，数量与去年相同")
        other_now, other_before = self.value(*usage), self.value(*(f"{LAST}{key}" for key in usage))
        others = [(abs(other_now - other_before), other_before)] if other_now is not None and other_before else []
        more, apart = now > before, abs(now - before)
        percent = self.per_cent(apart, before, cells, "growth", others)
        counted = self.n(apart, *cells, kind="difference", also=tuple(part for part, _ in others))
        choices = [self._by_count(more, counted, before, last)]
        if percent:
            choices += [self._by_rate(more, percent, before, last)] * 2
            choices.append(f"，比{self.last_year()}{'增加' if more else '减少'}{counted}，{'增幅' if more else '降幅'}{percent}")
        if now % before == 0:
            times = self.ledger.mark(self.numeral(now // before), now // before, cells, "ratio", tuple(_ratios(other_now, other_before)))
            choices.append(f"，是{self.last_year()}的{times}倍")
        if more and apart % before == 0:
            times = self.ledger.mark(
                self.numeral(apart // before), apart // before, cells, "ratio", tuple(each - 1 for each in _ratios(other_now, other_before))
            )
            choices.append(f"，比{self.last_year()}增长{times}倍")
        if 10 * apart % before == 0 and apart < before:
            tenths = 10 * apart // before
            word = self.ledger.mark("两" if tenths == 2 else chinese(tenths), 10 * tenths, cells, "growth")
            choices.append(f"，同比{'增长' if more else '减少'}{word}成")
        return self.random.choice(choices)

    def _by_count(self, more: bool, counted: str, before: int, last: tuple[str, ...]) -> str:
        verb = self.pick("增加", "增加了", "多") if more else self.pick("减少", "减少了", "少")
        then = f"{self.year - 1}年（{self.n(before, *last)}）" if self.year else self.last_year()
        return self.pick(
            f"，比{self.last_year()}{verb}{counted}", f"，较{then}{verb}{counted}", f"，与{self.last_year()}相比{verb}{counted}"
        )

    def _by_rate(self, more: bool, percent: str, before: int, last: tuple[str, ...]) -> str:
        verb = self.pick("增长", "增加", "上升", "上涨") if more else self.pick("下降", "减少", "回落", "降低")
        then = f"{self.year - 1}年（{self.n(before, *last)}）" if self.year else self.last_year()
        return self.pick(
            f"，同比{verb}{percent}",
            f"（同比{verb}{percent}）",
            f"，较{self.last_year()}{verb}{percent}",
            f"，比{then}{verb}{percent}",
            f"，同比{'增幅' if more else '降幅'}为{percent}",
        )


def _ratios(now: int | None, before: int | None) -> list[float]:
    return [now / before] if now and before else []


def _own_names(unit: str) -> tuple[str, tuple[str, ...]]:
    """The territory of a government, and what the reporting organ may be called in its own report."""
    if unit.endswith("办公室"):
        name = unit[-_LONGEST_NAME:]
        return "", ("我办", "本办公室", "本机关", name if _CHARACTERS.fullmatch(name) else "本办公室")
    if unit.endswith("人民政府"):
        place = unit.removesuffix("人民政府")[-1:]
        if place in tuple("省市县区镇乡州盟旗"):
            return f"全{place}", (f"全{place}", f"我{place}", f"全{place}各级行政机关" if place not in "镇乡" else f"我{place}")
    for ending, short in _OWN.items():
        if unit.endswith(ending):
            return "", (f"我{short}", "本机关", f"全{short}")
    return "", ("本机关", "我单位", "本单位")
