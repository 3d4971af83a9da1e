"""A finding in words: what every output says of it, and what it has of cells that are likely wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from gkrules.model.edition import Edition
from gkrules.model.findings import Finding, Slip, Suspect
from gkrules.model.relations import BELOW
from gkrules.render.causes import slip_word
from gkrules.render.cells import describe
from gkrules.render.equations import equation
from gkrules.render.safe import clean
from gkrules.render.words import (
    cell_label,
    confidence_word,
    holds,
    listing,
    number,
    place_words,
    say,
    say_closed,
    source_words,
)
from gkrules.rulefiles.labels import Labels

MAX_SUSPECTS = 3
"""How many suspects are told, unless all are asked for; programs get all of them."""
_MAX_WORDS = 60
_MAX_IMPLIED = 8
_ALIKE = 3


@dataclass(frozen=True, slots=True)
class ToldFinding:
    """A finding in words. What there is nothing to say of is empty.

    Attributes:
        message: what is wrong.
        terms: its equation with the numbers.
        suspicions: what is likely wrong, and what it should be.
        place: where it stands in the document.
        source: on what legal ground.
    """

    message: str
    terms: str
    suspicions: tuple[str, ...]
    place: str
    source: str


def told_finding(
    finding: Finding,
    edition: Edition,
    labels: Labels,
    lang: str,
    *,
    most: int | None = MAX_SUSPECTS,
    repairs: Iterable[str] | None = None,
) -> ToldFinding:
    """A finding in words.

    Args:
        finding: the finding.
        edition, labels: what its cells and facts are called.
        lang: ``zh`` or ``en``.
        most: how many suspects are told; all of them if it is ``None``.
        repairs: what is told in place of its single suspects; none of either if it is empty.
    """
    # What a sentence states is told by the message, and so are the sums over the organs below.
    told = finding.sentence >= 0 or any(key.startswith(BELOW) for key in finding.cells)
    return ToldFinding(
        clean(finding.message[lang]),
        "" if told else clean(equation(finding, edition, lang, labels)),
        tuple(_suspicions(finding, edition, labels, lang, repairs, most)),
        _place(finding, lang),
        say("render/clauses", lang).join(source_words(source, lang) for source in finding.source),
    )


def _place(finding: Finding, lang: str) -> str:
    place = place_words(finding.place, lang) if finding.place else ""
    cells = place_words(finding.cells_place, lang) if finding.cells_place else ""
    if not cells:
        return place
    joined = place + say("render/clauses", lang) if place else ""
    return joined + say("render/finding-place.cells", lang, place=cells)


def _suspicions(
    finding: Finding, edition: Edition, labels: Labels, lang: str, repairs: Iterable[str] | None, most: int | None
) -> Iterator[str]:
    """What may be wrong: `repairs` if there are any, else the single cells, unless a cause above has told them."""
    words = list(repairs or ())
    singles = finding.cause is None or all(len(repair.cells) == 1 for repair in finding.cause.repairs)
    if words or repairs == ():
        yield from words
    elif singles:
        yield from suspect_words(finding.suspects, edition, lang, labels, most=most, raw=finding.raw if finding.equation else {})


def suspect_words(
    suspects: Sequence[Suspect],
    edition: Edition,
    lang: str,
    labels: Labels | None = None,
    *,
    most: int | None = MAX_SUSPECTS,
    raw: Mapping[str, str] | None = None,
) -> Iterator[str]:
    """The likeliest wrong cells, a line each, then the values that follow for blank cells, and how many there are beyond `most`.

    `raw` is what is printed in those of the cells that hold no number and are not blank either: a “/” is a number put wrongly.
    """
    raw = raw or {}
    implied: dict[tuple[float, str], list[str]] = {}
    wrong: list[Suspect] = []
    for suspect in suspects:
        if suspect.value is None and suspect.suggested is not None and suspect.cell not in raw:
            sure = confidence_word(suspect.confidence, lang)
            if suspect.slip is Slip.MISTYPED:
                sure = listing([slip_word(suspect.slip, lang), sure], lang)
            implied.setdefault((suspect.suggested, sure), []).append(suspect.cell)
        else:
            wrong.append(suspect)
    alike = [suspect for suspect in wrong if suspect.confidence == "possible" and not suspect.slip and suspect.suggested is not None]
    if len(alike) >= _ALIKE:
        wrong = [suspect for suspect in wrong if suspect not in alike]
    for suspect in wrong[:most]:
        yield _suspect(suspect, edition, lang, labels, raw)
    if more := len(wrong[most:] if most is not None else ()):
        yield say("render/suspects-more", lang, count=more)
    if len(alike) >= _ALIKE:
        yield _one_of(alike, edition, lang, labels, raw)
    zeros = {
        each: cells
        for each, cells in implied.items()
        if each[0] == 0 and most is not None and len(describe(cells, edition, lang, labels=labels)) > _MAX_WORDS
    }
    implied = {each: cells for each, cells in implied.items() if each not in zeros}
    shown = None if most is None else _MAX_IMPLIED
    for (value, sure), cells in list(implied.items())[:shown]:
        words = describe(cells, edition, lang, labels=labels)
        yield say("render/implied.one" if len(cells) == 1 else "render/implied", lang, cells=words, number=number(value, lang), sure=sure)
    if rest := sum(len(cells) for cells in list(implied.values())[shown:]) if shown is not None else 0:
        yield say("render/implied.more", lang, count=rest)
    # Which cells these are would be a list as long as the finding's own.
    for (_, sure), cells in zeros.items():
        yield say("render/implied.zeros", lang, count=len(cells), sure=sure)


def _one_of(suspects: Sequence[Suspect], edition: Edition, lang: str, labels: Labels | None, raw: Mapping[str, str]) -> str:
    """Cells of which any may be wrong, as far as anyone can tell, in one line."""
    parts = [cell_label(edition, each.cell, lang, labels).rpartition("·") for each in suspects]
    # The row that all of them stand in is told by the message.
    names = [name.strip() if len({row for row, _, _ in parts}) == 1 else f"{row}{dot}{name}" for row, dot, name in parts]
    changes = [
        say(
            "render/suspects-alike.cell",
            lang,
            label=name,
            now=holds(each.value, raw.get(each.cell, ""), lang),
            suggested=number(each.suggested, lang),
        )
        for name, each in zip(names, suspects, strict=True)
    ]
    return say("render/suspects-alike", lang, count=len(suspects), cells=listing(changes, lang))


def _suspect(suspect: Suspect, edition: Edition, lang: str, labels: Labels | None, raw: Mapping[str, str]) -> str:
    label, now = cell_label(edition, suspect.cell, lang, labels), holds(suspect.value, raw.get(suspect.cell, ""), lang)
    sure = confidence_word(suspect.confidence, lang)
    if suspect.slip:
        sure = say("render/items", lang).join((slip_word(suspect.slip, lang, [suspect], raw), sure))
    if suspect.suggested is None:
        return say_closed("render/suspect", lang, label=label, now=now, sure=sure)
    return say_closed("render/suspect.suggested", lang, label=label, now=now, suggested=number(suspect.suggested, lang), sure=sure)
