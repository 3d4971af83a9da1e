"""Reviews and lawsuits about disclosure: their numbers, outcomes, or that there were none."""

from __future__ import annotations

from gkrules.testing.narrative_writer import Writer

_ROWS = ("review", "direct_litigation", "litigation_after_review")
_LAWSUITS = _ROWS[1:]
_OUTCOMES = {"upheld": ("维持", "结果维持"), "corrected": ("纠正", "结果纠正"), "other": ("其他结果",), "pending": ("尚未审结",)}
_TABLE = "review_litigation"


class Disputes:
    """Writes the sentences on disputes."""

    def __init__(self, writer: Writer) -> None:
        self.w = writer
        self.unit = writer.random.choice(("件", "件", "件", "起", "宗"))
        self.totals = {row: writer.value(f"{_TABLE}.{row}.total") for row in _ROWS}
        self.review = self.totals["review"] or 0
        self.lawsuits = sum(self.totals[row] or 0 for row in _LAWSUITS)
        self.law_cells = tuple(f"{_TABLE}.{row}.total" for row in _LAWSUITS)

    def sentences(self) -> list[str]:
        """Sentences that each name what they are about."""
        w = self.w
        if None in self.totals.values():
            return []
        if not self.review and not self.lawsuits:
            return [self._none_at_all()]
        if self.review and self.lawsuits and w.maybe(0.35):
            return [self._both(), *(self._row(row, "") for row in _LAWSUITS if self.totals[row] and w.maybe(0.5))]
        return [self._reviews(), *self._suits()]

    def _n(self, value: int, *cells: str) -> str:
        return self.w.n(value, *cells, unit=self.unit)

    def _none_at_all(self) -> str:
        w, cells = self.w, (f"{_TABLE}.review.total", *self.law_cells)
        plain = () if w.other_disputes else ("没有发生行政复议和行政诉讼", "没有发生复议诉讼", "未发生行政复议、行政诉讼")
        words = w.pick(
            *plain,
            "未发生因政府信息公开引起的行政复议、行政诉讼",
            "未因政府信息公开被申请行政复议或被提起行政诉讼",
            "无政府信息公开行政复议和行政诉讼案件",
            "没有因政府信息公开引发的行政复议、行政诉讼案件",
        )
        if w.maybe(0.15):
            return f"{w.subject()}政府信息公开行政复议{self._n(0, cells[0])}、行政诉讼{self._n(0, *self.law_cells)}。"
        return f"{w.subject()}{w.none(words, *cells)}。"

    def _both(self) -> str:
        w = self.w
        first, second = self._n(self.review, f"{_TABLE}.review.total"), self._n(self.lawsuits, *self.law_cells)
        text = w.pick(
            f"{w.subject()}因政府信息公开被申请行政复议{first}、提起行政诉讼{second}",
            f"{w.subject()}发生政府信息公开行政复议案件{first}，行政诉讼案件{second}",
            f"因政府信息公开引发行政复议{first}、行政诉讼{second}",
        )
        outcomes = [f"{_TABLE}.{row}.{key}" for row in _ROWS for key in ("corrected", "other", "pending")]
        if w.value(*outcomes) == 0 and w.maybe(0.6):
            return f"{text}，{w.none(w.pick('均获维持', '结果均为维持', '全部维持'), *outcomes, kind='all')}。"
        return f"{text}。"

    def _reviews(self) -> str:
        w, cell = self.w, f"{_TABLE}.review.total"
        if not self.review:
            words = w.pick("没有因政府信息公开引起的行政复议", "未发生政府信息公开行政复议案件", "未被申请政府信息公开行政复议")
            return f"{w.subject()}{w.none(words, cell)}。"
        number = self._n(self.review, cell)
        opening = w.pick(
            f"{w.subject()}因政府信息公开被申请行政复议{number}",
            f"{w.subject()}共发生{number}因政府信息公开引起的行政复议案件",
            f"{w.subject()}政府信息公开行政复议案件{w.pick('', '共', '为')}{number}",
            f"{w.subject()}涉及政府信息公开的行政复议{number}",
        )
        return self._with_outcomes("review", opening)

    def _suits(self) -> list[str]:
        w = self.w
        if not self.lawsuits:
            words = w.pick("未因政府信息公开被提起行政诉讼", "没有政府信息公开行政诉讼", "未发生政府信息公开行政诉讼案件")
            return [f"{w.subject()}{w.none(words, *self.law_cells)}。"]
        number = self._n(self.lawsuits, *self.law_cells)
        opening = w.pick(
            f"{w.subject()}政府信息公开行政诉讼{w.pick('', '案件', '案件共')}{number}", f"因政府信息公开被提起行政诉讼{number}"
        )
        rows = [row for row in _LAWSUITS if self.totals[row]]
        if w.maybe(0.4):
            names = {"direct_litigation": "未经复议直接起诉", "litigation_after_review": "复议后起诉"}
            parts = [f"{names[row]}{self._n(self.totals[row] or 0, f'{_TABLE}.{row}.total')}" for row in w.shuffled(rows)]
            return [f"{opening}，其中{'，'.join(parts)}。"]
        several = [self._row(row, "") for row in rows]
        return [f"{opening}。", *several] if w.maybe(0.5) else several

    def _row(self, row: str, before: str) -> str:
        w, number = self.w, self._n(self.totals[row] or 0, f"{_TABLE}.{row}.total")
        words = ("未经复议直接起诉", "未经复议直接提起行政诉讼") if row == "direct_litigation" else ("复议后起诉", "复议后提起行政诉讼")
        opening = w.pick(
            f"{before}{w.random.choice(words)}的{w.pick('', '政府信息公开案件')}{number}", f"{before}{w.random.choice(words)}{number}"
        )
        return self._with_outcomes(row, opening)

    def _with_outcomes(self, row: str, opening: str) -> str:
        """The number of a row, maybe with its change, with its outcomes first or last, or all of one."""
        w = self.w
        cells = {key: f"{_TABLE}.{row}.{key}" for key in _OUTCOMES}
        values = {key: w.value(cell) for key, cell in cells.items()}
        total = self.totals[row] or 0
        if None in values.values() or w.maybe(0.15):
            return f"{opening}{w.change((f'{_TABLE}.{row}.total',), total) if w.maybe(0.6) else ''}。"
        if values["upheld"] == total and w.maybe(0.6):
            others = [cells[key] for key in _OUTCOMES if key != "upheld"]
            return f"{opening}，{w.none(w.pick('均获维持', '结果均为维持', '全部维持', '均予以维持'), *others, kind='all')}。"
        first = w.maybe(0.35)
        parts = []
        for key in w.shuffled([key for key in _OUTCOMES if values[key]]):
            number, word = self._n(values[key] or 0, cells[key]), w.random.choice(_OUTCOMES[key])
            share = ""
            if key == "upheld" and not first and w.maybe(0.25):
                share = w.per_cent(values[key] or 0, total, (cells[key],), "share", [(values[key] or 0, total - (values["pending"] or 0))])
            tail = w.pick(f"（占{share}）", f"，占{share}") if share else ""
            parts.append(f"{number.strip()}{word.removeprefix('结果')}" if first else f"{word}{number}{tail}")
        if not parts:
            return f"{opening}。"
        listed = w.pick("，", "、").join(parts)
        return w.pick(f"{opening}，其中{listed}。", f"{opening}，{listed}。", f"{opening}（{listed}）。", f"{opening}，其中：{listed}。")
