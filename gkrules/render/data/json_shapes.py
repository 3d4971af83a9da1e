"""What the JSON documents hold that other programs rely on: the types of what `json_output` writes. Fields may be added; these stay.

``tests/json_schemas.py`` makes the JSON Schemas of them. Not required is what was added since: an older result is well-formed, too.
"""

from dataclasses import fields
from typing import Annotated, Literal, NotRequired, TypedDict

from gkrules.model.document import NOTICE_KINDS
from gkrules.model.findings import Outcome, Severity
from gkrules.model.findings import Slip as SlipKind
from gkrules.render.data.json_beside import ForeignOrgan, From1, MissingOrgans, OrganTwice, Part, Related, Statistics, Summary, Unit, Year
from gkrules.render.notes import CellCounts
from gkrules.rulefiles.shapes.declaring import doc, one_of
from gkrules.rulefiles.shapes.editions import Status
from gkrules.rulefiles.shapes.rules import CODE

Version = Literal["1"]
Number = float | None
Known = Annotated[Number, doc(type="number")]
Keys = list[str]
Sentence = Annotated[str, doc(minLength=1)]
Slip = Annotated[str, one_of(SlipKind, "How right numbers became wrong ones.")]
NoSlip = Annotated[str | None, one_of([*SlipKind, None], "How right numbers became wrong ones.")]
Pair = Annotated[list[int] | None, doc(minItems=2, maxItems=2)]
CELL_COUNTS = doc(
    "How many cells of the form were read as a number; hold what could not be read as one or miss in a table that is there; are blank; "
    "say that they do not apply; are in tables that are not there.",
    required=[field.name for field in fields(CellCounts)],
)
Box = Annotated[list[float], doc(minItems=4, maxItems=4)]


class Ruleset(TypedDict):
    """The rules that were used."""

    name: str
    version: str
    digest: Annotated[str, doc(pattern="^sha256:[0-9a-f]{64}$")]


class Languages(TypedDict):
    """A sentence in each language."""

    zh: Sentence
    en: Sentence


class Place(TypedDict, total=False):
    """Where in the document, counted from 1; empty when unknown."""

    kind: str
    line: From1
    paragraph: From1
    table: From1
    row: From1
    column: From1
    page: From1
    box: Box
    path: str
    sheet: str
    confidence: Annotated[
        float,
        doc("Where the text was recognised in a picture: that of its least certain character.", minimum=0, maximum=1),
    ]


class Term(TypedDict):
    """A term of an equation."""

    factor: Known
    cell: str


class Equation(TypedDict):
    """The two sides of a broken equation."""

    left: list[Term]
    right: list[Term]


class Suspect(TypedDict):
    """A cell that is likely wrong, and the number that would mend what was found."""

    cell: str
    value: Number
    suggested: Number
    confidence: Annotated[str, one_of(("certain", "likely", "possible"))]
    slip: NotRequired[Slip]


class Changed(TypedDict):
    """A cell of a repair."""

    cell: str
    value: Number
    suggested: Number
    slip: NoSlip


class Repair(TypedDict):
    """Cells that would mend a cause if they were changed together."""

    cells: Annotated[list[Changed], doc(minItems=1)]
    slip: Annotated[NoSlip, doc("The one slip that explains all its cells.")]
    confidence: Annotated[str, one_of(("likely", "possible"))]
    weight: Annotated[float, doc("By which the repairs are ordered, the smallest first.")]


class Cause(TypedDict):
    """What findings have in common."""

    cause: From1
    status: Annotated[str, one_of(("found", "tied", "unknown"), "One repair; several, all given; or the search met its limit.")]
    reason: Annotated[
        str | None,
        one_of(
            ("too_many_cells", "limit", "between_reports", "one_sentence", None),
            "Why it is unknown. between_reports: the report holds by itself and differs from another one. one_sentence: the findings are "
            "about one sentence of the text.",
        ),
    ]
    findings: Annotated[list[Annotated[int, doc(minimum=0)]], doc("Positions in the findings of the report, from 0.")]
    repairs: Annotated[
        list[Repair],
        doc(
            "The smallest sets of cells that mend all findings of the cause and break no rule, and known slips that do; the likeliest "
            "first. Never applied."
        ),
    ]
    more: NotRequired[Annotated[int, doc("How many repairs there are beyond those listed.", minimum=0)]]


class Source(TypedDict):
    """A legal source."""

    document: str
    place: str


