"""Writing an entry into a ``gkrules.yaml``: all that stands there stays byte for byte, and what comes out is read again to prove it."""

from __future__ import annotations

import glob
import re
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath

import yaml

from gkrules.model.errors import RuleError, UsageError
from gkrules.model.findings import Waiver
from gkrules.rulefiles.rulebook import Rulebook
from gkrules.rulefiles.waivers import FILE_NAME, load_waivers
from gkrules.rulefiles.yaml_file import read_file

_BOM = "\ufeff"
# What needs no quotation marks in YAML, wherever it stands: also between the brackets of a list.
_PLAIN = re.compile(r"[A-Za-z0-9_㐀-鿿](?:[A-Za-z0-9_㐀-鿿，。、；：（）《》“”·/.*-]| (?! ))*")
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)?")


def exact_pattern(path: PurePosixPath) -> str:
    """The pattern of files that names this one and no other, whatever its name is made of."""
    return glob.escape(str(path))


def entries_of(file: Path, ruleset: Rulebook) -> tuple[Waiver, ...]:
    """The waivers of a file; none if there is no such file, or if it holds none yet.

    Raises:
        RuleError: the file is malformed.
    """
    if not file.exists():
        return ()
    try:
        root = _root(_text(file))
    except (yaml.YAMLError, UnicodeDecodeError, OSError, RecursionError):
        root = None
    else:
        listed = _waivers(root) if isinstance(root, yaml.MappingNode) else None
        if _is_nothing(root) or (listed is not None and _is_nothing(listed)):
            return ()
    return load_waivers(file, ruleset)


def with_entry(file: Path, waiver: Waiver, ruleset: Rulebook) -> tuple[bytes, Waiver]:
    """The content of a file of waivers with one more, and that as it is read from there.

    Raises:
        RuleError: the file is malformed.
        UsageError: ``waiver_layout`` (its entries are not written in lines of their own, so that nothing can be added safely).
    """
    before = entries_of(file, ruleset)
    text = _text(file) if file.exists() else ""
    # A mark of the byte order is no part of the text, and stays.
    mark = _BOM if text.startswith(_BOM) else ""
    made = mark + _added(text.removeprefix(_BOM), waiver, file)
    content = made.encode("utf-8")
    after = _read(content, file, ruleset)
    if not after or _plain(after[:-1]) != _plain(before) or _plain(after[-1:]) != _plain([waiver]):
        raise UsageError("rulefiles/waiver_layout", file=str(file), where=str(file))
    return content, after[-1]


def _text(file: Path) -> str:
    return read_file(file).decode("utf-8")


def _root(text: str) -> yaml.Node | None:
    # The pure loader counts characters; the one in C does not tell where in the text something stands.
    return yaml.compose(text.removeprefix(_BOM), yaml.SafeLoader)


def _waivers(root: yaml.MappingNode) -> yaml.Node | None:
    return next((value for key, value in root.value if key.value == "waivers"), None)


def _is_nothing(node: yaml.Node | None) -> bool:
    return node is None or (isinstance(node, yaml.ScalarNode) and node.value == "" and node.style is None)


def _added(text: str, waiver: Waiver, file: Path) -> str:
    root = _root(text)
    end = "\r\n" if "\r\n" in text else "\n"
    if _is_nothing(root):
        return _between(text, len(text), ["waivers:", *_lines(waiver, 2)], end)
    listed = _waivers(root) if isinstance(root, yaml.MappingNode) and not root.flow_style else None
    if isinstance(root, yaml.MappingNode) and not root.flow_style and listed is None:  # it has settings only
        return _between(text, len(text), ["waivers:", *_lines(waiver, 2)], end)
    if isinstance(listed, yaml.ScalarNode) and _is_nothing(listed):
        return _between(text, _line_end(text, listed.start_mark.index), _lines(waiver, 2), end)
    if not isinstance(listed, yaml.SequenceNode) or (listed.flow_style and listed.value):
        raise UsageError("rulefiles/waiver_layout", file=str(file), where=str(file))
    if listed.flow_style:
        start, stop = listed.start_mark.index, listed.end_mark.index
        bare = text[:start].rstrip(" ") + text[stop:]
        return _between(bare, _line_end(bare, len(text[:start].rstrip(" "))), _lines(waiver, 2), end)
    column = listed.start_mark.column
    at = _line_end(text, _last(listed))
    # Comments that are indented deeper belong to the entry above them.
    while (line := text[at : _line_end(text, at)]).lstrip(" ").startswith("#") and len(line) - len(line.lstrip(" ")) > column:
        at = _line_end(text, at)
    return _between(text, at, _lines(waiver, column), end)


def _between(text: str, at: int, lines: Sequence[str], end: str) -> str:
    before = text[:at]
    joint = "" if not before or before[-1] in "\r\n" else end
    return before + joint + "".join(f"{line}{end}" for line in lines) + text[at:]


def _line_end(text: str, at: int) -> int:
    """Where the next line starts; `at` itself where a line starts behind a block of text."""
    match = _LINE.match(text, at)
    return match.end() if match else at


def _last(node: yaml.Node) -> int:
    """Where the last thing that is written in a node ends; a block of text ends where the next line starts, which is one character less."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return _last(last[1] if isinstance(last, tuple) else last)
    end: int = node.end_mark.index
    return end - 1 if isinstance(node, yaml.ScalarNode) and node.style in ("|", ">") and end > node.start_mark.index else end


def _lines(waiver: Waiver, indent: int) -> list[str]:
    entries = {
        "rule": waiver.rule,
        "files": _scalar(waiver.files) if waiver.files else "",
        "unit": _scalar(waiver.unit) if waiver.unit else "",
        "cells": f"[{', '.join(map(_scalar, waiver.cells))}]" if waiver.cells else "",
        "reason": _scalar(waiver.reason),
        "until": waiver.until.isoformat() if waiver.until else "",
    }
    written = [f"{key}: {value}" for key, value in entries.items() if value]
    return [f"{' ' * indent}{'  ' if position else '- '}{entry}" for position, entry in enumerate(written)]


def _scalar(text: str) -> str:
    """A text as YAML on one line. The name of a file may hold anything."""
    if not text.isprintable():
        return '"' + "".join(char if char.isprintable() and char not in '"\\' else f"\\U{ord(char):08x}" for char in text) + '"'
    if _PLAIN.fullmatch(text) and not text.endswith((" ", "：")):
        return text
    return "'" + text.replace("'", "''") + "'"


def _read(content: bytes, file: Path, ruleset: Rulebook) -> tuple[Waiver, ...]:
    """What the loader makes of `content`, as if it were in `file`; nothing if it refuses it."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / FILE_NAME
        copy.write_bytes(content)
        try:
            return tuple(replace(each, file=file) for each in load_waivers(copy, ruleset))
        except RuleError:
            return ()


def _plain(waivers: Sequence[Waiver]) -> list[Waiver]:
    """Waivers without where they are written."""
    return [replace(each, file=Path(), line=0) for each in waivers]
