"""The format ``github``: commands that a workflow of GitHub turns into annotations of the files."""

from __future__ import annotations

from collections.abc import Iterator

from gkrules.model.findings import Outcome, Severity
from gkrules.render.forges.escaping import shortened
from gkrules.render.found import every_finding, gravest_first, organ_and_year, path_of, sentences
from gkrules.render.inputs import Checked
from gkrules.render.safe import clean
from gkrules.render.words import outcome_word, rule_titles, say

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
_IN_MESSAGE = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_IN_PROPERTY = {**_IN_MESSAGE, ":": "%3A", ",": "%2C"}
_MOST_WORDS = 4000


def checked_github(checked: Checked, lang: str) -> str:
    """The format ``github`` of `gkrules check`: files that were not read first, then the gravest, for GitHub shows ten of a kind."""
    return "".join(f"{command}\n" for command in _commands(checked, lang))


def _commands(checked: Checked, lang: str) -> Iterator[str]:
    ruleset = checked.result.ruleset
    titles = rule_titles(ruleset, lang)
    for failed in checked.failed:
        yield _command("error", failed.file, None, say("render/forges.not-checked", lang), clean(failed.text(lang)))
    for found in gravest_first(every_finding(checked.result)):
        code = found.finding.code
        title = outcome_word(Outcome.ERROR, lang) if found.broken else titles.get(code, "")
        words = [*filter(None, [organ_and_year(found.report, lang)]), *sentences(found.told(ruleset, lang), lang)]
        yield _command(_LEVELS[found.severity], found.report.file, found.line, f"{code} {title}".rstrip(), "\n".join(words))


def _command(level: str, file: str, line: int | None, title: str, message: str) -> str:
    properties = {"file": clean(path_of(file)), "line": str(line or ""), "title": title}
    written = ",".join(f"{name}={_escaped(value, _IN_PROPERTY)}" for name, value in properties.items() if value and value != "-")
    return f"::{level} {written}::{_escaped(shortened(message, _MOST_WORDS), _IN_MESSAGE)}"


def _escaped(text: str, marks: dict[str, str]) -> str:
    return "".join(marks.get(char, char) for char in text)
