"""The list of all rules for people."""

from __future__ import annotations

from collections.abc import Iterator

from gkrules.model.findings import Severity
from gkrules.render.lines import Line, line, plain, width_of
from gkrules.render.words import ruleset_words, say, severity_word, status_word
from gkrules.rulefiles.rulebook import Rulebook

_STYLE = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}


def rules_text(ruleset: Rulebook, lang: str) -> str:
    """The list as plain text."""
    return plain(rules_lines(ruleset, lang))


def rules_lines(ruleset: Rulebook, lang: str) -> Iterator[Line]:
    """A line per rule: code, severity, status unless it is stable, title."""
    heads = [say(f"render/rule.{head}", lang) for head in ("code", "severity", "title")]
    code_width = max([width_of(heads[0]), *(width_of(rule.code) for rule in ruleset.rules)])
    severity_width = max([width_of(heads[1]), *(width_of(severity_word(rule.severity, lang)) for rule in ruleset.rules)])
    hang = code_width + severity_width + 4
    yield line(f"{_left(heads[0], code_width)}  {_left(heads[1], severity_width)}  {heads[2]}", "bold", hang=hang)
    for rule in ruleset.rules:
        status = "" if rule.status == "stable" else say("render/in-brackets", lang, text=status_word(rule.status, lang))
        severity = _left(severity_word(rule.severity, lang), severity_width)
        yield Line(
            (
                (_left(rule.code, code_width) + "  ", "bold"),
                (severity + "  ", _STYLE[rule.severity]),
                (rule.title[lang] + status, ""),
            ),
            hang=hang,
        )
    yield line(say("render/rules", lang, count=len(ruleset.rules), ruleset=ruleset_words(ruleset, lang)), "dim")


def _left(text: str, size: int) -> str:
    return text + " " * max(size - width_of(text), 0)
