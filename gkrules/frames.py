"""Reports as frames, and frames as reports."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal, overload

from gkrules.model.report import Report
from gkrules.rulefiles.rulebook import own_rulebook

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa

Layout = Literal["wide", "tidy"]
Backend = Literal["pandas", "polars", "pyarrow"]


@overload
def to_frame(
    reports: Report | Sequence[Report], *, layout: Layout = "wide", states: bool = False, backend: Literal["pandas"] = "pandas"
) -> pd.DataFrame: ...


@overload
def to_frame(
    reports: Report | Sequence[Report], *, layout: Layout = "wide", states: bool = False, backend: Literal["polars"]
) -> pl.DataFrame: ...


@overload
def to_frame(
    reports: Report | Sequence[Report], *, layout: Layout = "wide", states: bool = False, backend: Literal["pyarrow"]
) -> pa.Table: ...


def to_frame(
    reports: Report | Sequence[Report], *, layout: Layout = "wide", states: bool = False, backend: Backend = "pandas"
) -> pd.DataFrame | pl.DataFrame | pa.Table:
    """The cells of reports as a frame.

    Args:
        reports: the reports; for ``wide``, all of one edition.
        layout: ``wide``: one row per report, one float64 column per cell (``table.row.column``), ``NaN`` where a cell holds no
            number, as `Ruleset.schema` validates it; optional cells have columns only if a report has them. ``tidy``: one row per
            report and cell that it has, with the columns of `gkrules.render.data.frame_output.TIDY_TYPES`.
        states: for ``wide``, add the columns ``table.row.column.state`` (int8, see `gkrules.compile.batch.StateCode`) and those of
            the facts about the documents, so that blank, absent and unreadable cells are told apart. ``tidy`` has them always.
        backend: ``pandas``, or ``polars`` or ``pyarrow`` where they are installed.

    Raises:
        UsageError: the reports are of different editions (``wide``), or the backend is not installed.
    """
    from gkrules.render.data.frame_output import as_backend

    several = [reports] if isinstance(reports, Report) else list(reports)
    if layout == "tidy":
        from gkrules.render.data.frame_output import tidy_frame

        return as_backend(tidy_frame(several), backend)
    return as_backend(_wide_frame(several, states), backend)


def _wide_frame(several: Sequence[Report], states: bool) -> pd.DataFrame:
    from gkrules.compile.batch import Columns, frame_of
    from gkrules.model.errors import UsageError

    editions = {report.edition.key: report.edition for report in several}
    if len(editions) > 1:
        raise UsageError("frames/mixed_editions", editions=list(editions))
    rulebook = own_rulebook()
    edition = next(iter(editions.values()), rulebook.edition)
    return frame_of(several, Columns.of(edition, list(rulebook.facts)), states=states)
