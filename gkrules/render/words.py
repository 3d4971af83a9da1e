"""The words of each language: labels of the form, numbers, places, severities, states."""

from __future__ import annotations

import math
import re
from decimal import Decimal

from gkrules.model.cells import CellState
from gkrules.model.edition import Column, Edition, Row, Section, Source, Table
from gkrules.model.findings import Outcome, Severity
from gkrules.model.places import Place
from gkrules.model.relations import CLAIM
from gkrules.render.safe import clean
from gkrules.rulefiles.labels import Labels
from gkrules.rulefiles.rulebook import Rulebook

_SEVERITY = {
    "zh": {Severity.ERROR: "错误", Severity.WARNING: "警告", Severity.INFO: "提示"},
    "en": {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "info"},
}
_STATE = {
    "zh": {
        CellState.NUMBER: "数字",
        CellState.BLANK: "空白",
        CellState.NOT_APPLICABLE: "不适用",
        CellState.TEXT: "非数字",
        CellState.ABSENT: "缺",
    },
    "en": {
        CellState.NUMBER: "number",
        CellState.BLANK: "blank",
        CellState.NOT_APPLICABLE: "not applicable",
        CellState.TEXT: "text",
        CellState.ABSENT: "absent",
    },
}
_OUTCOME = {
    "zh": {
        Outcome.PASS: "通过",
        Outcome.FAIL: "不通过",
        Outcome.UNKNOWN: "无法判断",
        Outcome.NOT_APPLICABLE: "不适用",
        Outcome.ERROR: "规则出错",
    },
    "en": {
        Outcome.PASS: "passed",
        Outcome.FAIL: "failed",
        Outcome.UNKNOWN: "undecided",
        Outcome.NOT_APPLICABLE: "not applicable",
        Outcome.ERROR: "rule broke",
    },
}
_STATUS = {
    "zh": {"preview": "试行", "stable": "正式", "deprecated": "将停用", "removed": "已停用"},
    "en": {"preview": "preview", "stable": "stable", "deprecated": "deprecated", "removed": "removed"},
}
_CONFIDENCE = {
    "zh": {"certain": "可以确定", "likely": "很可能", "possible": "有可能"},
    "en": {"certain": "certain", "likely": "likely", "possible": "possible"},
}
_FROM_ELSEWHERE = {
    "last_year.": {"zh": "上年", "en": "last year: "},
    "below.": {"zh": "下级合计", "en": "organs below: "},
}
_NUMERAL = re.compile("^（[一二三四五六七八九十]+）")
_REMARK = re.compile("(?<=[^（）])（[^（）]*）$")
_SECTION_POSITION = re.compile(r"section\.(\w+)\.position")
_SECTION_LENGTH = re.compile(r"section\.(\w+)\.length")
_LONG_LABEL = 20


def pick(lang: str, zh: str, en: str) -> str:
    """The text of the asked language."""
    return zh if lang == "zh" else en


def severity_word(severity: Severity, lang: str) -> str:
    """``错误``, ``warning`` …"""
    return _SEVERITY[lang][severity]


def state_word(state: CellState, lang: str) -> str:
    """``空白``, ``text`` …"""
    return _STATE[lang][state]


def outcome_word(outcome: Outcome, lang: str) -> str:
    """``通过``, ``undecided`` …"""
    return _OUTCOME[lang][outcome]


def status_word(status: str, lang: str) -> str:
    """The status of a rule: ``试行``, ``stable`` …"""
    return _STATUS[lang].get(status, status)


def confidence_word(confidence: str, lang: str) -> str:
    """How sure a suspicion is: ``很可能`` …"""
    return _CONFIDENCE[lang].get(confidence, confidence)


def number(value: float | None, lang: str) -> str:
    """A number the short way and without exponent; ``空白`` where there is none."""
    if value is None or math.isnan(value):
        return state_word(CellState.BLANK, lang)
    if isinstance(value, int) or (math.isfinite(value) and value.is_integer()):
        return str(int(value))
    # Twelve digits hold every published figure and hide what binary sums leave behind (0.30000000000000004).
    return format(Decimal(f"{value:.12g}"), "f")


def quoted(text: str, lang: str) -> str:
    """A text of the document in quotation marks."""
    return pick(lang, f"“{clean(text)}”", f'"{clean(text)}"')


def listing(items: list[str], lang: str) -> str:
    """``甲、乙、丙`` / ``a, b, c``"""
    return pick(lang, "、", ", ").join(items)


