"""What passes between a worker and its owner: frames of bytes, and reports packed so that unpacking runs no foreign code.

A worker has read a hostile file; its owner must not trust it. Only dates, phrases and the plain classes of `gkrules.model` can be unpacked.
"""

from __future__ import annotations

import io
import pickle
from collections.abc import Mapping
from datetime import date
from importlib import import_module
from typing import IO, Any

from gkrules.model.edition import Edition
from gkrules.model.errors import GkrulesError

MAX_FRAME = 512 * 1024 * 1024
_LENGTH = 8
_MODEL = "gkrules.model."
_WORDS = "gkrules.words"


class BrokenWireError(GkrulesError):
    """The other side is gone, or what it says cannot be understood. Owners and workers deal with it among themselves."""

    def __init__(self) -> None:
        super().__init__("workers/broken_wire")


def send(stream: IO[bytes], payload: bytes) -> None:
    """Write one frame."""
    stream.write(len(payload).to_bytes(_LENGTH, "big"))
    stream.write(payload)
    stream.flush()


def receive(stream: IO[bytes]) -> bytes:
    """Read one frame.

    Raises:
        BrokenWireError: the stream ends before it, or it claims to be larger than any report.
    """
    head = stream.read(_LENGTH)
    size = int.from_bytes(head, "big")
    if len(head) < _LENGTH or size > MAX_FRAME:
        raise BrokenWireError
    payload = stream.read(size)
    if len(payload) < size:
        raise BrokenWireError
    return payload


def pack(data: object) -> bytes:
    """`data` as bytes; an edition is sent as its key."""
    buffer = io.BytesIO()
    _Packer(buffer, protocol=5).dump(data)
    return buffer.getvalue()


def unpack(payload: bytes, editions: Mapping[str, Edition]) -> Any:
    """The inverse of `pack`.

    Raises:
        BrokenWireError: the bytes hold anything else than plain data and the classes of `gkrules.model`.
    """
    try:
        return _Unpacker(io.BytesIO(payload), editions).load()
    except Exception as error:
        raise BrokenWireError from error


class _Packer(pickle.Pickler):
    def persistent_id(self, obj: object) -> str | None:
        return obj.key if isinstance(obj, Edition) else None


class _Unpacker(pickle.Unpickler):
    def __init__(self, stream: IO[bytes], editions: Mapping[str, Edition]) -> None:
        super().__init__(stream)
        self._editions = editions

    def persistent_load(self, pid: Any) -> Edition:
        return self._editions[pid]

    def find_class(self, module: str, name: str) -> type:
        if (module, name) == ("datetime", "date"):
            return date
        found = getattr(import_module(module), name, None) if module.startswith(_MODEL) or module == _WORDS else None
        if not isinstance(found, type) or found.__module__ != module:
            raise pickle.UnpicklingError(f"{module}.{name}")
        return found
