"""A folder → `Subject`: every file is read, and what cannot be read is a finding that keeps no other file from being read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TypeVar

from gkrules.lint import codes
from gkrules.lint.binding import bind_all
from gkrules.lint.claims import claim_files, sound_claims
from gkrules.lint.findings import LintFinding, Where
from gkrules.lint.subject import CaseFile, RuleFile, Subject
from gkrules.model.claims import Claims
from gkrules.model.edition import Edition
from gkrules.model.errors import RuleError, UsageError
from gkrules.rulefiles.cases import load_case
from gkrules.rulefiles.editions import load_edition
from gkrules.rulefiles.location import rules_folder
from gkrules.rulefiles.rulebook import rule_files
from gkrules.rulefiles.rules import load_rule, load_user_rule
from gkrules.rulefiles.yaml_file import Node, read_yaml

_Read = TypeVar("_Read")


def load_subject(folder: Path) -> tuple[Subject, list[LintFinding]]:
    """Read a folder of rules with its ``editions/`` and its cases in ``cases/CODE/KIND/``.

    A folder with a ``facts.yaml`` is a whole ruleset, with its rules in ``checks/``. Any other is a user's folder, whose
    rules and editions are used together with those of this package.

    Raises:
        UsageError: it is not a folder, or holds neither rules nor claims.
    """
    whole = (folder / "facts.yaml").is_file()
    files = _rule_files(folder, whole=whole)
    home = rules_folder()
    findings: list[LintFinding] = []
    reader = _Reader(findings)
    base = {} if whole else {rule.code: rule for file in sorted((home / "checks").rglob("*.yaml")) if (rule := _quietly(file, load_rule))}
    load = load_rule if whole else partial(load_user_rule, base=base)
    rules = tuple(RuleFile(file, *reader.read(file, load, file.stem)) for file in files)
    own_editions = {file.stem: reader.read(file, load_edition)[1] for file in sorted((folder / "editions").glob("*.yaml"))}
    others = [] if whole else [edition for file in (home / "editions").glob("*.yaml") if (edition := _quietly(file, load_edition))]
    replaced = {each.code for each in rules} | {each.extends for each in rules}
    cases = _case_files(folder, home)
    subject = Subject(
        folder=folder,
        editions=_by_age([*others, *(edition for edition in own_editions.values() if edition)]),
        unread_editions=frozenset(stem for stem, edition in own_editions.items() if edition is None),
        facts=(reader.read(folder / "facts.yaml", _labels)[1] if whole else _quietly(home / "facts.yaml", _labels)) or {},
        rules=rules,
        context=tuple(rule for code, rule in base.items() if code not in replaced),
        cases=None if cases is None else tuple(CaseFile(file, *reader.read(file, load_case, file.parent.parent.name)) for file in cases),
        bound={},
    )
    subject, of_claims = _with_claims(
        subject, [folder] if whole and claim_files(folder) else [home] if whole else [home, folder], own_editions
    )
    bound, faults = bind_all(subject)
    return replace(subject, bound=bound), [*findings, *of_claims, *faults]


def _with_claims(subject: Subject, folders: list[Path], own: Mapping[str, object]) -> tuple[Subject, list[LintFinding]]:
    """The subject with the claims that can be used, and what is wrong with the others: once, not for every edition."""
    claims: dict[str, Claims] = {}
    faults: dict[tuple[str, Where], LintFinding] = {}
    for key, edition in subject.editions.items():
        foreign = key in own and folders[0] != subject.folder
        claims[key], found = sound_claims(edition, folders, foreign=foreign)
        for fault in found:
            faults.setdefault((fault.code, fault.where), fault)
    return replace(subject, claims=claims, claims_faulty=bool(faults)), list(faults.values())


class _Reader:
    """Reads files and keeps what is wrong with them."""

    def __init__(self, findings: list[LintFinding]) -> None:
        self.findings = findings

    def read(self, file: Path, load: Callable[[Path], _Read], *rules: str) -> tuple[Node | None, _Read | None]:
        """The root of a file if it is YAML, and what `load` makes of it if it is well-formed; `rules` are those that it is about."""
        try:
            root = read_yaml(file)
        except RuleError as error:
            self.findings.append(codes.YAML_UNREADABLE.of(error, file, rules))
            return None, None
        try:
            return root, load(file)
        except RuleError as error:
            self.findings.append(codes.SHAPE_WRONG.of(error, file, rules))
            return root, None


def _rule_files(folder: Path, *, whole: bool) -> list[Path]:
    files = sorted((folder / "checks").rglob("*.yaml")) if whole else rule_files(folder)
    if not files and not claim_files(folder):
        raise UsageError("no_rules", zh=f"{folder}：没有规则文件（*.yaml）", en=f"{folder}: there are no rule files (*.yaml)")
    return files


def _quietly(file: Path, load: Callable[[Path], _Read]) -> _Read | None:
    try:
        return load(file)
    except RuleError:
        return None


def _by_age(editions: list[Edition]) -> dict[str, Edition]:
    return {edition.key: edition for edition in sorted(editions, key=lambda edition: edition.first_year)}


def _labels(file: Path) -> dict[str, dict[str, str]]:
    return {name: node.in_languages() for name, node in read_yaml(file).entries().items()}


def _case_files(folder: Path, home: Path) -> list[Path] | None:
    """The cases of a folder. Those of this package lie in the checkout; installed, it comes without."""
    if folder.resolve() == home.resolve():
        checkout = home.parent / "fixtures" / "rules"
        return sorted(checkout.glob("*/*/*.yaml")) if checkout.is_dir() else None
    return sorted((folder / "cases").glob("*/*/*.yaml"))
