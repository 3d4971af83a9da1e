"""The words of each language: labels of the form, numbers, places, severities, states."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cache, lru_cache, reduce

from gkrules.model.cells import CellState
from gkrules.model.edition import Column, Edition, Row, Section, Source, Table
from gkrules.model.findings import Outcome, Severity
from gkrules.model.places import Place, cell_name
from gkrules.model.relations import CLAIM
from gkrules.model.report import Report
from gkrules.render.safe import clean
from gkrules.rulefiles.labels import Labels
from gkrules.rulefiles.rulebook import Rulebook
from gkrules.words import catalogue

_ELSEWHERE = ("last_year", "below")
_NUMERAL = re.compile("^（[一二三四五六七八九十]+）")
_REMARK = re.compile("(?<=[^（）])（[^（）]*）$")
_SECTION_POSITION = re.compile(r"section\.(\w+)\.position")
_SECTION_LENGTH = re.compile(r"section\.(\w+)\.length")
_LONG_LABEL = 20


def say_closed(key: str, lang: str, /, **arguments: str) -> str:
    """An entry of the catalogue whose arguments may be quotations where it has a space for numbers; see `filled`."""
    return filled(_template(key, lang), arguments, lang)


def say(key: str, lang: str, /, **arguments: object) -> str:
    """An entry of the catalogue (``render/kind``) in a language, with its arguments: numbers, and text in that language."""
    # As `Phrase.text` does for what is not in words yet, and five times as fast: a result of many findings is made of such pieces.
    return _template(key, lang).format_map(arguments)


@cache
def _template(key: str, lang: str) -> str:
    room, _, entry = key.partition("/")
    return catalogue(room)[entry][lang]


def word(table: str, key: str, lang: str) -> str:
    """The word for a key of the data, e.g. of ``severity`` or ``slip``; the key itself where there is none."""
    return say(f"render/{table}.{key}", lang) if has_word(table, key) else key


def has_word(table: str, key: str) -> bool:
    """Whether there is a word for a key of the data."""
    return f"{table}.{key}" in catalogue("render")


def pick(lang: str, zh: str, en: str) -> str:
    """The text of the asked language of data that has both: the official labels of an edition."""
    return zh if lang == "zh" else en


def severity_word(severity: Severity, lang: str) -> str:
    """``错误``, ``warning`` …"""
    return say(f"render/severity.{severity.value}", lang)


def state_word(state: CellState, lang: str) -> str:
    """``空白``, ``text`` …"""
    return say(f"render/state.{state.value}", lang)


def outcome_word(outcome: Outcome, lang: str) -> str:
    """``通过``, ``undecided`` …"""
    return say(f"render/outcome.{outcome.value}", lang)


def status_word(status: str, lang: str) -> str:
    """The status of a rule: ``试行``, ``stable`` …"""
    return word("status", status, lang)


def confidence_word(confidence: str, lang: str) -> str:
    """How sure a suspicion is: ``很可能`` …"""
    return word("confidence", confidence, lang)


def number(value: float | None, lang: str) -> str:
    """A number the short way and without exponent; ``空白`` where there is none."""
    if value is None or math.isnan(value):
        return state_word(CellState.BLANK, lang)
    if isinstance(value, int) or (math.isfinite(value) and value.is_integer()):
        return str(int(value))
    # Twelve digits hold every published figure and hide what binary sums leave behind (0.30000000000000004).
    return format(Decimal(f"{value:.12g}"), "f")


def holds(value: float | None, raw: str, lang: str) -> str:
    """What a cell holds, each state with its own word: the number; the document's text in quotation marks (``“/”``); ``空白``."""
    return quoted(raw, lang) if value is None and raw.strip() else number(value, lang)


def filled(template: str, words: Mapping[str, str], lang: str) -> str:
    """A template with its words; without the space that it has before a number where words stand: ``填报“/”``, ``现为空白``."""
    for name, each in words.items():
        if lang == "zh" and (each.startswith("“") or each == number(None, lang)):
            template = template.replace(f" {{{name}}}", f"{{{name}}}")
        if each[-2:-1] in tuple("。！？；"):  # a sentence that is quoted with its own full stop ends the message, too
            template = re.sub(rf"(\{{{name}\}})[。.]$", r"\1", template)
    return template.format_map(words)


