"""Rules and differences of editions as Markdown tables, for documentation."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from gkrules.render.diff_text import cells_words, diff_entries, diff_title
from gkrules.render.inputs import RulesetLike
from gkrules.render.safe import clean
from gkrules.render.words import listing, pick, severity_word, source_words, status_word
from gkrules.ruleset.diff import EditionDiff

_SPECIAL = re.compile(r"([\\|`*_<>\[\]])")


def rules_markdown(ruleset: RulesetLike, lang: str) -> str:
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
