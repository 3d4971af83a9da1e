"""The OLE container of old Office files: streams out of it, and one stream into a container of its own.

olefile believes what a file says of itself. What it could be led astray by is checked before it looks.
"""

from __future__ import annotations

import logging
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING

from gkrules.model.errors import DocumentError
from gkrules.reading.faults import damaged
from gkrules.reading.kinds.ole_names import MAGIC

if TYPE_CHECKING:
    from olefile import OleFileIO

_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
_HEADER = 512
_IN_HEADER = 109
_A_STREAM = 2


@contextmanager
def opened(data: bytes) -> Iterator[OleFileIO]:
    """A container, open as long as the context lasts; whatever olefile raises there is damage.

    Raises:
        DocumentError: ``damaged``.
        ImportError: olefile is not installed.
    """
    import olefile

    _check_header(data)
    logging.getLogger("olefile").setLevel(logging.CRITICAL)  # what it logs we say as errors
    try:
        with olefile.OleFileIO(BytesIO(data)) as container:
            yield container
    except DocumentError:
        raise
    except Exception as error:  # noqa: BLE001, RUF100 - olefile raises many things on damaged input
        name = type(error).__name__
        raise damaged(f"容器结构不完整，可能没有传完（{name}）", f"its container is broken, perhaps cut short ({name})") from None


def stream_in(container: OleFileIO, name: str, most: int) -> bytes | None:
    """A stream in full; ``None`` if there is none. `most` is the size of the file, which holds no larger one.

    Raises:
        DocumentError: ``damaged``.
    """
    if not container.exists(name) or container.get_type(name) != _A_STREAM:
        return None
    size = container.get_size(name)
    # A chain of sectors may be a circle; then only the declared size ends it.
    if size > most or container.root.size > most:
        raise damaged("数据流超出文件范围", "its stream lies beyond the end")
    content = bytes(container.openstream(name).read())
    if len(content) < size:
        raise damaged("内容不完整", "it was cut short")
    return content


def stream_of(data: bytes, *names: str) -> bytes | None:
    """The bytes of the first stream that has one of `names`, in the order of the names.

    Raises:
        DocumentError: ``damaged``.
    """
    with opened(data) as container:
        found = (stream_in(container, name, len(data)) for name in names)
        return next((stream for stream in found if stream is not None), None)


def _check_header(data: bytes) -> None:
    """Refuse a container whose header claims more sectors than the file has: olefile would read on and on."""
    if len(data) < _HEADER:
        raise damaged("容器不完整（文件可能没有传完）", "its container is incomplete (perhaps it was cut short)")
    shift = int.from_bytes(data[30:32], "little")
    if shift not in {9, 12}:
        raise damaged("扇区大小错误", "its sectors have an impossible size")
    sectors = (len(data) >> shift) + 1
    # Sectors of the FAT, of the mini FAT and of the DIFAT.
    if any(int.from_bytes(data[at : at + 4], "little") > sectors for at in (44, 64, 72)):
        raise damaged("扇区表超出文件范围", "its table of sectors lies beyond the end")


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
    header = MAGIC + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 4, 0xFFFE, 12, 6)
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
