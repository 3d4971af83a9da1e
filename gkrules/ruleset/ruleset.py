"""A ruleset: the editions and the rules of a folder, with a version and a digest that name its content."""

from __future__ import annotations

import difflib
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from gkrules._version import __version__
from gkrules.model.edition import Edition
from gkrules.model.errors import UsageError
from gkrules.model.rule import Rule
from gkrules.ruleset.editions import load_edition
from gkrules.ruleset.rules import load_rule
from gkrules.ruleset.yaml_file import read_yaml

if TYPE_CHECKING:
    from gkrules.compile.schema import ReportSchema


@dataclass(frozen=True)
class Ruleset:
    """Editions and rules that belong together.

    Attributes:
        name: ``annual-report``.
        version: semantic version of the rules.
        digest: ``sha256:…`` over every file of the folder.
        editions: by key, the oldest first.
        rules: in the order of their codes.
        facts: label of each fact in each language, by the name of the fact.
        edition_key: the edition that was asked for; ``None`` for all of them.
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
    _schemas: dict[str, ReportSchema] = field(default_factory=dict, init=False, repr=False, compare=False)
    _lock: Lock = field(default_factory=Lock, init=False, repr=False, compare=False)

    @property
    def edition(self) -> Edition:
        """The edition that was asked for, else the newest."""
        return self.editions[self.edition_key] if self.edition_key else list(self.editions.values())[-1]

    def rule(self, code: str) -> Rule:
        """The rule with a code, in upper or lower case.

        Raises:
            UsageError: there is no such rule; the message names the nearest.
        """
        wanted = code.strip().upper()
        if wanted in self._by_code:
            return self._by_code[wanted]
        near = difflib.get_close_matches(wanted, self._by_code, 3, 0.5)
        zh, en = (f"，相近的有：{'、'.join(near)}", f"; near: {', '.join(near)}") if near else ("", "")
        raise UsageError(
            "unknown_rule",
            zh=f"没有规则 {wanted}{zh}。用 gkrules rules list 查看全部规则",
            en=f"there is no rule {wanted}{en}. See: gkrules rules list",
        )

    def for_note(self, kind: str) -> Rule | None:
        """The rule that speaks of a kind of note of the alignment."""
        return self._by_note.get(kind)

    def for_edition(self, edition: str) -> tuple[Rule, ...]:
        """The rules that serve an edition."""
        return tuple(rule for rule in self.rules if edition in rule.editions)

    def selected(self, select: Iterable[str] = (), ignore: Iterable[str] = ()) -> Ruleset:
        """The same ruleset with only the rules whose code starts with a prefix in `select` (all if empty) and with none in `ignore`.

        Raises:
            UsageError: a prefix is the start of no code.
        """
        chosen, refused = [_prefix(text) for text in select], [_prefix(text) for text in ignore]
        for prefix in (*chosen, *refused):
            if not prefix or not any(code.startswith(prefix) for code in self._by_code):
                raise UsageError(
                    "unknown_rule_prefix",
                    zh=f"没有编号以“{prefix}”开头的规则。用 gkrules rules list 查看全部规则",
                    en=f"no rule code starts with '{prefix}'. See: gkrules rules list",
                )
        if not chosen and not refused:
            return self
        kept = (rule for rule in self.rules if not chosen or rule.code.startswith(tuple(chosen)))
        rules = tuple(rule for rule in kept if not rule.code.startswith(tuple(refused)))
        return replace(self, rules=rules, unselected=(*self.unselected, *(rule for rule in self.rules if rule not in rules)))

    def schema(self) -> ReportSchema:
        """The rules for `edition` as a `pandera.DataFrameSchema`: one row per report, one column per cell.

        Columns are named ``table.row.column`` and hold numbers; ``NaN`` is a blank cell. See `gkrules.to_frame`.
        """
        return self.schema_for(self.edition.key)

    def schema_for(self, edition: str) -> ReportSchema:
        """The rules for an edition as a schema, compiled once."""
        from gkrules.compile.schema import compile_schema

        with self._lock:
            if edition not in self._schemas:
                self._schemas[edition] = compile_schema(self, self.editions[edition])
            return self._schemas[edition]

    @cached_property
    def _by_code(self) -> dict[str, Rule]:
        return {rule.code: rule for rule in self.rules}

    @cached_property
    def _by_note(self) -> dict[str, Rule]:
        pairs = ((rule.for_each.text.partition(" of "), rule) for rule in self.rules)
        return {kind.strip(): rule for (what, _, names), rule in pairs if what.strip() == "note" for kind in names.split(",")}


def load_folder(folder: Path, edition: str | None = None) -> Ruleset:
    """Load the ruleset of a folder.

    Raises:
        RuleError: a file is missing or malformed.
        UsageError: the ruleset has no edition of that key.
    """
    editions = sorted((load_edition(file) for file in (folder / "editions").glob("*.yaml")), key=lambda edition: edition.first_year)
    by_key = {each.key: each for each in editions}
    if edition is not None and edition not in by_key:
        raise UsageError(
            "unknown_edition",
            zh=f"没有“{edition}”这一版格式。现有：{'、'.join(by_key)}",
            en=f"there is no edition '{edition}'. Editions: {', '.join(by_key)}",
        )
    rules = sorted((load_rule(file) for file in (folder / "checks").glob("*/*.yaml")), key=lambda rule: rule.code)
    facts = {name: node.in_languages() for name, node in read_yaml(folder / "facts.yaml").entries().items()}
    return Ruleset("annual-report", __version__, _digest(folder), by_key, tuple(rules), facts, edition)


def _digest(folder: Path) -> str:
    digest = hashlib.sha256()
    for file in sorted(folder.rglob("*.yaml")):
        content = file.read_bytes().replace(b"\r\n", b"\n")
        digest.update(f"{file.relative_to(folder).as_posix()}\0{len(content)}\0".encode())
        digest.update(content)
    return f"sha256:{digest.hexdigest()}"


def _prefix(text: str) -> str:
    return text.strip().upper()
