"""A rulebook: the editions, rules and claims of a folder, with a version and a digest that name its content."""

from __future__ import annotations

import hashlib
import os
import warnings
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Self

from gkrules._version import __version__
from gkrules.language.names import Names
from gkrules.model.arguments import misuse, require, several, truth_of
from gkrules.model.claims import Claims
from gkrules.model.edition import Edition
from gkrules.model.errors import UsageError
from gkrules.model.report import FILE_NOTES, ROSTER_NOTES, WAIVER_NOTES
from gkrules.model.rule import Rule
from gkrules.rulefiles.asked import edition_key, folders_of, near_words
from gkrules.rulefiles.claims import CLAIMS, ClaimsOfEditions
from gkrules.rulefiles.editions import load_edition
from gkrules.rulefiles.labels import Labels
from gkrules.rulefiles.location import rules_folder
from gkrules.rulefiles.rules import load_rule, load_user_rule
from gkrules.rulefiles.yaml_file import fault_at, read_file, read_yaml
from gkrules.words import Phrase, languages, phrase

_NO_CLAIMS = Claims()
_LONGEST_CODE = 8
_MOST_SHOWN = 60


@dataclass(frozen=True, repr=False)
class Rulebook:
    """Editions, rules and claims that belong together, as they are written.

    Attributes:
        name: ``annual-report``.
        version: semantic version of the rules.
        digest: ``sha256:…`` over every file of the folder.
        editions: by key, the oldest first.
        rules: in the order of their codes.
        facts: label of each fact in each language, by the name of the fact.
        edition_key: the edition that was asked for; ``None`` for all of them.
        claims: by edition; see `claims_of`.
        preview: whether rules of status ``preview`` are used.
        unselected: the rules that `selected` left out; they find nothing, but what they know still counts.
    """

    name: str
    version: str
    digest: str
    editions: Mapping[str, Edition]
    rules: tuple[Rule, ...]
    facts: Mapping[str, Mapping[str, str]]
    edition_key: str | None = None
    unselected: tuple[Rule, ...] = ()
    preview: bool = False
    claims: Mapping[str, Claims] = field(default_factory=dict, repr=False, compare=False)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.name} {self.version}: {len(self.rules)} rules, editions {', '.join(self.editions)}>"

    @property
    def edition(self) -> Edition:
        """The edition that was asked for, else the newest."""
        return self.editions[self.edition_key] if self.edition_key else list(self.editions.values())[-1]

    def for_use(self, edition: str | int | None, *, preview: bool) -> Self:
        """The same for an edition, or for all of them, with the rules in preview or without.

        Raises:
            UsageError: there is no edition of that key.
        """
        key, preview = None if edition is None else edition_key(edition, self.editions), truth_of("preview", preview)
        return self if (key, preview) == (self.edition_key, self.preview) else replace(self, edition_key=key, preview=preview)

    def rule(self, code: str) -> Rule:
        """The rule with a code or a name, in upper or lower case; a former code leads to its successor.

        Raises:
            UsageError: there is no such rule, and the message names the nearest; or several rules have the name.
        """
        if not isinstance(code, str):
            raise misuse("code", "code", code)
        wanted = code.strip()
        if wanted.upper() in self._by_code:
            return self._by_code[wanted.upper()]
        named = self._by_name.get(wanted.lower(), ())
        if len(named) > 1:
            raise UsageError("rulefiles/unknown_rule.several", name=wanted.lower(), codes=[rule.code for rule in named])
        if named:
            return named[0]
        raise UsageError("rulefiles/unknown_rule", code=wanted[:_MOST_SHOWN], near=self._near(wanted))

    def for_note(self, kind: str) -> Rule | None:
        """The rule that speaks of a kind of note of the alignment."""
        require("kind", kind, str, "text")
        return self._by_note.get(kind)

    def for_edition(self, edition: str) -> tuple[Rule, ...]:
        """The rules that serve an edition."""
        require("edition", edition, str, "edition")
        return tuple(rule for rule in self.rules if edition in rule.editions)

    def active(self, edition: str) -> tuple[Rule, ...]:
        """Those of the rules for an edition that are run: not the removed ones, and those in preview only if asked for.

        The rules about files of waivers and rosters are not run on reports; they are left when nothing else is selected.
        """
        require("edition", edition, str, "edition")
        if edition not in self._active:
            statuses = ("stable", "deprecated", "preview") if self.preview else ("stable", "deprecated")
            rules = tuple(rule for rule in self.for_edition(edition) if rule.status in statuses)
            about_files = {rule.code for rule in self._about(FILE_NOTES)}
            self._active[edition] = tuple(rule for rule in rules if rule.code not in about_files) or rules
        return self._active[edition]

    def runs(self, code: str) -> bool:
        """Whether the rule of this code is run for an edition."""
        require("code", code, str, "code")
        return any(rule.code == code for edition in self.editions for rule in self.active(edition))

    def about_waivers(self) -> tuple[Rule, ...]:
        """The rules about files of waivers."""
        return self._about(WAIVER_NOTES)

    def about_rosters(self) -> tuple[Rule, ...]:
        """The rules about rosters."""
        return self._about(ROSTER_NOTES)

    def _about(self, notes: Iterable[str]) -> tuple[Rule, ...]:
        rules = (self._by_note.get(kind) for kind in notes)
        return tuple(rule for rule in rules if rule is not None)

    def selected(self, select: str | Iterable[str] = (), ignore: str | Iterable[str] = ()) -> Self:
        """The same with only the rules that `select` takes (all if empty) and with none that `ignore` takes.

        Each is one text or several: the start of codes (``GK4``), a code, or the whole name of a rule.

        Raises:
            UsageError: a text is the start of no code and no name; or what is given is no text and no list of texts.
        """
        chosen, refused = (
            [code for text in several(name, given, str, "codes") for code in self._redirected(text)]
            for name, given in (("select", select), ("ignore", ignore))
        )
        for code in chosen:
            self.warn_if_deprecated(code)
        if not chosen and not refused:
            return self
        kept = (rule for rule in self.rules if not chosen or rule.code.startswith(tuple(chosen)))
        rules = tuple(rule for rule in kept if not rule.code.startswith(tuple(refused)))
        if not rules:
            raise UsageError("rulefiles/no_rules_left")
        if len(rules) == len(self.rules):
            return self  # with what was compiled of it
        return replace(self, rules=rules, unselected=(*self.unselected, *(rule for rule in self.rules if rule not in rules)))

    def claims_of(self, edition: str) -> Claims:
        """What a narrative can state about the cells of an edition; read when first asked for.

        Raises:
            RuleError: a file of claims is malformed.
        """
        require("edition", edition, str, "edition")
        return self.claims.get(edition, _NO_CLAIMS)

    def names(self, edition: str) -> Names:
        """What the names in rules for an edition can stand for.

        Raises:
            UsageError: there is no such edition.
        """
        return Names(self.editions[edition_key(edition, self.editions)], tuple(self.facts), lambda: self.claims_of(edition))

    def labels(self, edition: str) -> Labels:
        """The labels of facts and claims, by name."""
        return Labels(self.facts, lambda: self.claims_of(edition))

    def _redirected(self, text: str) -> list[str]:
        """A prefix in upper case; a former code becomes the one that the rule has now, and a name the codes of its rules."""
        wanted = text.strip()
        code = wanted.upper()
        if code in self._by_code:
            return [self._by_code[code].code]
        if code and any(each.startswith(code) for each in self._by_code):
            return [code]
        named = self._by_name.get(wanted.lower())
        if named is None:
            raise UsageError("rulefiles/unknown_rule_prefix", prefix=wanted[:_MOST_SHOWN], near=self._near(wanted))
        return [rule.code for rule in named]

    def _near(self, wanted: str) -> Phrase | str:
        """The codes or names that are near to a text; to what looks like a code, codes."""
        named = "-" in wanted or len(wanted) > _LONGEST_CODE
        return near_words([wanted.lower()], self._by_name) if named else near_words([wanted.upper()], self._by_code, 3)

    def warn_if_deprecated(self, code: str) -> None:
        """Give a `DeprecationWarning` that names the successor, if the rule of this code is deprecated or removed."""
        require("code", code, str, "code")
        rule = self._by_code.get(code)
        if rule is not None and rule.status in ("deprecated", "removed"):
            successor = phrase("rulefiles/successor", code=rule.replaced_by) if rule.replaced_by else ""
            said = phrase(f"rulefiles/{rule.status}", code=code, successor=successor)
            warnings.warn(" / ".join(said.text(lang) for lang in languages()), DeprecationWarning, stacklevel=3)

    @cached_property
    def _by_code(self) -> dict[str, Rule]:
        former = {alias: rule for rule in self.rules for alias in rule.aliases}
        return former | {rule.code: rule for rule in self.rules}

    @cached_property
    def _by_name(self) -> dict[str, tuple[Rule, ...]]:
        """Rules by name; a rule that extends another without a name of its own shares that one's."""
        named: dict[str, tuple[Rule, ...]] = {}
        for rule in self.rules:
            named[rule.name] = (*named.get(rule.name, ()), rule)
        return named

    @cached_property
    def _active(self) -> dict[str, tuple[Rule, ...]]:
        """What `active` has said, which is asked for every batch."""
        return {}

    @cached_property
    def _by_note(self) -> dict[str, Rule]:
        pairs = ((rule.for_each.text.partition(" of "), rule) for rule in self.rules)
        return {kind.strip(): rule for (what, _, names), rule in pairs if what.strip() == "note" for kind in names.split(",")}


