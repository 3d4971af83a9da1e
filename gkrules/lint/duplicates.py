"""Two rules that check the same: one of them is too many, and a report would hear of its fault twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator

from gkrules.language.binding import BoundRule
from gkrules.lint import codes
from gkrules.lint.findings import LintFinding
from gkrules.lint.forms import normal_forms
from gkrules.lint.subject import Subject

Pair = tuple[str, str]


def duplicate_conditions(subject: Subject) -> Iterator[LintFinding]:
    """Pairs of rules with the same condition at the same place of an edition, named at the one with the later code."""
    for (first, second), edition in duplicate_pairs(subject).items():
        here, there = (second, first) if second in subject.own else (first, second)
        yield codes.CONDITION_DUPLICATED.at(
            subject.condition_of(here),
            first,
            second,
            zh=f"与 {there} 的条件相同（{edition} 版）",
            en=f"the same condition as {there} (edition {edition})",
        )


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
    tolerance = getattr(bound.rule, "tolerance", None)
    conditions = normal_forms(bound.condition)
    whens = normal_forms(bound.when) if bound.when else [None] * len(conditions)
    if len(whens) != len(conditions):  # one of them has no names; that is another finding
        return []
    return [(condition, when, tolerance) for condition, when in zip(conditions, whens, strict=True)]
