"""The single cells whose change mends all that is broken in a part of the system, for all reports at once."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from gkrules.locate.readings import Readings
from gkrules.locate.system import System

_CLOSE = 1e-9


def single_cells(system: System, readings: Readings) -> Iterator[tuple[int, int, int, float]]:
    """Report (its number in `readings`), part of the system, cell, and what must be added to the cell.

    A change d of a cell whose coefficients are a mends differences r if r + d·a = 0. So r and a are parallel, which is
    so exactly if (r·a)² = |r|²·|a|² (Cauchy and Schwarz), and d = −r·a / |a|²: three products of matrices for a batch.
    """
    for part, (equations, cells) in enumerate(system.parts):
        rest = readings.rest[:, equations]
        reports = np.flatnonzero(rest.any(axis=1))
        if not len(reports):
            continue
        rest, force = rest[reports], readings.force[np.ix_(reports, equations)]
        matrix = system.matrix[np.ix_(equations, cells)]
        along = rest @ matrix
        size = force.astype(np.float64) @ (matrix * matrix)
        norm = (rest * rest).sum(axis=1)[:, None] * size
        hit = (along != 0) & (np.abs(along * along - norm) <= _CLOSE * norm) & readings.open[np.ix_(reports, cells)]
        at, column = np.nonzero(hit)
        change = -along[at, column] / size[at, column]
        value = readings.values[reports[at], cells[column]] + change
        rounded = np.round(value, 9)
        fits = (rounded >= 0) | system.signed[cells[column]]
        fits &= (rounded == np.round(rounded)) | system.decimal[cells[column]]
        left = rest[at] + change[:, None] * matrix[:, column].T * force[at]
        fits &= (np.abs(left) <= _CLOSE * (1 + np.abs(rest[at]))).all(axis=1)
        for number in np.flatnonzero(fits):
            yield int(reports[at[number]]), part, int(cells[column[number]]), float(change[number])
