"""Text that is meant to be JSON → what it says. What language models and people put around and into JSON is taken off, counted.

Only what can mean one thing is: a code fence, words before and after the one object, a comma before a closing bracket, a comment.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any, NoReturn

from gkrules.model.errors import DocumentError
from gkrules.words import Phrase, phrase

_FENCE = re.compile(r"^[ \t]*```[^\n`]*\n", re.MULTILINE)
_STARTS = ("{", "[")
_STRING = r'"(?:[^"\\\n]|\\.)*"'
# No part of these can match in two ways, so that they take no longer than the text is.
_COMMENT = re.compile(_STRING + r"|//[^\n]*|/\*[^*]*\*+(?:[^/*][^*]*\*+)*/", re.DOTALL)
_COMMA = re.compile(_STRING + r"|,(?=\s*[}\]])", re.DOTALL)
_MOST_TO_MEND = 4_000_000


@dataclass(frozen=True, slots=True)
class Loaded:
    """What JSON text says, and what was taken off it."""

    data: Any
    taken: tuple[Phrase, ...] = ()


def parse(text: str) -> Loaded:
    """What JSON text says; that of JSON Lines is the list of what its lines say.

    Raises:
        DocumentError: ``bad_json``, also where an object has two entries of one name: nobody can say which of them is meant.
    """
    text = text.removeprefix("\ufeff")
    try:
        return Loaded(_parse(text))
    except json.JSONDecodeError as error:
        if error.msg == "Extra data":
            lines = _lines(text)
            if lines is not None:
                return Loaded(lines)
        if len(text) <= _MOST_TO_MEND and (mended := _mended(text)) is not None:
            return mended
        not_json(error)


def not_json(error: Exception) -> NoReturn:
    """Say that text is no JSON, and where it stops being it.

    Raises:
        DocumentError: ``bad_json``.
    """
    raise DocumentError("model/bad_json", fault=phrase("model/not-json", reason=str(error)))


def _parse(text: str) -> Any:
    try:
        return json.loads(text, object_pairs_hook=_object)
    except json.JSONDecodeError:
        raise
    except (ValueError, RecursionError) as error:
        not_json(error)


def _lines(text: str) -> list[Any] | None:
    """What the lines of JSON Lines say; ``None`` if it is none."""
    found: list[Any] = []
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            try:
                found.append(_parse(line))
            except json.JSONDecodeError as error:
                if len(found) < 1 or not line.lstrip().startswith(_STARTS):
                    return None
                fault = phrase("model/not-json", reason=str(error))
                raise DocumentError("model/bad_json", fault=phrase("reading/line-of-json", number=number, fault=fault)) from None
    return found


def _mended(text: str) -> Loaded | None:
    """What is left when all is taken off that can be; ``None`` if it is no JSON even then."""
    taken: list[Phrase] = []
    fences = list(_FENCE.finditer(text))
    if fences:
        inside = _fenced(text, [fence.start() for fence in fences], [fence.end() for fence in fences])
        if inside is None:
            return None
        text = inside
        taken.append(phrase("reading/json-taken.fence"))
    bare, comments = _without(_COMMENT, text)
    bare, commas = _without(_COMMA, bare)
    if commas:
        taken.append(phrase("reading/json-taken.commas", count=commas))
    if comments:
        taken.append(phrase("reading/json-taken.comments", count=comments))
    try:
        return Loaded(_parse(bare), tuple(taken))
    except json.JSONDecodeError:
        found = _only_value(bare)
        if found is None:
            return None
    # Commas and comments in the words around are none of JSON's; but they are not worth telling apart.
    return Loaded(found[0], (*taken, phrase("reading/json-taken.around")))


def _fenced(text: str, starts: list[int], ends: list[int]) -> str | None:
    """What stands in the only fence that holds an object or a list; ``None`` if there is none or more than one."""
    blocks = [text[begin:stop].split("```", 1)[0] for begin, stop in zip(ends, [*starts[1:], len(text)], strict=True)]
    found = [block for block in blocks if block.lstrip().startswith(_STARTS)]
    return found[0] if len(found) == 1 else None


def _without(what: re.Pattern[str], text: str) -> tuple[str, int]:
    """Text without what a pattern finds outside of strings, and how much there was of it."""
    count = 0

    def kept(match: re.Match[str]) -> str:
        nonlocal count
        found = match.group()
        if found[0] == '"':
            return found
        count += 1
        return ""

    return what.sub(kept, text), count


def _only_value(text: str) -> tuple[Any] | None:
    """The object in the middle of words, if it is the only one."""
    start = min((position for mark in _STARTS if (position := text.find(mark)) >= 0), default=-1)
    if start < 0:
        return None
    try:
        data, end = json.JSONDecoder(object_pairs_hook=_object).raw_decode(text, start)
    except (ValueError, RecursionError):
        return None
    return None if any(mark in text[end:] for mark in _STARTS) or not isinstance(data, dict | list) else (data,)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise DocumentError("model/bad_json", fault=phrase("reading/name-twice", name=twice[:40]))
    return found
