"""What was made of a document, as text for 80 columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from gkrules.model.cells import CellState
from gkrules.model.edition import Edition
from gkrules.render.cells import describe
from gkrules.render.lines import Line, line
from gkrules.render.safe import clean
from gkrules.render.words import pick, state_word, table_label

_MOST = 20
HOW = {
    "header": ("表头认出", "header"),
    "continued": ("接上一部分", "continues the part before"),
    "headless": ("只凭行标签", "row labels alone"),
}
_EDITION_BY = {
    "asked": ("按参数指定", "as asked"),
    "year": ("按年度", "by the year"),
    "labels": ("年度不详，按标签", "by its labels, for the year is not known"),
    "tables": ("表格与年度应用的格式不同，按表格", "by its tables, which differ from the form of the year"),
}


def doctor_lines(data: Mapping[str, Any], edition: Edition | None, lang: str) -> Iterator[Line]:
    """A diagnosis (in the form of `Diagnosis.to_dict`) line by line."""
    yield line(clean(data["file"]), "bold")
    facts = [
        pick(lang, f"种类 {data['kind']}", f"kind {data['kind']}"),
        pick(lang, f"{data['size']} 字节", f"{data['size']} bytes"),
        *([pick(lang, f"编码 {data['encoding']}", f"encoding {data['encoding']}")] if data["encoding"] else []),
        *(f"{step} {1000 * spent:.0f} ms" for step, spent in data["seconds"].items()),
    ]
    yield line(pick(lang, "，", ", ").join(facts), hang=2)
    yield line(f"{data['digest'][:23]}…  gkrules {data['gkrules']}  Python {data['python']}", "dim")
    if data["error"]:
        label = pick(lang, "未能读出：", "not read: ")
        yield Line(((label, "bold red"), (clean(data["error"]["message"][lang]), "")), hang=2)
    for notice in data["notices"]:
        yield Line(((pick(lang, "注意：", "note: "), "yellow"), (clean(notice["message"][lang]), "")), hang=2)
    grids = data["grids"]
    yield line("")
    zh, en = f"内容：{data['paragraphs']} 段文字，{len(grids)} 张表格", f"blocks: {data['paragraphs']} paragraphs, {len(grids)} grids"
    yield line(pick(lang, zh, en), "bold")
    identity = data["identity"]
    if identity:
        missing = pick(lang, "未找到", "not found")
        unit, year, period = clean(identity["unit"]) or missing, identity["title_year"] or missing, identity["period_years"]
        yield line(pick(lang, f"标题：单位 {unit}，年度 {year}", f"title: organ {unit}, year {year}"), indent=2, hang=2)
        span = "–".join(map(str, period)) if period else missing
        yield line(pick(lang, f"统计期限：{span}", f"statistical period: {span}"), indent=2)
    if data["edition"]:
        why = pick(lang, *_EDITION_BY[data["edition_by"]])
        yield line(pick(lang, f"格式版本：{data['edition']}（{why}）", f"edition: {data['edition']} ({why})"), indent=2, hang=2)
    yield from _grids(data, edition, lang)
    if edition:
        yield from _rest(data, edition, lang)


def candidate_words(candidate: Mapping[str, Any], edition: Edition | None, lang: str) -> str:
    """Why a part of a grid was taken for a table, or was not."""
    table = edition.table_by_key.get(candidate["table"]) if edition else None
    label = table_label(table, lang) if table else candidate["table"]
    (columns, all_columns), (rows, all_rows) = candidate["columns"], candidate["rows"]
    verdict = pick(lang, "采用", "taken") if candidate["taken"] else pick(lang, "未采用", "refused")
    how = pick(lang, *HOW[candidate["how"]])
    # The rows of a table that is laid out across stand in its header.
    by_rows = table is None or table.layout == "down"
    zh, en = (f"、行 {rows}/{all_rows}", f", rows {rows}/{all_rows}") if by_rows else ("", "")
    return pick(
        lang,
        f"{verdict}：{label}，得分 {candidate['score']:g}，认出列 {columns}/{all_columns}{zh}，{how}",
        f"{verdict}: {label}, score {candidate['score']:g}, columns {columns}/{all_columns}{en}, {how}",
    )


def _grids(data: Mapping[str, Any], edition: Edition | None, lang: str) -> Iterator[Line]:
    for grid in data["grids"]:
        number, rows, cells = grid["number"], grid["rows"], grid["cells"]
        loose = pick(lang, "，无列宽", ", without widths") if grid["ragged"] else ""
        yield line("")
        words = pick(lang, f"表格 {number}：{rows} 行 {len(cells)} 格{loose}", f"grid {number}: {rows} rows, {len(cells)} cells{loose}")
        yield line(words, "bold")
        own = [each for each in data["candidates"] if each["grid"] == number]
        for each in own:
            first, last = (each["header"] or each["body"])[0], (each["body"] or each["header"])[1]
            where = pick(lang, f"第{first}至{last}行 ", f"rows {first}–{last} ")
            yield Line(((where, "dim"), (candidate_words(each, edition, lang), "green" if each["taken"] else "yellow")), indent=2, hang=2)
        if not own:
            shown = " | ".join(clean(text)[:12] for *_, text in cells[:6] if text.strip())
            none = pick(lang, f"不像格式中的任何表格。内容：{shown}", f"like no table of the form. It holds: {shown}")
            yield line(none, "yellow", indent=2, hang=2)


def _rest(data: Mapping[str, Any], edition: Edition, lang: str) -> Iterator[Line]:
    yield line("")
    missing = [section.heading for section in edition.sections if section.key not in data["sections"]]
    found = len(edition.sections) - len(missing)
    yield line(pick(lang, f"标题：找到 {found} 个", f"headings: {found} found"), "bold")
    if missing:
        yield line(pick(lang, "未找到：", "not found: ") + pick(lang, "、", ", ").join(missing), "yellow", indent=2, hang=2)
    for note in data["notes"]:
        if note["label"]:
            official = f" → {clean(note['official'])}" if note["official"] else ""
            yield line(f"{note['kind']}: {clean(note['label'])}{official}", "yellow", indent=2, hang=2)
    unread = data["unread"]
    counts = Counter(each["state"] for each in unread)
    states = "，".join(f"{state_word(CellState(state), lang)} {count}" for state, count in counts.items())
    words = pick(lang, f"没有数字的单元格：{len(unread)}", f"cells without a number: {len(unread)}")
    yield line(words + (f"（{states}）" if states else ""), "bold")
    by_text: dict[tuple[str, str], list[str]] = {}
    for each in unread:
        if each["state"] != CellState.BLANK:
            by_text.setdefault((each["state"], each["raw"]), []).append(each["cell"])
    for (state, raw), cells in list(by_text.items())[:_MOST]:
        shown = f" “{clean(raw)}”" if raw else ""
        words = describe(cells, edition, lang)
        yield line(f"{state_word(CellState(state), lang)}{shown}{pick(lang, '：', ': ')}{words}", indent=2, hang=2)
    if len(by_text) > _MOST:
        yield line(pick(lang, f"另有 {len(by_text) - _MOST} 种", f"and {len(by_text) - _MOST} more"), indent=2)
