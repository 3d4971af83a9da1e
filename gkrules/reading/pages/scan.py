"""Pages that are pictures → characters and ruling lines, by recognition (extra ``ocr``).

The page is cut into cells by its own ruling lines, and each line of a cell is read alone: reading whole pages at once takes one digit for
another. What is not certain keeps a mark (U+FFFD) that no number has; a cell is blank only if it holds no ink at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import islice

import numpy as np

from gkrules.reading.pages.lattice import DrawnTable, RulingLine, find_tables
from gkrules.reading.pages.page import Budget, PageContent
from gkrules.reading.pages.scan_image import POINTS, Grey, ink_of, levelled
from gkrules.reading.pages.scan_ink import InkLine, PixelBox, components, ink_lines
from gkrules.reading.pages.scan_lines import sentences, text_lines
from gkrules.reading.pages.scan_model import is_installed, recogniser
from gkrules.reading.pages.scan_rules import Ruled, has_lost_a_rule, ruled
from gkrules.reading.pages.scan_values import UNREAD, Said, said, unsure

__all__ = ["is_installed", "recognised"]

_NEAR_RULE = 2  # pixels
_BESIDE_RULE = 4  # a number that runs on behind the rule stands as close
_FAR = 100
_FAINT = 24.0


def recognised(grey: Grey, budget: Budget) -> PageContent:
    """What stands on the picture of a page.

    Raises:
        DocumentError: ``limit_…``.
    """
    reader = recogniser()
    page = levelled(grey)
    high, wide = page.shape
    content = PageContent(wide * POINTS, high * POINTS, recognised=True)
    ink = ink_of(page)
    rules = ruled(ink)
    content.horizontal = [_in_points(rule) for rule in rules.horizontal]
    content.vertical = [_in_points(rule) for rule in rules.vertical]
    tables = find_tables(content.horizontal, content.vertical, budget.add_slots)
    boxes = components(ink_of(page, _FAINT) & ~rules.lines)  # a faint minus is ink, too
    budget.add_objects(len(boxes))
    paper = np.where(rules.lines, np.uint8(np.percentile(page, 60)), page)
    inside, outside = _shared(boxes, tables)
    cells = [[_marked(line, rules) for line in ink_lines(found)] for found in inside.values()]
    texts = iter(said(paper, [line for lines in cells for line in lines], reader))
    for (at, cell), lines in zip(inside, cells, strict=True):
        own = list(islice(texts, len(lines)))
        if len(own) > 1 or has_lost_a_rule(tables[at], cell):
            own = unsure(own)  # it may be several cells
        for each in own:
            _put(content, each, budget)
    for each in sentences(paper, text_lines(outside), reader):
        _put(content, each, budget)
    return content


def _in_points(rule: RulingLine) -> RulingLine:
    return RulingLine(rule.position * POINTS, rule.start * POINTS, rule.end * POINTS)


def _shared(boxes: Iterable[PixelBox], tables: Sequence[DrawnTable]) -> tuple[dict[tuple[int, int], list[PixelBox]], list[PixelBox]]:
    """Ink by the cells (a table and a cell of it) that hold it, and that outside tables."""
    inside: dict[tuple[int, int], list[PixelBox]] = {}
    outside: list[PixelBox] = []
    innermost = sorted(range(len(tables)), key=lambda at: tables[at].area)
    for box in boxes:
        x, y = (box[0] + box[2]) / 2 * POINTS, (box[1] + box[3]) / 2 * POINTS
        for at in innermost:
            cell = tables[at].cell_at(x, y)
            if cell is not None:
                inside.setdefault((at, cell), []).append(box)
                break
        else:
            outside.append(box)
    return inside, outside


def _marked(line: InkLine, rules: Ruled) -> InkLine:
    """The line, with whether ruling lines may have taken some of its ink, or it may be a piece of one."""
    x0, y0, x1, y1 = line.box
    around_it = rules.lines[max(0, y0 - _NEAR_RULE) : y1 + _NEAR_RULE, max(0, x0 - _BESIDE_RULE) : x1 + _BESIDE_RULE]
    level = any(
        y0 - _NEAR_RULE <= rule.position <= y1 + _NEAR_RULE for rule in rules.horizontal if x0 - _FAR < rule.end and rule.start < x1 + _FAR
    )
    return replace(line, touches=bool(around_it.any()) or level)


def _put(content: PageContent, each: Said, budget: Budget) -> None:
    """Set the characters of a line beside each other over the width of its ink."""
    text = each.text or UNREAD
    budget.add_characters(len(text))
    x0, y0, x1, y1 = (edge * POINTS for edge in each.line.box)
    step = (x1 - x0) / len(text)
    for at, char in enumerate(text):
        if not char.isspace():
            content.add_char(char, (x0 + at * step, y0, x0 + (at + 1) * step, y1), hidden=False)
    counts = UNREAD not in text and any(char.isdigit() for char in text)
    content.confidences.append((((x0 + x1) / 2, (y0 + y1) / 2), each.confidence, counts))
