"""What the style of an element means for a reader: is it there, is it struck out, is it a block, is it part of a table."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

_TELLING = ("display", "visib", "hide", "decoration", "vertical-align", "bidi", "grid", "flex", "order:")
_SETTINGS = ("grid", "flex", "order")
_LONGEST = 4_000  # longer styles hold pictures, and nothing that is looked for
_RIGHT_TO_LEFT = frozenset("\u061c\u200f\u202b\u2067")
OVERRIDE = "\u202e"
"""The mark of text that is shown in another order than it is stored in; no number is read behind it."""


class Look(NamedTuple):
    """What a style says. `display` is empty where it says nothing of it; `settings` has the declarations of grids and flex boxes."""

    gone: bool = False
    invisible: bool = False
    struck: bool = False
    raised: bool = False
    lowered: bool = False
    reversed: bool = False
    display: str = ""
    settings: tuple[tuple[str, str], ...] = ()


PLAIN = Look()
HIDDEN = Look(gone=True)


def look_of(style: str) -> Look:
    """What an inline style, or the declarations of a rule, say."""
    return PLAIN if len(style) > _LONGEST else _look_of(style)


@lru_cache(maxsize=2048)  # a page repeats a few styles in all of its cells
def _look_of(style: str) -> Look:
    lower = style.lower()
    if not any(word in lower for word in _TELLING):
        return PLAIN
    found = declarations(lower)
    decoration = found.get("text-decoration", "") + found.get("text-decoration-line", "")
    place = found.get("vertical-align", "")
    return Look(
        gone=found.get("display") == "none" or found.get("mso-hide") == "all",
        invisible=found.get("visibility") in {"hidden", "collapse"},
        struck="line-through" in decoration,
        raised=place == "super",
        lowered=place == "sub",
        reversed="override" in found.get("unicode-bidi", "") and found.get("direction") == "rtl",
        display=found.get("display", ""),
        settings=tuple((name, value) for name, value in found.items() if name.startswith(_SETTINGS)),
    )


def declarations(style: str) -> dict[str, str]:
    """The declarations of a style in lower case; of two of a name the later one counts, unless only the earlier is important."""
    found: dict[str, str] = {}
    important: set[str] = set()
    for declaration in without_comments(style).lower().split(";"):
        name, colon, value = declaration.partition(":")
        name, value = name.strip(), " ".join(value.split())
        if not colon:
            continue
        if "!" in value:
            value = value.partition("!")[0].strip()
            important.add(name)
        elif name in important:
            continue
        found[name] = value
    return found


def without_comments(style: str) -> str:
    """`style` without its comments; one that does not end goes to the end."""
    if "/*" not in style:
        return style
    kept: list[str] = []
    end = 0
    while (start := style.find("/*", end)) >= 0:
        kept.append(style[end:start])
        end = style.find("*/", start + 2) + 2
        if end < 2:
            return " ".join(kept)
    return " ".join([*kept, style[end:]])


def in_order(text: str) -> str:
    """`text`, marked as shown in another order than it is stored in where marks of right-to-left writing stand between its digits."""
    if text.isascii():
        return text
    if not _RIGHT_TO_LEFT.isdisjoint(text) and any(char in "0123456789" for char in text):
        return OVERRIDE + text
    return text


def is_reversed(tag: str, attributes: Mapping[str, str | None], look: Look) -> bool:
    """Whether an element shows its characters from right to left."""
    return look.reversed or (tag == "bdo" and (attributes.get("dir") or "").lower() == "rtl")
