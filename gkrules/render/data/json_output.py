"""The JSON documents that other programs rely on."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

from gkrules.model.cells import Cell, CellState
from gkrules.model.edition import Source
from gkrules.model.findings import Cause, Finding, Outcome, ReportFindings, RosterFindings, Suspect, Waiver
from gkrules.model.places import Place
from gkrules.model.report import Note, Report
from gkrules.render.data.statistics_json import statistics_dict
from gkrules.render.fingerprints import fingerprints
from gkrules.render.inputs import Checked, Diagnosed, Extracted, FailedFile, ResultLike
from gkrules.render.notes import cell_counts, note_words
from gkrules.render.safe import escape_json
from gkrules.render.summary import summarise
from gkrules.rulefiles.rulebook import Rulebook

if TYPE_CHECKING:
    from gkrules.render.data import json_beside as beside
    from gkrules.render.data import json_report_shapes as of_report
    from gkrules.render.data import json_shapes as shapes

SCHEMA_VERSION: shapes.Version = "1"


def dumps(data: object) -> str:
    """`data` as readable JSON in one document, ended by a line break."""
    return escape_json(json.dumps(data, ensure_ascii=False, indent=2, allow_nan=False)) + "\n"


def checked_json(checked: Checked, lang: str) -> str:
    """The format ``json`` of `gkrules check`."""
    data = result_dict(checked.result, checked.failed, lang, passed=checked.detail.passed)
    return dumps({**data, "statistics": statistics_dict(checked.result)} if checked.detail.statistics else data)


def extracted_json(extracted: Extracted, lang: str) -> str:
    """The format ``json`` of `gkrules extract`: a report, or a list if several were asked for; nothing if the only one is missing."""
    reports = [report_dict(report, extracted.ruleset, lang) for report in extracted.reports]
    if extracted.several:
        return dumps(reports)
    return dumps(reports[0]) if reports else ""


def diagnosis_json(diagnosed: Diagnosed, _: str) -> str:
    """The format ``json`` of `gkrules doctor`."""
    return dumps({"schema_version": SCHEMA_VERSION, **diagnosed.data})


def result_dict(result: ResultLike, failed: Sequence[FailedFile] = (), lang: str = "zh", *, passed: bool = False) -> dict[str, Any]:
    """The result of a check. `lang` only chooses the language of the errors in ``failed``; `passed` adds what was found right."""
    data: shapes.CheckResult = {
        "schema_version": SCHEMA_VERSION,
        "ruleset": ruleset_dict(result.ruleset),
        "reports": [_report_findings(report, passed) for report in result.reports],
        "waiver_files": [{"file": each.report.file, "findings": _findings(each)} for each in result.waiver_files],
        "unmatched": [{**_other(each.report), "findings": _findings(each)} for each in result.unmatched],
        "rosters": [_roster(each) for each in result.rosters],
        "failed": [
            {"file": file.file, "error": file.text(lang), "kind": file.kind, "message": {"zh": file.zh, "en": file.en}} for file in failed
        ],
        "summary": _summary(result, failed),
    }
    return dict(data)


def report_dict(report: Report, ruleset: Rulebook, lang: str = "zh") -> of_report.ReportResult:
    """A report in the exchange format. `lang` only chooses the language of the text of its notes."""
    return {
        "schema_version": SCHEMA_VERSION,
        "ruleset": ruleset_dict(ruleset),
        "file": report.file,
        "part": report.part,
        "unit": report.unit,
        "year": report.year,
        "year_certain": report.year_certain,
        "edition": report.edition.key,
        "edition_status": report.edition.status,
        "title_year": report.title_year,
        "period_years": None if report.period_years is None else list(report.period_years),
        "quoted_year": report.quoted_year,
        "period_days": None if report.period_days is None else list(report.period_days),
        "published": None if report.published is None else report.published.isoformat(),
        "cells": {
            key: _cell(report.cells[key])
            for key in report.edition.cell_by_key
            if key in report.cells and report.cells[key].state is not CellState.ABSENT
        },
        "absent": report.absent,
        "has_text": report.has_text,
        "preamble": report.preamble,
        "sections": [
            {
                "key": section.key,
                "heading": section.heading,
                "text": section.text,
                "position": section.position,
                "place": _place(section.place),
            }
            for section in report.sections
        ],
        "notes": [_note(note, report, ruleset, lang) for note in report.notes],
    }


def finding_dict(finding: Finding, fingerprint: str = "") -> shapes.Finding:
    """One finding, with what it is known by from one check to the next if that is given."""
    data: shapes.Finding = {
        "code": finding.code,
        "name": finding.name,
        "severity": finding.severity.value,
        "outcome": finding.outcome.value,
        "scope": dict(finding.scope),
        "cells": list(finding.cells),
        "values": {key: plain_number(value) for key, value in finding.values.items()},
        "raw": dict(finding.raw),
        "left": plain_number(finding.left),
        "right": plain_number(finding.right),
        "difference": plain_number(finding.difference),
        "assumed_zero": list(finding.assumed),
        "implied": {key: plain_number(value) for key, value in finding.implied.items()},
        "suspects": [_suspect(suspect) for suspect in finding.suspects],
        "quote": finding.quote,
        "cause": finding.cause.number if finding.cause else None,
        "message": cast("shapes.Languages", dict(finding.message)),
        "source": source_list(finding.source),
        "place": _place(finding.place),
    }
    if fingerprint:
        data["fingerprint"] = fingerprint
    if finding.cells_place is not None:
        data["cells_place"] = _place(finding.cells_place)
    if finding.equation is not None:
        data["equation"] = {
            "left": [_term(term) for term in finding.equation.left],
            "right": [_term(term) for term in finding.equation.right],
        }
    return data


def plain_number(value: float | None) -> int | float | None:
    """A number as JSON has it: whole ones without a fraction, nothing for what is no number."""
    if value is None or not math.isfinite(value):
        return None
    return int(value) if float(value).is_integer() else float(value)


def ruleset_dict(ruleset: Rulebook) -> shapes.Ruleset:
    """Which rules were used."""
    return {"name": ruleset.name, "version": ruleset.version, "digest": ruleset.digest}


def _findings(found: ReportFindings) -> list[shapes.Finding]:
    return [finding_dict(finding, mark) for finding, mark in zip(found.findings, fingerprints(found)[0], strict=True)]


def _report_findings(found: ReportFindings, passed: bool) -> shapes.CheckedReport:
    report = found.report
    data: shapes.CheckedReport = {
        "file": report.file,
        "part": report.part,
        "unit": report.unit,
        "year": report.year,
        "edition": report.edition.key,
        "edition_status": report.edition.status,
        "cells": cell_counts(report).as_dict(),
        "outcomes": _outcomes(found.outcomes),
        "findings": _findings(found),
        "notices": [_notice(note) for note in report.notes if note.zh],
        "waived": [
            {"finding": finding_dict(each.finding, mark), "waiver": waiver_dict(each.waiver)}
            for each, mark in zip(found.waived, fingerprints(found)[1], strict=True)
        ],
        "undecided": _places(found.undecided),
        "causes": [_cause(cause, found.findings) for cause in found.causes],
        "related": {
            "previous": _other(found.related.previous) if found.related.previous else None,
            "below": [_other(each) for each in found.related.below],
        },
    }
    if passed:
        data["passed"] = _places(found.passed)
    return data


def _other(report: Report) -> beside.OtherReport:
    return {"file": report.file, "part": report.part, "unit": report.unit, "year": report.year}


def _summary(result: ResultLike, failed: Sequence[FailedFile]) -> beside.Summary:
    counts = summarise(result, failed)
    return {
        "files": sum(counts.files.values()),
        "with_errors": counts.files["with_errors"],
        "with_warnings": counts.files["with_warnings"],
        "clean": counts.files["clean"],
        "not_checked": counts.files["not_checked"],
        "unreadable": counts.files["unreadable"],
        "unmatched": counts.unmatched,
        "findings": len(counts.findings),
        "causes": counts.causes,
        "rules": [{"code": code, "count": count} for code, count in counts.rules],
    }


def _roster(found: RosterFindings) -> shapes.RosterFile:
    beside = found.comparison
    return {
        "file": found.report.file,
        "findings": _findings(found),
        "missing": [{"year": each.year, "names": list(each.names)} for each in beside.missing],
        "twice": [
            {"unit": each.name, "year": each.year, "files": [report.file for report in each.reports], "cells": list(each.cells)}
            for each in beside.twice
        ],
        "foreign": [
            {"unit": each.name, "nearest": each.nearest or None, "files": [report.file for report in each.reports]}
            for each in beside.foreign
        ],
    }


def waiver_dict(waiver: Waiver) -> shapes.Waiver:
    """The entry of a file of waivers."""
    until = waiver.until.isoformat() if waiver.until else None
    return {"file": str(waiver.file), "line": waiver.line, "reason": waiver.reason, "until": until}


def _places(places: Sequence[tuple[str, Mapping[str, str]]]) -> list[shapes.Judged]:
    return [{"code": code, "scope": dict(scope)} for code, scope in places]


def _notice(note: Note) -> shapes.Notice:
    """A remark about the document as a whole."""
    return {"kind": note.kind, "message": {"zh": note.zh, "en": note.en}, "place": _place(note.place)}


def _cause(cause: Cause, findings: Sequence[Finding]) -> shapes.Cause:
    return {
        "cause": cause.number,
        "status": cause.status,
        "reason": cause.reason or None,
        "findings": [number for number, finding in enumerate(findings) if finding.cause and finding.cause.number == cause.number],
        "repairs": [
            {
                "cells": [_changed(each) for each in repair.cells],
                "slip": repair.slip.value if repair.slip else None,
                "confidence": repair.confidence,
                "weight": round(repair.weight, 6),
            }
            for repair in cause.repairs
        ],
        "more": cause.more,
    }


def _suspect(suspect: Suspect) -> shapes.Suspect:
    data: shapes.Suspect = {
        "cell": suspect.cell,
        "value": plain_number(suspect.value),
        "suggested": plain_number(suspect.suggested),
        "confidence": suspect.confidence,
    }
    if suspect.slip:
        data["slip"] = suspect.slip.value
    return data


def _changed(suspect: Suspect) -> shapes.Changed:
    return {
        "cell": suspect.cell,
        "value": plain_number(suspect.value),
        "suggested": plain_number(suspect.suggested),
        "slip": suspect.slip.value if suspect.slip else None,
    }


def _term(term: tuple[float, str]) -> shapes.Term:
    return {"factor": plain_number(term[0]), "cell": term[1]}


def _place(place: Place | None) -> shapes.Place:
    return cast("shapes.Place", place.to_dict()) if place else {}


def _outcomes(outcomes: Mapping[Outcome, int]) -> dict[str, int]:
    order = (Outcome.PASS, Outcome.FAIL, Outcome.UNKNOWN, Outcome.NOT_APPLICABLE, Outcome.ERROR)
    return {outcome.value: int(outcomes.get(outcome, 0)) for outcome in order}


def _cell(cell: Cell) -> of_report.ReportCell:
    data: of_report.ReportCell = {"value": plain_number(cell.value), "state": cell.state.value, "raw": cell.raw}
    if cell.unit:
        data["unit"] = cell.unit
    if cell.place is not None:
        data["place"] = _place(cell.place)
    if cell.annotated:
        data["annotated"] = True
    return data


def _note(note: Note, report: Report, ruleset: Rulebook, lang: str) -> of_report.ReportNote:
    rule = ruleset.for_note(note.kind)
    data: of_report.ReportNote = {
        "code": rule.code if rule else None,
        "kind": note.kind,
        "table": note.table,
        "label": note.label,
        "official": note.official,
        "cells": list(note.cells),
        "place": _place(note.place),
        "text": note_words(note, report.edition, lang),
    }
    if note.zh:
        data["message"] = {"zh": note.zh, "en": note.en}
    return data


def source_list(sources: Sequence[Source]) -> list[shapes.Source]:
    """Legal sources."""
    return [{"document": source.document, "place": source.place} for source in sources]
