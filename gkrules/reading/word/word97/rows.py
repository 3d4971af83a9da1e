"""The definition of a table row: where its cells begin and end, in twentieths of a point, and which are merged."""

from __future__ import annotations

from dataclasses import dataclass, field

from gkrules.reading.faults import damaged
from gkrules.reading.word.word97.container import i16, u8, u16
from gkrules.reading.word.word97.formatting import T_DEFINITION, T_DELETE, T_GAP, T_INSERT, T_LEFT, T_MERGE, T_SPLIT, T_VERTICAL, T_WIDTH

FIRST, CONTINUED = 1, 2  # of cells merged side by side
MERGED, RESTART = 1, 2  # of cells merged one below the other
_MOST_CELLS = 63
_CELL = 20
_NEAR = 20  # edges closer than a point are one
_TABLE_SPRMS = 5


@dataclass(slots=True)
class RowDefinition:
    """A row as its modifiers define it.

    Attributes:
        edges: left edge of every cell, and the right edge of the last.
        side: for every cell 0, `FIRST` or `CONTINUED`.
        vertical: for every cell 0 or `MERGED`, with `RESTART` added where the merge starts.
    """

    edges: list[int] = field(default_factory=list)
    side: list[int] = field(default_factory=list)
    vertical: list[int] = field(default_factory=list)
    gap: int = 0

    def apply(self, sprm: int, operand: bytes) -> None:
        """Take in one modifier; those that only concern looks are passed over.

        Raises:
            DocumentError: ``damaged``.
        """
        if (sprm >> 10) & 7 != _TABLE_SPRMS:
            return
        if sprm == T_DEFINITION:
            self._define(operand)
        elif sprm == T_MERGE:
            first, end = self._range(operand)
            for index in range(first, end):
                self.side[index] = FIRST if index == first else CONTINUED
        elif sprm == T_SPLIT:
            first, end = self._range(operand)
            self.side[first:end] = [0] * (end - first)
        elif sprm == T_VERTICAL:
            index = u8(operand, 0)
            if index < len(self.vertical):
                self.vertical[index] = u8(operand, 1) & 3
        elif sprm in {T_LEFT, T_GAP}:
            self._move(sprm, i16(operand, 0))
        elif sprm in {T_WIDTH, T_DELETE, T_INSERT}:
            self._reshape(sprm, operand)

    def _define(self, operand: bytes) -> None:
        count = u8(operand, 0)
        if count > _MOST_CELLS:
            raise damaged("reading/broken.row-cells")
        self.edges = [i16(operand, 1 + 2 * index) for index in range(count + 1)]
        self.side, self.vertical = [0] * count, [0] * count
        at = 1 + 2 * (count + 1)
        for index in range(count):
            if at + 2 > len(operand):
                break  # cells without a description are plain
            flags = u16(operand, at)
            self.side[index] = CONTINUED if flags & 2 else flags & 1
            self.vertical[index] = (flags >> 5) & 3
            at += _CELL

    def _move(self, sprm: int, value: int) -> None:
        if sprm == T_LEFT:
            offset = value - (self.edges[0] + self.gap) if self.edges else 0
            self.edges = [edge + offset for edge in self.edges]
        else:
            if self.edges:
                self.edges[0] += self.gap - value
            self.gap = value

    def _reshape(self, sprm: int, operand: bytes) -> None:
        if not self.edges:
            return
        widths = [right - left for left, right in zip(self.edges, self.edges[1:], strict=False)]
        first, other = u8(operand, 0), u8(operand, 1)
        if sprm == T_INSERT:
            count, width = other, u16(operand, 2)
            first = min(first, len(widths))
            widths[first:first] = [width] * count
            self.side[first:first] = [0] * count
            self.vertical[first:first] = [0] * count
        elif sprm == T_DELETE:
            del widths[first:other], self.side[first:other], self.vertical[first:other]
        else:
            widths[first:other] = [u16(operand, 2)] * len(widths[first:other])
        if len(widths) > _MOST_CELLS:
            raise damaged("reading/broken.row-cells")
        edges = [self.edges[0]]
        for width in widths:
            edges.append(edges[-1] + width)
        self.edges = edges

    def _range(self, operand: bytes) -> tuple[int, int]:
        end = min(u8(operand, 1), len(self.side))
        return min(u8(operand, 0), end), end


def columns(rows: list[RowDefinition]) -> dict[int, int] | None:
    """By edge, the number of the grid line that it stands on; edges within a point of each other are one.

    Returns:
        ``None`` if no grid fits: cells without width, or edges that run backwards.
    """
    widths = [right - left for row in rows for left, right in zip(row.edges, row.edges[1:], strict=False)]
    if not widths or min(widths) <= 0:
        return None
    near = min(_NEAR, min(widths) - 1)
    lines: dict[int, int] = {}
    line, first = -1, 0
    for edge in sorted({edge for row in rows for edge in row.edges}):
        if line < 0 or edge - first > near:
            line, first = line + 1, edge
        lines[edge] = line
    return lines
