"""Reading a YAML file of ours strictly: plain data only, with the line of everything, and errors that point at it."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NoReturn

import yaml

from gkrules.model.errors import RuleError

MAX_BYTES = 1_000_000
MAX_DEPTH = 32

_INTEGER = re.compile(r"-?[0-9]{1,18}")
_DECIMAL = re.compile(r"-?[0-9]{1,18}\.[0-9]{1,18}")

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Node:
    """A value of a YAML file that knows where it stands.

    The methods that read it raise `RuleError` naming file, line and column when it has not the shape asked for.
    """

    __slots__ = ("_node", "file")

    def __init__(self, file: Path, node: yaml.Node) -> None:
        self.file = file
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

    def fail(self, *, zh: str, en: str, code: str = "bad_rule_file") -> NoReturn:
        """Raise a `RuleError` that points here."""
        where = f"{self.file}:{self.line}:{self.column}"
        raise RuleError(code, zh=f"{where}：{zh}", en=f"{where}: {en}", where=where)

    def mapping(self, *, required: Iterable[str] = (), optional: Iterable[str] = ()) -> dict[str, Node]:
        """The entries of a mapping with exactly these keys; an unknown key names the valid ones and the nearest."""
        entries = self.entries()
        required, optional = list(required), list(optional)
        valid = [*required, *optional]
        for key, node in entries.items():
            if key not in valid:
                near = difflib.get_close_matches(key, valid, 1)
                zh_hint, en_hint = (f"，是否应为“{near[0]}”", f", did you mean '{near[0]}'") if near else ("", "")
                node.fail(
                    zh=f"未知的键“{key}”{zh_hint}？可用的键：{'、'.join(valid)}",
                    en=f"unknown key '{key}'{en_hint}? Valid keys: {', '.join(valid)}",
                )
        missing = [key for key in required if key not in entries]
        if missing:
            self.fail(zh=f"缺少键：{'、'.join(missing)}", en=f"missing keys: {', '.join(missing)}")
        return entries

    def entries(self) -> dict[str, Node]:
        """The entries of a mapping with any keys."""
        if not isinstance(self._node, yaml.MappingNode):
            self.fail(zh="此处应为映射（键: 值）", en="expected a mapping (key: value)")
        entries: dict[str, Node] = {}
        for key_node, value_node in self._node.value:
            key = Node(self.file, key_node).text()
            if key in entries:
                Node(self.file, key_node).fail(zh=f"键“{key}”重复", en=f"key '{key}' occurs twice")
            entries[key] = Node(self.file, value_node)
        return entries

    def items(self) -> list[Node]:
        """The items of a sequence."""
        if not isinstance(self._node, yaml.SequenceNode):
            self.fail(zh="此处应为列表", en="expected a list")
        return [Node(self.file, item) for item in self._node.value]

    def texts(self) -> tuple[str, ...]:
        """The items of a sequence of texts."""
        return tuple(item.text() for item in self.items())

    def is_mapping(self) -> bool:
        """Whether it is a mapping."""
        return isinstance(self._node, yaml.MappingNode)

    def text(self) -> str:
        """A scalar as text."""
        if not isinstance(self._node, yaml.ScalarNode):
            self.fail(zh="此处应为文字", en="expected text")
        return str(self._node.value)

    def choice(self, *choices: str) -> str:
        """A text that is one of `choices`."""
        value = self.text()
        if value not in choices:
            self.fail(zh=f"“{value}”不在可选值之内：{'、'.join(choices)}", en=f"'{value}' is none of: {', '.join(choices)}")
        return value

    def integer(self) -> int:
        """A scalar as a whole number."""
        value = self.text()
        try:
            return int(value)
        except ValueError:
            self.fail(zh=f"“{value}”不是整数", en=f"'{value}' is not a whole number")

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
        return {key: node.text() for key, node in self.mapping(required=("zh", "en")).items()}


def read_yaml(file: Path) -> Node:
    """The root of a YAML file.

    Anchors, aliases and tags are refused: they can make a small file expand without end, or construct objects.

    Raises:
        RuleError: the file is missing, too large, not YAML, or uses what is refused.
    """
    try:
        data = file.read_bytes()
    except OSError as error:
        raise RuleError(
            "no_rule_file", zh=f"{file}：无法读取（{error.strerror}）", en=f"{file}: cannot be read ({error.strerror})", where=str(file)
        ) from error
    if len(data) > MAX_BYTES:
        raise RuleError(
            "rule_file_too_large", zh=f"{file}：超过 {MAX_BYTES} 字节", en=f"{file}: larger than {MAX_BYTES} bytes", where=str(file)
        )
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
        raise RuleError("bad_yaml", zh=f"{where}：不是合法的 YAML：{what}", en=f"{where}: not valid YAML: {what}", where=where) from error
    if root is None:
        raise RuleError("bad_yaml", zh=f"{file}：文件是空的", en=f"{file}: the file is empty", where=str(file))
    return Node(file, root)


def _refuse_expansion(file: Path, text: str) -> None:
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            where = _where(file, event)
            raise RuleError(
                "yaml_alias",
                zh=f"{where}：不允许使用 YAML 锚点和引用",
                en=f"{where}: YAML anchors and aliases are not allowed",
                where=where,
            )
        if getattr(event, "tag", None):
            where = _where(file, event)
            raise RuleError("yaml_tag", zh=f"{where}：不允许使用 YAML 标签", en=f"{where}: YAML tags are not allowed", where=where)
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:
            raise RuleError(
                "yaml_depth", zh=f"{file}：嵌套超过 {MAX_DEPTH} 层", en=f"{file}: nested deeper than {MAX_DEPTH}", where=str(file)
            )


def _where(file: Path, event: yaml.Event) -> str:
    mark = event.start_mark
    return f"{file}:{mark.line + 1}:{mark.column + 1}" if mark else str(file)
