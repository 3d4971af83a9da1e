"""What the JSON of `gkrules config` and of `gkrules doctor` holds; see `json_shapes`, from which the parts are."""

from typing import Annotated, TypedDict

from gkrules.model.cells import CellState
from gkrules.model.document import NOTICE_KINDS
from gkrules.model.report import NOTE_KINDS
from gkrules.render.data.json_shapes import Keys, Languages, Pair, Place, Version
from gkrules.rulefiles.shapes.declaring import doc, one_of

_Value = bool | str | list[str] | dict[str, str] | None


class HeldSetting(TypedDict):
    """A setting that holds, and where it comes from."""

    value: _Value
    file: Annotated[str | None, doc("The file, or the option of the command line; null for a default.")]
    line: int | None


class ConfigResult(TypedDict):
    """The configuration of a run."""

    schema_version: Version
    file: Annotated[str | None, doc("Where the settings stand; null if there are none.")]
    above: Annotated[bool, doc("Whether that is in a folder above.")]
    passed_over: Annotated[str | None, doc("A file beside it that does not count.")]
    settings: dict[str, HeldSetting]
    limits: Annotated[dict[str, HeldSetting], doc("Those that are not as by default.")]
    waivers: Annotated[dict[str, str | None], doc("By place that was asked about, the file whose waivers count there.")]


class DoctorError(TypedDict):
    """Why there is no report."""

    kind: str
    message: Languages


class DoctorNotice(TypedDict):
    """What the reader had to say about the document."""

    kind: Annotated[str, one_of(NOTICE_KINDS)]
    message: Languages


class DoctorGrid(TypedDict):
    """A table of the document."""

    number: int
    place: Place
    ragged: Annotated[bool, doc("Whether its lines are not of one length.")]
    rows: int
    cells: Annotated[list[list[int | str]], doc("Row, column, height, width and text of each cell, counted from 0.")]


class DoctorIdentity(TypedDict):
    """Whose report the document says it is."""

    unit: str
    title_year: int | None
    period_years: Pair
    titled: bool


class DoctorCandidate(TypedDict):
    """A table of the form that a table of the document may be."""

    grid: int
    header: Annotated[Pair, doc("First and last row, from 1; null where it has none.")]
    body: Pair
    table: str
    score: float
    columns: Annotated[list[int], doc("How many of the table's were found, and how many it has.", minItems=2, maxItems=2)]
    rows: Annotated[list[int], doc(minItems=2, maxItems=2)]
    how: str
    taken: bool


class DoctorUnread(TypedDict):
    """A cell of the form without a number."""

    cell: str
    state: Annotated[str, one_of(CellState)]
    raw: str


class DoctorNote(TypedDict):
    """A remark on the report."""

    kind: Annotated[str, one_of(NOTE_KINDS)]
    table: str
    label: str
    official: str


class DoctorResult(TypedDict):
    """How a document was read."""

    schema_version: Version
    gkrules: str
    python: str
    system: str
    file: str
    kind: str
    size: int
    digest: str
    encoding: str
    seconds: Annotated[dict[str, float], doc("How long each step took.")]
    error: DoctorError | None
    container_title: str
    paragraphs: int
    notices: list[DoctorNotice]
    grids: list[DoctorGrid]
    identity: DoctorIdentity | None
    edition: str
    edition_by: str
    candidates: list[DoctorCandidate]
    sections: Keys
    unread: list[DoctorUnread]
    notes: list[DoctorNote]
