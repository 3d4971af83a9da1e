"""Which of many reports are of one organ, and which of these are one report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from gkrules.model.cells import ABSENT, Cell, CellState
from gkrules.model.report import Report
from gkrules.model.units import normalised_unit, territory


@dataclass(frozen=True, slots=True)
class Organ:
    """An organ and its reports.

    Attributes:
        name: as most of its reports have it, the longest if several are as frequent.
        reports: in the order given.
        perhaps: names of other organs, each of which it may be: its own name tells too little of the territory.
    """

    name: str
    reports: tuple[Report, ...]
    perhaps: tuple[str, ...] = ()


def organs(reports: Iterable[Report]) -> list[Organ]:
    """The reports by organ, in the order in which organs come first; reports without the name of an organ are not among them.

    Names mean one organ as `gkrules.model.units.same_unit` says. A name that two different organs could have is its own.
    """
    by_name: dict[str, list[Report]] = {}
    for report in reports:
        if name := normalised_unit(report.unit):
            by_name.setdefault(name, []).append(report)
    whole = full_names(by_name)
    groups: dict[str, list[str]] = {}
    for name in by_name:
        groups.setdefault(whole[name][0] if len(whole[name]) == 1 else name, []).append(name)
    printed = {name: _printed([report.unit for report in each]) for name, each in by_name.items()}
    result = []
    for names in groups.values():
        members = [report for name in names for report in by_name[name]]
        perhaps = tuple(printed[each] for name in names if len(whole[name]) > 1 for each in whole[name])
        result.append(Organ(_printed([report.unit for report in members]), tuple(members), perhaps))
    return result


def full_names(names: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    """By normalised name, the longest of `names` that mean the same organ; several where it could be the name of several.

    It takes one look at each end of a name, so that many names need not be compared with each other.
    """
    known = dict.fromkeys(names)
    longer: dict[str, list[str]] = {}
    told: dict[str, bool] = {}
    for name in known:
        for start in range(1, len(name) - 1):
            end = name[start:]
            if end in known and told.setdefault(end, territory(end) is not None):
                longer.setdefault(end, []).append(name)
    return {name: tuple(each for each in longer.get(name, ()) if each not in longer) or (name,) for name in known}


def distinct(reports: Sequence[Report]) -> list[Report]:
    """The reports whose numbers differ, the first of each."""
    result: list[Report] = []
    for report in reports:
        if not any(same_numbers(report, other) for other in result):
            result.append(report)
    return result


def same_numbers(one: Report, other: Report) -> bool:
    """Whether two reports of one form have the same wherever both were read, however it is written in their documents."""
    return one.edition.key == other.edition.key and not differing(one, other)


def differing(one: Report, other: Report) -> tuple[str, ...]:
    """The cells whose content is known in both reports and is not the same, in the form's order.

    What could not be read in one of them is no difference: a Word file and its PDF are one report.
    """
    pairs = ((key, one.cell(key), other.cells.get(key, ABSENT)) for key in one.edition.cell_by_key)
    return tuple(key for key, mine, its in pairs if _known(mine) and _known(its) and _content(mine) != _content(its))


def _known(cell: Cell) -> bool:
    return cell.state not in (CellState.TEXT, CellState.ABSENT)


def _content(cell: Cell) -> tuple[object, ...]:
    return (cell.state, cell.value, cell.unit)


def _printed(names: Sequence[str]) -> str:
    counted = Counter(names)
    return max(counted, key=lambda name: (counted[name], len(name)))
