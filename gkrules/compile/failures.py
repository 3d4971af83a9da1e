"""The failure cases that pandera shows: only the cells involved, in a tidy frame."""

from __future__ import annotations

import numpy as np
import pandas as pd

from gkrules.compile.batch import Batch, Rows, StateCode
from gkrules.compile.kernel import Kernel, RuleResult

MAX_FAILURES = 1000
MANY_REPORTS = 10_000
MAX_OF_MANY = 10


def shown_failures(height: int) -> int:
    """How many failures of a rule are shown in a frame of `height` reports.

    pandera copies and sorts what it is given; in a large frame nobody reads it through, and a few tell what is wrong.
    """
    return MAX_FAILURES if height <= MANY_REPORTS else MAX_OF_MANY


def failure_cases(kernel: Kernel, result: RuleResult, rows: Rows, places: Rows, batch: Batch, index: pd.Index) -> pd.DataFrame:
    """One row per cell of each failure: ``column``, ``failure_case`` (its value), ``index`` (label of the report).

    `rows` and `places` say where in `result` the rule fails. Cells that a
    document does not have are left out, unless their absence is the failure.
    """
    # Only the reports that fail are copied out of the batch.
    failing, inverse = np.unique(result.rows[rows], return_inverse=True)
    subset, positions = batch.take(failing), kernel.positions[places]
    at, involved = inverse[:, None], positions >= 0
    present = involved & (subset.states[at, positions] != StateCode.ABSENT)
    present |= involved & ~present.any(axis=1, keepdims=True)
    names = batch.columns.names
    return pd.DataFrame(
        {
            "column": names[positions[present]],
            "failure_case": subset.values[at, positions][present],
            "index": index.to_numpy()[failing[np.broadcast_to(at, present.shape)[present]]],
        }
    )