def load_folder(folder: Path, edition: str | int | None = None, *, extra: Sequence[Path] = (), preview: bool = False) -> Rulebook:
    """Load the rulebook of a folder, with the rules of users' folders `extra` added or put in place of its own.

    Raises:
        RuleError: a file is missing or malformed.
        UsageError: there is no edition of that key.
    """
    folders = [folder, *extra]
    files = [file for each in folders for file in sorted((each / "editions").glob("*.yaml"))]
    loaded = sorted(((load_edition(file), file) for file in files), key=lambda each: each[0].first_year)
    by_key = {each.key: each for each, _ in loaded}
    rules = {rule.code: rule for rule in (load_rule(file) for file in (folder / "checks").glob("*/*.yaml"))}
    for each in extra:
        rules |= _user_rules(each, rules)
    facts = {name: node.in_languages() for name, node in read_yaml(folder / "facts.yaml").entries().items()}
    name = "+".join(["annual-report", *(each.resolve().name for each in extra)])
    ordered = tuple(sorted(rules.values(), key=lambda rule: rule.code))
    foreign = frozenset(each.key for each, file in loaded if file.parent.parent != folder)
    claims = ClaimsOfEditions([each / CLAIMS for each in folders if (each / CLAIMS).is_dir()], by_key, foreign)
    if any((each / CLAIMS).is_dir() for each in extra):
        # Those of users are read at once, so that what is wrong with them is said here.
        claims.load_all()
    book = Rulebook(name, __version__, _digest(folders), by_key, ordered, facts, claims=claims)
    return book.for_use(edition, preview=preview)


