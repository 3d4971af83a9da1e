"""Cases and examples: every rule is shown to pass and to fail, every claim to be read and not to be, and they do as they say."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from operator import attrgetter
from pathlib import Path
from typing import Self, cast

from gkrules._version import __version__
from gkrules.checking.examples import check_example, misunderstood, run_case
from gkrules.compile.ruleset import Ruleset
from gkrules.lint.findings import LintCode, LintFinding, Where, fault_of
from gkrules.lint.subject import CaseFile, RuleFile, Subject, child, claim_files
from gkrules.model.claims import Claim, Claims
from gkrules.model.edition import Edition
from gkrules.model.errors import GkrulesError
from gkrules.model.findings import Finding, Outcome
from gkrules.model.relations import split
from gkrules.model.rule import Rule
from gkrules.render.messages import LANGUAGES, message, placeholders
from gkrules.rulefiles.cases import Case
from gkrules.words import Phrase

_NEEDED = ("pass", "fail")
_EXAMPLES = (("fails", Outcome.FAIL), ("passes", Outcome.PASS))
_UNUSABLE = (GkrulesError, KeyError, ValueError)


def missing_cases(subject: Subject) -> Iterator[LintFinding]:
    """Rules in use without a passing, or without a failing, case."""
    if subject.cases is None:
        return
    there = {(each.code, each.kind) for each in subject.cases}
    for each in subject.rules:
        if each.status in ("preview", "stable") and not each.extends:
            for kind in _NEEDED:
                if (each.code, kind) not in there:
                    yield LintCode.CASE_MISSING.at(each.place("code"), each.code, says=kind, code=each.code)


def cases_without_rule(subject: Subject) -> Iterator[LintFinding]:
    """Cases in a folder that is named like no live rule."""
    live = subject.live()
    for each in subject.cases or ():
        if each.code not in live:
            yield LintCode.CASE_WITHOUT_RULE.at(Where(each.file), each.code, code=each.code)


def wrong_cases_and_examples(subject: Subject) -> Iterator[LintFinding]:
    """Cases and examples that cannot run, or turn out otherwise than they say, or whose message cannot be written."""
    ruleset = _sound_rules(subject)
    yield from _wrong_cases(subject, ruleset)
    yield from _wrong_examples(subject, ruleset)


def _wrong_cases(subject: Subject, ruleset: Ruleset) -> Iterator[LintFinding]:
    known = {rule.code for rule in ruleset.rules if rule.status != "removed"}
    for each in subject.cases or ():
        if each.case is None or each.code not in known:
            continue
        edition = subject.editions.get(each.case.edition)
        unusable = list(_unknown(each, each.case, edition, subject))
        yield from unusable
        if not unusable:
            yield from _run(each, each.case, ruleset)


def _wrong_examples(subject: Subject, ruleset: Ruleset) -> Iterator[LintFinding]:
    for each, rule in subject.loaded:
        editions = [key for key in subject.editions if rule.code in subject.bound[key]]
        if rule.status == "removed" or not editions:
            continue
        for name, outcome in _EXAMPLES:
            # The newest edition is the one that readers of the explanation use.
            yield from _example(each, rule, name, outcome, editions[-1], ruleset)


def misunderstood_examples(subject: Subject) -> Iterator[LintFinding]:
    """Examples of the folder's own claims that these read otherwise, and claims without examples of both kinds."""
    own = set(claim_files(subject.folder))
    # An example that several editions misunderstand is one finding, whatever they read.
    seen: set[tuple[LintCode, Where]] = set()
    for key, known in subject.claims.items() if not subject.claims_faulty else ():
        claims = [(claim, claim.file) for claim in known.claims if claim.file is not None and claim.file in own]
        for finding in (finding for claim, file in claims for finding in _of_claim(claim, file, subject.editions[key], known)):
            if (finding.code, finding.where) not in seen:
                seen.add((finding.code, finding.where))
                yield finding


def _sound_rules(subject: Subject) -> Ruleset:
    """The rules that can run, as a ruleset."""
    rules = sorted(
        (rule for rule in (*(rule for _, rule in subject.loaded), *subject.context) if _binds(rule, subject)), key=attrgetter("code")
    )
    return Remembering("lint", __version__, "", subject.editions, tuple(rules), subject.facts, preview=True, claims=subject.claims)


