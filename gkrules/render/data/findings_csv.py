"""The findings as CSV, one a row: names of columns for programs, sentences for people."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from gkrules.model.findings import Suspect
from gkrules.render.found import Found, every_finding
from gkrules.render.inputs import Checked
from gkrules.render.safe import clean, spreadsheet_text
from gkrules.render.words import number

FINDINGS_HEADER = (
    *("type", "file", "part", "unit", "year", "edition", "code", "name", "severity", "outcome", "message", "terms", "advice", "place"),
    *("cells", "section", "quote", "left", "right", "difference", "suggested", "cause", "source", "waived", "fingerprint"),
)
"""`type` is ``finding``, ``waived`` or ``failed`` (a file that could not be checked, with its reason as the message)."""


def checked_csv(checked: Checked, lang: str) -> str:
    """The format ``csv`` of `gkrules check`."""
    stream = io.StringIO()
    writer = csv.DictWriter(stream, FINDINGS_HEADER, restval="", lineterminator="\n")
    writer.writeheader()
    for row in _rows(checked, lang):
        writer.writerow({name: spreadsheet_text(clean(text)) for name, text in row.items()})
    return stream.getvalue()


def _rows(checked: Checked, lang: str) -> Iterator[dict[str, str]]:
    for failed in checked.failed:
        yield {"type": "failed", "file": failed.file, "name": failed.kind, "message": failed.text(lang)}
    for found in every_finding(checked.result, waived=True):
        yield _row(found, checked, lang)


def _row(found: Found, checked: Checked, lang: str) -> dict[str, str]:
    finding, report, told = found.finding, found.report, found.told(checked.result.ruleset, lang)
    return {
        "type": "finding" if found.waiver is None else "waived",
        "file": report.file,
        "part": _text(report.part),
        "unit": report.unit,
        "year": _text(report.year),
        "edition": report.edition.key,
        "code": finding.code,
        "name": finding.name,
        "severity": finding.severity.value,
        "outcome": finding.outcome.value,
        "message": told.message,
        "terms": told.terms,
        "advice": " ".join(told.suspicions),
        "place": told.place,
        "cells": " ".join(finding.cells),
        "section": finding.scope.get("section", ""),
        "quote": finding.quote,
        "left": _number(finding.left, lang),
        "right": _number(finding.right, lang),
        "difference": _number(finding.difference, lang),
        "suggested": " ".join(_suggested(each, lang) for each in finding.suspects if each.suggested is not None),
        "cause": _text(finding.cause.number if finding.cause else None),
        "source": told.source,
        "waived": found.waiver.reason if found.waiver else "",
        "fingerprint": found.fingerprint,
    }


def _suggested(suspect: Suspect, lang: str) -> str:
    return f"{suspect.cell}={number(suspect.suggested, lang)}"


def _text(value: int | None) -> str:
    return "" if value is None else str(value)


def _number(value: float | None, lang: str) -> str:
    return "" if value is None else number(value, lang)
