"""What is linted: the files of a folder, as far as each of them can be read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from gkrules.language.binding import BoundRule
from gkrules.language.names import Names
from gkrules.model.claims import Claims
from gkrules.model.edition import Edition
from gkrules.model.errors import RuleError
from gkrules.model.rule import Rule
from gkrules.rulefiles.cases import Case
from gkrules.rulefiles.claims import CLAIMS
from gkrules.rulefiles.yaml_file import Node

GONE = ("deprecated", "removed")


@dataclass(frozen=True)
class RuleFile:
    """A rule file. `root` is ``None`` if it is not YAML, `rule` if it is not a well-formed rule; checks use what there is."""

    file: Path
    root: Node | None
    rule: Rule | None

    @property
    def code(self) -> str:
        """The code that the name of the file states."""
        return self.file.stem

    @property
    def status(self) -> str:
        """The status as written, also where the rule is malformed otherwise."""
        return text(self.root, "status")

    @property
    def extends(self) -> str:
        """The rule that it extends; empty for a whole rule."""
        return text(self.root, "extends")

    def node(self, *keys: str) -> Node | None:
        """The value at a path of keys; ``None`` where there is none."""
        return child(self.root, *keys)

    def place(self, *keys: str) -> Node:
        """The value at a path of keys, else the nearest value above it. Only for files that are YAML."""
        root = self.root
        if root is None:
            raise ValueError(self.file)
        return self.node(*keys) or (self.place(*keys[:-1]) if keys else root)


@dataclass(frozen=True)
class CaseFile:
    """A case file ``CODE/KIND/NAME.yaml``; `case` is ``None`` if it is malformed."""

    file: Path
    root: Node | None
    case: Case | None

    @property
    def code(self) -> str:
        """The rule that its folder names."""
        return self.file.parent.parent.name

    @property
    def kind(self) -> str:
        """What its folder says that the rule does."""
        return self.file.parent.name


@dataclass(frozen=True)
class Subject:
    """A folder of rules.

    Attributes:
        folder: the folder.
        editions: the editions that can be read, by key, the oldest first.
        unread_editions: file names, without suffix, of the editions that cannot be read.
        facts: labels of the facts by name.
        rules: the rule files of the folder.
        context: rules of this package that are used together with a user's; not those that the folder overrides or extends.
        cases: the case files; ``None`` where the folder comes without cases, as the installed package does.
        bound: by edition and code, the rules that could be bound, those of the context included.
        claims: what narratives can state, by edition, as far as it can be used.
        claims_faulty: there are claims that cannot be used, so what the others understand may be wrong too.
    """

    folder: Path
    editions: Mapping[str, Edition]
    unread_editions: frozenset[str]
    facts: Mapping[str, Mapping[str, str]]
    rules: tuple[RuleFile, ...]
    context: tuple[Rule, ...]
    cases: tuple[CaseFile, ...] | None
    bound: Mapping[str, Mapping[str, BoundRule]]
    claims: Mapping[str, Claims] = field(default_factory=dict)
    claims_faulty: bool = False

    def names(self, edition: str) -> Names:
        """What the names in rules for an edition can stand for."""
        return Names(self.editions[edition], tuple(self.facts), lambda: self.claims.get(edition, Claims()))

    @property
    def own(self) -> frozenset[str]:
        """The codes of the folder's rules."""
        return frozenset(each.code for each in self.rules)

    @property
    def loaded(self) -> tuple[tuple[RuleFile, Rule], ...]:
        """The well-formed rules of the folder with their files; of two with the same code, the first."""
        first: dict[str, tuple[RuleFile, Rule]] = {}
        for each in self.rules:
            if each.rule is not None:
                first.setdefault(each.code, (each, each.rule))
        return tuple(first.values())

    def live(self) -> frozenset[str]:
        """The codes of all rules that are not removed, also of malformed ones."""
        own = {each.code for each in self.rules if each.status != "removed"}
        return frozenset(own | {rule.code for rule in self.context if rule.status != "removed"})

    def in_force(self, edition: str) -> dict[str, BoundRule]:
        """The bound rules of an edition that are neither deprecated nor removed, by code."""
        return {code: bound for code, bound in self.bound.get(edition, {}).items() if bound.rule.status not in GONE}

    def bound_anywhere(self, code: str) -> BoundRule | None:
        """A rule in the first edition that binds it."""
        return next((rules[code] for rules in self.bound.values() if code in rules), None)

    def condition_of(self, code: str) -> Node:
        """Where the condition of one of the folder's rules stands."""
        return next(each for each, rule in self.loaded if rule.code == code).place("assert")


def claim_files(folder: Path) -> list[Path]:
    """The files of claims of a folder."""
    return sorted((folder / CLAIMS).glob("*.yaml"))


def child(node: Node | None, *keys: str) -> Node | None:
    """The value at a path of keys below a node; ``None`` where there is none."""
    for key in keys:
        node = entries(node).get(key)
    return node


def entries(node: Node | None) -> dict[str, Node]:
    """The entries of a mapping; none where it is no mapping or malformed."""
    if node is None or not node.is_mapping():
        return {}
    try:
        return node.entries()
    except RuleError:
        return {}


def items(node: Node | None) -> list[Node]:
    """The items of a list; none where it is no list."""
    try:
        return node.items() if node else []
    except RuleError:
        return []


def text(node: Node | None, *keys: str) -> str:
    """The text at a path of keys; empty where there is none."""
    found = child(node, *keys)
    try:
        return found.text() if found else ""
    except RuleError:
        return ""


def texts(node: Node | None) -> Iterator[tuple[Node, str]]:
    """Every text of a list, or the one text that stands in its place, with its node."""
    for each in items(node) or ([node] if node else []):
        if value := text(each):
            yield each, value
