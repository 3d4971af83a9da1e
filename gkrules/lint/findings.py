"""What the linter finds, as plain data: a kind of fault, its place, and what the sentence in ``words/lint.yaml`` is about."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Literal

from gkrules.language.syntax import Span
from gkrules.model.errors import GkrulesError
from gkrules.model.rule import Expression
from gkrules.rulefiles.yaml_file import Node
from gkrules.words import Phrase

_DETAIL = ("line", "caret")
"""The arguments of an error of the language that show the expression."""


@dataclass(frozen=True, slots=True)
class Where:
    """A place in a file; line and column count from 1."""

    file: Path
    line: int = 1
    column: int = 1


class LintCode(Enum):
    """Every kind of fault that the linter knows. A code is never given to another fault; `docs/lint.md` repeats this list.

    Attributes:
        code: ``L001`` and so on.
        severity: ``error`` or ``warning``.
    """

    code: str
    severity: Literal["error", "warning"]

    # Files
    YAML_UNREADABLE = "L001", "error"
    SHAPE_WRONG = "L002", "error"
    SCHEMA_COMMENT_MISSING = "L003", "warning"
    CODE_DUPLICATED = "L004", "error"
    # Names
    EDITION_UNKNOWN = "L010", "error"
    CONDITION_UNREADABLE = "L011", "error"
    NAME_UNKNOWN = "L012", "error"
    PLACES_UNKNOWN = "L013", "error"
    PLACES_NONE = "L014", "error"
    NAME_UNUSED = "L015", "error"
    # Conditions
    CONDITION_DUPLICATED = "L020", "error"
    CONDITION_CONSTANT = "L021", "error"
    RULES_CONTRADICT = "L022", "error"
    CELL_FORCED_TO_ZERO = "L023", "error"
    RULE_REDUNDANT = "L024", "warning"
    YEAR_FIXED = "L025", "error"
    # Words
    LANGUAGE_MISSING = "L030", "error"
    PLACEHOLDERS_DIFFER = "L031", "error"
    PLACEHOLDER_UNKNOWN = "L032", "error"
    PLACEHOLDER_NOT_SUPPLIED = "L033", "error"
    NAME_STATES_REMEDY = "L034", "error"
    NAME_MALFORMED = "L035", "error"
    TEXT_EMPTY = "L036", "error"
    NOT_FILLED_IN = "L037", "error"
    # Lifecycle
    SUCCESSOR_MISSING = "L040", "warning"
    SUCCESSOR_NOT_LIVE = "L041", "error"
    SINCE_NOT_A_VERSION = "L042", "error"
    ALIAS_TAKEN = "L043", "error"
    # Cases
    CASE_MISSING = "L050", "error"
    CASE_WITHOUT_RULE = "L051", "error"
    CASE_UNUSABLE = "L052", "error"
    CASE_DISAGREES = "L053", "error"
    EXAMPLE_DISAGREES = "L054", "error"
    # Claims
    CLAIM_NAME_UNKNOWN = "L060", "error"
    CLAIM_PATTERN_UNUSABLE = "L061", "error"
    CLAIM_DUPLICATED = "L062", "error"
    CLAIM_EXAMPLE_MISSING = "L063", "error"
    CLAIM_EXAMPLE_DISAGREES = "L064", "error"

    def __init__(self, code: str, severity: Literal["error", "warning"]) -> None:
        self.code = code
        self.severity = severity

    @property
    def title(self) -> str:
        """The stable name, e.g. ``yaml-unreadable``."""
        return self.name.lower().replace("_", "-")

    def at(self, where: Where | Node, *rules: str, says: str = "", **arguments: object) -> LintFinding:
        """A finding of this kind; `says` tells its sentence from the others of the kind."""
        place = where if isinstance(where, Where) else Where(where.file, where.line, where.column)
        said = Phrase(f"lint/{self.title}.{says}" if says else f"lint/{self.title}", arguments)
        return LintFinding(self, place, tuple(sorted(set(rules))), said)

    def of(self, error: GkrulesError, *rules: str) -> LintFinding:
        """A finding of this kind from an error of the loader or of the language."""
        match error.where.rsplit(":", 2):
            case [file, line, column] if line.isdecimal() and column.isdecimal():
                where = Where(Path(file), int(line), int(column))
            case _:
                where = Where(Path(error.where))
        arguments = error.said.arguments
        return LintFinding(self, where, rules, fault_of(error), tuple(str(arguments[name]) for name in _DETAIL if name in arguments))


@dataclass(frozen=True, slots=True)
class LintFinding:
    """One fault of a rule folder.

    Attributes:
        code: the kind of fault.
        where: the place of the fault.
        rules: codes of the rules involved, in the order of the codes.
        said: its sentence.
        detail: the line of the expression with a caret below; empty where there is none.
    """

    code: LintCode
    where: Where
    rules: tuple[str, ...]
    said: Phrase
    detail: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Skipped:
    """Checks that could not run, and why. They are never counted as clean."""

    codes: tuple[LintCode, ...]
    said: Phrase


@dataclass(frozen=True, slots=True)
class LintResult:
    """What the linter found in one or more folders: findings by file and line, and what was left out."""

    folders: tuple[Path, ...]
    findings: tuple[LintFinding, ...]
    skipped: tuple[Skipped, ...] = ()


def fault_of(error: GkrulesError) -> Phrase:
    """The sentence of an error without its place and what stands below."""
    fault = error.said.arguments.get("fault")
    return fault if isinstance(fault, Phrase) else error.said


def within(expression: Expression, span: Span) -> Where:
    """The place of a part of an expression in its file."""
    before = expression.text[: span[0]]
    inner = span[0] - (before.rfind("\n") + 1)
    return Where(expression.file, expression.line + before.count("\n"), inner + (1 if "\n" in before else expression.column))
