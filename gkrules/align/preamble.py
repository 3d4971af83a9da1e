"""What stands before the first section: the introduction of the report, and the day on which a page was published."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise

from gkrules.align.characters import folded
from gkrules.align.sections import Line
from gkrules.model.document import Document, Grid

_TITLE = re.compile(r"政府信息(?:与政务|和政务)?公开.{0,8}(?:报告|年报)")
_LABELS = "发布日期|发布时间|公开日期|公开时间|发布于"
_LABEL = re.compile(rf"(?:{_LABELS}):?")
_LABELLED = re.compile(rf"(?:{_LABELS}):?((?:20)[0-9]{{2}}[年/.-][0-9]{{1,2}}[月/.-][0-9]{{1,2}})")
_DATE = re.compile(r"(20[0-9]{2})[年/.-]([0-9]{1,2})[月/.-]([0-9]{1,2})")


def preamble(lines: Sequence[Line]) -> str:
    """The lines between the title and the first heading; what stands before the title is the page's, not the report's."""
    texts = [line.text.strip() for line in lines if line.text is not None and line.text.strip()]
    titles = [number for number, text in enumerate(texts) if _TITLE.search(folded(text)) and "。" not in text]
    return "\n".join(texts[titles[-1] + 1 :] if titles else texts)


def published_on(document: Document) -> date | None:
    """The day that a page states as that of its publication; ``None`` if it states none, or several."""
    found = {day for text in _labelled(document) for match in [_DATE.search(text)] if match and (day := _date(match))}
    return found.pop() if len(found) == 1 else None


def _labelled(document: Document) -> Iterator[str]:
    for block in document.blocks:
        if isinstance(block, Grid):
            # Nearly no table has such a label, and most cells hold one of a few texts.
            if not any(_LABEL.search(folded(text)) for text in {cell.text for cell in block.cells}):
                continue
            cells = [folded(cell.text) for row in block.rows() for cell in row]
            yield from (following for cell, following in pairwise(cells) if _LABEL.fullmatch(cell))
            yield from (match[1] for cell in cells if len(cell) < 80 and (match := _LABELLED.search(cell)))
        else:
            yield from (match[1] for line in block.text.split("\n") if len(line) < 200 for match in _LABELLED.finditer(folded(line)))


def _date(match: re.Match[str]) -> date | None:
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None
