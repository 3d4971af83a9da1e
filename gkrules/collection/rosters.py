"""Reports beside a roster: who has not reported, who came twice, who is in no list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from rapidfuzz import fuzz, process

from gkrules.collection.organs import differing, organs
from gkrules.model.report import Note, Report
from gkrules.model.rosters import Foreign, Missing, Roster, RosterComparison, RosterEntry, Twice
from gkrules.model.units import Level, level, normalised_unit, territory
from gkrules.words import Phrase, phrase

_NAMED = 10
_NEAR = 60.0
_MOST_NEAREST = 200
# A year that only few reports tell is likely a slip of theirs, and not a year for which everybody else is missing.
_FEW = 0.1


class _Index:
    """The entries of a roster by what their organs can be called."""

    def __init__(self, roster: Roster) -> None:
        self._entries: dict[str, RosterEntry | None] = {}
        self._ends: dict[str, list[RosterEntry]] = {}
        for entry in roster.entries:
            name, parent = normalised_unit(entry.name), normalised_unit(entry.parent)
            # A name that two parents have is nobody's by itself.
            self._entries[name] = None if name in self._entries else entry
            if parent and not name.startswith(parent):
                self._entries.setdefault(parent + name, entry)
            for start in range(1, len(name) - 1):
                self._ends.setdefault(name[start:], []).append(entry)

    def entry_of(self, unit: str) -> RosterEntry | None:
        """The entry that means an organ as `gkrules.model.units.same_unit` says; ``None`` if there is none, or not only one."""
        name = normalised_unit(unit)
        if name in self._entries:
            return self._entries[name]
        for start in range(1, len(name) - 1):
            if name[start:] in self._entries and territory(name[start:]) is not None:
                return self._entries[name[start:]]
        longer = self._ends.get(name, []) if territory(name) is not None else []
        return longer[0] if len(longer) == 1 else None


def compare_with_roster(reports: Sequence[Report], roster: Roster) -> RosterComparison:
    """What reports are like beside a roster. Reports without the name of an organ are beside none."""
    index = _Index(roster)
    parents = _Index(Roster(tuple(RosterEntry(entry.parent) for entry in roster.entries if entry.parent)))
    there: dict[int | None, set[int]] = {}
    foreign: list[tuple[str, tuple[Report, ...]]] = []
    twice: list[Twice] = []
    for organ in organs(reports):
        entry = index.entry_of(organ.name) or next((each for report in organ.reports if (each := index.entry_of(report.unit))), None)
        if entry is None and parents.entry_of(organ.name) is None:
            foreign.append((organ.name, organ.reports))
        for report in organ.reports:
            there.setdefault(report.year, set()).update([id(entry)] if entry else [])
        twice += _twice(organ.name, organ.reports)
    return RosterComparison(tuple(_missing(roster, there, reports)), tuple(twice), tuple(_foreign(foreign, roster)))


def notes_of(found: RosterComparison) -> tuple[Note, ...]:
    """The remarks about a roster."""
    notes = [Note("roster_missing", said=_said_of(each)) for each in found.missing]
    for twice in found.twice:
        files = [report.file or report.unit for report in twice.reports]
        year = "" if twice.year is None else phrase("collection/roster-twice-year", year=twice.year)
        said = phrase("collection/roster-twice", organ=twice.name, year=year, files=files, cells=len(twice.cells))
        notes.append(Note("roster_twice", said=said))
    if found.foreign:
        names = [
            phrase("collection/roster-near", name=each.name, near=each.nearest) if each.nearest else each.name
            for each in found.foreign[:_NAMED]
        ]
        notes.append(Note("roster_foreign", said=phrase("collection/roster-foreign", names=_list_of(names, len(found.foreign)))))
    return tuple(notes)


def _said_of(missing: Missing) -> Phrase:
    list_of = _list_of(missing.names[:_NAMED], len(missing.names))
    if missing.year is None:
        return phrase("collection/roster-missing.any", names=list_of)
    return phrase("collection/roster-missing.year", year=missing.year, names=list_of)


def _list_of(names: Sequence[str | Phrase], count: int) -> Phrase:
    """The first names of so many; all of them where they are few."""
    if count <= _NAMED:
        return phrase("collection/roster-names.all", names=list(names))
    return phrase("collection/roster-names.some", names=list(names), count=count)


def _twice(name: str, reports: Sequence[Report]) -> Iterator[Twice]:
    by_year: dict[int | None, list[Report]] = {}
    for report in reports:
        by_year.setdefault(report.year, []).append(report)
    for year, each in by_year.items():
        cells = dict.fromkeys(key for other in each[1:] for key in differing(each[0], other))
        if cells:
            yield Twice(name, year, tuple(each), tuple(cells))


def _missing(roster: Roster, there: Mapping[int | None, set[int]], reports: Sequence[Report]) -> Iterator[Missing]:
    counted = Counter(report.year for report in reports if report.year is not None)
    most = max(counted.values(), default=0)
    told: Sequence[int | None] = sorted(year for year, count in counted.items() if count >= most * _FEW)
    for year in told or (None,):
        # A report that tells no year may be the one that is missing; that it tells none is found elsewhere.
        present = there.get(year, set()) | there.get(None, set())
        names = tuple(entry.name for entry in roster.entries if id(entry) not in present)
        if names:
            yield Missing(year, names)


def _foreign(found: Sequence[tuple[str, tuple[Report, ...]]], roster: Roster) -> Iterator[Foreign]:
    # A town is not its county misspelt, however alike the names.
    levels: dict[tuple[Level | None, Level | None], list[str]] = {}
    for entry in roster.entries:
        levels.setdefault((level(entry.name), territory(entry.name)), []).append(entry.name)
    for number, (name, reports) in enumerate(found):
        alike = levels.get((level(name), territory(name)), ()) if number < _MOST_NEAREST else ()
        near = process.extractOne(normalised_unit(name), [normalised_unit(each) for each in alike], scorer=fuzz.ratio, score_cutoff=_NEAR)
        yield Foreign(name, alike[near[2]] if near else "", reports)
