"""A folder → `Subject`: every file is read and every rule bound to its editions.

What cannot be read or bound is a finding that keeps no other file from being read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TypeVar

from gkrules.language.binding import CONSTANTS, BoundRule, bind
from gkrules.language.names import Names
from gkrules.language.parser import parse
from gkrules.language.scopes import scopes
from gkrules.language.syntax import names
from gkrules.lint.findings import LintCode, LintFinding, Where, within
from gkrules.lint.subject import CaseFile, RuleFile, Subject, claim_files, texts
from gkrules.model.claims import Claims
from gkrules.model.errors import RuleError, UsageError
from gkrules.model.rule import Expression, Rule
from gkrules.rulefiles.cases import load_case
from gkrules.rulefiles.claims import CLAIMS, load_claims
from gkrules.rulefiles.editions import load_edition
from gkrules.rulefiles.location import rules_folder
from gkrules.rulefiles.rulebook import rule_files
from gkrules.rulefiles.rules import load_rule, load_user_rule
from gkrules.rulefiles.yaml_file import Node, read_yaml

_Read = TypeVar("_Read")
BoundRules = dict[str, dict[str, BoundRule]]

_OF_RULES = {"bad_placeholder": LintCode.PLACEHOLDER_UNKNOWN}
_OF_CLAIMS = {
    "bad_rule_file": LintCode.SHAPE_WRONG,
    "unknown_name": LintCode.CLAIM_NAME_UNKNOWN,
    "bad_pattern": LintCode.CLAIM_PATTERN_UNUSABLE,
    "duplicate_claim": LintCode.CLAIM_DUPLICATED,
}


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
    base = {} if whole else {rule.code: rule for file in sorted((home / "checks").rglob("*.yaml")) if (rule := _quietly(file, load_rule))}
    load = load_rule if whole else partial(load_user_rule, base=base)
    rules = tuple(RuleFile(file, *_read(file, load, findings, file.stem)) for file in files)
    own_editions = {file.stem: _read(file, load_edition, findings)[1] for file in sorted((folder / "editions").glob("*.yaml"))}
    others = [] if whole else [edition for file in (home / "editions").glob("*.yaml") if (edition := _quietly(file, load_edition))]
    editions = [*others, *(edition for edition in own_editions.values() if edition)]
    replaced = {each.code for each in rules} | {each.extends for each in rules}
    cases = _case_files(folder, home)
    subject = Subject(
        folder=folder,
        editions={edition.key: edition for edition in sorted(editions, key=lambda edition: edition.first_year)},
        unread_editions=frozenset(stem for stem, edition in own_editions.items() if edition is None),
        facts=(_read(folder / "facts.yaml", _labels, findings)[1] if whole else _quietly(home / "facts.yaml", _labels)) or {},
        rules=rules,
        context=tuple(rule for code, rule in base.items() if code not in replaced),
        cases=None
        if cases is None
        else tuple(CaseFile(file, *_read(file, load_case, findings, file.parent.parent.name)) for file in cases),
        bound={},
    )
    subject, of_claims = _with_claims(
        subject, [folder] if whole and claim_files(folder) else [home] if whole else [home, folder], own_editions
    )
    bound, faults = _bind_all(subject)
    return replace(subject, bound=bound), [*findings, *of_claims, *faults]


def _with_claims(subject: Subject, folders: list[Path], own: Mapping[str, object]) -> tuple[Subject, list[LintFinding]]:
    """The subject with the claims that can be used, and what is wrong with the others: once, not for every edition."""
    there = [folder / CLAIMS for folder in folders if (folder / CLAIMS).is_dir()]
    claims: dict[str, Claims] = {}
    faults: dict[tuple[LintCode, Where], LintFinding] = {}
    for key, edition in subject.editions.items():
        errors: list[RuleError] = []
        claims[key] = load_claims(there, edition, foreign=key in own and folders[0] != subject.folder, faults=errors)
        for error in errors:
            fault = _OF_CLAIMS.get(error.kind, LintCode.YAML_UNREADABLE).of(error)
            faults.setdefault((fault.code, fault.where), fault)
    return replace(subject, claims=claims, claims_faulty=bool(faults)), list(faults.values())


def _read(file: Path, load: Callable[[Path], _Read], findings: list[LintFinding], *rules: str) -> tuple[Node | None, _Read | None]:
    """The root of a file if it is YAML, and what `load` makes of it if it is well-formed; `rules` are those that it is about."""
    root = None
    try:
        root = read_yaml(file)
        return root, load(file)
    except RuleError as error:
        code = LintCode.SHAPE_WRONG if root else LintCode.YAML_UNREADABLE
        findings.append(_OF_RULES.get(error.kind, code).of(error, *rules))
        return root, None


def _rule_files(folder: Path, *, whole: bool) -> list[Path]:
    files = sorted((folder / "checks").rglob("*.yaml")) if whole else rule_files(folder)
    if not files and not claim_files(folder):
        raise UsageError("lint/no_rules", folder=folder)
    return files


def _quietly(file: Path, load: Callable[[Path], _Read]) -> _Read | None:
    with suppress(RuleError):
        return load(file)
    return None


def _labels(file: Path) -> dict[str, dict[str, str]]:
    return {name: node.in_languages() for name, node in read_yaml(file).entries().items()}


def _case_files(folder: Path, home: Path) -> list[Path] | None:
    """The cases of a folder. Those of this package lie in the checkout; installed, it comes without."""
    if folder.resolve() == home.resolve():
        checkout = home.parent / "fixtures" / "rules"
        return sorted(checkout.glob("*/*/*.yaml")) if checkout.is_dir() else None
    return sorted((folder / "cases").glob("*/*/*.yaml"))


def _bind_all(subject: Subject) -> tuple[BoundRules, list[LintFinding]]:
    """Bind every rule to every edition that it names: what could be bound, by edition and code, and what could not."""
    bound: BoundRules = {key: {} for key in subject.editions}
    findings: list[LintFinding] = []
    for each, rule in subject.loaded:
        findings += _unknown_editions(each, subject)
        # Only what can be parsed is bound; the same fault in several editions is one finding.
        faults = _unreadable(rule) or list(_nameless(rule))
        for key in rule.editions if not faults else ():
            if key in subject.editions:
                found = _unbound(each, rule, subject.names(key))
                known = {(fault.code, fault.where) for fault in faults}
                faults += [fault for fault in found if (fault.code, fault.where) not in known]
                if not found:
                    bound[key][rule.code] = bind(rule, subject.names(key))
        findings += faults
    for rule in subject.context:
        for key in rule.editions:
            with suppress(RuleError):
                if key in subject.editions:
                    bound[key][rule.code] = bind(rule, subject.names(key))
    return bound, findings


def _unknown_editions(each: RuleFile, subject: Subject) -> list[LintFinding]:
    known = [*subject.editions, *subject.unread_editions]
    asked = texts(each.node("editions"))
    return [LintCode.EDITION_UNKNOWN.at(node, each.code, edition=key, known=tuple(known)) for node, key in asked if key not in known]


def _unreadable(rule: Rule) -> list[LintFinding]:
    """What cannot be parsed."""
    found = (_fault(LintCode.CONDITION_UNREADABLE, rule, partial(parse, text)) for text in _conditions(rule))
    return [fault for fault in found if fault]


def _nameless(rule: Rule) -> Iterator[LintFinding]:
    """Conditions that ask nothing of a report; the language refuses to bind them."""
    for expression in _conditions(rule):
        node = parse(expression)
        if all(name.text in CONSTANTS for name in names(node)):
            yield LintCode.CONDITION_CONSTANT.at(within(expression, node.span), rule.code, says="nameless")


def _unbound(each: RuleFile, rule: Rule, where: Names) -> list[LintFinding]:
    """What an edition does not have; without places nothing else can be asked. Condition and `when` are asked one by one."""
    fault = _fault(LintCode.PLACES_UNKNOWN, rule, partial(scopes, rule.for_each, where))
    if fault:
        return [fault]
    if not scopes(rule.for_each, where):
        return [LintCode.PLACES_NONE.at(each.place("for_each"), rule.code, places=rule.for_each.text.strip(), edition=where.edition.key)]
    alone = (replace(rule, condition=condition, when=None) for condition in _conditions(rule))
    faults = (_fault(LintCode.NAME_UNKNOWN, rule, partial(bind, part, where)) for part in alone)
    return [fault for fault in faults if fault]


def _conditions(rule: Rule) -> list[Expression]:
    return [rule.condition, *([rule.when] if rule.when else [])]


def _fault(code: LintCode, rule: Rule, attempt: Callable[[], object]) -> LintFinding | None:
    try:
        attempt()
    except RuleError as error:
        return code.of(error, rule.code)
    return None
