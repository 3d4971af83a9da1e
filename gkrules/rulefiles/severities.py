"""Rules with other severities than their files state."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

from gkrules.model.findings import Severity
from gkrules.model.rule import Rule
from gkrules.rulefiles.rulebook import Rulebook

_Book = TypeVar("_Book", bound=Rulebook)
LABEL = "severities"


def with_severities(book: _Book, severities: Mapping[str, Severity]) -> _Book:
    """The same rules with other severities, by code, beginning of codes, or name; the most exact counts.

    The name and the digest tell that they are others. What names no rule changes nothing; see `Rulebook.selected`.
    """
    rules, unselected = ([_changed(rule, severities) for rule in each] for each in (book.rules, book.unselected))
    changed = {new.code: new.severity for new, old in zip(rules, book.rules, strict=True) if new is not old}
    changed |= {new.code: new.severity for new, old in zip(unselected, book.unselected, strict=True) if new is not old}
    if not changed:
        return book
    said = "\n".join(f"{code}={severity.value}" for code, severity in sorted(changed.items()))
    digest = hashlib.sha256(f"{book.digest}\n{said}".encode()).hexdigest()
    return replace(book, rules=tuple(rules), unselected=tuple(unselected), name=f"{book.name}+{LABEL}", digest=f"sha256:{digest}")


def _changed(rule: Rule, severities: Mapping[str, Severity]) -> Rule:
    meant = [(_exactness(rule, text.strip()), severity) for text, severity in severities.items()]
    exact, severity = max(meant, key=lambda each: each[0], default=(0, rule.severity))
    return replace(rule, severity=severity) if exact and severity is not rule.severity else rule


def _exactness(rule: Rule, text: str) -> int:
    """How exactly a text means a rule; 0 if it does not."""
    if text.lower() == rule.name or text.upper() in (rule.code, *rule.aliases):
        return len(rule.code) + 1
    return len(text) if text and rule.code.startswith(text.upper()) else 0
