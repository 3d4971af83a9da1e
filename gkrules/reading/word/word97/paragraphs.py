"""The paragraphs of a story with their place in tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from gkrules.reading.faults import damaged
from gkrules.reading.word.word97 import formatting as code
from gkrules.reading.word.word97.container import u16, u32
from gkrules.reading.word.word97.formatting import Runs
from gkrules.reading.word.word97.rows import RowDefinition
from gkrules.reading.word.word97.text import Text

_MARK = re.compile("[\r\x07\x0c]")
_CELL = "\x07"
_SECTION = "\x0c"
_NO_LIST = 0xF800  # larger ones are lists whose numbers are switched off


@dataclass(slots=True)
class Properties:
    """What the modifiers of a paragraph say of it.

    Attributes:
        depth: how many tables it is in.
        row: the definition of the row that it ends, if it does.
        cell_end: whether it ends a cell of an inner table.
    """

    style: int = 0
    depth: int = 0
    row: RowDefinition | None = None
    cell_end: bool = False
    level: int | None = None
    list_: int | None = None


@dataclass(slots=True)
class Paragraph:
    """A paragraph: its first character, its mark, and its properties."""

    start: int
    mark: int
    properties: Properties
    by_cell_mark: bool = False


@dataclass(slots=True)
class Reader:
    """Reads paragraphs; paragraphs of the same formatting share their properties.

    Attributes:
        text: all characters of the file.
        runs: the formatting of its paragraphs.
        data: the stream ``Data``.
    """

    text: Text
    runs: Runs
    data: bytes
    _known: dict[tuple[int, bytes, bytes], Properties] = field(default_factory=dict)

    def paragraphs(self, start: int, end: int) -> Iterator[Paragraph]:
        """The paragraphs between two positions. Text after the last mark is a paragraph, too.

        Raises:
            DocumentError: ``damaged``.
        """
        characters = self.text.characters
        for found in _MARK.finditer(characters, start, end):
            mark = found.start()
            # A page break is a paragraph's end only where its formatting ends, too.
            if found.group() == _SECTION and not self._ends_at(mark):
                continue
            yield Paragraph(start, mark, self._properties(mark), found.group() == _CELL)
            start = mark + 1
        if start < end:
            yield Paragraph(start, end, self._properties(end - 1))

    def _ends_at(self, position: int) -> bool:
        piece = self.text.piece(position)
        place = piece.place(position)
        index = self.runs.at(place)
        return index >= 0 and self.runs.ends[index] <= place + piece.width

    def _properties(self, position: int) -> Properties:
        piece = self.text.piece(position)
        index = self.runs.at(piece.place(position))
        if index < 0:
            # Whether it is in a table is not known, so what it says may not be read.
            raise damaged("reading/broken.no-paragraph-formatting")
        key = self.runs.styles[index], self.runs.grpprls[index], piece.modifier
        if key not in self._known:
            self._known[key] = self._read(*key)
        return self._known[key]

    def _read(self, style: int, grpprl: bytes, modifier: bytes) -> Properties:
        found = Properties(style)
        in_table = row_end = False
        row = RowDefinition()
        depth: int | None = None
        for source in (grpprl, modifier):
            for sprm, operand in code.paragraph_sprms(source, self.data):
                if sprm == code.P_IN_TABLE:
                    in_table = bool(operand[0])
                elif sprm in {code.P_ROW_END, code.P_INNER_ROW_END}:
                    row_end = bool(operand[0])
                elif sprm == code.P_DEPTH:
                    depth = u32(operand, 0)
                elif sprm == code.P_DEEPER:
                    depth = max(0, (depth or 0) + _signed(u32(operand, 0)))
                elif sprm == code.P_INNER_CELL_END:
                    found.cell_end = bool(operand[0])
                elif sprm == code.P_STYLE:
                    found.style = u16(operand, 0)
                elif sprm == code.P_LEVEL:
                    found.level = operand[0]
                elif sprm == code.P_LIST:
                    number = u16(operand, 0)
                    found.list_ = 0 if number >= _NO_LIST else number
                else:
                    row.apply(sprm, operand)
        found.depth = int(in_table) if depth is None else depth
        found.row = row if row_end and found.depth else None
        return found


def _signed(number: int) -> int:
    return number - (1 << 32) if number >= 1 << 31 else number
