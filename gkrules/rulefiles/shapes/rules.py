"""The shapes of the files of rules and of cases."""

from typing import Annotated, NotRequired, TypedDict

from gkrules.model.findings import Severity
from gkrules.model.rule import STATUSES
from gkrules.rulefiles.shapes.declaring import Content, Source, Text, Texts, Words, doc, one_of

CODE = "[A-Z]{2,4}[0-9]{3}"
NAME = "[a-z0-9]+(?:-[a-z0-9]+)*"
PLACEHOLDERS = (
    "table",
    "row",
    "column",
    "section",
    "left",
    "right",
    "difference",
    "cells",
    "count",
    "rows",
    "note",
    "label",
    "official",
    "year",
    "claim",
    "quote",
    "stated",
    "part",
    "whole",
    "direction",
    "each",
    "where",
    "said",
    "compared",
)
"""What a message can ask for. Whether a finding can answer depends on what the rule looks at."""
OF_ONE_PLACE = tuple(name for name in PLACEHOLDERS if name != "each")
"""What the words for one of several places can ask for: they are not themselves joined."""
Cells = Annotated[dict[str, Content], doc('By key, table.row.column: a number, null for a blank, "absent", or the text of the document.')]
SectionTexts = Annotated[dict[str, str], doc("Texts of sections by key, and of the preamble; all others are empty then.")]
Facts = Annotated[dict[str, Content], doc('By name; null for "not stated".')]

Status = Annotated[str, one_of(STATUSES)]
Gravity = Annotated[str, one_of(Severity)]
Policy = Annotated[str, one_of(("zero", "unknown"))]
FindingPer = Annotated[str, one_of(("place", "row", "table", "report", "sentence"), "Places that fail together make one finding.")]


def _template(names: tuple[str, ...]) -> str:
    """The pattern of a text whose braces are placeholders of these names, or written twice."""
    return rf"^([^{{}}]|\{{\{{|\}}\}}|\{{({'|'.join(names)})\}})*$"


_TEMPLATE = Annotated[Text, doc("", pattern=_template(PLACEHOLDERS))]
_OF_ONE = Annotated[Text, doc("", pattern=_template(OF_ONE_PLACE))]


class Template(TypedDict):
    """A sentence in both languages, with placeholders in braces."""

    zh: _TEMPLATE
    en: _TEMPLATE


class TemplateOfOne(TypedDict):
    """Words for one of several places in both languages, with placeholders in braces."""

    zh: _OF_ONE
    en: _OF_ONE


class Explanation(TypedDict):
    """What a rule checks, why, and how to mend what it finds."""

    checks: Text
    why: Text
    mend: Text


class Explanations(TypedDict):
    """Explanations in both languages."""

    zh: Explanation
    en: Explanation


class Example(TypedDict, total=False):
    """What differs from a report of all zeros."""

    cells: Cells
    text: SectionTexts
    facts: Facts


class Examples(TypedDict):
    """An example that the rule fails, and one that it passes."""

    fails: Example
    passes: Example


class Variable(TypedDict):
    """What a user's rule that extends one of the package may state anew."""

    code: Annotated[
        str,
        doc("Letters and three digits; the name of the file. GK and three digits belong to the package.", pattern=f"^{CODE}$"),
    ]
    name: Annotated[
        str,
        doc("The fault in kebab-case, e.g. applicant-kinds-do-not-add-up; never the remedy.", pattern=f"^{NAME}$"),
    ]
    title: Annotated[Words, doc("The fault in one short line.")]
    status: Status
    since: Annotated[Text, doc("The first version that has the rule, e.g. 0.1.0.")]
    severity: Gravity
    editions: Annotated[Texts, doc('Keys of the editions that the rule serves, e.g. "2021".')]
    source: Annotated[list[Source], doc("Legal sources.")]
    message: Annotated[Template, doc("One sentence; placeholders in braces, the same in both languages.")]
    explain: Explanations
    tolerance: NotRequired[Annotated[float, doc("How far the sides of an equation may differ.", minimum=0)]]
    finding_per: NotRequired[FindingPer]
    each: NotRequired[Annotated[TemplateOfOne, doc("The words for one of the places whose faults are one finding: {each} in the message.")]]
    each_none: NotRequired[Annotated[TemplateOfOne, doc("The same where the text states no number, as in 未收到申请.")]]
    yields_to: NotRequired[
        Annotated[list[str], doc("Codes of rules: where one of them has a finding about the same sentence, this rule has none.")]
    ]


class RuleFile(Variable):
    """One rule, rules/checks/FAMILY/CODE.yaml. A user's rule may extend one of the package instead and state only what differs."""

    for_each: Annotated[
        str,
        doc(
            "The places: report; row of TABLE; column of TABLE; cell of TABLE [of type TYPE]; section of form; note of KIND; "
            "fact of NAME; claim of KIND."
        ),
    ]
    when: NotRequired[Annotated[str, doc("The condition under which the rule applies.")]]
    assert_: Annotated[str, doc("What must hold. See docs/language.md.")]
    blank: NotRequired[
        Annotated[Policy | dict[str, Policy], doc("What a blank operand means, for all names or by name (others for the rest).")]
    ]
    bindings: NotRequired[Annotated[dict[str, dict[str, str]], doc("By edition, what a name of the rule is called there.")]]
    examples: Examples
    replaced_by: NotRequired[Annotated[str, doc("The rule that takes over from a deprecated or removed one.")]]
    aliases: NotRequired[Annotated[Texts, doc("Former codes of the rule.")]]


EXTENDS = {"extends": True} | dict.fromkeys(Variable.__annotations__, False)
"""The keys of a rule that extends one of the package, and whether they must be there."""


class ExpectedFinding(TypedDict):
    """A finding that a case expects; numbers that are not stated are not looked at."""

    cells: Texts
    left: NotRequired[Content]
    right: NotRequired[Content]
    difference: NotRequired[Content]
    suggested: NotRequired[Content]


class CaseFile(TypedDict):
    """CODE/KIND/NAME.yaml, where KIND (pass, fail, unknown, not_applicable) says what the rule must do."""

    description: Annotated[Text, doc("What the case shows, in one line.")]
    edition: NotRequired[Annotated[Text, doc("Key of the edition; 2021 if not given.")]]
    editions: NotRequired[Annotated[Texts, doc("Keys of the editions, in place of edition, for a case that serves several.", minItems=1)]]
    cells: NotRequired[Cells]
    text: NotRequired[SectionTexts]
    facts: NotRequired[Facts]
    expect: NotRequired[Annotated[list[ExpectedFinding], doc("The findings of the rule, in their order.")]]
