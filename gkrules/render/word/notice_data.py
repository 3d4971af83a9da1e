"""What a notice to an organ says, as plain data for a template: the names here are those that docs/annotate.md promises."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import PureWindowsPath
from typing import Any

from gkrules.model.findings import ReportFindings
from gkrules.render.causes import raw_of
from gkrules.render.problems import Problem, level_word, problems_of, told_problem
from gkrules.render.word.remarks import MOST_CELLS, plain_text
from gkrules.render.words import cell_label, confidence_word, holds, number, pick, say, shown_file, unit_words
from gkrules.rulefiles.rulebook import Rulebook


@dataclass(frozen=True, slots=True)
class NoticeSettings:
    """What all notices say: who issues them, the day that is on them, and the last day to mend what is wrong."""

    issuer: str
    issued: datetime.date
    until: datetime.date | None


def by_organ(reports: Iterable[ReportFindings]) -> dict[str, list[ReportFindings]]:
    """The reports with findings by organ; one whose organ is not known is one of its own, by its file."""
    organs: dict[str, list[ReportFindings]] = {}
    unknown: list[list[ReportFindings]] = []
    for found in reports:
        if not found.findings:
            continue
        unit = plain_text(found.report.unit)
        if unit:
            organs.setdefault(unit, []).append(found)
        else:
            unknown.append([found])
    return {**organs, **{f"\0{at}": each for at, each in enumerate(unknown)}}


def notice_data(reports: Sequence[ReportFindings], ruleset: Rulebook, settings: NoticeSettings, lang: str) -> dict[str, Any]:
    """What a template is given for one organ. All texts are single lines that hold no control characters."""
    told = [_report(found, ruleset, lang) for found in reports]
    return {
        "unit": plain_text(unit_words(reports[0].report.unit, lang)),
        "unit_known": bool(plain_text(reports[0].report.unit)),
        "issuer": plain_text(settings.issuer),
        "date": _day(settings.issued, lang),
        "until": _day(settings.until, lang) if settings.until else "",
        "reports": told,
        "problem_count": sum(len(each["problems"]) for each in told),
        "error_count": sum(problem["severity_key"] == "error" for each in told for problem in each["problems"]),
    }


def _day(day: datetime.date, lang: str) -> str:
    month, number_ = (day.month, day.day) if lang == "zh" else (f"{day.month:02d}", f"{day.day:02d}")
    return say("render/notice.day", lang, year=day.year, month=month, day=number_)


def _report(found: ReportFindings, ruleset: Rulebook, lang: str) -> dict[str, Any]:
    report = found.report
    return {
        # Where the office keeps the file is not for others to know.
        "file": plain_text(shown_file(replace(report, file=PureWindowsPath(report.file).name), lang)),
        "unit": plain_text(unit_words(report.unit, lang)),
        "year": "" if report.year is None else str(report.year),
        "edition": pick(lang, report.edition.zh, report.edition.en),
        "problems": [_problem(problem, found, ruleset, lang) for problem in problems_of(found)],
    }


def _problem(problem: Problem, found: ReportFindings, ruleset: Rulebook, lang: str) -> dict[str, Any]:
    edition = ruleset.editions[found.report.edition.key]
    labels = ruleset.labels(edition.key)
    words = told_problem(problem, found.report, edition, labels, lang)
    raw = raw_of(problem.findings)
    changes = [
        {
            "cell": plain_text(cell_label(edition, each.cell, lang, labels)),
            "now": plain_text(holds(each.value, raw.get(each.cell, ""), lang)),
            "suggested": number(each.suggested, lang) if each.suggested is not None else "",
            "confidence": confidence_word(each.confidence, lang),
        }
        for each in problem.changes
    ]
    return {
        "number": problem.number,
        "severity": level_word(problem, lang),
        "severity_key": problem.severity.value,
        "codes": list(problem.codes),
        "what": plain_text(words.head),
        "details": list(dict.fromkeys(plain_text(text) for text in words.details)),
        "place": plain_text(words.place),
        "quote": plain_text(next((finding.quote for finding in problem.findings if finding.quote), "")),
        "changes": changes if len(changes) <= MOST_CELLS else [],  # its words tell which they are
        "source": plain_text(say("render/clauses", lang).join(words.sources)),
    }
