"""Words: both languages, a name that states the fault, and no required text left empty.

These checks look at the file itself, so that they also speak of rules that are malformed otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fnmatch import fnmatchcase
from functools import cache
from importlib import resources

from gkrules.lint import codes
from gkrules.lint.findings import LintFinding
from gkrules.lint.subject import Subject, child, entries, items, text
from gkrules.rulefiles.yaml_file import Node

_LANGUAGES = {"zh": ("中文", "Chinese"), "en": ("英文", "English")}
_IN_LANGUAGES = ("title", "message", "explain")
_KEBAB = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def missing_languages(subject: Subject) -> Iterator[LintFinding]:
    """Title, message or explanation in one language only."""
    for each in subject.rules:
        for key in _IN_LANGUAGES:
            node = each.node(key)
            for lang, (zh, en) in _LANGUAGES.items():
                if node and node.is_mapping() and child(node, lang) is None:
                    yield codes.LANGUAGE_MISSING.at(node, each.code, zh=f"{key} 缺少{zh}（{lang}）", en=f"{key} lacks {en} ({lang})")


def names_that_state_the_remedy(subject: Subject) -> Iterator[LintFinding]:
    """Names such as ``fix-total`` or ``total-must-be-filled``."""
    for each in subject.rules:
        name, node = text(each.root, "name"), each.node("name")
        pattern = next((pattern for pattern in remedy_patterns() if fnmatchcase(name, pattern)), None)
        if node and pattern:
            yield codes.NAME_STATES_REMEDY.at(
                node,
                each.code,
                zh=f"名称“{name}”说的是怎样改正（{pattern}），应说哪里不对",
                en=f"the name '{name}' states the remedy ({pattern}); it should state the fault",
            )


def malformed_names(subject: Subject) -> Iterator[LintFinding]:
    """Names that are not kebab-case."""
    for each in subject.rules:
        name, node = text(each.root, "name"), each.node("name")
        if node and name and not _KEBAB.fullmatch(name):
            yield codes.NAME_MALFORMED.at(
                node,
                each.code,
                zh=f"名称“{name}”应为小写英文单词，以连字符相连",
                en=f"the name '{name}' must be lower-case words joined by hyphens",
            )


def empty_texts(subject: Subject) -> Iterator[LintFinding]:
    """Required texts that are there but say nothing."""
    for each in subject.rules:
        for path, node in _required(each.root):
            if not _says_something(node):
                yield codes.TEXT_EMPTY.at(node, each.code, zh=f"{path} 是空的", en=f"{path} is empty")


@cache
def remedy_patterns() -> tuple[str, ...]:
    """The patterns of ``remedy_names.txt``."""
    lines = resources.files("gkrules.lint").joinpath("remedy_names.txt").read_text("utf-8").splitlines()
    return tuple(line.strip() for line in lines if line.strip() and not line.startswith("#"))


def _required(root: Node | None) -> Iterator[tuple[str, Node]]:
    """Every node that must say something, with its path, as far as it is there."""
    for key in ("name", "since", "source", "editions"):
        yield from _at(root, key)
    for source in items(child(root, "source")):
        yield from (("source.document", node) for node in [child(source, "document")] if node)
    for lang in _LANGUAGES:
        yield from _at(root, "title", lang)
        yield from _at(root, "message", lang)
        for part in ("checks", "why", "mend"):
            yield from _at(root, "explain", lang, part)
    yield from _at(root, "examples", "fails")


def _at(root: Node | None, *keys: str) -> Iterator[tuple[str, Node]]:
    node = child(root, *keys)
    if node is not None:
        yield ".".join(keys), node


def _says_something(node: Node) -> bool:
    """Whether a text has words, a list items, a mapping (an example) any content below."""
    if node.is_mapping():
        return any(entries(value) or not value.is_mapping() for value in entries(node).values())
    return bool(items(node) or text(node).strip())