@lru_cache(maxsize=1)
def _own() -> Rulebook:
    return load_folder(rules_folder())


def own_rulebook(edition: str | int | None = None, *, preview: bool = False) -> Rulebook:
    """The rulebook of this package, read once.

    Raises:
        UsageError: it has no edition of that key.
    """
    return _own().for_use(edition, preview=preview)


def load_rulebook(
    edition: str | int | None = None,
    *,
    rules: str | os.PathLike[str] | Iterable[str | os.PathLike[str]] = (),
    preview: bool = False,
) -> Rulebook:
    """The rulebook of this package, with the rules of users' folders; see `gkrules.load_ruleset`."""
    folders = folders_of(rules)
    return load_folder(rules_folder(), edition, extra=folders, preview=preview) if folders else own_rulebook(edition, preview=preview)


def rulebook_with(folders: Iterable[str], edition: str | int | None = None) -> Rulebook:
    """The rulebook of this package with the rules of users' folders, read again only when a file of theirs has changed.

    Raises:
        UsageError: there is no such edition or folder.
        RuleError: a file is malformed.
    """
    found = folders_of(folders)
    if not found:
        return own_rulebook(edition)
    files = [(file, file.stat()) for folder in found for file in sorted(folder.rglob("*.yaml"))]
    return _with(found, tuple((file, status.st_mtime_ns, status.st_size) for file, status in files)).for_use(edition, preview=False)


@lru_cache(maxsize=4)
def _with(folders: tuple[Path, ...], _stamps: tuple[object, ...]) -> Rulebook:
    return load_folder(rules_folder(), extra=folders)


def rule_files(folder: Path) -> list[Path]:
    """The rule files of a user's folder: every YAML file that is not an edition, a case or a file of claims."""
    if not folder.is_dir():
        raise UsageError("rulefiles/no_rules_folder", folder=folder)
    return [file for file in sorted(folder.rglob("*.yaml")) if not {"editions", "cases", CLAIMS} & set(file.relative_to(folder).parts[:-1])]


def _user_rules(folder: Path, base: Mapping[str, Rule]) -> dict[str, Rule]:
    rules: dict[str, Rule] = {}
    for file in rule_files(folder):
        rule = load_user_rule(file, base)
        if rule.code in rules:
            raise fault_at(str(file), "rulefiles/duplicate_rule.code", code=rule.code, other=rules[rule.code].file)
        rules[rule.code] = rule
    return rules


def _digest(folders: Sequence[Path]) -> str:
    """A digest over the content of the folders, whatever they are called and wherever they lie."""
    digest = hashlib.sha256()
    for folder in folders:
        for file in sorted(folder.rglob("*.yaml")):
            content = read_file(file).replace(b"\r\n", b"\n")
            digest.update(f"{file.relative_to(folder).as_posix()}\0{len(content)}\0".encode())
            digest.update(content)
    return f"sha256:{digest.hexdigest()}"
