"""Section two: documents issued, repealed and in force, decisions, fees."""

from __future__ import annotations

from gkrules.testing.narrative_writer import Writer

_NORMS = "regulations.normative_documents"
_DECISIONS = {
    "licensing.licences.decisions": ("作出行政许可决定", "办理行政许可", "作出行政许可处理决定"),
    "enforcement.penalties.decisions": ("作出行政处罚决定", "实施行政处罚", "作出行政处罚处理决定"),
    "enforcement.coercive_measures.decisions": ("作出行政强制决定", "实施行政强制", "作出行政强制处理决定"),
}
_FEES = "fees.administrative_fees.amount"


class SectionTwo:
    """Writes the sentences on the tables of section two, about the whole that the report is about."""

    def __init__(self, writer: Writer) -> None:
        self.w = writer

    def sentences(self) -> list[str]:
        """Sentences in an order of chance, each with the organ in it."""
        several = [self._norms(), self._decisions(), self._fees()]
        return [each for each in self.w.shuffled(several) if each]

    def _has(self, key: str) -> bool:
        return key in self.w.report.edition.cell_by_key and self.w.value(key) is not None

    def _whole(self) -> str:
        """Who, with or without the period: always said, since a text often speaks of one organ of several."""
        w = self.w
        return w.random.choice((w.who(), f"{w.when()}{w.who()}", f"{w.who()}{w.when().rstrip('，')}"))

    def _norms(self) -> str:
        w = self.w
        keys = {name: f"{_NORMS}.{name}" for name in ("issued", "repealed", "in_force")}
        if not all(self._has(key) for key in keys.values()) or w.maybe(0.3):
            return ""
        values = {name: w.value(key) or 0 for name, key in keys.items()}
        unit = w.pick("件", "件", "份", "个")
        norms = w.pick("行政规范性文件", "规范性文件")
        numbers = {name: w.n(values[name], keys[name], unit=unit) for name in keys}
        if values["issued"]:
            verb = w.pick("制发", "制定", "新制发", "制定印发", "制发")
            issued = w.pick(f"{verb}{norms}{w.pick('', '共')}{numbers['issued']}", f"{verb}{numbers['issued']}{norms}")
        else:
            issued = w.none(w.pick(f"未制发{norms}", f"没有制发{norms}", f"无新制发{norms}"), keys["issued"])
        repealed = f"{w.pick('废止', '经清理废止')}{w.pick('', norms)}{numbers['repealed']}" if values["repealed"] else ""
        in_force = w.pick("现行有效", "年末现行有效", f"现行有效{norms}", f"现行有效的{norms}") + w.pick("", "共") + numbers["in_force"]
        clauses = [issued, *([repealed] if repealed and w.maybe(0.8) else []), *([in_force] if values["in_force"] and w.maybe(0.8) else [])]
        return (
            f"{self._whole()}{w.pick('，', '，', '、').join(clauses)}。" if values["issued"] else f"{self._whole()}{'，'.join(clauses)}。"
        )

    def _decisions(self) -> str:
        w = self.w
        keys = [key for key in _DECISIONS if self._has(key) and w.value(key) and w.maybe(0.6)]
        clauses = []
        for key in w.shuffled(keys):
            words = w.random.choice(_DECISIONS[key])
            # 办理行政许可 counts what was handled, in some texts the cases: true here, but no claim on the decisions.
            number = w.n(w.value(key) or 0, *(() if words.startswith("办理") else (key,)), unit=w.pick("件", "件", "宗"))
            change = w.change((key,), w.value(key) or 0) if w.maybe(0.15) and not words.startswith("办理") else ""
            clauses.append(f"{words}{w.pick('', '', '共')}{number}{change}")
        return f"{self._whole()}{w.pick('，', '；').join(clauses)}。" if clauses else ""

    def _fees(self) -> str:
        w, fee = self.w, self.w.report.cells.get(_FEES)
        if fee is None or fee.value is None or w.maybe(0.4):
            return ""
        if not fee.value:
            return f"{self._whole()}{w.none(w.pick('未收取行政事业性收费', '没有收取行政事业性收费'), _FEES)}。"
        digits = w.random.choice((0, 1, 2, 2))
        text = f"{fee.value:.{digits}f}"
        if not float(text):
            return ""
        marked = w.ledger.mark(text, float(text), (_FEES,), "count")
        words = w.pick("行政事业性收费总金额", "收取行政事业性收费", "行政事业性收费金额为", "行政事业性收费共计")
        return f"{self._whole()}{words}{marked}万元。"
