"""A rule as data. Its condition is still text here; `language` reads it, `compile` makes it run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from gkrules.model.edition import Source
from gkrules.model.findings import Severity

STATUSES = ("preview", "stable", "deprecated", "removed")


@dataclass(frozen=True, slots=True)
class Expression:
    """The text of an expression and where it stands, so that errors can point into it."""

    text: str
    file: Path
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a rule checks, why, and how to mend what it finds, in one language."""

    checks: str
    why: str
    mend: str


@dataclass(frozen=True, slots=True)
class Example:
    """A few cells (a number, or the raw text of a cell), facts, and texts of sections on which a rule fails or passes."""

    cells: Mapping[str, int | float | str | None] = field(default_factory=dict)
    facts: Mapping[str, float | None] = field(default_factory=dict)
    text: Mapping[str, str] | None = None


@dataclass(frozen=True, repr=False)
class Rule:
    """One rule, as its YAML file states it.

    Attributes:
        code: ``GK`` and three digits.
        name: the fault in kebab case, e.g. ``applicant-kinds-do-not-add-up``.
        title: the fault in one short line, in each language.
        status: one of `STATUSES`.
        since: the first version that has the rule.
        editions: keys of the editions that it serves.
        for_each: the places that it looks at, e.g. ``row of applications``; ``report`` for the report as a whole.
        when: the condition under which it applies; ``None`` for always.
        condition: what must hold.
        bindings: by edition, what a name of the rule is called there.
        tolerance: how far the sides of an equation may differ.
        blank: what a blank operand means: ``zero`` or ``unknown``; by name for single names, ``""`` for the others.
        finding_per: places that fail together make one finding: ``place``, ``row``, ``table``, ``report`` or ``sentence``.
        each: in each language, the words for one of the places whose faults are one finding; the message joins them as ``{each}``.
        each_none: the same where the text states no number, as in 均为维持 or 未收到申请; `each` where there are none.
        yields_to: codes of rules; where one of them has a finding about the same sentence of the text, this one has none.
        message, explain: words in each language (``zh``, ``en``).
        fails, passes: an example of each.
        replaced_by: code of the rule that takes over from a deprecated or removed one.
        aliases: former codes of the rule.
    """

    code: str
    name: str
    title: Mapping[str, str]
    status: str
    since: str
    severity: Severity
    editions: tuple[str, ...]
    source: tuple[Source, ...]
    for_each: Expression
    when: Expression | None
    condition: Expression
    blank: Mapping[str, str]
    finding_per: str
    message: Mapping[str, str]
    explain: Mapping[str, Explanation]
    fails: Example
    passes: Example
    file: Path
    bindings: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    tolerance: float = 0
    each: Mapping[str, str] = field(default_factory=dict)
    each_none: Mapping[str, str] = field(default_factory=dict)
    yields_to: tuple[str, ...] = ()
    replaced_by: str = ""
    aliases: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"<Rule {self.code} {self.name}: {self.severity.value}, {self.status}>"
