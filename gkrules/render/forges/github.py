"""The format ``github``: commands that a workflow of GitHub turns into annotations of the files."""

from __future__ import annotations

from collections.abc import Iterator

from gkrules.model.findings import Severity
from gkrules.render.forges.escaping import shortened
from gkrules.render.forges.found import Found, every_finding, gravest_first, organ_and_year, path_of, sentences
from gkrules.render.inputs import Checked
from gkrules.render.safe import clean
from gkrules.render.words import outcome_word, say, severity_word

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
_IN_MESSAGE = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_IN_PROPERTY = {**_IN_MESSAGE, ":": "%3A", ",": "%2C"}
_MOST_WORDS = 4000


def checked_github(checked: Checked, lang: str) -> str:
    """The format ``github`` of `gkrules check`: files that were not read first, then the gravest, for GitHub shows ten of a kind."""
    return "".join(f"{command}\n" for command in _commands(checked, lang))


def _commands(checked: Checked, lang: str) -> Iterator[str]:
    for failed in checked.failed:
        yield _command("error", failed.file, None, say("render/forges.not-checked", lang), clean(failed.text(lang)))
    for found in gravest_first(every_finding(checked.result)):
        words = [*filter(None, [organ_and_year(found.report, lang)]), *sentences(found.told(checked.result.ruleset, lang), lang)]
        yield _command(_LEVELS[found.severity], found.report.file, found.line, title_of(found, lang), "\n".join(words))


def title_of(found: Found, lang: str) -> str:
    """The code of the rule and how grave it is."""
    kind = outcome_word(found.finding.outcome, lang) if found.broken else severity_word(found.severity, lang)
    return f"{found.finding.code} {kind}"


def _command(level: str, file: str, line: int | None, title: str, message: str) -> str:
    properties = {"file": clean(path_of(file)), "line": str(line or ""), "title": title}
    written = ",".join(f"{name}={_escaped(value, _IN_PROPERTY)}" for name, value in properties.items() if value and value != "-")
    return f"::{level} {written}::{_escaped(shortened(message, _MOST_WORDS), _IN_MESSAGE)}"


def _escaped(text: str, marks: dict[str, str]) -> str:
    return "".join(marks.get(char, char) for char in text)
