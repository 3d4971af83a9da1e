"""Numbers and slices out of bytes that may lie: what stands beyond the end is damage, never an exception of Python."""

from __future__ import annotations

import struct
from itertools import pairwise

from gkrules.model.errors import DocumentError
from gkrules.reading.faults import damaged
from gkrules.words import Phrase

_U16, _I16, _U32 = struct.Struct("<H"), struct.Struct("<h"), struct.Struct("<I")


def beyond_the_end(what: str) -> DocumentError:
    """A structure points to where there is nothing; `what` it is, of the catalogue of words."""
    return damaged("reading/broken.beyond-end", what=Phrase(what))


def u8(data: bytes, at: int) -> int:
    """An unsigned byte."""
    if not 0 <= at < len(data):
        raise beyond_the_end("reading/inside.data")
    return data[at]


def u16(data: bytes, at: int) -> int:
    """An unsigned number of two bytes."""
    return int(_unpacked(_U16, data, at))


def i16(data: bytes, at: int) -> int:
    """A signed number of two bytes."""
    return int(_unpacked(_I16, data, at))


def u32(data: bytes, at: int) -> int:
    """An unsigned number of four bytes."""
    return int(_unpacked(_U32, data, at))


def part(data: bytes, at: int, size: int, what: str = "reading/inside.data") -> bytes:
    """Exactly `size` bytes."""
    if at < 0 or size < 0 or at + size > len(data):
        raise beyond_the_end(what)
    return data[at : at + size]


def plc(data: bytes, size: int) -> tuple[list[int], list[bytes]]:
    """A PLC: one position more than there are entries of `size` bytes ([MS-DOC] 2.2.2).

    Raises:
        DocumentError: ``damaged``, also when the positions run backwards.
    """
    if not data:
        return [], []
    count = (len(data) - 4) // (4 + size)
    if count < 0:
        raise beyond_the_end("reading/inside.index-table")
    positions = list(struct.unpack_from(f"<{count + 1}I", data))
    if any(after < before for before, after in pairwise(positions)):
        raise damaged("reading/broken.index-order")
    first = 4 * (count + 1)
    return positions, [data[first + size * index : first + size * (index + 1)] for index in range(count)]


def _unpacked(form: struct.Struct, data: bytes, at: int) -> int:
    if at < 0 or at + form.size > len(data):
        raise beyond_the_end("reading/inside.data")
    return int(form.unpack_from(data, at)[0])
