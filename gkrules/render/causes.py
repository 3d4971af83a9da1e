"""What several findings have in common, in words: which cells, what they should be, what slip it may have been."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from gkrules.model.edition import Edition
from gkrules.model.findings import Cause, Finding, Repair, Slip, Suspect
from gkrules.model.report import Report
from gkrules.render.cells import describe
from gkrules.render.words import cell_label, confidence_word, holds, listing, number, place_words, say, say_closed
from gkrules.rulefiles.labels import Labels

MOST = 3
"""How many repairs are shown; programs get all of them."""
_FEW_CELLS = 4
_TOLD = ("between_reports", "one_sentence")
_UNKNOWN = {"limit": "render/cause-unknown.limit", "between_reports": "render/cause-unknown.between_reports"}

Raw = Mapping[str, str]
"""By cell, the document's text where it is more or other than a number; see `Finding.raw`."""


def slip_word(slip: Slip, lang: str, cells: Sequence[Suspect] = (), raw: Raw | None = None) -> str:
    """A slip in words: ``数字颠倒``, ``digits transposed`` …; of a total that is not blank, what was filled in: ``总计填为 0``."""
    filled = {holds(cell.value, (raw or {}).get(cell.cell, ""), lang): cell.value is None for cell in cells}
    if slip is not Slip.TOTAL_EMPTY or set(filled) <= {number(None, lang)}:
        return say(f"render/slip.{slip.value}", lang)
    if len(filled) > 1:
        return say("render/slip-totals-differ", lang)
    (now, is_text), *_ = filled.items()
    return say("render/slip-total-filled.text" if is_text else "render/slip-total-filled", lang, now=now)


def raw_of(findings: Iterable[Finding]) -> Raw:
    """By cell, the document's text of the cells of findings that are more or other than a number."""
    return {key: text for finding in findings for key, text in finding.raw.items()}


def is_shared(cause: Cause, findings: Sequence[Finding]) -> bool:
    """Whether several of the findings have the cause, and something is known about it."""
    return (bool(cause.repairs) or cause.reason in _TOLD) and count_of(cause, findings) > 1


@dataclass(frozen=True, slots=True)
class CauseWords:
    """What several findings have in common, in words: none of the parts but `head` need be there.

    Attributes:
        head: the likeliest repair, or what is known instead of one.
        cells: its cells, where they are several.
        check: why it is believed.
        place: where its cell stands, where it is one.
        others: the other repairs.
    """

    head: str
    cells: tuple[str, ...] = ()
    check: str = ""
    place: str = ""
    others: tuple[str, ...] = ()


def cause_words(cause: Cause, findings: Sequence[Finding], report: Report, edition: Edition, lang: str, labels: Labels) -> CauseWords:
    """A cause that several findings share (`is_shared`): its likeliest repair, where its cell stands, then the others."""
    if not cause.repairs:
        return CauseWords(say(f"render/cause.{cause.reason}", lang))
    raw = raw_of(finding for finding in findings if finding.cause and finding.cause.number == cause.number)
    first, *others = cause.repairs
    suspected = report.cells.get(first.cells[0].cell) if len(first.cells) == 1 else None
    return CauseWords(
        _head(first, edition, lang, labels, raw),
        tuple(_cells(first, edition, lang, labels, raw)) if len(first.cells) > 1 else (),
        say("render/cause-check", lang, why=_explained(first, lang, raw)),
        place_words(suspected.place, lang) if suspected is not None and suspected.place is not None else "",
        tuple(_others(others, edition, lang, labels, raw, cause.more)),
    )


def repair_words(cause: Cause, edition: Edition, lang: str, labels: Labels, raw: Raw) -> Iterator[str]:
    """The repairs of a cause that only one finding has, where they are more than single cells; or why there is none."""
    if not cause.repairs:
        yield say(_UNKNOWN.get(cause.reason, "render/cause-unknown"), lang)
    elif any(len(repair.cells) > 1 for repair in cause.repairs):
        yield from _others(cause.repairs, edition, lang, labels, raw, cause.more)


def count_of(cause: Cause, findings: Sequence[Finding]) -> int:
    """How many of the findings have the cause."""
    return sum(finding.cause is not None and finding.cause.number == cause.number for finding in findings)


def _head(repair: Repair, edition: Edition, lang: str, labels: Labels, raw: Raw) -> str:
    if len(repair.cells) == 1:
        return _change(repair.cells[0], edition, lang, labels, raw)
    what = slip_word(repair.slip, lang, repair.cells, raw) if repair.slip else say("render/repair.wrong", lang)
    return say("render/repair", lang, what=what, count=len(repair.cells))


def _explained(repair: Repair, lang: str, raw: Raw) -> str:
    sure = confidence_word(repair.confidence, lang)
    if repair.slip and len(repair.cells) == 1:
        return say("render/repair.slip", lang, slip=slip_word(repair.slip, lang, repair.cells, raw), sure=sure)
    return say("render/repair.holds", lang, sure=sure)


def _cells(repair: Repair, edition: Edition, lang: str, labels: Labels, raw: Raw) -> Iterator[str]:
    if len(repair.cells) <= _FEW_CELLS:
        yield from (_change(suspect, edition, lang, labels, raw) for suspect in repair.cells)
    else:
        yield describe([suspect.cell for suspect in repair.cells], edition, lang, labels=labels)


def _others(repairs: Sequence[Repair], edition: Edition, lang: str, labels: Labels, raw: Raw, more: int) -> Iterator[str]:
    for repair in repairs[:MOST]:
        changes = say("render/clauses", lang).join(_cells(repair, edition, lang, labels, raw))
        sure = confidence_word(repair.confidence, lang)
        notes = listing([slip_word(repair.slip, lang, repair.cells, raw), sure] if repair.slip else [sure], lang)
        yield say("render/repair.other", lang, changes=changes, notes=notes)
    if beyond := max(len(repairs) - MOST, 0) + more:
        yield say("render/repair.more", lang, count=beyond)


def _change(suspect: Suspect, edition: Edition, lang: str, labels: Labels, raw: Raw) -> str:
    label = cell_label(edition, suspect.cell, lang, labels)
    now, wanted = holds(suspect.value, raw.get(suspect.cell, ""), lang), number(suspect.suggested, lang)
    return say_closed("render/repair.cell", lang, label=label, now=now, suggested=wanted)