def _binds(rule: Rule, subject: Subject) -> bool:
    """Whether a rule binds to all of its editions that there are, and there is one."""
    bound = [rule.code in subject.bound[key] for key in rule.editions if key in subject.editions]
    return any(bound) and all(bound)


@contextmanager
def _quiet() -> Iterator[None]:
    """Without the warning that a rule is deprecated."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        yield


def _run(each: CaseFile, case: Case, ruleset: Ruleset) -> Iterator[LintFinding]:
    where = child(each.root, "expect") or each.root or Where(each.file)
    try:
        with _quiet():
            faults = run_case(case, ruleset)
    except _UNUSABLE as error:
        yield LintCode.CASE_UNUSABLE.at(where, each.code, reason=_reason(error))
        return
    if faults:
        yield LintCode.CASE_DISAGREES.at(where, each.code, kind=each.kind, faults="; ".join(faults))


def _example(each: RuleFile, rule: Rule, name: str, outcome: Outcome, edition: str, ruleset: Ruleset) -> Iterator[LintFinding]:
    where = each.place("examples", name)
    try:
        with _quiet():
            found = check_example(getattr(rule, name), edition, ruleset.selected([rule.code]))
    except _UNUSABLE as error:
        yield LintCode.EXAMPLE_DISAGREES.at(where, rule.code, says="unusable", example=name, reason=_reason(error))
        return
    seen = {each for each, count in found.outcomes.items() if count}
    if outcome not in seen or (outcome is Outcome.PASS and Outcome.FAIL in seen):
        yield LintCode.EXAMPLE_DISAGREES.at(where, rule.code, example=name, outcomes=tuple(sorted(seen)) or "–")
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
            where, name = each.place("message", lang), str(error.args[0])
            yield LintCode.PLACEHOLDER_NOT_SUPPLIED.at(where, each.code, says="example", name=name)
            return


def _unknown(each: CaseFile, case: Case, edition: Edition | None, subject: Subject) -> Iterator[LintFinding]:
    """What a case speaks of and its edition does not have."""
    if edition is None:
        where = child(each.root, "edition") or Where(each.file)
        yield LintCode.CASE_UNUSABLE.at(where, each.code, says="edition", name=case.edition)
        return
    for key in case.example.cells:
        rest = split(key)[1]
        if not any(fnmatchcase(cell, rest) for cell in edition.cell_by_key):
            where = child(each.root, "cells", key) or Where(each.file)
            yield LintCode.CASE_UNUSABLE.at(where, each.code, says="cell", name=key)
    for name in case.example.facts:
        if name not in subject.facts:
            where = child(each.root, "facts", name) or Where(each.file)
            yield LintCode.CASE_UNUSABLE.at(where, each.code, says="fact", name=name)


def _of_claim(claim: Claim, file: Path, edition: Edition, claims: Claims) -> Iterator[LintFinding]:
    if (claim.patterns or claim.row) and len({example.value is None for example in claim.examples}) < 2:
        yield LintCode.CLAIM_EXAMPLE_MISSING.at(Where(file, claim.line), claim=claim.key)
    for example, values in misunderstood(claim, edition, claims):
        found = tuple(f"{value:g}" for value in values) or Phrase("lint/no-numbers", {})
        yield LintCode.CLAIM_EXAMPLE_DISAGREES.at(Where(file, example.line, example.column), claim=claim.key, values=found)


def _reason(error: Exception) -> Phrase | str:
    return fault_of(error) if isinstance(error, GkrulesError) else str(error)


@dataclass
class _Kept:
    """What the selections of one ruleset have in common."""

    selections: dict[tuple[object, ...], Ruleset] = field(default_factory=dict)


@dataclass(frozen=True)
class Remembering(Ruleset):
    """A ruleset that keeps its selections. Rules that a selection leaves out are not run, but faults are located by all of them."""

    kept: _Kept = field(default_factory=_Kept, repr=False, compare=False)

    def selected(self, select: Iterable[str] = (), ignore: Iterable[str] = ()) -> Self:
        """See `Rulebook.selected`."""
        chosen, refused = tuple(select), tuple(ignore)
        key = (chosen, refused, self.preview, *(rule.code for rule in self.rules))
        if key not in self.kept.selections:
            self.kept.selections[key] = super().selected(chosen, refused)
        return cast("Self", self.kept.selections[key])
