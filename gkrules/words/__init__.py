"""The catalogues of words: one YAML file per room, Chinese and English side by side in one entry for each kind of sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from string import Formatter
from typing import Literal

Language = Literal["zh", "en"]


@dataclass(frozen=True)
class Phrase:
    """A sentence, or a part of one, that is not in words yet: an entry of the catalogue of a room, and what it is about."""

    room: str
    kind: str
    arguments: Mapping[str, object]


def text(room: str, kind: str, language: Language, arguments: Mapping[str, object]) -> str:
    """The entry `kind` of a room in a language. An argument that is a `Phrase` is said in the same language.

    Raises:
        KeyError: there is no such entry, or it asks for an argument that is not given.
    """
    said = {
        name: text(each.room, each.kind, language, each.arguments) if isinstance(each, Phrase) else each for name, each in arguments.items()
    }
    return "".join(
        before + ("" if name is None else str(said[name])) for before, name, _, _ in Formatter().parse(catalogue(room)[kind][language])
    )


@cache
def catalogue(room: str) -> Mapping[str, Mapping[Language, str]]:
    """The entries of a room by kind and language."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    entries: dict[str, dict[Language, str]] = yaml.load(resources.files(__name__).joinpath(f"{room}.yaml").read_bytes(), loader)  # noqa: S506
    return entries
