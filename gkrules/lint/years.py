"""Conditions that compare a year with a fixed number: what differs between years belongs into editions and bindings."""

from __future__ import annotations

from collections.abc import Iterator

from gkrules.language.syntax import Comparison, Node, Number, children, names
from gkrules.lint import codes
from gkrules.lint.findings import LintFinding, within
from gkrules.lint.subject import Subject


def fixed_years(subject: Subject) -> Iterator[LintFinding]:
    """Comparisons of a fact about a year with nothing but numbers."""
    for _, rule in subject.loaded:
        for bound in [rules[rule.code] for rules in subject.bound.values() if rule.code in rules][:1]:
            parts = [(rule.condition, bound.condition), *([(rule.when, bound.when)] if rule.when and bound.when else [])]
            for expression, each in parts:
                for node in _comparisons(each.node):
                    text = expression.text[slice(*node.span)]
                    zh = f"“{text}”把年份写死了；各年不同的内容应放在 editions 或 bindings 里"
                    en = f"'{text}' fixes a year; what differs between years belongs into editions or bindings"
                    yield codes.YEAR_FIXED.at(within(expression, node.span), rule.code, zh=zh, en=en)


def _comparisons(node: Node) -> Iterator[Comparison]:
    if isinstance(node, Comparison):
        years = [name.text for name in names(node) if name.text.endswith("year")]
        if years and len(years) == len(list(names(node))) and any(isinstance(each, Number) for each in _leaves(node)):
            yield node
        return
    for child in children(node):
        yield from _comparisons(child)


def _leaves(node: Node) -> Iterator[Node]:
    below = children(node)
    if not below:
        yield node
    for child in below:
        yield from _leaves(child)
