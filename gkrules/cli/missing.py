"""What is to be installed is said once in a run, however many files need it; why a file was not read is said of each."""

from __future__ import annotations

import click

from gkrules.model.errors import GkrulesError
from gkrules.render.inputs import FailedFile
from gkrules.words import Phrase

SAID = "gkrules.installations"
"""Where the context of a run keeps what it has said."""
_WITHOUT = {"reading/missing_extra": "reading/missing_extra.again", "reading/no_text_layer.recognisable": "reading/no_text_layer"}
"""The entries that say what to install, and those that say the same without it."""


def failed_file(file: str, error: GkrulesError) -> FailedFile:
    """A file that could not be read; of what to install, only what nothing in this run has said."""
    said = _unsaid(error.said)
    return FailedFile(file, error.kind, said.text("zh"), said.text("en"))


def _unsaid(said: Phrase) -> Phrase:
    context = click.get_current_context(silent=True)
    inner = said.arguments.get("reason")
    if isinstance(inner, Phrase):
        return Phrase(said.key, {**said.arguments, "reason": _unsaid(inner)})
    if said.key not in _WITHOUT or context is None:
        return said
    before: set[str] = context.meta.setdefault(SAID, set())
    hint = f"{said.key} {said.arguments.get('extra', '')}"
    if hint not in before:
        before.add(hint)
        return said
    return Phrase(_WITHOUT[said.key], said.arguments)
