"""Files of claims → `Claims` of an edition."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from gkrules.language.scopes import cells_of
from gkrules.model.claims import CELLS, VALUES, Claim, ClaimExample, Claims, Pattern
from gkrules.model.edition import Edition
from gkrules.model.errors import RuleError
from gkrules.ruleset.editions import CLAIMS
from gkrules.ruleset.location import rules_folder
from gkrules.ruleset.wordings import KEY, Faults, Shared, define, expanded, pattern
from gkrules.ruleset.yaml_file import Node, read_yaml

# What a pattern must find, where the numbers of a statement come from it.
_FINDS = {"number": "n", "amount": "n", "change": "n", "percentage": "p", "growth": "p", "share": "p", "year": "y"}
_OPTIONAL = (
    "editions",
    "says_none",
    "topics",
    "sections",
    "ignores",
    "unless",
    "needs",
    "follows",
    "words",
    "examples",
    *{n for each in CELLS.values() for n in each},
)


def load_claims(folders: Sequence[Path], edition: Edition, *, foreign: bool = False, faults: list[RuleError] | None = None) -> Claims:
    """The claims for an edition from the files ``*.yaml`` of folders, in the order of their names.

    What a later folder says replaces what an earlier one says of the same key: claims, words, topics and scopes.

    Args:
        folders: of a ruleset first, then of users.
        edition: the form that the claims speak of.
        foreign: the edition does not come with the first folder; claims there about what it does not have are left out.
        faults: takes what is wrong, claim by claim; what is well-formed is returned.

    Raises:
        RuleError: a file is malformed, or names a word, cell, topic, scope, section or claim that there is not; unless `faults` is given.
    """
    keeper = Faults(faults)
    attempt = keeper.attempt
    ours = (rules_folder() / CLAIMS).resolve()
    shared = Shared(frozenset(folder for folder in folders if folder.resolve() == ours and (faults is None or len(folders) > 1)))
    read = [(folder, attempt(_root, file)) for folder in folders for file in sorted(folder.glob("*.yaml"))]
    roots = [(folder, root) for folder, root in read if root is not None]
    sections: dict[Path, tuple[str, ...]] = {}
    for folder, root in roots:
        define(root, shared, keeper)
        if "sections" in root:
            sections[folder] = attempt(root["sections"].texts) or ()
    found: dict[str, tuple[Path, Node, Claim]] = {}
    for folder, root in roots:
        default = sections.get(folder, next(iter(sections.values()), ()))
        if foreign and folder not in list(sections)[1:]:
            default = tuple(each for each in default if each in edition.section_by_key)
        for node in (attempt(root["claims"].items) or ()) if "claims" in root else ():
            claim = _read(node, shared, default, edition, keeper, lenient=foreign and folder == folders[0])
            if claim is not None and attempt(_once, node, claim, folder, found):
                found[claim.key] = folder, node, claim
    keys = list(found)
    for key, (folder, node, claim) in found.items():
        if foreign and folder == folders[0]:
            found[key] = folder, node, replace(claim, follows=tuple(each for each in claim.follows if each in found))
        else:
            named = [*claim.follows, *claim.words.get("results", "").split()]
            attempt(_known, node, named, keys, "claims", "项目")
    files = tuple(file for folder in folders for file in sorted(folder.glob("*.yaml")))
    return Claims(tuple(claim for _, _, claim in found.values()), tuple(shared.scopes.values()), shared.topics, files)


def _root(file: Path) -> dict[str, Node]:
    return read_yaml(file).mapping(optional=("words", "topics", "scopes", "sections", "claims"))


def _read(node: Node, shared: Shared, sections: tuple[str, ...], edition: Edition, faults: Faults, *, lenient: bool) -> Claim | None:
    if not lenient:
        return faults.attempt(_claim, node, shared, sections, edition)
    try:
        return _claim(node, shared, sections, edition)
    except RuleError:
        # Claims of another form: here there are no such cells or sections.
        return None


def _once(node: Node, claim: Claim, folder: Path, found: Mapping[str, tuple[Path, Node, Claim]]) -> bool:
    """Refuse a second claim of the same key in the same folder."""
    other = found.get(claim.key)
    if other is not None and other[0] == folder:
        place = f"{other[1].file}:{other[1].line}"
        node.fail(zh=f"“{claim.key}”已在 {place}", en=f"'{claim.key}' is at {place} already", code="duplicate_claim")
    return True


def _claim(node: Node, shared: Shared, default: tuple[str, ...], edition: Edition) -> Claim | None:
    entry = node.mapping(required=("key", "label", "kind", "patterns"), optional=_OPTIONAL)
    kind = entry["kind"].choice(*VALUES)
    key = entry["key"].text()
    if not KEY.fullmatch(key) or key in edition.table_by_key:
        entry["key"].fail(zh=f"“{key}”不能作为名称", en=f"'{key}' cannot be a key")
    if "editions" in entry and edition.key not in entry["editions"].texts():
        return None
    names = CELLS.get(kind, ())
    for name in set(entry) & {each for several in CELLS.values() for each in several} - set(names):
        entry[name].fail(zh=f"{kind} 类没有“{name}”", en=f"a claim of kind {kind} has no '{name}'")
    for name in names:
        if not name.startswith("or_") and name not in entry:
            node.fail(zh=f"缺少键：{name}", en=f"missing keys: {name}")
    sections = entry["sections"].texts() if "sections" in entry else default
    claim = Claim(
        key=key,
        label=entry["label"].in_languages(),
        kind=kind,
        cells={name: _cells(entry, name, edition) for name in names},
        patterns=_patterns(entry, shared),
        topics=entry["topics"].texts() if "topics" in entry else (),
        sections=sections,
        ignores=entry["ignores"].texts() if "ignores" in entry else (),
        unless=pattern(entry["unless"], shared) if "unless" in entry else "",
        needs=pattern(entry["needs"], shared) if "needs" in entry else "",
        follows=entry["follows"].texts() if "follows" in entry else (),
        words={name: expanded(each, shared) for name, each in entry["words"].entries().items()} if "words" in entry else {},
        examples=_examples(entry.get("examples")),
        file=node.file,
        line=node.line,
    )
    _known(node, claim.topics, shared.topics, "topics", "话题")
    _known(node, claim.ignores, shared.scopes, "scopes", "范围")
    _known(node, claim.sections, [*edition.section_by_key, "preamble"], "sections", "部分")
    return claim


def _patterns(entry: Mapping[str, Node], shared: Shared) -> tuple[Pattern, ...]:
    kind = entry["kind"].text()
    says = 1 if kind == "phrase" else None
    found = [Pattern(pattern(node, shared, _FINDS.get(kind)), says, _place(node)) for node in entry["patterns"].items()]
    none = entry["says_none"].items() if "says_none" in entry else []
    return (*found, *(Pattern(pattern(node, shared), 0, _place(node)) for node in none))


def _place(node: Node) -> str:
    return f"{node.file}:{node.line}"


def _cells(entry: Mapping[str, Node], name: str, edition: Edition) -> tuple[str, ...]:
    """The cells of a name; an alternative that is not given is the first reading."""
    node = entry.get(name)
    if node is None:
        return _cells(entry, {"or_else_meant": "or_meant"}.get(name, name.removeprefix("or_")), edition)
    keys: list[str] = []
    for item in node.items():
        found = (item.text(),) if item.text() in edition.cell_by_key else cells_of(item.text(), edition)
        if not found:
            item.fail(zh=f"没有“{item.text()}”这样的单元格或组", en=f"there is no cell or group '{item.text()}'", code="unknown_name")
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
        states.append(ClaimExample(text, number, value.line, value.column))
    silent = (ClaimExample(each.text(), None, each.line, each.column) for each in entry["silent"].items())
    return (*states, *silent)


def _known(node: Node, names: Sequence[str], valid: object, en: str, zh: str) -> None:
    for name in names:
        if name not in list(valid):  # type: ignore[call-overload]
            node.fail(zh=f"没有这个{zh}：{name}", en=f"no such name among the {en}: {name}", code="unknown_name")
