"""Reading ``gkrules.yaml``: the findings that an organ knows of and accepts."""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterable
from fnmatch import fnmatchcase
from pathlib import Path

from gkrules.model.errors import UsageError
from gkrules.model.findings import Waiver
from gkrules.rulefiles.rulebook import Rulebook
from gkrules.rulefiles.shapes.configuration import ConfigurationFile, WaiverEntry
from gkrules.rulefiles.yaml_file import Node, read_yaml

FILE_NAME = "gkrules.yaml"


def nearest_waiver_file(path: str | os.PathLike[str]) -> Path | None:
    """The ``gkrules.yaml`` that counts for a file or a folder: that of its own folder, else of the nearest folder above."""
    place = Path(path).resolve()
    folders = [place, *place.parents] if place.is_dir() else place.parents
    return next((file for folder in folders if os.path.isfile(file := folder / FILE_NAME)), None)  # noqa: PTH113 - false if not permitted


def load_waivers(file: str | os.PathLike[str], ruleset: Rulebook) -> tuple[Waiver, ...]:
    """The waivers of a file, in its order. Its settings are not looked at beyond their names: they are those of no other run.

    Raises:
        RuleError: the file is malformed, or an entry names a rule or cells that there are not.
    """
    path = Path(file)
    entry = read_yaml(path).shaped(ConfigurationFile)
    return tuple(_waiver(node, path, ruleset) for node in entry["waivers"].items()) if "waivers" in entry else ()


def _waiver(node: Node, file: Path, ruleset: Rulebook) -> Waiver:
    entry = node.shaped(WaiverEntry)
    reason = entry["reason"].text().strip()
    if not reason:
        entry["reason"].fail("rulefiles/bad_rule_file.reason")
    return Waiver(
        rule=_code(entry["rule"], ruleset),
        reason=reason,
        files=entry["files"].text() if "files" in entry else "",
        unit=entry["unit"].text() if "unit" in entry else "",
        cells=tuple(_cells(each, ruleset) for each in entry["cells"].items()) if "cells" in entry else (),
        until=_date(entry["until"]) if "until" in entry else None,
        file=file,
        line=node.line,
    )


def _code(node: Node, ruleset: Rulebook) -> str:
    try:
        return ruleset.rule(node.text()).code
    except UsageError as error:
        node.fail("rulefiles/bad_rule_file.waived-rule", reason=error.said)


def _cells(node: Node, ruleset: Rulebook) -> str:
    pattern = node.text()
    known: Iterable[str] = (key for edition in ruleset.editions.values() for key in edition.cell_by_key)
    if not any(fnmatchcase(key, pattern) for key in known):
        node.fail("rulefiles/bad_rule_file.waived-cells", pattern=pattern)
    return pattern


def _date(node: Node) -> datetime.date:
    try:
        return datetime.date.fromisoformat(node.text())
    except ValueError:
        node.fail("rulefiles/bad_rule_file.date", text=node.text())
