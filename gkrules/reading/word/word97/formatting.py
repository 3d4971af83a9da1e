"""Which properties hold where: the formatted disk pages (FKP) of paragraphs and characters ([MS-DOC] 2.9)."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field

from gkrules.reading.faults import damaged, over_limit
from gkrules.reading.limits import Limits
from gkrules.reading.word.word97.binary import part, plc, u8, u16, u32
from gkrules.reading.word.word97.container import WordFile

_PAGE = 512
_CHARACTERS, _PARAGRAPHS = 12, 13


@dataclass(slots=True)
class Runs:
    """Ranges of the main stream, in bytes, each with its properties; ordered, without overlap."""

    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    styles: list[int] = field(default_factory=list)
    grpprls: list[bytes] = field(default_factory=list)

    def at(self, place: int) -> int:
        """The index of the range that holds the byte at `place`, or -1."""
        index = bisect_right(self.starts, place) - 1
        return index if index >= 0 and place < self.ends[index] else -1


def paragraph_runs(word: WordFile, limits: Limits) -> Runs:
    """The paragraphs with the index of their style and their modifiers.

    Raises:
        DocumentError: ``damaged`` or ``limit_…``.
    """
    return _runs(word, _PARAGRAPHS, limits)


def character_runs(word: WordFile, limits: Limits) -> Runs:
    """The runs of characters with their modifiers; raises as `paragraph_runs`."""
    return _runs(word, _CHARACTERS, limits)


def _runs(word: WordFile, index: int, limits: Limits) -> Runs:
    _, entries = plc(word.table_part(index, "reading/inside.formatting-index"), 4)
    if len(entries) > len(word.main) // _PAGE:
        raise damaged("reading/broken.formatting-index")
    runs = Runs()
    for entry in entries:
        page = part(word.main, (u32(entry, 0) & 0x3FFFFF) * _PAGE, _PAGE, "reading/inside.formatting-page")
        count = page[_PAGE - 1]
        width = 13 if index == _PARAGRAPHS else 1
        if 4 * (count + 1) + width * count > _PAGE - 1:
            raise damaged("reading/broken.formatting-page")
        for number in range(count):
            start, end = u32(page, 4 * number), u32(page, 4 * number + 4)
            if end < start or (runs.ends and start < runs.ends[-1]):
                raise damaged("reading/broken.formatting-order")
            style, grpprl = (_papx if index == _PARAGRAPHS else _chpx)(page, 2 * page[4 * (count + 1) + width * number])
            runs.starts.append(start)
            runs.ends.append(end)
            runs.styles.append(style)
            runs.grpprls.append(grpprl)
        if len(runs.starts) > limits.max_objects:
            raise over_limit("reading/objects.runs", most=limits.max_objects)
    return runs


def _papx(page: bytes, at: int) -> tuple[int, bytes]:
    if not at:
        return 0, b""
    size = 2 * u8(page, at) - 1
    if size < 0:
        at += 1
        size = 2 * u8(page, at)
    if size < 2:
        return 0, b""
    content = part(page, at + 1, size, "reading/inside.paragraph-formatting")
    return u16(content, 0), content[2:]


def _chpx(page: bytes, at: int) -> tuple[int, bytes]:
    return 0, part(page, at + 1, u8(page, at), "reading/inside.text-formatting") if at else b""
