"""Rules beside each other: two that say the same, some that exclude each other or the form, and one that follows from others.

That single places follow from others is the form's own redundancy (rows and columns both add up), and is no fault.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial

from gkrules.language.binding import BoundRule
from gkrules.lint.findings import LintCode, LintFinding
from gkrules.lint.linear import (
    STRICT,
    TOLERANCE,
    LinearConstraint,
    LinearProgram,
    all_linear,
    constraints,
    normal_forms,
    reduced,
    span_of,
)
from gkrules.lint.subject import Subject
from gkrules.model.edition import Edition
from gkrules.model.findings import Severity
from gkrules.words import Phrase

_SHOWN = 3
_GRAVEST_FIRST = list(Severity)

Pair = tuple[str, str]
Linear = Mapping[str, Sequence[LinearConstraint]]
Concerns = Callable[[Sequence[LinearConstraint]], bool]
Follows = Callable[[Sequence[LinearConstraint], Sequence[LinearConstraint]], bool]


def duplicate_conditions(subject: Subject) -> Iterator[LintFinding]:
    """Pairs of rules with the same condition at the same place of an edition, named at the one with the later code."""
    for (first, second), edition in duplicate_pairs(subject).items():
        here, there = (second, first) if second in subject.own else (first, second)
        yield LintCode.CONDITION_DUPLICATED.at(subject.condition_of(here), first, second, other=there, edition=edition)


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


def redundant_equations(subject: Subject) -> Iterator[LintFinding]:
    """Rules whose equations are all combinations of those of other rules (exact rank over the linear forms)."""
    return _redundant(subject, _only("=="), _spanned)


def redundant_inequalities(subject: Subject) -> Iterator[LintFinding]:
    """Rules with inequalities that no report breaks which satisfies the other rules (by linear programming)."""
    return _redundant(subject, lambda own: not _only("==")(own), _bounded)


def duplicate_pairs(subject: Subject) -> dict[Pair, str]:
    """The pairs of rules that share a condition at a place, and the first edition in which they do; at least one is the folder's."""
    pairs: dict[Pair, str] = {}
    for edition in subject.editions:
        by_form: dict[Hashable, list[str]] = defaultdict(list)
        for code, bound in sorted(subject.in_force(edition).items()):
            for key in dict.fromkeys(_at_places(bound)):
                by_form[key].append(code)
        for shared in by_form.values():
            for number, first in enumerate(shared):
                for second in shared[number + 1 :]:
                    if first in subject.own or second in subject.own:
                        pairs.setdefault((first, second), edition)
    return pairs


def _at_places(bound: BoundRule) -> list[Hashable]:
    """What a rule checks at each place: condition, when it applies, and how much it tolerates."""
    conditions = normal_forms(bound.condition)
    whens = normal_forms(bound.when) if bound.when else [None] * len(conditions)
    if len(whens) != len(conditions):  # one of them has no names; that is another finding
        return []
    return [(condition, when, bound.rule.tolerance) for condition, when in zip(conditions, whens, strict=True)]


def _in_edition(system: Sequence[LinearConstraint], edition: Edition, subject: Subject) -> Iterator[LintFinding]:
    whole = LinearProgram(system, [key for key, ref in edition.cell_by_key.items() if ref.column.type != "change"])
    involved = sorted({each.code for each in system})
    if not whole.feasible():
        rules = _fewest(involved, lambda kept: not whole.keep(kept).feasible())
        if own := _named(rules, subject):
            yield LintCode.RULES_CONTRADICT.at(subject.condition_of(own), *rules, together=tuple(rules), edition=edition.key)
        return
    zero = whole.always_zero([key for key in edition.cells if edition.cell_by_key[key].column.type != "change"])
    while zero:
        rules = _fewest(involved, partial(_forced, whole, zero[0]))
        cells = whole.keep(rules).always_zero(zero)
        zero = [cell for cell in zero if cell not in cells]
        if own := _named(rules, subject):
            shown: object = tuple(cells[:_SHOWN])
            if len(cells) > _SHOWN:
                shown = Phrase("lint/cells-and-others", {"cells": shown, "count": len(cells)})
            where = subject.condition_of(own)
            yield LintCode.CELL_FORCED_TO_ZERO.at(where, *rules, together=tuple(rules), cells=shown, edition=edition.key)


def _forced(whole: LinearProgram, cell: str, rules: Collection[str]) -> bool:
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


def _redundant(subject: Subject, concerns: Concerns, follows: Follows) -> Iterator[LintFinding]:
    """Rules that follow in every edition that they serve; of several that follow from each other, the one with the last code."""
    twins = {pair[1] for pair in duplicate_pairs(subject)}
    linear = {key: {code: constraints(bound) for code, bound in subject.in_force(key).items()} for key in subject.editions}
    for code in sorted(subject.own - twins, reverse=True):
        editions = [key for key in subject.editions if code in subject.in_force(key)]
        sources: set[str] = set()
        for key in editions:
            rules = {other: bound for other, bound in subject.in_force(key).items() if other not in twins}
            found = _sources(code, rules, linear[key], concerns, follows)
            if not found:
                break
            sources |= set(found)
        else:
            if sources:
                twins.add(code)
                yield LintCode.RULE_REDUNDANT.at(subject.condition_of(code), code, *sources, others=tuple(sorted(sources)))


def _sources(code: str, rules: Mapping[str, BoundRule], linear: Linear, concerns: Concerns, follows: Follows) -> list[str]:
    """The rules that a rule follows from, none of which can be left out; empty if it does not follow."""
    bound = rules[code]
    own = constraints(replace(bound, when=None)) if all_linear(bound) else []
    if not own or not concerns(own):
        return []
    others = {other: linear[other] for other, each in rules.items() if other != code and linear[other] and _as_grave(each, bound)}
    if not follows(own, [each for several in others.values() for each in several]):
        return []
    for other in list(others):
        rest = [each for name, several in others.items() if name != other for each in several]
        if follows(own, rest):
            del others[other]
    return list(others)


def _as_grave(other: BoundRule, bound: BoundRule) -> bool:
    return _GRAVEST_FIRST.index(other.rule.severity) <= _GRAVEST_FIRST.index(bound.rule.severity)


def _only(operator: str) -> Concerns:
    return lambda own: all(each.operator == operator for each in own)


def _spanned(own: Sequence[LinearConstraint], others: Sequence[LinearConstraint]) -> bool:
    basis = span_of([(each.terms, each.constant) for each in others if each.operator == "=="])
    return all(not reduced(basis, each.terms, each.constant) for each in own)


def _bounded(own: Sequence[LinearConstraint], others: Sequence[LinearConstraint]) -> bool:
    system = LinearProgram(others, ())
    for each in own:
        mirrored = replace(each, terms={key: -value for key, value in each.terms.items()}, constant=-each.constant)
        allowed = TOLERANCE if each.operator != "<" else -STRICT / 2
        if system.largest(each) > allowed or (each.operator == "==" and system.largest(mirrored) > allowed):
            return False
    return True
