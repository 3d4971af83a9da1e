"""Writes docs/sentences.md and sentences.en.md: for each rule what it says; ``--check`` only says whether they are up to date."""

from __future__ import annotations

import fnmatch
import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from gkrules import load_ruleset
from gkrules.checking.examples import check_example
from gkrules.compile.ruleset import Ruleset
from gkrules.model.edition import Edition
from gkrules.model.findings import Outcome
from gkrules.model.report import Note
from gkrules.model.rule import Example, Rule
from gkrules.render.equations import equation
from gkrules.render.lines import plain
from gkrules.render.messages import message
from gkrules.render.text.scopes import places_lines
from gkrules.render.words import outcome_word
from gkrules.rulefiles.cases import load_cases
from gkrules.words import Phrase, phrase

ROOT = Path(__file__).resolve().parents[1]
PAGES = {"zh": ROOT / "docs" / "sentences.md", "en": ROOT / "docs" / "sentences.en.md"}
CASES = ROOT / "fixtures" / "rules"
LANGUAGES = ("zh", "en")
HEADS = {
    "zh": """# 每条规则说的话

由 `python docs/sentences_page.py` 从规则的例子写成，不手工修改。

| 规则 | 结果 | 说什么 |
|---|---|---|
""",
    "en": """# What each rule says

Written by `python docs/sentences_page.py` from the examples of the rules, never by hand. What is quoted from a report stays in Chinese.

| Rule | Outcome | What it says |
|---|---|---|
""",
}


def _of_given(given: str, why: str, **arguments: object) -> Phrase:
    return phrase("collection/of-given", given=phrase("collection/named", file=given), why=phrase(f"collection/{why}", **arguments))


ORGAN, OTHER, TOWN = "甲县水利局", "甲县教育局", "甲县乙镇人民政府"
REASONS = {
    "no_previous": (
        phrase("collection/none-of-organ", count=2, unit=ORGAN),
        phrase("collection/which-of", files=["a.docx", "b.docx"]),
        phrase("collection/of-this", why=phrase("collection/year-unknown")),
        phrase("collection/of-this", why=phrase("collection/no-rules")),
        _of_given("a.docx", "other-organ", unit=OTHER, own=ORGAN),
        _of_given("a.docx", "same-year", year=2024),
        _of_given("a.docx", "later-year", year=2025, own=2024),
        _of_given("a.docx", "years-apart", year=2022, own=2024),
        _of_given("a.docx", "organ-unknown"),
    ),
    "unused_previous": (phrase("collection/no-checked-organ", unit=OTHER), phrase("collection/not-before", year=2022, years=[2024, 2025])),
    "no_below": (
        phrase("collection/none-of-year", count=3, year=2024),
        phrase("collection/none-below", count=3, year=2024),
        phrase("collection/which-below", files=["a.docx", "b.docx"]),
        _of_given("a.docx", "other-year", year=2023, own=2024),
        _of_given("a.docx", "is-above", unit="甲市人民政府", own=ORGAN),
        _of_given("a.docx", "is-itself"),
    ),
    "unused_below": (
        _of_given("a.docx", "is-elsewhere", unit="丙县水利局", own=TOWN),
        _of_given("a.docx", "given-twice", file="b.docx"),
        phrase("collection/no-checked-year", years=[2024]),
        phrase("collection/below-none"),
    ),
    "differing_copy": (phrase("collection/copy-differs", file="a.docx", count=3),),
    "same_copy": (phrase("collection/copy", file="a.docx"),),
    "alike_text": (
        phrase(
            "collection/alike",
            section=phrase("checking/something"),
            other=phrase("collection/alike-other", file="a.docx", unit=OTHER, year=phrase("collection/alike-year", year=2024)),
            share=92,
            passage="进一步完善工作机制，加强对重点领域信息的",
        ),
    ),
    "roster_missing": (
        phrase("collection/roster-missing.year", year=2024, names=phrase("collection/roster-names.all", names=[ORGAN, OTHER])),
        phrase("collection/roster-missing.any", names=phrase("collection/roster-names.some", names=[ORGAN, OTHER], count=14)),
    ),
    "roster_twice": (
        phrase(
            "collection/roster-twice",
            organ=ORGAN,
            year=phrase("collection/roster-twice-year", year=2024),
            files=["a.docx", "b.docx"],
            cells=3,
        ),
    ),
    "roster_foreign": (
        phrase(
            "collection/roster-foreign",
            names=phrase("collection/roster-names.all", names=[phrase("collection/roster-near", name="甲县水务局", near=ORGAN)]),
        ),
    ),
}
"""What is said of comparisons and rosters, which no cells of an example bring about, by the kind of remark."""


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


def sayings(rule: Rule, ruleset: Ruleset) -> Iterator[tuple[Outcome, dict[str, list[str]]]]:
    """By language, what is said where the rule fails, and what is said where it cannot tell."""
    only = ruleset.selected(select=[rule.code])
    for kind in ("fail", "unknown"):
        for key, example in examples(rule, kind):
            found = check_example(expanded(example, ruleset.editions[key]), key, only)
            edition, labels = ruleset.editions[key], ruleset.labels(key)
            if kind == "fail" and found.findings:
                finding = found.findings[0]
                if finding.note is not None and finding.note.kind in REASONS:
                    notes = [Note(finding.note.kind, said=each) for each in REASONS[finding.note.kind]]
                    told = [replace(finding, note=each, notes=(each,)) for each in notes]
                    said = {lang: [message(each, ruleset, key, lang) for each in told] for lang in LANGUAGES}
                else:
                    words = {lang: "" if finding.sentence >= 0 else equation(finding, edition, lang, labels) for lang in LANGUAGES}
                    said = {lang: [message(finding, ruleset, key, lang), words[lang]] for lang in LANGUAGES}
            elif kind == "unknown" and found.undecided:
                said = {lang: [undecided(rule, found.undecided[0][1], edition, ruleset, lang)] for lang in LANGUAGES}
            else:
                continue
            yield Outcome(kind), {lang: [" ".join(each.split()) for each in said[lang] if each] for lang in LANGUAGES}
            break


def undecided(rule: Rule, scope: Mapping[str, str], edition: Edition, ruleset: Ruleset, lang: str) -> str:
    """What is said of what a rule cannot tell; its code and the outcome stand beside it."""
    word = outcome_word(Outcome.UNKNOWN, lang)
    line = plain(places_lines([(rule.code, scope)], word, edition, ruleset, lang))
    return " ".join(line.split()).removeprefix(f"{rule.code} {word} ")


def pages() -> dict[str, str]:
    """The whole page in each language."""
    ruleset = load_ruleset(preview=True)
    made = dict(HEADS)
    for rule in ruleset.rules:
        if rule.status != "removed":
            for outcome, said in sayings(rule, ruleset):
                for lang in LANGUAGES:
                    told = "<br>".join(said[lang]).replace("|", "\\|")
                    made[lang] += f"| [{rule.code}](rules/{rule.code}.md) | {outcome_word(outcome, lang)} | {told} |\n"
    return made


def main() -> int:
    """Write the pages, or compare them."""
    made = pages()
    if sys.argv[1:] == ["--check"]:
        return int(any(not page.exists() or page.read_text("utf-8") != made[lang] for lang, page in PAGES.items()))
    for lang, page in PAGES.items():
        page.write_text(made[lang], "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
