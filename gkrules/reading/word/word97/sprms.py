"""Property modifiers (sprms, [MS-DOC] 2.6): those that matter for what a document says."""

from __future__ import annotations

from collections.abc import Iterator

from gkrules.reading.faults import damaged
from gkrules.reading.word.word97.binary import part, u8, u16, u32

# Characters
C_DELETED, C_VANISH, C_SPEC_VANISH, C_STYLE, C_SYMBOL = 0x0800, 0x083C, 0x0818, 0x4A30, 0x6A09
# Paragraphs
P_STYLE, P_IN_TABLE, P_ROW_END, P_DEPTH, P_DEEPER, P_INNER_CELL_END, P_INNER_ROW_END = (
    0x4600,
    0x2416,
    0x2417,
    0x6649,
    0x664A,
    0x244B,
    0x244C,
)
P_LEVEL, P_LIST = 0x260A, 0x460B
P_ELSEWHERE, P_ELSEWHERE_OLD, P_TABLE_ELSEWHERE = 0x6646, 0x6645, 0x646B
# Tables
T_DEFINITION, T_DEFINITION_10 = 0xD608, 0xD606
T_LEFT, T_GAP, T_INSERT, T_DELETE, T_WIDTH, T_MERGE, T_SPLIT, T_VERTICAL = 0x9601, 0x9602, 0x7621, 0x5622, 0x7623, 0x5624, 0x5625, 0xD62B
_TABS = 0xC615

_SIZES = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}
_MOST_NESTED = 4


def sprms(grpprl: bytes) -> Iterator[tuple[int, bytes]]:
    """Each modifier with its operand (without the byte or word that says how long it is).

    Raises:
        DocumentError: ``damaged``, where an operand is cut.
    """
    at = 0
    while at + 2 <= len(grpprl):
        sprm = u16(grpprl, at)
        if not sprm:
            return  # padding
        at += 2
        size = _SIZES.get(sprm >> 13)
        if size is None:
            head, size = _variable(sprm, grpprl, at)
            at += head
        yield sprm, part(grpprl, at, size, "reading/inside.property")
        at += size


def _variable(sprm: int, grpprl: bytes, at: int) -> tuple[int, int]:
    """How long the length of an operand is, and how long the operand."""
    if sprm in {T_DEFINITION, T_DEFINITION_10}:
        return 2, max(u16(grpprl, at) - 1, 0)
    size = u8(grpprl, at)
    if sprm == _TABS and size == 0xFF:
        deleted = u8(grpprl, at + 1)
        added = u8(grpprl, at + 2 + 4 * deleted)
        return 1, 2 + 4 * deleted + 3 * added
    return 1, size


def paragraph_sprms(grpprl: bytes, data: bytes, depth: int = 0) -> Iterator[tuple[int, bytes]]:
    """The modifiers of a paragraph, with those that stand in the stream ``Data`` for want of room."""
    for sprm, operand in sprms(grpprl):
        if sprm in {P_ELSEWHERE, P_ELSEWHERE_OLD, P_TABLE_ELSEWHERE}:
            if depth >= _MOST_NESTED:
                raise damaged("reading/broken.properties-circle")
            at = u32(operand, 0)
            yield from paragraph_sprms(part(data, at + 2, u16(data, at), "reading/inside.property"), data, depth + 1)
        else:
            yield sprm, operand
