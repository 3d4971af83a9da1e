"""Cases and examples: every rule is shown to pass and to fail, and does as they say."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from fnmatch import fnmatchcase

from gkrules._version import __version__
from gkrules.checking.examples import check_example, run_case
from gkrules.compile.ruleset import Ruleset
from gkrules.lint import codes
from gkrules.lint.findings import LintFinding, Where
from gkrules.lint.placeholders import not_supplied
from gkrules.lint.selections import Remembering
from gkrules.lint.subject import CaseFile, RuleFile, Subject, child
from gkrules.model.edition import Edition
from gkrules.model.errors import GkrulesError
from gkrules.model.findings import Finding, Outcome
from gkrules.model.relations import split
from gkrules.model.rule import Example, Rule
from gkrules.render.messages import LANGUAGES, message, placeholders

_NEEDED = {"pass": ("通过", "passing"), "fail": ("不通过", "failing")}
_EXAMPLES = (("fails", Outcome.FAIL), ("passes", Outcome.PASS))
_SAMPLE = ("这个例子里没有", "the example that fails has none")


def missing_cases(subject: Subject) -> Iterator[LintFinding]:
    """Rules in use without a passing, or without a failing, case."""
    if subject.cases is None:
        return
    there = {(each.code, each.kind) for each in subject.cases}
    for each in subject.rules:
        if each.status in ("preview", "stable") and not each.extends:
            for kind, (zh, en) in _NEEDED.items():
                if (each.code, kind) not in there:
                    yield codes.CASE_MISSING.at(
                        each.place("code"), each.code, zh=f"没有{zh}的案例（{each.code}/{kind}/）", en=f"no {en} case ({each.code}/{kind}/)"
                    )


def cases_without_rule(subject: Subject) -> Iterator[LintFinding]:
    """Cases in a folder that is named like no live rule."""
    live = subject.live()
    for each in subject.cases or ():
        if each.code not in live:
            yield codes.CASE_WITHOUT_RULE.at(Where(each.file), each.code, zh=f"没有规则 {each.code}", en=f"there is no rule {each.code}")


def wrong_cases(subject: Subject) -> Iterator[LintFinding]:
    """Cases that cannot run, or that turn out otherwise than their folder says."""
    ruleset = sound_rules(subject)
    known = {rule.code for rule in ruleset.rules if rule.status != "removed"}
    for each in subject.cases or ():
        if each.case is None or each.code not in known:
            continue
        edition = subject.editions.get(each.case.edition)
        unusable = list(_unknown(each, each.case.example, edition, subject))
        yield from unusable
        if edition is not None and not unusable:
            yield from _run(each, ruleset)


def wrong_examples(subject: Subject) -> Iterator[LintFinding]:
    """Examples in the explanation of a rule that do not pass or fail as they say, or whose message cannot be written."""
    ruleset = sound_rules(subject)
    for each, rule in subject.loaded:
        editions = [key for key in subject.editions if rule.code in subject.bound[key]]
        if rule.status == "removed" or not editions:
            continue
        for name, outcome in _EXAMPLES:
            # The newest edition is the one that readers of the explanation use.
            yield from _example(each, rule, name, outcome, editions[-1], ruleset)


def sound_rules(subject: Subject) -> Ruleset:
    """The rules that can run, as a ruleset."""
    codes_bound = {code for rules in subject.bound.values() for code in rules}
    own = [rule for _, rule in subject.loaded if rule.code in codes_bound and _binds_everywhere(rule, subject)]
    context = [rule for rule in subject.context if rule.code in codes_bound and _binds_everywhere(rule, subject)]
    rules = sorted([*own, *context], key=lambda rule: rule.code)
    return Remembering("lint", __version__, "", subject.editions, tuple(rules), subject.facts, preview=True, claims=subject.claims)


def _binds_everywhere(rule: Rule, subject: Subject) -> bool:
    return all(rule.code in subject.bound[key] for key in rule.editions if key in subject.editions)


@contextmanager
def _quiet() -> Iterator[None]:
    """Without the warning that a rule is deprecated."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        yield


def _run(each: CaseFile, ruleset: Ruleset) -> Iterator[LintFinding]:
    case = each.case
    if case is None:
        return
    node = child(each.root, "expect") or each.root
    where = Where(each.file) if node is None else node
    try:
        with _quiet():
            faults = run_case(case, ruleset)
    except (GkrulesError, KeyError, ValueError) as error:
        zh, en = (error.zh, error.en) if isinstance(error, GkrulesError) else (str(error), str(error))
        yield codes.CASE_UNUSABLE.at(where, each.code, zh=f"案例不能运行：{zh}", en=f"the case cannot run: {en}")
        return
    if faults:
        text = "; ".join(faults)
        yield codes.CASE_DISAGREES.at(where, each.code, zh=f"与“{each.kind}”不符：{text}", en=f"does not '{each.kind}': {text}")


def _example(each: RuleFile, rule: Rule, name: str, outcome: Outcome, edition: str, ruleset: Ruleset) -> Iterator[LintFinding]:
    where = each.place("examples", name)
    try:
        with _quiet():
            found = check_example(getattr(rule, name), edition, ruleset.selected([rule.code]))
    except (GkrulesError, KeyError, ValueError) as error:
        yield codes.EXAMPLE_DISAGREES.at(
            where, rule.code, zh=f"例子 {name} 不能运行：没有 {error}", en=f"the example '{name}' cannot run: there is no {error}"
        )
        return
    seen = {each for each, count in found.outcomes.items() if count}
    if outcome not in seen or (outcome is Outcome.PASS and Outcome.FAIL in seen):
        got = "、".join(sorted(seen)) or "–"
        yield codes.EXAMPLE_DISAGREES.at(
            where, rule.code, zh=f"例子 {name} 的结果是：{got}", en=f"the example '{name}' turns out as: {got.replace('、', ', ')}"
        )
    for finding in found.findings:
        if finding.outcome is Outcome.FAIL:
            yield from _unwritten(each, rule, finding, edition, ruleset)


def _unwritten(each: RuleFile, rule: Rule, finding: Finding, edition: str, ruleset: Ruleset) -> Iterator[LintFinding]:
    """What the message of a finding asks for in vain."""
    for lang in LANGUAGES:
        try:
            placeholders(rule.message[lang])
        except (KeyError, ValueError):
            continue
        try:
            message(finding, ruleset, edition, lang)
        except KeyError as error:
            yield not_supplied(each, lang, str(error.args[0]), _SAMPLE)
            return


def _unknown(each: CaseFile, example: Example, edition: Edition | None, subject: Subject) -> Iterator[LintFinding]:
    """What a case speaks of and its edition does not have."""
    if edition is None:
        node = child(each.root, "edition")
        name = each.case.edition if each.case else ""
        where = node or Where(each.file)
        yield codes.CASE_UNUSABLE.at(where, each.code, zh=f"没有“{name}”这一版格式", en=f"there is no edition '{name}'")
        return
    for key in example.cells:
        rest = split(key)[1]
        if not any(fnmatchcase(cell, rest) for cell in edition.cell_by_key):
            where = child(each.root, "cells", key) or Where(each.file)
            yield codes.CASE_UNUSABLE.at(where, each.code, zh=f"没有单元格“{key}”", en=f"there is no cell '{key}'")
    for name in example.facts:
        if name not in subject.facts:
            where = child(each.root, "facts", name) or Where(each.file)
            yield codes.CASE_UNUSABLE.at(where, each.code, zh=f"没有事实“{name}”", en=f"there is no fact '{name}'")
