"""A pandas frame as the frame of another library."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gkrules.model.errors import UsageError

if TYPE_CHECKING:
    import pandas as pd

_BACKENDS = ("pandas", "polars", "pyarrow")


def as_backend(frame: pd.DataFrame, backend: str) -> Any:
    """`frame` itself for ``pandas``; a ``polars.DataFrame`` or a ``pyarrow.Table`` with the same columns.

    Raises:
        UsageError: there is no such backend (``unknown_backend``), or it is not installed (``missing_extra``).
    """
    if backend == "pandas":
        return frame
    if backend not in _BACKENDS:
        raise UsageError("render/unknown_backend", backend=backend, known=_BACKENDS)
    try:
        import pyarrow as pa

        table = pa.Table.from_pandas(frame, preserve_index=False).replace_schema_metadata()
        if backend == "pyarrow":
            return table
        import polars as pl
    except ImportError as error:
        raise UsageError("render/missing_extra", backend=backend) from error
    return pl.from_arrow(table)
