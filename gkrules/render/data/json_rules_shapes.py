"""What the JSON of `gkrules explain`, `gkrules rules list` and `gkrules rules diff` holds; see `json_shapes`, from which the parts are."""

from typing import Annotated, TypedDict

from gkrules.render.data.json_shapes import Keys, Languages, Number, Ruleset, Sentence, Source, Version
from gkrules.rulefiles.shapes.declaring import doc, one_of
from gkrules.rulefiles.shapes.rules import CODE, NAME, Cells, FindingPer, Gravity, Policy, SectionTexts, Status

_Codes = list[Annotated[str, doc(pattern=f"^{CODE}$")]]
_Text = Annotated[str, doc("What the edition says; empty where it says nothing.")]


class ExplanationText(TypedDict):
    """What a rule checks, why, and how to mend what it finds."""

    checks: Sentence
    why: Sentence
    mend: Sentence


class RuleExplanations(TypedDict):
    """The explanation in each language."""

    zh: ExplanationText
    en: ExplanationText


class _ExampleText(TypedDict, total=False):
    text: SectionTexts


class RuleExample(_ExampleText):
    """What differs from a report of all zeros."""

    cells: Cells
    facts: Annotated[dict[str, Number], doc('By name; null for "not stated".')]


class RuleExamples(TypedDict):
    """An example that the rule fails, and one that it passes."""

    fails: RuleExample
    passes: RuleExample


# `assert` is a word of Python, and what is written is checked against the shape: a key with an underscore would be another one.
_Condition = TypedDict("_Condition", {"assert": Annotated[str, doc("What must hold. See docs/language.md.")]})


class RuleStated(_Condition):
    """A rule."""

    code: Annotated[str, doc(pattern=f"^{CODE}$")]
    name: Annotated[str, doc("The fault in kebab case.", pattern=f"^{NAME}$")]
    title: Annotated[Languages, doc("The fault in one short line.")]
    status: Status
    since: Annotated[str, doc("The first version that has the rule.")]
    severity: Gravity
    editions: Annotated[Keys, doc("Keys of the editions that it serves.")]
    source: list[Source]
    for_each: Annotated[str, doc("The places that it looks at.")]
    when: Annotated[str | None, doc("The condition under which it applies; null for always.")]
    blank: Annotated[dict[str, Policy], doc("What a blank operand means, by name; others for the rest.")]
    finding_per: FindingPer
    message: Annotated[Languages, doc("The message of a finding, with placeholders in braces.")]
    explain: RuleExplanations
    examples: RuleExamples
    file: Annotated[str, doc("The file of the rule.")]
    line: Annotated[int, doc("Where in the file its condition stands.", minimum=1)]


class _Versioned(TypedDict):
    schema_version: Version


class RuleResult(RuleStated, _Versioned):
    """One rule, as gkrules explain --format json writes it. Fields may be added; these stay."""


class RulesResult(TypedDict):
    """Rules, as gkrules rules list --format json writes them. Fields may be added; these stay."""

    schema_version: Version
    ruleset: Ruleset
    rules: list[RuleStated]


class ChangedPart(TypedDict):
    """A part that both editions have, and that they say differently."""

    key: str
    aspect: Annotated[
        str,
        one_of(("label", "title", "under", "type", "unit"), "What differs; under: the groups over a row or column; title: over a table."),
    ]
    before: _Text
    after: _Text


class PartsDiff(TypedDict):
    """Keys that only one of the editions has, and what both have with a difference."""

    added: Keys
    removed: Keys
    changed: list[ChangedPart]


class TableDiff(TypedDict):
    """What differs in the rows and columns of a table that both editions have."""

    rows: PartsDiff
    columns: PartsDiff


class TablesDiff(PartsDiff):
    """What differs in the tables."""

    inside: Annotated[dict[str, TableDiff], doc("By key, the tables that both editions have and that differ in their rows or columns.")]


class CellsDiff(TypedDict):
    """Keys of cells of the official forms."""

    added: Keys
    removed: Keys
    kept: Keys


class RulesDiff(TypedDict):
    """Codes of the rules that serve only the later edition, only the earlier, or both."""

    added: _Codes
    removed: _Codes
    kept: _Codes


class DiffResult(TypedDict):
    """What differs between two editions of the form, as gkrules rules diff --format json writes it. Fields may be added; these stay."""

    schema_version: Version
    before: Annotated[str, doc("Key of the edition that is compared.")]
    after: Annotated[str, doc("Key of the edition that it is compared with.")]
    sections: PartsDiff
    tables: TablesDiff
    cells: CellsDiff
    rules: RulesDiff
