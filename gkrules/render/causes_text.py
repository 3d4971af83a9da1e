"""What several findings have in common, in words: which cells, what they should be, what slip it may have been."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gkrules.model.edition import Edition
from gkrules.model.findings import Cause, Finding, Repair, Slip, Suspect
from gkrules.render.cells import describe
from gkrules.render.lines import Line, line
from gkrules.render.words import cell_label, confidence_word, listing, number, pick
from gkrules.rulefiles.labels import Labels

MOST = 3
"""How many repairs are shown; programs get all of them."""
_FEW_CELLS = 4
_INDENT = 6
_SLIPS: dict[Slip, tuple[str, str]] = {
    Slip.COLUMN_SHIFTED: ("一列数值错位一格", "values of a column moved by one"),
    Slip.ROW_SHIFTED: ("一行数值错位一格", "values of a row moved by one"),
    Slip.COLUMNS_SWAPPED: ("两列填反", "two columns swapped"),
    Slip.ROWS_SWAPPED: ("两行填反", "two rows swapped"),
    Slip.NEIGHBOURS_SWAPPED: ("相邻两格填反", "two neighbours swapped"),
    Slip.TOTAL_EMPTY: ("总计未填", "total not filled in"),
    Slip.SIGN: ("正负号有误", "wrong sign"),
    Slip.DIGITS_TRANSPOSED: ("数字颠倒", "digits transposed"),
    Slip.DIGIT_DOUBLED: ("多打一位重复的数字", "a digit doubled"),
    Slip.DIGIT_DROPPED: ("漏打一位数字", "a digit dropped"),
    Slip.LAST_YEARS_VALUE: ("与上年数相同", "last year's value"),
    Slip.COPIED_FROM_NEIGHBOUR: ("与相邻格相同", "same as the cell beside it"),
    Slip.DIGIT_WRONG: ("一位数字有误", "one digit wrong"),
    Slip.TOTAL_NOT_UPDATED: ("总计少算一项", "total lacks one part"),
    Slip.BLANK_FOR_ZERO: ("空白应填 0", "blank instead of 0"),
}


def slip_word(slip: Slip, lang: str) -> str:
    """A slip in words: ``数字颠倒``, ``digits transposed`` …"""
    return pick(lang, *_SLIPS[slip])


def is_shared(cause: Cause, findings: Sequence[Finding]) -> bool:
    """Whether several of the findings have the cause, and something is known about it."""
    return bool(cause.repairs) and _count(cause, findings) > 1


def cause_lines(cause: Cause, findings: Sequence[Finding], edition: Edition, lang: str, labels: Labels) -> Iterator[Line]:
    """The head of a block of findings with one cause: the likeliest repair, then the others."""
    count = _count(cause, findings)
    head = pick(lang, f"同一原因 {count} 处：", f"one cause of {count}: ")
    first, *others = cause.repairs
    yield Line(((head, "bold"), (_head(first, edition, lang, labels), "")), hang=_INDENT)
    explained = _explained(first, lang)
    if len(first.cells) > 1:
        yield from (line(words, indent=_INDENT, hang=2) for words in _cells(first, edition, lang, labels))
    yield line(pick(lang, f"{explained}，仅供核对", f"{explained}; please check"), indent=_INDENT, hang=2)
    yield from (line(words, indent=_INDENT, hang=2) for words in _others(others, edition, lang, labels))


def repair_words(cause: Cause, edition: Edition, lang: str, labels: Labels) -> Iterator[str]:
    """The repairs of a cause that only one finding has, where they are more than single cells; or why there is none."""
    if not cause.repairs:
        why = pick(lang, "有误的可能超过 3 格", "more than three cells may be wrong")
        if cause.reason == "limit":
            why = pick(lang, "可能的改法太多", "too many ways to mend it")
        yield pick(lang, f"哪一格有误：无法判断（{why}）", f"which cell is wrong: unknown ({why})")
    elif any(len(repair.cells) > 1 for repair in cause.repairs):
        yield from _others(cause.repairs, edition, lang, labels)


def _count(cause: Cause, findings: Sequence[Finding]) -> int:
    return sum(finding.cause is not None and finding.cause.number == cause.number for finding in findings)


def _head(repair: Repair, edition: Edition, lang: str, labels: Labels) -> str:
    if len(repair.cells) == 1:
        return _change(repair.cells[0], edition, lang, labels)
    count = len(repair.cells)
    what = f"{slip_word(repair.slip, lang)}" if repair.slip else pick(lang, "数值有误", "wrong values")
    return pick(lang, f"{what}，涉及 {count} 格", f"{what}, {count} cells")


def _explained(repair: Repair, lang: str) -> str:
    sure = confidence_word(repair.confidence, lang)
    if repair.slip and len(repair.cells) == 1:
        return pick(lang, f"疑为{slip_word(repair.slip, lang)}（{sure}）", f"perhaps {slip_word(repair.slip, lang)} ({sure})")
    return pick(lang, f"这样改以下各处都成立（{sure}）", f"so all of these would hold ({sure})")


def _cells(repair: Repair, edition: Edition, lang: str, labels: Labels) -> Iterator[str]:
    if len(repair.cells) <= _FEW_CELLS:
        yield from (_change(suspect, edition, lang, labels) for suspect in repair.cells)
    else:
        yield describe([suspect.cell for suspect in repair.cells], edition, lang, labels=labels)


def _others(repairs: Sequence[Repair], edition: Edition, lang: str, labels: Labels) -> Iterator[str]:
    for repair in repairs[:MOST]:
        changes = pick(lang, "；", "; ").join(_cells(repair, edition, lang, labels))
        sure = confidence_word(repair.confidence, lang)
        notes = listing([*([slip_word(repair.slip, lang)] if repair.slip else []), sure], lang)
        yield pick(lang, f"可能的改法：{changes}（{notes}）", f"may be mended by: {changes} ({notes})")
    if len(repairs) > MOST:
        more = len(repairs) - MOST
        yield pick(lang, f"另有 {more} 种改法", f"and {more} other ways")


def _change(suspect: Suspect, edition: Edition, lang: str, labels: Labels) -> str:
    label = cell_label(edition, suspect.cell, lang, labels)
    now, wanted = number(suspect.value, lang), number(suspect.suggested, lang)
    return pick(lang, f"{label}现为 {now}，建议值 {wanted}", f"{label}: now {now}, suggested {wanted}")
