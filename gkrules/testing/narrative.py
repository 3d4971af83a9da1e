"""Narratives made from the tables: what they say is true, whatever their wording, order and numerals."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from random import Random

from gkrules.model.report import Report

_DIGITS = "零一二三四五六七八九"
_RESULTS = {
    "granted": "予以公开",
    "partly_granted": "部分公开",
    "denied": "不予公开",
    "unavailable": "无法提供",
    "not_handled": "不予处理",
    "other_handling": "其他处理",
}
_OUTCOMES = {"upheld": "维持", "corrected": "纠正", "other": "其他结果", "pending": "尚未审结"}


def chinese(value: int) -> str:
    """A whole number from 0 to 99 999 999 in Chinese numerals."""
    if value >= 10_000:
        high, low = divmod(value, 10_000)
        rest = chinese(low)
        # 十二 stands alone; behind 万 it is 零一十二.
        full = f"一{rest}" if rest.startswith("十") else rest
        return f"{chinese(high)}万" + ("" if not low else f"零{full}" if low < 1000 else full)
    text, pending = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, value = divmod(value, unit)
        if digit:
            text += ("零" if pending and text else "") + _DIGITS[digit] + name
            pending = False
        else:
            pending = True
    return (text.removeprefix("一") if text.startswith("一十") else text) or "零"


def narrative(report: Report, seed: int = 0, previous: Report | None = None) -> dict[str, str]:
    """A narrative about the tables of a report, by section: true sentences in words, order and numerals that `seed` chooses.

    Args:
        report: cells without a number are not spoken of.
        seed: another seed, another narrative.
        previous: last year's report, for sentences that compare the two.

    Returns:
        Texts by key of a section, and by ``preamble``.
    """
    return _Author(report, Random(seed), previous).sections()  # noqa: S311 - no secret, but to be repeated


class _Author:
    def __init__(self, report: Report, random: Random, previous: Report | None) -> None:
        self.report, self.random, self.previous = report, random, previous
        style: list[Callable[[int], str]] = [str, str, chinese, _wide, lambda value: f"{value:,}", lambda value: f" {value} "]
        self.style = random.choice(style)
        self.organ = random.choice(["全局", "我局", "本机关", ""])
        self.this_year = random.choice([f"{report.year}年，", f"{report.year} 年度", "全年", "年内"]) if report.year else "全年"

    def sections(self) -> dict[str, str]:
        paragraphs = [
            self._pick("（一）主动公开\n栏目按月检查，内容有变动的及时更换。", "公开栏目由专人维护，每月检查一次。"),
            "\n".join(["（二）依申请公开", "".join(self._applications())]),
            "".join(self._channels()),
        ]
        disputes = "".join(self._disputes())
        issued = "".join(self._section_two())
        return {
            "preamble": "本报告的统计期限为全年。有疑问请与办公室联系（电话：0000-0000001）。",
            "overview": "\n".join(each for each in paragraphs if each),
            "proactive_disclosure": issued,
            "review_litigation": disputes,
            "problems": self._pick("栏目更新偏慢。已经安排专人定期检查。", f"{(self.report.year or 2) - 1}年收到的意见已经整改。"),
            "other_matters": self._pick("本年度没有收取信息处理费。", "全年未向申请人收取任何费用。"),
        }

    def _pick(self, *choices: str) -> str:
        return self.random.choice(choices)

    def _value(self, *keys: str, report: Report | None = None) -> int | None:
        """The sum of cells; ``None`` if one holds no number."""
        total = 0
        for key in keys:
            cell = (report or self.report).cells.get(key)
            if cell is None or cell.value is None or cell.value != int(cell.value) or cell.value < 0:
                return None
            total += int(cell.value)
        return total

    def _row(self, name: str) -> int | None:
        table = self.report.edition.table_by_key["applications"]
        rows = table.row_groups.get(name, (name,))
        keys = [table.cell(row, "total") for row in rows]
        return self._value(*(key for key in keys if key in self.report.cells or not self.report.edition.cell_by_key[key].optional))

    def _n(self, value: int) -> str:
        return f"{self.style(value)}件"

    def _applications(self) -> Iterator[str]:
        new, carried_in, carried_out = self._row("new"), self._row("carried_in"), self._row("carried_out")
        if new is None or carried_in is None:
            return
        opening = f"{self.this_year}{self.organ}"
        if new == 0:
            yield opening + self._pick("未收到政府信息公开申请", "没有收到公民、法人和其他组织提出的政府信息公开申请")
        elif self.random.random() < 0.3:
            yield f"{opening}共收到政府信息公开申请{self._n(new + carried_in)}（含上年结转的申请）"
        else:
            verb = self._pick("新收", "新收到", "受理", "共收到", "收到")
            what, change = self._pick("政府信息公开申请", "信息公开申请", "依申请公开"), self._change("applications.new.total", new)
            yield f"{opening}{verb}{what}{self._n(new)}{change}"
        yield self._pick("，", "；") + (f"上年结转{self._n(carried_in)}" if carried_in else self._pick("没有上年结转", "上年度无申请结转"))
        yield "。"
        yield from self._results()
        if carried_out == 0 and new:
            yield self._pick("以上政府信息公开申请均已按时办结。", "没有申请结转到下一年度。", "")
        elif carried_out:
            yield f"结转下年度继续办理{self._n(carried_out)}{self._change('applications.carried_out.total', carried_out)}。"

    def _change(self, key: str, new: int) -> str:
        """How the number of a cell has changed."""
        before = self._value(key, report=self.previous) if self.previous else None
        if not before or new == before or self.random.random() < 0.3:
            return ""
        if self.random.random() < 0.4:
            return f"，比上年{'增加' if new > before else '减少'}{self._n(abs(new - before))}"
        return f"，同比{'增长' if new > before else '下降'}{self._percentage(abs(new - before), before)}"

    def _percentage(self, part: int, whole: int) -> str:
        """Rounded, or cut, to no, one or two digits."""
        digits = self.random.choice([0, 1, 2])
        scaled, rest = divmod(100 * part * 10**digits, whole)
        if self.random.random() < 0.5 and 2 * rest >= whole:
            scaled += 1
        text = str(scaled).rjust(digits + 1, "0")
        return f"{text[:-digits]}.{text[-digits:]}%" if digits else f"{text}%"

    def _results(self) -> Iterator[str]:
        handled = self._row("handled_total")
        counts = {key: self._row(key) for key in _RESULTS}
        if not handled or any(value is None for value in counts.values()):
            return
        listed = [(key, value) for key, value in counts.items() if value or self.random.random() < 0.2]
        self.random.shuffle(listed)
        if self.random.random() < 0.2:
            listed = listed[: max(1, len(listed) - 1)]
        parts = [self._result(_RESULTS[key], value or 0) for key, value in listed]
        if self.random.random() < 0.4 and counts["granted"]:
            parts[:] = [part for part in parts if not part.startswith("予以公开") and "件予以公开" not in part]
            share = self._percentage(counts["granted"], handled)
            parts.insert(0, f"予以公开{self._n(counts['granted'])}，占比{share}")
        yield f"{self._pick('办结', '共办结', '年内办结')}政府信息公开申请{self._n(handled)}，其中{self._pick('，', '、').join(parts)}。"

    def _result(self, words: str, value: int) -> str:
        return self._pick(f"{words}{self._n(value)}", f"{words}的{self._n(value)}", f"{words}共{self._n(value)}")

    def _section_two(self) -> Iterator[str]:
        """Numbers of section two; some sentences beside them speak of something else."""
        phrases = (
            ("regulations.normative_documents.issued", "制发规范性文件"),
            ("regulations.normative_documents.repealed", "废止行政规范性文件"),
            ("licensing.licences.decisions", "作出行政许可决定"),
            ("enforcement.penalties.decisions", "作出行政处罚决定"),
        )
        for key, words in phrases:
            value = self._value(key) if key in self.report.edition.cell_by_key else None
            if value is not None and self.random.random() < 0.5:
                yield f"{self.this_year}{self._pick('我局', '全县', '本机关')}{self._pick('', '共')}{words}{self._n(value)}。"
        fee = self.report.cells.get("fees.administrative_fees.amount")
        if fee is not None and fee.value is not None and self.random.random() < 0.5:
            amount = self._pick(f"{fee.value:.0f}", f"{fee.value:.1f}", f"{fee.value:.2f}")
            yield f"全县行政事业性收费总金额{amount}万元。"
        yield self._pick(
            "", "备案规范性文件999件。", "公开行政处罚信息999条。", "减免行政事业性收费999万元。", "我县县政府制发规范性文件999件。"
        )

    def _channels(self) -> Iterator[str]:
        """Numbers that no table has: they must add up in themselves."""
        first, second = self.random.randint(1, 900), self.random.randint(1, 900)
        yield (
            f"{self.this_year}主动公开信息{self.style(first + second)}条，其中在网站公开{self.style(first)}条，"
            f"通过其他渠道公开{self.style(second)}条。"
        )
        yield self._pick(
            "",
            "办公室代表本级政府受理政府信息公开申请3件。",
            f"{(self.report.year or 1) - 1}年新收政府信息公开申请999件，与之相比变化不大。",
        )

    def _disputes(self) -> Iterator[str]:
        totals: Mapping[str, int | None] = {
            row: self._value(f"review_litigation.{row}.total") for row in ("review", "direct_litigation", "litigation_after_review")
        }
        if any(value is None for value in totals.values()):
            return
        lawsuits = (totals["direct_litigation"] or 0) + (totals["litigation_after_review"] or 0)
        if not totals["review"] and not lawsuits:
            yield f"{self.this_year}未发生行政复议、行政诉讼。"
            return
        upheld = [self._value(f"review_litigation.{row}.upheld") for row in totals]
        if totals["review"] and lawsuits and upheld == list(totals.values()) and self.random.random() < 0.5:
            yield f"因政府信息公开被申请行政复议{self._n(totals['review'])}、提起行政诉讼{self._n(lawsuits)}，均获维持。"
            return
        if totals["review"]:
            yield from self._dispute("review", "因政府信息公开被申请行政复议", totals["review"])
        else:
            yield self._pick("没有因政府信息公开引起的行政复议。", "全年未发生行政复议案件。")
        if lawsuits and self.random.random() < 0.5:
            yield f"行政诉讼{self._n(lawsuits)}。"
        for row, words in (("direct_litigation", "未经复议直接起诉"), ("litigation_after_review", "复议后起诉")):
            if totals[row]:
                yield from self._dispute(row, words, totals[row] or 0)

    def _dispute(self, row: str, words: str, total: int) -> Iterator[str]:
        values = {key: self._value(f"review_litigation.{row}.{key}") for key in _OUTCOMES}
        if any(value is None for value in values.values()):
            return
        if values["upheld"] == total and not any(values[key] for key in ("corrected", "other", "pending")) and self.random.random() < 0.5:
            yield f"{words}{self._n(total)}，均获维持。"
            return
        listed = [f"{name}{self._n(values[key] or 0)}" for key, name in _OUTCOMES.items() if values[key]]
        self.random.shuffle(listed)
        change = self._change(f"review_litigation.{row}.total", total)
        yield f"{words}{self._n(total)}{change}" + (f"，其中{'，'.join(listed)}。" if listed else "。")
        if row == "review" and self.random.random() < 0.4:
            decided = total - (values["pending"] or 0)
            if decided:
                whole = self.random.choice([total, decided])
                yield f"行政复议{self._pick('维持率', '结果维持占比')}{self._percentage(values['upheld'] or 0, whole)}。"


def _wide(value: int) -> str:
    return "".join(chr(ord(char) + 0xFEE0) for char in str(value))
