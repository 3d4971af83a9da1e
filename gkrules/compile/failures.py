"""What pandera raises for a frame that fails: the failure cases of each rule, put together when they are looked at."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from pandera.errors import FailureCaseMetadata, SchemaError, SchemaErrors

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


class LazySchemaErrors(SchemaErrors):
    """`pandera.errors.SchemaErrors` whose table of failure cases and message are made on first sight.

    To join, sort and count the failure cases of some checks takes as long as to add up a hundred thousand reports, and
    who only asks whether a frame is valid never sees them. The cases of each check are taken when it fails, so that a
    frame may change afterwards.
    """

    def __init__(self, schema: Any, schema_errors: list[SchemaError], data: Any) -> None:
        Exception.__init__(self)
        self.schema: Any = schema
        self.schema_errors: list[Any] = schema_errors
        self.data: Any = data

    @cached_property
    def _metadata(self) -> FailureCaseMetadata:
        metadata: FailureCaseMetadata = self.schema.get_backend(self.data).failure_cases_metadata(self.schema.name, self.schema_errors)
        return metadata

    @cached_property
    def failure_cases(self) -> Any:
        """One row per failure case of any check."""
        return self._metadata.failure_cases

    @cached_property
    def message(self) -> dict[str, Any]:
        """The errors by category and reason."""
        return self._metadata.message

    @cached_property
    def error_counts(self) -> dict[str, int]:
        """How many errors there are, by reason."""
        return self._metadata.error_counts

    def __reduce__(self) -> Any:
        state = {name: getattr(self, name) for name in ("failure_cases", "message", "error_counts")}
        self.__dict__.pop("_metadata", None)
        self.args: tuple[Any] = (state["message"],)
        return super().__reduce__()  # type: ignore[no-untyped-call]
