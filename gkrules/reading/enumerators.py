"""How lines begin that are counted, or remarks: ``一、``, ``（一）``, ``1.``, ``注：``. Typography, and nothing of their subject."""

from __future__ import annotations

import re

from gkrules.model.numerals import COUNT

PART = rf"{COUNT}[、．.]"
"""``一、``: nearly always a heading, or a line like one."""
GROUP = rf"[（(]{COUNT}[）)]"
"""``（一）``: a line of the second level."""
ANY = rf"[（(]?(?:{COUNT}|[0-9]{{1,3}})[）)、．.]"
"""Any of them: also ``1.``, ``1、``, ``(1)``, ``1）``."""
ITEM = rf"[（(]?{COUNT}[）)、]|[0-9]{{1,2}}[.．、]"
"""An item of a list, in either script."""
CHAPTER = rf"第{COUNT}部分"
"""``第一部分``: a heading of the first level that is written out."""
ARTICLE = r"第[^。]{1,8}条"
"""``第二十条``: an article of a law."""

_PART = re.compile(PART)
_REMARK = ("注：", "备注：", "说明：")


def begins_part(line: str) -> bool:
    """Whether a line begins with ``一、``."""
    return _PART.match(line) is not None


def begins_remark(line: str) -> bool:
    """Whether a line begins with ``注：``, as what stands below a table does."""
    return line.startswith(_REMARK)
