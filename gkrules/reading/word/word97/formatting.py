"""Which properties hold where ([MS-DOC] 2.6, 2.9): property modifiers, the style sheet, and formatted disk pages."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from gkrules.model.errors import DocumentError
from gkrules.reading.faults import damaged, over_limit
from gkrules.reading.limits import Limits
from gkrules.reading.word.word97.container import WordFile, part, plc, u8, u16, u32

# Characters
C_DELETED, C_VANISH, C_SPEC_VANISH, C_STYLE, C_SYMBOL = 0x0800, 0x083C, 0x0818, 0x4A30, 0x6A09
# Paragraphs
P_STYLE, P_IN_TABLE, P_ROW_END, P_DEPTH, P_DEEPER, P_INNER_CELL_END, P_INNER_ROW_END = (
    0x4600,
    0x2416,
    0x2417,
    0x6649,
    0x664A,
    0x244B,
    0x244C,
)
P_LEVEL, P_LIST = 0x260A, 0x460B
P_ELSEWHERE, P_ELSEWHERE_OLD, P_TABLE_ELSEWHERE = 0x6646, 0x6645, 0x646B
# Tables
T_DEFINITION, T_DEFINITION_10 = 0xD608, 0xD606
T_LEFT, T_GAP, T_INSERT, T_DELETE, T_WIDTH, T_MERGE, T_SPLIT, T_VERTICAL = 0x9601, 0x9602, 0x7621, 0x5622, 0x7623, 0x5624, 0x5625, 0xD62B
_TABS = 0xC615

_SIZES = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}
_MOST_NESTED = 4


def sprms(grpprl: bytes) -> Iterator[tuple[int, bytes]]:
    """Each modifier with its operand (without the byte or word that says how long it is).

    Raises:
        DocumentError: ``damaged``, where an operand is cut.
    """
    at = 0
    while at + 2 <= len(grpprl):
        sprm = u16(grpprl, at)
        if not sprm:
            return  # padding
        at += 2
        size = _SIZES.get(sprm >> 13)
        if size is None:
            head, size = _variable(sprm, grpprl, at)
            at += head
        yield sprm, part(grpprl, at, size, "reading/inside.property")
        at += size


def _variable(sprm: int, grpprl: bytes, at: int) -> tuple[int, int]:
    """How long the length of an operand is, and how long the operand."""
    if sprm in {T_DEFINITION, T_DEFINITION_10}:
        return 2, max(u16(grpprl, at) - 1, 0)
    size = u8(grpprl, at)
    if sprm == _TABS and size == 0xFF:
        deleted = u8(grpprl, at + 1)
        added = u8(grpprl, at + 2 + 4 * deleted)
        return 1, 2 + 4 * deleted + 3 * added
    return 1, size


def paragraph_sprms(grpprl: bytes, data: bytes, depth: int = 0) -> Iterator[tuple[int, bytes]]:
    """The modifiers of a paragraph, with those that stand in the stream ``Data`` for want of room."""
    for sprm, operand in sprms(grpprl):
        if sprm in {P_ELSEWHERE, P_ELSEWHERE_OLD, P_TABLE_ELSEWHERE}:
            if depth >= _MOST_NESTED:
                raise damaged("reading/broken.properties-circle")
            at = u32(operand, 0)
            yield from paragraph_sprms(part(data, at + 2, u16(data, at), "reading/inside.property"), data, depth + 1)
        else:
            yield sprm, operand


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
