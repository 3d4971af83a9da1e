"""What the outputs need of a result, and a file without one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from gkrules.model.findings import Outcome, ReportFindings
from gkrules.rulefiles.rulebook import Rulebook


class ResultLike(Protocol):
    """What a check returns."""

    @property
    def reports(self) -> Sequence[ReportFindings]:
        """The findings of each report."""

    @property
    def waiver_files(self) -> Sequence[ReportFindings]:
        """The findings about files of waivers."""

    @property
    def outcomes(self) -> Counter[Outcome]:
        """How often each outcome occurred, over all reports."""

    @property
    def ruleset(self) -> Rulebook:
        """The rules that were used."""


@dataclass(frozen=True, slots=True)
class FailedFile:
    """A file that could not be checked, and why."""

    file: str
    kind: str
    zh: str
    en: str

    def text(self, lang: str) -> str:
        """The reason in `lang`."""
        return self.zh if lang == "zh" else self.en
