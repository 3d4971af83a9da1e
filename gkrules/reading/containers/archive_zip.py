"""Zip archives: names in whatever encoding they came, members unpacked within the limits."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from functools import partial
from io import BytesIO

from gkrules.model.errors import DocumentError
from gkrules.reading.containers.members import Budget, Member, check_ratio, check_size
from gkrules.reading.faults import damaged, encrypted
from gkrules.reading.limits import Limits

_UTF8_NAME = 0x800
_LOCKED = 0x1
_CHUNK = 1024 * 1024


def entries(data: bytes, wanted: Callable[[str], bool], limits: Limits, budget: Budget, _archive: str) -> list[Member]:
    """The documents in a zip archive.

    Raises:
        DocumentError: ``damaged`` or ``limit_…``.
    """
    try:
        archive = zipfile.ZipFile(BytesIO(data))
        infos = archive.infolist()
    except Exception as error:
        raise damaged("reading/broken.zip-incomplete") from error
    budget.spend(len(infos), sum(info.file_size for info in infos))
    named = [(_name(info), info) for info in infos if not info.is_dir()]
    return [Member(name, partial(_load, archive, info, name, limits)) for name, info in named if wanted(name)]


def _load(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, limits: Limits) -> bytes:
    if info.flag_bits & _LOCKED:
        raise encrypted(name)
    chunks: list[bytes] = []
    size = 0
    try:
        with archive.open(info) as stream:
            while chunk := stream.read(_CHUNK):
                size += len(chunk)
                check_size(size, limits)
                check_ratio(size, info.compress_size, limits)
                chunks.append(chunk)
    except DocumentError:
        raise
    except Exception as error:  # zlib.error, BadZipFile, NotImplementedError, EOFError … have no common parent
        raise damaged("reading/broken.member-not-unpacked") from error
    return b"".join(chunks)


def _name(info: zipfile.ZipInfo) -> str:
    """The name of a member. Chinese Windows writes names in GBK without saying so; zipfile takes them for cp437."""
    name = info.filename
    if not info.flag_bits & _UTF8_NAME:
        try:
            raw = name.encode("cp437")
        except UnicodeEncodeError:
            return name
        for encoding in ("utf-8", "gb18030"):
            try:
                return raw.decode(encoding).replace("\\", "/")
            except UnicodeDecodeError:
                continue
    return name.replace("\\", "/")
