"""What an archive holds, whatever its kind: members, and the bounds that all of them together must keep."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from gkrules.model.errors import DocumentError
from gkrules.reading.faults import in_megabytes, over_limit, unsafe
from gkrules.reading.limits import Limits


@dataclass(frozen=True, slots=True)
class Member:
    """A document in an archive.

    Attributes:
        name: path inside the archive; for a nested archive with the path of that before it.
        load: gives its bytes. Raises `DocumentError`: ``encrypted``, ``damaged``, ``unsafe`` or ``limit_…``.
    """

    name: str
    load: Callable[[], bytes]


class Budget:
    """What an archive and those inside it may still hold."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._members = limits.max_members
        self._bytes = limits.max_package_bytes

    def spend(self, members: int, size: int) -> None:
        """Count so many members of this size, unpacked.

        Raises:
            DocumentError: ``limit_members`` or ``limit_package_bytes``.
        """
        limits = self._limits
        self._members -= members
        self._bytes -= size
        if self._members < 0:
            raise over_limit("reading/members.archive", most=limits.max_members)
        if self._bytes < 0:
            limit = in_megabytes(limits.max_package_bytes)
            raise over_limit("reading/package_bytes.unpacked", most=limit)


def check_ratio(size: int, packed: int, limits: Limits) -> None:
    """Refuse what unpacks to much more than its size.

    Raises:
        DocumentError: ``limit_ratio``.
    """
    if size > limits.ratio_floor and size > packed * limits.max_ratio:
        raise over_limit("reading/ratio.archive", most=limits.max_ratio)


def check_size(size: int, limits: Limits) -> None:
    """Refuse a member that is larger than a file may be.

    Raises:
        DocumentError: ``limit_bytes``.
    """
    if size > limits.max_bytes:
        limit = in_megabytes(limits.max_bytes)
        raise over_limit("reading/bytes.unpacked", most=limit)


def refused(name: str, error: DocumentError) -> Member:
    """A member that is there, but cannot be read."""

    def load() -> bytes:
        raise error

    return Member(name, load)


def leads_out(name: str) -> bool:
    """Whether a path is not one inside the archive."""
    return name.startswith("/") or name[1:2] == ":" or ".." in name.split("/")


def outside(name: str) -> DocumentError:
    """What is wrong with a member whose path leads out of the archive."""
    return unsafe("reading/threat.path-leads-out", name=name)
