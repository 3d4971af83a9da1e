"""Writes small files of the Word binary format, for what LibreOffice never writes: fast-saved, 8-bit, encrypted, damaged."""

from __future__ import annotations

import struct
from dataclasses import dataclass

SECTOR = 512
END, FREE, FAT_SECTOR = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
TEXT_AT = 2048
IN_TABLE, ROW_END, DELETED, HIDDEN = b"\x16\x24\x01", b"\x17\x24\x01", b"\x00\x08\x01", b"\x3c\x08\x01"


@dataclass(frozen=True)
class Piece:
    """Text with its own paragraph and character formatting; `text` given as bytes is written with 8 bits a character."""

    text: str | bytes
    paragraph: bytes = b""
    characters: bytes = b""
    modifier: int = 0

    @property
    def raw(self) -> bytes:
        return self.text if isinstance(self.text, bytes) else self.text.encode("utf-16-le")

    @property
    def length(self) -> int:
        return len(self.raw) if isinstance(self.text, bytes) else len(self.raw) // 2


def cell(text: str) -> Piece:
    return Piece(text + "\x07", IN_TABLE)


def row_end(*edges: int, flags: tuple[int, ...] = (), more: bytes = b"", characters: bytes = b"") -> Piece:
    """The mark of a row whose cells have these edges; `flags` are those of its cells (TCGRF)."""
    count = len(edges) - 1
    cells = b"".join(struct.pack("<H18x", flag) for flag in flags)
    operand = bytes([count]) + struct.pack(f"<{count + 1}h", *edges) + cells
    return Piece("\x07", IN_TABLE + ROW_END + b"\x08\xd6" + struct.pack("<H", len(operand) + 1) + operand + more, characters)


def word(
    *pieces: Piece,
    physical: list[int] | None = None,
    flags: int = 0,
    version: int = 0xC1,
    ident: int = 0xA5EC,
    language: int = 0x0804,
    modifiers: tuple[bytes, ...] = (),
    characters: int | None = None,
    page: int | None = None,
) -> bytes:
    """A file with `pieces` in their logical order; `physical` is the order in which their bytes stand.

    `characters` (how long the text is said to be) and `page` (where the formatting is said to be) are for damage.
    """
    order = physical or list(range(len(pieces)))
    offsets: dict[int, int] = {}
    text = b""
    for index in order:
        offsets[index] = TEXT_AT + len(text)
        text += pieces[index].raw + b"\x00" * (len(pieces[index].raw) % 2)
    length = sum(piece.length for piece in pieces)
    ends = [0]
    for piece in pieces:
        ends.append(ends[-1] + piece.length)
    entries = b"".join(
        struct.pack("<HIH", 0, offsets[i] * 2 | 0x40000000 if isinstance(piece.text, bytes) else offsets[i], piece.modifier)
        for i, piece in enumerate(pieces)
    )
    plc = struct.pack(f"<{len(ends)}I", *ends) + entries
    clx = b"".join(b"\x01" + struct.pack("<H", len(each)) + each for each in modifiers) + b"\x02" + struct.pack("<I", len(plc)) + plc
    first = -(-(TEXT_AT + len(text)) // SECTOR)
    bounds = [offsets[index] for index in order] + [TEXT_AT + len(text)]
    papx = _page(bounds, [_papx(pieces[index].paragraph) for index in order], 13)
    chpx = _page(bounds, [_chpx(pieces[index].characters) for index in order], 1)
    main = bytearray(TEXT_AT) + text
    main = bytearray(bytes(main).ljust(first * SECTOR, b"\x00") + papx + chpx).ljust(4096 + SECTOR, b"\x00")
    table = bytearray(clx)
    places = {33: (0, len(clx))}
    for pair, number in ((13, first), (12, first + 1)):
        places[pair] = len(table), 12
        table += struct.pack("<III", bounds[0], bounds[-1], number if page is None else page)
    struct.pack_into("<HHxxHxxH", main, 0, ident, version, language, 0x0200 | flags)
    struct.pack_into("<H", main, 32, 14)
    struct.pack_into("<HH", main, 60, language, 22)
    struct.pack_into("<I", main, 76, length if characters is None else characters)
    struct.pack_into("<H", main, 152, 93)
    for pair, (at, size) in places.items():
        struct.pack_into("<II", main, 154 + 8 * pair, at, size)
    return container({"WordDocument": bytes(main), "1Table": bytes(table).ljust(4096, b"\x00")})


def _papx(grpprl: bytes) -> bytes:
    body = b"\x00\x00" + grpprl
    return bytes([0, len(body) // 2]) + body if len(body) % 2 == 0 else bytes([(len(body) + 1) // 2]) + body


def _chpx(grpprl: bytes) -> bytes:
    return bytes([len(grpprl)]) + grpprl if grpprl else b""


def _page(bounds: list[int], contents: list[bytes], width: int) -> bytes:
    page = bytearray(SECTOR)
    struct.pack_into(f"<{len(bounds)}I", page, 0, *bounds)
    end = SECTOR - 2
    for index, content in enumerate(contents):
        if content:
            end -= len(content) + len(content) % 2
            page[end : end + len(content)] = content
            page[4 * len(bounds) + width * index] = end // 2
    assert 4 * len(bounds) + width * len(contents) <= end
    page[-1] = len(contents)
    return bytes(page)


def container(streams: dict[str, bytes]) -> bytes:
    """An OLE container; its streams are at least 4096 bytes long."""
    body, table, starts = b"", [], {}
    for name, content in streams.items():
        count = -(-len(content) // SECTOR)
        starts[name] = len(table)
        table += [*range(len(table) + 1, len(table) + count), END]
        body += content.ljust(count * SECTOR, b"\x00")
    directory = len(table)
    entries = _entry("Root Entry", 5, 1, FREE, END, 0)
    for index, (name, content) in enumerate(streams.items()):
        entries += _entry(name, 2, FREE, index + 2 if index + 1 < len(streams) else FREE, starts[name], len(content))
    entries = entries.ljust(SECTOR, b"\x00")
    table += [END, FAT_SECTOR]
    assert len(entries) == SECTOR
    assert len(table) <= SECTOR // 4
    fat = struct.pack(f"<{SECTOR // 4}I", *table, *[FREE] * (SECTOR // 4 - len(table)))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<IIIIIIIII", 0, 1, directory, 0, 4096, END, 0, END, 0) + struct.pack("<109I", directory + 1, *[FREE] * 108)
    return header + body + entries + fat


def _entry(name: str, kind: int, child: int, right: int, start: int, size: int) -> bytes:
    raw = name.encode("utf-16-le")
    return (
        raw.ljust(64, b"\x00")
        + struct.pack("<HBBIII", len(raw) + 2, kind, 1, FREE, right, child)
        + bytes(36)
        + struct.pack("<IQ", start, size)
    )