def section_label(section: Section, lang: str) -> str:
    """The heading of a section."""
    return pick(lang, section.heading, section.en)


def table_label(table: Table, lang: str) -> str:
    """The label of a table."""
    return pick(lang, table.label, table.en)


def row_label(row: Row, lang: str) -> str:
    """The label of a row, without remarks, and with the numeral of its group where it is itself only numbered (``（六）3.其他``)."""
    if lang != "zh":
        return row.en
    numeral = _NUMERAL.match(row.under[-1]) if row.under and row.label[:1].isdigit() else None
    return (numeral.group() if numeral else "") + short(row.label)


def column_label(column: Column, lang: str) -> str:
    """The label of a column, without remarks."""
    return pick(lang, short(column.label), column.en)


def short(label: str) -> str:
    """An official label without the remark in brackets at its end, and a very long one up to its first comma."""
    label = _REMARK.sub("", label)
    return re.split("[、，]", label)[0] if len(label) > _LONG_LABEL and "、" not in label[:3] else label


def cell_label(edition: Edition, key: str, lang: str, labels: Labels | None = None) -> str:
    """The label of a cell (``（一）予以公开·商业企业``) or of a fact; the key itself if it is neither."""
    if key in edition.cell_by_key:
        ref = edition.cell_by_key[key]
        return pick(lang, "·", " · ").join((row_label(ref.row, lang), column_label(ref.column, lang)))
    if labels and key in labels:
        return labels[key][lang]
    for prefix, words in _FROM_ELSEWHERE.items():
        if key.startswith(prefix):
            return words[lang] + cell_label(edition, key.removeprefix(prefix), lang, labels)
    if key.startswith(CLAIM):
        claim = ".".join(key.split(".")[:2])
        return pick(lang, "正文：", "text: ") + labels[claim][lang] if labels and claim in labels else key
    position = _SECTION_POSITION.fullmatch(key)
    if position and position.group(1) in edition.section_by_key:
        return section_label(edition.section_by_key[position.group(1)], lang)
    return key


def is_position(key: str) -> bool:
    """Whether a fact is the position of a section: its number means nothing to a reader."""
    return _SECTION_POSITION.fullmatch(key) is not None


def place_words(place: Place, lang: str, *, last: Place | None = None) -> str:
    """A place the way a person would say it; empty when nothing of it is known. With `last`, the run from the one to the other."""
    if place.sheet is not None and place.row is not None and place.column is not None:
        end = last or place
        spots = dict.fromkeys((cell_name(place.row, place.column), cell_name(end.row or place.row, end.column or place.column)))
        return pick(lang, f"工作表“{clean(place.sheet)}”{':'.join(spots)}", f"sheet “{clean(place.sheet)}” {':'.join(spots)}")
    parts: list[str] = []
    for name, zh, en in (
        ("page", "第{}页", "page {}"),
        ("table", "第{}张表", "table {}"),
        ("row", "第{}行", "row {}"),
        ("column", "第{}列", "column {}"),
        ("paragraph", "第{}段", "paragraph {}"),
        ("line", "第{}行", "line {}"),
    ):
        value, end = getattr(place, name), getattr(last or place, name)
        if value is not None:
            shown = value if value == end else pick(lang, f"{value}至{end}", f"{value}–{end}")
            plural = en if value == end else en.replace(" ", "s ")
            parts.append(pick(lang, zh, plural).format(shown))
    if place.path is not None:
        parts.append(clean(place.path))
    words = pick(lang, "", ", ").join(parts)
    if words and place.kind == "converted":
        return pick(lang, "（转换后的文件）", "in the converted file: ") + words
    return words


def cell_name(row: int, column: int) -> str:
    """What spreadsheets call a cell: ``C7`` for row 7, column 3."""
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row}"


def ruleset_words(ruleset: Rulebook, lang: str) -> str:
    """Which rules were used, so that a result can be reproduced."""
    digest = ruleset.digest.removeprefix("sha256:")[:12]
    return pick(lang, f"规则集 {ruleset.name} {ruleset.version}（{digest}）", f"ruleset {ruleset.name} {ruleset.version} ({digest})")


def source_words(source: Source, lang: str) -> str:
    """A legal source. A document known by its number stands as it is, a name gets title marks."""
    named = lang == "zh" and not re.search("[〔《0-9０-９]", source.document)
    document = f"《{source.document}》" if named else source.document
    return f"{document} {source.place}".rstrip()
