"""What the JSON of `gkrules config` holds; see `json_shapes`, from which the parts are."""

from typing import Annotated, TypedDict

from gkrules.render.data.json_shapes import Version
from gkrules.rulefiles.shapes.configuration import FAIL_ON, FORMATS
from gkrules.rulefiles.shapes.declaring import doc, one_of
from gkrules.rulefiles.shapes.rules import Gravity


class _WhereFrom(TypedDict):
    file: Annotated[str | None, doc("The file that says so, or the option of the command line; null for a default.")]
    line: Annotated[int | None, doc("Its line; null where it is of no file.", minimum=1)]


class HeldTexts(_WhereFrom):
    """A list that holds, and where it comes from."""

    value: list[str]


class HeldText(_WhereFrom):
    """A text that holds, and where it comes from."""

    value: str


class HeldEdition(_WhereFrom):
    """The edition that holds, and where it comes from."""

    value: Annotated[str | None, doc("Null where the year of the report chooses it.")]


class HeldFlag(_WhereFrom):
    """A yes or no that holds, and where it comes from."""

    value: bool


class HeldSeverities(_WhereFrom):
    """Severities that hold, and where they come from."""

    value: Annotated[dict[str, Gravity], doc("By code, beginning of codes, or name of rules.")]


class HeldLimits(_WhereFrom):
    """Limits as they are set, and where they come from."""

    value: Annotated[dict[str, str], doc("By name, only those that are set.")]


class HeldGrade(_WhereFrom):
    """From which severity on a check fails, and where that comes from."""

    value: Annotated[str, one_of(FAIL_ON)]


class HeldFormat(_WhereFrom):
    """The format that holds, and where it comes from."""

    value: Annotated[str, one_of(FORMATS)]


class HeldLanguage(_WhereFrom):
    """The language that holds, and where it comes from."""

    value: Annotated[str, one_of(("zh", "en"))]


# With the names of the file, one of which has a hyphen.
_HeldSettings = TypedDict(
    "_HeldSettings",
    {
        "select": HeldTexts,
        "ignore": HeldTexts,
        "severities": HeldSeverities,
        "edition": HeldEdition,
        "rules": HeldTexts,
        "preview": HeldFlag,
        "limits": HeldLimits,
        "fail-on": HeldGrade,
        "format": HeldFormat,
        "lang": HeldLanguage,
    },
)


class HeldSettings(_HeldSettings):
    """Every setting."""


class ConfigResult(TypedDict):
    """The configuration that holds, as gkrules config --format json writes it. Fields may be added; these stay."""

    schema_version: Version
    file: Annotated[str | None, doc("The file of the configuration; null if there is none.")]
    above: Annotated[bool, doc("Whether that file is in a folder above.")]
    passed_over: Annotated[str | None, doc("A file beside it whose settings do not count.")]
    settings: HeldSettings
    limits: Annotated[dict[str, HeldText], doc("By name, the limits that are set.")]
    waivers: Annotated[dict[str, str | None], doc("By place that was asked about, the file whose waivers count there; null for none.")]
