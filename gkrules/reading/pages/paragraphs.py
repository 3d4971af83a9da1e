"""Lines of a fixed layout → paragraphs: what a margin broke is joined, and what stands alone stays alone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from gkrules.model.document import Block, Grid, Paragraph
from gkrules.model.places import Place
from gkrules.reading.enumerators import GROUP, PART
from gkrules.reading.pages.lattice import Box
from gkrules.reading.pages.text import TextLine

_NUMBERED = re.compile(rf"{PART}|{GROUP}")
_PAGE_NUMBER = re.compile(r"(?:第?\s*\d{1,4}\s*页?|[-—–－·.\s]*\d{1,4}[-—–－·.\s]*)(?:[/／]?\s*共?\s*\d{1,4}\s*页?)?")
_MARGIN = 0.1  # of the height of a page, at its top and bottom
_USUAL_GAP = 1.5  # of the height of a character
_WIDEST_GAP = 4.0
_FAR = 3  # characters
_FEW = 3  # lines that make a habit


@dataclass(frozen=True, slots=True)
class PageLine:
    """A line outside tables, on its page; `alone` if it may be a row of a table, so that nothing is to be joined with it."""

    page: int
    page_width: float
    line: TextLine
    alone: bool = False


def is_page_number(line: TextLine, page_height: float) -> bool:
    """Whether a line in the margin of a page is its number, which belongs to no sentence."""
    outside = line.box[3] < _MARGIN * page_height or line.box[1] > (1 - _MARGIN) * page_height
    return outside and _PAGE_NUMBER.fullmatch(line.text) is not None


@dataclass(frozen=True, slots=True)
class _Setting:
    """How the text of pages of one width is set: its margins, and the usual gap between lines that go on."""

    left: float
    right: float
    gap: float = 0.0

    def is_full(self, line: TextLine, size: float) -> bool:
        """Whether a line reaches the right margin."""
        return line.box[2] >= self.right - 2 * size

    def begins(self, line: TextLine, size: float) -> bool:
        """Whether a line begins at the left margin."""
        return line.box[0] <= self.left + size


def with_paragraphs(parts: Iterable[Grid | PageLine], kind: str) -> list[Block]:
    """The grids as they are, and the lines between them as paragraphs with places of `kind`."""
    parts = list(parts)
    settings = _settings(parts)
    blocks: list[Block] = []
    run: list[PageLine] = []
    for part in parts:
        if run and (isinstance(part, Grid) or not _goes_on(run[-1], part, settings)):
            blocks.append(_paragraph(run, kind))
            run = []
        if isinstance(part, Grid):
            blocks.append(part)
        else:
            run.append(part)
    if run:
        blocks.append(_paragraph(run, kind))
    return blocks


def _settings(parts: Sequence[Grid | PageLine]) -> dict[float, _Setting]:
    """The setting of the text by the width of its page."""
    by_width: dict[float, list[TextLine]] = {}
    for part in parts:
        if isinstance(part, PageLine) and not part.alone:
            by_width.setdefault(part.page_width, []).append(part.line)
    found = {width: _margins(lines) for width, lines in by_width.items()}
    gaps: dict[float, list[float]] = {width: [] for width in found}
    for above, below in pairwise(parts):
        if isinstance(above, PageLine) and isinstance(below, PageLine) and above.page == below.page and not (above.alone or below.alone):
            size = max(above.line.size, below.line.size)
            gap = below.line.box[1] - above.line.box[3]
            setting = found[above.page_width]
            if 0 < gap < _WIDEST_GAP * size and _could_go_on(above.line, below.line, setting, setting):
                gaps[above.page_width].append(gap)
    return {width: replace(setting, gap=median(gaps[width])) if len(gaps[width]) >= _FEW else setting for width, setting in found.items()}


def _margins(lines: Sequence[TextLine]) -> _Setting:
    left, right = min(line.box[0] for line in lines), max(line.box[2] for line in lines)
    # The navigation of a web page stands left of its text: margins are where full lines begin, as far as there are some.
    size = median(line.size for line in lines)
    edge = _Setting(left, right)
    starts = sorted(line.box[0] for line in lines if edge.is_full(line, size) and right - line.box[0] > (right - left) / 2)
    habit = next((start for start, third in zip(starts, starts[_FEW - 1 :], strict=False) if third - start < size / 2), left)
    return _Setting(habit, right) if habit > left + _FAR * size else edge


def _could_go_on(above: TextLine, below: TextLine, setting_above: _Setting, setting: _Setting) -> bool:
    """Whether a line is full and the next one carries on with it: not indented, not numbered, as large."""
    size = max(above.size, below.size)
    if not setting_above.is_full(above, size) or not setting.begins(below, size) or _NUMBERED.match(below.text):
        return False
    return min(above.size, below.size) >= 0.8 * size


def _goes_on(above: PageLine, below: PageLine, settings: Mapping[float, _Setting]) -> bool:
    """Whether a line carries on with the one above it, and is not set apart."""
    if above.alone or below.alone:
        return False
    setting = settings[below.page_width]
    if not _could_go_on(above.line, below.line, settings[above.page_width], setting) or below.page > above.page + 1:
        return False
    size = max(above.line.size, below.line.size)
    # Text set with two lines' space is no row of paragraphs: its own usual gap counts.
    return above.page != below.page or below.line.box[1] - above.line.box[3] < max(_USUAL_GAP * size, 1.15 * setting.gap)


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
