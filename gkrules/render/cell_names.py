"""Cells by what people call them: the official labels as they are printed, or keys; both with ``*``."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase
from functools import lru_cache

from rapidfuzz import process

from gkrules.model.edition import CellRef, Edition
from gkrules.model.errors import UsageError
from gkrules.render.cell_keys import key_patterns
from gkrules.render.words import cell_label, column_label, row_label

_KEY = re.compile(r"[a-z0-9_*?]+(?:\.[a-z0-9_*?]+)+|\*")
_BETWEEN = re.compile(r"[,，;；\s]+")
_DOTS = re.compile("[·・•‧⋅∙.．]")
_NUMERAL = re.compile(r"^(?:\([一二三四五六七八九十]+\))?(?:[一二三四五六七八九十]+、|\d+·)?")
_LONGEST = 200
_NEAREST = 3
_MOST = 6


def patterns_of(texts: Iterable[str], edition: Edition) -> tuple[str, ...]:
    """The patterns of keys that texts mean, each once. A text is a label, or one key or several.

    Raises:
        UsageError: ``unknown_label`` (no cell is called so; the nearest are named), or ``several_labels``.
    """
    return tuple(dict.fromkeys(pattern for text in texts for each in _parts(text) for pattern in _patterns(each, edition)))


def _parts(text: str) -> list[str]:
    """Keys in a row, as they are printed; any other text is one label, which may hold commas itself."""
    parts = [part for part in _BETWEEN.split(text.strip()) if part]
    return parts if all(_KEY.fullmatch(part) for part in parts) and parts else [text]


def _patterns(text: str, edition: Edition) -> tuple[str, ...]:
    if _KEY.fullmatch(text):
        if any(fnmatchcase(key, text) for key in edition.cell_by_key):
            return (text,)
        near = process.extract(text, list(edition.cell_by_key), limit=_NEAREST)
        raise UsageError("render/unknown_label", text=text, near=[str(key) for key, *_ in near])
    wanted = _normal(text[:_LONGEST])
    found = _called(wanted, edition, loose=False) or _called(wanted, edition, loose=True)
    if not found:
        labels = {_normal(label): label for key in edition.cell_by_key for label in [cell_label(edition, key, "zh")]}
        near = process.extract(wanted, list(labels), limit=_NEAREST)
        raise UsageError("render/unknown_label", text=text[:_LONGEST], near=[labels[each] for each, *_ in near])
    row, _, column = wanted.rpartition("·")
    lines = {(ref.table.key, "" if "*" in row else ref.row.key, "" if "*" in column else ref.column.key) for ref in found}
    if len(lines) > 1:
        keys = key_patterns((ref.key for ref in found), edition)
        raise UsageError("render/several_labels", text=text[:_LONGEST], keys=list(keys[:_MOST]))
    return key_patterns((ref.key for ref in found), edition)


def _called(wanted: str, edition: Edition, *, loose: bool) -> list[CellRef]:
    pattern = wanted.replace("[", "[[]").replace("?", "[?]")
    return [ref for ref in edition.cell_by_key.values() if any(fnmatchcase(name, pattern) for name in _names(ref, loose))]


def _names(ref: CellRef, loose: bool) -> Iterator[str]:
    """What a cell is called, in both languages and as the form has it; `loose` without the numerals of the form."""
    rows = dict.fromkeys((row_label(ref.row, "zh"), ref.row.label, row_label(ref.row, "en")))
    columns = dict.fromkeys((column_label(ref.column, "zh"), ref.column.label, column_label(ref.column, "en")))
    for row in rows:
        for column in columns:
            name = f"{_normal(row)}·{_normal(column)}"
            yield _NUMERAL.sub("", name) if loose else name


@lru_cache(4096)
def _normal(text: str) -> str:
    """A label without what a keyboard does to it: widths, spaces, and the kinds of dots."""
    return _DOTS.sub("·", "".join(unicodedata.normalize("NFKC", text).split()).casefold())
