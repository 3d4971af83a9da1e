"""How the sentences of a narrative were read, as text for 80 columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from gkrules.model.edition import Edition
from gkrules.model.relations import CLAIM
from gkrules.render.lines import Line, line
from gkrules.render.safe import clean
from gkrules.render.words import has_word, number, say, section_label, word
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
