"""What a caller gave in place of what was asked, said as a `UsageError`: a `TypeError` from inside explains nothing to those outside."""

from __future__ import annotations

import operator
import os
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Any, cast, get_args

from gkrules.model.errors import UsageError
from gkrules.words import Language, Phrase, phrase

Paths = str | os.PathLike[str] | Iterable[str | os.PathLike[str]]
"""One path, or several."""
_LONGEST = 300
_SHOWN = 80
_LIST = (list, tuple, set, frozenset)


def misuse(argument: str, takes: str, given: object, hint: str = "") -> UsageError:
    """``wrong_type``: what `argument` takes (an entry ``model/takes-…`` of the catalogue), and what it was given.

    Args:
        argument: name of the argument.
        takes: which entry.
        given: what was given; only its type is told, for it may be large.
        hint: an entry ``model/hint-…`` that says what to do; told by what was given if none is named.
    """
    hint = hint or _hint(given)
    said: dict[str, Any] = {"argument": argument, "takes": phrase(f"model/takes-{takes}"), "given": type_name(given)}
    if not hint:
        return UsageError("model/wrong_type", **said)
    return UsageError("model/wrong_type.hint", **said, hint=phrase(f"model/hint-{hint}"))


def type_name(value: object) -> str:
    """The type of a value as one writes it: ``polars.DataFrame``, ``list``."""
    kind = type(value)
    module = kind.__module__.partition(".")[0]
    return kind.__qualname__ if module == "builtins" else f"{module}.{kind.__qualname__}"


def require(argument: str, value: object, kind: type | tuple[type, ...], takes: str, hint: str = "") -> None:
    """Make sure that an argument is of a type; see `misuse`.

    Raises:
        UsageError: ``wrong_type``.
    """
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is int):
        raise misuse(argument, takes, value, hint)


def truth_of(argument: str, value: Any) -> bool:
    """A truth value that a caller gave; a whole number will do, nothing else says yes or no.

    Raises:
        UsageError: ``wrong_type``.
    """
    if isinstance(value, int) or type_name(value) in ("numpy.bool", "numpy.bool_"):
        return bool(value)
    raise misuse(argument, "truth", value)


def is_frame(value: object) -> bool:
    """Whether it is a table of pandas, polars or Arrow; none of these is imported for it."""
    return type(value).__module__.partition(".")[0] in ("pandas", "polars", "pyarrow")


def several(argument: str, value: Any, kind: type | tuple[type, ...], takes: str) -> list[Any]:
    """`value` as a list, whose items are of a kind: a single one is a list of one, ``None`` is none.

    Raises:
        UsageError: ``wrong_type``.
    """
    if value is None:
        return []
    if isinstance(value, kind):
        return [value]
    if isinstance(value, (str, bytes, bytearray, Mapping)) or is_frame(value) or not isinstance(value, Iterable):
        raise misuse(argument, takes, value)
    items = list(value)
    for item in items:
        if not isinstance(item, kind):
            raise misuse(argument, takes, item)
    return items


def paths(argument: str, value: Any) -> list[str | os.PathLike[str]]:
    """One path, or several; see `several`."""
    return several(argument, value, (str, os.PathLike), "paths")


def language_of(value: Any) -> Language:
    """A language that a caller gave.

    Raises:
        UsageError: ``wrong_type``.
    """
    if not isinstance(value, str) or value not in get_args(Language):
        raise misuse("lang", "lang", value)
    return cast("Language", value)


def year_of(value: Any) -> int | None:
    """A year that a caller gave: a whole number, also of NumPy.

    Raises:
        UsageError: ``wrong_type``.
    """
    if value is None:
        return None
    try:
        if not isinstance(value, bool):
            return operator.index(value)
    except TypeError:
        pass
    raise misuse("year", "year", value)


def edition_of(value: Any) -> str | None:
    """The key of an edition that a caller gave; a year that is one (``2021``) will do.

    Raises:
        UsageError: ``wrong_type``.
    """
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    key = getattr(value, "key", None)
    if isinstance(key, str):
        return key
    raise misuse("edition", "edition", value)


def _hint(given: object) -> str:
    if isinstance(given, Mapping):
        return "data"
    if is_frame(given):
        return "frame"
    return "list" if isinstance(given, _LIST) else ""


def nearest(name: object, valid: Iterable[str]) -> Phrase | str:
    """The hint after an unknown name; empty if nothing is near."""
    near = get_close_matches(name[:_LONGEST], list(valid), 1) if isinstance(name, str) else []
    return phrase("model/near", near=near[0]) if near else ""


def shown(name: object) -> str:
    """A name that a caller gave, as a message quotes it; of anything else its type."""
    return name[:_SHOWN] if isinstance(name, str) else type_name(name)
