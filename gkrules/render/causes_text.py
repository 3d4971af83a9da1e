"""What several findings have in common, in words: which cells, what they should be, what slip it may have been."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gkrules.model.edition import Edition
from gkrules.model.findings import Cause, Finding, Repair, Slip, Suspect
from gkrules.render.cells import describe
from gkrules.render.lines import Line, line
from gkrules.render.words import cell_label, confidence_word, listing, number, say
from gkrules.rulefiles.labels import Labels

MOST = 3
"""How many repairs are shown; programs get all of them."""
_FEW_CELLS = 4
_TOLD = ("between_reports", "one_sentence")
_UNKNOWN = {"limit": "render/cause-unknown.limit", "between_reports": "render/cause-unknown.between_reports"}
_INDENT = 6


def slip_word(slip: Slip, lang: str) -> str:
    """A slip in words: ``数字颠倒``, ``digits transposed`` …"""
    return say(f"render/slip.{slip.value}", lang)


def is_shared(cause: Cause, findings: Sequence[Finding]) -> bool:
    """Whether several of the findings have the cause, and something is known about it."""
    return (bool(cause.repairs) or cause.reason in _TOLD) and _count(cause, findings) > 1


def cause_lines(cause: Cause, findings: Sequence[Finding], edition: Edition, lang: str, labels: Labels) -> Iterator[Line]:
    """The head of a block of findings with one cause: the likeliest repair, then the others."""
    count = _count(cause, findings)
    head = say("render/cause", lang, count=count)
    if not cause.repairs:
        yield Line(((head, "bold"), (say(f"render/cause.{cause.reason}", lang), "")), hang=_INDENT)
        return
    first, *others = cause.repairs
    yield Line(((head, "bold"), (_head(first, edition, lang, labels), "")), hang=_INDENT)
    if len(first.cells) > 1:
        yield from (line(words, indent=_INDENT, hang=2) for words in _cells(first, edition, lang, labels))
    yield line(say("render/cause-check", lang, why=_explained(first, lang)), indent=_INDENT, hang=2)
    yield from (line(words, indent=_INDENT, hang=2) for words in _others(others, edition, lang, labels, cause.more))


def repair_words(cause: Cause, edition: Edition, lang: str, labels: Labels) -> Iterator[str]:
    """The repairs of a cause that only one finding has, where they are more than single cells; or why there is none."""
    if not cause.repairs:
        yield say(_UNKNOWN.get(cause.reason, "render/cause-unknown"), lang)
    elif any(len(repair.cells) > 1 for repair in cause.repairs):
        yield from _others(cause.repairs, edition, lang, labels, cause.more)


def _count(cause: Cause, findings: Sequence[Finding]) -> int:
    return sum(finding.cause is not None and finding.cause.number == cause.number for finding in findings)


def _head(repair: Repair, edition: Edition, lang: str, labels: Labels) -> str:
    if len(repair.cells) == 1:
        return _change(repair.cells[0], edition, lang, labels)
    what = slip_word(repair.slip, lang) if repair.slip else say("render/repair.wrong", lang)
    return say("render/repair", lang, what=what, count=len(repair.cells))


def _explained(repair: Repair, lang: str) -> str:
    sure = confidence_word(repair.confidence, lang)
    if repair.slip and len(repair.cells) == 1:
        return say("render/repair.slip", lang, slip=slip_word(repair.slip, lang), sure=sure)
    return say("render/repair.holds", lang, sure=sure)


def _cells(repair: Repair, edition: Edition, lang: str, labels: Labels) -> Iterator[str]:
    if len(repair.cells) <= _FEW_CELLS:
        yield from (_change(suspect, edition, lang, labels) for suspect in repair.cells)
    else:
        yield describe([suspect.cell for suspect in repair.cells], edition, lang, labels=labels)


def _others(repairs: Sequence[Repair], edition: Edition, lang: str, labels: Labels, more: int) -> Iterator[str]:
    for repair in repairs[:MOST]:
        changes = say("render/clauses", lang).join(_cells(repair, edition, lang, labels))
        sure = confidence_word(repair.confidence, lang)
        notes = listing([slip_word(repair.slip, lang), sure] if repair.slip else [sure], lang)
        yield say("render/repair.other", lang, changes=changes, notes=notes)
    if beyond := max(len(repairs) - MOST, 0) + more:
        yield say("render/repair.more", lang, count=beyond)


def _change(suspect: Suspect, edition: Edition, lang: str, labels: Labels) -> str:
    label = cell_label(edition, suspect.cell, lang, labels)
    now, wanted = number(suspect.value, lang), number(suspect.suggested, lang)
    return say("render/repair.cell", lang, label=label, now=now, suggested=wanted)
