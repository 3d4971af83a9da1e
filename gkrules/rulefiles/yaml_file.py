"""Reading a YAML file of ours strictly: plain data only, with the line of everything, and errors that point at it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

import yaml

from gkrules.language.parser import nearest
from gkrules.language.pointing import quoted
from gkrules.model.errors import RuleError
from gkrules.rulefiles.bounded import MAX_BYTES, read_bounded
from gkrules.rulefiles.shapes.declaring import Words, keys, values_of
from gkrules.words import Phrase, phrase

__all__ = ["MAX_BYTES", "MAX_DEPTH", "Node", "fault_at", "read_file", "read_yaml"]

MAX_DEPTH = 32

_INTEGER = re.compile(r"-?[0-9]{1,18}")
_DECIMAL = re.compile(r"-?[0-9]{1,18}\.[0-9]{1,18}")

_BRACE = re.compile("[{}]")

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Node:
    """A value of a YAML file that knows where it stands.

    The methods that read it raise `RuleError` naming file, line and column when it has not the shape asked for.
    """

    __slots__ = ("_node", "file")

    def __init__(self, file: Path, node: yaml.Node) -> None:
        self.file: Path = file
        self._node = node

    @property
    def line(self) -> int:
        """Line in the file, from 1."""
        return self._node.start_mark.line + 1

    @property
    def column(self) -> int:
        """Column in the line, from 1."""
        return self._node.start_mark.column + 1

    @property
    def text_column(self) -> int:
        """Column where the text of a scalar starts: behind its quotation mark, if it has one."""
        quoted = isinstance(self._node, yaml.ScalarNode) and self._node.style in ("'", '"')
        return self.column + (1 if quoted else 0)

    @property
    def is_block_scalar(self) -> bool:
        """Whether it is written as a ``|`` or ``>`` block."""
        return isinstance(self._node, yaml.ScalarNode) and self._node.style in ("|", ">")

    def where(self, braces: int) -> tuple[int, int, str]:
        """Line and column of a brace of the text, of which `braces` stand before, and the line as it stands in the file.

        The file is read again for it. Where what is written has other braces than its text, as with ``"\\x7b"``, it is the
        place of the value.
        """
        text = read_file(self.file).decode("utf-8-sig")
        start, end = self._node.start_mark.index, self._node.end_mark.index
        written = [match.start() + start for match in _BRACE.finditer(text[start:end])]
        same = isinstance(self._node, yaml.ScalarNode) and len(written) == len(_BRACE.findall(self._node.value))
        at = written[braces] if same and braces < len(written) else start
        before = text[:at].splitlines() or [""]
        if text[:at].endswith(("\n", "\r")):
            before.append("")
        lines = text.splitlines()
        return len(before), len(before[-1]) + 1, lines[len(before) - 1] if len(before) <= len(lines) else ""

    def fail(self, key: str, /, **arguments: object) -> NoReturn:
        """Raise a `RuleError` that points here; see `fault_at`."""
        raise fault_at(f"{self.file}:{self.line}:{self.column}", key, **arguments)

    def shaped(self, shape: Any) -> dict[str, Node]:
        """The entries of a mapping with the keys of a declared shape; see `mapping`."""
        return self.keyed(keys(shape))

    def keyed(self, keys: Mapping[str, bool]) -> dict[str, Node]:
        """The entries of a mapping with these keys, each with whether it must be there; see `mapping`."""
        return self.mapping(required=(key for key in keys if keys[key]), optional=(key for key in keys if not keys[key]))

    def mapping(self, *, required: Iterable[str] = (), optional: Iterable[str] = ()) -> dict[str, Node]:
        """The entries of a mapping with exactly these keys; an unknown key names the valid ones and the nearest."""
        entries = self.entries()
        required, optional = list(required), list(optional)
        valid = [*required, *optional]
        for key, node in entries.items():
            if key not in valid:
                hint = nearest(key, valid) or phrase("rulefiles/no-key-near")
                node.fail("rulefiles/bad_rule_file.unknown-key", key=key, hint=hint, valid=valid)
        missing = [key for key in required if key not in entries]
        if missing:
            self.fail("rulefiles/bad_rule_file.missing-keys", keys=missing)
        return entries

    def entries(self) -> dict[str, Node]:
        """The entries of a mapping with any keys."""
        if not isinstance(self._node, yaml.MappingNode):
            self.fail("rulefiles/bad_rule_file.not-a-mapping")
        entries: dict[str, Node] = {}
        for key_node, value_node in self._node.value:
            key = Node(self.file, key_node).text()
            if key in entries:
                Node(self.file, key_node).fail("rulefiles/bad_rule_file.key-twice", key=key)
            entries[key] = self.part(key, value_node)
        return entries

    def items(self) -> list[Node]:
        """The items of a sequence."""
        if not isinstance(self._node, yaml.SequenceNode):
            self.fail("rulefiles/bad_rule_file.not-a-list")
        return [self.part("", item) for item in self._node.value]

    def part(self, _key: str, node: yaml.Node) -> Node:
        """A value in a mapping or a sequence; the key is empty in a sequence."""
        return Node(self.file, node)

    def texts(self) -> tuple[str, ...]:
        """The items of a sequence of texts."""
        return tuple(item.text() for item in self.items())

    def is_mapping(self) -> bool:
        """Whether it is a mapping."""
        return isinstance(self._node, yaml.MappingNode)

    def text(self) -> str:
        """A scalar as text."""
        if not isinstance(self._node, yaml.ScalarNode):
            self.fail("rulefiles/bad_rule_file.not-a-text")
        return str(self._node.value)

    def choice(self, *choices: str) -> str:
        """A text that is one of `choices`."""
        value = self.text()
        if value not in choices:
            self.fail("rulefiles/bad_rule_file.no-choice", value=value, choices=choices)
        return value

    def one_of(self, declared: object) -> str:
        """A text that is one of the values of a declared type."""
        return self.choice(*values_of(declared))

    def integer(self) -> int:
        """A scalar as a whole number."""
        value = self.text()
        try:
            return int(value)
        except ValueError:
            self.fail("rulefiles/bad_rule_file.not-an-integer", value=value)

    def scalar(self) -> int | float | str | None:
        """A scalar as YAML understands it: a number, text, or nothing. Truth values and dates stay text."""
        value = self.text()
        if isinstance(self._node, yaml.ScalarNode) and self._node.style in ("'", '"'):
            return value
        if value in ("", "null", "~"):
            return None
        if _INTEGER.fullmatch(value):
            return int(value)
        return float(value) if _DECIMAL.fullmatch(value) else value

    def in_languages(self) -> dict[str, str]:
        """A text in both languages, ``{zh, en}``."""
        return {key: node.text() for key, node in self.shaped(Words).items()}


def fault_at(place: str, key: str, /, **arguments: object) -> RuleError:
    """An error about a place of a file; the entry `key` of the catalogue says what is wrong there, and begins with its kind."""
    fault = Phrase(key, {name: quoted(value) for name, value in arguments.items()})
    return RuleError(f"rulefiles/{fault.kind}", place=place, fault=fault, where=place)


def read_file(file: Path, limit: int = MAX_BYTES) -> bytes:
    """The content of a file of ours or of a user's; it is measured before it is opened.

    Raises:
        RuleError: it is missing, no regular file, or too large.
    """
    return read_bounded(file, partial(fault_at, str(file)), limit)


def read_yaml(file: Path) -> Node:
    """The root of a YAML file.

    Anchors, aliases and tags are refused: they can make a small file expand without end, or construct objects.

    Raises:
        RuleError: the file is missing, too large, not YAML, or uses what is refused.
    """
    data = read_file(file)
    try:
        text = data.decode("utf-8-sig")
        _refuse_expansion(file, text)
        loader = _Loader(text)
        try:
            root = loader.get_single_node()
        finally:
            loader.dispose()
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f"{file}:{mark.line + 1}:{mark.column + 1}" if mark else str(file)
        what = getattr(error, "problem", None) or str(error)
        raise fault_at(where, "rulefiles/bad_yaml.malformed", problem=what) from error
    if root is None:
        raise fault_at(str(file), "rulefiles/bad_yaml.empty")
    return Node(file, root)


def _refuse_expansion(file: Path, text: str) -> None:
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise fault_at(_where(file, event), "rulefiles/yaml_alias.used")
        if getattr(event, "tag", None):
            raise fault_at(_where(file, event), "rulefiles/yaml_tag.used")
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:
            raise fault_at(str(file), "rulefiles/yaml_depth.exceeded", limit=MAX_DEPTH)


def _where(file: Path, event: yaml.Event) -> str:
    mark = event.start_mark
    return f"{file}:{mark.line + 1}:{mark.column + 1}" if mark else str(file)
