"""Data of any shape → its single values, each with the names that stand over it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from gkrules.model.document import Grid

_CELL = frozenset({"value", "state", "raw", "place", "unit", "annotated"})


@dataclass(frozen=True, slots=True)
class Leaf:
    """A value that is no object and no list, or the object of a cell.

    Attributes:
        names: the names over it, the outermost first; of a record in a list also those that its other fields hold as values.
        value: text, a number, ``True``, ``False``, ``None``, or an object with ``value``.
        path: where it stands, as a JSON Pointer (RFC 6901).
    """

    names: tuple[str, ...]
    value: Any
    path: str


def leaves(data: Any, knows: Callable[[str], bool], names: tuple[str, ...] = (), path: str = "") -> Iterator[Leaf | Grid]:
    """The values of `data` in their order.

    Args:
        data: what JSON says, tables in it as `gkrules.reading.data.json_data.arranged` gives them.
        knows: whether something is a name of the form. A field of an unknown name that holds such a name names what stands beside it.
        names, path: those over `data`.
    """
    if isinstance(data, Mapping):
        if "value" in data and set(data) <= _CELL:
            yield Leaf(names, data, path)
            return
        data = {str(name): value for name, value in data.items()}
        held = [name for name, value in data.items() if isinstance(value, str) and not knows(name) and knows(value)]
        over = (*names, *(data[name] for name in held))
        for name, value in data.items():
            if name not in held:
                yield from leaves(value, knows, (*over, name), f"{path}/{_escaped(name)}")
    elif isinstance(data, list):
        for number, value in enumerate(data):
            yield from leaves(value, knows, names, f"{path}/{number}")
    elif isinstance(data, Grid):
        yield data
    else:
        yield Leaf(names, data, path)


def _escaped(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")
