"""What the JSON of `gkrules explain`, `rules list`, `rules diff` and `lint` holds; see `json_shapes`, from which the parts are."""

from typing import Annotated, NotRequired, TypedDict

from gkrules.render.data.json_shapes import Keys, Languages, Ruleset, Source, Version
from gkrules.rulefiles.shapes.declaring import doc, one_of
from gkrules.rulefiles.shapes.rules import FindingPer, Gravity, Policy, Status

_Content = Annotated[float | str | None, doc("A number, null for a blank cell, absent, or the text of the document.")]


class RuleExplanation(TypedDict):
    """What a rule checks, why, and how to mend what it finds, in a language."""

    checks: str
    why: str
    mend: str


class RuleExplanations(TypedDict):
    """The same in each language."""

    zh: RuleExplanation
    en: RuleExplanation


class RuleExample(TypedDict):
    """A report of all zeros but for these cells and facts."""

    cells: dict[str, _Content]
    facts: dict[str, float | None]
    text: NotRequired[Annotated[dict[str, str], doc("The text of sections by key.")]]


class RuleExamples(TypedDict):
    """An example that breaks the rule, and one that it leaves alone."""

    fails: RuleExample
    passes: RuleExample


class StatedRule(TypedDict):
    """Everything that a rule states, and where it states it."""

    code: str
    name: str
    title: Languages
    status: Status
    since: str
    severity: Gravity
    editions: Annotated[Keys, doc("The editions of the form that it serves.")]
    source: list[Source]
    for_each: Annotated[str, doc("The places that it looks at.")]
    when: Annotated[str | None, doc("The condition under which it applies; null for always.")]
    assert_: Annotated[str, doc("What must hold.")]
    blank: Annotated[dict[str, Policy], doc("What a blank operand means, by name; others for the rest.")]
    finding_per: FindingPer
    message: Languages
    explain: RuleExplanations
    examples: RuleExamples
    file: str
    line: int


class ExplainResult(StatedRule):
    """A rule."""

    schema_version: Version


class RulesResult(TypedDict):
    """The rules of a ruleset, or those that serve an edition."""

    schema_version: Version
    ruleset: Ruleset
    rules: list[StatedRule]


class WordedOtherwise(TypedDict):
    """What both editions have and word otherwise."""

    key: str
    aspect: Annotated[str, doc("What differs: label, type, unit, title (over a table) or under (the groups of a row or column).")]
    before: str
    after: str


class PartsOfDiff(TypedDict):
    """Keys that only one edition has, and what both have with a difference."""

    added: Keys
    removed: Keys
    changed: list[WordedOtherwise]


class TableDiff(TypedDict):
    """The rows and columns of a table that both editions have."""

    rows: PartsOfDiff
    columns: PartsOfDiff


class TablesOfDiff(PartsOfDiff):
    """The tables."""

    inside: Annotated[dict[str, TableDiff], doc("By key, the tables that both have and that differ inside.")]


class KeysOfDiff(TypedDict):
    """Keys that only one edition has, and those that both have."""

    added: Keys
    removed: Keys
    kept: Keys


class DiffResult(TypedDict):
    """The difference between two editions of the form and their rules."""

    schema_version: Version
    before: str
    after: str
    sections: PartsOfDiff
    tables: TablesOfDiff
    cells: KeysOfDiff
    rules: Annotated[KeysOfDiff, doc("By code.")]


class LintFinding(TypedDict):
    """Something that is wrong with a rule."""

    code: Annotated[str, doc(pattern="^L[0-9]{3}$")]
    name: str
    severity: Annotated[str, one_of(("error", "warning"))]
    file: str
    line: int
    column: int
    rules: Annotated[Keys, doc("The codes of the rules concerned.")]
    message: Languages


class LintSkipped(TypedDict):
    """What could not be looked at, and why."""

    codes: Keys
    message: Languages


class LintResult(TypedDict):
    """What is wrong with rules themselves."""

    schema_version: Version
    folders: Annotated[list[str], doc("Empty for the rules of the package.")]
    findings: list[LintFinding]
    skipped: list[LintSkipped]
