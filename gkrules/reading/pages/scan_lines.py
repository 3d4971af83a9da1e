"""Text outside tables on the picture of a page: lines of ink, read whole; the numbers in them are read once more, alone."""

from __future__ import annotations

import re
from collections.abc import Sequence

from gkrules.reading.pages.scan_image import Grey
from gkrules.reading.pages.scan_ink import InkLine, PixelBox, ink_lines
from gkrules.reading.pages.scan_model import Reading, Recogniser
from gkrules.reading.pages.scan_values import SURE, UNREAD, Said, padded

_WIDE_GAP = 2.5  # of the height of a line: what is further apart is read by itself
_NUMBER = re.compile(r"[0-9][0-9.,，%]*")
_WORDS = re.compile(r"[\u3400-\u4dff\u4e01-\u9fff]")
_LEAST = 8  # pixels high


def text_lines(boxes: list[PixelBox]) -> list[InkLine]:
    """The lines of the text, cut where a gap is wide."""
    found: list[InkLine] = []
    for line in ink_lines(boxes):
        high = line.box[3] - line.box[1]
        piece: list[PixelBox] = []
        for group in [*line.groups, None]:
            if piece and (group is None or group[0] - piece[-1][2] > _WIDE_GAP * high):
                found.extend(each for each in ink_lines(piece) if each.box[3] - each.box[1] >= _LEAST)
                piece = []
            if group is not None:
                piece.append(group)
    return found


def sentences(grey: Grey, lines: Sequence[InkLine], recogniser: Recogniser) -> list[Said]:
    """What each line says. Numbers by themselves may be the row of a table that has no ruling lines: they stay unread."""
    whole = recogniser.read([padded(grey, line, 0.15) for line in lines])
    asked: list[tuple[int, int, int, Grey]] = []
    for at, (line, reading) in enumerate(zip(lines, whole, strict=True)):
        if _WORDS.search(reading.text):
            picture = padded(grey, line, 0.15)
            asked.extend((at, *_cut(reading, match.start(), match.end(), picture)) for match in _NUMBER.finditer(reading.text))
    again = recogniser.read([picture for *_, picture in asked])
    texts = [list(reading.text) for reading in whole]
    confirmed: set[tuple[int, int]] = set()
    for (at, start, end, _), reading in zip(asked, again, strict=True):
        number = whole[at].text[start:end]
        sure = min(*whole[at].sure[start:end], reading.confidence)
        if sure >= SURE and _NUMBER.findall(reading.text)[:1] == [number] and reading.text.count(number[0]) >= 1:
            confirmed.update((at, spot) for spot in range(start, end))
    for at, text in enumerate(texts):
        for spot, char in enumerate(text):
            if char.isdigit() and (at, spot) not in confirmed:
                text[spot] = UNREAD
    return [Said(line, "".join(text), reading.confidence) for line, text, reading in zip(lines, texts, whole, strict=True)]


def _cut(reading: Reading, start: int, end: int, picture: Grey) -> tuple[int, int, Grey]:
    """The picture of some characters of a line with what is half a character to both sides."""
    wide = picture.shape[1]
    spots = [spot * wide for spot in reading.spots]
    left = (spots[start - 1] + spots[start]) / 2 if start else 0
    right = (spots[end - 1] + spots[end]) / 2 if end < len(spots) else wide
    return start, end, picture[:, max(0, round(left)) : max(round(left) + 4, round(right))]
