"""What stands in the files: comments, codes, both languages, names, required texts, the life of a rule.

These checks look at the file itself, so that they also speak of rules that are malformed otherwise.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from fnmatch import fnmatchcase
from functools import cache
from importlib import resources
from itertools import chain
from pathlib import Path

from gkrules.lint.findings import LintCode, LintFinding, Where
from gkrules.lint.subject import GONE, RuleFile, Subject, child, claim_files, entries, items, text, texts
from gkrules.render.messages import LANGUAGES
from gkrules.rulefiles.scaffold import TO_FILL_IN
from gkrules.rulefiles.shapes.rules import NAME
from gkrules.rulefiles.yaml_file import Node

_IN_LANGUAGES = ("title", "message", "explain")
_COMMENT = re.compile(r"^#\s*yaml-language-server:\s*\$schema=(\S+)", re.MULTILINE)
# https://semver.org, without build metadata
_VERSION = re.compile(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?")


def missing_schema_comments(subject: Subject) -> Iterator[LintFinding]:
    """Files of rules, editions and claims without ``# yaml-language-server: $schema=…``, but for those that cannot be read."""
    editions = sorted((subject.folder / "editions").glob("*.yaml"))
    rules = [each.file for each in subject.rules if each.root]
    claims = [] if subject.claims_faulty else claim_files(subject.folder)
    for file in [*rules, *(file for file in editions if file.stem not in subject.unread_editions), *claims]:
        kind = "rule" if file in rules else "claims" if file in claims else "edition"
        if not _COMMENT.search(_head(file)):
            yield LintCode.SCHEMA_COMMENT_MISSING.at(Where(file), *([file.stem] if kind == "rule" else []), kind=kind)


def duplicate_codes(subject: Subject) -> Iterator[LintFinding]:
    """Two files with the same code; the later file is named, and says where the first is."""
    by_code: dict[str, list[RuleFile]] = defaultdict(list)
    for each in subject.rules:
        by_code[each.code].append(each)
    for code, (first, *others) in by_code.items():
        for each in others:
            where = each.place("code") if each.root else Where(each.file)
            yield LintCode.CODE_DUPLICATED.at(where, code, code=code, file=str(first.file))


def missing_languages(subject: Subject) -> Iterator[LintFinding]:
    """Title, message or explanation in one language only."""
    for each in subject.rules:
        for key in _IN_LANGUAGES:
            node = each.node(key)
            for lang in LANGUAGES:
                if node and node.is_mapping() and child(node, lang) is None:
                    yield LintCode.LANGUAGE_MISSING.at(node, each.code, says=lang, key=key)


def names_that_state_the_remedy(subject: Subject) -> Iterator[LintFinding]:
    """Names such as ``fix-total`` or ``total-must-be-filled``."""
    for each in subject.rules:
        name, node = text(each.root, "name"), each.node("name")
        pattern = next((pattern for pattern in remedy_patterns() if fnmatchcase(name, pattern)), None)
        if node and pattern:
            yield LintCode.NAME_STATES_REMEDY.at(node, each.code, name=name, pattern=pattern)


def malformed_names(subject: Subject) -> Iterator[LintFinding]:
    """Names that are not kebab-case."""
    for each in subject.rules:
        name, node = text(each.root, "name"), each.node("name")
        if node and name and not re.fullmatch(NAME, name):
            yield LintCode.NAME_MALFORMED.at(node, each.code, name=name)


def empty_texts(subject: Subject) -> Iterator[LintFinding]:
    """Required texts that are there but say nothing."""
    for each in subject.rules:
        for path, node in _required(each.root):
            if not _says_something(node):
                yield LintCode.TEXT_EMPTY.at(node, each.code, key=path)


def texts_of_the_scaffold(subject: Subject) -> Iterator[LintFinding]:
    """Texts of a new rule that stand as ``gkrules rules new`` wrote them."""
    for each in subject.rules:
        places = (("source.place", node) for source in items(each.node("source")) if (node := child(source, "place")))
        for path, node in chain(_required(each.root), places):
            if not node.is_mapping() and text(node).strip() in TO_FILL_IN:
                yield LintCode.NOT_FILLED_IN.at(node, each.code, key=path, text=text(node).strip())


def successors(subject: Subject) -> Iterator[LintFinding]:
    """Rules that end without naming what takes their place, or that name what is gone itself."""
    live = subject.live()
    for each in subject.rules:
        named, node = text(each.root, "replaced_by"), each.node("replaced_by")
        if node is None and each.status in GONE:
            yield LintCode.SUCCESSOR_MISSING.at(each.place("status"), each.code, status=each.status)
        elif node is not None and (named not in live or named == each.code):
            yield LintCode.SUCCESSOR_NOT_LIVE.at(node, each.code, name=named)


def versions(subject: Subject) -> Iterator[LintFinding]:
    """`since` that is no semantic version."""
    for each in subject.rules:
        node, value = each.node("since"), text(each.root, "since")
        if node and value.strip() and not _VERSION.fullmatch(value):
            yield LintCode.SINCE_NOT_A_VERSION.at(node, each.code, value=value)


def aliases(subject: Subject) -> Iterator[LintFinding]:
    """Former codes that are codes of rules, or former codes of two rules."""
    taken = {code: code for code in (*sorted(subject.own), *(rule.code for rule in subject.context))}
    for each in subject.rules:
        for node, alias in texts(each.node("aliases")):
            if alias in taken:
                yield LintCode.ALIAS_TAKEN.at(node, each.code, taken[alias], alias=alias, other=taken[alias])
            taken.setdefault(alias, each.code)


@cache
def remedy_patterns() -> tuple[str, ...]:
    """The patterns of ``remedy_names.txt``."""
    lines = resources.files("gkrules.lint").joinpath("remedy_names.txt").read_text("utf-8").splitlines()
    return tuple(line.strip() for line in lines if line.strip() and not line.startswith("#"))


def _head(file: Path) -> str:
    """What stands before the first key."""
    lines = file.read_text("utf-8-sig").splitlines()
    return "\n".join(line for line in lines[:10] if line.startswith("#"))


def _required(root: Node | None) -> Iterator[tuple[str, Node]]:
    """Every node that must say something, with its path, as far as it is there."""
    for key in ("name", "since", "source", "editions"):
        yield from _at(root, key)
    for source in items(child(root, "source")):
        yield from (("source.document", node) for node in [child(source, "document")] if node)
    for lang in LANGUAGES:
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
