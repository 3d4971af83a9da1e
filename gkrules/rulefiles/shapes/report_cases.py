"""The shape of a report and of what is expected of it, ``NAME.gk.yaml``."""

from typing import Annotated, NotRequired, TypedDict

from gkrules.rulefiles.shapes.declaring import Content, Text, Texts, doc

Paths = str | list[str]
Codes = Annotated[Text | Texts, doc("Rule codes or their beginnings.")]
Cells = dict[str, Content]


class ExpectedFinding(TypedDict):
    """A finding; what is not stated of it is not looked at."""

    code: Annotated[Text, doc("The rule.")]
    cells: NotRequired[Annotated[Texts, doc("Keys or patterns (table.row.*).")]]
    values: NotRequired[Cells]
    left: NotRequired[Content]
    right: NotRequired[Content]
    difference: NotRequired[Content]
    suggested: NotRequired[Content]


class Expectation(TypedDict, total=False):
    """What must be read from the report and found in it."""

    error: Annotated[str, doc("The kind of the error, where the document cannot be read.")]
    unit: Text
    year: int
    edition: Text
    cells: Annotated[Cells, doc("By key or pattern: what must be read.")]
    findings: Annotated[list[ExpectedFinding], doc("All findings, each once; what is not stated of one is not looked at.")]


class ReportCaseFile(TypedDict):
    """NAME.gk.yaml, collected by the pytest plugin. Paths are relative to the file."""

    description: NotRequired[Annotated[Text, doc("What the case shows, in one line.")]]
    document: NotRequired[Annotated[str, doc("The report, of any kind that can be read.")]]
    extends: NotRequired[Annotated[str, doc("Another *.gk.yaml, whose document, cells, facts and options this one changes.")]]
    edition: NotRequired[
        Annotated[Text, doc("Key of the edition, instead of the recognised one; for inline cells the newest if not given.")]
    ]
    year: NotRequired[Annotated[int, doc("The year of the report, instead of the recognised one.")]]
    previous: NotRequired[Annotated[Paths, doc("Reports of earlier years.")]]
    below: NotRequired[Annotated[Paths, doc("Reports of the units below.")]]
    rules: NotRequired[Annotated[Paths, doc("Further rule folders.")]]
    preview: NotRequired[Annotated[bool, doc("Also the rules that are on trial.")]]
    select: NotRequired[Codes]
    ignore: NotRequired[Codes]
    cells: NotRequired[
        Annotated[Cells, doc("By key, table.row.column, or pattern: what is different from the document, or from a report of all zeros.")]
    ]
    facts: NotRequired[Annotated[Cells, doc('By name; null for "not stated".')]]
    expect: Annotated[Expectation, doc(minProperties=1)]
