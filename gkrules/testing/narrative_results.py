"""The results of applications as a narrative lists them: number first or last, with shares, reasons and 其余."""

from __future__ import annotations

from gkrules.testing.narrative_writer import Writer

_GROUPS = {
    "granted": ("予以公开", "同意公开"),
    "partly_granted": ("部分公开", "予以部分公开"),
    "denied": ("不予公开",),
    "unavailable": ("无法提供",),
    "not_handled": ("不予处理",),
    "other_handling": ("其他处理", "作其他处理"),
}
_REASONS = {
    "denied_state_secret": "属于国家秘密",
    "denied_third_party": "保护第三方合法权益",
    "denied_internal_affairs": "属于三类内部事务信息",
    "denied_process_information": "属于四类过程性信息",
    "denied_enforcement_file": "属于行政执法案卷",
    "denied_administrative_query": "属于行政查询事项",
    "unavailable_not_held": "本机关不掌握相关政府信息",
    "unavailable_needs_creation": "没有现成信息需要另行制作",
    "unavailable_unclear": "补正后申请内容仍不明确",
    "not_handled_petition": "属于信访举报投诉类申请",
    "not_handled_repeated": "属于重复申请",
    "not_handled_publication": "要求提供公开出版物",
}


class Results:
    """Writes one list of results, out of `handled`."""

    def __init__(self, writer: Writer, handled: int) -> None:
        self.w, self.handled = writer, handled
        self.cells = {key: writer.row(key) for key in _GROUPS}
        values = {key: writer.value(*cells) for key, cells in self.cells.items()}
        self.known = None not in values.values() and sum(value or 0 for value in values.values()) == handled
        self.values = {key: value or 0 for key, value in values.items()}
        # The numbers stand before their results, or behind them, in a whole list.
        self.first = writer.maybe(0.35)

    def listed(self) -> str:
        """What follows the number of those handled, with what leads over to it."""
        w = self.w
        if not self.known:
            return ""
        if w.maybe(0.15):
            return self._two_groups()
        if w.maybe(0.2):
            # Some only: 其中 does not say that these are all.
            several = [key for key in self._present() if self.values[key] != self.handled]
            if several:
                chosen = w.random.sample(several, w.random.randint(1, len(several)))
                return f"，其中{w.pick('、', '，').join(self._part(key) for key in chosen)}"
        if alike := self.all_alike():
            return f"，{alike}"
        whole = self.whole_list()
        if w.maybe(0.3):
            return f"（{whole}）"
        return w.pick(f"，其中{whole}", f"，其中：{whole}", f"，其中，{whole}", f"：{whole}", f"，{whole}", f"，包括{whole}")

    def whole_list(self) -> str:
        """All results that there are, maybe with some that there are not; ``""`` if the table does not tell."""
        w, present = self.w, self._present()
        if not self.known:
            return ""
        keys = [key for key in _GROUPS if self.values[key] or w.maybe(0.12)]
        if w.maybe(0.6):
            w.random.shuffle(keys)
        last = keys[-1]
        rest = len(present) > 1 and self.values[last] > 0 and w.maybe(0.25)
        parts = [part for key in (keys[:-1] if rest else keys) for part in self._parts(key)]
        if rest:
            parts.append(f"其余{w.n(self.values[last], *self.cells[last])}{w.pick('', '均', '为')}{_GROUPS[last][0]}")
        return w.pick("，", "、").join(parts)

    def all_alike(self) -> str:
        """That all have one result, where it is so, and not always then."""
        w, present = self.w, self._present()
        if not self.known or len(present) != 1 or w.maybe(0.4):
            return ""
        others = tuple(cell for key, cells in self.cells.items() if key != present[0] for cell in cells)
        words = "予以公开" if present[0] == "granted" else f"为{_GROUPS[present[0]][0]}"
        return w.none(w.pick("均", "全部") + words, *others, kind="all")

    def _present(self) -> list[str]:
        return [key for key, value in self.values.items() if value]

    def _parts(self, key: str) -> list[str]:
        """A result, or what its rows say where each has a reason that a clerk writes."""
        if self.values[key] and self._whole_by_reasons(key) and self.w.maybe(0.3):
            return self._reasoned(key)
        return [self._part(key)]

    def _rows(self, key: str) -> list[tuple[str, tuple[str, ...], int]]:
        """The rows of a group with a number: their name, cells and value."""
        members = self.w.report.edition.table_by_key["applications"].row_groups.get(key, ())
        found = [(row, self.w.row(row)) for row in members]
        return [(row, cells, value) for row, cells in found if (value := self.w.value(*cells))]

    def _whole_by_reasons(self, key: str) -> bool:
        rows = self._rows(key)
        return bool(rows) and all(row in _REASONS for row, _, _ in rows) and sum(value for _, _, value in rows) == self.values[key]

    def _reasoned(self, key: str) -> list[str]:
        w, name = self.w, _GROUPS[key][0]
        rows = w.random.sample(self._rows(key), len(self._rows(key)))
        parts = []
        for row, cells, value in rows:
            reason = _REASONS[row].removeprefix("属于") if self.first else _REASONS[row]
            number = w.n(value, *cells)
            parts.append(
                f"{number.strip()}{w.pick('因', '由于', '因属于' if row.startswith('denied') else '因')}{reason}{name}"
                if self.first
                else f"因{reason}{name}{number}"
            )
        return parts

    def _part(self, key: str) -> str:
        """One result with its number, maybe with a reason that all of its rows share, and its share."""
        w, value, cells = self.w, self.values[key], self.cells[key]
        name = w.random.choice(_GROUPS[key])
        number = w.n(value, *cells)
        share = w.per_cent(value, self.handled, cells, "share", self._other_wholes(value)) if value and w.maybe(0.3) else ""
        rows = self._rows(key)
        reason = ""
        if len(rows) > 1 and rows[0][0] in _REASONS and rows[1][0] in _REASONS and w.maybe(0.3):
            reason = f"因{_REASONS[rows[0][0]].removeprefix('属于')}、{_REASONS[rows[1][0]].removeprefix('属于')}等原因"
        if self.first:
            tail = w.pick(f"（占{share}）", f"（占比{share}）") if share else ""
            return f"{number.strip()}{tail}{reason}{name}"
        tail = (
            w.pick(f"（占{share}）", f"（{share}）", f"（占比{share}）", f"，占{share}", f"，占比{share}", f"，占办结总数的{share}")
            if share
            else ""
        )
        return f"{reason}{name}{w.pick('', '', '的', '共', '的有')}{number}{tail}"

    def _two_groups(self) -> str:
        """Granted and partly granted together, with their share."""
        w, cells = self.w, (*self.cells["granted"], *self.cells["partly_granted"])
        both = self.values["granted"] + self.values["partly_granted"]
        share = w.per_cent(both, self.handled, cells, "share", self._other_wholes(both)) if both else ""
        if not share:
            return ""
        words = w.pick("予以公开和部分公开", "予以公开及部分公开") + w.pick("共", "合计")
        return f"，其中{words}{w.n(both, *cells)}，占{w.pick('', '比', '办结总数的')}{share}"

    def _other_wholes(self, part: int) -> list[tuple[int, int]]:
        """The same part of those received, which a reader may take for the whole."""
        return [(part, new)] if (new := self.w.value(*self.w.row("new"))) else []
