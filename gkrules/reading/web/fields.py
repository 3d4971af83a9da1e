"""What stands in a cell of a web page beside its text: fields of forms, pictures, struck numbers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

STRUCK = frozenset({"del", "s", "strike"})
PICTURES = frozenset({"svg", "canvas", "object"})
PICTURE, STRUCK_TEXT = 1, 2
_TYPED = frozenset({"", "text", "number", "tel", "search", "email", "url"})
_PICTURE_TEXT = "[图片]"
_STRUCK_TEXT = "[已划去]"
_SPACER = 3  # a picture as small as this in pixels only keeps a distance


def shown_in(field: LexborNode, tag: str) -> str:
    """What a field of a form shows: its value, its text, or the choice that is made."""
    if tag == "input":
        attributes = field.attributes
        return (attributes.get("value") or "") if (attributes.get("type") or "").strip().lower() in _TYPED else ""
    if tag == "textarea":
        text = field.text() or ""
        return "" if "<" in text else text
    choice = field.css_first("option[selected]") or field.css_first("option")
    return (choice.text() or "") if choice is not None else ""


def is_picture(attributes: Mapping[str, str | None]) -> bool:
    """Whether an ``img`` with these attributes shows something."""
    return not any(_pixels(attributes.get(side)) <= _SPACER for side in ("width", "height"))


def _pixels(size: str | None) -> int:
    digits = (size or "").strip().removesuffix("px")
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 6 else _SPACER + 1


def with_marks(text: str, marks: int) -> str:
    """The text of a cell, and a word for what it shows beside: a picture may be its number, or a digit of it; so may struck text be."""
    if marks & PICTURE and not any(char.isalpha() for char in text):
        return f"{text}{_PICTURE_TEXT}"
    return _STRUCK_TEXT if marks & STRUCK_TEXT and not text.strip() else text
