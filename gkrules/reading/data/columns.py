"""A table of pandas, polars or Arrow → pandas, without a copy through a third library; none of them is imported before one comes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from gkrules.model.arguments import is_frame, misuse
from gkrules.reading.faults import over_limit
from gkrules.reading.limits import DEFAULT_LIMITS, Limits

if TYPE_CHECKING:
    import pandas as pd


def pandas_of(frame: Any, argument: str = "frame", *, limits: Limits | None = DEFAULT_LIMITS) -> pd.DataFrame:
    """`frame` itself if it is of pandas; else one with the same columns, whose values are Python's.

    Raises:
        UsageError: ``wrong_type``: it is no table, or one that is not collected yet.
        DocumentError: ``limit_cells``, unless `limits` is ``None``.
    """
    if type(frame).__name__ == "LazyFrame" and is_frame(frame):
        raise misuse(argument, "frame", frame, "lazy")
    names = _names(frame)
    if names is None:
        raise misuse(argument, "frame", frame)
    rows, columns = frame.shape
    if limits is not None and rows * columns > limits.max_cells:
        raise over_limit("reading/cells.frames", cells=rows * columns)
    import pandas as pd

    if isinstance(frame, pd.DataFrame):
        return frame
    values = {
        number: frame.column(number).to_pylist() if hasattr(frame, "column_names") else frame[name].to_list()
        for number, name in enumerate(names)
    }
    made = pd.DataFrame(values, dtype=object, index=pd.RangeIndex(rows))
    made.columns = pd.Index(names, dtype=object)
    return made


def tables_of(frames: Any) -> list[pd.DataFrame] | dict[str, pd.DataFrame]:
    """The tables that a caller gave: one, a list, or tables by key.

    Raises:
        UsageError: ``wrong_type``.
        DocumentError: ``limit_cells``.
    """
    if is_frame(frames):
        return [pandas_of(frames, "frames")]
    if isinstance(frames, Mapping):
        for key in frames:
            if not isinstance(key, str):
                raise misuse("frames", "frames", key)
        return {key: pandas_of(frame, "frames") for key, frame in frames.items()}
    if not isinstance(frames, Sequence) or isinstance(frames, (str, bytes)):
        raise misuse("frames", "frames", frames)
    return [pandas_of(frame, "frames") for frame in frames]


def _names(frame: Any) -> list[Any] | None:
    """The names of the columns; ``None`` if it is no table."""
    if not is_frame(frame) or len(getattr(frame, "shape", ())) != 2:
        return None
    names = getattr(frame, "column_names", None)  # Arrow
    if names is None:
        names = getattr(frame, "columns", None)
    return None if names is None else list(names)
