"""A report in its canonical form: the cells of the form, the text by section, and where each stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import IO, TYPE_CHECKING, Any, Protocol, TypeAlias

from gkrules.model.arguments import misuse, nearest, require, shown
from gkrules.model.cells import ABSENT, Cell, CellState
from gkrules.model.document import NOTICE_KINDS, Notice
from gkrules.model.drawing import drawn
from gkrules.model.edition import Edition
from gkrules.model.errors import UsageError
from gkrules.model.places import Place
from gkrules.model.units import level, territory
from gkrules.words import Phrase, as_read

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa

    Frame: TypeAlias = pd.DataFrame | pl.DataFrame | pa.Table
    Frames: TypeAlias = Frame | Sequence[Frame] | Mapping[str, Frame]
    Data: TypeAlias = str | bytes | IO[str] | IO[bytes] | Mapping[str, Any] | list[Any]

_MOST_PRINTED = 12
PREAMBLE = "preamble"
"""The key of the text before the first section."""
WAIVER_NOTES = ("expired_waiver", "unused_waiver")
"""What can be remarked about a file of waivers."""
ROSTER_NOTES = ("roster_missing", "roster_twice", "roster_foreign")
"""What can be remarked about a roster, beside the reports that were checked."""
FILE_NOTES = (*WAIVER_NOTES, *ROSTER_NOTES)
"""What is about such a file and about no report."""
_SHAPE_NOTES = ("extra_row", "extra_column", "other_label", "moved_row", "unread_row", "repeated_row", "other_edition")
COMPARISON_NOTES = ("no_previous", "unused_previous", "no_below", "unused_below", "differing_copy", "same_copy")
"""What can be remarked about what stands beside a report: see `gkrules.collection.matching`."""
UNREAD_NOTES = ("unread_row", "repeated_row")
"""Those that say that the cells concerned were not read."""
ALIKE_TEXT = "alike_text"
"""What is remarked about a report whose text is that of another."""
NOTE_KINDS = (*_SHAPE_NOTES, *NOTICE_KINDS, *COMPARISON_NOTES, *FILE_NOTES, ALIKE_TEXT)
"""What can be remarked about the shape of the tables, the document as a whole and its comparison; the rules say what it amounts to."""


@dataclass(frozen=True, slots=True)
class SectionText:
    """A section as the document has it.

    `position` counts the section headings of the document from 1. `places` says where each line of `text` stands, if known.
    """

    key: str
    heading: str
    text: str
    position: int
    place: Place | None = None
    places: tuple[Place | None, ...] = field(default=(), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Note:
    """A remark of the alignment about the shape of a table, or of the reader about the document.

    Attributes:
        kind: one of `NOTE_KINDS`.
        table: key of the table concerned; empty where it is about the document.
        label: the label that the document prints.
        official: the label of the form, where one was recognised.
        cells: keys of the cells concerned.
        place: where in the document.
        said: the sentence of a remark about the document, without its full stop.
    """

    kind: str
    table: str = ""
    label: str = ""
    official: str = ""
    cells: tuple[str, ...] = ()
    place: Place | None = None
    said: Phrase | None = None

    @property
    def zh(self) -> str:
        """The sentence of a remark about the document in Chinese; empty where it is about a table."""
        return self.said.text("zh") if self.said else ""

    @property
    def en(self) -> str:
        """The same in English."""
        return self.said.text("en") if self.said else ""

    @classmethod
    def of(cls, notice: Notice) -> Note:
        """The remark that a notice of the reader becomes."""
        require("notice", notice, Notice, "notice")
        return cls(notice.kind, place=notice.place, said=notice.said)


@dataclass
class Report:
    """One report of one organ for one year.

    Attributes:
        edition: the edition of the form that it was read with.
        unit: the organ's name as the title gives it; empty when unknown.
        year: the reporting year; ``None`` when unknown.
        cells: every cell that the document has, by key. Cells of the form that are not here are absent.
        sections: the sections found, in the document's order.
        preamble: the text before the first heading, from the title on.
        published: the day of publication, where the document states it.
        has_text: whether the document's text is known (an exchange file may hold tables only).
        title_year, period_years: the years that the title and the statistical period state.
        quoted_year: the year with which the text before section one quotes the report's own title.
        year_certain: whether the document says it without contradiction, or the most of what it says does; not where as much speaks
            for another year.
        period_days: first and last day of the statistical period as month × 100 + day, as stated: it need not be a date.
        notes: remarks about the shape of the tables and about the document.
        file: where it was read from; empty when it was not read from a file.
        part: which of the reports of that file it is, from 1; ``None`` where the file holds one.
    """

    edition: Edition
    unit: str = ""
    year: int | None = None
    cells: dict[str, Cell] = field(default_factory=dict)
    sections: tuple[SectionText, ...] = ()
    has_text: bool = False
    title_year: int | None = None
    period_years: tuple[int, int] | None = None
    notes: tuple[Note, ...] = ()
    file: str = ""
    preamble: str = ""
    published: date | None = None
    part: int | None = None
    quoted_year: int | None = None
    period_days: tuple[int, int] | None = None
    year_certain: bool = True

    def __repr__(self) -> str:
        states = Counter(cell.state for cell in self.cells.values())
        told = ", ".join(f"{count} {state.value}" for state, count in states.items())
        return f"<Report {self.unit or '?'} {self.year or '?'}, edition {self.edition.key}: {told or 'no'} cells>"

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        """For IPython and hypothesis, which print the fields of a dataclass whatever its `__repr__`: what is not 0, too."""
        cells = {key: cell.value if cell.state is CellState.NUMBER else cell.state.value for key, cell in self.cells.items()}
        told = [f"{key}={value}" for key, value in cells.items() if value != 0]
        # An example that hypothesis found is of no use without its numbers; a report that a person looks at fills pages.
        most = len(told) if type(printer).__module__.startswith("hypothesis") else _MOST_PRINTED
        more = ["…"] if len(told) > most else []
        printer.text(f"{repr(self)[:-1]}: {', '.join(told[:most] + more) or 'no number but 0'}>")

    def _repr_html_(self) -> str | None:
        """What a notebook shows, with the extra ``html``."""
        return drawn(self)

    def cell(self, key: str) -> Cell:
        """The cell `key`; an absent one if the document does not have it.

        Raises:
            UsageError: the edition has no such cell (``unknown_cell``); the nearest key is named.
        """
        if not isinstance(key, str):
            raise misuse("key", "cell", key)
        if key not in self.edition.cell_by_key:
            raise self.edition.unknown_cell(key)
        return self.cells.get(key, ABSENT)

    def values(self) -> dict[str, int | float | None]:
        """The number of every cell that the document has, by key; ``None`` where it holds none.

        `gkrules.typing` has its type for each edition: ``cast(Cells2021, report.values())``.
        """
        return {key: cell.value for key, cell in self.cells.items()}

    @property
    def absent(self) -> list[str]:
        """Keys of the official cells that the document does not have, in the form's order."""
        return [key for key in self.edition.cells if self.cell(key).state is CellState.ABSENT]

    def facts(self) -> dict[str, float]:
        """What rules can ask about the document beside its cells, by name; ``nan`` is "not stated"."""
        nan = float("nan")
        first, last = self.period_years or (nan, nan)
        first_day, last_day = self.period_days or (nan, nan)
        positions = {section.key: section.position for section in self.sections}
        counts = dict.fromkeys(NOTE_KINDS, 0)
        for note in self.notes:
            counts[note.kind] += 1
        return {
            "report.year": _or_nan(self.year),
            "report.year_certain": float(self.year_certain),
            "unit.level": float(level(self.unit) or 0),
            "unit.territory": float(territory(self.unit) or 0),
            "document.has_text": float(self.has_text),
            "document.title_year": _or_nan(self.title_year),
            "document.period_first_year": float(first),
            "document.period_last_year": float(last),
            "document.quoted_year": _or_nan(self.quoted_year),
            "document.period_first_day": float(first_day),
            "document.period_last_day": float(last_day),
            "document.published": nan if self.published is None else float(self.published.strftime("%Y%m%d")),
            **self._lengths(),
            **{f"section.{section.key}.position": _or_nan(positions.get(section.key)) for section in self.edition.sections},
            **{f"note.{kind}.count": float(count) for kind, count in counts.items()},
        }

    def _lengths(self) -> dict[str, float]:
        """How many letters the text of each section without a table has; not stated where no text at all is known."""
        tables = {table.section for table in self.edition.tables}
        texts = {section.key: section.text for section in self.sections}
        known = any(text.strip() for text in texts.values())
        return {
            f"section.{section.key}.length": float(sum(map(str.isalnum, texts[section.key])))
            if known and section.key in texts
            else float("nan")
            for section in self.edition.sections
            if section.key not in tables
        }

    @classmethod
    def from_json(cls, data: Data, *, edition: str | None = None, year: int | None = None) -> Report:
        """A report from JSON (text, or the mapping that it holds) in the exchange form; see `to_json`.

        A cell may also be just a number, or ``null`` for a blank. Cells that are not given are absent (see `absent`). Data of
        another shape is read if its names are keys of the form or its official labels (docs/exchange.md).

        Raises:
            DocumentError: it is neither; the message names the entry. Or it holds several reports.
            UsageError: there is no edition of that key.
        """
        return _exchange().from_json(data, edition=edition, year=year)

    @classmethod
    def from_frames(cls, frames: Frames, *, unit: str = "", year: int | None = None, edition: str | None = None) -> Report:
        """A report from tables of pandas, polars or Arrow: by the keys of the form, or as they were scraped.

        Args:
            frames: one table, several in their order, or tables by key. By key: a table for each table of the form, its index (in
                polars and Arrow its first column) and columns keys of rows and columns, as `Report.tables` gives them; missing values
                are blank cells, rows and columns that are not there are absent. By labels: the tables of the report, also messy ones:
                labels as index and columns (also several levels), or inside the table as first columns and header rows; of a table
                with some of its columns only, those numbers are taken whose row and column are named exactly. A single table may
                also have one row with a column per cell, or a row per cell, as `gkrules.to_frame` makes them.
            unit: the organ, which tables do not say.
            year: the reporting year, likewise.
            edition: key of the edition; by default told by the year, else by the labels.

        Raises:
            DocumentError: no table of the form is among them (``no_matching_table``), or two are of one kind (``several_reports``).
            UsageError: there is no such edition, a table by keys has a key that its table has not, or it is no table (``wrong_type``).
        """
        return _exchange().from_frames(frames, unit=unit, year=year, edition=edition)

    def to_json(self) -> str:
        """The report as JSON in the exchange form, as ``gkrules extract --format json`` prints it."""
        return _exchange().to_json(self)

    def table(self, key: str) -> pd.DataFrame:
        """One canonical table: rows and columns in the form's order, float64, ``NaN`` where there is no number.

        Rows that replace others are there only if the document has them.

        Raises:
            UsageError: the edition has no such table (``unknown_table``).
        """
        import pandas as pd

        known = self.edition.table_by_key
        if not isinstance(key, str) or key not in known:
            form = as_read(self.edition.zh, self.edition.en)
            raise UsageError("model/unknown_table", edition=form, name=shown(key), hint=nearest(key, known), known=list(known))
        table = known[key]
        rows = [row.key for row in table.rows if not row.replaces or table.cell(row.key, table.columns[0].key) in self.cells]
        columns = [column.key for column in table.columns]
        # A row need not have a cell in every column.
        values = [[self.cells.get(table.cell(row, column), ABSENT).value for column in columns] for row in rows]
        return pd.DataFrame(values, index=pd.Index(rows, name="row"), columns=pd.Index(columns, name="column"), dtype="float64")

    @property
    def tables(self) -> Mapping[str, pd.DataFrame]:
        """All canonical tables by key (see `table`)."""
        return {key: self.table(key) for key in self.edition.table_by_key}


class Exchange(Protocol):
    """Makes reports of what other programs hold, and JSON of reports: it takes rooms that a noun knows nothing of."""

    def from_json(self, data: Data, /, *, edition: str | None, year: int | None) -> Report:
        """See `Report.from_json`."""

    def from_frames(self, frames: Frames, /, *, unit: str, year: int | None, edition: str | None) -> Report:
        """See `Report.from_frames`."""

    def to_json(self, report: Report, /) -> str:
        """See `Report.to_json`."""


_provided: list[Exchange] = []


def provide(exchange: Exchange) -> None:
    """Give `Report` its exchange with other programs. `gkrules.api` does."""
    _provided[:] = [exchange]


def _exchange() -> Exchange:
    if not _provided:
        raise RuntimeError("Report exchanges nothing before gkrules.api is imported")
    return _provided[0]


def _or_nan(value: int | None) -> float:
    return float("nan") if value is None else float(value)
