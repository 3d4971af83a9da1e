"""Names of cells in data: keys of the form, its official labels and their known variants, and the cells that several name together.

Nothing here is recognised by likeness. A name means what the form says, or nothing; likeness only serves suggestions.
"""

from __future__ import annotations

import difflib
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache, reduce
from itertools import permutations

from gkrules.align.labels import Label, parse_label
from gkrules.model.edition import CellRef, Edition

_SEPARATOR = re.compile(r"[./\\>|:：_\-—·\s]+")
_MOST_PIECES = 12
_LONGEST = 300


@dataclass(frozen=True, slots=True)
class _Meaning:
    """Cells that a name can belong to: as that of their row, of their column, or of what stands around these."""

    row: frozenset[str] = frozenset()
    column: frozenset[str] = frozenset()
    around: frozenset[str] = frozenset()

    @property
    def cells(self) -> frozenset[str]:
        return self.row | self.column | self.around


class CellNames:
    """The names of the cells and sections of an edition."""

    def __init__(self, edition: Edition) -> None:
        self.edition: Edition = edition
        found: dict[tuple[str, Label | None], dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for ref in edition.cell_by_key.values():
            for part, names, labels in _names(ref, edition):
                for key in names:
                    found[key, None][part].add(ref.key)
                for label in map(parse_label, labels):
                    found[label.core, label][part].add(ref.key)
        self._by_name: dict[str, list[tuple[Label | None, dict[str, set[str]]]]] = defaultdict(list)
        for (core, own), parts in found.items():
            if core:
                self._by_name[core].append((own, parts))
        self.sections: dict[str, str] = {
            name: section.key for section in edition.sections for name in (section.key, parse_label(section.heading).core)
        }
        self.sections |= {parse_label(text).core: section.key for section in edition.sections for text in section.variants}
        self._meaning = lru_cache(maxsize=1024)(self._look_up)

    def knows(self, name: str) -> bool:
        """Whether `name` is the name of anything, or made of such names."""
        return bool(self.split(name))

    def section(self, name: str) -> str | None:
        """The key of the section that `name` stands for."""
        return self.sections.get(name.strip()) or self.sections.get(parse_label(name).core)

    def split(self, name: str) -> tuple[str, ...]:
        """The names that a flat one (``applications.new.total``) consists of, itself where it is one; none where it is not known."""
        if self._known(name):
            return (name,)
        pieces = list(_SEPARATOR.finditer(name)) if len(name) <= _LONGEST else []
        if not 0 < len(pieces) < _MOST_PIECES:
            return ()
        starts = [0, *(piece.end() for piece in pieces)]
        ends = [*(piece.start() for piece in pieces), len(name)]
        # Ways to make up what stands before each piece, the one of the fewest names.
        ways: list[tuple[str, ...] | None] = [()]
        for last, end in enumerate(ends):
            own = [(*way, name[starts[first] : end]) for first, way in enumerate(ways[: last + 1]) if way is not None]
            ways.append(min((way for way in own if self._known(way[-1])), key=len, default=None))
        return ways[-1] or ()

    def cells(self, path: Sequence[str], *, rows_first: bool | None = None) -> list[str]:
        """Keys of the cells that names together can mean, in the form's order.

        Those whose row and column are named go before those that are the only one left. `rows_first` says that rows are
        named before columns, or after them.
        """
        meanings = [self._meaning(name) for name in path]
        common = reduce(frozenset.intersection, (meaning.cells for meaning in meanings)) if meanings else frozenset()
        orders = {key: self._orders(key, meanings) for key in common}
        named = [key for key, order in orders.items() if order and (rows_first is None or rows_first in order)]
        return [key for key in self.edition.cell_by_key if key in (named or common)] if len(common) > 1 else list(common)

    def rows_first(self, path: Sequence[str]) -> bool | None:
        """Whether names together name a row before a column, or after it; ``None`` where both can be."""
        meanings = [self._meaning(name) for name in path]
        orders = {order for key in self.cells(path) for order in self._orders(key, meanings)}
        return orders.pop() if len(orders) == 1 else None

    @staticmethod
    def _orders(key: str, meanings: Sequence[_Meaning]) -> set[bool]:
        pairs = permutations(enumerate(meanings), 2)
        return {one < two for (one, row), (two, column) in pairs if key in row.row and key in column.column}

    def near(self, name: str) -> list[str]:
        """The keys and labels that `name` is most like, if any."""
        if "." in name:
            keys = difflib.get_close_matches(name[:_LONGEST], self.edition.cell_by_key, 1, 0.75)
            if keys:
                return keys
        shown = parse_label(name).core or name.strip()
        cores = difflib.get_close_matches(shown[:80], [*self._by_name, *self.sections], 2, 0.7)
        return list(dict.fromkeys(map(self._official, cores)))

    def _official(self, name: str) -> str:
        labels = [own.shown for own, _ in self._by_name.get(name, ()) if own]
        return labels[0] if labels else name

    def _known(self, name: str) -> bool:
        return bool(self._meaning(name).cells) or self.section(name) is not None

    def _look_up(self, name: str) -> _Meaning:
        """Official enumerators tell equal labels apart; one that fits none of them is no reason to refuse a label."""
        label = parse_label(name) if len(name) <= _LONGEST else None
        own = [*self._by_name.get(name.strip(), ()), *(self._by_name.get(label.core, ()) if label else ())]
        ranked = [(_agreement(label, official), parts) for official, parts in own]
        best = max((rank for rank, _ in ranked), default=0)
        chosen = [parts for rank, parts in ranked if rank == best]
        return _Meaning(*(frozenset().union(*(parts.get(part, ()) for parts in chosen)) for part in ("row", "column", "around")))


def _agreement(label: Label | None, official: Label | None) -> int:
    """2 for the same enumerator, 0 for another one, 1 where one of them has none."""
    if label is None or official is None or not label.kind or not official.kind:
        return 1
    return 2 if label.enumerator == official.enumerator else 0


@lru_cache(maxsize=16)
def names_of(edition: Edition) -> CellNames:
    """The names of an edition, put together once."""
    return CellNames(edition)


def _names(ref: CellRef, edition: Edition) -> Iterable[tuple[str, Sequence[str], Sequence[str]]]:
    """The keys and labels of a cell's row, column and surroundings."""
    table, row, column = ref.table, ref.row, ref.column
    section = edition.section_by_key[table.section]
    around = (table.title, table.label, section.heading, *section.variants, *row.under, *column.under)
    return (
        ("row", (row.key,), (row.label, *row.variants)),
        ("column", (column.key,), (column.label, *column.variants)),
        ("around", (table.key, section.key), tuple(filter(None, around))),
    )
