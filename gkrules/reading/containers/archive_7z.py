"""7z archives, by py7zr: its header is bounded before the library sees it, and documents are unpacked into memory only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import partial
from io import BytesIO
from typing import Any

from gkrules.model.errors import DocumentError
from gkrules.reading.containers.members import Budget, Member, check_ratio, check_size, leads_out, outside, refused
from gkrules.reading.faults import damaged, encrypted, missing_extra, over_limit, unsafe
from gkrules.reading.limits import Limits

_START = 32
_PACKED_HEADER = 0x17
_BYTES_PER_MEMBER = 400  # of the header: a name of a hundred characters, times and attributes
_SMALLEST_HEADER = 64 * 1024


def entries(data: bytes, wanted: Callable[[str], bool], limits: Limits, budget: Budget, _archive: str) -> list[Member]:
    """The documents in a 7z archive.

    Raises:
        DocumentError: ``damaged``, ``encrypted``, ``missing_extra`` or ``limit_…``.
    """
    try:
        import py7zr
    except ImportError:
        raise missing_extra("archives", "reading/needs.7z") from None
    longest = max(_SMALLEST_HEADER, limits.max_members * _BYTES_PER_MEMBER)
    if _header_size(data) > longest:
        raise over_limit("reading/members.archive", most=limits.max_members)
    try:
        archive = py7zr.SevenZipFile(BytesIO(data), max_extract_size=limits.max_package_bytes)
        locked = archive.needs_password()
        infos = [info for info in archive.list() if not info.is_directory]
    except py7zr.PasswordRequired:
        raise encrypted("") from None
    except Exception as error:  # the library raises many things on damaged input
        raise _broken() from error
    if locked:
        raise encrypted("")
    size = sum(info.uncompressed for info in infos)
    budget.spend(len(infos), size)
    check_ratio(size, len(data), limits)
    times = Counter(info.filename for info in infos)
    unpacked = _Unpacked(archive)
    found: list[Member] = []
    for info in infos:
        name = str(info.filename).replace("\\", "/")
        if not wanted(name):
            continue
        fault = _fault(name, info, times[info.filename], limits)
        if fault is None:
            unpacked.sizes[info.filename] = info.uncompressed
        found.append(refused(name, fault) if fault else Member(name, partial(unpacked.load, info.filename)))
    return found


def _fault(name: str, info: Any, times: int, limits: Limits) -> DocumentError | None:
    if leads_out(name):
        return outside(name)
    if info.is_symlink:
        return unsafe("reading/threat.link", name=name)
    if times > 1:
        return unsafe("reading/threat.name-twice", times=times, name=name)
    try:
        check_size(info.uncompressed, limits)
    except DocumentError as error:
        return error
    return None


class _Unpacked:
    """The documents of an archive, unpacked at once when the first is asked for: most are packed as one stream.

    Attributes:
        sizes: the names of the documents that are wanted, each with its size.
    """

    def __init__(self, archive: Any) -> None:
        self.sizes: dict[str, int] = {}
        self._archive = archive
        self._products: dict[str, Any] | None = None
        self._fault: Exception | None = None

    def load(self, name: str) -> bytes:
        if self._products is None:
            self._products = self._unpack()
        product = self._products.get(name)
        if product is None:
            raise _broken() from self._fault
        product.seek(0)
        content: bytes = product.read()
        if len(content) != self.sizes[name]:
            raise _broken() from self._fault
        return content

    def _unpack(self) -> dict[str, Any]:
        from py7zr.io import BytesIOFactory

        factory = BytesIOFactory(max(self.sizes.values()) + 1)
        try:
            self._archive.extract(targets=list(self.sizes), factory=factory)
        except Exception as error:  # noqa: BLE001 - as above; what was unpacked before it is whole
            self._fault = error
        found: dict[str, Any] = factory.products
        return found


def _header_size(data: bytes) -> int:
    """How long the header is, unpacked.

    Raises:
        DocumentError: ``damaged``.
    """
    start = _START + int.from_bytes(data[12:20], "little")
    size = int.from_bytes(data[20:28], "little")
    if start + size > len(data):
        raise damaged("reading/broken.structure-incomplete")
    header = data[start : start + min(size, 4096)]
    if not header or header[0] != _PACKED_HEADER:
        return size
    try:
        return max(size, _packed_header_size(header))
    except IndexError:
        raise _broken() from None


def _packed_header_size(header: bytes) -> int:
    """The largest size that the description of a packed header names: streams, the way they are packed, and what they unpack to."""
    numbers = _Numbers(header, 1)
    if numbers.byte() == 0x06:  # where the packed streams are
        numbers.number()
        streams = numbers.number()
        while (mark := numbers.byte()) != 0:
            if mark != 0x09 or streams > 64:
                return 1 << 63  # nothing that programs write
            for _ in range(streams):
                numbers.number()
        numbers.byte()
    if numbers.byte() != 0x0B or numbers.number() != 1 or numbers.byte() != 0:
        return 1 << 63
    outputs = 0
    coders = numbers.number()
    for _ in range(min(coders, 64)):
        flags = numbers.byte()
        numbers.skip(flags & 0x0F)
        inputs_of, outputs_of = (numbers.number(), numbers.number()) if flags & 0x10 else (1, 1)
        if inputs_of != 1 or outputs_of != 1:
            return 1 << 63
        outputs += 1
        if flags & 0x20:
            numbers.skip(numbers.number())
    for _ in range(2 * (outputs - 1)):
        numbers.number()
    if coders > 64 or numbers.byte() != 0x0C:
        return 1 << 63
    return max((numbers.number() for _ in range(outputs)), default=0)


class _Numbers:
    """Reads the numbers of a header: the leading ones of the first byte tell how many bytes follow."""

    def __init__(self, data: bytes, at: int) -> None:
        self._data = data
        self._at = at

    def byte(self) -> int:
        self._at += 1
        return self._data[self._at - 1]

    def skip(self, count: int) -> None:
        self._at += count

    def number(self) -> int:
        first = self.byte()
        mask, value = 0x80, 0
        for index in range(8):
            if not first & mask:
                return value | (first & (mask - 1)) << (8 * index)
            value |= self.byte() << (8 * index)
            mask >>= 1
        return value


def _broken() -> DocumentError:
    return damaged("reading/broken.archive-packed")
