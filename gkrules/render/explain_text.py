"""A rule explained: what it checks, why, how to mend what it finds, with an example of each."""

from __future__ import annotations

from collections.abc import Iterator

from gkrules.model.cells import CellState
from gkrules.model.edition import Edition
from gkrules.model.rule import Example, Rule
from gkrules.render.lines import Line, line, plain
from gkrules.render.safe import clean
from gkrules.render.words import cell_label, listing, number, pick, quoted, severity_word, source_words, state_word, status_word
from gkrules.rulefiles.rulebook import Rulebook


def explain_text(rule: Rule, rulebook: Rulebook, lang: str) -> str:
    """The explanation of `rule` as plain text."""
    return plain(explain_lines(rule, rulebook, lang))


def explain_lines(rule: Rule, rulebook: Rulebook, lang: str) -> Iterator[Line]:
    """The explanation of `rule`, line by line."""
    words = rule.explain[lang]
    served = [rulebook.editions[key] for key in rule.editions if key in rulebook.editions]
    yield Line(((f"{rule.code} ", "bold cyan"), (rule.title[lang], "bold")), hang=6)
    since = pick(lang, f"自 {rule.since} 版起", f"since {rule.since}")
    kind = f"{severity_word(rule.severity, lang)}  {status_word(rule.status, lang)}  {since}  {rule.name}"
    yield line(kind, "dim")
    for zh, en, text in (
        ("检查什么", "What it checks", words.checks),
        ("为什么", "Why", words.why),
        ("怎样改正", "How to mend", words.mend),
    ):
        yield line("")
        yield line(pick(lang, zh, en), "bold")
        yield from _paragraphs(text)
    yield line("")
    yield line(pick(lang, "依据", "Source"), "bold")
    for source in rule.source:
        yield line(source_words(source, lang), indent=2, hang=2)
    yield line("")
    yield line(pick(lang, "适用格式", "Editions"), "bold")
    names = [pick(lang, edition.zh, edition.en) for edition in served] or list(rule.editions)
    yield line(listing(names, lang), indent=2, hang=2)
    yield line("")
    yield line(pick(lang, "条件", "Condition"), "bold")
    yield from _condition(rule, lang)
    newest = served[-1] if served else None
    for zh, en, example in (("不通过的例子", "An example that fails", rule.fails), ("通过的例子", "An example that passes", rule.passes)):
        yield line("")
        yield line(pick(lang, zh, en), "bold")
        for text in _example(example, newest, rulebook, lang):
            yield line(text, indent=2, hang=2)


def _paragraphs(text: str) -> Iterator[Line]:
    for paragraph in text.splitlines():
        if paragraph.strip():
            yield line(clean(paragraph), indent=2)


def _condition(rule: Rule, lang: str) -> Iterator[Line]:
    for name, expression in (("for_each", rule.for_each), ("when", rule.when), ("assert", rule.condition)):
        if expression is not None:
            # A long condition is written over several lines; here the screen decides where it breaks.
            yield line(f"{name}: {' '.join(expression.text.split())}", indent=2, hang=2)
    meaning = {
        "zero": pick(lang, "空白按 0 计，其他数字另有所示的除外", "a blank counts as 0, unless other numbers say otherwise"),
        "unknown": pick(lang, "空白时不判断", "with a blank nothing is decided"),
    }
    for name, policy in sorted(rule.blank.items(), reverse=True):
        what = meaning.get(policy, policy)
        others = pick(lang, "其余", "others: ") if len(rule.blank) > 1 else ""
        yield line(f"{name}{pick(lang, ' ', ': ')}{what}" if name else f"{others}{what}", "dim", indent=2, hang=2)


def _example(example: Example, edition: Edition | None, rulebook: Rulebook, lang: str) -> Iterator[str]:
    for key, content in {**example.cells, **example.facts}.items():
        label = cell_label(edition, key, lang, rulebook.labels(edition.key)) if edition else key
        yield f"{label}{pick(lang, '：', ': ')}{_content(content, key in example.facts, lang)}"
    sections = {section.key: pick(lang, section.heading, section.en) for section in (edition.sections if edition else ())}
    for key, text in (example.text or {}).items():
        heading = sections.get(key) or pick(lang, "第一部分之前", "before section one")
        for paragraph in text.splitlines():
            yield f"{heading}{pick(lang, '：', ': ')}{quoted(paragraph, lang)}"


def _content(content: float | str | None, is_fact: bool, lang: str) -> str:
    if content is None and is_fact:
        return pick(lang, "没有", "none")
    if isinstance(content, str):
        if content == "absent":
            return pick(lang, "缺（文档中没有这一格）", "absent (not in the document)")
        return quoted(content, lang) if content.strip() else state_word(CellState.BLANK, lang)
    return number(content, lang)
