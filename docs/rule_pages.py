"""Makes the pages of the rules and of the editions, each in one language, from their own files."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from pathlib import Path

import sentences_page

import gkrules
from gkrules.compile.ruleset import Ruleset
from gkrules.model.edition import Edition, Row, Table
from gkrules.model.rule import Rule
from gkrules.render.rules_markdown import diff_markdown, rule_markdown, rules_markdown
from gkrules.render.words import outcome_word
from gkrules.rulefiles.diff import diff_editions

ROOT = Path(__file__).resolve().parents[1]
CASES = ROOT / "fixtures" / "rules"
WORDS = {
    "zh": {
        "rules": "全部规则",
        "index": "点编号看一条规则检查什么、为什么、怎样改正，以及它的用例。“试行”的规则用 `--preview` 才核对。",
        "says": "怎么说",
        "cases": "用例",
        "about-cases": "下面的用例就是项目的测试；单元格按键（`表.行.列`）写。",
        "differences": "版本之间的差别",
        "about-differences": "与 `gkrules rules diff` 的输出相同。",
        "rows": "| 行 | 键 |",
        "columns": "| 列 | 键 | 类型 | 单位 |",
        "indicators": "| 指标 | 键 | 类型 | 单位 |",
        "about-edition": "单元格的键由表、行、列组成，如 `{key}`。共 {count} 个单元格。",
    },
    "en": {
        "rules": "All rules",
        "index": "Each code leads to what the rule checks, why, how to mend what it finds, and its cases. "
        "Rules in preview run with `--preview` only. Legal sources keep their Chinese names.",
        "says": "What it says",
        "cases": "Cases",
        "about-cases": "These cases are tests of the project. Cells are named by key (`table.row.column`).",
        "differences": "What changed between editions",
        "about-differences": "The same that `gkrules rules diff` prints.",
        "rows": "| Row | Official label | Key |",
        "columns": "| Column | Official label | Key | Type | Unit |",
        "indicators": "| Indicator | Official label | Key | Type | Unit |",
        "about-edition": "The key of a cell is made of its table, row and column, such as `{key}`. There are {count} cells.",
    },
}
_LABEL = re.compile(r"[\u3400-\u9fff（][\u3000-\u9fff\uff00-\uffef\d.]*")
KINDS = ("fail", "pass", "unknown", "not_applicable")


def pages(lang: str) -> dict[str, str]:
    """All of them in a language, by path without suffix."""
    ruleset, words = gkrules.load_ruleset(), WORDS[lang]
    table = re.sub(r"^\| (GK\d{3}) ", r"| [\1](\1.md) ", rules_markdown(ruleset, lang), flags=re.MULTILINE)
    made = {"rules/index": f"# {words['rules']}\n\n{words['index']}\n\n{table}"}
    for rule in ruleset.rules:
        made[f"rules/{rule.code}"] = rule_markdown(rule, ruleset, lang) + _says(rule, lang) + _cases(rule.code, lang)
    for edition in ruleset.editions.values():
        made[f"editions/{edition.key}"] = _edition(edition, lang)
    diffs = "\n".join(diff_markdown(diff_editions(ruleset, before, after), lang) for before, after in pairwise(ruleset.editions))
    # Official labels among English words are set apart.
    diffs = diffs if lang == "zh" else _LABEL.sub(r"`\g<0>`", diffs)
    made["editions/differences"] = f"# {words['differences']}\n\n{words['about-differences']}\n\n{diffs}"
    return made


@cache
def _sayings() -> dict[str, list[tuple[str, dict[str, list[str]]]]]:
    ruleset: Ruleset = gkrules.load_ruleset(preview=True)
    return {rule.code: list(sentences_page.sayings(rule, ruleset)) if rule.status != "removed" else [] for rule in ruleset.rules}


def _says(rule: Rule, lang: str) -> str:
    """What the rule says of its examples."""
    told = [
        f"**{_heading(outcome, lang)}**\n\n" + "\n".join(f"> {_plain(line)}\n>" for line in said[lang]).removesuffix("\n>") + "\n"
        for outcome, said in _sayings()[rule.code]
    ]
    return f"\n## {WORDS[lang]['says']}\n\n" + "\n".join(told) if told else ""


def _heading(outcome: gkrules.Outcome, lang: str) -> str:
    word = outcome_word(outcome, lang)
    return word[:1].upper() + word[1:]


def _plain(text: str) -> str:
    return re.sub(r"([\\`*_<>\[\]])", r"\\\1", text)


def _cases(code: str, lang: str) -> str:
    """The cases of a rule as they stand in its folder."""
    parts = []
    for kind in KINDS:
        files = sorted((CASES / code / kind).glob("*.yaml"))
        if files:
            written = "\n".join(f"```yaml\n{file.read_text('utf-8').strip()}\n```\n" for file in files)
            parts.append(f"### {_heading(gkrules.Outcome(kind), lang)}\n\n{written}")
    return f"\n## {WORDS[lang]['cases']}\n\n{WORDS[lang]['about-cases']}\n\n" + "\n".join(parts) if parts else ""


def _edition(edition: Edition, lang: str) -> str:
    """The tables of an edition with their labels and keys."""
    about = WORDS[lang]["about-edition"].format(key=edition.cells[0], count=len(edition.cells))
    lines = [f"# {edition.zh if lang == 'zh' else edition.en}\n"]
    lines += [f"{edition.remark[lang]}\n"] if lang in edition.remark else []
    lines += [f"{about}\n"]
    for table in edition.tables:
        lines += [f"## {table.label if lang == 'zh' else table.en} `{table.key}`\n"]
        lines += [] if lang == "zh" else [f"`{table.label}`\n"]
        lines += _table(table, lang)
    return "\n".join(lines)


def _table(table: Table, lang: str) -> list[str]:
    words = WORDS[lang]
    if table.layout == "indicators":
        cells = ((ref.row, ref.column, ref.key) for ref in table.refs())
        return [*_head(words["indicators"]), *(_row(_both(row, lang), key, column.type, column.unit) for row, column, key in cells), ""]
    rows = [_row(_both(row, lang), row.key) for row in table.rows]
    columns = [
        _row([column.label] if lang == "zh" else [column.en, column.label], column.key, column.type, column.unit)
        for column in table.columns
    ]
    return [*_head(words["rows"]), *rows, "", *_head(words["columns"]), *columns, ""]


def _head(head: str) -> list[str]:
    return [head, "|---" * (head.count("|") - 1) + "|"]


def _row(labels: list[str], key: str, *others: str) -> str:
    return f"| {' | '.join([*labels, f'`{key}`', *others])} |"


def _both(row: Row, lang: str) -> list[str]:
    """The label of a row with those of its groups, after its English name on an English page."""
    official = " / ".join((*row.under, row.label))
    return [official] if lang == "zh" else [row.en, official]
