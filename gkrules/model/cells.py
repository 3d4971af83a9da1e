"""Cells: what a document has at one place of a table, and a value as it would be printed."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

from gkrules.model.places import Place
from gkrules.model.slots import setters


def printed(value: object) -> str:
    """What a value is when it is printed; empty for a missing one."""
    if value is None or str(value) in ("<NA>", "NaT"):
        return ""
    if isinstance(value, float):
        if math.isnan(value):
            return ""
        return str(int(value)) if math.isfinite(value) and value.is_integer() else repr(float(value))
    return str(value)


_REPR_LETTERS = 40
UNIT_IN_CELL = "in_cell"
"""What a column has as its unit where each cell states its own: the number is then kept as printed."""


class CellState(StrEnum):
    """What a cell holds. Blank, zero, "does not apply" and text are four different things."""

    NUMBER = "number"
    BLANK = "blank"
    NOT_APPLICABLE = "not_applicable"
    TEXT = "text"
    ABSENT = "absent"


_NUMBER = CellState.NUMBER


@dataclass(frozen=True, slots=True, init=False, repr=False)
class Cell:
    """One cell as the document has it.

    Attributes:
        value: the number, in the unit of its column, or as printed if the column has none; ``None`` unless `state` is ``NUMBER``.
        state: what the cell holds.
        raw: the text of the document, unchanged.
        place: where it stands; ``None`` when unknown.
        annotated: a number with other text around it (``22（其中修订16件）``).
        unit: the unit beside the number (``万元``) where the column leaves it to the cells; empty where none is stated.
    """

    value: int | float | None
    state: CellState
    raw: str = ""
    place: Place | None = None
    annotated: bool = False
    unit: str = ""

    def __init__(
        self,
        value: int | float | None,
        state: CellState,
        raw: str = "",
        place: Place | None = None,
        annotated: bool = False,
        unit: str = "",
    ) -> None:
        if (value is not None) != (state is _NUMBER):
            raise ValueError(f"a cell has a value exactly when its state is 'number', not {value!r} with {state.value!r}")
        if unit and state is not _NUMBER:
            raise ValueError(f"only a number has a unit, not a cell whose state is {state.value!r}")
        _value(self, value)
        _state(self, state)
        _raw(self, raw)
        _place(self, place)
        _annotated(self, annotated)
        _unit(self, unit)

    def __repr__(self) -> str:
        said = f"{self.value}{self.unit}" if self.state is _NUMBER else self.state.value
        raw = " ".join(self.raw.split())
        read = "" if raw in ("", said) else f" read from {raw[:_REPR_LETTERS]!r}"
        return f"<Cell {said}{read}>"


_value, _state, _raw, _place, _annotated, _unit = setters(Cell)


ABSENT = Cell(None, CellState.ABSENT)
