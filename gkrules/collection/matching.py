"""Which reports stand beside which: by organ and year, with what could not be compared although it was asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath

from gkrules.collection.organs import differing
from gkrules.collection.territories import misfit
from gkrules.model.relations import BELOW, LAST_YEAR, Related
from gkrules.model.report import Note, Report
from gkrules.model.units import normalised_unit, same_unit, territory
from gkrules.words import Phrase, as_read, phrase

MOST_REASONS = 10
"""How many given reports a remark names with what keeps each of them from being compared."""

Compares = Callable[[str, str], bool]
"""Whether any rule for an edition, by its key, looks at what stands beside a report, by its prefix (`LAST_YEAR`, `BELOW`)."""
_ByOrgan = Mapping[str, Sequence[Report]]
_ByEnd = Mapping[tuple[str, int], Sequence[Report]]


@dataclass(frozen=True)
class Matching:
    """What stands beside each of several reports.

    Attributes:
        related: in the order of the reports; the remarks say what could not be compared.
        unmatched: the reports that were given to compare with and fit none of several, with what is to be said of that.
    """

    related: list[Related]
    unmatched: list[tuple[Report, Related]]


def relate(
    reports: Sequence[Report], others: Sequence[Report] = (), below: Sequence[Report] = (), compares: Compares = lambda *_: True
) -> Matching:
    """What stands beside each report: its organ's report of the year before, among `reports` and `others`, and `below`.

    Organs are matched by their names (see `same_unit`); a report without unit or year has no other beside it. One of `others`
    goes before one of `reports`; where two reports of one organ and year differ, none is taken. Of `below` those of the year
    are taken whose names do not tell that they belong elsewhere. Where one report is checked, what was given and not used is a
    remark of it; where several are, of the given report itself, once. `compares` says whether a form has rules that compare at all.
    """
    if not reports:
        return Matching([], [])
    alone = len(reports) == 1
    befores, sums, copies = _Previous(reports, others, compares), _Below(reports, below, compares), _copies(reports)
    related = []
    for report, of_copies in zip(reports, copies, strict=True):
        previous, why_none = befores.of(report)
        mine, why_no_sum = sums.of(report)
        related.append(Related(previous, mine, remarks=(*of_copies, *_notes("no_previous", why_none), *_notes("no_below", why_no_sum))))
    unmatched: list[tuple[Report, Related]] = []
    for kind, strays in (("unused_previous", befores.strays()), ("unused_below", sums.strays())):
        if alone:
            remarks = _notes(kind, [phrase("collection/of-given", given=_named(each), why=why) for each, why in strays])
            related[0] = replace(related[0], remarks=(*related[0].remarks, *remarks))
        else:
            unmatched += [(each, Related(remarks=(Note(kind, said=why),))) for each, why in strays]
    return Matching(related, unmatched)


class _Previous:
    """Looks for reports of the year before, and remembers which of the given ones were spoken of."""

    def __init__(self, reports: Sequence[Report], given: Sequence[Report], compares: Compares) -> None:
        self._alone, self._reports, self._given, self._compares = len(reports) == 1, reports, given, compares
        self._among, self._by_end = _by_end(reports), _by_end(given)
        self._of_organ = _by_organ(given)
        self._told: set[int] = set()

    def of(self, report: Report) -> tuple[Report | None, list[Phrase]]:
        """The report of the year before, or why there is none although one was given."""
        # What was given as last year's report is meant, whatever else lies among those to be checked.
        found = _before(report, self._by_end)
        self._told.update(map(id, found))
        found = found or _before(report, self._among)
        distinct = [each for number, each in enumerate(found) if all(differing(each, other) for other in found[:number])]
        compares = self._compares(LAST_YEAR, report.edition.key)
        if len(distinct) == 1 and compares and _comparable(report, distinct[0]):
            return distinct[0], []
        return None, self._why_none(report, distinct, compares=compares) if self._given else []

    def _why_none(self, report: Report, distinct: Sequence[Report], *, compares: bool) -> list[Phrase]:
        if len(distinct) > 1:
            return [phrase("collection/which-of", files=[_file(each) for each in distinct])]
        if distinct and not compares:
            return [phrase("collection/of-this", why=phrase("collection/no-rules"))]
        if distinct:
            return [_of_given(distinct[0], _other_form(distinct[0]))]
        if missing := _unknown(report):
            self._told.update(map(id, self._given) if self._alone else ())
            return [phrase("collection/of-this", why=missing)]
        of_organ = _same_organ(report, self._of_organ)
        named = self._given if self._alone else of_organ
        self._told.update(map(id, named))
        if named:
            return [_of_given(each, _why_not_before(each, report)) for each in named]
        return [phrase("collection/none-of-organ", count=len(self._given), unit=report.unit)]

    def strays(self) -> list[tuple[Report, Phrase]]:
        """The given reports that fit none and were not spoken of, with the reason."""
        among = _by_organ(self._reports)
        return [(each, self._why_stray(each, among)) for each in self._given if id(each) not in self._told]

    def _why_stray(self, given: Report, among: _ByOrgan) -> Phrase:
        if missing := _unknown(given):
            return missing
        if self._alone:
            return _why_not_before(given, self._reports[0])
        years = sorted({each.year for each in _same_organ(given, among) if each.year is not None})
        if not years:
            return phrase("collection/no-checked-organ", unit=given.unit)
        return phrase("collection/not-before", year=given.year, years=years)


class _Below:
    """Looks for the reports of the organs below, and remembers which of the given ones were spoken of."""

    def __init__(self, reports: Sequence[Report], given: Sequence[Report], compares: Compares) -> None:
        self._alone, self._reports, self._given, self._compares = len(reports) == 1, reports, given, compares
        self._told: set[int] = set()
        self._why: dict[int, Phrase] = {}

    def of(self, report: Report) -> tuple[tuple[Report, ...], list[Phrase]]:
        """The reports of the organs below, or why there is none although some were given."""
        reasons = [(each, _why_not_below(each, report)) for each in self._given]
        fitting = [each for each, why in reasons if why is None]
        left_out = [(each, why) for each, why in reasons if why is not None]
        for each, why in left_out:
            self._why.setdefault(id(each), why)
        self._told.update(map(id, fitting))
        kept, clash = self._once(fitting)
        if clash:
            return (), [phrase("collection/which-below", files=[_file(each) for each in clash])]
        if kept and not self._compares(BELOW, report.edition.key):
            return (), [phrase("collection/of-this", why=phrase("collection/no-rules"))]
        if kept or not self._given:
            return tuple(kept), []
        if missing := _unknown_year(report):
            self._told.update(map(id, self._given) if self._alone else ())
            return (), [phrase("collection/of-this", why=missing)]
        if self._alone:
            self._told.update(map(id, self._given))
            return (), [_of_given(each, why) for each, why in left_out]
        of_year = any(each.year == report.year for each in self._given)
        kind = "collection/none-below" if of_year else "collection/none-of-year"
        return (), [phrase(kind, count=len(self._given), year=report.year)]

    def _once(self, reports: Sequence[Report]) -> tuple[list[Report], list[Report]]:
        """Each organ's report once, and those of one organ that differ, if any do."""
        kept: list[Report] = []
        seen: dict[str, list[Report]] = {}
        for report in reports:
            near = seen.setdefault(_end(report), []) if report.unit else []
            first = next((each for each in near if _one_organ(each, report)), None)
            if first is None:
                kept.append(report)
                near.append(report)
            elif differing(first, report):
                return [], [first, report]
            else:
                self._told.discard(id(report))
                self._why[id(report)] = phrase("collection/given-twice", file=_file(first))
        return kept, []

    def strays(self) -> list[tuple[Report, Phrase]]:
        """The given reports that were summed for none and were not spoken of, with the reason."""
        return [(each, self._why_stray(each)) for each in self._given if id(each) not in self._told]

    def _why_stray(self, given: Report) -> Phrase:
        if self._alone or self._why[id(given)].kind in ("given-twice", "year-unknown"):
            return self._why[id(given)]
        years = sorted({each.year for each in self._reports if each.year is not None})
        if given.year not in years:
            return phrase("collection/no-checked-year", years=years)
        return phrase("collection/below-none")


