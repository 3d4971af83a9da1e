"""The pages of the documentation that are made from the rules, the editions and the package: run by mkdocs (`gen-files`)."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import mkdocs_gen_files

import gkrules
from gkrules.model.edition import Edition, Row
from gkrules.render.rules_markdown import diff_markdown, rule_markdown, rules_markdown
from gkrules.rulefiles.diff import diff_editions

ROOT = Path(__file__).resolve().parents[1]
CASES = ROOT / "fixtures" / "rules"
KINDS = {"fail": "不通过 · fails", "pass": "通过 · passes", "unknown": "无法判断 · undecided", "not_applicable": "不适用 · not applicable"}


def write(path: str, text: str) -> None:
    """Add a page."""
    with mkdocs_gen_files.open(path, "w") as stream:
        stream.write(text)


def cases_of(code: str) -> str:
    """The cases of a rule as they stand in its folder."""
    parts = []
    for kind, heading in KINDS.items():
        files = sorted((CASES / code / kind).glob("*.yaml"))
        if files:
            parts.append(f"### {heading}\n\n" + "\n".join(f"```yaml\n{file.read_text('utf-8').strip()}\n```\n" for file in files))
    return "\n## 用例 · Cases\n\n" + "\n".join(parts) if parts else ""


def edition_page(edition: Edition) -> str:
    """The tables of an edition with their labels and keys."""
    lines = [f"# {edition.zh}\n", f"{edition.en}\n", *(f"{text}\n" for text in edition.remark.values())]
    for table in edition.tables:
        lines += [f"## {table.label} `{table.key}`\n", f"{table.en}\n"]
        if table.layout == "indicators":
            lines += ["| 指标 | Indicator | 键 Key | 类型 Type | 单位 Unit |", "|---|---|---|---|---|"]
            cells = ((ref.row, ref.column, ref.key) for ref in table.refs())
            lines += [f"| {label(row)} | {row.en} | `{key}` | {column.type} | {column.unit} |" for row, column, key in cells]
            lines.append("")
            continue
        lines += ["| 行 | Row | 键 Key |", "|---|---|---|"]
        lines += [f"| {label(row)} | {row.en} | `{row.key}` |" for row in table.rows]
        lines += ["", "| 列 | Column | 键 Key | 类型 Type | 单位 Unit |", "|---|---|---|---|---|"]
        lines += [f"| {each.label} | {each.en} | `{each.key}` | {each.type} | {each.unit} |" for each in table.columns]
        lines.append("")
    return "\n".join(lines)


def label(row: Row) -> str:
    """A label with those of its groups."""
    return " / ".join((*row.under, row.label))


def main() -> None:
    """Write all pages."""
    ruleset = gkrules.load_ruleset()
    tables = "\n".join(rules_markdown(ruleset, lang) for lang in ("zh", "en"))
    write("rules/index.md", "# 规则 · Rules\n\n" + re.sub(r"^\| (GK\d{3}) ", r"| [\1](\1.md) ", tables, flags=re.MULTILINE))
    for rule in ruleset.rules:
        write(f"rules/{rule.code}.md", rule_markdown(rule, ruleset) + cases_of(rule.code))
        mkdocs_gen_files.set_edit_path(f"rules/{rule.code}.md", str(rule.file))
    for edition in ruleset.editions.values():
        write(f"editions/{edition.key}.md", edition_page(edition))
    keys = list(ruleset.editions)
    diffs = [diff_markdown(diff_editions(ruleset, before, after), "zh") for before, after in pairwise(keys)]
    write("editions/differences.md", "# 版本之间的差别 · Differences\n\n" + "\n".join(diffs))
    names = "\n".join(f"::: gkrules.{name}\n" for name in gkrules.__all__ if name != "__version__")
    write("api.md", f"# 程序接口 · API\n\n{names}")
    write("changelog.md", (ROOT / "CHANGELOG.md").read_text("utf-8"))


main()
