"""Rules and differences of editions as Markdown tables, for documentation."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from gkrules.model.rule import Rule
from gkrules.render.diff_text import cells_words, diff_entries, diff_title
from gkrules.render.safe import clean
from gkrules.render.words import listing, pick, severity_word, source_words, status_word
from gkrules.rulefiles.diff import EditionDiff
from gkrules.rulefiles.rulebook import Rulebook

_LANGUAGES = ("zh", "en")
_SPECIAL = re.compile(r"([\\|`*_<>\[\]])")


def rules_markdown(ruleset: Rulebook, lang: str) -> str:
    """A table with a row per rule: code, name, severity, status, title, editions, source."""
    heads = pick(lang, "编号|名称|级别|状态|内容|适用格式|依据", "Code|Name|Severity|Status|What is wrong|Editions|Source").split("|")
    rows = [
        (
            rule.code,
            rule.name,
            severity_word(rule.severity, lang),
            status_word(rule.status, lang),
            rule.title[lang],
            listing(list(rule.editions), lang),
            pick(lang, "；", "; ").join(source_words(source, lang) for source in rule.source),
        )
        for rule in ruleset.rules
    ]
    count = len(rows)
    zh = f"共 {count} 条规则，规则集 {ruleset.name} {ruleset.version}。"
    return f"{_table(heads, rows)}\n{pick(lang, zh, f'{count} rules, ruleset {ruleset.name} {ruleset.version}.')}\n"


def rule_markdown(rule: Rule, ruleset: Rulebook) -> str:
    """The page of a rule: what it states about itself in both languages, and its condition."""
    lines = [f"# {rule.code} {_escape(rule.title['zh'])}", "", _escape(rule.title["en"]), "", f"`{rule.name}`", ""]
    facts = [
        ("级别 Severity", " ".join(severity_word(rule.severity, lang) for lang in _LANGUAGES)),
        ("状态 Status", " ".join(status_word(rule.status, lang) for lang in _LANGUAGES)),
        ("起始版本 Since", rule.since),
        ("适用格式 Editions", "、".join(ruleset.editions[key].zh for key in rule.editions if key in ruleset.editions)),
        ("依据 Source", "；".join(source_words(source, "zh") for source in rule.source)),
    ]
    lines += [_table(("编号 Code", rule.code), facts)]
    for lang in _LANGUAGES:
        words = rule.explain[lang]
        for zh, en, text in (
            ("检查什么", "What it checks", words.checks),
            ("为什么", "Why", words.why),
            ("怎样改正", "How to mend", words.mend),
        ):
            lines += [f"## {pick(lang, zh, en)}", "", _escape(text.strip()), ""]
    condition = [("for_each", rule.for_each), ("when", rule.when), ("assert", rule.condition)]
    lines += ["## 条件 · Condition", "", "```text"]
    lines += [f"{name}: {expression.text.strip()}" for name, expression in condition if expression is not None]
    return "\n".join([*lines, "```", ""])


def diff_markdown(diff: EditionDiff, lang: str) -> str:
    """A heading, the number of cells, and a table with a row per difference."""
    heads = pick(lang, "位置|变化|内容", "Where|Change|What").split("|")
    rows = [(entry.where, entry.what, entry.text) for entry in diff_entries(diff, lang)]
    return f"## {_escape(diff_title(diff, lang))}\n\n{_escape(cells_words(diff, lang))}\n\n{_table(heads, rows)}"


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *([_escape(text) for text in row] for row in rows)]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def _escape(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", clean(text))