def _copies(reports: Sequence[Report]) -> list[list[Note]]:
    """What is to be said of reports of one organ and year that are checked together, at the later one.

    The reports of one file are told apart by organ or year, so that two parts of it are no copies. One document in two
    formats with the same numbers (a Word file and its PDF, the exchange form) is how reports are published. What was read from
    no file is a program's own: it may well check variants of one report.
    """
    result: list[list[Note]] = []
    seen: dict[tuple[str, int], list[Report]] = {}
    for report in reports:
        notes: list[Note] = []
        if report.file and report.unit and report.year is not None:
            near = seen.setdefault((_end(report), report.year), [])
            for other in near:
                if report.file == other.file or not _one_organ(other, report):
                    continue
                count = len(differing(other, report))
                if count:
                    notes.append(Note("differing_copy", said=phrase("collection/copy-differs", file=_file(other), count=count)))
                elif _suffix(other) == _suffix(report):
                    notes.append(Note("same_copy", said=phrase("collection/copy", file=_file(other))))
                if notes:
                    break  # one slip, one finding: the others are told at theirs
            near.append(report)
        result.append(notes)
    return result


def _one_organ(one: Report, other: Report) -> bool:
    """Whether two reports are of one organ. A name that tells no place (教育局) does so within one folder only."""
    told = territory(one.unit) is not None or territory(other.unit) is not None
    return same_unit(one.unit, other.unit) and (told or PurePath(one.file).parent == PurePath(other.file).parent)


