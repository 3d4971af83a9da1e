"""What the JSON of `gkrules series` and of `gkrules rollup` holds; see `json_shapes`, from which the parts are."""

from typing import Annotated, TypedDict

from gkrules.collection.series import Measure
from gkrules.model.cells import CellState
from gkrules.render.data.json_beside import OtherReport, Part, Unit, Year
from gkrules.render.data.json_report_shapes import ReportResult
from gkrules.render.data.json_shapes import Keys, Languages, Number, Version
from gkrules.rulefiles.shapes.declaring import doc, one_of

_State = Annotated[str, one_of(CellState)]


class SeriesFile(TypedDict):
    """A file, and which of its reports it is."""

    file: str
    part: Part


class SeriesValue(TypedDict):
    """What a form says of a measure: a number, or why there is none."""

    value: Number
    state: _State


class SeriesYear(TypedDict):
    """A year of an organ."""

    year: int
    edition: Annotated[str, doc("The edition of the form.")]
    files: Annotated[list[SeriesFile], doc(minItems=1)]
    taken: Annotated[bool, doc("Whether its numbers are known: not where several reports of it differ.")]
    values: Annotated[
        dict[Annotated[str, one_of(Measure)], SeriesValue | None],
        doc("By measure; null where the form does not ask for it. Empty if none of the reports is taken."),
    ]
    different: Annotated[Keys, doc("The cells in which several reports of the year differ; edition where their forms do.")]


class SeriesBreak(TypedDict):
    """Where a series breaks."""

    kind: Annotated[
        str,
        one_of(
            ("carried", "missing", "different"),
            "Carried in is not what the year before carried out; there is no report of these years; reports of one year differ.",
        ),
    ]
    year: int
    last: Annotated[int, doc("The last of several years that are missing; else the same year.")]
    before: Annotated[Number, doc("Carried out by the year before.")]
    now: Annotated[Number, doc("Carried in.")]
    message: Languages


class OrganSeries(TypedDict):
    """The years of an organ."""

    unit: str
    perhaps: Annotated[list[str], doc("Names of reports that may be of this organ: nothing in them tells.")]
    years: list[SeriesYear]
    breaks: list[SeriesBreak]


class UnplacedReport(SeriesFile):
    """A report whose organ or year is not known."""

    unit: Unit
    year: Year


class SeriesResult(TypedDict):
    """The years of each organ side by side, as gkrules series --format json writes them. Fields may be added; these stay."""

    schema_version: Version
    series: list[OrganSeries]
    unplaced: list[UnplacedReport]


class LeftOutReport(OtherReport):
    """A report that is not in the sum, and why."""

    reason: Annotated[
        str,
        one_of(
            ("own", "year", "no_year", "same"),
            "The higher organ's own; for another year; for none that it tells; the same organ with the same numbers is in the sum already.",
        ),
    ]


class GapReport(OtherReport):
    """The cells of a report that have no number, so that there is no sum of them."""

    state: _State
    cells: Annotated[Keys, doc(minItems=1)]


class RollupParts(TypedDict):
    """What was added up."""

    summed: Annotated[list[OtherReport], doc("The reports that were added up.")]
    left_out: list[LeftOutReport]
    gaps: list[GapReport]
    uncertain: Annotated[list[str], doc("Names of organs that may be those of others, too.")]


class RollupResult(ReportResult):
    """The sum of the reports of organs as a report in the exchange format, which gkrules check takes, and beside it what was added up, as
    gkrules rollup --format json writes it. Fields may be added; these stay.
    """

    rollup: RollupParts
