"""Rules and differences of editions as Markdown tables, for documentation."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from gkrules.model.rule import Rule
from gkrules.render.safe import clean
from gkrules.render.text.rules import cells_words, diff_entries, diff_title
from gkrules.render.words import listing, say, severity_word, source_words, status_word
from gkrules.rulefiles.diff import EditionDiff
from gkrules.rulefiles.rulebook import Rulebook

_SPECIAL = re.compile(r"([\\|`*_<>\[\]])")


def rules_markdown(ruleset: Rulebook, lang: str) -> str:
    """A table with a row per rule: code, name, severity, status, title, editions, source."""
    heads = [say(f"render/rule.{head}", lang) for head in ("code", "name", "severity", "status", "title", "editions", "source")]
    rows = [
        (
            rule.code,
            rule.name,
            severity_word(rule.severity, lang),
            status_word(rule.status, lang),
            rule.title[lang],
            listing(rule.editions, lang),
            say("render/clauses", lang).join(source_words(source, lang) for source in rule.source),
        )
        for rule in ruleset.rules
    ]
    count = say("render/rules.markdown", lang, count=len(rows), name=ruleset.name, version=ruleset.version)
    return f"{_table(heads, rows)}\n{count}\n"


def rule_markdown(rule: Rule, ruleset: Rulebook, lang: str) -> str:
    """The page of a rule: what it states about itself, and its condition."""
    lines = [f"# {rule.code} {_escape(rule.title[lang])}", "", f"`{rule.name}`", ""]
    editions = [ruleset.editions[key] for key in rule.editions if key in ruleset.editions]
    facts = [
        ("severity", severity_word(rule.severity, lang)),
        ("status", status_word(rule.status, lang)),
        ("since", rule.since),
        ("editions", listing([each.zh if lang == "zh" else each.en for each in editions], lang)),
        ("source", say("render/clauses", lang).join(source_words(source, lang) for source in rule.source)),
    ]
    lines += [_table((say("render/rule.code", lang), rule.code), [(say(f"render/rule.{head}", lang), text) for head, text in facts])]
    words = rule.explain[lang]
    for head, text in (("checks", words.checks), ("why", words.why), ("mend", words.mend)):
        lines += [f"## {say(f'render/rule.{head}', lang)}", "", _escape(text.strip()), ""]
    condition = [("for_each", rule.for_each), ("when", rule.when), ("assert", rule.condition)]
    lines += [f"## {say('render/rule.condition', lang)}", "", "```text"]
    lines += [f"{name}: {expression.text.strip()}" for name, expression in condition if expression is not None]
    return "\n".join([*lines, "```", ""])


def diff_markdown(diff: EditionDiff, lang: str) -> str:
    """A heading, the number of cells, and a table with a row per difference."""
    heads = [say(f"render/diff-{head}", lang) for head in ("where", "what", "text")]
    rows = [(entry.where, entry.what, entry.text) for entry in diff_entries(diff, lang)]
    return f"## {_escape(diff_title(diff, lang))}\n\n{_escape(cells_words(diff, lang))}\n\n{_table(heads, rows)}"


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *([_escape(text) for text in row] for row in rows)]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def _escape(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", clean(text))
