"""How the sentences of a narrative were read, as text for 80 columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from gkrules.model.edition import Edition
from gkrules.model.relations import CLAIM
from gkrules.render.lines import Line, line
from gkrules.render.safe import clean
from gkrules.render.words import number, pick, section_label
from gkrules.rulefiles.labels import Labels

_SLOTS = {
    "agent": ("谁", "agent"),
    "period": ("时间", "period"),
    "object": ("对象", "object"),
    "stage": ("环节", "stage"),
    "result": ("办理结果", "result"),
    "applicant": ("申请人", "applicant"),
    "outcome": ("争议结果", "outcome"),
    "polarity": ("有无", "polarity"),
    "by": ("提出者", "made by"),
    "of": ("其中", "of"),
}
_STOPS = {
    "agent": ("说的不是本报告机关", "about another organ than the one that reports"),
    "applicant": ("申请人种类不明", "the kind of applicant is not certain"),
    "carry": ("“结转”的去向不明", "carried over from where to where is not certain"),
    "comparand": ("用来比较的数，不是本年的", "the number that is compared with, not that of the year"),
    "compare": ("与什么相比不明", "compared with what is not certain"),
    "compared_year": ("比较的不是上年", "compared with another year than the last"),
    "disclosure": ("没有说明与政府信息公开有关", "not said to be about disclosure"),
    "doubt": ("约数、平均数或者打算", "about, on average, or planned"),
    "each": ("“分别”“各”，对应关系不明", "'respectively': which is whose is not certain"),
    "judging": ("审理他人案件的数量", "cases that the organ decides for others"),
    "label": ("没有说明是什么的数量", "not said of what"),
    "mark": ("不是占比或者变化", "neither a share nor a change"),
    "no_row": ("判定表没有这一行", "no row of the decision table"),
    "object": ("说的不是申请、争议或者表内事项", "not about what the form counts"),
    "outcome": ("结果有几种可能", "the outcome can be read in more ways"),
    "part_of": ("只是一部分", "only some of them"),
    "period": ("说的不是本年全年", "not about the year of the report"),
    "polarity": ("否定的说法", "a negation"),
    "reason": ("理由不在表内", "the reason is none of the form's"),
    "rest": ("说的是其余部分", "about the rest"),
    "result": ("办理结果有几种可能", "the result can be read in more ways"),
    "scope": ("范围不同", "another scope"),
    "sibling": ("“其他”指的是所列各项以外的，不是表中的行", "'other' is what is left of a list, not a row of the form"),
    "stage": ("环节不明，或者与数字不对应", "what was done is not certain"),
    "topic": ("只是某一类事项的", "of one subject only"),
    "unit": ("计量单位不同", "another unit"),
    "unknown": ("数字旁边有不认识的词", "unknown words beside the number"),
    "unrelated": ("与政府信息公开无关", "not about disclosure"),
    "whole": ("占什么的比例不明", "a share of what is not certain"),
    "quote": ("引号里的话", "in quotation marks"),
    "undone": ("没有做的事", "what was not done"),
    "brackets": ("括号里的说明改变了数字的含义", "the brackets change what the number means"),
    "except": ("“除……外”", "all but some"),
    "respectively": ("分别说明，对应关系不明", "told respectively"),
    "kind": ("只是某一类申请", "only one kind of application"),
    "withdrawn": ("有撤回、终止的申请", "applications were withdrawn"),
}
_LEFT_OUT = {
    "several": ("正文另有不同的数", "the text has other numbers of it"),
    "section": ("这一部分的话不核对", "not in this section"),
    "presumed": ("不能断定是这份报告的数，表格没有印证", "it may be about something else, and the tables do not bear it out"),
    "not_zero": ("这一口径要求表格有关单元格为 0", "it is meant only where other cells are 0"),
}


def sentence_lines(found: Sequence[Mapping[str, Any]], edition: Edition, labels: Labels, lang: str) -> Iterator[Line]:
    """Derivations (see `gkrules.narrate.derivations`) line by line."""
    yield line(pick(lang, f"正文：与表格有关的 {len(found)} 句", f"text: {len(found)} sentences about the tables"), "bold")
    for sentence in found:
        section = edition.section_by_key.get(sentence["section"])
        yield line("")
        yield line(section_label(section, lang) if section else pick(lang, "前言", "preamble"), "dim")
        yield line(clean(sentence["text"]), hang=2)
        for segment in sentence["segments"]:
            if segment["says"] or segment["stopped"]:
                yield from _segment(segment, labels, lang)


def _segment(segment: Mapping[str, Any], labels: Labels, lang: str) -> Iterator[Line]:
    named = [f"{pick(lang, *_SLOTS.get(slot, (slot, slot)))} {value}" for slot, value in segment["slots"].items()]
    slots = pick(lang, "，", ", ").join(named)
    yield Line(((clean(segment["text"]), "cyan"), (f"  {slots}" if slots else "", "dim")), indent=2, hang=4)
    if segment["stopped"]:
        why = pick(lang, *_STOPS.get(segment["stopped"], (segment["stopped"], segment["stopped"])))
        yield line(pick(lang, f"不核对：{why}（{segment['stopped']}）", f"says nothing: {why} ({segment['stopped']})"), indent=4, hang=2)
    for said in segment["says"]:
        name = f"{CLAIM}{said['claim']}"
        claim = labels.get(name)
        label = claim[lang] if claim else pick(lang, "判定表没有这一行", "no row of the decision table")
        value = number(said["value"], lang)
        mark = {"share": "%", "growth": "%"}.get(said["mark"], "")
        reason = _LEFT_OUT.get(said["left_out"]) if claim else None
        left_out = pick(lang, f"；不核对：{reason[0]}", f"; not compared: {reason[1]}") if reason else ""
        row = f" [{said['claim']}]" if claim else ""
        yield line(f"→ {label} {value}{mark}{row}{left_out}", indent=4, hang=2)
