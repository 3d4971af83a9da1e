"""Rules that follow from others: what they find, the others have found already.

That single places follow from others is the form's own redundancy (rows and columns both add up), and is no fault.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from gkrules.language.binding import BoundRule
from gkrules.lint import codes
from gkrules.lint.duplicates import duplicate_pairs
from gkrules.lint.feasibility import STRICT, TOLERANCE, System
from gkrules.lint.findings import LintFinding
from gkrules.lint.subject import Subject
from gkrules.lint.systems import Constraint, all_linear, constraints, reduced, span_of, where_it_applies
from gkrules.model.findings import Severity

_GRAVEST_FIRST = list(Severity)


def redundant_equations(subject: Subject) -> Iterator[LintFinding]:
    """Rules whose equations are all combinations of those of other rules (exact rank over the linear forms)."""
    return _redundant(subject, _only("=="), _spanned)


def redundant_inequalities(subject: Subject) -> Iterator[LintFinding]:
    """Rules with inequalities that no report breaks which satisfies the other rules (by linear programming)."""
    return _redundant(subject, lambda own: not _only("==")(own), _bounded)


Follows = Callable[[Sequence[Constraint], Sequence[Constraint]], bool]


def _redundant(subject: Subject, concerns: Callable[[Sequence[Constraint]], bool], follows: Follows) -> Iterator[LintFinding]:
    """Rules that follow in every edition that they serve; of several that follow from each other, the one with the last code."""
    twins = {pair[1] for pair in duplicate_pairs(subject)}
    for code in sorted(subject.own - twins, reverse=True):
        editions = [key for key in subject.editions if code in subject.in_force(key)]
        sources: set[str] = set()
        for key in editions:
            rules = {other: bound for other, bound in subject.in_force(key).items() if other not in twins}
            found = _sources(code, rules, concerns, follows)
            if not found:
                break
            sources |= set(found)
        else:
            if sources:
                twins.add(code)
                yield codes.RULE_REDUNDANT.at(
                    subject.condition_of(code),
                    code,
                    *sources,
                    zh=f"每一处都能由 {'、'.join(sorted(sources))} 推出",
                    en=f"every place follows from {', '.join(sorted(sources))}",
                )


def _sources(code: str, rules: Mapping[str, BoundRule], concerns: Callable[[Sequence[Constraint]], bool], follows: Follows) -> list[str]:
    """The rules that a rule follows from, none of which can be left out; empty if it does not follow."""
    bound = rules[code]
    own = constraints(where_it_applies(bound)) if all_linear(bound) else []
    if not own or not concerns(own):
        return []
    others = {other: constraints(each) for other, each in rules.items() if other != code and _as_grave(each, bound)}
    others = {other: each for other, each in others.items() if each}
    if not follows(own, [each for several in others.values() for each in several]):
        return []
    for other in list(others):
        rest = [each for name, several in others.items() if name != other for each in several]
        if follows(own, rest):
            del others[other]
    return list(others)


def _as_grave(other: BoundRule, bound: BoundRule) -> bool:
    return _GRAVEST_FIRST.index(other.rule.severity) <= _GRAVEST_FIRST.index(bound.rule.severity)


def _only(operator: str) -> Callable[[Sequence[Constraint]], bool]:
    return lambda own: all(each.operator == operator for each in own)


def _spanned(own: Sequence[Constraint], others: Sequence[Constraint]) -> bool:
    basis = span_of([(each.terms, each.constant) for each in others if each.operator == "=="])
    return all(not reduced(basis, each.terms, each.constant) for each in own)


def _bounded(own: Sequence[Constraint], others: Sequence[Constraint]) -> bool:
    system = System(others, ())
    for each in own:
        allowed = TOLERANCE if each.operator != "<" else -STRICT / 2
        if system.largest(each) > allowed or (each.operator == "==" and system.largest(_mirrored(each)) > allowed):
            return False
    return True


def _mirrored(each: Constraint) -> Constraint:
    return Constraint(each.code, each.operator, {key: -value for key, value in each.terms.items()}, -each.constant)
