"""The catalogue of words: one YAML file per room, the languages side by side in one entry for each kind of sentence.

What other rooms hand on are kinds and arguments (`Phrase`); they become words here, when somebody reads them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Literal

Language = Literal["zh", "en"]


@dataclass(frozen=True, eq=False, repr=False)
class Phrase:
    """A sentence, or a part of one, that is not in words yet. Two phrases are equal if they say the same.

    Attributes:
        key: ``room/kind``, its entry in the catalogue ``words/room.yaml``; ``room/kind.variant`` where a kind has several sentences.
        arguments: what it is about, by the names in the entry: numbers, text, phrases, and lists of these.
    """

    key: str
    arguments: Mapping[str, object] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        """The kind, without room and variant."""
        return self.key.partition("/")[2].partition(".")[0]

    def text(self, language: str) -> str:
        """It in a language.

        Raises:
            KeyError: the catalogue has no such entry, not in this language, or the entry asks for an argument that is not given.
        """
        room, _, entry = self.key.partition("/")
        template = catalogue(room)[entry][language]
        parts = Formatter().parse(template)
        return "".join(before + ("" if name is None else _said(self.arguments[name], language)) for before, name, _, _ in parts)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Phrase) and (
            (self.key, self.arguments) == (other.key, other.arguments) or all(self.text(each) == other.text(each) for each in languages())
        )

    def __hash__(self) -> int:
        return hash(self.text(languages()[0]))

    def __repr__(self) -> str:
        return f"Phrase({self.key!r}, {self.text(languages()[-1])!r})"


def phrase(key: str, /, **arguments: object) -> Phrase:
    """`Phrase` with its arguments by name."""
    return Phrase(key, arguments)


def as_read(zh: str, en: str) -> Phrase:
    """What stands in a document in words already, in both languages."""
    return Phrase("common/as-read", {"zh": zh, "en": en})


def languages() -> tuple[str, ...]:
    """The languages of the catalogue."""
    return tuple(catalogue("common")["joint"])


def _said(value: object, language: str) -> str:
    if isinstance(value, Phrase):
        return value.text(language)
    if isinstance(value, list | tuple):
        return catalogue("common")["joint"][language].join(_said(each, language) for each in value)
    return str(value)


@cache
def catalogue(room: str) -> Mapping[str, Mapping[str, str]]:
    """The entries of a room by kind and language."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    file = Path(__file__).with_name(f"{room}.yaml")
    entries: dict[str, dict[str, str]] = yaml.load(file.read_bytes(), loader)  # noqa: S506 - a safe loader, and a file of ours
    return entries
