"""What the alignment considered, kept only where somebody asks for it: it serves people who look for a fault, and decides nothing."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from gkrules.align.identity import Identity


@dataclass(frozen=True, slots=True)
class Candidate:
    """A part of a grid held against a table of the form.

    Attributes:
        grid: number of the grid in the document, from 1.
        header, body: first and last row of each in the grid, from 1; ``None`` where it has none.
        table: key of the table.
        score: the higher, the likelier; candidates of one part are compared by it.
        columns, rows: how many of the table's were found, and how many it has.
        how: ``header`` (told by a header), ``continued`` (goes on with the part before), ``headless`` (told by its rows alone).
        taken: whether the part was read as this table.
    """

    grid: int
    header: tuple[int, int] | None
    body: tuple[int, int] | None
    table: str
    score: float
    columns: tuple[int, int]
    rows: tuple[int, int]
    how: str
    taken: bool = False


@dataclass(slots=True)
class Trace:
    """The decisions about one document.

    Attributes:
        identity: what the document says of itself.
        edition: key of the edition that was used; empty if it did not come so far.
        edition_by: ``asked``, ``year``, ``labels``, or ``tables`` where they follow another edition than the year's.
        candidates: in the order of the document.
    """

    identity: Identity | None = None
    edition: str = ""
    edition_by: str = ""
    candidates: list[Candidate] = field(default_factory=list)

    def take(self, table: str, since: int) -> None:
        """Mark the best candidate for `table` among those that came after the first `since`."""
        fitting = [index for index in range(since, len(self.candidates)) if self.candidates[index].table == table]
        if fitting:
            best = max(fitting, key=lambda index: self.candidates[index].score)
            self.candidates[best] = replace(self.candidates[best], taken=True)
