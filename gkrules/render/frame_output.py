"""Findings as a pandas frame."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gkrules.render.inputs import ResultLike

if TYPE_CHECKING:
    import pandas as pd

_TEXT = ("file", "unit", "edition", "code", "name", "severity", "outcome", "cells", "message_zh", "message_en", "ruleset", "edition_status")
_NUMBERS = ("left", "right", "difference")


def findings_frame(result: ResultLike) -> pd.DataFrame:
    """One row per finding.

    `cells` are joined by a space; `part` (of a file with several reports) and `year` are ``Int64``; the sides of equations
    are ``float64``.
    """
    import pandas as pd

    rules = f"{result.ruleset.name} {result.ruleset.version} {result.ruleset.digest}"
    rows = [
        {
            "file": found.report.file,
            "part": found.report.part,
            "unit": found.report.unit,
            "year": found.report.year,
            "edition": found.report.edition.key,
            "code": finding.code,
            "name": finding.name,
            "severity": finding.severity.value,
            "outcome": finding.outcome.value,
            "cells": " ".join(finding.cells),
            "left": finding.left,
            "right": finding.right,
            "difference": finding.difference,
            "message_zh": finding.message.get("zh", ""),
            "message_en": finding.message.get("en", ""),
            "ruleset": rules,
            "edition_status": found.report.edition.status,
        }
        for found in result.reports
        for finding in found.findings
    ]
    columns = [
        "file",
        "part",
        "unit",
        "year",
        "edition",
        "code",
        "name",
        "severity",
        "outcome",
        "cells",
        *_NUMBERS,
        "message_zh",
        "message_en",
        "ruleset",
        "edition_status",
    ]
    types = {**dict.fromkeys(_TEXT, "str"), **dict.fromkeys(_NUMBERS, "float64"), "part": "Int64", "year": "Int64"}
    return pd.DataFrame(rows, columns=columns).astype(types)
