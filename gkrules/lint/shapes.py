"""What the JSON of `gkrules lint` holds; see `gkrules.render.data.json_shapes`, from which the parts are."""

from typing import Annotated, TypedDict

from gkrules.render.data.json_shapes import Languages, Version
from gkrules.rulefiles.shapes.declaring import doc, one_of

# Which codes there are is for docs/lint.md to say: one that is added later is no other format.
Code = Annotated[str, doc("See docs/lint.md.", pattern="^L[0-9]{3}$")]
_Count = Annotated[int, doc(minimum=1)]


class LintFault(TypedDict):
    """A fault of a folder of rules."""

    code: Code
    name: Annotated[str, doc("The fault in kebab case.", pattern="^[a-z]+(-[a-z]+)*$")]
    severity: Annotated[str, one_of(("error", "warning"))]
    file: str
    line: _Count
    column: _Count
    rules: Annotated[list[str], doc("Codes of the rules that it is about.")]
    message: Languages


class SkippedChecks(TypedDict):
    """Checks that could not run, and why. They do not count as clean."""

    codes: Annotated[list[Code], doc(minItems=1)]
    message: Languages


class LintOutput(TypedDict):
    """What is wrong with folders of rules, as gkrules lint --format json writes it. Fields may be added; these stay."""

    schema_version: Version
    folders: Annotated[list[str], doc("The folders that were checked.", minItems=1)]
    findings: list[LintFault]
    skipped: list[SkippedChecks]
