"""Rules that exclude each other: no report can satisfy them, or only one that leaves a cell of the form at 0."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from functools import partial

from gkrules.lint import codes
from gkrules.lint.feasibility import System
from gkrules.lint.findings import LintFinding
from gkrules.lint.subject import Subject
from gkrules.lint.systems import Constraint, constraints
from gkrules.model.edition import Edition
from gkrules.model.findings import Severity

_SHOWN = 3


def contradictions(subject: Subject) -> Iterator[LintFinding]:
    """Sets of rules of severity ``error`` that contradict each other or the form; each set once, whatever the editions."""
    seen: set[tuple[str, ...]] = set()
    for key, edition in subject.editions.items():
        rules = [bound for bound in subject.in_force(key).values() if bound.rule.severity is Severity.ERROR]
        found = _in_edition([each for bound in rules for each in constraints(bound)], edition, subject)
        for finding in found:
            if finding.rules not in seen:
                seen.add(finding.rules)
                yield finding


def _in_edition(system: Sequence[Constraint], edition: Edition, subject: Subject) -> Iterator[LintFinding]:
    whole = System(system, [key for key, ref in edition.cell_by_key.items() if ref.column.type != "change"])
    involved = sorted({each.code for each in system})
    if not whole.feasible():
        rules = _fewest(involved, partial(_infeasible, whole))
        if own := _named(rules, subject):
            yield codes.RULES_CONTRADICT.at(
                subject.condition_of(own),
                *rules,
                zh=f"没有一份报告能同时满足 {'、'.join(rules)}（{edition.key} 版）",
                en=f"no report can satisfy {', '.join(rules)} (edition {edition.key})",
            )
        return
    zero = whole.always_zero([key for key in edition.cells if edition.cell_by_key[key].column.type != "change"])
    while zero:
        rules = _fewest(involved, partial(_forced, whole, zero[0]))
        cells = whole.keep(rules).always_zero(zero)
        zero = [cell for cell in zero if cell not in cells]
        if own := _named(rules, subject):
            zh, en = _list(cells, "、", " 等 {} 格"), _list(cells, ", ", " and others ({} cells)")
            yield codes.CELL_FORCED_TO_ZERO.at(
                subject.condition_of(own),
                *rules,
                zh=f"按 {'、'.join(rules)}，只能是 0 的单元格：{zh}（{edition.key} 版）",
                en=f"{', '.join(rules)} allow nothing but 0 in {en} (edition {edition.key})",
            )


def _infeasible(whole: System, rules: Collection[str]) -> bool:
    return not whole.keep(rules).feasible()


def _forced(whole: System, cell: str, rules: Collection[str]) -> bool:
    return bool(whole.keep(rules).always_zero([cell]))


def _fewest(rules: Sequence[str], still: Callable[[Collection[str]], bool]) -> list[str]:
    """A smallest set of rules for which `still` holds, in the sense that none of them can be left out."""
    kept = list(rules)
    for code in rules:
        rest = [other for other in kept if other != code]
        if still(rest):
            kept = rest
    return kept


def _named(rules: Sequence[str], subject: Subject) -> str:
    """The rule at which a finding is shown: the last of the folder's own; empty if none is."""
    return next((code for code in reversed(rules) if code in subject.own), "")


def _list(cells: Sequence[str], joint: str, more: str) -> str:
    return joint.join(cells[:_SHOWN]) + (more.format(len(cells)) if len(cells) > _SHOWN else "")
