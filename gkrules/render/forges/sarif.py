"""The format ``sarif``: SARIF 2.1.0, which code scanning and editors show. It says what was not read, and what was waived."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from gkrules._version import __version__
from gkrules.model.errors import UsageError
from gkrules.model.findings import Severity, Waiver
from gkrules.model.places import Place
from gkrules.model.report import Report
from gkrules.model.rule import Rule
from gkrules.render.data.json_output import dumps, plain_number, ruleset_dict
from gkrules.render.fingerprints import VERSION
from gkrules.render.forges.escaping import markdown_text, sarif_text, shortened
from gkrules.render.found import ROOT, Found, every_finding, line_of, uri_of
from gkrules.render.inputs import Checked, FailedFile
from gkrules.render.safe import clean
from gkrules.render.words import cell_label, place_words, say, section_label, source_words
from gkrules.rulefiles.rulebook import Rulebook
from gkrules.words import languages

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_MOST_RELATED = 20
"""How many further cells are places of a result; all of them are among its properties."""
_MOST_WORDS = 4000


def checked_sarif(checked: Checked, lang: str) -> str:
    """The format ``sarif`` of `gkrules check`."""
    ruleset = checked.result.ruleset
    every = list(every_finding(checked.result, waived=True))
    found = [each for each in every if not each.broken]
    codes = sorted({each.finding.code for each in found})
    broken = [_broken(each, lang) for each in every if each.broken]
    run = {
        "tool": {
            "driver": {
                "name": "gkrules",
                "version": __version__,
                "language": _tag(lang),
                "rules": [_descriptor(code, found, ruleset, lang) for code in codes],
                "properties": {"ruleset": dict(ruleset_dict(ruleset))},
            }
        },
        "language": _tag(lang),
        "columnKind": "unicodeCodePoints",
        "invocations": [
            {
                "executionSuccessful": not (checked.failed or broken),
                "toolExecutionNotifications": [*(_unread(each, lang) for each in checked.failed), *broken],
            }
        ],
        "results": [_result(each, codes.index(each.finding.code), ruleset, lang) for each in found],
    }
    return dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]})


def _tag(lang: str) -> str:
    """The language as SARIF wants it."""
    return {"zh": "zh-CN", "en": "en-US"}[lang]


def _message(*lines: str) -> dict[str, Any]:
    return {"text": shortened("\n".join(sarif_text(line) for line in lines if line), _MOST_WORDS)}


def _descriptor(code: str, found: Iterable[Found], ruleset: Rulebook, lang: str) -> dict[str, Any]:
    """A rule of a result. One that the rules do not have, as in a result that was stored, has what the finding tells of it."""
    first = next(each.finding for each in found if each.finding.code == code)
    data: dict[str, Any] = {
        "id": code,
        "name": "".join(part.capitalize() for part in first.name.split("-")),
        "defaultConfiguration": {"level": _LEVELS[first.severity]},
    }
    try:
        rule = ruleset.rule(code)
    except UsageError:
        return data
    words = rule.explain[lang]
    return data | {
        "shortDescription": _message(rule.title[lang]),
        "fullDescription": _message(words.checks),
        "help": {
            "text": "\n".join(sarif_text(f"{head}{say('render/colon', lang)}{text}") for head, text in _help(rule, lang)),
            "markdown": "\n\n".join(f"**{markdown_text(head)}**\n\n{markdown_text(text)}" for head, text in _help(rule, lang)),
        },
        "properties": {"status": rule.status, "titles": dict(rule.title)},
    }


def _help(rule: Rule, lang: str) -> Iterator[tuple[str, str]]:
    words = rule.explain[lang]
    yield say("render/rule.checks", lang), words.checks
    yield say("render/rule.why", lang), words.why
    yield say("render/rule.mend", lang), words.mend
    if rule.source:
        sources = say("render/clauses", lang).join(source_words(source, lang) for source in rule.source)
        yield say("render/rule.source", lang), sources


def _result(found: Found, index: int, ruleset: Rulebook, lang: str) -> dict[str, Any]:
    finding, told = found.finding, found.told(ruleset, lang)
    main = _main_cell(found)
    others = [key for key in finding.cells if key != main and key in found.report.edition.cell_by_key]
    data: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": index,
        "kind": "fail",
        "level": _LEVELS[finding.severity],
        "message": _message(told.message, told.terms, *told.suspicions),
        "locations": [_location(found, ruleset, lang, finding.place, main)],
        "partialFingerprints": {VERSION: found.fingerprint},
        "properties": _properties(found),
    }
    if related := [_related(found, number, key, ruleset, lang) for number, key in enumerate(others[:_MOST_RELATED], 1)]:
        data["relatedLocations"] = related
    if found.waiver is not None:
        data["suppressions"] = [_suppression(found.waiver)]
    return data


def _main_cell(found: Found) -> str:
    """The cell that stands at the place of the finding; else its first. That of a sentence has none."""
    finding, cells = found.finding, found.report.cells
    if finding.sentence >= 0 or "section" in finding.scope:
        return ""
    here = (key for key in finding.cells if finding.place is not None and key in cells and cells[key].place == finding.place)
    return next(here, finding.cells[0] if finding.cells else "")


def _location(found: Found, ruleset: Rulebook, lang: str, place: Place | None, key: str) -> dict[str, Any]:
    """The file, the line where it has lines, the cell or the section by its name, and the place in words."""
    report, data = found.report, dict[str, Any]()
    if artifact := _artifact(report.file):
        data["physicalLocation"] = {"artifactLocation": artifact}
        if (line := line_of(place)) is not None:
            data["physicalLocation"]["region"] = {"startLine": line}
    if logical := _logical(report, key, found.finding.scope.get("section", ""), ruleset, lang):
        data["logicalLocations"] = [logical]
    if place is not None and (words := place_words(place, lang)):
        data["message"] = _message(words)
    return data


def _artifact(file: str) -> dict[str, Any]:
    """The address of a file; of nothing and of standard input there is none."""
    if not file or file == "-":
        return {}
    uri, relative = uri_of(file)
    return {"uri": uri, **({"uriBaseId": ROOT} if relative else {})}


def _logical(report: Report, key: str, section: str, ruleset: Rulebook, lang: str) -> dict[str, Any]:
    edition = report.edition
    if key:
        name = clean(cell_label(edition, key, lang, ruleset.labels(edition.key)))
        return {"name": name or key, "fullyQualifiedName": key, "kind": "cell" if key in edition.cell_by_key else "fact"}
    if section:
        known = edition.section_by_key.get(section)
        name = section_label(known, lang) if known else section
        return {"name": clean(name), "fullyQualifiedName": f"section.{section}", "kind": "section"}
    return {}


def _related(found: Found, number: int, key: str, ruleset: Rulebook, lang: str) -> dict[str, Any]:
    cell = found.report.cells.get(key)
    return {"id": number, **_location(found, ruleset, lang, cell.place if cell else None, key)}


def _properties(found: Found) -> dict[str, Any]:
    """What SARIF has no field for: programs find it here."""
    finding, report = found.finding, found.report
    data: dict[str, Any] = {
        "organ": report.unit,
        "year": report.year,
        "edition": report.edition.key,
        "scope": dict(finding.scope),
        "cells": list(finding.cells),
        "messages": {lang: finding.message[lang] for lang in languages() if lang in finding.message},
        "suggestions": [
            {
                "cell": each.cell,
                "value": plain_number(each.value),
                "suggested": plain_number(each.suggested),
                "confidence": each.confidence,
            }
            for each in finding.suspects
        ],
    }
    if report.part is not None:
        data["part"] = report.part
    if finding.cause is not None:
        data["cause"] = finding.cause.number
    if finding.quote:
        data["quote"] = finding.quote
    return data


def _suppression(waiver: Waiver) -> dict[str, Any]:
    artifact = _artifact(str(waiver.file) if waiver.file.name else "")
    region = {"region": {"startLine": waiver.line}} if waiver.line > 0 else {}
    return {
        "kind": "external",
        "status": "accepted",
        "justification": clean(waiver.reason),
        **({"location": {"physicalLocation": {"artifactLocation": artifact, **region}}} if artifact else {}),
        **({"properties": {"until": waiver.until.isoformat()}} if waiver.until else {}),
    }


def _unread(failed: FailedFile, lang: str) -> dict[str, Any]:
    """A file that could not be checked."""
    return _notification(failed.kind, say("render/not-checked", lang) + failed.text(lang), failed.file)


def _broken(found: Found, lang: str) -> dict[str, Any]:
    """A rule that broke: the report is not to blame, so that it is no result."""
    data = _notification("broken_rule", found.finding.message.get(lang, ""), found.report.file)
    return data | {"properties": {"rule": found.finding.code}}


def _notification(kind: str, text: str, file: str) -> dict[str, Any]:
    artifact = _artifact(file)
    locations: Sequence[dict[str, Any]] = [{"physicalLocation": {"artifactLocation": artifact}}] if artifact else []
    return {"level": "error", "descriptor": {"id": kind}, "message": _message(text), **({"locations": locations} if locations else {})}
