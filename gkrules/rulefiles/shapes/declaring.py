"""How the shape of a file, or of a result, is declared: as a ``TypedDict`` whose types say what types alone do not.

`Node.shaped` and `Node.one_of` read files by a declaration; ``tests/json_schemas.py`` makes its JSON Schema.
Modules of declarations do without ``from __future__ import annotations``, which would hide ``NotRequired`` from Python 3.11.
A key that is a word of Python stands with an underscore behind it: ``assert_``.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, NotRequired, TypedDict, get_args


@dataclass(frozen=True, eq=False)
class Said:
    """What is said of a value beside its type: keywords of JSON Schema."""

    keywords: Mapping[str, Any]


def doc(description: str = "", **keywords: Any) -> Said:
    """A description for people, and further keywords of JSON Schema."""
    return Said({"description": description, **keywords} if description else keywords)


def one_of(values: Iterable[str | None], description: str = "") -> Said:
    """That a value is one of these."""
    return doc(description, enum=list(values))


def values_of(declared: object) -> tuple[str, ...]:
    """The values that a type made by `one_of` has."""
    return tuple(value for said in get_args(declared)[1:] for value in said.keywords.get("enum", ()))


@cache
def keys(shape: Any) -> dict[str, bool]:
    """The keys of a shape in their order, and whether they must be there."""
    return {name.rstrip("_"): name in shape.__required_keys__ for name in shape.__annotations__}


Text = Annotated[str, doc(type=["string", "number"])]
"""A text. YAML reads one of digits as a number, our own loader as it is written."""
Texts = list[Text]
Content = float | str | None
"""What a cell holds: a number, nothing for a blank, ``absent``, or the text of the document."""


class Words(TypedDict):
    """A text in both languages."""

    zh: Text
    en: Text


class Source(TypedDict):
    """A legal source."""

    document: Text
    place: NotRequired[Text]
    editions: NotRequired[Texts]
