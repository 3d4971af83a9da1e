"""All checks over one or more folders."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from gkrules.lint import (
    cases,
    claims,
    codes,
    constants,
    contradictions,
    duplicates,
    feasibility,
    files,
    lifecycle,
    names,
    placeholders,
    redundancy,
    words,
    years,
)
from gkrules.lint.findings import LintCode, LintFinding, LintResult, Skipped
from gkrules.lint.load import load_subject
from gkrules.lint.subject import Subject
from gkrules.rulefiles.location import rules_folder

Check = Callable[[Subject], Iterator[LintFinding]]

CHECKS: tuple[Check, ...] = (
    files.missing_schema_comments,
    names.duplicate_codes,
    names.unused_names,
    duplicates.duplicate_conditions,
    constants.constant_conditions,
    years.fixed_years,
    redundancy.redundant_equations,
    words.missing_languages,
    words.names_that_state_the_remedy,
    words.malformed_names,
    words.empty_texts,
    placeholders.differing_placeholders,
    placeholders.unknown_placeholders,
    placeholders.unsupplied_placeholders,
    lifecycle.successors,
    lifecycle.versions,
    lifecycle.aliases,
    cases.missing_cases,
    cases.cases_without_rule,
    cases.wrong_cases,
    cases.wrong_examples,
    claims.misunderstood_examples,
)
NEED_SCIPY: tuple[Check, ...] = (contradictions.contradictions, redundancy.redundant_inequalities)
_SAID_BETTER = (codes.LANGUAGE_MISSING, codes.NAME_MALFORMED)
"""What the loader says too, in its own words and with `SHAPE_WRONG`."""


def lint(folders: Sequence[Path] = ()) -> LintResult:
    """Lint folders of rules; without any, the rules of this package.

    Raises:
        UsageError: a folder is not there, or holds no rule.
    """
    chosen = tuple(folders) or (rules_folder(),)
    findings: list[LintFinding] = []
    skipped: dict[Skipped, None] = {}
    for folder in chosen:
        subject, faults = load_subject(folder)
        found = [*faults, *(finding for check in CHECKS for finding in check(subject))]
        if feasibility.available():
            found += [finding for check in NEED_SCIPY for finding in check(subject)]
        else:
            skipped[_without_scipy()] = None
        if subject.cases is None:
            skipped[_without_cases()] = None
        findings += sorted(_once(found), key=_order)
    return LintResult(chosen, tuple(findings), tuple(skipped))


def _once(findings: Sequence[LintFinding]) -> list[LintFinding]:
    """Every fault once: one that a check of its own names is not repeated as "the shape is wrong"."""
    better = {finding.where for finding in findings if finding.code in [code.code for code in _SAID_BETTER]}
    kept: dict[tuple[object, ...], LintFinding] = {}
    for finding in findings:
        if finding.code != codes.SHAPE_WRONG.code or finding.where not in better:
            kept.setdefault((finding.code, finding.where, _asked_in_vain(finding)), finding)
    return list(kept.values())


def _asked_in_vain(finding: LintFinding) -> str:
    """What tells findings of the same place apart: for placeholders, the placeholder; else the sentence."""
    return finding.en.partition(":")[0] if finding.code == codes.PLACEHOLDER_NOT_SUPPLIED.code else finding.en


def _order(finding: LintFinding) -> tuple[str, int, int, str]:
    return str(finding.where.file), finding.where.line, finding.where.column, finding.code


def _codes(*several: LintCode) -> tuple[str, ...]:
    return tuple(each.code for each in several)


def _without_scipy() -> Skipped:
    return Skipped(
        _codes(codes.RULES_CONTRADICT, codes.CELL_FORCED_TO_ZERO, codes.RULE_REDUNDANT),
        zh="没有安装 scipy，未检查规则是否互相矛盾，也未检查多余的不等式。安装：pip install 'gkrules[lint]'",
        en="scipy is not installed; contradictions and redundant inequalities were not looked for. Install: pip install 'gkrules[lint]'",
    )


def _without_cases() -> Skipped:
    return Skipped(
        _codes(codes.CASE_MISSING, codes.CASE_WITHOUT_RULE, codes.CASE_UNUSABLE, codes.CASE_DISAGREES),
        zh="安装的包不带案例，未检查案例",
        en="the installed package comes without its cases, so they were not looked at",
    )
