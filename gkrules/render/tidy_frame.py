"""Reports as one long table: a row for each cell of each report."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from gkrules.model.cells import CellState
from gkrules.model.report import Report

if TYPE_CHECKING:
    import pandas as pd

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
