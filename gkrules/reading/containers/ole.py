"""The OLE container of old Office files, and the streams in it.

olefile believes what a file says of itself. What it could be led astray by is checked before it looks.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING, Any

from gkrules.model.errors import DocumentError
from gkrules.reading.faults import damaged

if TYPE_CHECKING:
    from olefile import OleFileIO

_HEADER = 512
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
        raise damaged("reading/broken.container", name=name) from None


def stream_in(container: OleFileIO[Any], name: str, most: int) -> bytes | None:
    """A stream in full; ``None`` if there is none. `most` is the size of the file, which holds no larger one.

    Raises:
        DocumentError: ``damaged``.
    """
    if not container.exists(name) or container.get_type(name) != _A_STREAM:
        return None
    size = container.get_size(name)
    # A chain of sectors may be a circle; then only the declared size ends it.
    if size > most or container.root.size > most:
        raise damaged("reading/broken.stream-beyond-end")
    content = bytes(container.openstream(name).read())
    if len(content) < size:
        raise damaged("reading/broken.content-incomplete")
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
        raise damaged("reading/broken.container-incomplete")
    shift = int.from_bytes(data[30:32], "little")
    if shift not in {9, 12}:
        raise damaged("reading/broken.sector-size")
    sectors = (len(data) >> shift) + 1
    # Sectors of the FAT, of the mini FAT and of the DIFAT.
    if any(int.from_bytes(data[at : at + 4], "little") > sectors for at in (44, 64, 72)):
        raise damaged("reading/broken.sectors-beyond-end")
