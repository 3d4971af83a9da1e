"""The shape of ``gkrules.yaml``, and of the table ``[tool.gkrules]`` of a ``pyproject.toml``."""

from typing import Annotated, NotRequired, TypedDict

from gkrules.rulefiles.shapes.declaring import Text, Texts, doc, one_of
from gkrules.rulefiles.shapes.rules import Gravity

FAIL_ON = ("error", "warning", "info", "never")
FORMATS = ("text", "json", "html", "jsonl", "csv", "sarif", "github", "gitlab", "junit", "markdown", "xlsx")
"""Those of ``gkrules check --format``."""
LIMITS = (
    "bytes",
    "text_bytes",
    "lines",
    "elements",
    "members",
    "part_bytes",
    "package_bytes",
    "ratio",
    "ratio_floor",
    "cells",
    "span",
    "depth",
    "markup_depth",
    "sheets",
    "sheet_bytes",
    "sheet_area",
    "pages",
    "scans",
    "pixels",
    "characters",
    "objects",
    "seconds",
    "memory_bytes",
)
"""The names of the limits of reading, which are in a room above this one; a test compares them."""

Codes = Annotated[Texts, doc("Codes of rules, their beginnings, or names of rules.")]


class WaiverEntry(TypedDict):
    """Findings that are known and accepted."""

    rule: Annotated[Text, doc("Code of the rule.")]
    reason: Annotated[Text, doc("Why; must be given.", minLength=1)]
    files: NotRequired[Annotated[Text, doc("Pattern of the files, relative to the folder of this file; every file if not given.")]]
    unit: NotRequired[Annotated[Text, doc("The organ; every organ if not given.")]]
    cells: NotRequired[Annotated[Texts, doc("Keys or patterns (table.row.*); every cell if not given.")]]
    until: NotRequired[Annotated[str, doc("The last day on which it counts, e.g. 2026-12-31.", pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]]


_Settings = TypedDict(
    "_Settings",
    {
        "select": Annotated[Codes, doc("Only these rules.")],
        "ignore": Annotated[Codes, doc("Not these rules.")],
        "severities": Annotated[
            dict[str, Gravity], doc("The severity of rules, by code, beginning of codes, or name; the most exact counts.")
        ],
        "edition": Annotated[Text, doc("Key of the edition of the form by which every report is read; chosen by the year if not given.")],
        "rules": Annotated[Texts, doc("Folders with rules of your own, relative to this file.")],
        "preview": Annotated[bool, doc("Use the rules in preview, too.")],
        "limits": Annotated[
            dict[Annotated[str, one_of(LIMITS)], Text],
            doc("Limits of reading: a number, of bytes also with K, M or G."),
        ],
        "fail-on": Annotated[str, one_of(FAIL_ON, "gkrules check exits with 1 on findings of this severity or graver.")],
        "format": Annotated[str, one_of(FORMATS, "What gkrules check writes to the screen.")],
        "lang": Annotated[str, one_of(("zh", "en"), "Language of the output.")],
    },
    total=False,
)


class ConfigurationFile(_Settings, total=False):
    """gkrules.yaml: the settings of a run, and waivers. The table [tool.gkrules] of a pyproject.toml takes the settings."""

    waivers: Annotated[list[WaiverEntry], doc("Findings that are known and accepted. In a pyproject.toml there are none.")]


SETTINGS = tuple(_Settings.__annotations__)
"""The names of the settings, in their order: all that a configuration has beside waivers."""
