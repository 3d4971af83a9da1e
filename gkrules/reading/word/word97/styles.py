"""The style sheet ([MS-DOC] 2.9.271): what of it matters is hidden text and numbering, with inheritance."""

from __future__ import annotations

from dataclasses import dataclass

from gkrules.model.errors import DocumentError
from gkrules.reading.word.word97.binary import part, u16
from gkrules.reading.word.word97.container import WordFile
from gkrules.reading.word.word97.sprms import C_SPEC_VANISH, C_VANISH, P_LEVEL, P_LIST, sprms

_SHEET = 1
_NO_STYLE = 0xFFF
_PARAGRAPH, _CHARACTER = 1, 2
_LEAST = 10


@dataclass(frozen=True, slots=True)
class Style:
    """A style: the one that it rests on, and what it says itself (``None`` where it does not)."""

    base: int
    hidden: bool | None = None
    level: int | None = None
    list_: int | None = None


class Styles:
    """The styles by index. A style that cannot be read, or that is its own ancestor, says nothing."""

    def __init__(self, word: WordFile) -> None:
        self.by_index: dict[int, Style] = {}
        sheet = word.table_part(_SHEET, "reading/inside.style-sheet")
        if not sheet:
            return
        head = u16(sheet, 0)
        count, base_size = u16(sheet, 2), u16(sheet, 4)
        at = 2 + head
        for index in range(count):
            if at + 2 > len(sheet):
                break
            size = u16(sheet, at)
            content = sheet[at + 2 : at + 2 + size]
            at += 2 + size
            if len(content) < _LEAST:
                continue
            style = _style(content, base_size)
            if style is not None:
                self.by_index[index] = style

    def hidden(self, index: int) -> bool | None:
        """Whether a style hides its text; ``None`` if neither it nor an ancestor says."""
        seen: set[int] = set()
        while index not in seen and index in self.by_index:
            seen.add(index)
            style = self.by_index[index]
            if style.hidden is not None:
                return style.hidden
            index = style.base
        return None


def _style(content: bytes, base_size: int) -> Style | None:
    kind, base, parts = u16(content, 2) & 0xF, u16(content, 2) >> 4, u16(content, 4) & 0xF
    nothing = Style(base if base != _NO_STYLE else -1)
    if kind not in {_PARAGRAPH, _CHARACTER}:
        return nothing
    try:
        at = base_size + (base_size & 1)
        at += 2 + 2 * u16(content, at) + 2
        paragraph, characters = b"", b""
        for number in range(parts):
            at += at & 1
            size = u16(content, at)
            grpprl = part(content, at + 2, size)
            at += 2 + size
            if kind == _PARAGRAPH and number == 0:
                paragraph = grpprl[2:]
            elif number == (1 if kind == _PARAGRAPH else 0):
                characters = grpprl
        return _filled(nothing.base, paragraph, characters)
    except DocumentError:
        return nothing


def _filled(base: int, paragraph: bytes, characters: bytes) -> Style:
    level = list_ = None
    for sprm, operand in sprms(paragraph):
        if sprm == P_LEVEL:
            level = operand[0]
        elif sprm == P_LIST:
            list_ = u16(operand, 0)
    hidden: bool | None = None
    for sprm, operand in sprms(characters):
        if sprm in {C_VANISH, C_SPEC_VANISH}:
            hidden = operand[0] in {1, 0x81}
    return Style(base, hidden, level, list_)
