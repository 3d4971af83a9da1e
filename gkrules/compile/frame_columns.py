"""Columns of a frame as matrices of numbers, and which of them hold something else."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd


def is_numeric(column: pd.Series[Any] | pd.DataFrame) -> bool:
    """Whether it is one column of numbers; truth values are none, and where a name is there twice it is a frame."""
    types = pd.api.types
    return column.ndim == 1 and types.is_numeric_dtype(column.dtype) and not (types.is_bool_dtype(column) or types.is_complex_dtype(column))


def numbers_of(frame: pd.DataFrame, names: Sequence[str], wrong: list[str]) -> npt.NDArray[np.float64] | None:
    """Columns as one matrix, (reports, names); ``None`` if some do not hold numbers, which are added to `wrong`."""
    others = [name for name in names if not is_numeric(frame[name])]
    wrong += others
    if others:
        return None
    numbers: npt.NDArray[np.float64] = np.array([frame[name].to_numpy(dtype=np.float64, na_value=np.nan) for name in names])
    return numbers.reshape(len(names), len(frame)).T


def codes_of(frame: pd.DataFrame, names: Sequence[str], codes: Sequence[int], wrong: list[str]) -> npt.NDArray[np.int8] | None:
    """Columns with states as one matrix, likewise; ``None`` if some hold something else than `codes`."""
    numbers = numbers_of(frame, names, wrong)
    if numbers is None:
        return None
    known: npt.NDArray[np.bool_] = np.logical_and.reduce(np.isin(numbers, codes), axis=0)
    wrong += [name for name, all_known in zip(names, known, strict=True) if not all_known]
    return numbers.astype(np.int8) if known.all() else None
