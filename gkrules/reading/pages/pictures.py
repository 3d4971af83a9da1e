"""Pages of fixed layout that are pictures: scans, with or without the text that recognition put behind them."""

from __future__ import annotations

from collections.abc import Sequence

from gkrules.model.document import Notice
from gkrules.reading.pages.page import PageContent
from gkrules.words import Phrase, phrase

MOSTLY = 0.9
_LARGE = 0.5  # of the area of a page
_FEW = 20  # characters: the stamp of a scanner's program, a page number

RECOGNISED = Notice(
    "uncertain",
    phrase("reading/recognition-layer"),
)


def is_picture(page: PageContent) -> bool:
    """Whether a page shows a picture and next to no text."""
    return page.pictured > _LARGE and len(page.chars) + len(page.hidden) < _FEW


def is_recognised(page: PageContent) -> bool:
    """Whether the text of a page lies hidden behind a picture of it."""
    return page.pictured > _LARGE and len(page.hidden) > MOSTLY * (len(page.chars) + len(page.hidden))


def from_pictures(numbers: Sequence[int], confidences: Sequence[float]) -> Notice:
    """Some pages, by their numbers from 1, were recognised in pictures; `confidences` are those of the numbers that were read."""
    least = f"{100 * min(confidences, default=0.0):.1f} %"
    return Notice("uncertain", phrase("reading/recognised", pictures=_pictures(numbers), least=least))


def pages_are_pictures(numbers: Sequence[int]) -> Notice:
    """Some pages, by their numbers from 1, are pictures: what stands on them is not read."""
    return Notice("incomplete", phrase("reading/pictures-unread", pictures=_pictures(numbers)))


def _pictures(numbers: Sequence[int]) -> Phrase:
    shown = _runs(numbers)
    return phrase("reading/pictures.several", pages=shown) if len(numbers) > 1 else phrase("reading/pictures.one", pages=shown)


def _runs(numbers: Sequence[int]) -> list[str]:
    """Numbers in order, those that follow each other as a range."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return [f"{first}" if first == last else f"{first}-{last}" for first, last in runs]
