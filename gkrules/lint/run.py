"""All checks over one or more folders."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from gkrules.lint import cases, conditions, linear, placeholders, together, written
from gkrules.lint.findings import LintCode, LintFinding, LintResult, Skipped
from gkrules.lint.load import load_subject
from gkrules.lint.subject import Subject
from gkrules.rulefiles.location import rules_folder
from gkrules.words import phrase

Check = Callable[[Subject], Iterator[LintFinding]]

CHECKS: tuple[Check, ...] = (
    written.missing_schema_comments,
    written.duplicate_codes,
    conditions.unused_names,
    together.duplicate_conditions,
    conditions.constant_conditions,
    conditions.fixed_years,
    together.redundant_equations,
    written.missing_languages,
    written.names_that_state_the_remedy,
    written.malformed_names,
    written.empty_texts,
    written.texts_of_the_scaffold,
    placeholders.differing_placeholders,
    placeholders.unknown_placeholders,
    placeholders.unsupplied_placeholders,
    written.successors,
    written.versions,
    written.aliases,
    cases.missing_cases,
    cases.cases_without_rule,
    cases.wrong_cases_and_examples,
    cases.misunderstood_examples,
)
NEED_SCIPY: tuple[Check, ...] = (together.contradictions, together.redundant_inequalities)
_SAID_BETTER = (LintCode.LANGUAGE_MISSING, LintCode.NAME_MALFORMED)
"""What the loader says too, in its own words and with `SHAPE_WRONG`."""
WITHOUT_SCIPY = Skipped(
    (LintCode.RULES_CONTRADICT, LintCode.CELL_FORCED_TO_ZERO, LintCode.RULE_REDUNDANT), phrase("lint/skipped.without-scipy")
)
WITHOUT_CASES = Skipped(
    (LintCode.CASE_MISSING, LintCode.CASE_WITHOUT_RULE, LintCode.CASE_UNUSABLE, LintCode.CASE_DISAGREES),
    phrase("lint/skipped.without-cases"),
)


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
        if linear.available():
            found += [finding for check in NEED_SCIPY for finding in check(subject)]
        else:
            skipped[WITHOUT_SCIPY] = None
        if subject.cases is None:
            skipped[WITHOUT_CASES] = None
        findings += sorted(_once(found), key=_order)
    return LintResult(chosen, tuple(findings), tuple(skipped))


def _once(findings: Sequence[LintFinding]) -> list[LintFinding]:
    """Every fault once: one that a check of its own names is not repeated as "the shape is wrong"."""
    better = {finding.where for finding in findings if finding.code in _SAID_BETTER}
    kept: dict[tuple[object, ...], LintFinding] = {}
    for finding in findings:
        if finding.code is not LintCode.SHAPE_WRONG or finding.where not in better:
            kept.setdefault((finding.code, finding.where, _apart(finding)), finding)
    return list(kept.values())


def _apart(finding: LintFinding) -> object:
    """What tells findings of the same code and place apart: for placeholders without an answer, the placeholder, whatever the reason."""
    return finding.said.arguments["name"] if finding.code is LintCode.PLACEHOLDER_NOT_SUPPLIED else finding.said


def _order(finding: LintFinding) -> tuple[str, int, int, str]:
    return str(finding.where.file), finding.where.line, finding.where.column, finding.code.code
