"""The places that a rule looked at, in words: what was found right, what could not be decided."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from gkrules.model.edition import Edition
from gkrules.render.lines import Line
from gkrules.render.words import column_label, listing, row_label, rule_titles, say, section_label, table_label
from gkrules.rulefiles.rulebook import Rulebook

_MAX_NAMED = 40


def places_lines(
    places: Sequence[tuple[str, Mapping[str, str]]], word: str, edition: Edition, ruleset: Rulebook, lang: str
) -> Iterator[Line]:
    """One line for each rule: its code, `word`, the fault that it looks for, and the places."""
    titles = rule_titles(ruleset, lang)
    by_rule: dict[str, list[Mapping[str, str]]] = {}
    for code, scope in places:
        by_rule.setdefault(code, []).append(scope)
    for code, scopes in by_rule.items():
        names = [name for scope in scopes if (name := scope_words(scope, edition, lang))]
        more = len(names) - _MAX_NAMED
        if more > 0:
            names[_MAX_NAMED:] = [say("render/places-more", lang, count=more)]
        where = say("render/colon", lang) + listing(names, lang) if names else ""
        looked_for = say("render/looked-for", lang, title=titles.get(code, ""))
        yield Line(((f"{code} ", "bold"), (f"{word} ", "dim"), (looked_for + where, "dim")), hang=6)


def scope_words(scope: Mapping[str, str], edition: Edition, lang: str) -> str:
    """What a rule looked at, by the labels of the form; empty for the report as a whole."""
    if "section" in scope:
        return section_label(edition.section_by_key[scope["section"]], lang)
    table = edition.table_by_key.get(scope.get("table", ""))
    if table is None:
        return ""
    parts = [row_label(table.row_by_key[scope["row"]], lang)] if "row" in scope else []
    if "column" in scope:
        parts.append(column_label(table.column_by_key[scope["column"]], lang))
    return say("render/label-dot", lang).join(parts) or table_label(table, lang)
