"""Text of documents as a cell of a workbook may hold it, and names of sheets."""

from __future__ import annotations

import re
from collections.abc import Container

from gkrules.render.safe import strip_controls, xml_text

MOST_CHARACTERS = 32_767
"""Of a cell and of a comment, counted in UTF-16 as Excel does."""
_MOST_OF_NAME = 31
_DIGITS = 1e15
_BREAKS = re.compile("\r\n?|[\u2028\u2029\x0b\x0c]")
_RESERVED = frozenset({"history", "历史记录"})


def cell_text(text: str, most: int = MOST_CHARACTERS) -> str:
    """`text` without what acts or what a workbook cannot hold, cut to what a cell holds."""
    return cut(xml_text(strip_controls(_BREAKS.sub("\n", text))).strip(), most)


def cut(text: str, most: int) -> str:
    """`text` with at most so many UTF-16 units; an ellipsis tells where it was cut."""
    if _units(text) <= most:
        return text
    kept = text[: most - 1]
    while _units(kept) > most - 1:
        kept = kept[: -max(1, (_units(kept) - most + 1) // 2)]
    return f"{kept}…"


def is_exact(value: float) -> bool:
    """Whether a cell can hold a number as it is: spreadsheets keep 15 digits."""
    return abs(value) < _DIGITS


def sheet_name(wanted: str, taken: Container[str]) -> str:
    """A name for a sheet near to the wanted one: letters, digits and plain marks only, at most 31, not taken (in lower case)."""
    plain = "".join(each for each in cell_text(wanted) if each.isalnum() or each in " -_（）·").strip() or "_"
    number = 1
    while True:
        end = f" ({number})" if number > 1 else ""
        kept = plain
        while _units(kept) > _MOST_OF_NAME - len(end):
            kept = kept[:-1]
        name = f"{kept.strip()}{end}"
        if name.lower() not in taken and name.lower() not in _RESERVED:
            return name
        number += 1


def _units(text: str) -> int:
    return len(text) + sum(each > "\uffff" for each in text)
