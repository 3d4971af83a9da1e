"""What data of other programs may do otherwise than the exchange form has it, and what is taken all the same, counted.

One policy for the exchange form and for data whose names are labels: what can mean one thing only is taken, and a note of the report
says how often; everything else is an error with its place. Programs and language models write numbers and years as text, ``NaN`` for
nothing, a fence around their answer, commas and remarks that JSON does not allow, and entries of their own.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from numbers import Integral, Real
from typing import Any

from gkrules.model.cells import Cell, CellState
from gkrules.model.report import Note
from gkrules.words import Phrase, phrase

_MOST_SHOWN = 5
_SHOWN = 40


@dataclass
class Tolerated:
    """What was taken although it is not of the form.

    Attributes:
        numbers_as_text: numbers that are text (``"5"``, ``"5件"``).
        no_numbers: ``NaN``, which is taken for ``null``.
        year_as_text: whether the year is text (``"2024年"``).
        names: entries that are none of the form, and were not used.
        before: what was taken off the text that held the data.
    """

    numbers_as_text: int = 0
    no_numbers: int = 0
    year_as_text: bool = False
    names: dict[str, None] = field(default_factory=dict)
    before: tuple[Phrase, ...] = ()

    def number(self, value: Any) -> Any:
        """A value of a cell as plain data: numbers of NumPy are numbers, ``NaN`` is nothing. Whatever else it is stays."""
        if isinstance(value, bool) or value is None or isinstance(value, (int, str)):
            return value
        if isinstance(value, Integral):
            return int(value)
        if isinstance(value, Real):
            if math.isnan(value):
                self.no_numbers += 1
                return None
            return float(value)
        return value

    def text_of(self, cell: Cell) -> None:
        """A cell was given as text."""
        self.numbers_as_text += cell.state is CellState.NUMBER

    def unused(self, names: Iterable[object]) -> None:
        """Entries that are none of the form."""
        self.names |= dict.fromkeys(str(name) for name in names)

    def notes(self) -> tuple[Note, ...]:
        """A remark on what was taken, and one on what was not used."""
        taken = [
            *self.before,
            *([phrase("align/taken.numbers", count=self.numbers_as_text)] if self.numbers_as_text else ()),
            *([phrase("align/taken.nan", count=self.no_numbers)] if self.no_numbers else ()),
            *([phrase("align/taken.year")] if self.year_as_text else ()),
        ]
        told = [phrase("align/taken", what=taken)] if taken else []
        if self.names:
            shown = [name[:_SHOWN] for name in self.names]
            told.append(phrase("align/names-unused", names=[*shown[:_MOST_SHOWN], "…"] if len(shown) > _MOST_SHOWN else shown))
        return tuple(Note("remark", said=each) for each in told)
