"""Names: whether every rule finds its editions, its places and its cells. What binds is kept for the other checks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

from gkrules.language.binding import CONSTANTS, BoundRule, bind
from gkrules.language.names import Names
from gkrules.language.parser import parse
from gkrules.language.scopes import scopes
from gkrules.language.syntax import names
from gkrules.lint import codes
from gkrules.lint.findings import LintCode, LintFinding, within
from gkrules.lint.subject import RuleFile, Subject, texts
from gkrules.model.errors import RuleError
from gkrules.model.rule import Rule

BoundRules = dict[str, dict[str, BoundRule]]


def bind_all(subject: Subject) -> tuple[BoundRules, list[LintFinding]]:
    """Bind every rule to every edition that it names: what could be bound, by edition and code, and what could not."""
    bound: BoundRules = {key: {} for key in subject.editions}
    findings: list[LintFinding] = []
    for each, rule in subject.loaded:
        findings += _unknown_editions(each, subject)
        # Only what can be parsed is bound; the same fault in several editions is one finding.
        faults = list(dict.fromkeys(_unreadable(rule))) or list(_nameless(rule))
        for key in rule.editions if not faults else ():
            if key in subject.editions:
                found = list(_unbound(each, rule, subject.names(key)))
                faults += [fault for fault in found if not any(_same(fault, other) for other in faults)]
                if not found:
                    bound[key][rule.code] = bind(rule, subject.names(key))
        findings += faults
    for rule in subject.context:
        for key in rule.editions:
            if key in subject.editions and not _fault(codes.NAME_UNKNOWN, rule, partial(bind, rule, subject.names(key))):
                bound[key][rule.code] = bind(rule, subject.names(key))
    return bound, findings


def _same(one: LintFinding, other: LintFinding) -> bool:
    return (one.code, one.where) == (other.code, other.where)


def _unknown_editions(each: RuleFile, subject: Subject) -> list[LintFinding]:
    known = [*subject.editions, *subject.unread_editions]
    return [
        codes.EDITION_UNKNOWN.at(
            node,
            each.code,
            zh=f"没有“{key}”这一版格式。现有：{'、'.join(known)}",
            en=f"there is no edition '{key}'. Editions: {', '.join(known)}",
        )
        for node, key in texts(each.node("editions"))
        if key not in known
    ]


def _unreadable(rule: Rule) -> list[LintFinding]:
    """What cannot be parsed."""
    expressions = [rule.condition, *([rule.when] if rule.when else [])]
    found = (_fault(codes.CONDITION_UNREADABLE, rule, partial(parse, text)) for text in expressions)
    return [fault for fault in found if fault]


def _nameless(rule: Rule) -> Iterator[LintFinding]:
    """Conditions that ask nothing of a report; the language refuses to bind them."""
    for expression in [rule.condition, *([rule.when] if rule.when else [])]:
        node = parse(expression)
        if all(name.text in CONSTANTS for name in names(node)):
            zh, en = "条件没有用到任何名称，与报告的内容无关", "the condition names nothing, so it does not depend on the report"
            yield codes.CONDITION_CONSTANT.at(within(expression, node.span), rule.code, zh=zh, en=en)


def _unbound(each: RuleFile, rule: Rule, names_here: Names) -> list[LintFinding]:
    """What an edition does not have; without places nothing else can be asked. Condition and `when` are asked one by one."""
    fault = _fault(codes.PLACES_UNKNOWN, rule, partial(scopes, rule.for_each, names_here))
    if fault:
        return [fault]
    if not scopes(rule.for_each, names_here):
        zh = f"“{rule.for_each.text.strip()}”在 {names_here.edition.key} 版格式里一处也没有"
        en = f"'{rule.for_each.text.strip()}' has no place in edition {names_here.edition.key}"
        return [codes.PLACES_NONE.at(each.place("for_each"), rule.code, zh=zh, en=en)]
    alone = [replace(rule, when=None), *([replace(rule, condition=rule.when, when=None)] if rule.when else [])]
    faults = (_fault(codes.NAME_UNKNOWN, rule, partial(bind, part, names_here)) for part in alone)
    return [fault for fault in faults if fault]


def _fault(code: LintCode, rule: Rule, attempt: Callable[[], object]) -> LintFinding | None:
    try:
        attempt()
    except RuleError as error:
        return code.of(error, rule.file, (rule.code,))
    return None
