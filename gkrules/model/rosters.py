"""A roster: the organs that must report; and what reports are like beside it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from gkrules.model.report import Report


@dataclass(frozen=True, slots=True)
class RosterEntry:
    """An organ of a roster, and the higher one that collects its report; empty where none is named."""

    name: str
    parent: str = ""


@dataclass(frozen=True, slots=True)
class Roster:
    """The organs that must report. One that is only named as the parent of others need not."""

    entries: tuple[RosterEntry, ...]
    file: Path = Path()


@dataclass(frozen=True, slots=True)
class Missing:
    """The organs of a roster without a report for a year; ``None`` where no report tells a year."""

    year: int | None
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Twice:
    """An organ that came twice for a year, and the cells in which its reports differ."""

    name: str
    year: int | None
    reports: tuple[Report, ...]
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Foreign:
    """An organ that reports and is in no roster, and the name of the roster that is most like its own; empty where none is."""

    name: str
    nearest: str
    reports: tuple[Report, ...]


@dataclass(frozen=True, slots=True)
class RosterComparison:
    """What reports are like beside a roster."""

    missing: tuple[Missing, ...] = ()
    twice: tuple[Twice, ...] = ()
    foreign: tuple[Foreign, ...] = ()
