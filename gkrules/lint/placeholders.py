"""Placeholders of messages: the same in both languages, known to the renderer, and supplied by the rule."""

from __future__ import annotations

import string
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import product

from gkrules.language.binding import BoundRule
from gkrules.language.linear import LinearForm, shown_forms
from gkrules.lint.findings import LintCode, LintFinding
from gkrules.lint.subject import RuleFile, Subject, text
from gkrules.model.edition import CellRef, Edition
from gkrules.model.relations import BELOW
from gkrules.render.messages import LANGUAGES
from gkrules.rulefiles.placeholders import TEMPLATES, template_faults
from gkrules.rulefiles.shapes.rules import PLACEHOLDERS
from gkrules.words import Phrase

_SHARED = {"row": ("table", "row"), "table": ("table",), "report": ()}
_NUMBERS = ("left", "right", "difference")
_OF_EACH = (*_NUMBERS, "claim", "stated", "part", "whole", "direction")
_OF_NOTES = ("note", "label", "official", "said")
_OF_CLAIMS = ("claim", "quote", "stated", "part", "whole", "direction", "where")
_PARTS: dict[str, Callable[[CellRef], str]] = {
    "table": lambda ref: ref.table.key,
    "row": lambda ref: ref.row.key,
    "column": lambda ref: ref.column.key,
    "section": lambda ref: ref.table.section,
}


def differing_placeholders(subject: Subject) -> Iterator[LintFinding]:
    """Messages whose placeholders are not the same in both languages."""
    for each, key in _templates(subject):
        asked = {lang: _asked(text(each.root, key, lang)) for lang in LANGUAGES}
        zh, en = asked["zh"], asked["en"]
        if each.node(key, "zh") and each.node(key, "en") and zh is not None and en is not None and zh != en:
            yield LintCode.PLACEHOLDERS_DIFFER.at(each.place(key), each.code, chinese=_braced(zh - en), english=_braced(en - zh))


def unknown_placeholders(subject: Subject) -> Iterator[LintFinding]:
    """Placeholders that no message can have, and braces that do not match; the loader names the first of a file, here are all."""
    for each, key in _templates(subject):
        for lang in LANGUAGES:
            node = each.node(key, lang)
            for error in template_faults(node, key) if node is not None and not node.is_mapping() else ():
                yield LintCode.PLACEHOLDER_UNKNOWN.of(error, each.code)


def _templates(subject: Subject) -> Iterator[tuple[RuleFile, str]]:
    """The templates of the rules: the message, and the words for one of several places."""
    return ((each, key) for each in subject.rules for key in TEMPLATES)


def unsupplied_placeholders(subject: Subject) -> Iterator[LintFinding]:
    """Placeholders that some finding of the rule could not answer, in an edition that it serves."""
    for each, rule in subject.loaded:
        reported: set[str] = set()
        for edition in subject.editions.values():
            bound = subject.bound[edition.key].get(rule.code)
            if bound is None:
                continue
            facts = frozenset(subject.facts)
            for key, lang in product(TEMPLATES, LANGUAGES):
                words, alone = {"message": rule.message, "each": rule.each, "each_none": rule.each_none}[key], key != "message"
                asked = (_asked(words.get(lang, "")) or set()) & set(PLACEHOLDERS) - ({"each"} if alone else set())
                missing = {name: why for name in sorted(asked) if (why := _missing(name, bound, edition, facts, alone=alone))}
                for name in (name for name in missing if name not in reported):
                    yield LintCode.PLACEHOLDER_NOT_SUPPLIED.at(each.place(key, lang), each.code, says=missing[name], name=name)
                reported |= set(missing)


def _missing(name: str, bound: BoundRule, edition: Edition, facts: frozenset[str], *, alone: bool) -> str:
    """Why a placeholder has no answer in some finding of a rule (a sentence of `PLACEHOLDER_NOT_SUPPLIED`); empty if it always has one.

    `alone`: it is asked for in the words for one of the places whose faults are one finding.
    """
    if not alone and bound.rule.finding_per == "sentence" and name in _OF_EACH:
        return "part"
    of_notes = "note" in bound.scopes[0].keys
    if name in _OF_NOTES:
        return "" if of_notes else "note"
    if of_notes:
        return "" if name in ("table", "year") else "cells"
    groups = _groups(bound)
    if name == "each":
        return "" if bound.rule.each else "each"
    if name == "compared":
        return "" if all(_beside_sums(group, bound) for group in groups) else "cells"
    if name in _NUMBERS:
        forms = shown_forms(bound.condition)
        return "" if forms and all(len(group) == 1 for group in groups) and all(_is_equation(form, facts) for form in forms) else "left"
    if name in _OF_CLAIMS:
        return "" if "claim" in bound.scopes[0].keys else "claim"
    if name in _PARTS:
        return "" if all(_has_part(name, group, bound, edition) for group in groups) else "part"
    if name in ("cells", "count", "rows"):
        of_facts = "fact" in bound.scopes[0].keys and name != "rows"
        return "" if of_facts or all(set(bound.keys(place)) - facts for place in range(len(bound.scopes))) else "cells"
    return ""


def _groups(bound: BoundRule) -> list[list[int]]:
    """The places whose faults make one finding."""
    shared: Sequence[str] | None = _SHARED.get(bound.rule.finding_per)
    groups: dict[tuple[str, ...], list[int]] = {}
    for place, scope in enumerate(bound.scopes):
        name = (str(place),) if shared is None else tuple(scope.keys.get(key, "") for key in shared)
        groups.setdefault(name, []).append(place)
    return list(groups.values())


def _beside_sums(group: Sequence[int], bound: BoundRule) -> bool:
    """Whether a cell and its sum over the reports below stand in all that a finding may concern."""
    return all(any(f"{BELOW}{key}" in bound.keys(place) for key in bound.keys(place)) for place in group)


def _is_equation(form: LinearForm, facts: frozenset[str]) -> bool:
    return form.operator == "==" and not any(key in facts for key in form.residual()[0])


def _has_part(part: str, group: Sequence[int], bound: BoundRule, edition: Edition) -> bool:
    """Whether the table, row, column or section is the same in all that a finding may concern."""
    if len(group) == 1 and part in bound.scopes[group[0]].keys:
        return True
    if len(group) > 1 and part in _SHARED.get(bound.rule.finding_per, ()):
        return True
    cells = {key for place in group for key in bound.keys(place)}
    common = {(ref.table.key if part in ("row", "column") else "", _PARTS[part](ref)) for ref in _refs(cells, edition)}
    return len(common) == 1


def _refs(keys: Iterable[str], edition: Edition) -> list[CellRef]:
    return [edition.cell_by_key[key] for key in keys if key in edition.cell_by_key]


def _asked(template: str) -> set[str] | None:
    """The names in braces; ``None`` if the braces do not match."""
    try:
        return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}
    except ValueError:
        return None


def _braced(names: set[str]) -> str | Phrase:
    return " ".join(f"{{{name}}}" for name in sorted(names)) or Phrase("lint/none", {})
