"""What the outputs need of a rule set and of a result. They take anything that has it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from gkrules.model.edition import Edition
from gkrules.model.findings import Outcome, ReportFindings
from gkrules.model.rule import Rule


class RulesetLike(Protocol):
    """A loaded rule set."""

    @property
    def name(self) -> str:
        """Its name, e.g. ``annual-report``."""

    @property
    def version(self) -> str:
        """Its version."""

    @property
    def digest(self) -> str:
        """``sha256:…`` of its files."""

    @property
    def editions(self) -> Mapping[str, Edition]:
        """Editions by key."""

    @property
    def rules(self) -> Sequence[Rule]:
        """Rules by code."""

    @property
    def facts(self) -> Mapping[str, Mapping[str, str]]:
        """Labels of facts, by name and language."""

    def for_note(self, kind: str, /) -> Rule | None:
        """The rule that speaks of a kind of note."""


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
    def ruleset(self) -> RulesetLike:
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
