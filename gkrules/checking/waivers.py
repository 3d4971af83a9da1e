"""Waivers: taking accepted findings out of the results, and telling which waivers are expired or of no use."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from gkrules.checking.run import Say, check_reports
from gkrules.compile.ruleset import Ruleset
from gkrules.model.findings import ReportFindings, Waived, Waiver
from gkrules.model.places import Place
from gkrules.model.report import Note, Report


@dataclass(frozen=True, slots=True)
class WaivedFindings:
    """Results without what is waived, and the findings about each file of waivers that has any."""

    reports: tuple[ReportFindings, ...]
    files: tuple[ReportFindings, ...]


def waive(
    reports: Sequence[ReportFindings],
    waivers: Mapping[Path, Sequence[Waiver]],
    ruleset: Ruleset,
    today: datetime.date,
    say: Say,
) -> WaivedFindings:
    """Take the findings that a waiver accepts out of the results.

    Args:
        reports: what was found.
        waivers: the waivers of each file. Of several files that lie above a report, the nearest counts; one that was read
            from no file takes all.
        ruleset: the rules that were used. A waiver whose rule was not used is not called unused.
        today: the day that waivers are measured by.
        say: words what is found about the files.
    """
    used: set[Waiver] = set()
    concerned: set[Waiver] = set()
    results = [_without(found, _for_report(found.report, waivers), today, used, concerned) for found in reports]
    about = {
        file: [note for waiver in listed if (note := _note(waiver, today, ruleset, concerned, used)) is not None]
        for file, listed in waivers.items()
    }
    return WaivedFindings(tuple(results), tuple(_about_files({file: notes for file, notes in about.items() if notes}, ruleset, say)))


def _for_report(report: Report, waivers: Mapping[Path, Sequence[Waiver]]) -> list[Waiver]:
    if report.file:
        above = [file for file in waivers if Path(report.file).resolve().is_relative_to(file.parent.resolve())]
        nearest = max(above, key=lambda file: len(file.parent.resolve().parts), default=None)
        listed = waivers[nearest] if nearest is not None else ()
    else:
        listed = [waiver for each in waivers.values() for waiver in each]
    return [waiver for waiver in listed if waiver.concerns(report)]


def _without(
    found: ReportFindings, waivers: Sequence[Waiver], today: datetime.date, used: set[Waiver], concerned: set[Waiver]
) -> ReportFindings:
    concerned.update(waivers)
    counting = [waiver for waiver in waivers if not waiver.expired(today)]
    kept, waived = [], []
    for finding in found.findings:
        covering = [waiver for waiver in counting if waiver.covers(finding)]
        used.update(covering)
        if covering:
            waived.append(Waived(finding, covering[0]))
        else:
            kept.append(finding)
    return replace(found, findings=tuple(kept), waived=tuple(waived)) if waived else found


def _note(waiver: Waiver, today: datetime.date, ruleset: Ruleset, concerned: set[Waiver], used: set[Waiver]) -> Note | None:
    if waiver not in concerned:
        return None
    words = " ".join(part for part in (waiver.rule, waiver.unit, waiver.files, *waiver.cells) if part)
    place = Place("text", line=waiver.line)
    if waiver.expired(today):
        return Note("expired_waiver", "", words, place=place)
    if waiver in used or not ruleset.runs(waiver.rule):
        return None
    return Note("unused_waiver", "", words, place=place)


def _about_files(notes: Mapping[Path, Sequence[Note]], ruleset: Ruleset, say: Say) -> list[ReportFindings]:
    """The findings about files of waivers, found by the rules as those about reports are."""
    rules = ruleset.about_waivers()
    if not notes or not rules:
        return []
    documents = [Report(ruleset.edition, file=str(file), notes=tuple(each)) for file, each in notes.items()]
    return check_reports(documents, ruleset.selected(select=[rule.code for rule in rules]), say)