class Finding(TypedDict):
    """One fault."""

    code: Annotated[str, doc(pattern=f"^{CODE}$")]
    name: Annotated[str, doc("The fault in kebab case.")]
    severity: Annotated[str, one_of(Severity)]
    outcome: Annotated[str, one_of((Outcome.FAIL, Outcome.ERROR), "error: the rule itself broke, the report is not to blame.")]
    scope: NotRequired[Annotated[dict[str, str], doc("What the rule looked at: table, row, column, section, note, fact.")]]
    cells: Annotated[Keys, doc("Keys of cells, table.row.column, or names of facts.")]
    values: dict[str, Number]
    raw: NotRequired[Annotated[dict[str, str], doc("The document's text of cells that are no plain number.")]]
    left: Number
    right: Number
    difference: Annotated[Number, doc("left - right")]
    equation: NotRequired[Equation]
    assumed_zero: NotRequired[Annotated[Keys, doc("Blank cells that were counted as 0.")]]
    implied: NotRequired[
        Annotated[
            dict[str, Known],
            doc("Blank cells that were counted as what other numbers of the report imply; none of it is printed."),
        ]
    ]
    suspects: Annotated[list[Suspect], doc("The cells most likely wrong, the likeliest first.")]
    quote: NotRequired[Annotated[str, doc("The sentence of the text that the finding is about, shortened; empty if it is about none.")]]
    cause: NotRequired[
        Annotated[int | None, doc("Number of the cause among those of the report; null where none was looked for.", minimum=1)]
    ]
    message: Languages
    source: list[Source]
    place: Place
    fingerprint: NotRequired[
        Annotated[
            str,
            doc(
                "gkrules/v1: what the finding is known by from one check to the next, whatever the file is called: a digest of organ, "
                "year, rule, cells and sentence.",
                pattern="^[0-9a-f]{64}$",
            ),
        ]
    ]
    cells_place: NotRequired[Annotated[Place, doc("Where the cells stand, if `place` is that of a sentence.")]]


class Notice(TypedDict):
    """A remark about the document as a whole."""

    kind: Annotated[str, one_of(NOTICE_KINDS)]
    message: Languages
    place: NotRequired[Place]


class Waiver(TypedDict):
    """The entry of a file of waivers that accepts a finding."""

    file: str
    line: From1
    reason: str
    until: Annotated[str | None, doc("The last day, as 2026-12-31.")]


class Waived(TypedDict):
    """A finding that a waiver accepts."""

    finding: Finding
    waiver: Waiver


class Judged(TypedDict):
    """A rule, and a place that it looked at."""

    code: str
    scope: dict[str, str]


class CheckedReport(TypedDict):
    """What was found in one report."""

    file: Annotated[str, doc("As it was given; empty when the report was not read from a file.")]
    part: NotRequired[Part]
    unit: Unit
    year: Year
    edition: Annotated[str, doc("The edition of the form that it was read with.")]
    edition_status: NotRequired[Status]
    cells: NotRequired[
        Annotated[
            dict[str, Annotated[int, doc(minimum=0)]],
            CELL_COUNTS,
        ]
    ]
    outcomes: Annotated[
        dict[str, Annotated[int, doc(minimum=0)]],
        doc("How often each outcome occurred. unknown and error never count as pass.", required=list(Outcome)),
    ]
    findings: list[Finding]
    notices: NotRequired[Annotated[list[Notice], doc("Remarks about the document as a whole.")]]
    waived: NotRequired[Annotated[list[Waived], doc("Findings that a waiver accepts; they are not among the findings.")]]
    undecided: NotRequired[Annotated[list[Judged], doc("What could not be assessed.")]]
    causes: NotRequired[Annotated[list[Cause], doc("What findings have in common, and how they could be mended together.")]]
    related: NotRequired[Related]
    passed: NotRequired[Annotated[list[Judged], doc("What was found right; only with --show-passed.")]]


class UnmatchedReport(TypedDict):
    """A report that was given to compare with and fits none of those checked."""

    file: str
    part: NotRequired[Part]
    unit: Unit
    year: Year
    findings: list[Finding]


class WaiverFile(TypedDict):
    """A file of waivers about which something was found."""

    file: str
    findings: list[Finding]


class RosterFile(TypedDict):
    """A roster, and what the reports are like beside it."""

    file: str
    findings: list[Finding]
    missing: list[MissingOrgans]
    twice: list[OrganTwice]
    foreign: list[ForeignOrgan]


class Failed(TypedDict):
    """A file that could not be checked."""

    file: str
    error: Annotated[str, doc("The reason in the asked language.")]
    kind: Annotated[str, doc("A stable word for programs.", pattern="^[a-z][a-z0-9_]*$")]
    message: NotRequired[Languages]


class CheckResult(TypedDict):
    """What was found in each report, and which files could not be checked. Fields may be added; these stay."""

    schema_version: Version
    ruleset: Ruleset
    reports: list[CheckedReport]
    waiver_files: NotRequired[Annotated[list[WaiverFile], doc("The files of waivers about which something was found.")]]
    unmatched: NotRequired[
        Annotated[list[UnmatchedReport], doc("Of several reports checked: those given to compare with that fit none of them.")]
    ]
    rosters: NotRequired[Annotated[list[RosterFile], doc("The rosters that the reports were compared with.")]]
    failed: list[Failed]
    summary: NotRequired[Summary]
    statistics: NotRequired[Annotated[Statistics, doc("Only with --statistics.")]]
