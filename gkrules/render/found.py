"""Every finding of a result with what each forge asks of it: its file, its line, its words and its fingerprint."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from gkrules.model.findings import Finding, Outcome, Severity, Waiver
from gkrules.model.places import Place
from gkrules.model.report import Report
from gkrules.render.causes import raw_of, repair_words
from gkrules.render.fingerprints import fingerprints
from gkrules.render.inputs import ResultLike, every_subject
from gkrules.render.safe import clean
from gkrules.render.told import ToldFinding, told_finding
from gkrules.render.words import say, unit_words, year_words
from gkrules.rulefiles.rulebook import Rulebook

ROOT = "%SRCROOT%"
"""What a forge calls the folder of the repository, which relative names start from."""


@dataclass(frozen=True, slots=True)
class Found:
    """A finding, and the report (or the file of waivers, or the roster) that it is about.

    Attributes:
        number: which of all the findings it is, from 0, in the order of the result.
        raw: what is printed in the cells of all findings that have its cause.
        waiver: the one that accepts it, if any.
    """

    number: int
    finding: Finding
    report: Report
    fingerprint: str
    raw: Mapping[str, str]
    waiver: Waiver | None = None

    @property
    def broken(self) -> bool:
        """Whether the rule itself broke; the report is not to blame."""
        return self.finding.outcome is Outcome.ERROR

    @property
    def severity(self) -> Severity:
        """How grave it is; a rule that broke is as grave as can be."""
        return Severity.ERROR if self.broken else self.finding.severity

    @property
    def line(self) -> int | None:
        """The line of the file, if it is a file of lines."""
        return line_of(self.finding.place)

    def told(self, ruleset: Rulebook, lang: str) -> ToldFinding:
        """It in words, which stand alone: how its cause can be mended is told with each of its findings."""
        edition, cause = self.report.edition, self.finding.cause
        labels = ruleset.labels(edition.key)
        repairs = tuple(repair_words(cause, edition, lang, labels, self.raw)) if cause is not None else ()
        return told_finding(self.finding, edition, labels, lang, repairs=repairs or None)


def every_finding(result: ResultLike, *, waived: bool = False) -> Iterator[Found]:
    """Every finding in the order of the result, those about other files last; with those that are `waived`, if they are asked for."""
    number = 0
    for about in every_subject(result):
        mine, accepted = fingerprints(about)
        pairs: list[tuple[Finding, str, Waiver | None]] = [(*each, None) for each in zip(about.findings, mine, strict=True)]
        if waived:
            pairs += [(each.finding, mark, each.waiver) for each, mark in zip(about.waived, accepted, strict=True)]
        for finding, mark, waiver in pairs:
            yield Found(number, finding, about.report, mark, _raw(finding, about.findings), waiver)
            number += 1


def _raw(finding: Finding, findings: Sequence[Finding]) -> Mapping[str, str]:
    number = finding.cause.number if finding.cause else None
    return finding.raw if number is None else raw_of([each for each in findings if each.cause and each.cause.number == number])


def gravest_first(findings: Iterable[Found]) -> list[Found]:
    """Findings by their gravity: forges show only the first few."""
    order = tuple(Severity)
    return sorted(findings, key=lambda each: order.index(each.severity))


def sentences(told: ToldFinding, lang: str) -> tuple[str, ...]:
    """What there is to say of a finding, a line each."""
    place = say("render/finding-place", lang, place=told.place) if told.place else ""
    source = say("render/finding-source", lang, sources=told.source) if told.source else ""
    return tuple(clean(words) for words in (told.message, told.terms, *told.suspicions, place, source) if words)


def organ_and_year(report: Report, lang: str) -> str:
    """Whose report for which year it is; empty where it is a file of waivers or a roster, or nothing is known."""
    if not clean(report.unit) and report.year is None:
        return ""
    return f"{unit_words(report.unit, lang)}  {year_words(report.year, lang)}"


def shown_subject(report: Report, lang: str) -> str:
    """A report by its file, which of the reports of that file it is, its organ and its year."""
    part = say("render/part", lang, part=report.part) if report.part is not None else ""
    return "  ".join(filter(None, (clean(path_of(report.file)) + part, organ_and_year(report, lang))))


def line_of(place: Place | None) -> int | None:
    """The line where something stands, if it is in a file of lines."""
    return place.line if place is not None and place.kind == "text" else None


def path_of(file: str) -> str:
    """The path of a file as a forge knows it: from the folder where the check runs if it is below, with ``/``; else as it is."""
    if not file or file == "-" or "\0" in file:
        return file.replace("\0", "")
    absolute, here = Path(os.path.abspath(file)), Path.cwd()  # noqa: PTH100 - a link stays the name that it has
    return (absolute.relative_to(here) if absolute.is_relative_to(here) else absolute).as_posix()


def uri_of(file: str) -> tuple[str, bool]:
    """The address of a file, percent-encoded, and whether it is relative to the folder where the check runs."""
    path = path_of(file)
    encoded = quote(_bytes(path), safe="/!-._~()@$&+,=")
    if path.startswith("/"):
        return f"file://{encoded}", False
    # A drive of Windows, which is no scheme either.
    if Path(path).is_absolute():
        return f"file:///{encoded}", False
    return encoded, True


def _bytes(path: str) -> bytes:
    """The bytes of a file's name; of what no file is called, something that names it all the same."""
    try:
        return path.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return path.encode("utf-8", "surrogatepass")
