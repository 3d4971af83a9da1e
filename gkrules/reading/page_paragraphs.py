"""Lines of a fixed layout → paragraphs: what a margin broke is joined, and what stands alone stays alone."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from gkrules.model.document import Block, Grid, Paragraph
from gkrules.model.places import Place
from gkrules.reading.lattice import Box
from gkrules.reading.page_text import TextLine

_NUMBERED = re.compile(r"[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十]{1,3}[)）]")
_PAGE_NUMBER = re.compile(r"(?:第?\s*\d{1,4}\s*页?|[-—–－·.\s]*\d{1,4}[-—–－·.\s]*)(?:[/／]?\s*共?\s*\d{1,4}\s*页?)?")
_MARGIN = 0.1  # of the height of a page, at its top and bottom


@dataclass(frozen=True, slots=True)
class PageLine:
    """A line outside tables, on its page."""

    page: int
    page_width: float
    line: TextLine


def is_page_number(line: TextLine, page_height: float) -> bool:
    """Whether a line in the margin of a page is its number, which belongs to no sentence."""
    outside = line.box[3] < _MARGIN * page_height or line.box[1] > (1 - _MARGIN) * page_height
    return outside and _PAGE_NUMBER.fullmatch(line.text) is not None


def with_paragraphs(parts: Iterable[Grid | PageLine], kind: str) -> list[Block]:
    """The grids as they are, and the lines between them as paragraphs with places of `kind`."""
    parts = list(parts)
    lines = [part for part in parts if isinstance(part, PageLine)]
    margins: dict[float, tuple[float, float]] = {}
    for each in lines:
        left, right = margins.get(each.page_width, (each.line.box[0], each.line.box[2]))
        margins[each.page_width] = min(left, each.line.box[0]), max(right, each.line.box[2])
    blocks: list[Block] = []
    run: list[PageLine] = []
    for part in parts:
        if run and (isinstance(part, Grid) or not _goes_on(run[-1], part, margins[part.page_width], margins[run[-1].page_width])):
            blocks.append(_paragraph(run, kind))
            run = []
        if isinstance(part, Grid):
            blocks.append(part)
        else:
            run.append(part)
    if run:
        blocks.append(_paragraph(run, kind))
    return blocks


def _goes_on(above: PageLine, below: PageLine, margin: tuple[float, float], margin_above: tuple[float, float]) -> bool:
    """Whether a line is full and the next one carries on with it: not indented, not numbered, not set apart."""
    size = max(above.line.size, below.line.size)
    if above.line.box[2] < margin_above[1] - 2 * size or below.line.box[0] > margin[0] + size or _NUMBERED.match(below.line.text):
        return False
    if min(above.line.size, below.line.size) < 0.8 * size or below.page > above.page + 1:
        return False
    return above.page != below.page or below.line.box[1] - above.line.box[3] < 1.5 * size


def _paragraph(run: list[PageLine], kind: str) -> Paragraph:
    text = ""
    for part in run:
        # A break between two words of Latin script was a blank.
        blank = bool(text) and text[-1].isascii() and text[-1].isalpha() and part.line.text[:1].isascii() and part.line.text[:1].isalpha()
        text += (" " if blank else "") + part.line.text
    boxes = [part.line.box for part in run if part.page == run[0].page]
    return Paragraph(text, Place(kind, page=run[0].page, box=around(boxes)))


def around(boxes: list[Box]) -> Box:
    """The box around boxes, to a tenth of a point."""
    return rounded((min(box[0] for box in boxes), min(box[1] for box in boxes), max(box[2] for box in boxes), max(box[3] for box in boxes)))


def rounded(box: Box) -> Box:
    """A box to a tenth of a point."""
    return round(box[0], 1), round(box[1], 1), round(box[2], 1), round(box[3], 1)
