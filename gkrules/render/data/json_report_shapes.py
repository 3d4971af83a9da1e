"""What the exchange form of a report holds; see `json_shapes`, which has what it shares with the result of a check."""

from typing import Annotated, NotRequired, TypedDict

from gkrules.model.cells import CellState
from gkrules.model.report import ALIKE_TEXT, COMPARISON_NOTES, FILE_NOTES, NOTE_KINDS
from gkrules.render.data.json_beside import Part, Unit, Year
from gkrules.render.data.json_shapes import Keys, Languages, Number, Pair, Place, Ruleset, Version
from gkrules.rulefiles.shapes.declaring import doc, one_of
from gkrules.rulefiles.shapes.editions import Status

NoteKind = Annotated[str, one_of(kind for kind in NOTE_KINDS if kind not in (*FILE_NOTES, *COMPARISON_NOTES, ALIKE_TEXT))]


class ReportCell(TypedDict):
    """A cell: its number if it has one, its state, and what the document says."""

    value: Number
    state: Annotated[str, one_of(state for state in CellState if state is not CellState.ABSENT)]
    raw: NotRequired[Annotated[str, doc("What the document says, unchanged.")]]
    unit: NotRequired[Annotated[str, doc("The unit beside the number, where the form leaves it to the cell.")]]
    place: NotRequired[Place]
    annotated: NotRequired[Annotated[bool, doc("A number with other text around it.")]]


_VALUE_OF_NUMBERS = {
    "if": {"properties": {"state": {"const": "number"}}},
    "then": {"properties": {"value": {"type": "number"}}},
    "else": {"properties": {"value": {"type": "null"}}},
}


class ReportSection(TypedDict):
    """A section of the document."""

    key: str
    heading: NotRequired[str]
    text: NotRequired[str]
    position: NotRequired[Annotated[int, doc("Its place among the section headings of the document.", minimum=1)]]
    place: NotRequired[Place]


class ReportNote(TypedDict, total=False):
    """A remark about the shape of the tables or about the document."""

    code: Annotated[str | None, doc("The rule that speaks of it.")]
    kind: NoteKind
    table: str
    label: str
    official: str
    cells: Keys
    place: Place
    text: str
    message: Annotated[Languages, doc("The sentence of a remark about the document (incomplete, uncertain, remark) in each language.")]


class ReportResult(TypedDict):
    """One report of one organ for one year, as gkrules extract writes it; gkrules check and Report.from_json take it back, also
    without place and raw. Fields may be added; these stay.
    """

    schema_version: Version
    ruleset: NotRequired[Ruleset]
    file: NotRequired[str]
    part: NotRequired[Part]
    unit: NotRequired[Unit]
    year: NotRequired[Year]
    edition: Annotated[str, doc("The edition of the form.")]
    edition_status: NotRequired[Status]
    year_certain: NotRequired[
        Annotated[bool, doc("Whether most of what the document says of its year agrees with it; not where as much speaks for another.")]
    ]
    title_year: NotRequired[Annotated[int | None, doc("The year that the title states.")]]
    period_years: NotRequired[Annotated[Pair, doc("The first and the last year of the statistical period that the document states.")]]
    quoted_year: NotRequired[Annotated[int | None, doc("The year with which the text before section one quotes the report's own title.")]]
    period_days: NotRequired[
        Annotated[
            Pair,
            doc("The first and the last day of the statistical period as month × 100 + day, as stated (1231 is 31 December)."),
        ]
    ]
    published: NotRequired[Annotated[str | None, doc("The day of publication that the document states.", format="date")]]
    cells: Annotated[
        dict[str, Annotated[ReportCell, doc(**_VALUE_OF_NUMBERS)]],
        doc(
            "By key, table.row.column. Cells that the document does not have are not here.",
            propertyNames={"pattern": r"^[a-z0-9_]+\.[a-z0-9_]+\.[a-z0-9_]+$"},
        ),
    ]
    absent: NotRequired[Annotated[Keys, doc("Cells of the form that the document does not have.")]]
    has_text: NotRequired[Annotated[bool, doc("Whether the document's text is known.")]]
    preamble: NotRequired[Annotated[str, doc("The text between the title and the first heading.")]]
    sections: NotRequired[list[ReportSection]]
    notes: NotRequired[Annotated[list[ReportNote], doc("Remarks about the shape of the tables and about the document.")]]
