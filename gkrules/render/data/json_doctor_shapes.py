"""What the JSON of `gkrules doctor` holds; see `json_shapes`, from which the parts are."""

from typing import Annotated, NotRequired, TypedDict

from gkrules.model.cells import CellState
from gkrules.model.document import NOTICE_KINDS
from gkrules.render.data.json_beside import From1, Unit, Year
from gkrules.render.data.json_report_shapes import NoteKind
from gkrules.render.data.json_shapes import Keys, Languages, Number, Pair, Place, Version
from gkrules.rulefiles.shapes.declaring import doc, one_of

_Count = Annotated[int, doc(minimum=0)]
_Found = Annotated[list[int], doc("How many of the table's were found, and how many it has.", minItems=2, maxItems=2)]
_Rows = Annotated[
    list[int] | None, doc("The first and the last row of it in the grid, from 1; null where it has none.", minItems=2, maxItems=2)
]
_CELL = [{"type": "integer", "minimum": 0}] * 2 + [{"type": "integer", "minimum": 1}] * 2 + [{"type": "string"}]


class WhyNoReport(TypedDict):
    """Why there is no report."""

    kind: Annotated[str, doc("A stable word for programs.", pattern="^[a-z][a-z0-9_]*$")]
    message: Languages


class ReaderNotice(TypedDict):
    """A remark of the reader about the document as a whole."""

    kind: Annotated[str, one_of(NOTICE_KINDS)]
    message: Languages


class FoundGrid(TypedDict):
    """A table of the document."""

    number: From1
    place: Place
    ragged: Annotated[bool, doc("Whether the widths of merged cells are lost, so that columns only count the cells of a row.")]
    rows: _Count
    cells: Annotated[
        list[Annotated[list[int | str], doc(minItems=5, maxItems=5, prefixItems=_CELL)]],
        doc("Of each cell: row, column (both from 0), how many rows and how many columns it spans, its text."),
    ]


class DocumentIdentity(TypedDict):
    """What the document says of itself."""

    unit: Unit
    title_year: Year
    period_years: Annotated[Pair, doc("The first and the last year of the statistical period.")]
    titled: Annotated[bool, doc("Whether it has a title that speaks of a report on information disclosure.")]


class GridCandidate(TypedDict):
    """A part of a grid, held against a table of the form."""

    grid: Annotated[int, doc("Number of the grid.", minimum=1)]
    header: _Rows
    body: _Rows
    table: Annotated[str, doc("Key of the table.")]
    score: Annotated[float, doc("The higher, the likelier.")]
    columns: _Found
    rows: _Found
    how: Annotated[
        str,
        one_of(
            ("header", "continued", "headless"),
            "Told by a header; goes on with the part before; told by its rows alone.",
        ),
    ]
    taken: Annotated[bool, doc("Whether the part was read as this table.")]


class UnreadCell(TypedDict):
    """A cell of the form without a number."""

    cell: str
    state: Annotated[str, one_of(state for state in CellState if state is not CellState.NUMBER)]
    raw: Annotated[str, doc("What the document says.")]


class DoctorNote(TypedDict):
    """A remark about the shape of the tables or about the document."""

    kind: NoteKind
    table: str
    label: str
    official: str


class SaidOfTables(TypedDict):
    """What a part of a sentence says of the numbers of the tables."""

    claim: Annotated[str | None, doc("Key of the claim; null where no row of the decision table makes one.")]
    mark: Annotated[str, doc("What kind of quantity the number is: count, share, growth, difference, amount or none.")]
    value: Number
    row: Annotated[str, doc("The place of the row of the decision table, FILE:LINE; empty where there is none.")]
    kept: Annotated[bool, doc("Whether rules look at it.")]
    left_out: Annotated[str, doc("Why it is not kept, in a word for programs; empty where it is.")]


class SentenceSegment(TypedDict):
    """A part of a sentence."""

    text: str
    slots: Annotated[dict[str, str], doc("What its words mean, by kind of meaning.")]
    says: list[SaidOfTables]
    stopped: Annotated[str, doc("Why it says nothing of the tables, in a word for programs; empty where it does.")]


class ReadSentence(TypedDict):
    """A sentence of the text, and how it was read."""

    section: Annotated[str, doc("Key of the section; preamble before the first heading.")]
    text: str
    segments: list[SentenceSegment]


class DoctorResult(TypedDict):
    """How a document was read, as gkrules doctor --format json writes it. Fields may be added; these stay."""

    schema_version: Version
    gkrules: Annotated[str, doc("The version of gkrules.")]
    python: Annotated[str, doc("The version of Python.")]
    system: Annotated[str, doc("The operating system.")]
    file: str
    kind: Annotated[str, doc("The kind of file that its content shows, e.g. docx.")]
    size: Annotated[int, doc("Bytes.", minimum=0)]
    digest: Annotated[str, doc(pattern="^sha256:[0-9a-f]{64}$")]
    encoding: Annotated[str, doc("Of a text or a web page; empty for others.")]
    seconds: Annotated[dict[str, Annotated[float, doc(minimum=0)]], doc("How long each step took: read, align; failed where it failed.")]
    error: Annotated[WhyNoReport | None, doc("Null where there is a report.")]
    container_title: Annotated[str, doc("The title in the properties of the file; empty if there is none.")]
    paragraphs: Annotated[int, doc("How many there are outside of tables.", minimum=0)]
    notices: list[ReaderNotice]
    grids: Annotated[list[FoundGrid], doc("The tables of the document.")]
    identity: Annotated[DocumentIdentity | None, doc("Null if it did not come so far.")]
    edition: Annotated[str, doc("Key of the edition of the form; empty if it did not come so far.")]
    edition_by: Annotated[
        str,
        one_of(
            ("asked", "year", "labels", "tables", ""),
            "What chose the edition. tables: they follow another than that of the year. Empty if it did not come so far.",
        ),
    ]
    candidates: list[GridCandidate]
    sections: Annotated[Keys, doc("Keys of the sections that were found.")]
    unread: list[UnreadCell]
    notes: list[DoctorNote]
    sentences: NotRequired[Annotated[list[ReadSentence], doc("Only with --text.")]]
