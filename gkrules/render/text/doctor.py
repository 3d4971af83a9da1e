"""What was made of a document, and how the sentences of its narrative were read, as text for 80 columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from gkrules.model.cells import CellState
from gkrules.model.edition import Edition
from gkrules.model.relations import CLAIM
from gkrules.render.cells import describe
from gkrules.render.inputs import Diagnosed
from gkrules.render.lines import Line, line
from gkrules.render.safe import clean
from gkrules.render.words import has_word, listing, number, pick, say, section_label, state_word, table_label, word
from gkrules.rulefiles.labels import Labels


def sentence_lines(found: Sequence[Mapping[str, Any]], edition: Edition, labels: Labels, lang: str) -> Iterator[Line]:
    """Derivations (see `gkrules.narrate.derivations`) line by line."""
    yield line(say("render/sentences", lang, count=len(found)), "bold")
    for sentence in found:
        section = edition.section_by_key.get(sentence["section"])
        yield line("")
        yield line(section_label(section, lang) if section else say("render/preamble", lang), "dim")
        yield line(clean(sentence["text"]), hang=2)
        for segment in sentence["segments"]:
            if segment["says"] or segment["stopped"]:
                yield from _segment(segment, labels, lang)


def _segment(segment: Mapping[str, Any], labels: Labels, lang: str) -> Iterator[Line]:
    slots = say("render/items", lang).join(f"{word('slot', slot, lang)} {value}" for slot, value in segment["slots"].items())
    yield Line(((clean(segment["text"]), "cyan"), (f"  {slots}" if slots else "", "dim")), indent=2, hang=4)
    if segment["stopped"]:
        why = word("stop", segment["stopped"], lang)
        yield line(say("render/sentence-stopped", lang, why=why, stop=segment["stopped"]), indent=4, hang=2)
    for said in segment["says"]:
        name = f"{CLAIM}{said['claim']}"
        claim = labels.get(name)
        label = claim[lang] if claim else say("render/sentence-no-row", lang)
        value = number(said["value"], lang)
        mark = {"share": "%", "growth": "%"}.get(said["mark"], "")
        known = claim and has_word("left-out", said["left_out"])
        left_out = say("render/sentence-left-out", lang, why=word("left-out", said["left_out"], lang)) if known else ""
        row = f" [{said['claim']}]" if claim else ""
        yield line(f"→ {label} {value}{mark}{row}{left_out}", indent=4, hang=2)


_MOST = 20


def diagnosis_lines(diagnosed: Diagnosed, lang: str) -> Iterator[Line]:
    """The format ``text`` of `gkrules doctor`: how the document was read, or how its sentences were if that was asked for."""
    edition, rulebook = diagnosed.report.edition if diagnosed.report else None, diagnosed.rulebook
    if edition and rulebook and "sentences" in diagnosed.data:
        return sentence_lines(diagnosed.data["sentences"], edition, rulebook.labels(edition.key), lang)
    return doctor_lines(diagnosed.data, edition, lang)


def doctor_lines(data: Mapping[str, Any], edition: Edition | None, lang: str) -> Iterator[Line]:
    """A diagnosis (in the form of `Diagnosis.to_dict`) line by line."""
    yield line(clean(data["file"]), "bold")
    facts = [
        say("render/doctor-kind", lang, kind=data["kind"]),
        say("render/doctor-size", lang, count=data["size"]),
        *([say("render/doctor-encoding", lang, encoding=data["encoding"])] if data["encoding"] else []),
        *(f"{step} {1000 * spent:.0f} ms" for step, spent in data["seconds"].items()),
    ]
    yield line(say("render/items", lang).join(facts), hang=2)
    yield line(f"{data['digest'][:23]}…  gkrules {data['gkrules']}  Python {data['python']}", "dim")
    if data["error"]:
        yield Line(((say("render/doctor-error", lang), "bold red"), (clean(data["error"]["message"][lang]), "")), hang=2)
    for notice in data["notices"]:
        yield Line(((say("render/doctor-notice", lang), "yellow"), (clean(notice["message"][lang]), "")), hang=2)
    yield line("")
    yield line(say("render/doctor-blocks", lang, paragraphs=data["paragraphs"], grids=len(data["grids"])), "bold")
    identity = data["identity"]
    if identity:
        missing = say("render/doctor-missing", lang)
        unit, year, period = clean(identity["unit"]) or missing, identity["title_year"] or missing, identity["period_years"]
        yield line(say("render/doctor-title", lang, unit=unit, year=year), indent=2, hang=2)
        span = "–".join(map(str, period)) if period else missing
        yield line(say("render/doctor-period", lang, years=span), indent=2)
    if data["edition"]:
        why = say(f"render/edition-by.{data['edition_by']}", lang)
        provisional = f" {pick(lang, edition.zh, edition.en)}" if edition and edition.status == "preview" else ""
        yield line(say("render/doctor-edition", lang, edition=data["edition"] + provisional, why=why), indent=2, hang=2)
    yield from _grids(data, edition, lang)
    if edition:
        yield from _rest(data, edition, lang)


def candidate_words(candidate: Mapping[str, Any], edition: Edition | None, lang: str) -> str:
    """Why a part of a grid was taken for a table, or was not."""
    table = edition.table_by_key.get(candidate["table"]) if edition else None
    (columns, all_columns), (rows, all_rows) = candidate["columns"], candidate["rows"]
    # The rows of a table that is laid out across stand in its header.
    by_rows = table is None or table.layout == "down"
    return say(
        "render/candidate.taken" if candidate["taken"] else "render/candidate.refused",
        lang,
        table=table_label(table, lang) if table else candidate["table"],
        score=f"{candidate['score']:g}",
        columns=columns,
        all_columns=all_columns,
        rows=say("render/candidate-rows", lang, rows=rows, all_rows=all_rows) if by_rows else "",
        how=say(f"render/how.{candidate['how']}", lang),
    )


def _grids(data: Mapping[str, Any], edition: Edition | None, lang: str) -> Iterator[Line]:
    for grid in data["grids"]:
        number, rows, cells = grid["number"], grid["rows"], grid["cells"]
        loose = say("render/grid.loose", lang) if grid["ragged"] else ""
        yield line("")
        yield line(say("render/grid.content", lang, number=number, rows=rows, cells=len(cells), loose=loose), "bold")
        own = [each for each in data["candidates"] if each["grid"] == number]
        for each in own:
            first, last = (each["header"] or each["body"])[0], (each["body"] or each["header"])[1]
            where = say("render/grid.rows", lang, first=first, last=last)
            yield Line(((where, "dim"), (candidate_words(each, edition, lang), "green" if each["taken"] else "yellow")), indent=2, hang=2)
        if not own:
            shown = " | ".join(clean(text)[:12] for *_, text in cells[:6] if text.strip())
            yield line(say("render/grid.foreign", lang, content=shown), "yellow", indent=2, hang=2)


def _rest(data: Mapping[str, Any], edition: Edition, lang: str) -> Iterator[Line]:
    yield line("")
    missing = [section.heading for section in edition.sections if section.key not in data["sections"]]
    found = len(edition.sections) - len(missing)
    yield line(say("render/doctor-headings", lang, count=found), "bold")
    if missing:
        yield line(say("render/doctor-headings.missing", lang, headings=listing(missing, lang)), "yellow", indent=2, hang=2)
    for note in data["notes"]:
        if note["label"]:
            official = f" → {clean(note['official'])}" if note["official"] else ""
            yield line(f"{note['kind']}: {clean(note['label'])}{official}", "yellow", indent=2, hang=2)
    unread = data["unread"]
    counts = Counter(each["state"] for each in unread)
    states = say("render/doctor-unread.joint", lang).join(
        f"{state_word(CellState(state), lang)} {count}" for state, count in counts.items()
    )
    yield line(say("render/doctor-unread.states" if states else "render/doctor-unread", lang, count=len(unread), states=states), "bold")
    by_text: dict[tuple[str, str], list[str]] = {}
    for each in unread:
        if each["state"] != CellState.BLANK:
            by_text.setdefault((each["state"], each["raw"]), []).append(each["cell"])
    for (state, raw), cells in list(by_text.items())[:_MOST]:
        shown = f" “{clean(raw)}”" if raw else ""
        words = describe(cells, edition, lang)
        yield line(f"{state_word(CellState(state), lang)}{shown}{say('render/colon', lang)}{words}", indent=2, hang=2)
    if len(by_text) > _MOST:
        yield line(say("render/doctor-unread.more", lang, count=len(by_text) - _MOST), indent=2)
