"""What a reader returns: the blocks of a document in their order, without any meaning."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from gkrules.model.places import Place
from gkrules.model.slots import setters
from gkrules.words import Phrase


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A run of text outside tables. `text` keeps inner line breaks as ``\\n``."""

    text: str
    place: Place


@dataclass(frozen=True, slots=True, init=False)
class GridCell:
    """A cell of a grid. `row` and `column` are 0-based grid coordinates of its upper left corner."""

    text: str
    row: int
    column: int
    rowspan: int = 1
    colspan: int = 1
    place: Place | None = None

    def __init__(self, text: str, row: int, column: int, rowspan: int = 1, colspan: int = 1, place: Place | None = None) -> None:
        _text(self, text)
        _row(self, row)
        _column(self, column)
        _rowspan(self, rowspan)
        _colspan(self, colspan)
        _place(self, place)


_text, _row, _column, _rowspan, _colspan, _place = setters(GridCell)


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of a document.

    A `ragged` grid comes from a dump that has lost the widths of merged cells: `column` then only
    counts the cells of the row, and says nothing about what stands above or below. In a grid that is not,
    this may still hold for some rows, which are `loose`: they are longer or shorter than the others.
    """

    cells: tuple[GridCell, ...]
    place: Place
    ragged: bool = False
    loose: frozenset[int] = frozenset()

    def rows(self) -> list[list[GridCell]]:
        """The cells that start in each row, from left to right."""
        height = max((cell.row + (1 if self.ragged else cell.rowspan) for cell in self.cells), default=0)
        rows: list[list[GridCell]] = [[] for _ in range(height)]
        for cell in self.cells:
            rows[cell.row].append(cell)
        for row in rows:
            row.sort(key=lambda cell: cell.column)
        return rows


Block = Paragraph | Grid


NOTICE_KINDS = ("incomplete", "uncertain", "remark")
"""``incomplete``: part of it is missing or damaged; ``uncertain``: its text may not be what it shows; ``remark``: anything else."""


@dataclass(frozen=True, slots=True)
class Notice:
    """What a reader has to say about a document as a whole: one of `NOTICE_KINDS`, and a sentence, without its full stop."""

    kind: str
    said: Phrase
    place: Place | None = None

    @property
    def zh(self) -> str:
        """The sentence in Chinese."""
        return self.said.text("zh")

    @property
    def en(self) -> str:
        """The sentence in English."""
        return self.said.text("en")

    def __post_init__(self) -> None:
        if self.kind not in NOTICE_KINDS:
            raise ValueError(f"the kind of a notice is one of {', '.join(NOTICE_KINDS)}, not {self.kind!r}")


@dataclass(frozen=True, slots=True)
class Document:
    """A document as its reader found it.

    Attributes:
        kind: ``text``, ``html``, ``docx``, ``doc`` …
        blocks: paragraphs and grids in reading order.
        title: what the container names as its title (HTML ``<title>``, Word core properties).
        notices: what the reader could not take in whole (e.g. a file that was cut short).
    """

    kind: str
    blocks: tuple[Block, ...]
    title: str = ""
    notices: tuple[Notice, ...] = field(default=())

    def paragraphs(self) -> Iterator[Paragraph]:
        """The paragraphs in reading order."""
        return (block for block in self.blocks if isinstance(block, Paragraph))

    def grids(self) -> Iterator[Grid]:
        """The grids in reading order."""
        return (block for block in self.blocks if isinstance(block, Grid))
