"""What the patterns of claims are written in and for: regular expressions of RE2, and sentences in a plain form."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Any

_MEMORY = 256 << 20
_NAMED = re.compile(r"《[^《》]{0,200}》")
_THOUSANDS = re.compile(r"(?<=[0-9]),(?=[0-9]{3}(?![0-9]))")
_SPACE = re.compile(r"[\s\u200b-\u200f\u2060\ufeff]+")
_MARKS = str.maketrans({",": "，", ";": "；", ":": "：", "(": "（", ")": "）", "○": "〇", "Ｏ": "〇", "％": "%", "?": "？", "!": "！"})
# Half of a character, which JSON can hold and RE2 cannot: in its place stands what joins no digits.
_MARKS.update(dict.fromkeys(range(0xD800, 0xE000), "\ufffd"))


def plain(text: str) -> str:
    """A sentence as patterns see it."""
    folded = _SPACE.sub("", text if text.isascii() else unicodedata.normalize("NFKC", text))
    return _NAMED.sub("《》", _THOUSANDS.sub("", folded).translate(_MARKS))


@lru_cache(maxsize=2048)
def compiled(regex: str) -> Any:
    """A compiled regular expression.

    Raises:
        re2.error: it is none that RE2 knows.
    """
    import re2

    return re2.compile(regex, options())


def options() -> Any:
    """How regular expressions are compiled."""
    import re2

    options = re2.Options()
    options.max_mem = _MEMORY
    options.log_errors = False
    return options
