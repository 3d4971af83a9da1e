"""The ``words`` of files of claims: parts of regular expressions; and the regular expressions that are made of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from gkrules.model.errors import RuleError
from gkrules.model.numerals import NUMBER, YEAR
from gkrules.rulefiles.patterns import compiled
from gkrules.rulefiles.shapes import claims
from gkrules.rulefiles.yaml_file import Node

BUILT_IN = {"y": f"(?P<y>{YEAR})", "number": NUMBER}
KEY = re.compile(claims.KEY)
_WORD = re.compile(r"\{([a-z][a-z_]*)\}")
_Arguments = ParamSpec("_Arguments")
_NOTHING = r"(?:\x00)"
"""What is never found."""
_Result = TypeVar("_Result")


class Faults:
    """What is wrong: kept, or raised if nobody asks for all of it."""

    def __init__(self, kept: list[RuleError] | None) -> None:
        self.kept = kept

    def attempt(self, make: Callable[_Arguments, _Result], *args: _Arguments.args, **kwargs: _Arguments.kwargs) -> _Result | None:
        """What `make` returns; ``None`` if it finds something wrong, and that is kept."""
        try:
            return make(*args, **kwargs)
        except RuleError as error:
            if self.kept is None:
                raise
            self.kept.append(error)
            return None


@dataclass
class Shared:
    """What files define for each other. Of what is `tested` regular expressions are known to compile."""

    tested: frozenset[Path] = frozenset()
    words: dict[str, str] = field(default_factory=lambda: dict(BUILT_IN))


def define(root: Mapping[str, Node], shared: Shared, faults: Faults) -> None:
    """Add the words of a file; those of the same name are replaced."""
    for name, node in (faults.attempt(root["words"].entries) or {}).items() if "words" in root else ():
        text = faults.attempt(_word, name, node, shared)
        # A word that is wrong is known, so that what uses it is not wrong too.
        shared.words[name] = text or _NOTHING


def _word(name: str, node: Node, shared: Shared) -> str:
    if name in BUILT_IN or not KEY.fullmatch(name):
        node.fail("rulefiles/bad_rule_file.word-name", name=name)
    return f"(?:{expanded(node, shared)})"


def pattern(node: Node, shared: Shared, finds: str | None = None) -> str:
    """A regular expression that finds something, and has the group `finds`."""
    text = expanded(node, shared)
    if node.file.parent not in shared.tested and _compiled(node, text).search("") is not None:
        node.fail("rulefiles/bad_pattern.matches-nothing", text=text)
    if finds and f"(?P<{finds}>" not in text:
        node.fail("rulefiles/bad_pattern.finds-nothing", group=finds)
    return text


def expanded(node: Node, shared: Shared) -> str:
    """The text with ``{word}`` put in: a regular expression."""

    def word(match: re.Match[str]) -> str:
        if match[1] not in shared.words:
            node.fail("rulefiles/unknown_name.word", name=match[1], valid=list(shared.words))
        return shared.words[match[1]]

    text = _WORD.sub(word, node.text())
    if node.file.parent not in shared.tested:
        _compiled(node, text)
    return text


def _compiled(node: Node, text: str) -> Any:
    import re2

    try:
        return compiled(text)
    except re2.error as error:
        return node.fail("rulefiles/bad_pattern.not-re2", reason=_reason(error), text=text)


def _reason(error: Exception) -> str:
    reason = error.args[0] if error.args else ""
    return reason.decode("utf-8", "replace") if isinstance(reason, bytes) else str(reason)
