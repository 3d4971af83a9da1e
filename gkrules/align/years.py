"""Years in either script, and text without what hides them."""

from __future__ import annotations

import re
import unicodedata

from gkrules.align.characters import without_noise

YEAR = r"(?:[12][0-9]{3}|二[〇○零OО0][〇○零OО一二三四五六七八九]{2})"
_CHINESE_DIGITS = str.maketrans("〇○零Ｏ０О一二三四五六七八九", "000000123456789")


def year_of(text: str) -> int | None:
    """The first year in a text; ``None`` where it holds none, or one of another time."""
    match = re.search(YEAR, text)
    if not match:
        return None
    digits = match.group().translate(_CHINESE_DIGITS).replace("O", "0")
    return int(digits) if 1990 <= int(digits) <= 2199 else None


def compact(text: str) -> str:
    """Without white space and noise; digits and letters in half width, Chinese punctuation left alone."""
    return "".join(_half_width(char) for char in without_noise(text))


def _half_width(char: str) -> str:
    narrow = unicodedata.normalize("NFKC", char)
    return narrow if narrow.isascii() and narrow.isalnum() else char
