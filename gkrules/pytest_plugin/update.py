"""``--gk-update``: expectations rewritten from what was found, with comments and order kept. One process writes, also under xdist."""

from __future__ import annotations

import os
import tempfile
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from gkrules.pytest_plugin import in_both


class Updater:
    """Gathers what the items found, and rewrites the files at the end."""

    def __init__(self) -> None:
        try:
            import ruamel.yaml  # noqa: F401 -- better here than after the tests
        except ImportError:
            raise pytest.UsageError(in_both("pytest_plugin/update-without-ruamel")) from None
        self.changes: dict[str, list[dict[str, Any]]] = {}
        self.written: int = 0

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Keep what an item found."""
        if report.when == "call":
            for name, change in report.user_properties:
                if name == "gk_update" and isinstance(change, dict):
                    self.changes.setdefault(str(change["file"]), []).append(change)

    def pytest_sessionfinish(self) -> None:
        """Write the files."""
        for file, changes in self.changes.items():
            path = Path(file)
            text = updated(path.read_text(encoding="utf-8"), changes)
            _write(path, text)
            self.written += len(changes)

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        """Say what was rewritten."""
        if self.written:
            files = len(self.changes)
            terminalreporter.write_line(in_both("pytest_plugin/updated", files=files, written=self.written))


def updated(text: str, changes: list[dict[str, Any]]) -> str:
    """The text of a ``*.gk.yaml`` file with its expectations as the changes say."""
    from ruamel.yaml import YAML

    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 160
    yaml.indent(mapping=2, sequence=4, offset=2) if "\n    - " in text else None
    data = yaml.load(text)
    expect, gone, added = data["expect"], [], []
    for change in changes:
        match change["what"]:
            case "cells":
                expect["cells"].update(change["cells"])
            case "finding" if change["found"] is None:
                gone.append(change["index"])
            case "finding":
                _set(expect["findings"][change["index"]], change["found"])
            case "rest":
                added += change["found"]
            case "none":
                continue
            case what if change["value"] is None:
                del expect[what]
            case what:
                expect[what] = change["value"]
    for index in sorted(gone, reverse=True):
        _remove(expect["findings"], index)
    for found in added:
        expect["findings"].append(_flow(found))
    stream = StringIO()
    yaml.dump(data, stream)
    return stream.getvalue()


def _set(entry: Any, found: dict[str, Any]) -> None:
    """Change only what differs."""
    for key, value in found.items():
        if isinstance(value, dict):
            for cell in value:
                entry[key][cell] = value[cell]
            continue
        if key not in entry or list(entry[key]) != value if isinstance(value, list) else entry.get(key) != value:
            entry[key] = _list(value) if isinstance(value, list) else value


def _remove(findings: Any, index: int) -> None:
    """Take an entry out; the comment lines behind it speak of the next one and stay."""
    comment = _last_comment(findings[index])
    kept = comment.value.partition("\n")[2] if comment else ""
    del findings[index]
    words = [each.strip().removeprefix("#").strip() for each in kept.splitlines() if each.strip()]
    if words and index < len(findings):
        findings.yaml_set_comment_before_after_key(index, before="\n".join(words), indent=findings.lc.col)
    if not findings:
        findings.fa.set_flow_style()


def _last_comment(node: Any) -> Any:
    """The comment behind the last value of a node."""
    found = None
    while hasattr(node, "ca") and len(node):
        key = list(node)[-1] if hasattr(node, "keys") else len(node) - 1
        tokens = node.ca.items.get(key) or []
        found = next((token for token in tokens if hasattr(token, "value")), found)
        node = node[key]
    return found


def _flow(found: dict[str, Any]) -> Any:
    from ruamel.yaml.comments import CommentedMap

    entry = CommentedMap(found)
    entry["cells"] = _list(found["cells"])
    return entry


def _list(values: list[Any]) -> Any:
    from ruamel.yaml.comments import CommentedSeq

    sequence = CommentedSeq(values)
    sequence.fa.set_flow_style()
    return sequence


def _write(path: Path, text: str) -> None:
    """Write a file all at once or not at all."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(text)
        Path(name).chmod(path.stat().st_mode)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