def _why_not_before(given: Report, report: Report) -> Phrase:
    """Why a report is not that of the year before of another, which states organ and year."""
    if missing := _unknown(given):
        return missing
    assert given.year is not None and report.year is not None  # noqa: S101, PT018
    if not same_unit(given.unit, report.unit):
        return phrase("collection/other-organ", unit=given.unit, own=report.unit)
    years = {"year": given.year, "own": report.year}
    if given.year == report.year:
        return phrase("collection/same-year", **years)
    return phrase("collection/later-year" if given.year > report.year else "collection/years-apart", **years)


def _why_not_below(given: Report, report: Report) -> Phrase | None:
    """Why a report is certainly none of those below another; ``None`` if it may be one."""
    if given is report:
        return phrase("collection/is-itself")
    if given.year is None or report.year is None:
        return _unknown_year(given) or _unknown_year(report)
    if given.year != report.year:
        return phrase("collection/other-year", year=given.year, own=report.year)
    wrong = misfit(given.unit, report.unit)
    if wrong:
        return phrase(f"collection/is-{wrong}", unit=given.unit, own=report.unit)
    return None if _comparable(report, given) else _other_form(given)


def _comparable(one: Report, other: Report) -> bool:
    """Whether the forms of two reports have any cell in common."""
    return one.edition.key == other.edition.key or not one.edition.cell_by_key.keys().isdisjoint(other.edition.cell_by_key)


def _unknown(report: Report) -> Phrase | None:
    return _unknown_year(report) if report.unit else phrase("collection/organ-unknown")


def _unknown_year(report: Report) -> Phrase | None:
    return phrase("collection/year-unknown") if report.year is None else None


def _other_form(report: Report) -> Phrase:
    return phrase("collection/other-form", edition=as_read(report.edition.zh, report.edition.en))


def _notes(kind: str, reasons: Sequence[Phrase]) -> list[Note]:
    """A remark for each reason, cut to a number that can be read."""
    shown = list(reasons[:MOST_REASONS])
    if more := len(reasons) - len(shown):
        shown.append(phrase("collection/more-given", count=more))
    return [Note(kind, said=each) for each in shown]


def _of_given(given: Report, why: Phrase) -> Phrase:
    return phrase("collection/of-given", given=_named(given), why=why)


def _named(report: Report) -> Phrase:
    return phrase("collection/named", file=_file(report))


def _file(report: Report) -> Phrase | str:
    """What a report is called: its file, else its organ and year."""
    if report.file:
        return report.file if report.part is None else phrase("collection/part-of", file=report.file, part=report.part)
    year = phrase("collection/year-unknown") if report.year is None else phrase("collection/of-year", year=report.year)
    return phrase("collection/unit-and-year", unit=report.unit or phrase("collection/organ-unknown"), year=year)


def _suffix(report: Report) -> str:
    return PurePath(report.file).suffix.lower()


def _end(report: Report) -> str:
    """The end of an organ's name. Names of one organ end alike, so that only these need to be compared."""
    return normalised_unit(report.unit)[-2:]


def _by_end(reports: Sequence[Report]) -> _ByEnd:
    """Reports by the end of their organ's name and the year."""
    result: dict[tuple[str, int], list[Report]] = {}
    for report in reports:
        if report.unit and report.year is not None:
            result.setdefault((_end(report), report.year), []).append(report)
    return result


def _by_organ(reports: Sequence[Report]) -> _ByOrgan:
    """Reports by the end of their organ's name."""
    result: dict[str, list[Report]] = {}
    for report in reports:
        if report.unit:
            result.setdefault(_end(report), []).append(report)
    return result


def _same_organ(report: Report, by_organ: _ByOrgan) -> list[Report]:
    return [each for each in by_organ.get(_end(report), ()) if same_unit(each.unit, report.unit)]


def _before(report: Report, reports: _ByEnd) -> list[Report]:
    """The reports of the same organ and the year before."""
    if report.year is None:
        return []
    near = reports.get((_end(report), report.year - 1), ())
    return [each for each in near if same_unit(each.unit, report.unit)]
