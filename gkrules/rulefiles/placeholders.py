"""The placeholders of messages: their names, and what is wrong with those that are written otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from gkrules.language.parser import nearest
from gkrules.language.pointing import pointed, quoted
from gkrules.model.errors import RuleError
from gkrules.rulefiles.shapes.rules import OF_ONE_PLACE, PLACEHOLDERS
from gkrules.rulefiles.yaml_file import Node
from gkrules.words import Phrase, phrase

TEMPLATES = ("message", "each", "each_none")
"""The keys of a rule whose texts have placeholders: the message, and the words for one of several places."""

_BRACES = re.compile(r"\{\{|\}\}|\{[^{}]*\}|[{}]")
_NAME = re.compile(r"[a-z_]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class BadPlaceholder:
    """What stands in a template from `start` to `end`, and what is wrong with it."""

    start: int
    end: int
    fault: Phrase


def known_in(key: str) -> tuple[str, ...]:
    """The placeholders that the texts of a key of a rule can have."""
    return PLACEHOLDERS if key == "message" else OF_ONE_PLACE


def bad_placeholders(template: str, known: tuple[str, ...] = PLACEHOLDERS) -> Iterator[BadPlaceholder]:
    """Every brace and every placeholder of a template with which it could not be filled."""
    for match in _BRACES.finditer(template):
        written = match.group()
        if written in ("{{", "}}") or written[1:-1] in known:
            continue
        yield BadPlaceholder(*match.span(), _fault(written, known))


def _fault(written: str, known: tuple[str, ...]) -> Phrase:
    if written in ("{", "}"):
        return phrase("rulefiles/bad_placeholder.braces")
    name = _NAME.match(written[1:-1].strip())
    if name is None:
        return phrase("rulefiles/bad_placeholder.no-name", written=quoted(written))
    if name.group() in known:
        return phrase("rulefiles/bad_placeholder.format", written=quoted(written), plain=f"{{{name.group()}}}")
    return phrase("rulefiles/bad_placeholder.unknown", name=quoted(name.group()), hint=nearest(name.group(), known))


def template_faults(node: Node, key: str) -> Iterator[RuleError]:
    """An error for each bad placeholder of a text of a rule; it names file, line and column, and shows the line with a caret."""
    text = node.text()
    for bad in bad_placeholders(text, known_in(key)):
        line, column, shown = node.where(sum(letter in "{}" for letter in text[: bad.start]))
        part, caret = pointed(shown, column - 1, bad.end - bad.start)
        place = f"{node.file}:{line}:{column}"
        yield RuleError("rulefiles/bad_placeholder", place=place, fault=bad.fault, line=part, caret=caret, where=place)


def templates(node: Node, key: str) -> dict[str, str]:
    """A text in both languages whose placeholders can be filled.

    Raises:
        RuleError: they cannot; the first of them is named.
    """
    found = node.in_languages()
    if any("{" in text or "}" in text for text in found.values()):
        for each in node.entries().values():
            for error in template_faults(each, key):
                raise error
    return found
