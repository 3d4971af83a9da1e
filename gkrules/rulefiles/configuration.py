"""Finding and reading the configuration of a run: the settings of a ``gkrules.yaml`` or of the table ``[tool.gkrules]``.

One configuration counts for a run, whatever reports it checks: a file that lies beside reports, which may be anybody's, must not
choose rules and limits. Waivers, which every folder of reports may have, are read by `waivers`.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from gkrules.model.errors import RuleError
from gkrules.model.findings import Severity
from gkrules.rulefiles.location import rules_folder
from gkrules.rulefiles.shapes.configuration import FAIL_ON, FORMATS, LIMITS, SETTINGS, ConfigurationFile
from gkrules.rulefiles.toml_file import read_table
from gkrules.rulefiles.waivers import FILE_NAME
from gkrules.rulefiles.yaml_file import Node, fault_at, read_file, read_yaml

PROJECT_FILE = "pyproject.toml"
Value = str | bool | tuple[str, ...] | Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting of a file.

    Attributes:
        value: a text, a truth value, texts, or texts by name.
        line: where it stands.
        parts: for each text of a list, and each name of a mapping, its node, which says where it stands if something is wrong with it.
    """

    value: Value
    line: int
    parts: Mapping[str, Node] = field(default_factory=dict, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Configuration:
    """The settings of a run.

    Attributes:
        file: where they stand.
        settings: by name, those that the file has.
        passed_over: a ``pyproject.toml`` beside it whose table does not count.
        has_waivers: whether it has waivers, too.
    """

    file: Path
    settings: Mapping[str, Setting]
    passed_over: Path | None = None
    has_waivers: bool = False

    def texts(self, name: str) -> tuple[str, ...]:
        """The texts of a setting that is a list."""
        value = self.settings[name].value if name in self.settings else ()
        return value if isinstance(value, tuple) else ()

    def named(self, name: str) -> Mapping[str, str]:
        """The values of a setting that is a mapping."""
        value = self.settings[name].value if name in self.settings else {}
        return value if isinstance(value, Mapping) else {}


def find_configuration(folder: Path) -> Configuration | None:
    """The configuration that counts in a folder: that of the folder itself, else the nearest above it in its checkout.

    Outside of a checkout nothing above is looked at. Files that have no settings are passed over: a ``gkrules.yaml`` may have only
    waivers. Of two files in a folder ``gkrules.yaml`` counts.

    Raises:
        RuleError: one of the files is malformed.
    """
    for each in configuration_folders(folder):
        own, project = each / FILE_NAME, each / PROJECT_FILE
        found = _of_yaml(own, blank=True) if _is_file(own) else None
        other = _of_project(project) if _is_file(project) else None
        if found is not None and found.settings:
            return replace(found, passed_over=project if other else None)
        if other is not None and other.settings:
            return other
    return None


def load_configuration(file: Path) -> Configuration:
    """The settings of a file: of its table ``[tool.gkrules]`` if its suffix is ``.toml``.

    Raises:
        RuleError: it is malformed, or has no such table.
    """
    if file.suffix.lower() != ".toml":
        return _of_yaml(file, blank=False)
    found = _of_project(file)
    if found is None:
        raise fault_at(str(file), "rulefiles/bad_toml.no-table")
    return found


def configuration_folders(folder: Path) -> Iterator[Path]:
    """The folders where a configuration is looked for: up to the root of the checkout, or the one alone where there is none."""
    here = folder.resolve()
    above = [here, *here.parents]
    root = next((number for number, each in enumerate(above) if os.path.lexists(each / ".git")), 0)
    yield from above[: root + 1]


def _is_file(file: Path) -> bool:
    return os.path.isfile(file)  # noqa: PTH113 - false where `Path.is_file` raises: in a folder that may not be read


def _of_yaml(file: Path, *, blank: bool) -> Configuration:
    """That of a file; with `blank` a file in which nothing stands yet has no settings."""
    if blank and _is_blank(file):
        return Configuration(file, {})
    return _of_entries(file, read_yaml(file).shaped(ConfigurationFile))


def _is_blank(file: Path) -> bool:
    try:
        lines = read_file(file, _BLANK).splitlines()
    except RuleError:  # reading it in earnest says what is wrong
        return False
    return all(not line.strip() or line.lstrip().startswith(b"#") for line in lines)


def _of_project(file: Path) -> Configuration | None:
    table = read_table(file)
    if table is None:
        return None
    entries = table.shaped(ConfigurationFile)
    if "waivers" in entries:
        entries["waivers"].fail("rulefiles/bad_configuration.waivers", file=FILE_NAME)
    return _of_entries(file, entries)


def _of_entries(file: Path, entries: Mapping[str, Node]) -> Configuration:
    settings = {name: _READERS[name](entries[name]) for name in SETTINGS if name in entries}
    return Configuration(file, settings, has_waivers="waivers" in entries)


def _texts(node: Node) -> Setting:
    items = {item.text().strip(): item for item in node.items()}
    for text, item in items.items():
        if not text:
            item.fail("rulefiles/bad_configuration.empty")
    return Setting(tuple(items), node.line, items)


def _folders(node: Node) -> Setting:
    found: dict[str, Node] = {}
    for item in node.items():
        folder = node.file.parent / item.text()
        if not folder.is_dir():
            item.fail("rulefiles/bad_configuration.no-folder", folder=folder)
        found[str(folder)] = item
    return Setting(tuple(found), node.line, found)


def _severities(node: Node) -> Setting:
    entries = node.entries()
    for name, each in entries.items():
        if not name.strip():
            each.fail("rulefiles/bad_configuration.empty")
        if each.text() == "off":
            each.fail("rulefiles/bad_configuration.off", rule=name)
    return Setting({name: each.choice(*Severity) for name, each in entries.items()}, node.line, entries)


def _limits(node: Node) -> Setting:
    entries = node.mapping(optional=LIMITS)
    return Setting({name: each.text() for name, each in entries.items()}, node.line, entries)


def _edition(node: Node) -> Setting:
    keys = sorted(file.stem for file in (rules_folder() / "editions").glob("*.yaml"))
    return Setting(node.choice(*keys), node.line)


def _flag(node: Node) -> Setting:
    return Setting(node.choice("true", "false") == "true", node.line)


def _choice(*choices: str) -> Callable[[Node], Setting]:
    return lambda node: Setting(node.choice(*choices), node.line)


_BLANK = 10_000
_READERS: dict[str, Callable[[Node], Setting]] = {
    "select": _texts,
    "ignore": _texts,
    "severities": _severities,
    "edition": _edition,
    "rules": _folders,
    "preview": _flag,
    "limits": _limits,
    "fail-on": _choice(*FAIL_ON),
    "format": _choice(*FORMATS),
    "lang": _choice("zh", "en"),
}
