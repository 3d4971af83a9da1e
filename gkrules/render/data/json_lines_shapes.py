"""What the lines of the format ``jsonl`` hold; see `json_shapes`, from which the parts are."""

from typing import Annotated, Literal

from gkrules.render.data.json_beside import Part, Unit, Year
from gkrules.render.data.json_shapes import Failed, Finding, Waiver
from gkrules.rulefiles.shapes.declaring import doc


class FoundLine(Finding):
    """A finding, with the report that it is about."""

    type: Literal["finding"]
    file: Annotated[str, doc("The report, as it was given; or the file of waivers or the roster that it is about.")]
    part: Part
    unit: Unit
    year: Year
    edition: str


class WaivedLine(Finding):
    """A finding that a waiver accepts."""

    type: Literal["waived"]
    file: str
    part: Part
    unit: Unit
    year: Year
    edition: str
    waiver: Waiver


class FailedLine(Failed):
    """A file that could not be checked."""

    type: Literal["failed"]


FindingLine = FoundLine | WaivedLine | FailedLine
