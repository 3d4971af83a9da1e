"""The characters of a Word file, out of its piece table ([MS-DOC] 2.4.1): fast-saved files keep them in any order."""

from __future__ import annotations

import re
import struct
from bisect import bisect_right
from dataclasses import dataclass
from itertools import pairwise

from gkrules.reading.faults import damaged, too_many_characters
from gkrules.reading.limits import Limits
from gkrules.reading.word.word97.container import WordFile, beyond_the_end, part, plc, u8, u16, u32

_CLX = 33
_CHINESE = frozenset([0x0404, 0x0804, 0x0C04, 0x1004, 0x1404])
# Hanzi of GB 2312: what follows is not taken for letters with accents if at least two different pairs occur, and nothing else.
_PAIRS = re.compile(rb"[\xb0-\xf7][\xa1-\xfe]|[\xa1-\xa9][\xa1-\xfe]")
_HIGH = re.compile(rb"[\x80-\xff]+")
_KEPT_ALONE = {byte: chr(byte) for byte in (0x81, 0x8D, 0x8F, 0x90, 0x9D)}


@dataclass(frozen=True, slots=True)
class Piece:
    """Consecutive characters that stand together in the main stream.

    Attributes:
        start, end: character positions.
        offset: where the first character stands in the main stream, in bytes.
        width: bytes per character.
        modifier: property modifiers (sprms) of the whole piece.
    """

    start: int
    end: int
    offset: int
    width: int
    modifier: bytes

    def place(self, position: int) -> int:
        """Where a character stands in the main stream."""
        return self.offset + (position - self.start) * self.width


@dataclass(slots=True)
class Text:
    """All characters of a file, one for each character position: those beyond U+FFFF are two surrogates.

    Attributes:
        starts: where each piece starts.
        end: where the last story ends; a guard may follow.
        guessed: whether some text did not say its encoding.
    """

    characters: str
    pieces: list[Piece]
    starts: list[int]
    end: int
    guessed: bool

    def piece(self, position: int) -> Piece:
        """The piece of a character."""
        return self.pieces[bisect_right(self.starts, position) - 1]


def read_text(word: WordFile, limits: Limits) -> Text:
    """The text of all stories.

    Raises:
        DocumentError: ``damaged`` or ``limit_…``.
    """
    table, modifiers = _piece_table(word.table_part(_CLX, "reading/inside.piece-table"))
    positions, entries = plc(table, 8)
    needed = max(end for _, end in word.stories.values())
    if not entries or positions[0] != 0 or positions[-1] < needed:
        raise damaged("reading/broken.piece-table")
    if positions[-1] > limits.max_characters:
        raise too_many_characters(limits.max_characters)
    # No honest file uses the same bytes over and over.
    if positions[-1] > len(word.main):
        raise beyond_the_end("reading/inside.text")
    chinese = word.language in _CHINESE
    pieces: list[Piece] = []
    shown: list[str] = []
    guessed = False
    for (start, end), entry in zip(pairwise(positions), entries, strict=True):
        if start == end:
            continue
        place = u32(entry, 2)
        narrow = bool(place & 0x40000000)
        offset = (place & 0x3FFFFFFF) >> 1 if narrow else place & 0x3FFFFFFF
        width = 1 if narrow else 2
        raw = part(word.main, offset, (end - start) * width, "reading/inside.text")
        pieces.append(Piece(start, end, offset, width, _modifier(u16(entry, 6), modifiers)))
        if not narrow:
            shown.append(_wide(raw))
        elif chinese and _is_double_byte(raw):
            guessed = True
            shown.append(_double_byte(raw))
        else:
            shown.append(_narrow(raw))
    return Text("".join(shown), pieces, [piece.start for piece in pieces], needed, guessed)


def whole_characters(text: str) -> str:
    """Join surrogates; a lone one becomes U+FFFD."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _piece_table(clx: bytes) -> tuple[bytes, list[bytes]]:
    """The PlcPcd and the modifiers that stand before it."""
    modifiers: list[bytes] = []
    at = 0
    while at < len(clx):
        kind = clx[at]
        if kind == 1:
            size = u16(clx, at + 1)
            modifiers.append(part(clx, at + 3, size))
            at += 3 + size
        elif kind == 2:
            return part(clx, at + 5, u32(clx, at + 1), "reading/inside.piece-table"), modifiers
        else:
            break
    raise damaged("reading/broken.no-piece-table")


# What a modifier of one byte means ([MS-DOC] Prm0): only those that matter for reading.
_SHORT = {0x0C: 0x260A, 0x18: 0x2416, 0x19: 0x2417, 0x41: 0x0800, 0x5C: 0x083C}


def _modifier(prm: int, modifiers: list[bytes]) -> bytes:
    if not prm:
        return b""
    if prm & 1:
        index = prm >> 1
        if index >= len(modifiers):
            raise beyond_the_end("reading/inside.piece-modifier")
        return modifiers[index]
    sprm = _SHORT.get((prm >> 1) & 0x7F)
    return b"" if sprm is None else sprm.to_bytes(2, "little") + bytes([prm >> 8])


def _wide(raw: bytes) -> str:
    text = raw.decode("utf-16-le", "surrogatepass")
    # A pair of surrogates has two positions, so it must stay a pair here.
    return text if 2 * len(text) == len(raw) else "".join(map(chr, struct.unpack(f"<{len(raw) // 2}H", raw)))


def _narrow(raw: bytes) -> str:
    if raw.isascii():
        return raw.decode("ascii")
    return "".join(_KEPT_ALONE.get(byte) or bytes([byte]).decode("cp1252") for byte in raw)


def _is_double_byte(raw: bytes) -> bool:
    """Whether all high bytes are hanzi of GB 2312, as programs other than Word have written them."""
    pairs: set[bytes] = set()
    for run in _HIGH.findall(raw):
        if len(run) % 2 or len(_PAIRS.findall(run)) * 2 != len(run):
            return False
        pairs.update(_PAIRS.findall(run))
    return len(pairs) > 1 and any(u8(pair, 0) >= 0xB0 for pair in pairs)


def _double_byte(raw: bytes) -> str:
    """Each hanzi with U+0000 after it, which is dropped later: positions count bytes."""
    return "".join(character if ord(character) < 0x80 else character + "\x00" for character in raw.decode("gb2312", "replace"))
