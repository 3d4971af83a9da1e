"""Archives and mails as folders: their documents are read in memory, one at a time, and never unpacked to disk."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from importlib import import_module

from gkrules.model.errors import DocumentError
from gkrules.reading.containers.members import Budget, Member, refused
from gkrules.reading.faults import damaged, unsafe
from gkrules.reading.kinds import table
from gkrules.reading.kinds.sniff import sniff
from gkrules.reading.kinds.suffixes import ARCHIVES
from gkrules.reading.limits import DEFAULT_LIMITS, Limits

KINDS = frozenset(kind.name for kind in table.KINDS if kind.members)
"""The kinds, as `sniff` names them, that `members` takes apart."""
_MAX_NESTING = 1
_OF_ONE = frozenset({"damaged", "encrypted", "missing_extra"})  # faults of an inner archive that cost the others nothing


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
        raise damaged("reading/broken.nested") from None


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
            raise unsafe("reading/threat.archives-nested", most=_MAX_NESTING + 1)


def _entries(data: bytes, kind: str, name: str, wanted: Callable[[str], bool], limits: Limits, budget: Budget) -> Sequence[Member]:
    # What is no archive is one that its name promises: its reader says that it is damaged.
    module = next((row.members for row in table.KINDS if row.name == kind and row.members), table.kind_of("zip").members)
    found: Sequence[Member] = import_module(module).entries(data, wanted, limits, budget, name)
    return found


def _is_document(name: str, suffixes: tuple[str, ...]) -> bool:
    parts = name.split("/")
    if any(part.startswith(".") and part not in {".", ".."} for part in parts) or "__MACOSX" in parts:
        return False
    return name.lower().endswith(suffixes) and not parts[-1].startswith("~$")
