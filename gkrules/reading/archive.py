"""Zip archives as folders: their documents are read in memory, one at a time, and never unpacked to disk."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO

from gkrules.model.errors import DocumentError
from gkrules.reading.faults import damaged, encrypted, in_megabytes, over_limit, unsafe
from gkrules.reading.limits import DEFAULT_LIMITS, Limits
from gkrules.reading.sniff import sniff

_UTF8_NAME = 0x800
_LOCKED = 0x1
_MAX_NESTING = 1
_CHUNK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Member:
    """A document in an archive.

    Attributes:
        name: path inside the archive; for a nested archive with the path of that before it.
    """

    name: str
    _archive: zipfile.ZipFile
    _info: zipfile.ZipInfo
    _limits: Limits

    def load(self) -> bytes:
        """The bytes of the document.

        Raises:
            DocumentError: ``encrypted``, ``damaged``, ``unsafe`` or ``limit_…``.
        """
        limits = self._limits
        if self._info.flag_bits & _LOCKED:
            raise encrypted(self.name)
        chunks: list[bytes] = []
        size = 0
        try:
            with self._archive.open(self._info) as stream:
                while chunk := stream.read(_CHUNK):
                    size += len(chunk)
                    if size > limits.max_bytes:
                        limit = in_megabytes(limits.max_bytes)
                        raise over_limit("bytes", f"解压后超过 {limit} 的上限", f"it unpacks to more than the limit of {limit}")
                    if size > limits.ratio_floor and size > self._info.compress_size * limits.max_ratio:
                        raise over_limit(
                            "ratio",
                            f"压缩比超过 {limits.max_ratio} 倍，疑似压缩炸弹",
                            f"it unpacks to more than {limits.max_ratio} times its size",
                        )
                    chunks.append(chunk)
        except DocumentError:
            raise
        except Exception as error:  # zlib.error, BadZipFile, NotImplementedError, EOFError … have no common parent
            raise damaged("压缩包中的文件无法解压", "a file in the archive cannot be unpacked") from error
        return b"".join(chunks)


def members(data: bytes, suffixes: Sequence[str], limits: Limits = DEFAULT_LIMITS) -> list[Member]:
    """The documents in an archive, and in the archives right inside it, by their names.

    Args:
        data: the archive.
        suffixes: what the names of documents end with.

    Raises:
        DocumentError: ``damaged``, ``unsafe`` or ``limit_…``.
    """
    budget = [limits.max_members, limits.max_package_bytes]
    return list(_members(data, "", tuple(suffixes), limits, budget, 0))


def _members(data: bytes, prefix: str, suffixes: tuple[str, ...], limits: Limits, budget: list[int], depth: int) -> Iterator[Member]:
    try:
        archive = zipfile.ZipFile(BytesIO(data))
        infos = archive.infolist()
    except Exception as error:
        raise damaged("压缩结构不完整（文件可能没有传完）", "its zip structure is incomplete (perhaps it was cut short)") from error
    budget[0] -= len(infos)
    budget[1] -= sum(info.file_size for info in infos)
    if budget[0] < 0:
        raise over_limit(
            "members", f"压缩包中的文件超过 {limits.max_members} 个", f"the archive holds more than {limits.max_members} files"
        )
    if budget[1] < 0:
        limit = in_megabytes(limits.max_package_bytes)
        raise over_limit("package_bytes", f"解压后超过 {limit} 的上限", f"it unpacks to more than the limit of {limit}")
    for name, info in sorted(((_name(info), info) for info in infos), key=lambda pair: pair[0]):
        if info.is_dir() or not _is_document(name, suffixes):
            continue
        member = Member(prefix + name, archive, info, limits)
        if not name.lower().endswith(".zip"):
            yield member
            continue
        inner = member.load()
        if sniff(inner) != "zip":
            yield member
        elif depth < _MAX_NESTING:
            yield from _members(inner, f"{prefix}{name}!/", suffixes, limits, budget, depth + 1)
        else:
            raise unsafe(f"压缩包嵌套超过 {_MAX_NESTING + 1} 层", f"archives are nested more than {_MAX_NESTING + 1} deep")


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


def _is_document(name: str, suffixes: tuple[str, ...]) -> bool:
    parts = name.split("/")
    if any(part.startswith(".") or part == "__MACOSX" for part in parts):
        return False
    return name.lower().endswith(suffixes) and not parts[-1].startswith("~$")
