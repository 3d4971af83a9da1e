"""Reports as frames with a row per report or per cell, and such frames as reports."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Literal, get_args, overload

from gkrules.model.arguments import edition_of, shown, truth_of
from gkrules.model.arguments import several as several_of
from gkrules.model.errors import UsageError
from gkrules.model.report import Report
from gkrules.rulefiles.rulebook import own_rulebook

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa

    from gkrules.model.report import Frame

Layout = Literal["wide", "tidy"]
Backend = Literal["pandas", "polars", "pyarrow"]


@overload
def to_frame(
    reports: Report | Iterable[Report], *, layout: Layout = "wide", states: bool = False, backend: Literal["pandas"] = "pandas"
) -> pd.DataFrame: ...


@overload
def to_frame(
    reports: Report | Iterable[Report], *, layout: Layout = "wide", states: bool = False, backend: Literal["polars"]
) -> pl.DataFrame: ...


@overload
def to_frame(
    reports: Report | Iterable[Report], *, layout: Layout = "wide", states: bool = False, backend: Literal["pyarrow"]
) -> pa.Table: ...


def to_frame(
    reports: Report | Iterable[Report], *, layout: Layout = "wide", states: bool = False, backend: Backend = "pandas"
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
        UsageError: the reports are of different editions (``mixed_editions``, for ``wide``), there is no such layout or backend, the
            backend is not installed (``missing_extra``), or `reports` are none (``wrong_type``).
    """
    from gkrules.render.data.frame_output import as_backend

    several = several_of("reports", reports, Report, "read-reports")
    if not isinstance(layout, str) or layout not in get_args(Layout):
        raise UsageError("frames/unknown_layout", name=shown(layout), known=list(get_args(Layout)))
    if layout == "tidy":
        from gkrules.render.data.frame_output import tidy_frame

        return as_backend(tidy_frame(several), backend)
    return as_backend(_wide_frame(several, truth_of("states", states)), backend)


def from_frame(frame: Frame, *, edition: str | None = None) -> list[Report]:
    """The reports of a frame of pandas, polars or Arrow with a row per report or per cell: what `to_frame` makes, and its like.

    Args:
        frame: ``wide``: a row per report, a column per cell, named by its key or by its labels (``行政复议/总计``); what is missing is
            a blank cell, unless there are columns of states; cells without a column are absent. ``tidy``: a row per cell, with its key
            (``cell``), or ``table``, ``row`` and ``column``, or labels in any columns, and its ``value``. Both may have ``unit``,
            ``year``, ``edition``, ``file`` and ``part``; numbers may be text.
        edition: key of the edition; by default that which the frame names, else the one of the year, else by its names.

    Raises:
        DocumentError: a column or row names a cell that the form has not, or no one cell for certain (``bad_json``).
        UsageError: the frame is none (``wrong_type``), or has no such rows (``no_report_rows``).
    """
    from gkrules.pipeline.frames import read_frame
    from gkrules.pipeline.read import ReadOptions

    return read_frame(frame, ReadOptions(edition_of(edition)))


def _wide_frame(several: Sequence[Report], states: bool) -> pd.DataFrame:
    from gkrules.compile.batch import Columns, frame_of

    editions = {report.edition.key: report.edition for report in several}
    if len(editions) > 1:
        raise UsageError("frames/mixed_editions", editions=list(editions))
    rulebook = own_rulebook()
    edition = next(iter(editions.values()), rulebook.edition)
    return frame_of(several, Columns.of(edition, list(rulebook.facts)), states=states)
