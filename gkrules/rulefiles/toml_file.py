"""Reading the table of a ``pyproject.toml`` that is ours, as YAML is read: the same shapes, and errors that name the entry."""

from __future__ import annotations

import datetime
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NoReturn

import yaml

from gkrules.rulefiles.yaml_file import MAX_DEPTH, Node, fault_at, read_file

TABLE = ("tool", "gkrules")
_HEADER = re.compile(r"\s*\[\[?[^\[\]]{1,200}\]\]?\s*(?:#.*)?")
_KEY = re.compile(r"""\s*([\w."'-]{1,200})\s*=""", re.ASCII)
_AT = re.compile(r"(.*?) \(at line (\d+), column (\d+)\)", re.DOTALL)
_NOWHERE = yaml.Mark("", 0, 0, 0, None, 0)


class TomlNode(Node):
    """A value of the table. Its errors name the entry, and the line where it, or the table that it is in, begins.

    Attributes:
        path: the keys that lead to it from the root of the file.
        lines: the lines where keys and tables begin, from 1.
    """

    __slots__ = ("lines", "path")

    def __init__(self, file: Path, node: yaml.Node, path: tuple[str, ...], lines: Mapping[tuple[str, ...], int]) -> None:
        super().__init__(file, node)
        self.path: tuple[str, ...] = path
        self.lines: Mapping[tuple[str, ...], int] = lines

    @property
    def line(self) -> int:
        """Line in the file, from 1."""
        return next((self.lines[path] for end in range(len(self.path), 0, -1) if (path := self.path[:end]) in self.lines), 1)

    @property
    def column(self) -> int:
        """Entries are named, and not pointed at."""
        return 1

    def fail(self, key: str, /, **arguments: object) -> NoReturn:
        """Raise a `RuleError` that names the entry."""
        raise fault_at(f"{self.file}:{self.line}: [{'.'.join(TABLE)}] {'.'.join(self.path[len(TABLE) :])}".rstrip(), key, **arguments)

    def part(self, key: str, node: yaml.Node) -> TomlNode:
        """A value in a table or an array."""
        return TomlNode(self.file, node, (*self.path, key) if key else self.path, self.lines)


def read_table(file: Path) -> TomlNode | None:
    """The table ``[tool.gkrules]`` of a file; nothing if it has none.

    Raises:
        RuleError: the file cannot be read, is too large, or is not TOML though it speaks of gkrules.
    """
    data = read_file(file)
    if TABLE[1].encode() not in data:
        return None  # most have none, and what is wrong with them is not for us to say
    try:
        text = data.decode("utf-8")
        found: Any = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        told = _AT.fullmatch(str(error))
        where = f"{file}:{told[2]}:{told[3]}" if told else str(file)
        raise fault_at(where, "rulefiles/bad_toml.malformed", problem=told[1] if told else str(error)) from error
    except RecursionError as error:
        raise fault_at(str(file), "rulefiles/bad_toml.depth", limit=MAX_DEPTH) from error
    for key in TABLE:
        found = found.get(key) if isinstance(found, dict) else None
    return None if found is None else TomlNode(file, _node(found, file, MAX_DEPTH), TABLE, _lines(text))


def _node(value: object, file: Path, depth: int) -> yaml.Node:
    if depth == 0:
        raise fault_at(str(file), "rulefiles/bad_toml.depth", limit=MAX_DEPTH)
    if isinstance(value, dict):
        pairs = [(_node(key, file, depth), _node(each, file, depth - 1)) for key, each in value.items()]
        return yaml.MappingNode("tag:yaml.org,2002:map", pairs, _NOWHERE, _NOWHERE)
    if isinstance(value, list):
        return yaml.SequenceNode("tag:yaml.org,2002:seq", [_node(each, file, depth - 1) for each in value], _NOWHERE, _NOWHERE)
    return yaml.ScalarNode("tag:yaml.org,2002:str", _text(value), _NOWHERE, _NOWHERE)


def _text(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return value.isoformat() if isinstance(value, datetime.date | datetime.time) else str(value)


def _lines(text: str) -> dict[tuple[str, ...], int]:
    """Where tables and keys begin. What stands in texts of several lines can mislead it: then an error names a line near by."""
    lines: dict[tuple[str, ...], int] = {}
    table: tuple[str, ...] = ()
    for number, line in enumerate(text.splitlines(), 1):
        if _HEADER.fullmatch(line):
            table = _keys(line) or table
            lines.setdefault(table, number)
        elif table[: len(TABLE)] == TABLE[: len(table)] and (match := _KEY.match(line)) and (keys := _keys(f"{match[1]} = 0")):
            lines.setdefault((*table, *keys), number)
    return lines


def _keys(line: str) -> tuple[str, ...]:
    """The keys of a line that is the head of a table, or that gives a value."""
    try:
        found: Any = tomllib.loads(line)
    except tomllib.TOMLDecodeError:
        return ()
    keys: list[str] = []
    while isinstance(found, dict) and found:
        keys.append(next(iter(found)))
        found = found[keys[-1]]
        found = found[0] if isinstance(found, list) and found else found
    return tuple(keys)
