"""Many reports as columns: a float64 column per cell, with the state of each cell and the facts beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property
from typing import Self

import numpy as np
import numpy.typing as npt
import pandas as pd

from gkrules.compile.frame_columns import codes_of, is_numeric, numbers_of
from gkrules.model.cells import UNIT_IN_CELL, Cell, CellState
from gkrules.model.edition import Column, Edition
from gkrules.model.relations import BELOW, CLAIM, LAST_YEAR, Related, split
from gkrules.model.report import UNREAD_NOTES, Report

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int8]
Rows = npt.NDArray[np.intp]
Positions = npt.NDArray[np.intp]

STATE_SUFFIX = ".state"


class StateCode(IntEnum):
    """The state of a cell as a column of a frame holds it."""

    NUMBER = 0
    BLANK = 1
    NOT_APPLICABLE = 2
    TEXT = 3
    ABSENT = 4
    ANNOTATED = 5
    UNREAD = 6
    UNITLESS = 7


HOLDS_NUMBER = np.isin(np.arange(len(StateCode)), (StateCode.NUMBER, StateCode.ANNOTATED, StateCode.UNITLESS))
"""By the code of a state, whether a cell in it holds a number."""


_CODES = {
    CellState.NUMBER: StateCode.NUMBER,
    CellState.BLANK: StateCode.BLANK,
    CellState.NOT_APPLICABLE: StateCode.NOT_APPLICABLE,
    CellState.TEXT: StateCode.TEXT,
    CellState.ABSENT: StateCode.ABSENT,
}
_UNREAD_NOTES = (*UNREAD_NOTES, "other_edition")


@dataclass(frozen=True)
class Columns:
    """The names of the columns: `official` cells, then `optional` ones, then `facts`, then `related` cells of other reports."""

    official: tuple[str, ...]
    optional: tuple[str, ...]
    facts: tuple[str, ...]
    related: tuple[str, ...] = ()

    @classmethod
    def of(cls, edition: Edition, facts: Sequence[str], related: Sequence[str] = ()) -> Columns:
        """The columns of an edition."""
        return cls(edition.cells, edition.optional_cells, tuple(facts), tuple(related))

    @cached_property
    def cells(self) -> tuple[str, ...]:
        """Official and optional cells."""
        return (*self.official, *self.optional)

    @cached_property
    def states(self) -> tuple[str, ...]:
        """The names of the columns with the states of `cells`."""
        return tuple(f"{key}{STATE_SUFFIX}" for key in self.cells)

    @cached_property
    def related_states(self) -> tuple[str, ...]:
        """The names of the columns with the states of `related`."""
        return tuple(f"{key}{STATE_SUFFIX}" for key in self.related)

    @cached_property
    def position(self) -> dict[str, int]:
        """The number of each cell, fact and related cell, from 0."""
        return {key: number for number, key in enumerate((*self.cells, *self.facts, *self.related))}

    @cached_property
    def _related(self) -> Mapping[str, Sequence[tuple[int, str]]]:
        """The related cells with their numbers, by prefix; those of claims by prefix and claim."""
        found: dict[str, list[tuple[int, str]]] = {}
        for number, key in enumerate(self.related):
            prefix, rest = split(key)
            found.setdefault(prefix + rest.partition(".")[0] if prefix == CLAIM else prefix, []).append((number, key))
        return found

    def there(self, related: Related) -> Iterator[tuple[int, str]]:
        """The related cells of which a report can have any: number, from 0, and key."""
        for prefix in (LAST_YEAR, BELOW):
            if related.known(prefix):
                yield from self._related.get(prefix, ())
        for claim in related.statements:
            yield from self._related.get(CLAIM + claim, ())

    @cached_property
    def names(self) -> npt.NDArray[np.object_]:
        """The cells, facts and related cells by their number."""
        return np.array(list(self.position), dtype=object)

    @cached_property
    def official_index(self) -> pd.Index:
        """The official cells as the columns of a frame."""
        return pd.Index(self.official)

    @cached_property
    def full(self) -> pd.Index:
        """All columns of a frame with states and facts."""
        # As objects: who walks over thousands of names takes half the time.
        return pd.Index((*self.cells, *self.states, *self.facts, *self.related, *self.related_states), dtype=object)


def stand_ins(edition: Edition) -> dict[str, str]:
    """For each cell of a row that documents may print as another, the cell that they have instead."""
    return {
        table.cell(replaced, column.key): table.cell(row.key, column.key)
        for table in edition.tables
        for row in table.rows
        for replaced in row.replaces
        for column in table.columns_of(row)
    }


def frame_of(reports: Sequence[Report], columns: Columns, *, states: bool, related: Sequence[Related] = ()) -> pd.DataFrame:
    """One row per report, one float64 column per cell, column-major; ``NaN`` where a cell holds no number.

    Without `states`, the columns of `columns.optional` are there only if a report has such a cell. With `states`, the
    int8 columns ``table.row.column.state`` (see `StateCode`) and the float64 columns of the facts follow, and then the
    columns of `columns.related` with their states, from what `related` says of each report.
    """
    values, codes = _cells(reports, columns)
    if not states:
        width = len(columns.cells) if (codes[:, len(columns.official) :] != StateCode.ABSENT).any() else len(columns.official)
        return pd.DataFrame(values[:, :width], columns=pd.Index(columns.cells[:width]), copy=False)
    blocks = (values, codes, *_beside(reports, columns, related or [Related()] * len(reports)))
    frame = pd.concat([pd.DataFrame(np.asfortranarray(block), copy=False) for block in blocks], axis=1)
    frame.columns = columns.full
    return frame


def _cells(reports: Sequence[Report], columns: Columns) -> tuple[Floats, Codes]:
    """The numbers of the cells and their states, (reports, cells)."""
    values = np.full((len(reports), len(columns.cells)), np.nan, order="F")
    codes = np.full((len(reports), len(columns.cells)), StateCode.ABSENT, dtype=np.int8, order="F")
    for number, report in enumerate(reports):
        for key, cell in report.cells.items():
            position = columns.position[key]
            codes[number, position] = _code(cell, report.edition.cell_by_key[key].column)
            if cell.value is not None:
                values[number, position] = cell.value
        for note in report.notes:
            if note.kind in _UNREAD_NOTES:
                codes[number, [columns.position[key] for key in note.cells]] = StateCode.UNREAD
    return values, codes


def _beside(reports: Sequence[Report], columns: Columns, related: Sequence[Related]) -> tuple[Floats, Floats, Codes]:
    """The facts, the related cells and their states, (reports, …)."""
    pairs = list(zip(reports, related, strict=True))
    facts = [each.facts(report) for report, each in pairs]
    values = np.full((len(pairs), len(columns.related)), np.nan)
    states = np.full(values.shape, StateCode.ABSENT, dtype=np.int8)
    for number, (report, each) in enumerate(pairs):
        for position, key in columns.there(each):
            cell = each.cell(report, key)
            states[number, position] = _code(cell)
            if cell.value is not None:
                values[number, position] = cell.value
    stated = np.array([[row[name] for name in columns.facts] for row in facts], dtype=np.float64)
    return stated.reshape(len(pairs), len(columns.facts)), values, states


def _code(cell: Cell, column: Column | None = None) -> StateCode:
    if cell.state is CellState.NUMBER and column is not None and column.unit == UNIT_IN_CELL and not cell.unit:
        return StateCode.UNITLESS
    return StateCode.ANNOTATED if cell.annotated else _CODES[cell.state]


@dataclass(frozen=True)
class Subset:
    """Some rows of a batch, with cells and facts in one matrix.

    Attributes:
        values: float64, (rows, cells + facts).
        states: int8 `StateCode`, the same shape.
        counts: what each cell counts as where it is blank and a rule counts blanks as zero: 0, the value that other numbers
            imply, or infinity for one that is certainly not zero; the same shape, ``None`` for nothing but 0.
        least: what each blank is at least by what other numbers imply; likewise.
    """

    values: Floats
    states: Codes
    counts: Floats | None = None
    least: Floats | None = None

    def rows(self, mask: Bools) -> Subset:
        """Those of the reports that `mask` marks."""
        if mask.all():
            return self
        counts, least = (None if each is None else each[mask] for each in (self.counts, self.least))
        return Subset(self.values[mask], self.states[mask], counts, least)


class Batch:
    """The columns of a frame, taken without copying where the frame holds its cells as one float64 block.

    Attributes:
        height: the number of reports.
        missing: official cells for which the frame has no column of numbers.
        not_numeric: columns that do not hold numbers, of cells, or what they must hold, of states and facts.
    """

    columns: Columns
    height: int

    def __init__(self, columns: Columns, height: int, block: Floats | None = None) -> None:
        self.columns, self.height = columns, height
        self.missing: list[str] = []
        self.not_numeric: list[str] = []
        self._block = block
        self._arrays: list[Floats] = []
        self._states: Codes | None = None
        self._facts: Floats | None = None
        self._related: Floats | None = None
        self._related_states: Codes | None = None

    @classmethod
    def of(cls, reports: Sequence[Report], columns: Columns, related: Sequence[Related]) -> Self:
        """The columns of the frame that `frame_of` makes of reports, without the frame."""
        values, states = _cells(reports, columns)
        batch = cls(columns, len(reports), values.T)
        batch._states = states
        batch._facts, batch._related, batch._related_states = _beside(reports, columns, related)
        return batch

    @classmethod
    def of_frame(cls, frame: pd.DataFrame, columns: Columns) -> Self:
        """The columns of a frame."""
        width = len(columns.cells)
        if frame.columns is columns.full:
            batch = cls(columns, len(frame), frame.iloc[:, :width].to_numpy().T)
            batch._states = frame.iloc[:, width : 2 * width].to_numpy()
            facts, related = 2 * width + len(columns.facts), len(columns.related)
            batch._facts = frame.iloc[:, 2 * width : facts].to_numpy()
            batch._related = frame.iloc[:, facts : facts + related].to_numpy()
            batch._related_states = frame.iloc[:, facts + related :].to_numpy()
            return batch
        batch = cls(columns, len(frame), _one_block(frame, columns))
        if batch._block is None:
            batch._take_columns(frame)
        return batch

    def _take_columns(self, frame: pd.DataFrame) -> None:
        """The columns of a frame one by one."""
        columns = self.columns
        names = set(frame.columns)
        self._arrays = [self._column(frame, key) for key in columns.cells]
        self.missing = [key for key in columns.official if key in set(self.missing)]
        if names.issuperset(columns.states):
            self._states = codes_of(frame, columns.states, list(StateCode), self.not_numeric)
        if names.issuperset(columns.facts):
            self._facts = numbers_of(frame, columns.facts, self.not_numeric)
        if columns.related and names.issuperset((*columns.related, *columns.related_states)):
            self._related = numbers_of(frame, columns.related, self.not_numeric)
            self._related_states = codes_of(frame, columns.related_states, list(StateCode), self.not_numeric)

    def _column(self, frame: pd.DataFrame, key: str) -> Floats:
        """A column as float64; ``NaN`` everywhere if there is none, which takes no memory."""
        column = frame[key] if key in frame.columns else None
        if column is not None and is_numeric(column):
            array: Floats = column.to_numpy(dtype=np.float64, na_value=np.nan)
            return array
        self.missing.append(key)
        if column is not None:
            self.not_numeric.append(key)
        return np.broadcast_to(np.float64(np.nan), self.height)

    @property
    def has_facts(self) -> bool:
        """Whether the frame says anything about the documents beside their cells."""
        return self._facts is not None

    def block(self, start: int, stop: int) -> Floats:
        """The values of the reports from `start` to `stop`, (cells, reports); optional cells may be left out at the end."""
        if self._block is not None:
            return self._block[:, start:stop]
        return np.array([array[start:stop] for array in self._arrays])

    def gather(self, rows: Rows) -> Floats:
        """The values of the given reports, (cells, reports); optional cells may be left out at the end."""
        if self._block is not None:
            return self._block[:, rows]
        return np.array([array[rows] for array in self._arrays]).reshape(len(self._arrays), len(rows))

    def states(self, start: int, stop: int) -> Codes | None:
        """The states of all cells for the reports from `start` to `stop`, (reports, cells); ``None`` if the frame does not tell."""
        return None if self._states is None else self._states[start:stop]

    def take(self, rows: Rows) -> Subset:
        """The given reports. Without states, a cell without a number is blank, or absent if it is optional or has no column."""
        width, official = len(self.columns.cells), len(self.columns.official)
        values = np.full((len(rows), len(self.columns.position)), np.nan)
        states = np.full(values.shape, StateCode.BLANK, dtype=np.int8)
        if len(rows):
            cells = self.gather(rows)
            values[:, : len(cells)] = cells.T
        facts = width + len(self.columns.facts)
        if self._facts is not None:
            values[:, width:facts] = self._facts[rows]
        states[~np.isnan(values)] = StateCode.NUMBER
        states[:, facts:] = StateCode.ABSENT
        if self._related is not None and self._related_states is not None:
            values[:, facts:], states[:, facts:] = self._related[rows], self._related_states[rows]
        if self._states is not None:
            states[:, :width] = self._states[rows]
        else:
            unknown = [*(self.columns.position[key] for key in self.missing), *range(official, width)]
            states[:, unknown] = np.where(np.isnan(values[:, unknown]), StateCode.ABSENT, StateCode.NUMBER)
        states[np.isinf(values)] = StateCode.TEXT
        return Subset(values, states)


def _one_block(frame: pd.DataFrame, columns: Columns) -> Floats | None:
    """The official cells as one (cells, reports) array without copying; ``None`` if the frame does not hold them so."""
    if len(frame.columns) != len(columns.official) or not frame.columns.equals(columns.official_index):
        return None
    first, last = frame.iloc[:, 0].to_numpy(), frame.iloc[:, -1].to_numpy()
    if first.dtype != np.float64 or first.base is None or first.base is not last.base:
        return None
    block: Floats = frame.to_numpy()
    return block.T if block.dtype == np.float64 else None