def quoted(text: str, lang: str) -> str:
    """A text of the document in quotation marks."""
    return say("render/quoted", lang, text=clean(text))


def listing(items: Sequence[str], lang: str) -> str:
    """``甲、乙、丙`` / ``a, b, c``"""
    return joint(lang).join(items)


def joint(lang: str) -> str:
    """What stands between the items of a list."""
    return catalogue("common")["joint"][lang]


def cut_list(what: str, shown: str, count: int, total: int, lang: str) -> str:
    """A list that shows only `count` of `total`: ``甲、乙等 9 项`` counts all of them, ``a, b and 7 more`` those beyond the list."""
    told = total if say("render/cut-list-counts", lang) == "all" else total - count
    return say(f"render/cut-list.{what}", lang, shown=shown, count=told)


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


@lru_cache(1024)
def short(label: str) -> str:
    """An official label without the remark in brackets at its end, and a very long one up to its first comma."""
    label = _REMARK.sub("", label)
    return re.split("[、，]", label)[0] if len(label) > _LONG_LABEL and "、" not in label[:3] else label


def cell_label(edition: Edition, key: str, lang: str, labels: Labels | None = None) -> str:
    """The label of a cell (``（一）予以公开·商业企业``) or of a fact; the key itself if it is neither."""
    if key in edition.cell_by_key:
        ref = edition.cell_by_key[key]
        return say("render/label-dot", lang).join((row_label(ref.row, lang), column_label(ref.column, lang)))
    if labels and key in labels:
        return labels[key][lang]
    for elsewhere in _ELSEWHERE:
        if key.startswith(f"{elsewhere}."):
            return say(f"render/from.{elsewhere}", lang, label=cell_label(edition, key.removeprefix(f"{elsewhere}."), lang, labels))
    if key.startswith(CLAIM):
        claim = ".".join(key.split(".")[:2])
        return say("render/from.text", lang, label=labels[claim][lang]) if labels and claim in labels else key
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
        return say("render/place-sheet", lang, sheet=clean(place.sheet), cells=":".join(spots))
    parts: list[str] = []
    for name in ("page", "table", "row", "column", "paragraph", "line"):
        at, end = getattr(place, name), getattr(last or place, name)
        if at is not None:
            parts.append(
                say(f"render/place.{name}", lang, at=at) if at == end else say(f"render/place-run.{name}", lang, first=at, last=end)
            )
    if place.path is not None:
        parts.append(clean(place.path))
    words = reduce(lambda outer, inner: say("render/place-within", lang, place=outer, inner=inner), parts) if parts else ""
    return say("render/place-converted", lang, place=words) if words and place.kind == "converted" else words


def ruleset_words(ruleset: Rulebook, lang: str) -> str:
    """Which rules were used, so that a result can be reproduced."""
    digest = ruleset.digest.removeprefix("sha256:")[:12]
    return say("render/ruleset", lang, name=ruleset.name, version=ruleset.version, digest=digest)


@lru_cache(1024)
def source_words(source: Source, lang: str) -> str:
    """A legal source. A document known by its number stands as it is, a name gets title marks."""
    named = not re.search("[〔《0-9０-９]", source.document)
    document = say("render/titled", lang, title=source.document) if named else source.document
    return f"{document} {source.place}".rstrip()


def shown_file(report: Report, lang: str) -> str:
    """The file of a report, and which of its reports it is where there are several."""
    if report.part is None:
        return clean(report.file)
    return clean(report.file) + say("render/part", lang, part=report.part)


def unit_words(unit: str, lang: str) -> str:
    """The name of an organ; that it is not known where it is empty."""
    return clean(unit) or say("render/organ-unknown", lang)


def year_words(year: int | None, lang: str) -> str:
    """A reporting year: ``2024年度``; that it is not known where there is none."""
    return say("render/year.unknown", lang) if year is None else say("render/year", lang, year=year)


def rule_titles(ruleset: Rulebook, lang: str) -> dict[str, str]:
    """What each rule finds, by its code; also of the rules that were not selected."""
    return {rule.code: rule.title[lang] for rule in (*ruleset.unselected, *ruleset.rules)}
