"""Reading a roster: the organs that must report, as text, CSV or YAML."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterator
from pathlib import Path

from gkrules.model.rosters import Roster, RosterEntry
from gkrules.model.units import normalised_unit
from gkrules.rulefiles.yaml_file import Node, fault_at, read_file, read_yaml

MAX_BYTES = 5_000_000
MAX_NAMES = 100_000
MAX_NAME = 200
_HEADS = {"name", "unit", "organ", "名称", "机关", "机关名称", "单位", "单位名称"}


def load_roster(file: str | os.PathLike[str]) -> Roster:
    """The roster of a file, each organ once. The suffix tells its kind: ``.csv``, ``.yaml`` or ``.yml``; everything else is text.

    Text has a name on each line, and remarks behind ``#``. CSV has a name and perhaps a parent in each row. YAML is a list of names,
    or a mapping from parents to lists of names.

    Raises:
        RuleError: it cannot be read, is of another shape, is too large, or holds no name.
    """
    path = Path(file)
    match path.suffix.lower():
        case ".yaml" | ".yml":
            found = _of_yaml(read_yaml(path))
        case ".csv":
            found = _of_csv(path)
        case _:
            found = _of_text(_text(path))
    entries: dict[tuple[str, str], RosterEntry] = {}
    for entry in found:
        if not normalised_unit(entry.name):
            continue
        if len(entries) >= MAX_NAMES or max(len(entry.name), len(entry.parent)) > MAX_NAME:
            raise fault_at(str(path), "rulefiles/bad_roster.too-large", names=MAX_NAMES, letters=MAX_NAME)
        entries.setdefault((normalised_unit(entry.name), normalised_unit(entry.parent)), entry)
    if not entries:
        raise fault_at(str(path), "rulefiles/bad_roster.empty")
    return Roster(tuple(entries.values()), path)


def _of_text(text: str) -> Iterator[RosterEntry]:
    for line in text.splitlines():
        yield RosterEntry(line.partition("#")[0].strip())


def _of_csv(path: Path) -> Iterator[RosterEntry]:
    try:
        rows = list(csv.reader(io.StringIO(_text(path))))
    except csv.Error as error:
        raise fault_at(str(path), "rulefiles/bad_roster.csv", reason=str(error)) from error
    for number, row in enumerate(rows):
        name, parent, *_ = [*(cell.strip() for cell in row), "", ""]
        if not (number == 0 and name.lower() in _HEADS) and not name.startswith("#"):
            yield RosterEntry(name, parent)


def _of_yaml(root: Node) -> Iterator[RosterEntry]:
    if not root.is_mapping():
        for name in root.texts():
            yield RosterEntry(name.strip())
        return
    for parent, names in root.entries().items():
        for name in names.texts():
            yield RosterEntry(name.strip(), parent.strip())


def _text(path: Path) -> str:
    """The text of a file, in UTF-8 or in what Chinese spreadsheets write."""
    data = read_file(path, MAX_BYTES)
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise fault_at(str(path), "rulefiles/bad_roster.no-text")
