"""What a finding is known by from one check to the next: a digest of what is wrong where, and of nothing that changes without it.

The name `VERSION` goes with it: what it is made of may be another thing in another version, and then it has another name.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator

from gkrules.model.findings import Finding, ReportFindings
from gkrules.model.report import COMPARISON_NOTES, Report
from gkrules.model.units import normalised_unit

VERSION = "gkrules/v1"


def fingerprints(found: ReportFindings) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Those of the findings of a report, and of its waived ones, each in their order."""
    made = list(fingerprints_of(found.report, (*found.findings, *(each.finding for each in found.waived))))
    return tuple(made[: len(found.findings)]), tuple(made[len(found.findings) :])


def fingerprints_of(report: Report, findings: Iterable[Finding]) -> Iterator[str]:
    """Those of all findings about a report; what is equal in everything is counted, so that each has its own.

    A report whose organ or year is not known has findings like those of another such report: the file tells them apart, not this.
    """
    seen: Counter[str] = Counter()
    for finding in findings:
        text = canonical_text(report, finding)
        yield hashlib.sha256(f"{text}\n{seen[text]}".encode("utf-8", "backslashreplace")).hexdigest()
        seen[text] += 1


def canonical_text(report: Report, finding: Finding) -> str:
    """What a fingerprint is made of, as JSON: organ, year, rule, what the rule looked at, cells, labels, sentence.

    No number of a cell or a sentence is in it: a mistake that was mended wrongly is the same mistake. Nor are the name of the file,
    places and messages, which change while the mistake stays.
    """
    labels = [[note.table, _plain(note.label)] for note in finding.notes if note.kind not in COMPARISON_NOTES]
    parts = {
        "version": VERSION,
        "organ": normalised_unit(report.unit),
        "year": report.year,
        "rule": finding.code,
        "outcome": finding.outcome.value,
        "scope": dict(finding.scope),
        "cells": sorted(finding.cells),
        "labels": labels,
        "sentence": re.sub(r"\d+(?:\.\d+)?", "#", _plain(finding.quote)),
    }
    return json.dumps(parts, ensure_ascii=True, sort_keys=True, separators=(",", ":"))


def _plain(text: str) -> str:
    """A text without what varies between two copies of it: width, spaces, punctuation other than the point of a number."""
    return re.sub(r"(?!(?<=\d)\.(?=\d))[\W_]", "", unicodedata.normalize("NFKC", text))
