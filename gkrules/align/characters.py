"""Characters: what is noise, and what only looks different."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_BOOKMARK = re.compile(r"\[bookmark:[^\[\]]*\]", re.IGNORECASE)
_MOST_KNOWN = 20_000  # characters of which a table remembers what becomes of them: more than any honest document has
_SHORT = 64  # characters: labels and headings, the same of which stand in most documents
_KEPT = 8192

# Browser-made PDFs print radicals in place of characters. NFKC mends U+2F00–2FD5, but not these.
_RADICALS = str.maketrans(
    {
        0x2E81: "厂", 0x2E84: "乙", 0x2E85: "亻", 0x2E86: "冂", 0x2E87: "几", 0x2E88: "刀", 0x2E89: "刂", 0x2E8A: "卜",
        0x2E8C: "小", 0x2E8D: "小", 0x2E8E: "兀", 0x2E90: "尢", 0x2E92: "巳", 0x2E93: "幺", 0x2E94: "彑", 0x2E95: "彐",
        0x2E96: "忄", 0x2E97: "心", 0x2E98: "扌", 0x2E99: "攵", 0x2E9B: "旡", 0x2E9C: "日", 0x2E9D: "月", 0x2E9E: "歹",
        0x2EA0: "民", 0x2EA1: "氵", 0x2EA2: "氺", 0x2EA3: "灬", 0x2EA4: "爫", 0x2EA5: "爫", 0x2EA6: "丬", 0x2EA7: "牛",
        0x2EA8: "犭", 0x2EA9: "王", 0x2EAA: "疋", 0x2EAB: "罒", 0x2EAC: "示", 0x2EAD: "礻", 0x2EAE: "竹", 0x2EAF: "糸",
        0x2EB0: "纟", 0x2EB2: "罒", 0x2EB6: "羊", 0x2EB7: "羊", 0x2EB9: "耂", 0x2EBB: "聿", 0x2EBC: "肉", 0x2EBD: "臼",
        0x2EBE: "艹", 0x2EBF: "艹", 0x2EC0: "艹", 0x2EC1: "虎", 0x2EC2: "衤", 0x2EC3: "覀", 0x2EC4: "西", 0x2EC5: "见",
        0x2EC6: "角", 0x2EC7: "角", 0x2EC8: "讠", 0x2EC9: "贝", 0x2ECA: "足", 0x2ECB: "车", 0x2ECC: "辶", 0x2ECD: "辶",
        0x2ECE: "辶", 0x2ECF: "阝", 0x2ED0: "钅", 0x2ED1: "長", 0x2ED2: "镸", 0x2ED3: "长", 0x2ED4: "门", 0x2ED5: "阜",
        0x2ED6: "阝", 0x2ED7: "雨", 0x2ED8: "青", 0x2ED9: "韦", 0x2EDA: "页", 0x2EDB: "风", 0x2EDC: "飞", 0x2EDD: "食",
        0x2EDE: "食", 0x2EDF: "飠", 0x2EE0: "饣", 0x2EE1: "首", 0x2EE2: "马", 0x2EE3: "骨", 0x2EE4: "鬼", 0x2EE5: "鱼",
        0x2EE6: "鸟", 0x2EE7: "卤", 0x2EE8: "麦", 0x2EE9: "黄", 0x2EEA: "黾", 0x2EEB: "斉", 0x2EEC: "齐", 0x2EED: "歯",
        0x2EEE: "齿", 0x2EEF: "竜", 0x2EF0: "龙", 0x2EF1: "龜", 0x2EF2: "亀", 0x2EF3: "龟",
    }
)  # fmt: skip


class _Quiet(dict[int, str | None]):
    """For `str.translate`: what becomes of each character, asked once."""

    def __missing__(self, code: int) -> str | None:
        kept = self._become(chr(code))
        if len(self) < _MOST_KNOWN:
            self[code] = kept
        return kept

    def _become(self, char: str) -> str | None:
        noise = char.isspace() or unicodedata.category(char) in {"Cf", "Cc"}
        return None if noise else char.translate(_RADICALS)


class _Folding(_Quiet):
    """The same, and without differences of width."""

    def _become(self, char: str) -> str | None:
        kept = super()._become(char)
        return kept and unicodedata.normalize("NFKC", kept)


_QUIET, _FOLDING = _Quiet(), _Folding()


def without_noise(text: str) -> str:
    """`text` without bookmark marks, white space and invisible characters, radicals mended; else as the document prints it."""
    return _without_bookmarks(text).translate(_QUIET)


def folded(text: str) -> str:
    """`text` without noise and without differences of width."""
    return _folded_short(text) if len(text) <= _SHORT else _folded(text)


def _folded(text: str) -> str:
    # Characters that only together have another form (marks over a letter) are put together last.
    return unicodedata.normalize("NFKC", _without_bookmarks(text).translate(_FOLDING)).replace(" ", "")


_folded_short = lru_cache(maxsize=_KEPT)(_folded)


def _without_bookmarks(text: str) -> str:
    return _BOOKMARK.sub("", text) if "[" in text else text


def letters(text: str) -> str:
    """Only the letters and digits of a folded text: punctuation and quotes carry no meaning in a label."""
    return "".join(filter(str.isalnum, text))
