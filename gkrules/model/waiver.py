"""A waiver: a finding that an organ knows of and accepts, with the reason."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gkrules.model.findings import Finding
    from gkrules.model.report import Report


@dataclass(frozen=True, slots=True)
class Waiver:
    """One entry of a ``gkrules.yaml``.

    Attributes:
        rule: code of the rule whose findings it accepts.
        reason: why.
        files: pattern of the files that it speaks of, relative to the folder of the ``gkrules.yaml``; empty for every file.
        unit: name of the organ that it speaks of; empty for every organ.
        cells: keys of cells, also with ``*``; empty for every cell.
        until: the last day on which it counts; ``None`` if it does not end.
        file, line: where it is written.
    """

    rule: str
    reason: str
    files: str = ""
    unit: str = ""
    cells: tuple[str, ...] = ()
    until: datetime.date | None = None
    file: Path = Path()
    line: int = 0

    def concerns(self, report: Report) -> bool:
        """Whether it speaks of this report."""
        return (not self.unit or self.unit == report.unit) and (not self.files or self._names(report.file))

    def covers(self, finding: Finding) -> bool:
        """Whether it accepts this finding.

        Of an equation any one of its cells is enough; where each cell is a fault of its own (blank ones), it must name all.
        """
        if finding.code != self.rule:
            return False
        named = [any(fnmatchcase(cell, pattern) for pattern in self.cells) for cell in finding.cells]
        return not self.cells or (any(named) if finding.equation is not None else bool(named) and all(named))

    def expired(self, today: datetime.date) -> bool:
        """Whether its last day is over."""
        return self.until is not None and today > self.until

    def _names(self, file: str) -> bool:
        if not file:
            return False
        path, folder = Path(file).resolve(), self.file.parent.resolve()
        return path.is_relative_to(folder) and fnmatchcase(path.relative_to(folder).as_posix(), self.files)


@dataclass(frozen=True, slots=True)
class Waived:
    """A finding that a waiver accepts."""

    finding: Finding
    waiver: Waiver
