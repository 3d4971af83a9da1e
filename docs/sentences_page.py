"""Writes docs/sentences.md: for each rule what it says, in both languages; ``--check`` only says whether it is up to date."""

from __future__ import annotations

import fnmatch
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from gkrules import load_ruleset
from gkrules.checking.examples import check_example
from gkrules.compile.ruleset import Ruleset
from gkrules.model.edition import Edition
from gkrules.model.findings import Outcome
from gkrules.model.rule import Example, Rule
from gkrules.render.equations import equation
from gkrules.render.lines import plain
from gkrules.render.messages import message
from gkrules.render.scopes_text import places_lines
from gkrules.render.words import outcome_word
from gkrules.rulefiles.cases import load_cases

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "sentences.md"
CASES = ROOT / "fixtures" / "rules"
LANGUAGES = ("zh", "en")
HEAD = """# 每条规则说的话 · What each rule says

由 `python docs/sentences_page.py` 从规则的例子写成，不手工修改。· Written from the examples of the rules, not by hand.

| 规则 Rule | 结果 Outcome | 中文 | English |
|---|---|---|---|
"""


def examples(rule: Rule, kind: str) -> Iterator[tuple[str, Example]]:
    """The examples of a kind with the editions that they are of: those of the rule, then its cases."""
    if kind == "fail":
        yield rule.editions[-1], rule.fails
    for file in sorted((CASES / rule.code / kind).glob("*.yaml")):
        yield from ((case.edition, case.example) for case in load_cases(file)[-1:])


def expanded(example: Example, edition: Edition) -> Example:
    """An example with the cells that its patterns mean."""
    cells = {
        key: content
        for pattern, content in example.cells.items()
        for key in (fnmatch.filter(edition.cell_by_key, pattern) if "*" in pattern else [pattern])
    }
    return replace(example, cells=cells)


def rows(rule: Rule, ruleset: Ruleset) -> Iterator[str]:
    """A row for what is said where the rule fails, and one for what is said where it cannot tell."""
    only = ruleset.selected(select=[rule.code])
    for kind in ("fail", "unknown"):
        for key, example in examples(rule, kind):
            found = check_example(expanded(example, ruleset.editions[key]), key, only)
            edition, labels = ruleset.editions[key], ruleset.labels(key)
            if kind == "fail" and found.findings:
                finding = found.findings[0]
                said = {
                    lang: [message(finding, ruleset, key, lang), "" if finding.sentence >= 0 else equation(finding, edition, lang, labels)]
                    for lang in LANGUAGES
                }
            elif kind == "unknown" and found.undecided:
                said = {
                    lang: [plain(places_lines(found.undecided[:1], outcome_word(Outcome.UNKNOWN, lang), edition, ruleset, lang))]
                    for lang in LANGUAGES
                }
            else:
                continue
            cells = ["<br>".join(" ".join(each.replace("|", "\\|").split()) for each in said[lang] if each) for lang in LANGUAGES]
            yield f"| {rule.code} | {kind} | {cells[0]} | {cells[1]} |"
            break


def page() -> str:
    """The whole page."""
    ruleset = load_ruleset(preview=True)
    return HEAD + "\n".join(row for rule in ruleset.rules if rule.status != "removed" for row in rows(rule, ruleset)) + "\n"


def main() -> int:
    """Write the page, or compare it."""
    made = page()
    if sys.argv[1:] == ["--check"]:
        return int(not PAGE.exists() or PAGE.read_text("utf-8") != made)
    PAGE.write_text(made, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
