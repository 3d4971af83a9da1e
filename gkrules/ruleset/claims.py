"""Files of claims → `Claims` of an edition."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from gkrules.language.scopes import cells_of
from gkrules.model.claims import CELLS, VALUES, Claim, ClaimExample, Claims, Pattern, ScopeWords
from gkrules.model.edition import Edition
from gkrules.narrate.numerals import NUMBER, PERCENTAGE, YEAR
from gkrules.ruleset.yaml_file import Node, read_yaml

REACHES = ("clause", "sentence", "paragraph")
BUILT_IN = {"n": f"(?P<n>{NUMBER})", "p": f"(?P<p>{PERCENTAGE})", "y": f"(?P<y>{YEAR})", "number": NUMBER}
_WORD = re.compile(r"\{([a-z][a-z_]*)\}")
_KEY = re.compile(r"[a-z][a-z0-9_]*")
_OPTIONAL = (
    "editions",
    "says_none",
    "topics",
    "sections",
    "ignores",
    "unless",
    "follows",
    "words",
    "examples",
    *{n for each in CELLS.values() for n in each},
)


@dataclass
class _Shared:
    """What the files of a folder define for each other."""

    words: dict[str, str] = field(default_factory=lambda: dict(BUILT_IN))
    topics: dict[str, str] = field(default_factory=dict)
    scopes: dict[str, ScopeWords] = field(default_factory=dict)
    sections: tuple[str, ...] = ()


def load_claims(folders: Sequence[Path], edition: Edition) -> Claims:
    """The claims for an edition from the files ``*.yaml`` of folders, in the order of their names; a later claim replaces one of its key.

    Raises:
        RuleError: a file is malformed, or names a word, cell, topic, scope, section or claim that there is not.
    """
    files = [file for folder in folders for file in sorted(folder.glob("*.yaml"))]
    roots = [read_yaml(file).mapping(optional=("words", "topics", "scopes", "sections", "claims")) for file in files]
    shared = _Shared()
    for root in roots:
        _define(root, shared)
    found: dict[str, tuple[Node, Claim]] = {}
    for root in roots:
        for node in root["claims"].items() if "claims" in root else ():
            claim = _claim(node, shared, edition)
            if claim is not None:
                found[claim.key] = node, claim
    for node, claim in found.values():
        _known(node, [*claim.follows, *claim.words.get("results", "").split()], found, "claims", "项目")
    return Claims(tuple(claim for _, claim in found.values()), tuple(shared.scopes.values()), shared.topics, tuple(files))


def _define(root: Mapping[str, Node], shared: _Shared) -> None:
    for name, node in root["words"].entries().items() if "words" in root else ():
        shared.words[name] = f"(?:{_expanded(node, shared.words)})"
    for name, node in root["topics"].entries().items() if "topics" in root else ():
        shared.topics[name] = _expanded(node, shared.words)
    for name, node in root["scopes"].entries().items() if "scopes" in root else ():
        entry = node.mapping(required=("words", "reach"), optional=("closed_by", "never"))
        texts = {key: _expanded(entry[key], shared.words) for key in ("words", "closed_by", "never") if key in entry}
        shared.scopes[name] = ScopeWords(name, reach=entry["reach"].choice(*REACHES), **texts)
    if "sections" in root:
        shared.sections = root["sections"].texts()


def _claim(node: Node, shared: _Shared, edition: Edition) -> Claim | None:
    entry = node.mapping(required=("key", "label", "kind", "patterns"), optional=_OPTIONAL)
    kind = entry["kind"].choice(*VALUES)
    key = entry["key"].text()
    if not _KEY.fullmatch(key) or key in edition.table_by_key:
        entry["key"].fail(zh=f"“{key}”不能作为名称", en=f"'{key}' cannot be a key")
    if "editions" in entry and edition.key not in entry["editions"].texts():
        return None
    names = CELLS.get(kind, ())
    for name in set(entry) & {each for several in CELLS.values() for each in several} - set(names):
        entry[name].fail(zh=f"{kind} 类没有“{name}”", en=f"a claim of kind {kind} has no '{name}'")
    for name in names:
        if not name.startswith("or_") and name not in entry:
            node.fail(zh=f"缺少键：{name}", en=f"missing keys: {name}")
    sections = entry["sections"].texts() if "sections" in entry else shared.sections
    claim = Claim(
        key=key,
        label=entry["label"].in_languages(),
        kind=kind,
        cells={name: _cells(entry, name, edition) for name in names},
        patterns=_patterns(entry, shared.words),
        topics=entry["topics"].texts() if "topics" in entry else (),
        sections=sections,
        ignores=entry["ignores"].texts() if "ignores" in entry else (),
        unless=_expanded(entry["unless"], shared.words) if "unless" in entry else "",
        follows=entry["follows"].texts() if "follows" in entry else (),
        words={name: _expanded(each, shared.words) for name, each in entry["words"].entries().items()} if "words" in entry else {},
        examples=_examples(entry.get("examples")),
    )
    _known(node, claim.topics, shared.topics, "topics", "话题")
    _known(node, claim.ignores, shared.scopes, "scopes", "范围")
    _known(node, claim.sections, [*edition.section_by_key, "preamble"], "sections", "部分")
    return claim


def _patterns(entry: Mapping[str, Node], words: Mapping[str, str]) -> tuple[Pattern, ...]:
    phrase = entry["kind"].text() == "phrase"
    found = [Pattern(_expanded(node, words), 1 if phrase else None, node.line) for node in entry["patterns"].items()]
    found += [Pattern(_expanded(node, words), 0, node.line) for node in entry["says_none"].items()] if "says_none" in entry else []
    return tuple(found)


def _cells(entry: Mapping[str, Node], name: str, edition: Edition) -> tuple[str, ...]:
    """The cells of a name; an alternative that is not given is the first reading."""
    node = entry.get(name)
    if node is None:
        return _cells(entry, {"or_else_meant": "or_meant"}.get(name, name.removeprefix("or_")), edition)
    keys: list[str] = []
    for item in node.items():
        found = (item.text(),) if item.text() in edition.cell_by_key else cells_of(item.text(), edition)
        if not found:
            item.fail(zh=f"没有“{item.text()}”这样的单元格或组", en=f"there is no cell or group '{item.text()}'")
        keys += found
    return tuple(keys)


def _examples(node: Node | None) -> tuple[ClaimExample, ...]:
    if node is None:
        return ()
    entry = node.mapping(required=("states", "silent"))
    states = []
    for text, value in entry["states"].entries().items():
        number = value.scalar()
        if not isinstance(number, int | float):
            value.fail(zh="应为数", en="must be a number")
        states.append(ClaimExample(text, number))
    return (*states, *(ClaimExample(text, None) for text in entry["silent"].texts()))


def _expanded(node: Node, words: Mapping[str, str]) -> str:
    """The text with ``{word}`` put in."""

    def word(match: re.Match[str]) -> str:
        if match[1] not in words:
            node.fail(zh=f"没有定义词“{match[1]}”，已有：{'、'.join(words)}", en=f"no word '{match[1]}'; words: {', '.join(words)}")
        return words[match[1]]

    return _WORD.sub(word, node.text())


def _known(node: Node, names: Sequence[str], valid: object, en: str, zh: str) -> None:
    for name in names:
        if name not in list(valid):  # type: ignore[call-overload]
            node.fail(zh=f"没有这个{zh}：{name}", en=f"no such name among the {en}: {name}")
