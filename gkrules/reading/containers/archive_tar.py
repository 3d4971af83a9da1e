"""Packed files (``.gz``) and tar archives, packed (``.tar.gz``, ``.tgz``) or not: links and devices are never followed."""

from __future__ import annotations

import posixpath
import tarfile
import zlib
from collections.abc import Callable
from functools import partial
from io import BytesIO

from gkrules.model.errors import DocumentError
from gkrules.reading.containers.members import Budget, Member, check_ratio, check_size, leads_out, outside, refused
from gkrules.reading.faults import damaged, in_megabytes, over_limit, unsafe
from gkrules.reading.kinds.sniff import sniff
from gkrules.reading.limits import Limits

_CHUNK = 1024 * 1024
_INPUT = 64 * 1024
_GZIP = 16 + zlib.MAX_WBITS
_NAMED = 0x08
_EXTRA = 0x04
_LONGEST_HEADER = 64 * 1024  # of a member of a tar; a path is far shorter, and what is longer takes the parser too long


def entries(data: bytes, wanted: Callable[[str], bool], limits: Limits, budget: Budget, name: str) -> list[Member]:
    """The documents in a tar archive, or the one document that a packed file is.

    Args:
        name: of the archive.

    Raises:
        DocumentError: ``damaged`` or ``limit_…``.
    """
    if sniff(data) == "tar":
        return _tar(data, wanted, limits, budget)
    unpacked = _unpacked(data, limits)
    if sniff(unpacked) == "tar":
        return _tar(unpacked, wanted, limits, budget)
    budget.spend(1, len(unpacked))
    check_size(len(unpacked), limits)
    return [Member(_own_name(data) or _without_suffix(name), lambda: unpacked)]


def _unpacked(data: bytes, limits: Limits) -> bytes:
    """All streams of a gzip file, one after the other, as the program joins them."""
    unpacked = BytesIO()  # grows in place, while joining parts takes twice the memory
    size = at = streams = 0
    try:
        while data[at : at + 2] == b"\x1f\x8b":
            streams += 1
            if streams > limits.max_members:
                raise over_limit("reading/members.parts", most=limits.max_members)
            stream = zlib.decompressobj(_GZIP)
            waiting = b""
            while not stream.eof:
                if not waiting:
                    waiting = data[at : at + _INPUT]
                    at += len(waiting)
                ended = not waiting
                chunk = stream.decompress(waiting, _CHUNK)
                waiting = stream.unconsumed_tail
                if ended and not chunk and not stream.eof:
                    raise _cut_short()
                size += len(chunk)
                if size > limits.max_package_bytes:
                    limit = in_megabytes(limits.max_package_bytes)
                    raise over_limit("reading/package_bytes.unpacked", most=limit)
                check_ratio(size, len(data), limits)
                unpacked.write(chunk)
            at -= len(stream.unused_data)
    except zlib.error as error:
        raise damaged("reading/broken.not-unpacked") from error
    if not streams:
        raise _cut_short()
    return unpacked.getvalue()


def _cut_short() -> DocumentError:
    return damaged("reading/broken.structure-incomplete")


def _own_name(data: bytes) -> str:
    """The name of the file as it was packed."""
    flags = data[3]
    start = 10 + (2 + int.from_bytes(data[10:12], "little") if flags & _EXTRA else 0)
    if not flags & _NAMED or b"\x00" not in data[start : start + 1024]:
        return ""
    return posixpath.basename(_text(data[start : start + 1024].split(b"\x00")[0]).replace("\\", "/"))


def _without_suffix(name: str) -> str:
    base = posixpath.basename(name.replace("\\", "/"))
    return base[: -len(".gz")] if base.lower().endswith(".gz") else base


class _Guarded(BytesIO):
    """The bytes of a tar while its headers are read: a header that claims to be long is refused before it is parsed."""

    def read(self, size: int | None = -1, /) -> bytes:
        if size is None or size < 0 or size > _LONGEST_HEADER:
            raise tarfile.ReadError("a header is too long")
        return super().read(size)


def _tar(data: bytes, wanted: Callable[[str], bool], limits: Limits, budget: Budget) -> list[Member]:
    found: list[Member] = []
    try:
        with tarfile.open(fileobj=_Guarded(data), mode="r:", encoding="utf-8", errors="surrogateescape") as archive:
            for info in archive:
                budget.spend(1, max(info.size, 0))
                name = _text(info.name.encode("utf-8", "surrogateescape")).replace("\\", "/").removeprefix("./")
                if not info.isdir() and wanted(name):
                    found.append(_member(data, info, name, limits))
            end = archive.offset
    except DocumentError:
        raise
    except Exception as error:  # whatever a header that lies can cause
        raise damaged("reading/broken.tar") from error
    if data[end : end + tarfile.BLOCKSIZE] != bytes(tarfile.BLOCKSIZE):  # the library takes a header that it cannot read for the end
        raise _cut_short()
    return found


def _member(data: bytes, info: tarfile.TarInfo, name: str, limits: Limits) -> Member:
    if leads_out(name):
        return refused(name, outside(name))
    if not info.isreg() or info.issparse():
        return refused(name, unsafe("reading/threat.link", name=name))
    return Member(name, partial(_content, data, info.offset_data, info.size, limits))


def _content(data: bytes, start: int, size: int, limits: Limits) -> bytes:
    check_size(size, limits)
    if start + size > len(data):
        raise _cut_short()
    return data[start : start + size]


def _text(raw: bytes) -> str:
    """A name: Chinese Windows writes them in GBK without saying so."""
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("latin-1")
