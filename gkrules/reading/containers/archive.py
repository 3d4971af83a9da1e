"""Archives and mails as folders: their documents are read in memory, one at a time, and never unpacked to disk."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from gkrules.model.errors import DocumentError
from gkrules.reading.faults import damaged, in_megabytes, over_limit, unsafe
from gkrules.reading.limits import DEFAULT_LIMITS, Limits
from gkrules.reading.sniff import sniff
from gkrules.reading.suffixes import ARCHIVES

KINDS = frozenset({"zip", "gzip", "tar", "7z", "eml"})
"""The kinds, as `sniff` names them, that `members` takes apart."""
_MAX_NESTING = 1
_OF_ONE = frozenset({"damaged", "encrypted", "missing_extra"})  # faults of an inner archive that cost the others nothing


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
            raise over_limit(
                "members", f"压缩包中的文件超过 {limits.max_members} 个", f"the archive holds more than {limits.max_members} files"
            )
        if self._bytes < 0:
            limit = in_megabytes(limits.max_package_bytes)
            raise over_limit("package_bytes", f"解压后超过 {limit} 的上限", f"it unpacks to more than the limit of {limit}")


def members(data: bytes, suffixes: Sequence[str], limits: Limits = DEFAULT_LIMITS, name: str = "") -> list[Member]:
    """The documents in an archive or a mail, and in the archives right inside it, by their names.

    Args:
        data: the archive.
        suffixes: what the names of documents end with.
        name: of the archive; a packed file that does not know its own is named after it.

    Raises:
        DocumentError: ``damaged``, ``encrypted``, ``unsafe``, ``missing_extra`` or ``limit_…``.
    """
    wanted = tuple(suffixes)
    try:
        return list(_members(data, "", name, lambda each: _is_document(each, wanted), limits, Budget(limits), 0))
    except RecursionError:
        raise damaged("结构嵌套过深", "its structure is nested too deeply") from None


def check_ratio(size: int, packed: int, limits: Limits) -> None:
    """Refuse what unpacks to much more than its size.

    Raises:
        DocumentError: ``limit_ratio``.
    """
    if size > limits.ratio_floor and size > packed * limits.max_ratio:
        raise over_limit(
            "ratio", f"压缩比超过 {limits.max_ratio} 倍，疑似压缩炸弹", f"it unpacks to more than {limits.max_ratio} times its size"
        )


def check_size(size: int, limits: Limits) -> None:
    """Refuse a member that is larger than a file may be.

    Raises:
        DocumentError: ``limit_bytes``.
    """
    if size > limits.max_bytes:
        limit = in_megabytes(limits.max_bytes)
        raise over_limit("bytes", f"解压后超过 {limit} 的上限", f"it unpacks to more than the limit of {limit}")


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
    return unsafe(f"压缩包中的路径“{name}”指向包外", f"the path “{name}” in the archive leads out of it")


def _members(
    data: bytes, prefix: str, name: str, wanted: Callable[[str], bool], limits: Limits, budget: Budget, depth: int
) -> Iterator[Member]:
    kind = sniff(data)
    for member in sorted(_entries(data, kind, name, wanted, limits, budget), key=lambda each: each.name):
        full = prefix + member.name
        if kind != "gzip" and not member.name.lower().endswith(ARCHIVES):
            yield Member(full, member.load)
            continue
        try:
            inner = member.load()
            nested = sniff(inner) in KINDS
        except DocumentError as error:  # of one member, not of the whole
            yield refused(full, error)
            continue
        if not nested:
            yield Member(full, lambda inner=inner: inner)  # type: ignore[misc]
        elif depth < _MAX_NESTING:
            try:
                yield from list(_members(inner, f"{full}!/", member.name, wanted, limits, budget, depth + 1))
            except DocumentError as error:
                if error.kind not in _OF_ONE:
                    raise
                yield refused(full, error)
        else:
            raise unsafe(f"压缩包嵌套超过 {_MAX_NESTING + 1} 层", f"archives are nested more than {_MAX_NESTING + 1} deep")


def _entries(data: bytes, kind: str, name: str, wanted: Callable[[str], bool], limits: Limits, budget: Budget) -> Sequence[Member]:
    if kind == "7z":
        from gkrules.reading.containers import archive_7z

        return archive_7z.entries(data, wanted, limits, budget)
    if kind == "eml":
        from gkrules.reading.containers import mail

        return mail.entries(data, wanted, limits, budget)
    if kind in {"gzip", "tar"}:
        from gkrules.reading.containers import archive_tar

        return archive_tar.entries(data, kind, name, wanted, limits, budget)
    from gkrules.reading.containers import archive_zip

    return archive_zip.entries(data, wanted, limits, budget)


def _is_document(name: str, suffixes: tuple[str, ...]) -> bool:
    parts = name.split("/")
    if any(part.startswith(".") and part not in {".", ".."} for part in parts) or "__MACOSX" in parts:
        return False
    return name.lower().endswith(suffixes) and not parts[-1].startswith("~$")
