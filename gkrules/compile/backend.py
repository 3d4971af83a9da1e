"""How pandera runs a schema of ours: all cells are looked at in one go, and all rules in one pass."""

from __future__ import annotations

import warnings
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
from pandera.backends.base import CoreCheckResult
from pandera.backends.pandas.container import DataFrameSchemaBackend
from pandera.errors import SchemaError, SchemaErrorReason, SchemaWarning

from gkrules.compile.cell_columns import Cells
from gkrules.compile.failures import LazySchemaErrors
from gkrules.compile.judging import Looking, broken, judge, rule_of, structure_cases

COLUMNS_CHECK = "columns"
"""The name of the check of all columns of cells."""


class LazyBackend(DataFrameSchemaBackend):
    """The pandas backend of pandera, for one validation by a `ReportSchema`.

    pandera runs each column by itself, which takes 80 ms for the cells of a report. Here only the columns that somebody added or changed
    go that way; for all others it is asked once whether they are there and hold numbers. What is raised is put together when it is
    looked at.
    """

    _looking: Looking
    _own: Cells
    _all_seen = True

    def validate(self, check_obj: pd.DataFrame, schema: Any, **options: Any) -> Any:
        """See `pandera.DataFrameSchema.validate`."""
        self._looking = Looking(schema.rules)
        self._own = schema.own_columns()
        # Settings by which pandera looks at all columns: it does so only if somebody asks for it.
        thorough = schema.strict or schema.ordered or schema.add_missing_columns or schema.coerce or schema.dtype is not None
        self._all_seen = bool(thorough or schema.on_missing_columns)
        try:
            return super().validate(check_obj, schema, **options)
        finally:
            # Not inside the check: where warnings are errors, pandera would take them for a check that broke.
            for message in self._looking.warnings:
                warnings.warn(message, SchemaWarning, stacklevel=4)

    def _seen_of(self, schema: Any) -> Any:
        """The schema as pandera's parsers see it."""
        return schema if self._all_seen else schema.with_columns(self._own)

    def warn_missing_optional_columns(self, check_obj: pd.DataFrame, schema: Any) -> None:
        """Of the columns that are looked at one by one."""
        super().warn_missing_optional_columns(check_obj, self._seen_of(schema))

    def collect_column_info(self, check_obj: pd.DataFrame, schema: Any) -> Any:
        """Of the columns that are looked at one by one; that cells are missing is said once for all of them."""
        info = super().collect_column_info(check_obj, self._seen_of(schema))
        if schema.add_missing_columns:
            return info
        return info._replace(absent_column_names=[name for name in info.absent_column_names if name in self._own])

    def set_defaults(self, check_obj: pd.DataFrame, schema: Any) -> Any:
        """Of the columns that somebody added or changed: ours have none."""
        return super().set_defaults(check_obj, SimpleNamespace(columns=self._own))

    def coerce_dtype(self, check_obj: pd.DataFrame, schema: Any = None) -> Any:
        """Of the columns that are looked at one by one."""
        return super().coerce_dtype(check_obj, self._seen_of(schema))

    def collect_schema_components(self, check_obj: pd.DataFrame, schema: Any, column_info: Any) -> Any:
        """The columns that somebody added or changed; all that are there if the schema has a data type for them."""
        there = {name: column for name, column in schema.columns.items() if name in check_obj} if schema.dtype is not None else {}
        return super().collect_schema_components(check_obj, schema.with_columns({**there, **self._own}), column_info)

    def check_column_presence(self, check_obj: pd.DataFrame, schema: Any, column_info: Any) -> Any:
        """Whether the columns are there, and those of cells hold numbers."""
        results = super().check_column_presence(check_obj, schema, column_info)
        if isinstance(results, CoreCheckResult):
            # Only the data are to be looked at.
            return results
        return [*results, self._cells_are_numbers(check_obj, schema)]

    def _cells_are_numbers(self, check_obj: pd.DataFrame, schema: Any) -> CoreCheckResult:
        batch = self._looking.over(check_obj).batch
        faults = {key: "column is missing" for key in batch.missing if key not in batch.not_numeric}
        faults |= dict.fromkeys(batch.not_numeric, "not numeric, or there twice")
        if not faults:
            return CoreCheckResult(passed=True, check=COLUMNS_CHECK)
        message = f"{len(faults)} columns of cells are missing or not numeric: {next(iter(faults))}, …"
        reason = SchemaErrorReason.WRONG_DATATYPE if batch.not_numeric else SchemaErrorReason.COLUMN_NOT_IN_DATAFRAME
        error = broken(schema, check_obj, message, structure_cases(faults), check=COLUMNS_CHECK, reason_code=reason)
        return CoreCheckResult(passed=False, check=COLUMNS_CHECK, reason_code=reason, schema_error=error)

    def run_check(self, check_obj: Any, schema: Any, check: Any, check_index: int, *args: Any) -> CoreCheckResult:
        """Look up what the pass over the frame found for a rule; other people's checks are run as ever."""
        code = rule_of(check, self._looking.rules)
        if not code:
            return super().run_check(check_obj, schema, check, check_index, *args)
        try:
            judge(self._looking.rules, code, check_obj, self._looking)
        except SchemaError as error:
            if not check.raise_warning:
                raise
            self._looking.failing.pop(code, None)
            self._looking.warnings.append(str(error))
        return CoreCheckResult(passed=True, check=check, check_index=check_index, reason_code=SchemaErrorReason.DATAFRAME_CHECK)

    def run_checks_and_handle_errors(self, error_handler: Any, schema: Any, check_obj: Any, *args: Any) -> Any:
        """Run the checks; their errors are raised here, where pandera would do it next."""
        handler = super().run_checks_and_handle_errors(error_handler, schema, check_obj, *args)
        if handler.collected_errors and (not schema.drop_invalid_rows or any(_of_no_row(error) for error in handler.schema_errors)):
            raise LazySchemaErrors(schema, handler.schema_errors, check_obj)
        return handler

    def drop_invalid_rows(self, check_obj: pd.DataFrame, error_handler: Any) -> Any:
        """Drop the reports that break a rule, all of them and no others; what else is wrong is pandera's.

        pandera goes by the labels of the failure cases, of which there are only the first where many fail.
        """
        others = [error for error in error_handler.schema_errors if not rule_of(error.check, self._looking.rules)]
        rows = list(self._looking.failing.values())
        looked_at = self._looking.frame
        if rows and looked_at is not None:
            broken_rows = np.unique(np.concatenate(rows))
            if looked_at is check_obj:
                keep = np.ones(len(check_obj), dtype=np.bool_)
                keep[broken_rows] = False
            else:
                keep = ~check_obj.index.isin(looked_at.index[broken_rows])
            check_obj = check_obj.loc[keep]
        rest: Any = SimpleNamespace(schema_errors=others)
        return super().drop_invalid_rows(check_obj, rest) if others else check_obj


def _of_no_row(error: SchemaError) -> bool:
    """Whether a fault is not of certain reports, so that to drop rows does not mend it."""
    cases = error.failure_cases
    return isinstance(cases, str) or error.check == COLUMNS_CHECK or not isinstance(cases, pd.DataFrame | pd.Series)
