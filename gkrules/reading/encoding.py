"""Bytes to text: byte order mark, clear NUL pattern, strict UTF-8, then the encoding in which the words of a report appear."""

from __future__ import annotations

import re
from dataclasses import dataclass

from gkrules.model.document import Notice
from gkrules.reading.faults import too_much_text, wrong_encoding
from gkrules.reading.kinds.text_signs import utf16_order
from gkrules.reading.limits import Limits
from gkrules.words import phrase

_CANDIDATES = ("gb18030", "big5hkscs", "utf-8")
_WORDS = (
    "政府信息公开",
    "申请",
    "总计",
    "年度报告",
    "行政复议",
    "行政诉讼",
    "结果",
    "自然人",
    "办理",
    "情况",
    "的",
    # The same in traditional characters, as Big5 files write them.
    "政府資訊",
    "政府資訊公開",
    "政府信息公開",
    "申請",
    "總計",
    "年度報告",
    "行政復議",
    "行政複議",
    "行政訴訟",
    "結果",
    "情況",
)
_NAMES_OF_GB = frozenset({"gb2312", "gbk", "gb_2312-80", "x-gbk", "cp936"})
_CONTROL = re.compile(r"[\x00-\x06\x08\x0e-\x19\x1c-\x1f]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text with the encoding that it came in, and the notices about what was lost."""

    text: str
    encoding: str
    notices: tuple[Notice, ...] = ()


def check_size(data: bytes, limits: Limits) -> None:
    """Refuse a text or a page that is too large to be decoded.

    Raises:
        DocumentError: ``limit_text_bytes``.
    """
    if len(data) > limits.max_text_bytes:
        raise too_much_text(limits.max_text_bytes)


def decode(data: bytes, hint: str = "") -> Decoded:
    """Decode `data`.

    Args:
        data: the bytes of a text or web page.
        hint: an encoding that the document names; it only decides between equals, because pages often name the wrong one.

    Raises:
        DocumentError: ``wrong_encoding`` if no encoding gives text.
    """
    order = utf16_order(data)
    if order:
        text, encoding = data.decode(order, "replace"), order
    else:
        try:
            text, encoding = data.decode("utf-8-sig"), "utf-8"
        except UnicodeDecodeError:
            text, encoding = _best(data, hint)
    text = text.removeprefix("\ufeff")
    return Decoded(text, encoding, _check(text))


def _best(data: bytes, hint: str) -> tuple[str, str]:
    wanted = hint.strip().lower()
    wanted = "gb18030" if wanted in _NAMES_OF_GB else "big5hkscs" if wanted.startswith("big5") else wanted
    tries = [(data.decode(name, "replace"), name) for name in _CANDIDATES]
    # max() keeps the first of equals, so the order of the candidates is the last resort.
    return max(tries, key=lambda pair: (sum(map(pair[0].count, _WORDS)), -pair[0].count("\ufffd"), pair[1] == wanted))


def _check(text: str) -> tuple[Notice, ...]:
    if "\x00" in text:
        raise wrong_encoding("reading/undecodable.nul")
    controls = len(_CONTROL.findall(text))
    lost = text.count("\ufffd")
    if controls * 50 > len(text) or lost * 20 > len(text):
        raise wrong_encoding("reading/undecodable.garbled")
    if not lost:
        return ()
    said = phrase("reading/characters-lost.several", count=lost) if lost > 1 else phrase("reading/characters-lost.one")
    return (Notice("uncertain", said),)
