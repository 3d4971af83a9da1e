"""The OLE container of old Office files: one stream out of it, and one stream into a container of its own."""

from __future__ import annotations

import struct
from io import BytesIO
from typing import Any

from gkrules.reading.faults import damaged

_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
_IN_HEADER = 109


def stream_of(data: bytes, *names: str) -> bytes | None:
    """The bytes of the first stream that has one of `names`, in the order of the names.

    Raises:
        DocumentError: ``damaged``.
    """
    import olefile

    open_container: Any = olefile.OleFileIO  # it has no types
    try:
        with open_container(BytesIO(data)) as container:
            for name in names:
                if container.exists(name):
                    with container.openstream(name) as stream:
                        return bytes(stream.read())
    except Exception as error:  # olefile raises OSError, struct.error, IndexError … on what is damaged
        raise damaged("容器结构不完整（文件可能没有传完）", "its container is incomplete (perhaps it was cut short)") from error
    return None


def container_of(name: str, content: bytes) -> bytes:
    """A container with one stream, for which it has sectors of 4096 bytes."""
    size, per = 4096, 1024
    body = content.ljust(-(-len(content) // size) * size, b"\x00")
    count = len(body) // size
    tables = 1
    while tables * per < count + tables + 1:
        tables += 1
    follows = [*range(1, count), _END, _END, *[_FAT] * tables]
    fat = struct.pack(f"<{tables * per}I", *follows, *[_FREE] * (tables * per - len(follows)))
    header = _MAGIC + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 4, 0xFFFE, 12, 6)
    header += struct.pack("<IIIIIIIII", 1, tables, count, 0, size, _END, 0, _END, 0)
    numbers = [*range(count + 1, count + 1 + tables)]
    header += struct.pack(f"<{_IN_HEADER}I", *numbers, *[_FREE] * (_IN_HEADER - tables))
    # Where the root starts is never read, but calamine refuses one that starts nowhere.
    entries = _entry("Root Entry", 5, child=1, start=0, size=0) + _entry(name, 2, child=_FREE, start=0, size=len(body))
    return header.ljust(size, b"\x00") + body + entries.ljust(size, b"\x00") + fat


def _entry(name: str, kind: int, *, child: int, start: int, size: int) -> bytes:
    raw = name.encode("utf-16-le")
    head = raw.ljust(64, b"\x00") + struct.pack("<HBBIII", len(raw) + 2, kind, 1, _FREE, _FREE, child)
    return head + bytes(36) + struct.pack("<IQ", start, size)
