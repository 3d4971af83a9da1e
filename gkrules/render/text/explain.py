"""A rule explained: what it checks, why, how to mend what it finds, with an example of each."""

from __future__ import annotations

from collections.abc import Iterator

from gkrules.model.cells import CellState
from gkrules.model.edition import Edition
from gkrules.model.rule import Example, Rule
from gkrules.render.inputs import OfRules
from gkrules.render.lines import Line, line, plain
from gkrules.render.safe import clean
from gkrules.render.words import cell_label, listing, number, pick, quoted, say, severity_word, source_words, state_word, status_word, word
from gkrules.rulefiles.rulebook import Rulebook


def explain_text(rule: Rule, rulebook: Rulebook, lang: str) -> str:
    """The explanation of `rule` as plain text."""
    return plain(explain_lines(rule, rulebook, lang))


def rule_lines(of: OfRules, lang: str) -> Iterator[Line]:
    """The format ``text`` of `gkrules explain`."""
    return explain_lines(of.rule, of.rulebook, lang)


def explain_lines(rule: Rule, rulebook: Rulebook, lang: str) -> Iterator[Line]:
    """The explanation of `rule`, line by line."""
    words = rule.explain[lang]
    served = [rulebook.editions[key] for key in rule.editions if key in rulebook.editions]
    yield Line(((f"{rule.code} ", "bold cyan"), (rule.title[lang], "bold")), hang=6)
    since = say("render/since", lang, version=rule.since)
    kind = f"{severity_word(rule.severity, lang)}  {status_word(rule.status, lang)}  {since}  {rule.name}"
    yield line(kind, "dim")
    for head, text in (("checks", words.checks), ("why", words.why), ("mend", words.mend)):
        yield from _head(head, lang)
        yield from _paragraphs(text)
    yield from _head("source", lang)
    for source in rule.source:
        yield line(source_words(source, lang), indent=2, hang=2)
    yield from _head("editions", lang)
    names = [pick(lang, edition.zh, edition.en) for edition in served] or list(rule.editions)
    yield line(listing(names, lang), indent=2, hang=2)
    yield from _head("condition", lang)
    yield from _condition(rule, lang)
    newest = served[-1] if served else None
    for head, example in (("fails", rule.fails), ("passes", rule.passes)):
        yield from _head(head, lang)
        for text in _example(example, newest, rulebook, lang):
            yield line(text, indent=2, hang=2)


def _head(head: str, lang: str) -> Iterator[Line]:
    yield line("")
    yield line(say(f"render/rule.{head}", lang), "bold")


def _paragraphs(text: str) -> Iterator[Line]:
    for paragraph in text.splitlines():
        if paragraph.strip():
            yield line(clean(paragraph), indent=2)


def _condition(rule: Rule, lang: str) -> Iterator[Line]:
    for name, expression in (("for_each", rule.for_each), ("when", rule.when), ("assert", rule.condition)):
        if expression is not None:
            # A long condition is written over several lines; here the screen decides where it breaks.
            yield line(f"{name}: {' '.join(expression.text.split())}", indent=2, hang=2)
    for name, policy in sorted(rule.blank.items(), reverse=True):
        meaning = word("blank", policy, lang)
        if name:
            meaning = say("render/blank-of", lang, name=name, meaning=meaning)
        elif len(rule.blank) > 1:
            meaning = say("render/blank-of.others", lang, meaning=meaning)
        yield line(meaning, "dim", indent=2, hang=2)


def _example(example: Example, edition: Edition | None, rulebook: Rulebook, lang: str) -> Iterator[str]:
    for key, content in {**example.cells, **example.facts}.items():
        label = cell_label(edition, key, lang, rulebook.labels(edition.key)) if edition else key
        yield f"{label}{say('render/colon', lang)}{_content(content, key in example.facts, lang)}"
    sections = {section.key: pick(lang, section.heading, section.en) for section in (edition.sections if edition else ())}
    for key, text in (example.text or {}).items():
        heading = sections.get(key) or say("render/example.before", lang)
        for paragraph in text.splitlines():
            yield f"{heading}{say('render/colon', lang)}{quoted(paragraph, lang)}"


def _content(content: float | str | None, is_fact: bool, lang: str) -> str:
    if content is None and is_fact:
        return say("render/example.none", lang)
    if isinstance(content, str):
        if content == "absent":
            return say("render/example.absent", lang)
        return quoted(content, lang) if content.strip() else state_word(CellState.BLANK, lang)
    return number(content, lang)
