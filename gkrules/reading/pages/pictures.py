"""Pages of fixed layout that are pictures: scans, with or without the text that recognition put behind them."""

from __future__ import annotations

from collections.abc import Sequence

from gkrules.model.document import Notice
from gkrules.reading.pages.page import PageContent
from gkrules.words import as_read

MOSTLY = 0.9
_LARGE = 0.5  # of the area of a page
_FEW = 20  # characters: the stamp of a scanner's program, a page number

RECOGNISED = Notice(
    "uncertain",
    as_read(
        "文字来自图片背后的识别层，请对照原件核对", "the text comes from a recognition layer behind pictures; compare it with the original"
    ),
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
    several = len(numbers) > 1
    return Notice(
        "uncertain",
        as_read(
            f"第 {'、'.join(_runs(numbers))} 页是图片，其中的表格和文字由文字识别（OCR）得出，"
            f"读出的数字最低置信度 {least}；"
            "没有把握的单元格不作为数字，其余的数字也请对照原件核对",
            f"{'pages' if several else 'page'} {', '.join(_runs(numbers))} {'are pictures' if several else 'is a picture'}: the tables and "
            "the "
            f"text there come from text recognition (OCR), with a confidence of at least {least} for numbers; cells that are "
            "not certain are no numbers, and the other numbers must be compared with the original by eye, too",
        ),
    )


def pages_are_pictures(numbers: Sequence[int]) -> Notice:
    """Some pages, by their numbers from 1, are pictures: what stands on them is not read."""
    shown = _runs(numbers)
    several = len(numbers) > 1
    return Notice(
        "incomplete",
        as_read(
            f"第 {'、'.join(shown)} 页是图片，没有文字层，其中的内容没有读出；请改用原始的 Word 文件，或先做文字识别（OCR）再校对",
            f"{'pages' if several else 'page'} {', '.join(shown)} {'are pictures' if several else 'is a picture'} without a text layer, "
            "and nothing on them was read; use the Word original, or run text recognition (OCR) and proofread it",
        ),
    )


def _runs(numbers: Sequence[int]) -> list[str]:
    """Numbers in order, those that follow each other as a range."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return [f"{first}" if first == last else f"{first}-{last}" for first, last in runs]
