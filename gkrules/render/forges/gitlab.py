"""The format ``gitlab``: a Code Quality report, which GitLab shows in a merge request."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

from gkrules.model.findings import Severity
from gkrules.render.data.json_output import dumps
from gkrules.render.fingerprints import VERSION
from gkrules.render.forges.escaping import shortened
from gkrules.render.found import every_finding, path_of
from gkrules.render.inputs import Checked
from gkrules.render.safe import clean
from gkrules.render.words import say

_LEVELS = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}
_NOTHING_KNOWN = "critical"
"""A file that was not read, or a rule that broke: what is wrong there nobody knows."""
_MOST_WORDS = 1000


def checked_gitlab(checked: Checked, lang: str) -> str:
    """The format ``gitlab`` of `gkrules check`; an empty list where nothing is wrong."""
    return dumps(list(_unique(_entries(checked, lang))))


def _entries(checked: Checked, lang: str) -> Iterator[dict[str, Any]]:
    for failed in checked.failed:
        mark = _digest(VERSION, "failed", failed.kind, path_of(failed.file))
        yield _entry(failed.kind, say("render/not-checked", lang) + failed.text(lang), mark, _NOTHING_KNOWN, failed.file, None)
    for found in every_finding(checked.result):
        told = found.told(checked.result.ruleset, lang)
        place = say("render/in-brackets", lang, text=told.place) if told.place else ""
        severity = _NOTHING_KNOWN if found.broken else _LEVELS[found.severity]
        yield _entry(found.finding.code, told.message + place, found.fingerprint, severity, found.report.file, found.line)


def _entry(check: str, words: str, mark: str, severity: str, file: str, line: int | None) -> dict[str, Any]:
    return {
        "description": shortened(clean(words), _MOST_WORDS),
        "check_name": check,
        "fingerprint": mark,
        "severity": severity,
        # GitLab wants a line of every file, also of one that has none.
        "location": {"path": clean(path_of(file)), "lines": {"begin": line or 1}},
    }


def _unique(entries: Iterator[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Entries whose fingerprints differ: of two copies of one report, the second has that of its file, too."""
    seen: set[str] = set()
    for entry in entries:
        mark, again = entry["fingerprint"], 0
        while mark in seen:
            mark = _digest(entry["fingerprint"], entry["location"]["path"], str(again))
            again += 1
        seen.add(mark)
        yield entry | {"fingerprint": mark}


def _digest(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode("utf-8", "backslashreplace")).hexdigest()
