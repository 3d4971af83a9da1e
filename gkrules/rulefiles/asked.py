"""What callers ask for: rules, editions and folders, in each of the ways that cannot be mistaken."""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from gkrules.model.arguments import edition_of, misuse, paths
from gkrules.model.edition import Edition
from gkrules.model.errors import UsageError
from gkrules.words import Phrase, phrase

_MOST_SHOWN = 60
_LONGEST_PATH = 300


def folders_of(given: object) -> tuple[Path, ...]:
    """The folders of an argument that takes one or several, as text or paths.

    Raises:
        UsageError: it is neither (``wrong_type``), or there is no such folder (``no_rules_folder``).
    """
    return tuple(_folder(os.fspath(each)) for each in paths("rules", given))


def _folder(path: str) -> Path:
    if not os.path.isdir(path):  # noqa: PTH112 - a path with a NUL is no folder, and no error
        raise UsageError("rulefiles/no_rules_folder", folder=path[:_LONGEST_PATH])
    return Path(path)


def edition_key(given: object, editions: Mapping[str, Edition]) -> str:
    """The key of an edition that is asked for; a whole number such as 2021 is the key that it looks like.

    Raises:
        UsageError: there is no such edition, and the message names the one that serves the year, or the nearest; or it is no key
            (``wrong_type``).
    """
    key = edition_of(given)
    if key is None:
        raise misuse("edition", "edition", given)
    if key not in editions:
        raise UsageError("rulefiles/unknown_edition", edition=key[:_MOST_SHOWN], hint=_edition_hint(key, editions), known=list(editions))
    return key


def _edition_hint(key: str, editions: Mapping[str, Edition]) -> Phrase | str:
    year = int(key) if key.isascii() and key.isdecimal() and len(key) == 4 else None
    serving = [each.key for each in editions.values() if year is not None and each.serves(year)]
    if serving:
        return phrase("rulefiles/edition-serves", year=year, key=serving[-1])
    return near_words([key], editions)


def near_words(words: Sequence[str], known: Iterable[str], most: int = 1) -> Phrase | str:
    """The hint after an unknown word, of which `words` are spellings: the nearest of the known; empty if nothing is near."""
    valid = list(known)
    near = dict.fromkeys(each for word in words for each in difflib.get_close_matches(word[:_MOST_SHOWN], valid, most, 0.5))
    return phrase("rulefiles/did-you-mean", names=list(near)[:most]) if near else ""
