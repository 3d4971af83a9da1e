"""What an OLE container is, by the names in its root folder: Word, Excel, PowerPoint and many others share the container.

Only the names are read here, without the library that reads streams, so that a kind can be named where that is not installed.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEADER = 512
_ENTRY = 128
_FAT_IN_HEADER = 109
_MOST_SECTORS = 4_096  # of the directory; a report has one or two
_FREE = 0xFFFFFFFA  # from here on, numbers of sectors are marks


def names_among(data: bytes, known: Iterable[str]) -> frozenset[str]:
    """Those of the `known` names that stand in the root folder. Never raises."""
    names = root_names(data)
    if names:
        return frozenset(name for name in known if name.lower() in names)
    # The folder is lost, but the names in it may still stand somewhere, so that the right reader says what is wrong.
    return frozenset(name for name in known if name.encode("utf-16-le") in data)


def root_names(data: bytes) -> frozenset[str]:
    """The names in the root folder, in lower case; as many as can be read."""
    entries = _directory(data)
    names: set[str] = set()
    seen: set[int] = set()
    waiting = [_u32(entries, 76)]
    while waiting:
        index = waiting.pop()
        entry = entries[index * _ENTRY : (index + 1) * _ENTRY]
        if index in seen or len(entry) < _ENTRY:
            continue
        seen.add(index)
        size = int.from_bytes(entry[64:66], "little")
        names.add(entry[: max(0, min(size, 64) - 2)].decode("utf-16-le", "replace").lower())
        waiting += struct.unpack_from("<II", entry, 68)  # its siblings
    return frozenset(names)


def _directory(data: bytes) -> bytes:
    """The sectors of the directory, one after the other."""
    if len(data) < _HEADER or not data.startswith(MAGIC) or data[30] not in {9, 12}:
        return b""
    shift = data[30]
    parts: list[bytes] = []
    number = _u32(data, 48)
    while number < _FREE and len(parts) < _MOST_SECTORS:
        found = _sector(data, shift, number)
        if not found:
            break
        parts.append(found)
        block, slot = divmod(number, 1 << (shift - 2))
        number = _u32(_sector(data, shift, _fat_sector(data, shift, block)), 4 * slot)
    return b"".join(parts)


def _fat_sector(data: bytes, shift: int, block: int) -> int:
    """The number of the sector that holds part `block` of the FAT: the header has the first 109, a chain of sectors the others."""
    if block < _FAT_IN_HEADER:
        return _u32(data, 76 + 4 * block)
    each = (1 << (shift - 2)) - 1
    step, slot = divmod(block - _FAT_IN_HEADER, each)
    if step > len(data) >> shift:
        return _FREE
    number = _u32(data, 68)
    for _ in range(step):
        number = _u32(_sector(data, shift, number), 4 * each)
    return _u32(_sector(data, shift, number), 4 * slot)


def _sector(data: bytes, shift: int, number: int) -> bytes:
    return data[(number + 1) << shift : (number + 2) << shift] if number < _FREE else b""


def _u32(data: bytes, at: int) -> int:
    return int.from_bytes(data[at : at + 4], "little") if at + 4 <= len(data) else _FREE
