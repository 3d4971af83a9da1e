"""Frames: reports as one long table, findings, and a pandas frame as the frame of another library."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from gkrules.model.arguments import shown
from gkrules.model.cells import CellState
from gkrules.model.errors import UsageError
from gkrules.model.report import Report
from gkrules.render.inputs import ResultLike

if TYPE_CHECKING:
    import pandas as pd

_BACKENDS = ("pandas", "polars", "pyarrow")


def as_backend(frame: pd.DataFrame, backend: str) -> Any:
    """`frame` itself for ``pandas``; a ``polars.DataFrame`` or a ``pyarrow.Table`` with the same columns.

    Raises:
        UsageError: there is no such backend (``unknown_backend``), or it is not installed (``missing_extra``).
    """
    if not isinstance(backend, str) or backend not in _BACKENDS:
        raise UsageError("render/unknown_backend", backend=shown(backend), known=_BACKENDS)
    if backend == "pandas":
        return frame
    try:
        import pyarrow as pa

        table = pa.Table.from_pandas(frame, preserve_index=False).replace_schema_metadata()
        if backend == "pyarrow":
            return table
        import polars as pl
    except ImportError as error:
        raise UsageError("render/missing_extra", backend=backend) from error
    return pl.from_arrow(table)


TIDY_TYPES = {
    "report": "int64",
    "file": "string",
    "part": "Int64",
    "unit": "string",
    "year": "Int64",
    "edition": "string",
    "table": "string",
    "row": "string",
    "column": "string",
    "value": "float64",
    "state": "category",
    "raw": "string",
    "edition_status": "string",
}
"""The columns and their types, whatever the reports.

`report` counts the reports from 0, `part` those of a file that holds several from 1; `state` is a `CellState`;
`edition_status` is ``preview`` where the form is known in part only.
"""


def tidy_frame(reports: Sequence[Report]) -> pd.DataFrame:
    """One row per report and cell that it has, in the order of the reports and of the form (`TIDY_TYPES`)."""
    import pandas as pd

    rows = [
        (
            number,
            report.file,
            report.part,
            report.unit,
            report.year,
            report.edition.key,
            *key.split("."),
            cell.value,
            cell.state.value,
            cell.raw,
            report.edition.status,
        )
        for number, report in enumerate(reports)
        for key, cell in report.cells.items()
    ]
    frame = pd.DataFrame(rows, columns=list(TIDY_TYPES))
    frame["state"] = pd.Categorical(frame["state"], categories=[state.value for state in CellState if state is not CellState.ABSENT])
    return frame.astype({name: kind for name, kind in TIDY_TYPES.items() if name != "state"})


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
        for found in (*result.reports, *result.unmatched)
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
